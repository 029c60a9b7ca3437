"""The database of a run's own Prefect server: begun from an empty one that is kept for all stores of this user.

Prefect makes its tables by more than a hundred migrations, some five seconds of CPU for each new store. What they come
to is the same each time, so the first server keeps a copy, one a version of Prefect, and later ones begin with that.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def template_of(version: str) -> Path:
    """Where the empty database of a version of Prefect is kept: the user's cache folder."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "heshu" / f"prefect-{version}.db"


def begin(database: Path, template: Path) -> bool:
    """Begin a database that is not there yet with the empty one; False where it is left to the migrations.

    One that is damaged is removed, to be made anew.
    """
    if database.exists() or not template.is_file():
        return False
    if not _is_sound(template):
        with suppress(OSError):
            template.unlink()
        return False
    try:
        _appear(database, lambda aside: shutil.copyfile(template, aside))
    except OSError:
        return False
    return True


def keep(database: Path, template: Path) -> None:
    """Keep a database that was just migrated and has nothing in it. Where that can't be, the next is migrated too."""
    with suppress(OSError, sqlite3.Error):
        template.parent.mkdir(parents=True, exist_ok=True)
        _appear(template, lambda aside: _copy(database, aside))


def _is_sound(database: Path) -> bool:
    """Whether it is whole and has been migrated; how far, Prefect sees for itself."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            whole = opened.execute("PRAGMA quick_check").fetchone() == ("ok",)
            return whole and bool(opened.execute("SELECT version_num FROM alembic_version").fetchall())
    except sqlite3.Error:
        return False


def _copy(database: Path, into: Path) -> None:
    into.unlink()  # SQLite makes the file itself
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("VACUUM INTO ?", (str(into),))


def _appear(path: Path, write: Callable[[Path], object]) -> None:
    """The file is there whole or not at all, whoever else makes it at the same time."""
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".part", delete=False) as made:
        aside = Path(made.name)
    try:
        write(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
