"""A store copied while it is in use, and put back: a folder with a database file, the delivered files and a manifest.

The copy is a store itself (SQLite and files) whatever the original lies on: what was backed up from PostgreSQL can be
restored to SQLite, and the other way round.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sqlalchemy import Engine, Table, func, insert, inspect, select
from sqlalchemy.orm import Session

from pipeline.problems import StoreDamagedError, UsageError
from pipeline.store.blobs import FolderBlobs
from pipeline.store.opening import DATABASE, bring_up_to_date, open_store_at, schema_version
from pipeline.store.sessions import make_engine, told_apart, writing_engine
from pipeline.store.store import Store
from pipeline.store.tables import Base, FileRow, SessionRow

MANIFEST, BLOBS = "manifest.json", "blobs"
_AT_ONCE = 500
_NOT_KEPT = (SessionRow.__tablename__,)
"""Who is signed in at the desk is nobody's record."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; written last, so that a folder without one is no backup."""

    made_at: str
    schema: str
    database_sha256: str
    rows: dict[str, int] = field(default_factory=dict)
    blobs: int = 0
    missing: tuple[str, ...] = ()


def back_up(store: Store, to: Path) -> Manifest:
    """Copy a store that may be in use; a folder with an older backup, or an unfinished one, is brought up to date.

    The database is copied as it stood at one moment; files delivered later are left for the next backup.

    Raises:
        StoreFullError: there is no room for the copy.
        UsageError: the folder holds something else.
    """
    draft, aside = to / f"{DATABASE}.part", to / f"{MANIFEST}.part"
    if to.exists() and any(to.iterdir()) and not any(each.exists() for each in (to / MANIFEST, draft, aside)):
        raise UsageError(f"{to} 不是空文件夹，也不是以前的备份")
    with told_apart():
        to.mkdir(parents=True, exist_ok=True)
        for left in to.glob(f"{draft.name}*"):  # with its journal, which would be played back into the new one
            left.unlink()
        _copy_database(store.engine, draft)
        blobs = FolderBlobs(f"file://{(to / BLOBS).resolve()}")
        copied, missing = _copy_blobs(store.blobs, blobs, draft)
        wanted = set(_blob_names(draft))
        manifest = Manifest(
            datetime.now(UTC).isoformat(timespec="seconds"), *_described(draft), blobs=copied, missing=missing
        )
        aside.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
        (to / MANIFEST).unlink(missing_ok=True)
        draft.replace(to / DATABASE)
        aside.replace(to / MANIFEST)
        _drop_others(blobs, wanted)
    return manifest


def restore(backup: Path, folder: Path, database: str = "", blobs: str = "") -> Store:
    """Put a backup where a store is to be: a folder, or a database and files elsewhere. The index is to be built anew.

    Raises:
        UsageError: it is no backup, or there is data already where it is to go.
        StoreDamagedError: the backup is not as it was written.
        StoreTooNewError: a newer version of Heshu made it.
        StoreFullError, StoreUnavailableError: the place can't be written.
    """
    manifest = read_manifest(backup)
    with told_apart(), TemporaryDirectory(prefix="restore-", dir=_made(folder)) as work:
        draft = Path(work) / DATABASE
        shutil.copyfile(backup / DATABASE, draft)
        if _sha256(draft) != manifest.database_sha256:
            raise StoreDamagedError(f"备份的数据库与清单不符：{backup / DATABASE}")
        source = make_engine(f"sqlite:///{draft}")
        bring_up_to_date(source)
        target = open_store_at(folder, database, blobs)
        if _rows(target.engine):
            raise UsageError("目标位置已有数据；请恢复到空的位置")
        _copy_rows(source, target.engine)
        source.dispose()
        _copy_blobs(FolderBlobs(f"file://{(backup / BLOBS).resolve()}"), target.blobs, draft)
    return target


def read_manifest(backup: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        UsageError: there is none.
    """
    try:
        return Manifest(**json.loads((backup / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{backup} 不是核数的备份（缺少 {MANIFEST} 或内容有误）") from error


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _copy_database(engine: Engine, to: Path) -> None:
    """The database as it stands at one moment; writers go on meanwhile."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            with sqlite3.connect(to) as copy:
                cast("sqlite3.Connection", raw.driver_connection).backup(copy)
                copy.execute("pragma journal_mode=delete")
                for name in _NOT_KEPT:
                    copy.execute(f'delete from "{name}"')  # noqa: S608 - names of our own tables
            copy.close()
        finally:
            raw.close()
        return
    target = make_engine(f"sqlite:///{to}")
    bring_up_to_date(target)
    _copy_rows(engine.execution_options(isolation_level="REPEATABLE READ"), target, but=_NOT_KEPT)
    with target.connect() as connection:  # one file, complete in itself
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("pragma journal_mode=delete")
        connection.exec_driver_sql("BEGIN")
    target.dispose()


def _copy_rows(source: Engine, target: Engine, but: tuple[str, ...] = ()) -> None:
    """Every row of every table, in parts, in one transaction on either side."""
    with source.connect() as reading, writing_engine(target).begin() as writing:
        for table in Base.metadata.sorted_tables:
            if table.name in but:
                continue
            rows = reading.execution_options(yield_per=_AT_ONCE).execute(select(table))
            for part in rows.mappings().partitions(_AT_ONCE):
                writing.execute(insert(table), [dict(row) for row in part])
            if target.dialect.name == "postgresql":
                _go_on_counting(writing, table)


def _go_on_counting(connection: Any, table: Table) -> None:
    """Rows that came with their numbers have not moved PostgreSQL's counter."""
    key = next(iter(table.primary_key))
    if len(table.primary_key) == 1 and key.autoincrement is True:
        highest = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
        counter = func.pg_get_serial_sequence(table.name, key.name)
        connection.execute(select(func.setval(counter, highest, False)))


def _copy_blobs(source: FolderBlobs, target: FolderBlobs, database: Path) -> tuple[int, tuple[str, ...]]:
    """The files that the database speaks of; (how many there are, those that the source has lost)."""
    missing, count = [], 0
    for name in _blob_names(database):
        try:
            source.copy_to(target, name)
            count += 1
        except KeyError:
            missing.append(name)
    return count, tuple(missing)


def _drop_others(blobs: FolderBlobs, wanted: Collection[str]) -> None:
    """Files of submissions that were cleared since the last backup into this folder."""
    for name in list(blobs.names()):
        if name not in wanted:
            blobs.remove(name)


def _blob_names(database: Path) -> Iterator[str]:
    engine = make_engine(f"sqlite:///{database}")
    query = select(FileRow.sha256).where(FileRow.sha256 != "").distinct().order_by(FileRow.sha256)
    with Session(engine) as session:
        yield from session.execute(query.execution_options(yield_per=_AT_ONCE)).scalars()
    engine.dispose()


def _described(database: Path) -> tuple[str, str, dict[str, int]]:
    """(schema, sha256, rows by table) of a database file."""
    engine = make_engine(f"sqlite:///{database}")
    described = schema_version(engine), _rows(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("pragma journal_mode=delete")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return described[0], _sha256(database), described[1]


def _rows(engine: Engine) -> dict[str, int]:
    """How many rows the tables hold, those that hold any."""
    there = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        counted = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
            if table.name in there
        }
    return {name: count for name, count in counted.items() if count}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
