"""Pictures: jpg, png, tiff (several pages), bmp, as a viewer shows them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps

from extractors.limits import LIMITS
from pipeline.document import Page
from pipeline.ports import Image, OcrEngine
from pipeline.problems import DamagedFileError, HeshuError, TooLargeError

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP")
_A4_WIDTH = 595.0
Pillow.MAX_IMAGE_PIXELS = LIMITS.pixels


def count_pictures(path: Path) -> int:
    """Number of pages of a picture file.

    Raises:
        DamagedFileError: it can't be opened.
        TooLargeError: it has more pixels than may be.
    """
    with _open(path) as picture, _damage(path):
        return int(getattr(picture, "n_frames", 1))


def read_pictures(path: Path, engine: Callable[[], OcrEngine], first: int, last: int | None) -> Iterator[Page]:
    """Pages ``first`` to ``last``; their size comes from the file's resolution, else they count as A4 wide."""
    from extractors.scan.page import read_scan

    for number in range(first, (last or count_pictures(path)) + 1):
        pixels, width, height = _page(path, number)
        yield read_scan(pixels, number, width, height, engine())


def _open(path: Path) -> Pillow.Image:
    with _damage(path):
        picture = Pillow.open(path, formats=_FORMATS)
    _refuse_huge(picture)
    return picture


def _refuse_huge(picture: Pillow.Image) -> None:
    """Every frame may have a size of its own."""
    if picture.width * picture.height > LIMITS.pixels:
        raise TooLargeError(f"{picture.width}×{picture.height} 像素")


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    """Whatever Pillow raises over a stranger's bytes: it has no one class of errors for them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about sizes and metadata: the sizes are limited here
            yield
    except (MemoryError, HeshuError):
        raise
    except Pillow.DecompressionBombError as error:
        raise TooLargeError("像素过多") from error
    except Exception as error:
        raise DamagedFileError(path.name) from error


def _page(path: Path, number: int) -> tuple[Image, float, float]:
    with _open(path) as picture, _damage(path):
        picture.seek(number - 1)
        _refuse_huge(picture)
        dpi = float(picture.info.get("dpi", (0, 0))[0] or 0)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        width = upright.width * 72 / dpi if 90 <= dpi <= 1200 else _A4_WIDTH
        upright = _readable(upright)
    pixels: Image = np.asarray(upright)
    return pixels, width, width * upright.height / upright.width


def _readable(picture: Pillow.Image) -> Pillow.Image:
    """The picture with no more pixels than help reading: memory is bounded, whatever was delivered."""
    if picture.width * picture.height <= LIMITS.readable_pixels:
        return picture
    shrink = math.sqrt(LIMITS.readable_pixels / (picture.width * picture.height))
    size = max(1, int(picture.width * shrink)), max(1, int(picture.height * shrink))
    return picture.resize(size, Pillow.Resampling.BOX)
