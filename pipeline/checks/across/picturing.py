"""Scanned pages as they are looked for elsewhere: by what they say, and by the photograph they hold.

A page with print is known by a sample of its runs of five characters; the sample is the same wherever the page is.
A photograph is known by a perceptual hash (signs of its lowest cosine waves), and by those of itself cropped in many
ways: whichever of two prints was cropped, the whole of one is near some crop of the other.
"""

from __future__ import annotations

from base64 import b64decode
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.picture import Picture
from pipeline.checks.across.printed import printed_grams
from pipeline.checks.across.shingles import grams
from pipeline.checks.wording import plain
from pipeline.document import Page, Paragraph

Hashes = NDArray[np.uint64]
Grey = NDArray[np.float32]

_SAMPLE, _FEWEST = 128, 40
_CROPS = (0.0, 0.04, 0.08)
_LEAST_PART = 0.04
"""Of the page: a photograph below that is an ornament."""


def picture_of(sha256: str, page: Page, form: str | None) -> Picture | None:
    """What a page is looked for by; None where it was not scanned, or says and shows too little."""
    if not page.look:
        return None
    told = np.setdiff1d(grams("".join(words_of(page))), printed_grams(form))
    words = told[:_SAMPLE] if len(told) >= _FEWEST else told[:0]
    views = _views(ink_of(page))
    return Picture(sha256, page.number, words, views) if len(words) or len(views) else None


def words_of(page: Page) -> list[str]:
    """What is printed on a page, plain, cut where lines end and where there are gaps."""
    texts = [
        text
        for block in page.blocks
        for text in ([block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells])
    ]
    return [word for text in texts for part in str(text).split() if (word := plain(part))]


def ink_of(page: Page) -> Grey:
    """The page's small picture: 0 where it is white, 255 where it is black."""
    data = np.frombuffer(b64decode(page.look), dtype=np.uint8)
    return 255 - np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.float32)


def photograph_on(ink: Grey) -> NDArray[np.uint8]:
    """1 inside large areas without paper, 0 elsewhere. What is dark down a whole column is the scanner's shadow."""
    evened = ink - np.percentile(ink, 8, axis=0, keepdims=True).astype(np.float32)
    dark = (cv2.GaussianBlur(evened, (0, 0), 3) > 45).astype(np.uint8)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    large = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((25, 25), np.uint8))
    return np.asarray(cv2.erode(large, np.ones((9, 9), np.uint8)), np.uint8)


def _views(ink: Grey) -> Hashes:
    """The hashes of the largest photograph on the page: whole, then cropped on any of its sides."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(photograph_on(ink))
    if count < 2 or stats[1:, cv2.CC_STAT_AREA].max() < _LEAST_PART * ink.size:
        return np.empty(0, dtype=np.uint64)
    x, y, wide, high, _ = (int(each) for each in stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))])
    part = np.asarray(cv2.GaussianBlur(ink[y : y + high, x : x + wide], (0, 0), 1.5), np.float32)
    crops = (
        part[int(top * high) : high - int(bottom * high), int(left * wide) : wide - int(right * wide)]
        for left, top, right, bottom in product(_CROPS, repeat=4)
    )
    return np.array([_hash(crop) for crop in crops], dtype=np.uint64)


def _hash(part: Grey) -> int:
    """63 bits: which of the lowest cosine waves are above their median."""
    waves = cv2.dct(cv2.resize(np.ascontiguousarray(part), (32, 32), interpolation=cv2.INTER_AREA))[:8, :8].ravel()[1:]
    return int("".join("1" if above else "0" for above in waves > np.median(waves)), 2)
