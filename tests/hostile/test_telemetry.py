"""OCR engines do not tell their makers of their use: they keep no identifier and no count that they could send."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_READS = """
import sys
import numpy as np
from extractors.ocr.rapid import RapidEngine
page = np.full((60, 400, 3), 255, np.uint8)
page[20:40, 50:300:7] = 0
print(len(RapidEngine(1, sys.argv[1]).find_lines(page)))
"""


@pytest.mark.ocr
@pytest.mark.parametrize("backend", ["openvino", "onnxruntime"])
def test_an_engine_leaves_no_trace_of_its_use_in_the_users_home(backend: str, tmp_path: Path) -> None:
    outside = {"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "ORT_DISABLE_TELEMETRY", "CI"}
    home = {name: value for name, value in os.environ.items() if name not in outside} | {"HOME": str(tmp_path)}
    call = [sys.executable, "-c", _READS, backend]
    read = subprocess.run(call, check=False, cwd=_ROOT, env=home, capture_output=True, text=True)
    assert read.stdout.strip() == "1", read.stderr[-2000:]
    assert [str(left.relative_to(tmp_path)) for left in tmp_path.rglob("*")] == []
