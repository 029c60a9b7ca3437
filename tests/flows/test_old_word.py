"""Old Word files through the real LibreOffice: read as the docx that they were made of, refused in words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from PIL import Image

from extractors.readers.word import read_word
from flows import versions
from flows.converting import Converter, Office
from flows.converting.office import OFFICE
from flows.ingest import Report, ingest
from flows.maker import sheets, word
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from pipeline.document import Paragraph, Table
from pipeline.records import FileEntry, ListRecord, Record
from pipeline.records.load import load_form
from pipeline.store import Store, open_store
from tests.flows.old_word import FORMS, Pairs, looked_for_anew, saved_as_doc, with_password_flag


def _ingested(inbox: Path, folder: Path) -> Store:
    store = open_store(folder)
    ingest(inbox, store, workers=2)
    return store


@pytest.fixture(scope="module")
def stores(pairs: Pairs, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    root = tmp_path_factory.mktemp("stores")
    return _ingested(pairs.new, root / "new"), _ingested(pairs.old, root / "old")


def _record(store: Store, name: str) -> Record:
    record = store.record(name)
    assert record is not None
    return record


def _said(record: Record) -> list[tuple[object, ...]]:
    return [(each.key, each.value, each.raw, each.status, each.confidence) for each in record.fields]


def _rows(lists: tuple[ListRecord, ...]) -> dict[str, list[tuple[str | None, dict[str, str]]]]:
    return {each.kind: [(row.class_name, dict(row.cells)) for row in each.rows] for each in lists}


@pytest.mark.parametrize("form", FORMS)
def test_an_old_file_gives_the_record_of_the_new_one(form: str, stores: tuple[Store, Store], pairs: Pairs) -> None:
    new, old = (_record(store, form) for store in stores)
    assert (old.form, _said(old), _rows(old.lists)) == (form, _said(new), _rows(new.lists))
    assert {each.kind: len(each.rows) for each in old.lists} == {
        kind: len(rows) for kind, rows in pairs.truths[form].lists.items()
    }
    assert {finding.slug for finding in stores[1].findings(form)} == {
        finding.slug for finding in stores[0].findings(form)
    }


def test_what_was_read_names_the_delivered_file(stores: tuple[Store, Store]) -> None:
    files = stores[1].files(FORMS[0])
    assert {(file.path, file.media_type, file.outcome, file.pages) for file in files} == {
        (name, "application/msword", "read", None) for name in (f"{FORMS[0]}书.doc", f"{FORMS[0]}附件.doc")
    }
    assert all(file.reason == "旧版 Word 文件，由 LibreOffice 转换后读取" for file in files)
    record = _record(stores[1], FORMS[0])
    sources = [source for value in record.fields for source in value.sources]
    assert sources
    assert {source.sha256 for source in sources} <= {file.sha256 for file in files}


def _with_an_empty_body(doc: bytes) -> bytes:
    """The file as its directory describes it, with nothing in Word's own part."""
    directory = doc.index("WordDocument".encode("utf-16-le"))
    start = int.from_bytes(doc[directory + 116 : directory + 120], "little")
    at, size = (start + 1) * 512, int.from_bytes(doc[directory + 120 : directory + 124], "little")
    return doc[:at] + bytes(size) + doc[at + size :]


