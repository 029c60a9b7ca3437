"""What an ingest came to, for people and for machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from pipeline.records import SEVERITIES
from pipeline.store import Store, open_store
from pipeline.store.glance import Glance

if TYPE_CHECKING:
    from flows.ingest import Report


def _rows(store: Store) -> list[dict[str, Any]]:
    glance = Glance(store)
    rows, open_findings = glance.rows(), glance.open_by_severity()
    return [
        {
            "name": line.name, "form": line.form, "rows": rows.get(line.name, 0), "doubtful": line.doubtful,
            **open_findings.get(line.name, {}),
        }
        for line in glance.lines()
    ]  # fmt: skip


def summary_json(report: Report, folder: Path) -> dict[str, Any]:
    """For ``--json``."""
    return {
        "submissions": _rows(open_store(folder)),
        "processed": report.submissions,
        "unchanged": report.unchanged,
        "pages_read": report.pages,
        "refused": [{"submission": name, "file": path, "reason": reason} for name, path, reason in report.refused],
        "failed": [{"submission": name, "reason": reason} for name, reason in report.failed],
    }


def print_summary(report: Report, folder: Path) -> None:
    """Tables of submissions and of what could not be read."""
    console = Console(markup=False, emoji=False, highlight=False)  # names and reasons are strangers' words
    table = Table("申报件", "表式", "清单行", *SEVERITIES.values(), "待核对值", title="申报件")
    for row in _rows(open_store(folder)):
        counts = [str(row.get(slug, "") or "") for slug in SEVERITIES]
        table.add_row(row["name"], row["form"] or "未识别", str(row["rows"]), *counts, str(row["doubtful"] or ""))
    console.print(table)
    console.print(f"本次处理 {len(report.submissions)} 份，未变动 {len(report.unchanged)} 份，读取 {report.pages} 页")
    if report.refused:
        refused = Table("申报件", "文件", "原因", title="未能读取的文件")
        for name, path, reason in report.refused:
            refused.add_row(name, path, reason)
        console.print(refused)
    for name, reason in report.failed:
        console.print(f"处理失败：{name}：{reason}")
