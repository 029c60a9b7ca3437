"""``heshu search``: facets, likeness, saved searches, a result set as a file that can run nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from desk.cli.search_command import register
from desk.export import hits as hits_export
from pipeline.ports import Entry
from pipeline.problems import UsageError
from pipeline.store import open_store
from search import open_index

Run = Callable[..., Result]
_NASTY = '=HYPERLINK("http://x","车床")'


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store whose index holds three rows and a finding."""
    open_store(tmp_path / "store").engine.dispose()
    index = open_index(tmp_path / "store")
    place = {"city": "合肥市", "list": "devices", "list_title": "附件1 设备清单", "applicant": "云帆公司"}
    rows = [
        Entry(f"甲/row/{n}", "甲", "row", f"数控车床 SN{n}", "设备清单", "清单.pdf", 7, facets=place) for n in range(2)
    ]
    index.replace("甲", [*rows, Entry("甲/row/9", "甲", "row", _NASTY, "设备清单", facets=place)])
    index.replace(
        "乙", [Entry("乙/row/0", "乙", "row", "数控车床 SN0", "设备清单", facets={**place, "city": "芜湖市"})]
    )
    return tmp_path / "store"


@pytest.fixture
def run(store: Path) -> Run:
    """Runs the command on the store; what it raises on purpose comes out."""
    app = typer.Typer()
    register(app)

    def ran(*words: str) -> Result:
        ended = CliRunner().invoke(app, [*words, "--store", str(store)])
        if isinstance(ended.exception, Exception):
            raise ended.exception
        return ended

    return ran


def test_facets_are_counted(run: Run) -> None:
    for name in ("city", "地市"):
        shown = run("数控车床", "--facet", name, "--facet", "种类").stdout
        assert "地市：合肥市 2，芜湖市 1" in shown
        assert "种类：清单行 3" in shown


def test_more_like_a_hit(run: Run) -> None:
    shown = run("企业:云帆 地市:合肥 SN0", "--like", "1").stdout
    assert "共 1 条" in shown
    assert "乙" in shown
    with pytest.raises(UsageError, match="1 到"):
        run("数控车床", "--like", "9")


def test_saved_searches(run: Run) -> None:
    assert "共 3 条" in run("数控车床", "--save", "车床").stdout
    assert "共 3 条" in run("--saved", "车床").stdout
    assert run("--list").stdout == "车床\t数控车床\n"
    assert run("--forget", "车床").stdout == ""
    for words in (["--saved", "车床"], ["--forget", "车床"], [], ["车床", "--saved", "车床"]):
        with pytest.raises(UsageError):
            run(*words)


def test_a_malformed_query_is_not_saved(run: Run) -> None:
    from search.problems import QuerySyntaxError

    with pytest.raises(QuerySyntaxError):
        run("(车床", "--save", "坏")
    assert run("--list").stdout == ""


def test_a_result_set_as_csv(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "结果.csv"
    assert "已写入 4 条" in run("车床", "--out", str(out)).stdout
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["地市"] for row in rows} == {"合肥市", "芜湖市"}
    assert [row["内容"] for row in rows if "HYPERLINK" in row["内容"]] == ["'" + _NASTY]
    assert {row["位置"] for row in rows if row["文件"] == "清单.pdf"} == {"第7页"}


def test_a_result_set_as_a_workbook_on_several_sheets(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits_export, "SHEET_ROWS", 2)
    out = tmp_path / "结果.xlsx"
    assert "已写入 4 条" in run("车床", "--out", str(out)).stdout
    book = load_workbook(out)
    found = [row for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(found) == 4
    assert [sheet.max_row for sheet in book] == [3, 3]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("name", ["结果.txt", "nowhere/结果.csv", "nowhere/结果.xlsx"])
def test_a_file_that_cannot_be_written(run: Run, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        run("车床", "--out", str(tmp_path / name))
    assert list(tmp_path.glob(".*")) == []


def test_a_result_set_in_the_order_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    written = []
    for sort in ("submission", "-submission"):
        run("车床", "--sort", sort, "--out", str(tmp_path / "结果.csv"))
        with (tmp_path / "结果.csv").open(encoding="utf-8-sig", newline="") as file:
            written.append([row["申报件"] for row in csv.DictReader(file)])
    assert written[0] == sorted(written[0])
    assert written[1] == written[0][::-1] != written[0]


def test_a_finding_is_called_by_its_name(run: Run, store: Path) -> None:
    finding = Entry("丙/finding/1", "丙", "finding", "少5行", "count-below-claim", facets={"slug": "count-below-claim"})
    open_index(store).replace("丙", [finding])
    shown = run("种类:发现").stdout
    assert "清单少于申报  少5行" in shown
    assert "count-below-claim" not in shown
