"""Invented attachments as two applicants deliver them, read by the real readers: for the signal of same pictures.

Of each kind there are as many originals as asked for, all of one template; half of them are attached a second time:
scanned anew at another resolution, leaning, cropped, with another seal, compressed. Pages read are kept in a folder.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from extractors.ocr.choose import chosen, make_engine
from extractors.scan.page import read_scan
from flows.maker.attached import KINDS, cropped, picture, sealed
from flows.maker.scan import CLEAN, OFFICE, POOR, aged
from pipeline.document import Page
from pipeline.document.json import page_from_json, page_to_json
from pipeline.ports import Image


def delivered(kind: str, seed: int, copy: bool) -> Image:
    """One attachment as it was scanned; a copy is another scan of the same paper, cropped and with a further seal."""
    rng = random.Random(f"{kind}{seed}{copy}")
    page = (
        sealed(picture(kind, seed), "某某有限公司", random.Random(seed))
        if kind != "photograph"
        else picture(kind, seed)
    )
    if copy:
        page = cropped(sealed(page, "另一家公司", rng) if rng.random() < 0.7 else page, rng)
    quality = rng.choice((CLEAN, OFFICE, OFFICE, POOR))
    quality = replace(quality, skew=2.0 if copy else 0.8, grey=rng.random() < 0.2, dpi=rng.choice((120, 150, 200, 300)))
    quality = replace(quality, jpeg=rng.choice((50, 70, 90)))
    scale = quality.dpi / 200
    resized = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    aged_page = aged(np.asarray(resized, np.uint8), np.random.default_rng(rng.randrange(2**31)), quality)
    _, data = cv2.imencode(".jpg", aged_page[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, quality.jpeg))
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1].copy()


def pages(
    first: int, originals: int, kept: Path, part: int = 0, parts: int = 1
) -> Iterator[tuple[str, int, bool, Page]]:
    """(kind, seed, copy, page as read) of every attachment; what is in the folder already is not read again."""
    kept.mkdir(parents=True, exist_ok=True)
    wanted = [
        (kind, seed, copy)
        for kind in KINDS
        for seed in range(first, first + originals)
        for copy in ((False, True)[: 2 - seed % 2])
    ]
    engine = make_engine(chosen())
    for kind, seed, copy in wanted[part::parts]:
        path = kept / f"{kind}-{seed:03d}-{'copy' if copy else 'first'}.json"
        if not path.exists():
            path.write_bytes(page_to_json(read_scan(delivered(kind, seed, copy), 1, 595.0, 842.0, engine)))
        yield kind, seed, copy, page_from_json(path.read_bytes())
