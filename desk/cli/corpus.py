"""A folder of files read one by one, and a table of what became of each (``heshu doctor --corpus``)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from pipeline.printable import visible
from pipeline.problems import NothingToReadError

if TYPE_CHECKING:
    from flows.surveying import Surveyed

OWN_FAULT = "failed"
"""The outcome of a file at which one of our readers failed: a defect, whatever the file is."""
_MB = 1_000_000


def survey_folder(folder: Path, as_json: bool) -> bool:
    """Read every file below the folder and tell; returns whether each was read or has a named problem.

    Raises:
        NothingToReadError: there is no file.
    """
    from flows.surveying import files_below

    files = files_below(folder) if folder.is_dir() else []
    if not files:
        raise NothingToReadError(str(folder))
    outcomes: Counter[str] = Counter()
    if not as_json:
        typer.echo(f"{'结果':12}{'秒':>8}{'内存MB':>8}{'页':>6}  文件（原因）")
    for each in _surveyed(files, folder):
        outcomes[each.outcome] += 1
        typer.echo(json.dumps(asdict(each), ensure_ascii=True) if as_json else _line(each))
    if not as_json:
        typer.echo("、".join(f"{outcome} {count}" for outcome, count in outcomes.most_common()))
    return not outcomes[OWN_FAULT]


def _surveyed(files: list[Path], folder: Path) -> Iterator[Surveyed]:
    from flows.pool import Pool
    from flows.surveying import survey

    with TemporaryDirectory(prefix="heshu-") as spool, Pool(1, Path(spool)) as pool:
        yield from survey(files, folder, pool, Path(spool))


def _line(each: Surveyed) -> str:
    memory = "—" if each.memory is None else str(each.memory // _MB)
    told = f"（{each.reason}）" if each.reason else ""
    return visible(f"{each.outcome:12}{each.seconds:8.2f}{memory:>8}{each.pages:6}  {each.path}{told}")
