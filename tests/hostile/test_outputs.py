"""Words that a stranger put into names, cells and paragraphs, followed to every way out: none does anything there."""

from __future__ import annotations

import csv
import html
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from lxml.html import fromstring

from desk.export.workbook import harmless
from desk.office import Office
from desk.web import make_app
from extractors.readers.hidden import HIDDEN, NOTE, without_hidden
from flows.maker import sheets, word
from flows.maker.broken.zips import packed, parts_of
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from pipeline.document import BBox, Cell, Page, Paragraph, Piece, Table, Text
from pipeline.records.load import load_form
from pipeline.store import open_store
from pipeline.store.people import Person

_ROOT = Path(__file__).resolve().parents[2]
_NAME = "甲\x1b[31m\u202efdp"
_SHOWN = "甲�[31m�fdp"
_SCRIPT = "<script>alert(1)</script><svg onload=alert(2)>"
_FORMULAS = ("=cmd|'/c calc'!A1", "+1+cmd", "-2+3+cmd", "@SUM(1)", "＝1＋1")
_EQUALS = "等于号"
"""Stands for the sign until the file is written: the writer would make a formula of it, we want words."""
_ESCAPES = "设_x001B_[2J备\u202e甲"
"""A control character as Excel files write it, and a mark that turns the direction."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("outputs")
    folder = root / "in" / _NAME
    folder.mkdir(parents=True)
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=len(_FORMULAS))
    truth.fields["applicant.address"] = _SCRIPT
    truth.fields["contact.name"] = "熊\u202e思\u200b远"
    for (_, cells), formula in zip(truth.lists["devices"], _FORMULAS, strict=False):
        cells["name"] = formula.replace("=", _EQUALS)
    truth.lists["models"][0][1]["name"] = _SCRIPT
    word.write_book(truth, folder / "书\x9b2J.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件\n伪造的一行.xlsx")
    _rewritten(folder / "附件\n伪造的一行.xlsx", {truth.lists["models"][1][1]["name"]: _ESCAPES, _EQUALS: "="})
    (folder / "坏\x1b]0;标题\x07[bold red].pdf").write_bytes(b"nothing")
    (root / "in" / "散落\r覆盖.txt").write_bytes(b"x")
    ended = _heshu(root, "ingest", str(root / "in"), "--no-prefect", "--workers", "1")
    assert ended.returncode == 3, ended.stderr
    assert _FORBIDDEN.search(ended.stdout + ended.stderr) is None
    assert "[bold red].pdf" in ended.stdout  # no markup of the terminal's tables either
    return root


def _rewritten(path: Path, words: dict[str, str]) -> None:
    """Words of a workbook replaced where they are kept."""
    parts = parts_of(path.read_bytes())
    strings = parts["xl/sharedStrings.xml"].decode()
    for old, new in words.items():
        assert old in strings
        strings = strings.replace(old, new)
    path.write_bytes(packed({**parts, "xl/sharedStrings.xml": strings.encode()}))


def _heshu(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from desk.cli import main; main()", *words, "--store", str(root / "store")]
    environment = {**os.environ, "HESHU_LOG_FILE": str(root / "log.jsonl"), "COLUMNS": "400"}
    return subprocess.run(call, check=False, cwd=_ROOT, capture_output=True, text=True, env=environment)


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["status", "--json"],
        ["search", "设备"],
        ["search", "设备", "--json"],
        ["search", "script", "--json"],
        ["verify"],
        ["audit", "log"],
        ["crosscheck"],
        ["retry", "--all"],
    ],
)
def test_nothing_reaches_the_terminal_but_words(root: Path, words: list[str]) -> None:
    ended = _heshu(root, *words)
    said = ended.stdout + ended.stderr
    assert "Traceback" not in said
    assert said
    assert _FORBIDDEN.search(said) is None


def test_each_line_of_the_log_is_one_event(root: Path) -> None:
    lines = (root / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert _FORBIDDEN.search("".join(lines)) is None


def test_the_names_kept_are_the_ones_shown(root: Path) -> None:
    store = open_store(root / "store")
    assert [each.name for each in store.standings() if each.form] == [_SHOWN]
    assert {each.path for each in store.files(_SHOWN)} == {
        "书�2J.docx", "附件�伪造的一行.xlsx", "坏�]0;标题�[bold red].pdf",
    }  # fmt: skip


def test_hidden_characters_are_taken_out_and_the_value_is_read(root: Path) -> None:
    record = open_store(root / "store").record(_SHOWN)
    assert record is not None
    contact, address = record.field("contact.name"), record.field("applicant.address")
    assert contact is not None
    assert address is not None
    assert contact.value == "熊思远"
    assert address.raw == _SCRIPT
    models = record.list("models")
    assert models is not None
    assert models.rows[1].cells["name"] == "设[2J备甲"


def test_no_cell_of_an_export_is_a_formula(root: Path) -> None:
    out = root / "out"
    assert _heshu(root, "export", "--out", str(out), "--format", "xlsx").returncode == 0
    book = openpyxl.load_workbook(next(out.glob("*.xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    words = [str(cell.value) for cell in cells]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert all(f"'{formula}" in words for formula in _FORMULAS)
    assert _FORBIDDEN.search("".join(words)) is None
    with zipfile.ZipFile(next(out.glob("*.xlsx"))) as archive:
        assert not any("externalLink" in name or "vba" in name.lower() for name in archive.namelist())


def test_no_cell_of_a_result_set_is_a_formula(root: Path) -> None:
    out = root / "found.csv"
    assert _heshu(root, "search", "种类:清单行", "--out", str(out)).returncode == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any(_FORMULAS[0] in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) and len(cell) > 1]


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_reports_show_the_words_and_run_nothing(root: Path, kind: str) -> None:
    out = root / f"report.{kind}"
    ended = _heshu(root, "report", _SHOWN, "--out", str(out), "--format", kind)
    assert ended.returncode == 0, ended.stderr
    if kind == "html":
        page = out.read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert "<svg onload" not in page
        assert not re.search(r"(src|href)=[\"']?(https?:|//|javascript:)", page)
    else:
        document = docx.Document(str(out))
        page = "".join(each.text for each in document.element.body.iter() if each.text)
    assert _FORBIDDEN.search(page) is None


def test_json_holds_the_words_as_words(root: Path) -> None:
    out = root / "json"
    assert _heshu(root, "export", "--out", str(out), "--format", "json").returncode == 0
    (file,) = (each for each in out.iterdir() if "甲" in each.name)
    assert "/" not in file.name
    text = file.read_text(encoding="utf-8")
    assert _FORBIDDEN.search(text) is None
    assert _SCRIPT in {field["raw"] for field in json.loads(text)["fields"]}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "|", "%", "＝", "＠", " =", "\n=", "\u3000="])
def test_a_sign_that_begins_a_formula_gets_an_apostrophe(sign: str) -> None:
    written = harmless(f"{sign}1+1")
    assert not written.lstrip(" \n\u3000").startswith(("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＠"))


@pytest.mark.parametrize("words", ["-12.5", "+3", "-1,375", "甲=乙", "-", "12%", ""])
def test_numbers_and_words_stay_as_they_are(words: str) -> None:
    assert harmless(words) == words


def test_hidden_means_control_and_format_characters() -> None:
    hidden = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs")}
    assert {char for char in hidden if not HIDDEN.match(char)} == {"\n"}
    assert not [char for char in "甲a1 \n\u3000\u2029，\ue863𠮷" if HIDDEN.match(char)]


def test_boxes_stay_with_their_characters_when_others_go() -> None:
    piece = Piece("甲\u202e乙\t", 1, BBox(0, 0, 40, 10), (0, 10, 20, 30, 40), alternatives=("丙\x00",))
    cell = Cell(0, 0, Text((Piece("\u200b", locator="a\x1b!A1"),)), locator="a\x1b!A1")
    page = without_hidden(Page(1, (Paragraph(Text((piece,))), Table(1, 1, (cell,)))))
    paragraph, table = page.blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    kept = paragraph.text.pieces[0]
    assert (kept.text, kept.edges, kept.alternatives) == ("甲乙 ", (0, 20, 30, 40), ("丙",))
    assert (str(table.cells[0].text), table.cells[0].locator) == ("", "a!A1")
    assert page.notes == (NOTE,)
    plain = Page(1, (Paragraph(Text((Piece("甲\n乙"),))),))
    assert without_hidden(plain) is plain


def _runs(page: str) -> list[str]:
    """What a browser would run of the page, but for the desk's own scripts."""
    elements = [each for each in fromstring(page).iter() if isinstance(each.tag, str)]
    strange = [each.tag for each in elements if each.tag == "script" and not each.get("src", "").startswith("/static/")]
    attributes = [(name, value) for each in elements for name, value in each.attrib.items()]
    return [*strange, *(name for name, value in attributes if name.startswith("on") or "javascript:" in value.lower())]


