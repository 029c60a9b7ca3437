"""Streaks of copiers and feeders taken off: dirt on the glass draws a thin straight line from edge to edge of the page.

A streak goes through print, along borders of tables or beside them, and would be taken for one. No border goes on
through the margins of the page above and below.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.stretches import stretches
from pipeline.ports import Image

_BANDS, _MARGIN = 128, 2
"""Parts in which the way along a streak is looked at, and how many at either end may hold the edge of a margin."""
_WIDEST = 1 / 200
"""Share of the page's width or height that a streak is thick at most (three points of an upright A4 page)."""
_DARKER = 14.0
"""Grey levels by which a streak is darker than the margin on both its sides."""
_RIM = 0.25
"""Share of that darkness up to which what lies beside a streak is still its rim."""
_ALONG = 0.7
"""Share of the way on which half of that darkness shows: print hides it elsewhere."""
_MOST = 3
"""Lines from edge to edge that are streaks; more, or some up and some across, are a grid that fills the picture."""
_DARK_EDGE = 0.5
"""Share of the page's usual brightness below which a band is what lay round the paper."""
_SOLID = 0.75
"""Share of the paper's brightness that a streak takes away if nothing is left below it."""

Grey = NDArray[np.uint8]
_Means = NDArray[np.float32]
_Streak = tuple[int, NDArray[np.float32]]
"""Its first column, and by how much each of its columns is darker than the paper."""


def without_streaks(image: Image) -> Image:
    """The page without its streaks, which run straight up or across as it was delivered; itself where there is none.

    ``image`` is RGB as delivered: streaks are straight only before a page is deskewed.
    """
    green = image[..., 1].copy()
    down = _streaks(_bands(green))
    across = _streaks(_bands(np.ascontiguousarray(green.T)))
    if bool(down) == bool(across):
        return image
    clean = image.copy()
    for streak in down:
        _take_off(clean, *streak)
    for streak in across:
        _take_off(clean.swapaxes(0, 1), *streak)
    return clean


def _bands(page: Grey) -> _Means:
    """The means of the columns in each of the bands that lie under each other."""
    cuts = np.linspace(0, len(page), _BANDS + 1).round().astype(int)
    parts = (page[start:end] for start, end in pairwise(cuts))
    return np.concatenate([cv2.reduce(part, 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F) for part in parts])


def _streaks(means: _Means) -> list[_Streak]:
    """Those among columns of which ``means`` are known in every band."""
    usual = means.mean(axis=1)
    means = means[usual > _DARK_EDGE * np.median(usual)]
    if len(means) < _BANDS // 2:
        return []
    found = list(_lines(means))
    return found if len(found) <= _MOST else []


def _lines(means: _Means) -> Iterator[_Streak]:
    aside = max(2, round(_WIDEST * means.shape[1]))
    left, right = (np.roll(means, by, axis=1) - means for by in (aside, -aside))
    # in the margins there is nothing beside a streak; on the way a border may be
    margins = [np.minimum(left[rows], right[rows]).max(axis=0) for rows in (slice(_MARGIN), slice(-_MARGIN, None))]
    ends = np.minimum(*margins)
    ends[:aside] = ends[-aside:] = 0.0
    core = np.zeros(means.shape[1], bool)
    for at in np.flatnonzero(ends >= _DARKER):
        core[at] = (np.maximum(left[:, at], right[:, at]) > ends[at] / 2).mean() >= _ALONG
    for start, end in stretches(core):
        if end - start <= aside:
            first = max(0, start - aside)
            darker = np.mean(margins, axis=0)[first : end + aside]
            rim = np.flatnonzero(darker > _RIM * darker.max())
            yield first + int(rim[0]), darker[rim[0] : rim[-1] + 1]


def _take_off(image: Image, start: int, darker: NDArray[np.float32]) -> None:
    """Make the columns of a streak as bright as paper is beside it, in place; what print it crosses stays."""
    end = start + len(darker)
    left, right = max(0, start - 2), min(image.shape[1] - 1, end + 1)
    way = np.linspace(0, 1, len(darker) + 2)[1:-1].astype(np.float32)[None, :, None]
    beside = image[:, left, None] * (1 - way) + image[:, right, None] * way
    solid = darker[None, :, None] > _SOLID * np.median(beside, axis=0, keepdims=True)
    lighter = image[:, start:end] + np.maximum(0, darker)[None, :, None]
    image[:, start:end] = np.clip(np.where(solid, beside, lighter), 0, 255).astype(np.uint8)
