"""Options ticked by hand, read by the product's whole way: choices right, and those that are wrong and sure.

``python benchmarks/ticks.py [--books N] [--from SEED]``: made books that the boxes' model has not learnt from, their
options ticked with six pens, in ten ways in the box or through it or in four ways beside it, at three qualities.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from ocr_values import same_choice
from tick_pages import TickPage, true_book

from extractors.fields.book import read_book
from flows.maker.by_hand import BESIDE, IN_BOX
from flows.maker.scan import CLEAN, OFFICE, POOR
from pipeline.checks.trust import SURE
from pipeline.document import Document

QUALITIES = {"300 dpi": CLEAN, "200 dpi office": OFFICE, "150 dpi poor": replace(POOR, grey=True)}
WAYS = {"in the box or through it": IN_BOX, "beside it": BESIDE}
FIRST = 900
"""The seed of the first book that is measured; the model learns from smaller ones."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that is ticked, and how it was read."""

    key: str
    right: bool
    sure: bool
    what: str


def read(job: tuple[int, str, str]) -> list[Choice]:
    """The choices of one book, ticked in such ways, at one quality."""
    from extractors.ocr.rapid import RapidEngine
    from extractors.scan.page import read_scan

    seed, quality, ways = job
    engine = RapidEngine(1)
    truth, made = true_book(seed, QUALITIES[quality], kinds=WAYS[ways])
    pages = tuple(read_scan(page.picture, number, *_points(page), engine) for number, page in enumerate(made, start=1))
    values = {v.key: v for v in read_book(Document(f"{seed}", "application/pdf", pages), truth.form).fields}
    return list(_choices(truth.form.fields, truth.fields, values))


def _points(page: TickPage) -> tuple[float, float]:
    scale = page.ready.scale
    return page.picture.shape[1] * scale, page.picture.shape[0] * scale


def _choices(fields, written, values) -> Iterator[Choice]:
    for each in fields:
        true = written.get(each.key)
        if each.is_mark or not isinstance(true, list | bool):
            continue
        value = values.get(each.key)
        sure = value is not None and value.confidence >= SURE
        said = f"{value.raw or '—'} {value.confidence:.2f}" if value else "nothing"
        yield Choice(each.key, same_choice(true, value), sure, f"{each.key}: {true} read as {said}")


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, default=4)
    parser.add_argument("--from", dest="first", type=int, default=FIRST)
    parser.add_argument("--only", nargs="*", default=[*WAYS])
    asked = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    books = range(asked.first, asked.first + asked.books)
    jobs = [(seed, quality, ways) for ways in asked.only for seed in books for quality in QUALITIES]
    found: dict[tuple[str, str], list[Choice]] = defaultdict(list)
    with get_context("spawn").Pool(2) as pool:
        for (_, quality, ways), choices in zip(jobs, pool.imap(read, jobs), strict=True):
            found[ways, quality] += choices
            for each in choices:
                if not each.right:
                    print(ways, quality, "SURE" if each.sure else "", each.what, flush=True)
    for ways in asked.only:
        print(f"| {ways} | {' | '.join(_cell(found[ways, quality]) for quality in QUALITIES)} |")


def _cell(choices: list[Choice]) -> str:
    wrong = sum(c.sure and not c.right for c in choices)
    return f"{sum(c.right for c in choices)} of {len(choices)}, sure {sum(c.sure for c in choices)}, wrong {wrong}"


if __name__ == "__main__":
    main()
