"""The note of how far a run is: left whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from flows.progress import Silent
from flows.under_way import noted, under_way


def test_a_disk_that_fills_up_amid_a_note_keeps_no_half_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.write_text

    def full(path: Path, text: str, encoding: str) -> int:
        whole(path, text[:5], encoding=encoding)
        raise OSError(errno.ENOSPC, "no room")

    with noted(tmp_path, Silent()) as noting:
        noting.stage("读取")
        assert under_way(tmp_path) is not None
        monkeypatch.setattr(Path, "write_text", full)
        noting.stage("比对")
        monkeypatch.undo()
        told = under_way(tmp_path)
        assert told is not None
        assert told.stage == "读取"
        assert [each.name for each in tmp_path.iterdir()] == ["under-way.json"]
    assert list(tmp_path.iterdir()) == []
