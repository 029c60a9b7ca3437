from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from desk.pictures import apart
from pipeline.problems import DamagedFileError, ReaderCrashedError


def test_a_page_comes_as_it_was_rendered_and_what_is_no_page_is_told(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), (10, 200, 30)).save(tmp_path / "one.png")
    shown = apart.render_apart(tmp_path / "one.png", "image/png", 1, 110)
    assert (shown.size, shown.getpixel((5, 5))) == ((40, 30), (10, 200, 30))
    (tmp_path / "two.pdf").write_bytes(b"%PDF-1.4 not really")
    with pytest.raises(DamagedFileError):
        apart.render_apart(tmp_path / "two.pdf", "application/pdf", 1, 110)


def _die(*_: object) -> None:
    os._exit(11)


def test_a_file_that_kills_its_child_costs_its_page_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "one.png")
    monkeypatch.setattr(apart, "_render", _die)
    with pytest.raises(ReaderCrashedError):
        apart.render_apart(tmp_path / "one.png", "image/png", 1, 110)
    monkeypatch.undo()
    assert apart.render_apart(tmp_path / "one.png", "image/png", 1, 110).size == (8, 8)
