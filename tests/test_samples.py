"""The filled sample submissions beside the checkout, held against their truth by the scorer that lies with them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk.export.record_json import record_json
from flows.ingest import ingest
from pipeline.store import open_store

pytestmark = pytest.mark.samples
_WITHOUT_A_MISTAKE = (
    "field_numeric", "field_checkbox", "row_recall", "row_precision", "findings_recall", "findings_precision",
)  # fmt: skip
_ELECTRONIC = ("anhui-a", "fujian-a", "guangdong-a")


def _figures(samples: Path, names: tuple[str, ...], tmp_path: Path) -> dict[str, float]:
    for name in names:
        shutil.copytree(samples / "submissions" / name, tmp_path / "in" / name)
    store = open_store(tmp_path / "store")
    ingest(tmp_path / "in", store, workers=2)
    out = tmp_path / "records"
    out.mkdir()
    for record in store.records():
        content = record_json(record, store.findings(record.name))
        (out / f"{record.name}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    figures = tmp_path / "figures.json"
    call = [sys.executable, str(samples / "score.py"), str(out), str(samples / "truth"), "--only", *names]
    subprocess.run([*call, "--json", str(figures)], check=True, capture_output=True)
    overall: dict[str, float] = json.loads(figures.read_text())["overall"]
    return overall


def test_electronic_submissions_are_read_without_a_mistake(samples: Path, tmp_path: Path) -> None:
    figures = _figures(samples, _ELECTRONIC, tmp_path)
    for name in (
        "field_numeric",
        "field_checkbox",
        "row_recall",
        "row_precision",
        "findings_recall",
        "findings_precision",
    ):
        assert figures[name] == 1.0, (name, figures[name])
    assert figures["field_all"] >= 0.99
    assert figures["cell_exact"] >= 0.995
    assert figures["provenance"] >= 0.99


@pytest.mark.ocr
def test_an_office_scan_is_read_well_and_never_wrong_without_a_word(samples: Path, tmp_path: Path) -> None:
    figures = _figures(samples, ("anhui-b",), tmp_path)
    assert figures["field_numeric"] >= 0.97
    assert figures["silent_right"] == 1.0
    assert figures["row_recall"] == 1.0
    assert figures["row_precision"] == 1.0
    assert figures["findings_recall"] >= 0.95
    assert figures["findings_precision"] >= 0.95
