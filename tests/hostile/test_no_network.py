"""An ingest, a search and an export in a network namespace that has no way out: not even a loopback that is up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.maker import sheets, word
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from pipeline.records.load import load_form

_ROOT = Path(__file__).resolve().parents[2]
_ALONE = ["unshare", "--net", "--map-root-user"]


def _heshu(*words: str) -> subprocess.CompletedProcess[str]:
    call = [*_ALONE, sys.executable, "-c", "from desk.cli import main; main()", *words]
    return subprocess.run(call, check=False, cwd=_ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module", autouse=True)
def _namespace() -> None:
    script = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    try:
        tried = subprocess.run([*_ALONE, sys.executable, "-c", script], check=False, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    if "unreachable" not in tried.stderr:
        reason = f"this kernel gives no network namespace: {tried.stderr.strip()[-80:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def test_everything_works_without_any_network(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "甲"
    folder.mkdir(parents=True)
    truth = make_truth("甲", load_form("anhui-2023"), 3, rows=6)
    word.write_book(truth, folder / "书.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")
    store = str(tmp_path / "store")
    read = _heshu("ingest", str(folder.parent), "--store", store, "--no-prefect", "--json")
    assert read.returncode == 0, read.stderr[-2000:]
    assert json.loads(read.stdout)["processed"] == ["甲"]
    found = _heshu("search", "解决方案", "--store", store, "--json")
    assert found.returncode == 0, found.stderr[-2000:]
    assert json.loads(found.stdout)
    out = tmp_path / "out"
    assert _heshu("export", "--store", store, "--out", str(out), "--format", "json").returncode == 0
    assert (out / "甲.json").exists()
    assert _heshu("verify", "--store", store).returncode == 0
