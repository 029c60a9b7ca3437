"""``heshu erase`` and ``heshu retention``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from typer.testing import CliRunner, Result

from desk.cli.app import _register, app
from pipeline.problems import UsageError
from pipeline.store import Store
from pipeline.store.people import People
from pipeline.store.sessions import writing
from pipeline.store.tables import FileRow
from tests.desk.conftest import FIRST, SECOND


def _heshu(*words: str) -> Result:
    if not app.registered_commands:
        _register()
    return CliRunner().invoke(app, list(words))


def test_the_command_says_what_goes_asks_and_does_it(store: Store) -> None:
    where = ("--store", str(store.folder))
    told = _heshu("erase", FIRST, "--dry-run", *where)
    assert (told.exit_code, "2 个文件" in told.output, "没有清除任何内容" in told.output) == (0, True, True)
    assert isinstance(_heshu("erase", FIRST, *where).exception, UsageError)
    assert isinstance(_heshu("erase", "没有这份", "--yes", *where).exception, UsageError)
    assert len(store.standings()) == 2
    done = _heshu("erase", FIRST, "--yes", "--reason", "申请单位撤回", *where)
    assert (done.exit_code, f"已清除 {FIRST}" in done.output) == (0, True), done.output
    assert [each.name for each in store.standings()] == [SECOND]
    assert "没有要清除" in _heshu("erase", *where).output
    assert "未被改动" in _heshu("audit", "verify", *where).output


def test_retention_takes_what_was_last_delivered_long_ago(store: Store) -> None:
    where = ("--store", str(store.folder))
    assert "没有" in _heshu("retention", "--years", "3", "--yes", *where).output
    long_ago = datetime.now(UTC) - timedelta(days=3 * 366)
    with writing(store.engine) as session:
        session.execute(update(FileRow).where(FileRow.submission == SECOND).values(seen_at=long_ago))
        session.execute(
            update(FileRow).where(FileRow.submission == FIRST, FileRow.position == 0).values(seen_at=long_ago)
        )
    told = _heshu("retention", "--years", "3", "--dry-run", *where)
    assert (SECOND in told.output, FIRST in told.output) == (True, False)
    assert len(store.standings()) == 2
    assert _heshu("retention", "--years", "3", "--yes", *where).exit_code == 0
    assert [each.name for each in store.standings()] == [FIRST]
    assert store.history(SECOND)[-1].what.endswith("保存年限3年")


def test_an_account_goes_and_the_audit_stays(store: Store) -> None:
    where = ("--store", str(store.folder))
    people = People(store.engine)
    secret, _ = people.start_session("lead")
    assert _heshu("erase", "--account", "lead", "--yes", *where).exit_code == 0
    assert people.person("lead") is None
    assert people.session(secret, timedelta(hours=1), timedelta(hours=1)) is None
    assert isinstance(_heshu("erase", "--account", "admin", "--yes", *where).exception, UsageError)
    assert store.history()[-1].what == "注销账号 lead"
    assert store.broken_event() is None
