"""``heshu erase``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli.clearing import DryRun, Reason, Yes, ask, clear, finish_clearing, who
from desk.cli.options import StoreOption, existing
from pipeline.problems import UsageError

if TYPE_CHECKING:
    from pipeline.store import Store


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="彻底清除申报件（原文件、页、记录、清单行、发现、更正、索引），或注销账号；不可恢复。")
    def erase(
        store: StoreOption,
        submission: Annotated[list[str] | None, typer.Argument(help="申报件的名称，可写多个")] = None,
        account: Annotated[str, typer.Option("--account", help="注销审核台的这个账号")] = "",
        yes: Yes = False,
        dry_run: DryRun = False,
        reason: Reason = "",
    ) -> None:
        opened = existing(store)
        if account:
            _close_account(opened, account, yes, dry_run)
        if submission:
            clear(opened, list(dict.fromkeys(submission)), yes, dry_run, reason)
        elif not account:
            finish_clearing(opened)


def _close_account(store: Store, login: str, yes: bool, dry_run: bool) -> None:
    from pipeline.store.people import People

    people = People(store.engine)
    person = people.person(login)
    if person is None:
        raise UsageError(f"没有账号 {login}")
    typer.echo(f"账号 {login}（{person.name}）：账号、密码、登录、令牌和保存的检索将删除，审计日志保留。")
    if not dry_run:
        ask(f"注销账号 {login}", yes)
        people.remove(login, who())
        typer.echo(f"已注销 {login}")
