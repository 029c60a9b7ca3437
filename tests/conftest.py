"""What all tests share: where the samples are, and small invented submissions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.converting import Office, installed_office
from tests.postgres_server import PostgresServer, programs, running_postgres

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The filled sample submissions beside the checkout; tests that need them skip where they are absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("the filled sample submissions are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def office() -> Office:
    """A real LibreOffice; where none is installed the tests skip, in CI they fail."""
    found = installed_office()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI must read old Word files with LibreOffice")
        pytest.skip(
            "LibreOffice is not installed (Debian: apt-get install --no-install-recommends libreoffice-writer-nogui)"
        )
    return found


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server; where none is installed the tests skip, in CI they fail."""
    where = programs()
    if where is None:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests on PostgreSQL")
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with running_postgres(where) as server:
        yield server
