"""The Chinese font that Heshu brings along: a fresh machine has none."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def font_path() -> Path:
    """Noto Sans CJK (OFL), from the package that carries it."""
    return Path(str(files("cvttf_NotoSansCJK_Regular").joinpath("NotoSansCJKtc-Regular.otf")))
