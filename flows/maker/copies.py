"""What else than a scanner makes pictures of pages: a copier with dirt on its glass, a telephone, a sheet askew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from flows.maker.scan import FAINT, FAX, OFFICE, POOR, Quality, aged, compressed
from pipeline.ports import Image as Pixels

_Levels = NDArray[np.float32]
_HOLES = (0.36, 0.64)
"""How far down the page an office's punch makes its two holes."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One way to copy: ``made`` from a clean page, the one on its back (or none) and chance; ``jpeg`` from 0 to 95."""

    dpi: int
    jpeg: int
    made: Callable[[Pixels, Pixels | None, np.random.Generator], Pixels]


def copied(page: Pixels, behind: Pixels | None, rng: np.random.Generator) -> Pixels:
    """A grey copy of a copy: print of the back shines through, the dark round the paper, a streak, punched holes."""
    grey = _grey(page)
    if behind is not None:
        back = cv2.resize(_grey(behind)[:, ::-1], page.shape[1::-1])
        grey -= 0.14 * (255 - cv2.GaussianBlur(back, (0, 0), 2.0))
    grey = 30 + 0.82 * cv2.GaussianBlur(grey, (0, 0), 0.9)
    grey = _turned(grey, float(rng.uniform(-1.2, 1.2)), 40)
    height, width = grey.shape
    streak = int(rng.uniform(0.2, 0.8) * width)
    grey[:, streak : streak + 2] -= 70
    for down in _HOLES:
        cv2.circle(grey, (int(0.035 * width), int(down * height)), int(0.011 * width), 30.0, -1)
    grey[: int(0.008 * height)] = 25
    grey[:, -int(0.012 * width) :] = 20
    grey *= np.linspace(1.0, 0.88, height, dtype=np.float32)[:, None]
    return _done(np.repeat((grey + rng.normal(0, 7, grey.shape))[..., None], 3, axis=2))


def photographed(page: Pixels, _: Pixels | None, rng: np.random.Generator) -> Pixels:
    """Taken with a telephone: paper on a brown desk, seen from the side, light from one corner."""
    height, width = page.shape[:2]
    high, wide = int(1.12 * height), int(1.14 * width)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = rng.uniform(0, 1, (4, 2)) * np.array([[0.04, 0.03], [-0.04, 0.03], [-0.02, -0.02], [0.02, -0.02]])
    outer = np.array([[0.05, 0.04], [0.95, 0.04], [0.97, 0.96], [0.03, 0.96]])
    seen = cv2.getPerspectiveTransform(corners, ((outer + inwards) * (wide, high)).astype(np.float32))
    paper = cv2.warpPerspective(page, seen, (wide, high), flags=cv2.INTER_AREA)
    on_paper = cv2.warpPerspective(np.full((height, width), 255, np.uint8), seen, (wide, high)) > 127
    whole = np.where(on_paper[..., None], paper, np.array([96, 72, 55], np.uint8)).astype(np.float32)
    down, across = np.mgrid[0:high, 0:wide].astype(np.float32)
    light = 1.05 - 0.45 * ((across / wide - 0.2) ** 2 + (down / high - 0.3) ** 2)
    whole *= light[..., None] * np.array([0.98, 0.95, 0.88], np.float32)
    return _done(cv2.GaussianBlur(whole, (0, 0), 0.8) + rng.normal(0, 5, whole.shape))


def askew(page: Pixels, _: Pixels | None, rng: np.random.Generator) -> Pixels:
    """Put in askew by two or three degrees, which is further than any feeder lets it lean."""
    lean = float(rng.choice((-1, 1)) * rng.uniform(2.2, 3.5))
    return _done(_turned(cv2.GaussianBlur(page, (0, 0), 0.6), lean, (250, 250, 245)))


def _scanned(quality: Quality) -> Copy:
    return Copy(quality.dpi, quality.jpeg, partial(_aged, quality))


def _aged(quality: Quality, page: Pixels, _: Pixels | None, rng: np.random.Generator) -> Pixels:
    return aged(page, rng, quality)


COPIES = {
    "office": _scanned(OFFICE),
    "poor": _scanned(POOR),
    "fax": _scanned(FAX),
    "faint": _scanned(FAINT),
    "copier": Copy(200, 38, copied),
    "photograph": Copy(220, 70, photographed),
    "askew": Copy(150, 65, askew),
}
"""The ways that are measured, the plain scanners among them."""


def copy_of(source: Path, target: Path, copy: Copy, seed: int) -> None:
    """Write the copy of a PDF as pictures in a PDF."""
    rng = np.random.default_rng(seed)
    first, *rest = (compressed(page, copy.jpeg) for page in _copies(source, copy, rng))
    first.save(target, "PDF", resolution=copy.dpi, save_all=True, append_images=rest)


def _copies(source: Path, copy: Copy, rng: np.random.Generator) -> Iterator[Pixels]:
    behind: Pixels | None = None
    with pdfium.PdfDocument(source) as document:
        for sheet in document:
            clean = np.asarray(sheet.render(scale=copy.dpi / 72).to_pil().convert("RGB"))
            yield copy.made(clean, behind, rng)
            behind = clean


def _grey(page: Pixels) -> _Levels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.float32)


def _turned(page: NDArray[Any], degrees: float, around: float | tuple[int, int, int]) -> _Levels:
    height, width = page.shape[:2]
    lean = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    border = around if isinstance(around, tuple) else (around,)
    return np.asarray(cv2.warpAffine(page, lean, (width, height), borderValue=border), np.float32)


def _done(page: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(page, 0, 255), np.uint8)
