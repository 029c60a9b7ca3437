"""Backup and restore on the command line: there and back, the index built anew, nothing written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk.cli.app import _register, app
from flows.verifying import verify_store
from flows.versions import delivery_key, reading_version
from pipeline.document import Page, Paragraph, Piece, Text
from pipeline.problems import UsageError
from pipeline.records import FieldValue, FileEntry, Record
from pipeline.store import Store, open_store
from pipeline.store.store import Reading


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "store")
    sha = opened.blobs.put(b"docx")
    files = (FileEntry("书.docx", sha, "application/msword", 4),)
    opened.receive("甲", files, delivery_key(files))
    opened.keep_pages(sha, reading_version(), [Page(1, (Paragraph(Text((Piece("某平台", None, None),))),))])
    opened.end_reading(sha, reading_version(), Reading(1, "read", ""))
    fields = (FieldValue("platform.name", "平台名称", "云枢平台", "云枢平台", "filled", 0.99),)
    opened.keep_record(Record("甲", "anhui-2023", files, fields), "k", b"")
    return opened


def test_a_store_goes_there_and_back(store: Store, tmp_path: Path) -> None:
    if not app.registered_commands:
        _register()
    runner = CliRunner()
    backup, other = str(tmp_path / "backup"), str(tmp_path / "other")
    assert list(verify_store(store)) == []
    saved = runner.invoke(app, ["backup", backup, "--store", str(store.folder)], catch_exceptions=False)
    assert (saved.exit_code, "1 份申报，1 个原文件" in saved.output) == (0, True)
    back = runner.invoke(app, ["restore", backup, "--store", other], catch_exceptions=False)
    assert back.exit_code == 0, back.output
    assert "核对无误" in back.output
    found = runner.invoke(app, ["search", "云枢", "--store", other], catch_exceptions=False)
    assert "云枢" in found.output
    assert open_store(Path(other)).record("甲") == store.record("甲")
    with pytest.raises(UsageError, match="已有数据"):
        runner.invoke(app, ["restore", backup, "--store", other], catch_exceptions=False)
