"""A store that a person's phone has got everywhere in."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from pipeline.store import Store, open_store
from tests.desk.conftest import Made
from tests.desk.erasing.traces import used


@pytest.fixture
def store(made: Made, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(made.store, tmp_path / "store")
    opened = open_store(tmp_path / "store")
    event.listen(opened.engine, "connect", _as_most_are)
    opened.engine.dispose()
    used(opened)
    yield opened
    opened.engine.dispose()


def _as_most_are(connection: sqlite3.Connection, _: object) -> None:
    """Some builds of SQLite write over what is deleted by themselves, most do not."""
    connection.execute("pragma secure_delete=off")
