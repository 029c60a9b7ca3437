"""A clean PDF as a scanner would deliver it: rendered, turned, leaning, worn, shadowed, noisy, as pictures in a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from pipeline.ports import Image as Pixels


@dataclass(frozen=True, slots=True)
class Quality:
    """What a scanner and the years do to a page.

    ``noise`` is the grain in grey levels, ``skew`` the largest lean in degrees, ``blur`` the spread of the optics in
    pixels at 200 dpi, ``ink`` the range of how black black is (0..1), ``binding`` how dark the shadow at the binding
    is, ``worn`` the share of thin lines that is gone, ``specks`` dots of dirt a page, ``wave`` how far the paper
    feed strays (pixels), ``jpeg`` the compression; ``black`` makes everything below that grey level black and the rest
    white, as faxes and copiers do (0: not).
    """

    dpi: int = 200
    noise: float = 5.0
    skew: float = 0.8
    blur: float = 0.6
    ink: tuple[float, float] = (0.82, 0.95)
    binding: float = 0.08
    worn: float = 0.0
    specks: int = 0
    wave: float = 0.0
    jpeg: int = 82
    grey: bool = False
    black: int = 0


CLEAN = Quality(dpi=300, noise=3.0, skew=0.4, ink=(0.92, 1.0), binding=0.04, jpeg=90)
OFFICE = Quality()
POOR = Quality(
    dpi=150, noise=11.0, skew=1.8, blur=0.8, ink=(0.6, 0.75), binding=0.4, worn=0.06, specks=14, wave=1.2, jpeg=60
)
"""The three kinds of scans that are measured."""
FAX = Quality(noise=14.0, skew=1.0, ink=(0.8, 0.95), specks=30, black=165)
FAINT = Quality(dpi=300, noise=6.0, skew=1.5, ink=(0.3, 0.42), binding=0.2, jpeg=75)
"""Pure black and white; print so pale that grain comes near it."""


def scan(
    source: Path, target: Path, seed: int, quality: Quality = OFFICE, *, turn: int = 0, spread: bool = False
) -> None:
    """Write the scan of ``source``; every page turned by ``turn`` quarter turns, two pages on one if ``spread``."""
    rng = np.random.default_rng(seed)
    pages = [compressed(page, quality.jpeg) for page in scanned(source, rng, quality, turn=turn, spread=spread)]
    first, *rest = pages
    first.save(target, "PDF", resolution=quality.dpi, save_all=True, append_images=rest)


def scanned(
    source: Path, rng: np.random.Generator, quality: Quality, *, turn: int = 0, spread: bool = False
) -> Iterator[Pixels]:
    """The pages of ``source`` as pictures (RGB)."""
    document = pdfium.PdfDocument(source)
    clean = (np.asarray(page.render(scale=quality.dpi / 72).to_pil().convert("RGB")) for page in document)
    for sheet in clean:
        other = next(clean, np.full_like(sheet, 255)) if spread else sheet[:, :0]
        page = aged(np.hstack((sheet, other)), rng, quality)
        yield np.ascontiguousarray(np.rot90(_bound(page) if spread else page, turn))
    document.close()


def degraded(clean: Pixels, rng: np.random.Generator, noise: float, skew: float) -> Pixels:
    """The page as an office's scanner gives it, with that much grain and lean."""
    return aged(clean, rng, replace(OFFICE, noise=noise, skew=skew))


def aged(clean: Pixels, rng: np.random.Generator, quality: Quality) -> Pixels:
    """The page with all that ``quality`` says."""
    page = _worn(clean, rng, quality.worn) if quality.worn else clean
    page = _leaning(page, rng, quality)
    soft = cv2.GaussianBlur(page, (0, 0), quality.blur * quality.dpi / 200).astype(np.float32)
    paper = 255 - (255 - soft) * float(rng.uniform(*quality.ink))
    paper *= _light(paper.shape[1], rng, quality.binding)[None, :, None]
    _speckle(paper, rng, quality.specks)
    grain = rng.normal(0, quality.noise, (*paper.shape[:2], 1))
    done = np.asarray(np.clip(paper * float(rng.uniform(0.94, 0.98)) + grain, 0, 255), np.uint8)
    if quality.black:
        return np.where(done.mean(axis=2, keepdims=True) < quality.black, np.uint8(0), np.uint8(255)).repeat(3, axis=2)
    return np.repeat(cv2.cvtColor(done, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2) if quality.grey else done


def _leaning(page: Pixels, rng: np.random.Generator, quality: Quality) -> Pixels:
    """Turned a little, and every row shifted by a slow wave, as a worn feeder does."""
    height, width = page.shape[:2]
    lean = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-quality.skew, quality.skew)), 1.0)
    turned = cv2.warpAffine(page, lean, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    if not quality.wave:
        return np.asarray(turned, np.uint8)
    rows, columns = np.indices((height, width), dtype=np.float32)
    phase, length = rng.uniform(0, 6.28, 2), rng.uniform(0.6, 1.4, 2) * height
    across = columns + quality.wave * np.sin(6.28 * rows / length[0] + phase[0]).astype(np.float32)
    down = rows + quality.wave * np.sin(6.28 * columns / length[1] + phase[1]).astype(np.float32)
    return np.asarray(cv2.remap(turned, across, down, cv2.INTER_LINEAR, borderValue=(255, 255, 255)), np.uint8)


def _worn(page: Pixels, rng: np.random.Generator, share: float) -> Pixels:
    """With holes in the ruling lines: stretches of a few millimetres that are paler or gone."""
    ink = (page.min(axis=2) < 160).astype(np.uint8)
    long = max(20, page.shape[1] // 30)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    coarse = rng.random((page.shape[0] // 12 + 1, page.shape[1] // 12 + 1)).astype(np.float32)
    patches = cv2.resize((coarse < share).astype(np.float32), page.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    gone = np.clip(patches * np.maximum(across, down), 0, 1)[..., None]
    return np.asarray(page + (255 - page) * gone, np.uint8)


def _light(width: int, rng: np.random.Generator, binding: float) -> NDArray[np.float32]:
    """Brightness across the page: darker towards the binding, on its left."""
    reach = width * float(rng.uniform(0.05, 0.1))
    dark = binding * float(rng.uniform(0.7, 1.2))
    return np.asarray(1 - dark * np.exp(-np.arange(width) / reach), np.float32)


def _bound(sheets: Pixels) -> Pixels:
    """Two pages with the shadow of the binding between them."""
    away = np.abs(np.arange(sheets.shape[1]) - sheets.shape[1] / 2) / (0.02 * sheets.shape[1])
    return np.asarray(sheets * (1 - 0.55 * np.exp(-away))[None, :, None], np.uint8)


def _speckle(paper: NDArray[np.float32], rng: np.random.Generator, count: int) -> None:
    for x, y in zip(rng.integers(0, paper.shape[1], count), rng.integers(0, paper.shape[0], count), strict=True):
        cv2.circle(paper, (int(x), int(y)), int(rng.integers(1, 3)), (60.0, 60.0, 60.0), -1)


def compressed(pixels: Pixels, quality: int) -> Image.Image:
    """The page as a JPEG of that quality (0 to 95)."""
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return Image.open(BytesIO(buffer.getvalue()))
