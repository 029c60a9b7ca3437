"""``heshu status``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
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
            typer.echo(f"{line.name}  {line.form or '表式未识别'}  {line.word}  {line.files} 个文件")
            for path, reason in line.refused:
                typer.echo(f"    未读：{path}（{reason}）")


@dataclass(frozen=True, slots=True)
class Line:
    """One submission's line."""

    name: str
    form: str | None
    status: str
    word: str
    files: int
    refused: tuple[tuple[str, str], ...]


def standings(folder: Path) -> list[Line]:
    """Where every submission stands."""
    from desk.standing import STATUS_NAMES

    store = existing(folder)
    lines = []
    for standing in store.standings():
        files = store.files(standing.name)
        refused = tuple((file.path, file.reason) for file in files if file.outcome != "read")
        word = STATUS_NAMES.get(standing.status, standing.status)
        lines.append(Line(standing.name, standing.form, standing.status, word, len(files), refused))
    return lines
