from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.maker import sheets, word
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from pipeline.problems import Exit
from pipeline.records.load import load_form

_ROOT = Path(__file__).resolve().parents[3]
_HEAVY = ("prefect", "rapidocr", "onnxruntime", "openvino", "cv2", "spacy")


def _heshu(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from desk.cli import main; main()", *words]
    return subprocess.run(call, check=False, cwd=_ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli")
    folder = root / "in" / "甲"
    folder.mkdir(parents=True)
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=8)
    truth.fields["apps.total"] = "500"
    word.write_book(truth, folder / "书.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")
    ended = _heshu("ingest", str(root / "in"), "--store", str(root / "store"), "--no-prefect", "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["processed"] == ["甲"]
    return root / "store"


@pytest.mark.parametrize("words", [["--help"], ["search", "解决方案", "--store"]])
def test_the_quick_commands_start_without_the_heavy_parts(words: list[str], store: Path) -> None:
    words = [*words, str(store)] if words[-1] == "--store" else words
    script = (
        "import sys\nsys.argv = ['heshu', *" + repr(words) + "]\n"
        "from desk.cli import main\n"
        "try:\n    main()\nexcept BaseException:\n    pass\n"
        f"print([name for name in {_HEAVY!r} if name in sys.modules])"
    )
    call = [sys.executable, "-c", script]
    ended = subprocess.run(call, check=False, cwd=_ROOT, capture_output=True, text=True)
    *said, loaded = ended.stdout.strip().splitlines()
    assert loaded == "[]", ended.stderr
    assert any(word in line for line in said for word in ("共 ", "用法"))


def test_a_search_answers_by_the_contract(store: Path) -> None:
    hits = json.loads(_heshu("search", "解决方案", "--store", str(store), "--json").stdout)
    assert hits
    assert set(hits[0]) == {"submission", "kind", "file", "page", "bbox", "text", "score"}


def test_a_search_where_there_is_no_store_says_so(tmp_path: Path) -> None:
    ended = _heshu("search", "解决方案", "--store", str(tmp_path / "写错了"))
    assert (ended.returncode, ended.stdout) == (Exit.USAGE, "")
    assert "写错了 中没有核数的数据" in ended.stderr


def test_a_bad_query_is_a_usage_problem(store: Path) -> None:
    ended = _heshu("search", "(", "--store", str(store))
    assert ended.returncode == Exit.USAGE
    assert "错误" in ended.stderr


def test_exports_hold_every_submission(store: Path, tmp_path: Path) -> None:
    assert _heshu("export", "--store", str(store), "--out", str(tmp_path), "--format", "json").returncode == 0
    content = json.loads((tmp_path / "甲.json").read_text(encoding="utf-8"))
    slugs = [finding["slug"] for finding in content["findings"]]
    assert slugs == ["count-below-claim"]
    assert _heshu("export", "--store", str(store), "--out", str(tmp_path), "--format", "xlsx").returncode == 0
    assert (tmp_path / "核数导出.xlsx").stat().st_size > 5000


def test_reports_and_notices_are_written(store: Path, tmp_path: Path) -> None:
    for command in ("report", "notice"):
        out = tmp_path / f"{command}.docx"
        ended = _heshu(command, "甲", "--store", str(store), "--out", str(out))
        assert ended.returncode == 0, ended.stderr
        assert out.read_bytes()[:2] == b"PK"
    assert _heshu("report", "没有", "--store", str(store)).returncode == Exit.USAGE


def test_problems_have_their_exit_codes(store: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    out = str(tmp_path / "s")
    assert _heshu("ingest", str(tmp_path / "empty"), "--store", out, "--no-prefect").returncode == Exit.NOTHING_FOUND
    assert _heshu("status", "--store", str(tmp_path / "none")).returncode == Exit.USAGE
    assert _heshu("verify", "--store", str(store)).returncode == Exit.OK
    assert _heshu("audit", "verify", "--store", str(store)).returncode == Exit.OK
    assert _heshu("assess", "甲", "--store", str(store), "--programme", "没有").returncode == Exit.USAGE


def test_every_exit_code_is_documented() -> None:
    page = (_ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert documented == {f"{code.value} {code.name}" for code in Exit}
