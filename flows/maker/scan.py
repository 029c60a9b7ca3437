"""A PDF as a scanner would deliver it: rendered, turned a little, noisy, shadowed, as pictures in a PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from pipeline.ports import Image as Pixels


def scan(source: Path, target: Path, seed: int, dpi: int = 200, noise: float = 5.0, skew: float = 0.8) -> None:
    """Write the scan of ``source``; ``skew`` is the largest lean in degrees, ``noise`` the grain in grey levels."""
    rng = np.random.default_rng(seed)
    document, pages = pdfium.PdfDocument(source), []
    for page in document:
        clean = np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB"))
        pages.append(_jpeg(degraded(clean, rng, noise, skew)))
    document.close()
    first, *rest = pages
    first.save(target, "PDF", resolution=dpi, save_all=True, append_images=rest)


def degraded(clean: Pixels, rng: np.random.Generator, noise: float, skew: float) -> Pixels:
    """Leaning, a little soft, paler ink, a shadow at the binding, grain."""
    height, width = clean.shape[:2]
    lean = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-skew, skew)), 1.0)
    turned = cv2.warpAffine(clean, lean, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(turned, (3, 3), 0.6).astype(np.float32)
    paper = 255 - (255 - soft) * float(rng.uniform(0.82, 0.95))
    light: NDArray[np.float32] = np.linspace(float(rng.uniform(0.88, 0.95)), 1.0, width // 5, dtype=np.float32)
    paper[:, : len(light)] *= light[None, :, None]
    grainy = paper * float(rng.uniform(0.94, 0.98)) + rng.normal(0, noise, (height, width, 1))
    return np.asarray(np.clip(grainy, 0, 255), np.uint8)


def _jpeg(pixels: Pixels) -> Image.Image:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=82)
    return Image.open(BytesIO(buffer.getvalue()))