def test_bad_ones_are_each_refused_in_words_and_the_rest_is_read(book: Path, tmp_path: Path) -> None:
    folder, whole = tmp_path / "in" / "甲", book.read_bytes()
    folder.mkdir(parents=True)
    truth = make_truth("甲", load_form(FORMS[0]), 7, rows=5)
    word.write_book(truth, folder / "新.docx", Style())
    (folder / "新.docx").rename(folder / "其实是docx.doc")
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")
    (folder / "附件.xlsx").rename(folder / "其实是xlsx.doc")
    (folder / "加密.doc").write_bytes(with_password_flag(whole))
    (folder / "截断.doc").write_bytes(whole[: len(whole) // 3])
    (folder / "挖空.doc").write_bytes(_with_an_empty_body(whole))
    (folder / "网页.doc").write_bytes("<html><body>申报书</body></html>".encode())
    (folder / "富文本.doc").write_bytes(b"{\\rtf1\\ansi text}")
    (folder / "完好.doc").write_bytes(whole)
    files = {file.path: file for file in _ingested(tmp_path / "in", tmp_path / "store").files("甲")}
    told = {path: (file.outcome, file.reason) for path, file in files.items()}
    assert told == {
        "其实是docx.doc": ("read", ""),
        "其实是xlsx.doc": ("read", ""),
        "完好.doc": ("read", "旧版 Word 文件，由 LibreOffice 转换后读取"),
        "加密.doc": ("encrypted", "文件已加密，需要密码"),
        "截断.doc": ("damaged", "文件已损坏或不完整"),
        "挖空.doc": ("damaged", "文件已损坏或不完整：LibreOffice 打不开这份旧版 Word 文件"),
        "网页.doc": ("unsupported", "不支持的文件类型：网页文件（HTML），请用 Office 打开后另存为 docx、xlsx 或 PDF"),
        "富文本.doc": ("unsupported", "不支持的文件类型：RTF 文件，请用 Word 或 WPS 打开后另存为 docx"),
    }


_BOX = (
    f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:99pt;height:30pt" '
    'type="#_x0000_t202"><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></v:textbox>'
    "</v:shape></w:pict></w:r>"
)


def _awkward(folder: Path) -> list[Path]:
    """A list with merges, a style's numbers, a box in a cell and a tracked change; scans pasted in; scans alone."""
    folder.mkdir()
    scan = folder / "scan.png"
    Image.new("RGB", (600, 840), "white").save(scan)
    one = docx.Document()
    for _ in range(2):
        one.add_paragraph("条", style="List Number")
    changed, by = one.add_paragraph("人数：")._p, f'{nsdecls("w")} w:author="甲" w:id='
    changed.append(parse_xml(f'<w:del {by}"1"><w:r><w:delText>100</w:delText></w:r></w:del>'))
    changed.append(parse_xml(f'<w:ins {by}"2"><w:r><w:t>1375</w:t></w:r></w:ins>'))
    table = one.add_table(4, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "总"
    table.cell(1, 0).merge(table.cell(2, 1)).text = "块"
    for cell in table.rows[3].cells:
        cell.text = "值"
    table.cell(2, 2).paragraphs[0]._p.append(parse_xml(_BOX))
    one.add_paragraph("完")
    one.save(str(folder / "表.docx"))
    for name, words in (("夹图.docx", "附件如下"), ("全图.docx", "")):
        other = docx.Document()
        if words:
            other.add_paragraph(words)
        other.add_picture(str(scan), width=Cm(15))
        other.save(str(folder / name))
    return [folder / "表.docx", folder / "夹图.docx", folder / "全图.docx"]


def test_awkward_ones_are_read_right_and_what_is_not_read_is_told(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "甲"
    folder.mkdir(parents=True)
    saved_as_doc(office, _awkward(tmp_path / "new"), folder, tmp_path / "profile")
    with Converter().as_docx(folder / "表.doc", tmp_path) as made:
        (page,) = read_word(made)
    lines = [str(block.text) for block in page.blocks if isinstance(block, Paragraph)]
    (table,) = (block for block in page.blocks if isinstance(block, Table))
    assert lines == ["1.条", "2.条", "人数：1375", "完"]
    cells = [(each.row, each.col, each.row_span, each.col_span, str(each.text)) for each in table.cells if each.text]
    assert cells[:3] == [(0, 0, 1, 3, "总"), (1, 0, 2, 2, "块"), (2, 2, 1, 1, "框")]
    assert cells[3:] == [(3, col, 1, 1, "值") for col in range(3)]
    files = {file.path: file for file in _ingested(tmp_path / "in", tmp_path / "store").files("甲")}
    assert {path: file.outcome for path, file in files.items()} == {
        "表.doc": "read", "夹图.doc": "read", "全图.doc": "unsupported",
    }  # fmt: skip
    assert "图中文字未读取" in files["夹图.doc"].reason
    assert "图中文字未读取" not in files["表.doc"].reason
    assert "只有图片" in files["全图.doc"].reason


def test_without_libreoffice_it_is_said_what_to_install_and_once_it_is_there_the_file_is_read(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / "甲").mkdir(parents=True)
    shutil.copy(book, tmp_path / "in" / "甲" / "书.doc")
    monkeypatch.setenv(OFFICE, "none")
    with looked_for_anew():
        store = _ingested(tmp_path / "in", tmp_path / "store")
    (file,) = store.files("甲")
    assert file.outcome == "unsupported"
    assert "libreoffice-writer-nogui" in file.reason
    assert "另存为 docx" in file.reason
    monkeypatch.undo()
    with looked_for_anew():
        ingest(tmp_path / "in", store)
    assert [file.outcome for file in store.files("甲")] == ["read"]
    assert _record(store, "甲").form == FORMS[0]


@contextmanager
def _another_build() -> Iterator[None]:
    versions.pin(replace(versions.versions(), office="another build"))
    try:
        yield
    finally:
        versions._pinned.pop()


def test_another_libreoffice_reads_old_word_files_again_and_nothing_else(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "甲"
    folder.mkdir(parents=True)
    shutil.copy(book, folder / "书.doc")
    document = docx.Document()
    document.add_paragraph("附言")
    document.save(str(folder / "附言.docx"))
    (tmp_path / "in" / "乙").mkdir()
    shutil.copy(folder / "附言.docx", tmp_path / "in" / "乙")
    store = _ingested(tmp_path / "in", tmp_path / "store")
    before = {name: store.standing(name) for name in ("甲", "乙")}
    assert ingest(tmp_path / "in", store).pages == 0
    with _another_build():
        report: Report = ingest(tmp_path / "in", store)
    assert report.pages == 1
    after = {name: store.standing(name) for name in ("甲", "乙")}
    assert _keys(after["乙"]) == _keys(before["乙"])
    assert _keys(after["甲"]) != _keys(before["甲"])


def _keys(standing: Any) -> tuple[str, str]:
    return standing.record_key, standing.checked_key


def test_files_without_old_word_files_keep_their_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """An update of LibreOffice makes no other record anew."""
    plain = FileEntry("a.pdf", "1" * 64, "application/pdf")
    old = FileEntry("a.doc", "1" * 64, "application/msword")
    keys = [versions.delivery_key([each]) for each in (plain, old)]
    before = [versions.record_key(key, {}) for key in keys]
    with _another_build():
        after = [versions.record_key(key, {}) for key in keys]
    assert after[0] == before[0]
    assert after[1] != before[1]
