"""``heshu demo``: invented submissions through the whole of it, held against what was planted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from pipeline.problems import Exit
from pipeline.records import SEVERITIES, Evidence, Finding

if TYPE_CHECKING:
    from flows.maker.demo import Planted
    from pipeline.store import Store


def demonstrate(folder: Path, prefect: bool) -> None:
    """Make, ingest, show, compare; exits with 1 where something planted was not found."""
    from desk.cli.ingest_command import run
    from desk.cli.progress import shown_progress
    from desk.cli.summary import print_summary
    from flows.maker.demo import demo_batch
    from pipeline.store import open_store

    console = Console()
    console.print(f"[1/3] 在 {folder} 生成虚构的申报材料（人名、单位、数字均为虚构）…")
    planted = demo_batch(folder)
    console.print("[2/3] 读取、提取、核查、比对、建索引（首次启动流程引擎约需十几秒）…")
    with shown_progress() as watch:
        report = run(folder / "submissions", folder / "store", watch, prefect, 0)
    print_summary(report, folder / "store")
    store = open_store(folder / "store")
    console.print("[3/3] 查出的问题及其位置（“预设”打勾的，是生成材料时有意埋下的）：")
    missed = show(console, store, planted)
    advise(console, folder)
    if missed or report.failed:
        raise typer.Exit(int(Exit.FAILED))


def show(console: Console, store: Store, planted: list[Planted]) -> int:
    """Every finding with its places, and whether what was planted was found; returns how much was missed."""
    missed = 0
    for each in planted:
        findings = store.findings(each.submission)
        table = Table(title=each.submission, title_justify="left")
        table.add_column("级别", no_wrap=True)
        table.add_column("问题", overflow="fold", ratio=3)
        table.add_column("位置", overflow="fold", ratio=2)
        table.add_column("预设", no_wrap=True, justify="center")
        wanted = {(slug, frozenset(keys)) for slug, keys in each.findings}
        found = {(finding.slug, frozenset(finding.keys)) for finding in findings}
        for finding in findings:
            known = (finding.slug, frozenset(finding.keys)) in wanted
            places = _places(store, each.submission, finding)
            table.add_row(SEVERITIES[finding.severity], finding.message, places, "✓" if known else "")
        console.print(table)
        for slug, keys in sorted((slug, sorted(keys)) for slug, keys in wanted - found):
            missed += 1
            console.print(f"  预设的问题没有查出：{slug} {keys}")
    total = sum(len(each.findings) for each in planted)
    console.print(f"预设问题 {total} 处，查出 {total - missed} 处。")
    return missed


def _places(store: Store, name: str, finding: Finding) -> str:
    paths = {file.sha256: file.path for file in store.files(name)}
    places = (_place(each, paths) for each in finding.evidence if each.submission is None)
    return "；".join(dict.fromkeys(place for place in places if place))


def _place(each: Evidence, paths: dict[str, str]) -> str:
    if each.source is None or each.source.sha256 not in paths:
        return ""
    return f"{paths[each.source.sha256]} {each.source.where}"


def advise(console: Console, folder: Path) -> None:
    """What to do next."""
    store = folder / "store"
    console.print(
        "\n接下来可以：\n"
        f"  uv run heshu search 数控车床 --store {store}        检索证据\n"
        f"  uv run heshu desk --store {store}                 打开审核台 http://127.0.0.1:8765\n"
        f"  uv run heshu report 示例二-PDF申报书 --store {store}   写核查报告\n"
        f"  uv run heshu export --store {store} --out 导出 --format xlsx\n"
        "  uv run heshu ingest 你的文件夹 --store 存储目录      读取真实材料\n"
    )
