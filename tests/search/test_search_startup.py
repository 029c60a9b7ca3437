"""A search on the embedded index waits for nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = (
    "prefect",
    "spacy",
    "onnxruntime",
    "rapidocr",
    "cv2",
    "numpy",
    "elastic_transport",
    "elasticsearch",
    "pypinyin",
)


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from search import open_index
from pipeline.ports import Entry
from search.present import as_line
index = open_index(Path({str(tmp_path)!r}))
index.replace("甲", [Entry("1", "甲", "row", "数控车床")])
print([as_line(hit) for hit in index.search("车床").hits])
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "【车床】" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
