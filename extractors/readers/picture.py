"""Pictures: jpg, png, tiff (several pages), bmp, as a viewer shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from extractors.limits import LIMITS
from pipeline.document import Page
from pipeline.ports import Image, OcrEngine
from pipeline.problems import DamagedFileError, TooLargeError

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP")
_A4_WIDTH = 595.0


def count_pictures(path: Path) -> int:
    """Number of pages of a picture file.

    Raises:
        DamagedFileError: it can't be opened.
        TooLargeError: it has more pixels than may be.
    """
    with _open(path) as picture:
        return int(getattr(picture, "n_frames", 1))


def read_pictures(path: Path, engine: Callable[[], OcrEngine], first: int, last: int | None) -> Iterator[Page]:
    """Pages ``first`` to ``last``; their size comes from the file's resolution, else they count as A4 wide."""
    from extractors.scan.page import read_scan

    for number in range(first, (last or count_pictures(path)) + 1):
        pixels, width, height = _page(path, number)
        yield read_scan(pixels, number, width, height, engine())


def _open(path: Path) -> Pillow.Image:
    try:
        picture = Pillow.open(path, formats=_FORMATS)
    except (UnidentifiedImageError, OSError, Pillow.DecompressionBombError) as error:
        raise DamagedFileError(path.name) from error
    if picture.width * picture.height > LIMITS.pixels:
        raise TooLargeError(f"{path.name}：{picture.width}×{picture.height} 像素")
    return picture


def _page(path: Path, number: int) -> tuple[Image, float, float]:
    with _open(path) as picture:
        try:
            picture.seek(number - 1)
            dpi = float(picture.info.get("dpi", (0, 0))[0] or 0)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
        except (OSError, EOFError, SyntaxError, ValueError) as error:
            raise DamagedFileError(path.name) from error
    width = upright.width * 72 / dpi if 90 <= dpi <= 1200 else _A4_WIDTH
    pixels: Image = np.asarray(upright)
    return pixels, width, width * upright.height / upright.width
