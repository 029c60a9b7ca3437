"""img2table with Tesseract chi_sim, in an environment of its own: it needs OpenCV's contrib modules, whose build would
write over the one that everything else here runs on.

Run by ``uv run --script``; what it needs is below, exactly which versions is in the lock file beside it. A line of
standard input names a picture, a line of JSON on standard output says what was read in it. img2table
is MIT licensed, OpenCV and Tesseract Apache 2.0; none of it is part of the product.
"""

# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["img2table==2.0.0", "opencv-contrib-python-headless==5.0.0.93"]
#
# [tool.uv]
# # the build without windows, which needs no libGL
# override-dependencies = ["opencv-contrib-python; sys_platform == 'never'"]
# ///

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from img2table.document import Image
from img2table.ocr import TesseractOCR
from img2table.ocr._types import OCRData

_PAGE_MODE = 3
"""Tesseract's own way to look for lines. With img2table's (11, sparse text) more cells are right at 200 and 150 dpi,
and none at 300; fewer are everywhere where tables without borders are not looked for."""

Places = list[tuple[tuple[int, int, int, int], list[tuple[int, int]], str]]


def lines(read: OCRData | None) -> list[tuple[str, tuple[int, int, int, int], float]]:
    """Text, box (pixels) and the mean score of its words (0..1) of every line that Tesseract told."""
    found: dict[Any, list[Mapping[str, Any]]] = {}
    for word in read.records.get(0, []) if read else ():
        found.setdefault(word["parent"], []).append(word)
    return [(_text(words), _box(words), _score(words)) for words in found.values()]


def _words_only(read: OCRData | None) -> OCRData | None:
    """Without the places at which Tesseract saw a word and read nothing: img2table writes "None" there, or ends."""
    if read is not None:
        read.records = {page: [word for word in words if word["value"]] for page, words in read.records.items()}
    return read


def _score(words: Sequence[Mapping[str, Any]]) -> float:
    return sum(word["confidence"] or 0 for word in words) / len(words) / 100


def _text(words: Sequence[Mapping[str, Any]]) -> str:
    return "".join(word["value"] for word in sorted(words, key=lambda each: each["x1"]))


def _box(words: Sequence[Mapping[str, Any]]) -> tuple[int, int, int, int]:
    sides = zip(("x1", "y1", "x2", "y2"), (min, min, max, max), strict=True)
    left, top, right, bottom = (choose(word[key] for word in words) for key, choose in sides)
    return left, top, right, bottom


def places(content: Mapping[int, Sequence[Any]]) -> Places:
    """Box, (row, column) places and text of a table's cells; a merged one is repeated in every place it covers."""
    found: dict[tuple[int, int, int, int], tuple[list[tuple[int, int]], str]] = {}
    for row, cells in enumerate(content.values()):
        for col, cell in enumerate(cells):
            box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
            found.setdefault(box, ([], cell.value or ""))[0].append((row, col))
    return [(box, covered, text) for box, (covered, text) in found.items()]


def answers(pictures: Iterator[str], threads: int) -> Iterator[dict[str, Any]]:
    """What was read in each picture, and what this process and its children have used so far."""
    engine = TesseractOCR(n_threads=threads, lang="chi_sim", psm=_PAGE_MODE)
    for path in pictures:
        picture = Image(src=path.strip())
        read = picture.ocr_data = _words_only(engine.of(picture))  # else only pages with a table are read
        tables = picture.extract_tables(borderless_tables=True)
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        yield {
            "lines": lines(read),
            "tables": [places(table.content) for table in tables],
            "cpu_seconds": sum(each.ru_utime + each.ru_stime for each in used),
            "memory_mb": sum(each.ru_maxrss for each in used) / 1024,
        }


def main() -> None:
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever the library and Tesseract print is no answer
    for answer in answers(iter(sys.stdin.readline, ""), int(sys.argv[1])):
        said.write(json.dumps(answer, ensure_ascii=False) + "\n")
        said.flush()


if __name__ == "__main__":
    main()