def test_a_page_that_runs_words_would_be_seen() -> None:
    assert _runs(f"<html><body>{html.escape(_SCRIPT)}<script src='/static/a.js'></script></body></html>") == []
    assert _runs(f"<html><body>{_SCRIPT}<a href=' JavaScript:x'>a</a></body></html>") == ["script", "onload", "href"]


def test_no_page_of_the_desk_runs_a_word(root: Path, tmp_path: Path) -> None:
    """Every page that links lead to from the first one, and what pages fetch for themselves."""
    shutil.copytree(root / "store", tmp_path / "store", ignore=shutil.ignore_patterns("spool", "prefect"))
    office = Office(open_store(tmp_path / "store"))
    word_of = "only-for-these-tests-7"
    hashed = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(word_of)
    office.people.keep(Person("lead", "虚构", ("lead", "auditor"), "", hashed, False), "test", "made")
    client = TestClient(make_app(office), base_url="http://127.0.0.1")
    assert client.post("/sign-in", data={"login": "lead", "password": word_of}).status_code == 200
    waiting, seen, said = ["/", "/search?q=script", "/search?q=设备", "/refused", "/audit"], set[str](), ""
    while waiting and len(seen) < 60:
        address = waiting.pop(0)
        answer = client.get(address)
        seen.add(address)
        if answer.status_code != 200 or "html" not in answer.headers["content-type"]:
            continue
        assert _runs(answer.text) == [], address
        assert _FORBIDDEN.search(answer.text) is None, address
        said += answer.text
        links = [html.unescape(each) for each in re.findall(r'href="(/[^"#]*)', answer.text)]
        waiting += [each for each in dict.fromkeys(links) if each not in seen and "sign-out" not in each]
    office.close()
    assert html.escape(_SCRIPT, quote=False).split("(")[0] in said
    assert "[bold red].pdf" in said
