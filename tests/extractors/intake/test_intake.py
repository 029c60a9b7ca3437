from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from extractors.archives import Room, unpack
from extractors.intake import LOOSE, Delivery, find_submissions
from pipeline.problems import TooLargeError

_PDF = b"%PDF-1.4\n"


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


def _found(folder: Path, spool: Path) -> dict[str, Delivery]:
    return {each.name: each for each in find_submissions(folder, spool)}


def test_each_subfolder_and_each_zip_is_a_submission(tmp_path: Path, spool: Path) -> None:
    inbox = tmp_path / "in"
    (inbox / "甲" / "深" / "处").mkdir(parents=True)
    (inbox / "甲" / "深" / "处" / "a.pdf").write_bytes(_PDF)
    (inbox / "甲" / ".DS_Store").write_bytes(b"x")
    (inbox / "甲" / "~$a.docx").write_bytes(b"x")
    with zipfile.ZipFile(inbox / "乙.zip", "w") as archive:
        archive.writestr("书/b.pdf", _PDF)
    (inbox / "散落.pdf").write_bytes(_PDF)
    found = _found(inbox, spool)
    assert [file.path for file in found["甲"].files] == ["深/处/a.pdf"]
    assert [file.path for file in found["乙"].files] == ["书/b.pdf"]
    assert found["乙"].files[0].local.read_bytes() == _PDF
    assert [(each.path, each.problem.slug) for each in found[LOOSE].refused] == [("散落.pdf", "unsupported")]
    assert str(found[LOOSE].refused[0].problem) == "文件不在任何申报件的文件夹中"


def test_names_that_climb_out_and_links_are_refused_and_the_rest_is_read(tmp_path: Path, spool: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    with zipfile.ZipFile(inbox / "丙.zip", "w") as archive:
        archive.writestr("../../evil.pdf", _PDF)
        archive.writestr("C:/evil.pdf", _PDF)
        archive.writestr("good.pdf", _PDF)
        link = zipfile.ZipInfo("link.pdf")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    found = _found(inbox, spool)["丙"]
    assert [file.path for file in found.files] == ["good.pdf"]
    assert {each.path: each.problem.slug for each in found.refused} == {
        "../../evil.pdf": "unsafe",
        "C:/evil.pdf": "unsafe",
        "link.pdf": "unsafe",
    }
    assert not (tmp_path / "evil.pdf").exists()


def test_a_bomb_is_refused(tmp_path: Path, spool: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    with zipfile.ZipFile(inbox / "丁.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.pdf", b"\0" * 30_000_000)
        archive.writestr("good.pdf", _PDF)
    found = _found(inbox, spool)["丁"]
    assert [each.problem.slug for each in found.refused] == ["too-large"]
    assert [file.path for file in found.files] == ["good.pdf"]


def test_a_small_file_may_grow_as_it_likes(tmp_path: Path) -> None:
    """Empty tables and blank pictures shrink to a thousandth; up to a megabyte that fills no disk."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("blank.pdf", _PDF + b"\0" * 1_000_000)
    (blank,) = unpack(tmp_path / "a.zip", tmp_path / "into")
    assert blank.problem is None


def test_an_archive_that_needs_more_than_the_room_left_is_refused_whole(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.pdf", _PDF)
        archive.writestr("b.pdf", _PDF)
    whole = 2 * len(_PDF)
    assert len(list(unpack(tmp_path / "a.zip", tmp_path / "into", Room(bytes=whole)))) == 2
    with pytest.raises(TooLargeError, match="压缩包解压后过大"):
        list(unpack(tmp_path / "a.zip", tmp_path / "again", Room(bytes=whole - 1)))
    assert not (tmp_path / "again").exists()


def test_an_ending_without_end_is_no_hindrance(tmp_path: Path, spool: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    with zipfile.ZipFile(inbox / "丁.zip", "w") as archive:
        archive.writestr("a." + "x" * 300, _PDF)
    (file,) = _found(inbox, spool)["丁"].files
    assert file.local.read_bytes() == _PDF


def test_names_in_gbk_are_decoded(tmp_path: Path, spool: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    raw = "申报书.pdf".encode("gb18030")
    with zipfile.ZipFile(inbox / "戊.zip", "w") as archive:
        archive.writestr("A" * (len(raw) - 4) + ".pdf", _PDF)
    data = (inbox / "戊.zip").read_bytes()
    (inbox / "戊.zip").write_bytes(data.replace(b"A" * (len(raw) - 4) + b".pdf", raw))
    assert [file.path for file in _found(inbox, spool)["戊"].files] == ["申报书.pdf"]


def test_a_zip_in_a_folder_is_opened_and_its_files_keep_its_name(tmp_path: Path, spool: Path) -> None:
    inbox = tmp_path / "in"
    (inbox / "己").mkdir(parents=True)
    with zipfile.ZipFile(inbox / "己" / "附件.zip", "w") as archive:
        archive.writestr("a.pdf", _PDF)
    assert [file.path for file in _found(inbox, spool)["己"].files] == ["附件.zip/a.pdf"]
