"""Clearing submissions from the command line: what would go is said first, and only then asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.problems import UsageError

if TYPE_CHECKING:
    from pipeline.store import Store
    from pipeline.store.erasing import Holdings

Yes = Annotated[bool, typer.Option("--yes", help="不再询问，直接清除")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只列出会清除什么，不清除")]
Reason = Annotated[str, typer.Option("--reason", help="依据，写入审计日志（不要写个人信息）")]


def clear(store: Store, names: Sequence[str], yes: bool, dry_run: bool, reason: str) -> None:
    """Say what would go, ask unless told not to, and clear it.

    Raises:
        UsageError: there is no such submission, nobody is there to answer, or something is being read.
    """
    from flows.erasing import begin
    from pipeline.store.erasing import Erasures

    erasures = Erasures(store.engine)
    begun = {each.submission for each in erasures.pending()}
    for name in names:
        found = erasures.holdings(name)
        if found is None and name not in begun:
            raise UsageError(f"没有申报件「{name}」")
        typer.echo(_in_words(found) if found else f"{name}（上次未完成的清除）")
    if dry_run:
        typer.echo(f"以上 {len(names)} 份会被清除。现在没有清除任何内容。")
        return
    ask(f"彻底清除以上 {len(names)} 份申报的全部材料和数据？不可恢复", yes)
    begin(store, names, who(), reason)
    finish_clearing(store)


def _in_words(found: Holdings) -> str:
    when = f"，{found.received_at.astimezone():%Y-%m-%d} 交来" if found.received_at else ""
    shared = f"；另有 {found.shared} 个文件其他申报也有，保留" if found.shared else ""
    return (
        f"{found.name}（{found.applicant or '申报单位未识别'}{when}）\n"
        f"    {len(found.alone)} 个文件（{found.size / 1e6:.1f} MB）、{found.pages} 页、{found.rows} 行清单、"
        f"{found.findings} 条发现（{found.undecided} 条未处理）、{found.corrections} 次更正{shared}"
    )


def finish_clearing(store: Store) -> None:
    """End what was begun, now or by a call that was interrupted."""
    from flows.erasing import finish

    done = finish(store, lambda words: typer.echo(words, err=True))
    if not done:
        typer.echo("没有要清除的申报件，也没有上次未完成的清除。")
        return
    for each in done:
        searches = f"，连同提到它或其人员的 {each.searches} 条保存的检索" if each.searches else ""
        typer.echo(f"已清除 {each.submission}{searches}")
    old = sum(each.old_events for each in done)
    if old:
        typer.echo(f"注意：审计日志中有 {old} 条由早先版本写入，其内容已锁入校验链，不能抹去。")
    typer.echo(
        "备份、导出的文件和已生成的报告不在存储目录中，请另行删除；来源文件夹中的材料也请移走，否则再次读取会重新入库。"
    )


def ask(question: str, yes: bool) -> None:
    """Go on only where a person says so."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("没有可以回答的终端；确认无误后请加 --yes")
    typer.confirm(question, abort=True)


def who() -> str:
    """How whoever calls the command appears in the audit."""
    from getpass import getuser

    try:
        return f"命令行（{getuser()}）"
    except (KeyError, OSError):
        return "命令行"
