"""Where Tesseract's Chinese data lies; asked for without loading anything."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from pipeline.problems import EngineMissingError

LANGUAGE = "chi_sim"
_DATA = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
         "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata")  # fmt: skip
WAY_OUT = (
    "请运行 uv sync --extra tesseract 并安装系统包 tesseract-ocr-chi-sim"
    "（或用 TESSDATA_PREFIX 指明 chi_sim.traineddata 所在目录），或将 HESHU_OCR 改为 rapid"
)


def find_data() -> Path:
    """The folder of language data that holds Chinese.

    Raises:
        EngineMissingError: there is none, or the wheel is missing.
    """
    if find_spec("tesserocr") is None:
        raise EngineMissingError(f"没有安装 tesserocr；{WAY_OUT}")
    own = os.environ.get("TESSDATA_PREFIX", "")
    folders = [Path(own), Path(own) / "tessdata"] if own else [Path(each) for each in _DATA]
    for folder in folders:
        if (folder / f"{LANGUAGE}.traineddata").is_file():
            return folder
    raise EngineMissingError(f"没有找到 Tesseract 的简体中文数据 chi_sim；{WAY_OUT}")
