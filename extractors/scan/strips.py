"""Second looks at parts of lines: many short crops in one picture, each in its own slot, prepared otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ports import Glance, OcrLine

_HEIGHT = 48
_GAP = 44
_WIDEST = 1100
_WIDE = 26
"""Pixels: the height that recognisers work at, the white between two crops, the longest strip, a wide figure."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Slot:
    """One crop's place in a strip: which crop, from and to (pixels)."""

    number: int
    start: int
    end: int


def read_in_strips(crops: Sequence[Grey], read_lines: Glance) -> list[OcrLine]:
    """One reading a crop, in order. What stands beside a crop differs from the first look, so do its edges."""
    if not crops:
        return []
    strips = _strips([_prepared(crop) for crop in crops])
    read = read_lines([picture for picture, _ in strips])
    found = [OcrLine("", (0.0, 0.0, 0.0, 0.0), 0.0)] * len(crops)
    for (_, slots), line in zip(strips, read, strict=True):
        for slot in slots:
            found[slot.number] = _in_slot(line, slot)
    return found


def _prepared(crop: Grey) -> Grey:
    """Softer, a little smaller in its frame, paler paper: what a second look sees must not hang on a few pixels."""
    inner = _HEIGHT - 8
    factor = inner / crop.shape[0]
    size = (max(8, round(crop.shape[1] * factor)), inner)
    fitted = cv2.resize(crop, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(fitted, (3, 3), 0)
    return np.asarray(cv2.copyMakeBorder(soft, 4, 4, 6, 6, cv2.BORDER_CONSTANT, value=250), np.uint8)


def _strips(crops: Sequence[Grey]) -> list[tuple[Grey, list[Slot]]]:
    strips: list[tuple[Grey, list[Slot]]] = []
    parts: list[Grey] = []
    slots: list[Slot] = []
    at = _GAP // 2
    for number, crop in enumerate(crops):
        if slots and at + crop.shape[1] > _WIDEST:
            strips.append((_joined(parts), slots))
            parts, slots, at = [], [], _GAP // 2
        parts.append(crop)
        slots.append(Slot(number, at, at + crop.shape[1]))
        at += crop.shape[1] + _GAP
    return [*strips, (_joined(parts), slots)] if slots else strips


def _joined(parts: Sequence[Grey]) -> Grey:
    white = np.full((_HEIGHT, _GAP), 250, np.uint8)
    pieces: list[Grey] = [white[:, : _GAP // 2]]
    for part in parts:
        pieces += [part, white]
    return np.ascontiguousarray(np.hstack(pieces))


def _in_slot(line: OcrLine, slot: Slot) -> OcrLine:
    """The characters that stand in the slot: where there is white after one, only its left edge says where it is."""
    if not line.edges:
        return OcrLine("", line.box, 0.0)
    left, right = line.edges[:-1], line.edges[1:]
    middles = [a + min(b - a, _WIDE) / 2 for a, b in zip(left, right, strict=True)]
    inside = [n for n, middle in enumerate(middles) if slot.start - 8 <= middle <= slot.end + 8]
    scores = tuple(line.scores[n] for n in inside) if line.scores else (line.weakest,)
    text = "".join(line.text[n] for n in inside)
    return OcrLine(text, line.box, min(scores, default=0.0), (), min(scores, default=0.0))
