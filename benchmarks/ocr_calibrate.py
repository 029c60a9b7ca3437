"""Is a confidence a chance? Runs of characters read off made scans, in bins of their confidence, against the truth.

``python benchmarks/ocr_calibrate.py [--books N] [--pages N] [--out DIR]`` reads the pages at three qualities with the
product's own engine and prints, for each quality, how many lines of each confidence are wholly right, what of the lines
at or above the threshold is wrong, and the table that ``extractors/scan/sureness.py`` is made from: shares right by
kind of evidence and score of the weakest character. With ``--out`` the reliability diagram is written there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from ocr_charts import reliability_chart
from ocr_measures import groups, joined, judged, plain
from ocr_pages import QUALITIES, Line, Sheet, make_books, scan_of, text_lines

from pipeline.checks.trust import SURE

_EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 1.0001)
_FULL = 20
"""Lines: covers and title pages have fewer and tell little."""
_FIGURES = re.compile(r"[0-9A-Za-z]")
_FOLIO = re.compile(r"[-—]\d+[-—]")
"""A page's own number: no value, and its dashes are not missed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One run as read: how sure it was said to be, why (what kind of evidence, its weakest score), whether right."""

    quality: str
    page: str
    text: str
    truth: str
    confidence: float
    right: bool
    figures: bool
    evidence: str
    weakest: float


class Traced(float):
    """A confidence that remembers what it was made from; it passes through the layout like any other number."""

    evidence: str
    weakest: float


def trace_sureness() -> None:
    """Have every confidence remember its evidence."""
    from extractors.ocr.ctc import Steps
    from extractors.scan import runs

    of_token, of_words = runs.sure_of_token, runs.sure_of_words

    def token(text: str, verdict: Any) -> float:
        evidence = f"figures, {verdict.agreed} of {verdict.looks} looks agree"
        return _traced(of_token(text, verdict), evidence, verdict.weakest)

    def words(weakest: float, rival: float = 0.0) -> float:
        evidence = "words, one look, a rival" if rival >= Steps.RIVAL else "words, one look"
        return _traced(of_words(weakest, rival), evidence, weakest)

    runs.sure_of_token = token
    runs.sure_of_words = words


def _traced(confidence: float, evidence: str, weakest: float) -> Traced:
    made = Traced(confidence)
    made.evidence, made.weakest = evidence, weakest
    return made


_ENGINE: list[Any] = []


def _start() -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    from extractors.ocr.rapid import RapidEngine

    trace_sureness()
    _ENGINE.append(RapidEngine(1))


def _read(job: tuple[Sheet, str]) -> list[Judged]:
    from extractors.scan.page import read_scan

    sheet, quality = job
    scan = scan_of(sheet, QUALITIES[quality], seed=5)
    page = read_scan(scan.pixels, sheet.number, sheet.width, sheet.height, _ENGINE[0])
    found = []
    for group in groups(sheet.lines, text_lines(page), sheet.seals):
        truth = joined(group.truth)
        if _FOLIO.fullmatch(truth):
            continue
        for line, right in judged(group):
            if plain(line.text).strip("□☑"):
                found.append(_judged(line, right, truth, sheet, quality))
    return found


def _judged(line: Line, right: bool, truth: str, sheet: Sheet, quality: str) -> Judged:
    made = line.confidence if isinstance(line.confidence, Traced) else None
    evidence, weakest = (made.evidence, made.weakest) if made else ("other", 0.0)
    figures = bool(_FIGURES.search(line.text))
    return Judged(quality, sheet.name, line.text, truth, float(line.confidence), right, figures, evidence, weakest)


def read_all(books: int, pages: int, rows: int, workers: int) -> list[Judged]:
    """Every line of the pages, at every quality."""
    with TemporaryDirectory() as folder:
        made = list(make_books(Path(folder), range(books), rows))
        parts = [part for book in made for part in (book.form, book.lists)]
        sheets = [
            sheet
            for part in parts
            for sheet in [each for each in part if len(each.lines) >= _FULL and not each.is_contents][:pages]
        ]
        jobs = [(sheet, quality) for sheet in sheets for quality in QUALITIES]
        with multiprocessing.get_context("spawn").Pool(workers, _start) as pool:
            return [line for part in pool.imap_unordered(_read, jobs) for line in part]


def bins(lines: Iterable[Judged]) -> list[tuple[float, float, int, int]]:
    """(lowest confidence, mean confidence, lines, right lines) of every bin that has any."""
    sorted_in: dict[int, list[Judged]] = defaultdict(list)
    for line in lines:
        sorted_in[sum(line.confidence >= edge for edge in _EDGES) - 1].append(line)
    return [
        (_EDGES[n], sum(each.confidence for each in part) / len(part), len(part), sum(each.right for each in part))
        for n, part in sorted(sorted_in.items())
    ]


def table(lines: Sequence[Judged]) -> list[tuple[str, float, int, int]]:
    """(kind of evidence, lowest score of the weakest character, runs, right ones)."""
    edges = (0.0, 0.3, 0.5, 0.75, 0.9, 0.97, 0.99)
    counted: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for line in lines:
        least = max(edge for edge in edges if line.weakest >= edge)
        counted[line.evidence, least].append(line.right)
    return [(*key, len(part), sum(part)) for key, part in sorted(counted.items())]


def report(lines: Sequence[Judged]) -> None:
    for quality in QUALITIES:
        own = [line for line in lines if line.quality == quality]
        sure = [line for line in own if line.confidence >= SURE]
        wrong = [line for line in sure if not line.right]
        figures = [line for line in sure if line.figures]
        bad = sum(not line.right for line in figures)
        print(f"\n{quality}: {len(own)} lines, {len(sure)} at or above {SURE}, of these wrong {len(wrong)} "
              f"({1000 * len(wrong) / max(1, len(sure)):.2f} in 1,000); with figures {bad} of {len(figures)} "
              f"({1000 * bad / max(1, len(figures)):.2f} in 1,000)")  # fmt: skip
        for least, mean, count, right in bins(own):
            print(f"  from {least:.2f}  said {mean:.3f}  right {right / count:.4f}  ({right} of {count})")
        for line in wrong[:12]:
            print(f"    sure and wrong: {line.text!r} {line.confidence:.3f}, in the truth {line.truth!r} ({line.page})")
    print("\nevidence, weakest character at least: runs, share right")
    for kind, least, count, right in table(lines):
        print(f"  {kind:34} {least:.2f}  {count:6}  {right / count:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=4)
    parser.add_argument("--pages", type=int, default=6, help="of each book's form and of its lists")
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--out", type=Path, help="folder for the diagram and every judged line")
    options = parser.parse_args()
    lines = read_all(options.books, options.pages, options.rows, options.workers)
    report(lines)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        curves = {q: bins(line for line in lines if line.quality == q) for q in QUALITIES}
        (options.out / "ocr-calibration.svg").write_text(reliability_chart(curves, SURE), encoding="utf-8")
        (options.out / "ocr-calibration.json").write_text(
            json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=0), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
