"""``heshu status``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="每份申报进行到哪一步，哪些文件没有读成。")
    def status(
        store: StoreOption, as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False
    ) -> None:
        lines = standings(store)
        if as_json:
            typer.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
            return
        for line in lines:
            typer.echo(f"{line.name}  {line.form or '表式未识别'}  {line.word}  {line.files} 个文件{_pages(line)}")
            for path, reason in line.refused:
                typer.echo(f"    未读：{path}（{reason}）")
        for words in _in_all(store, lines):
            typer.echo(words)


@dataclass(frozen=True, slots=True)
class Line:
    """One submission's line."""

    name: str
    form: str | None
    status: str
    word: str
    files: int
    pages: int
    pages_left: int
    refused: tuple[tuple[str, str], ...]


def standings(folder: Path) -> list[Line]:
    """Where every submission stands."""
    from desk.standing import STATUS_NAMES
    from flows.submission import pages_ahead

    store = existing(folder)
    lines = []
    for standing in store.standings():
        files = store.files(standing.name)
        refused = tuple((file.path, file.reason) for file in files if file.outcome != "read")
        word = STATUS_NAMES.get(standing.status, standing.status)
        ahead, pages = sum(pages_ahead(store, [standing.name]).values()), sum(file.pages or 0 for file in files)
        lines.append(
            Line(standing.name, standing.form, standing.status, word, len(files), pages, min(ahead, pages), refused)
        )
    return lines


def _pages(line: Line) -> str:
    return f"  已读 {line.pages - line.pages_left}/{line.pages} 页" if line.pages else ""


def _in_all(folder: Path, lines: list[Line]) -> Iterator[str]:
    """How far all is, and how long the run under way may still take."""
    from flows.progress import in_words
    from flows.under_way import under_way

    pages, left = sum(line.pages for line in lines), sum(line.pages_left for line in lines)
    if pages:
        yield f"共 {len(lines)} 份，已读 {pages - left}/{pages} 页（{(pages - left) / pages:.0%}）"
    run = under_way(folder)
    if run is not None:
        when = datetime.fromtimestamp(run.at).astimezone().strftime("%m-%d %H:%M")
        words = in_words(run.seconds_left)
        yield f"本次运行（{when} 记录）：{run.stage or '读取'}，{run.done}/{run.pages} 页" + (
            f"，还需{words}" if words else ""
        )
