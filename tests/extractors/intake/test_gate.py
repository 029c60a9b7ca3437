"""The gate: what a file is by its content, what it holds, what it may cost."""

from __future__ import annotations

import os
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
import xlsxwriter

from extractors import archives
from extractors.archives import Room
from extractors.gate import look
from extractors.intake import LOOSE, Delivery, find_submissions
from extractors.kinds import DOC, DOCX, PDF, XLSX, media_type_of
from extractors.limits import Limits, limits_from
from extractors.names import plain_name, unlike
from extractors.read import read_pages
from extractors.told import told_of_file
from flows.maker.broken.pdf import page_with, pdf_carrying, stream
from flows.maker.broken.tables import ole_container
from flows.maker.broken.zips import packed, parts_of
from pipeline.ports import OcrEngine
from pipeline.problems import EncryptedFileError, UnreadableFileError, UnsafeFileError, UnsupportedFileError, UsageError

_PDF = b"%PDF-1.4\n"


def _no_engine() -> OcrEngine:
    raise AssertionError("no pixels have to be read here")


def _found(folder: Path, tmp_path: Path) -> dict[str, Delivery]:
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    return {each.name: each for each in find_submissions(folder, spool)}


def _word(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("申报书")
    document.save(str(path))
    return path


def _book(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(0, 0, "设备")
    return path


def test_a_kind_is_told_by_content_and_read_whatever_the_name(tmp_path: Path) -> None:
    word, book = _word(tmp_path / "申报书.pdf"), _book(tmp_path / "清单.xls")
    assert (media_type_of(word), media_type_of(book)) == (DOCX, XLSX)
    for path in (word, book):
        assert list(read_pages(path, media_type_of(path), _no_engine))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "zip"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "zip"),
        (b"MZ" + bytes(400), "不支持"),
        (ole_container("PowerPoint Document"), "docx"),
        (b"\n{\\rtf1\\ansi", "RTF"),
        (b"\xef\xbb\xbf<HTML><body>", "HTML"),
        (b"MIME-Version: 1.0\r\n", "MHT"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>', "2003"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(UnsupportedFileError, match=told):
        media_type_of(tmp_path / "a.pdf")


def test_an_encrypted_package_is_told_wherever_its_directory_lies(tmp_path: Path) -> None:
    whole = ole_container("EncryptedPackage")
    (tmp_path / "a.docx").write_bytes(whole[:512] + bytes(6_000_000 // 512 * 512) + whole[512:])
    with pytest.raises(EncryptedFileError):
        media_type_of(tmp_path / "a.docx")


def test_words_about_encryption_encrypt_nothing(tmp_path: Path) -> None:
    text = "EncryptedPackage Workbook".encode("utf-16-le")
    (tmp_path / "a.doc").write_bytes(ole_container("WordDocument") + b"\0" * 6 + text)
    assert media_type_of(tmp_path / "a.doc") == DOC


def test_a_part_with_a_document_type_is_refused_under_any_name(tmp_path: Path) -> None:
    parts = parts_of(_word(tmp_path / "a.docx").read_bytes())
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for name in ("word/document.xml", "word/evil.dat", "customXml/a", "_rels/.rels"):
        (tmp_path / "b.docx").write_bytes(packed({**parts, name: bomb}))
        with pytest.raises(UnsafeFileError):
            media_type_of(tmp_path / "b.docx")
    (tmp_path / "c.docx").write_bytes(packed({**parts, "word/media/a.svg": b"<!DOCTYPE svg><svg/>"}))
    assert media_type_of(tmp_path / "c.docx") == DOCX


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    parts = parts_of(_word(tmp_path / "a.docx").read_bytes())
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        for name, data in (*parts.items(), ("word/document.xml", parts["word/document.xml"])):
            archive.writestr(name, data)
    with pytest.raises(UnsafeFileError):
        media_type_of(tmp_path / "b.docx")


def test_files_attached_to_a_pdf_are_files_of_the_submission(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "甲"
    folder.mkdir(parents=True)
    book = _book(tmp_path / "a.xlsx").read_bytes()
    pdf_carrying("../../清单\u202e.xlsx", book, folder / "书.pdf")
    delivery = _found(folder.parent, tmp_path)["甲"]
    assert [(each.path, each.media_type) for each in delivery.files] == [("书.pdf", PDF), ("书.pdf/清单�.xlsx", XLSX)]
    assert delivery.files[1].local.read_bytes() == book
    assert told_of_file(folder / "书.pdf", PDF) == ""


def test_an_attachment_that_blows_up_is_refused_and_the_pdf_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "甲"
    folder.mkdir(parents=True)
    pdf_carrying("a.csv", b"0" * 60_000_000, folder / "书.pdf")
    delivery = _found(folder.parent, tmp_path)["甲"]
    assert [each.path for each in delivery.files] == ["书.pdf"]
    assert [(each.path, each.problem.slug) for each in delivery.refused] == [("书.pdf/a.csv", "too-large")]


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (b"/S /JavaScript /JS (app.alert\\(1\\))", "JavaScript"),
        (b"/S /Launch /F (/bin/sh)", "启动程序"),
        (b"/S /SubmitForm /F (http://localhost/)", "提交数据"),
    ],
)
def test_actions_are_told_and_the_pages_read(tmp_path: Path, action: bytes, told: str) -> None:
    text = stream(b"BT /F 12 Tf 72 700 Td (75 units) Tj ET")
    path = tmp_path / "a.pdf"
    path.write_bytes(page_with(text, b"[0 0 595 842]", b"/AA << /O << %s >> >>" % action))
    assert told in told_of_file(path, media_type_of(path))
    assert len(list(read_pages(path, PDF, _no_engine))) == 1


def test_references_out_of_a_word_file_are_told_but_links_are_not(tmp_path: Path) -> None:
    parts = parts_of(_word(tmp_path / "a.docx").read_bytes())
    rels = "word/_rels/document.xml.rels"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for kind, told in (("attachedTemplate", "引用了外部内容（未访问）"), ("hyperlink", "")):
        extra = f'<Relationship Id="x9" Type="{kinds}{kind}" Target="http://localhost/" TargetMode="External"/>'
        data = parts[rels].replace(b"</Relationships>", extra.encode() + b"</Relationships>")
        (tmp_path / "b.docx").write_bytes(packed({**parts, rels: data}))
        assert told_of_file(tmp_path / "b.docx", DOCX) == told


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_the_same_or_differ_by_case_are_all_kept(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "乙.zip", "w") as archive:
        for number, name in enumerate(("a.pdf", "a.pdf", "A.PDF")):
            archive.writestr(name, _PDF + bytes([number]))
    files = _found(folder, tmp_path)["乙"].files
    assert [(each.path, each.local.read_bytes()[-1]) for each in files] == [
        ("a.pdf", 0),
        ("a（2）.pdf", 1),
        ("A.PDF", 2),
    ]


def test_a_folder_and_a_zip_of_one_name_are_two_submissions(tmp_path: Path) -> None:
    (tmp_path / "in" / "甲").mkdir(parents=True)
    (tmp_path / "in" / "甲" / "a.pdf").write_bytes(_PDF)
    (tmp_path / "in" / "甲.zip").write_bytes(packed({"b.pdf": _PDF}))
    found = _found(tmp_path / "in", tmp_path)
    assert {name: [each.path for each in delivery.files] for name, delivery in found.items()} == {
        "甲": ["a.pdf"],
        "甲（2）": ["b.pdf"],
    }


def test_links_and_special_files_are_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "丙"
    folder.mkdir(parents=True)
    (folder / "link.pdf").symlink_to("/etc/passwd")
    (folder / "folder").symlink_to("/etc")
    os.mkfifo(folder / "pipe.pdf")
    os.mkfifo(tmp_path / "in" / "丁.zip")
    found = _found(folder.parent, tmp_path)
    assert {each.path: each.problem.slug for each in found["丙"].refused} == {
        "link.pdf": "unsafe",
        "folder": "unsafe",
        "pipe.pdf": "unsafe",
    }
    assert [each.path for each in found[LOOSE].refused] == ["丁.zip"]


def test_names_of_a_chinese_disc_are_read_and_hidden_characters_are_shown(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "戊"
    folder.mkdir(parents=True)
    for name in ("申报书.pdf".encode("gb18030"), "a\x1b[2J\u202efdp.pdf".encode()):
        (Path(os.fsdecode(bytes(folder))) / os.fsdecode(name)).write_bytes(_PDF)
    assert sorted(each.path for each in _found(folder.parent, tmp_path)["戊"].files) == ["a�[2J�fdp.pdf", "申报书.pdf"]


def test_names_are_plain_short_and_apart() -> None:
    assert plain_name("a\nb") == "a�b"
    assert len(plain_name("长" * 5000)) < 420
    assert plain_name("长" * 5000) != plain_name("长" * 4999)
    taken: dict[str, int] = {}
    assert [unlike("a/b.pdf", taken) for _ in range(3)] == ["a/b.pdf", "a/b（2）.pdf", "a/b（3）.pdf"]
    assert unlike("a/b（2）.pdf", taken) == "a/b（2）（2）.pdf"


def test_files_of_systems_are_passed_over_unless_they_are_documents(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "己"
    folder.mkdir(parents=True)
    (folder / "Thumbs.db").write_bytes(ole_container("Catalog"))
    (folder / "~$书.docx").write_bytes(b"x" * 162)
    _book(folder / "~$清单.xlsx")
    delivery = _found(folder.parent, tmp_path)["己"]
    assert [each.path for each in delivery.files] == ["~$清单.xlsx"]
    assert delivery.refused == ()


def test_nested_archives_share_one_room_and_end_at_a_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    inner = packed({f"{number}.pdf": _PDF for number in range(4)})
    (tmp_path / "in" / "庚.zip").write_bytes(packed({f"{number}.zip": inner for number in range(4)}))
    monkeypatch.setattr(archives.Room, "__init__", _room_of(10))
    delivery = _found(tmp_path / "in", tmp_path)["庚"]
    assert len(delivery.files) == 4
    assert {each.problem.slug for each in delivery.refused} == {"too-large"}
    monkeypatch.undo()
    deep = packed({"a.pdf": _PDF})
    for _ in range(4):
        deep = packed({"in.zip": deep})
    (tmp_path / "in" / "辛.zip").write_bytes(deep)
    delivery = _found(tmp_path / "in", tmp_path)["辛"]
    assert delivery.files == ()
    assert [each.path for each in delivery.refused] == ["in.zip/in.zip/in.zip"]


def _room_of(entries: int):  # type: ignore[no-untyped-def]
    def made(self: Room, entries: int = entries, bytes: int = 10**9, depth: int = 3) -> None:  # noqa: A002
        for name, value in (("entries", entries), ("bytes", bytes), ("depth", depth)):
            object.__setattr__(self, name, value)

    return made


def test_an_archive_without_a_file_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "壬.zip").write_bytes(packed({}))
    refused = _found(tmp_path / "in", tmp_path)["壬"].refused
    assert [(each.path, each.problem.slug) for each in refused] == [("壬.zip", "empty")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "癸"
    (folder / "里").mkdir(parents=True)
    (folder / "a.pdf").write_bytes(_PDF)
    for path in (folder / "a.pdf", folder / "里"):
        path.chmod(0)
    delivery = _found(folder.parent, tmp_path)["癸"]
    assert {each.path for each in delivery.refused} == {"a.pdf", "里"}


def test_a_look_never_raises_for_what_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + bytes(30))
    seen = look(tmp_path / "a.zip", tmp_path / "into", Room())
    assert isinstance(seen.problem, UnreadableFileError)


def test_limits_are_set_by_the_environment() -> None:
    assert limits_from({"HESHU_LIMIT_PAGES": "7", "HOME": "/"}) == Limits(pages=7)
    for name, value in (("HESHU_LIMIT_PAGES", "-1"), ("HESHU_LIMIT_PAGES", "many"), ("HESHU_LIMIT_PAGE", "7")):
        with pytest.raises(UsageError, match="HESHU_LIMIT_PAGE"):
            limits_from({name: value})


def test_an_entry_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    data = bytearray(packed({"a.pdf": _PDF * 100}))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 50)
    (tmp_path / "in" / "子.zip").write_bytes(bytes(data))
    refused = _found(tmp_path / "in", tmp_path)["子"].refused
    assert [(each.path, each.problem.slug) for each in refused] == [("a.pdf", "damaged")]
    assert zipfile.is_zipfile(BytesIO(bytes(data)))
