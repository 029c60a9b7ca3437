"""``heshu retry``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing
from pipeline.problems import Exit, UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="重新读取失败的文件：--all 全部，或给出文件路径（申报件/路径）。")
    def retry(
        store: StoreOption,
        file: Annotated[str, typer.Argument(help="申报件/文件路径")] = "",
        every: Annotated[bool, typer.Option("--all", help="全部失败的文件")] = False,
    ) -> None:
        if not file and not every:
            raise UsageError("请给出文件，或用 --all")
        again, failed = _retry(store, "" if every else file)
        typer.echo(f"重新读取 {again} 个文件，仍失败 {failed} 个")
        raise typer.Exit(int(Exit.SOME_REFUSED if failed else Exit.OK))


def _retry(folder: Path, wanted: str) -> tuple[int, int]:
    """Read again from the store's own copies of the files."""
    from desk.cli.progress import shown_progress
    from flows.ingest import Report, finish, process_submissions, worker_count
    from flows.pool import Pool
    from flows.reading import FileToRead, read_files
    from flows.versions import reading_version

    store = existing(folder)
    files = [
        (standing.name, file)
        for standing in store.standings()
        for file in store.files(standing.name)
        if file.outcome != "read" and file.sha256 and wanted in ("", f"{standing.name}/{file.path}")
    ]
    report = Report()
    with TemporaryDirectory() as spool, Pool(worker_count()) as pool, shown_progress() as watch:
        jobs = []
        for _, file in files:
            store.forget_reading(file.sha256, reading_version())
            place = Path(spool) / file.sha256
            place.write_bytes(store.blobs.get(file.sha256))
            jobs.append(FileToRead(file.sha256, place, file.media_type, file.path))
        read_files(jobs, store, pool, watch)
        for name in sorted({name for name, _ in files}):
            store.touch(name)
        process_submissions(sorted({name for name, _ in files}), store, pool, watch, report)
        finish(store, report, watch)
    outcomes = (store.reading(file.sha256, reading_version()) for _, file in files)
    return len(files), sum(reading is not None and reading.outcome != "read" for reading in outcomes)
