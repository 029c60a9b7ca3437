"""``heshu export``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from desk.cli.options import StoreOption, existing


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="导出全部申报件：json 每件一个文件，xlsx 汇成一个工作簿。")
    def export(
        store: StoreOption,
        out: Annotated[Path, typer.Option("--out", help="输出目录")],
        form: Annotated[Literal["json", "xlsx"], typer.Option("--format", help="格式")] = "json",
    ) -> None:
        out.mkdir(parents=True, exist_ok=True)
        count = _json(store, out) if form == "json" else _xlsx(store, out)
        typer.echo(f"已导出 {count} 份申报到 {out}")


def _json(folder: Path, out: Path) -> int:
    from desk.export.record_json import record_json

    store = existing(folder)
    paths = {file.sha256: file.path for each in store.standings() for file in store.files(each.name)}
    count = 0
    for record in store.records():
        content = record_json(record, store.findings(record.name), paths)
        target = out / f"{record.name}.json"
        aside = target.with_suffix(".part")
        aside.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        aside.replace(target)
        count += 1
    return count


def _xlsx(folder: Path, out: Path) -> int:
    from desk.export.workbook import Workbook
    from pipeline.records.load import load_forms

    store = existing(folder)
    book = Workbook(out / "核数导出.xlsx", load_forms())
    count = 0
    for record in store.records():
        book.add(record, store.findings(record.name))
        count += 1
    book.close()
    return count
