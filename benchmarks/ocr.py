"""Scans: this product against plain OCR engines, on the same made pages, in one run.

``make bench-ocr``, or ``python benchmarks/ocr.py [--books N] [--pages N] [--only NAME …] [--out docs]``. Each reader
runs in processes of its own on the same pictures at three qualities. Measured: characters wrong, numbers right, numbers
wrong though said to be sure, tick boxes, list cells, table structure (GriTS), pages a minute, CPU seconds a page, peak
memory; then ratios to this product. A reader that is not installed is named and left out. With ``--out`` the page
``ocr-benchmark.md`` and its chart are written there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

from ocr_charts import bar_chart
from ocr_measures import Score, groups
from ocr_pages import QUALITIES, Sheet, make_books, scan_of
from ocr_peers import PEERS, Reading
from ocr_tables import TableScore
from ocr_values import Values, read_values

_FULL = 20
"""Lines: title pages have fewer and tell little."""

_GRAIN, _OTHER_GRAIN = 5, 6
"""Seeds of the pages' lean, grain and wear: of those that are measured, of those that warm up."""

Job = tuple[int, Sheet, str]


@dataclass(slots=True)
class Cost:
    """What one process spent on its pages: wall and CPU seconds, the most memory it held (MB)."""

    pages: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0


@dataclass(slots=True)
class Result:
    """What one reader did: scores by quality, cost by kind of page and quality."""

    name: str
    problem: str = ""
    texts: dict[str, Score] = field(default_factory=dict)
    tables: dict[str, TableScore] = field(default_factory=dict)
    costs: dict[str, list[Cost]] = field(default_factory=dict)


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _memory() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def _work(name: str, jobs: Sequence[Job], threads: int) -> tuple[str, list[tuple[int, Reading]], dict[str, Cost]]:
    """Read the pages one after the other; neither loading is timed nor a page of each kind at each quality before.

    An office reads hundreds: what engines plan for a size of picture once a run would weigh too much on a few pages.
    """
    if threads == 1:
        os.environ["OMP_NUM_THREADS"] = "1"
    found, costs, apart = [], dict[str, Cost](), 0.0
    try:
        read = PEERS[name][0]()
        for sheet, quality in {(each.kind, quality): (each, quality) for _, each, quality in jobs}.values():
            apart = read(sheet, scan_of(sheet, QUALITIES[quality], _OTHER_GRAIN)).cpu
        for number, sheet, quality in jobs:
            scan = scan_of(sheet, QUALITIES[quality], _GRAIN)
            wall, cpu = time.perf_counter(), _cpu() + apart
            reading = read(sheet, scan)
            apart = reading.cpu
            cost = costs.setdefault(f"{sheet.kind}, {quality}", Cost())
            cost.pages += 1
            cost.wall += time.perf_counter() - wall
            cost.cpu += _cpu() + apart - cpu
            cost.memory = _memory() + reading.memory
            found.append((number, reading))
    except Exception as error:  # whatever a peer raises, the others go on
        return f"{type(error).__name__}: {error}", [], {}
    return "", found, costs


def run(name: str, jobs: Sequence[Job], processors: int) -> Result:
    """One reader on all the pages."""
    processes = processors if PEERS[name][1] else 1
    shares = [jobs[n::processes] for n in range(processes)]
    result = Result(name, texts={q: Score() for q in QUALITIES}, tables={q: TableScore() for q in QUALITIES})
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        calls = [(name, share, processors // processes) for share in shares if share]
        for problem, found, costs in pool.starmap(_work, calls):
            result.problem = result.problem or problem
            for number, reading in found:
                _, sheet, quality = jobs[number]
                for group in groups(sheet.lines, reading.lines, sheet.seals):
                    result.texts[quality].add(group)
                result.tables[quality].add(sheet, reading)
            for kind, cost in costs.items():
                result.costs.setdefault(kind, []).append(cost)
    return result


MEASURES = {
    "characters wrong": "% of characters, less is better",
    "numbers right": "%",
    "sure and wrong": "of 1,000 numbers said with 0.9 or more, less is better",
    "tick boxes right": "%",
    "list cells right": "%",
    "rows right": "% of pages of lists with every row",
    "GriTS topology": "F score",
    "GriTS content": "F score",
    "forms a minute": "pages, all processors",
    "list pages a minute": "pages, all processors",
    "CPU seconds a page": "less is better",
    "memory": "MB, all processes",
}
Figures = dict[str, dict[str, dict[str, float | None]]]


def figures(results: Sequence[Result]) -> Figures:
    """By measure, reader, quality."""
    made: Figures = {measure: {result.name: {} for result in results} for measure in MEASURES}
    for result in results:
        for quality in QUALITIES:
            for measure, value in _of(result, quality).items():
                made[measure][result.name][quality] = value
    return made


def _of(result: Result, quality: str) -> dict[str, float | None]:
    text, table = result.texts[quality], result.tables[quality]
    has_text = text.characters and not result.problem
    grits = table.grits() or (None, None)
    costs = [cost for kind, own in result.costs.items() if kind.endswith(quality) for cost in own]
    return {
        "characters wrong": 100 * text.wrong / text.characters if has_text else None,
        "numbers right": 100 * text.numbers_right / text.numbers if has_text else None,
        "sure and wrong": 1000 * text.confident_wrong / text.confident if has_text and text.confident else None,
        "tick boxes right": 100 * text.ticks_right / text.ticks if has_text and text.ticks else None,
        "list cells right": 100 * table.cells_right / table.cells if table.cells else None,
        "rows right": 100 * table.rows_right / table.rows if table.rows else None,
        "GriTS topology": grits[0],
        "GriTS content": grits[1],
        "forms a minute": _speed(result, f"form, {quality}"),
        "list pages a minute": _speed(result, f"list, {quality}"),
        "CPU seconds a page": sum(c.cpu for c in costs) / sum(c.pages for c in costs) if costs else None,
        "memory": _peak(result),
    }


def _speed(result: Result, kind: str) -> float | None:
    own = [cost for cost in result.costs.get(kind, ()) if cost.wall]
    return sum(60 * cost.pages / cost.wall for cost in own) if own else None


def _peak(result: Result) -> float | None:
    """The processes' peaks added up: each kind's costs stand in the order of the processes."""
    peaks: dict[int, float] = {}
    for own in result.costs.values():
        for n, cost in enumerate(own):
            peaks[n] = max(peaks.get(n, 0.0), cost.memory)
    return sum(peaks.values()) or None


def table(made: Figures) -> str:
    """Every measure as a Markdown table, readers down, qualities across."""
    parts = []
    for measure, rows in made.items():
        parts += [
            f"\n**{measure}** ({MEASURES[measure]})\n",
            f"| | {' | '.join(QUALITIES)} |",
            "| --- |" + " --- |" * 3,
        ]
        for name, row in rows.items():
            values = [_shown(row.get(quality)) for quality in QUALITIES]
            parts.append(f"| {name} | {' | '.join(values)} |")
    return "\n".join(parts)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}" if value >= 1000 else f"{value:.4g}"


def ratios(made: Figures) -> str:
    """This product's speed and wrong characters over each other reader's, where both were measured."""
    own, lines = "Heshu", ["| Heshu to | forms a minute | list pages a minute | CPU seconds | characters wrong |",
                           "| --- | --- | --- | --- | --- |"]  # fmt: skip
    for name in made["memory"]:
        if name == own or own not in made["memory"]:
            continue
        cells = []
        for measure in ("forms a minute", "list pages a minute", "CPU seconds a page", "characters wrong"):
            pairs = [(made[measure][own].get(q), made[measure][name].get(q)) for q in QUALITIES]
            known = [(a, b) for a, b in pairs if a is not None and b]
            cells.append(f"{sum(a / b for a, b in known) / len(known):.2f}" if known else "–")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _pages(results: Sequence[Result]) -> int:
    return max(sum(cost.pages for own in each.costs.values() for cost in own) for each in results)


def write(out: Path | None, made: Figures, results: Sequence[Result], values: Values | None, how: str) -> str:
    """The page and its chart; returns the page."""
    missing = [f"* {result.name}: not measured here ({result.problem[:200]})" for result in results if result.problem]
    ran = {result.name for result in results}
    missing += [f"* {name}: not part of this run" for name in PEERS if name not in ran]
    said = values.report() if values else "Not measured in this run."
    page = _PAGE.format(
        how=how, table=table(made), ratios=ratios(made), values=said,
        missing="\n".join(missing) or "Every reader ran.", pages=_pages(results),
    )  # fmt: skip
    if out:
        (out / "figures").mkdir(parents=True, exist_ok=True)
        (out / "ocr-benchmark.md").write_text(page, encoding="utf-8")
        ran = [result.name for result in results if not result.problem]
        shown = {m: {n: made[m][n] for n in ran} for m in ("characters wrong", "numbers right", "list cells right",
                 "forms a minute", "list pages a minute", "CPU seconds a page", "memory")}  # fmt: skip
        (out / "figures" / "ocr-benchmark.svg").write_text(bar_chart(MEASURES, shown), encoding="utf-8")
    return page


_PAGE = """# OCR benchmark

Written by `make bench-ocr`; every figure is of one run. {how}

Pages are made by the project's maker, so their truth is known to the character: forms with seals and tick boxes, and
long lists, in up to three fonts, at the maker's three qualities. {pages} page images to every reader.

Readers that give no tables are given the true cells, and only have to put the right text into them. Readers in one
process use all processors as they do by default; Heshu, Tesseract and img2table run a process of one thread a
processor. OCRmyPDF tells no scores: all it says counts as sure. Peak memory is added up over processes. img2table runs
in an environment of its own, tables without borders are looked for, and Tesseract looks for lines in its own way: with
img2table's (sparse text) more cells came out right at 200 and 150 dpi, and none at 300.

![figures](figures/ocr-benchmark.svg)

{missing}
{table}

## Ratios

Means over the three qualities; speed above 1 and the rest below 1 are in Heshu's favour.

{ratios}

## Values

What arrives in the record, from whole books through the product's whole way. The threshold is 0.9.

{values}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=2)
    parser.add_argument("--pages", type=int, default=3, help="of each book's form and of its lists")
    parser.add_argument("--rows", type=int, default=24)
    parser.add_argument("--only", nargs="*", default=list(PEERS))
    parser.add_argument("--values", type=int, default=2, help="whole books read to values (0: none)")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", type=Path, help="every count, for a closer look")
    options = parser.parse_args()
    processors = len(os.sched_getaffinity(0))
    load = f"a load of {os.getloadavg()[1]:.0f} before"
    how = f"{processors} processors under {load}, {platform.machine()}, Python {platform.python_version()}."
    with TemporaryDirectory() as folder:
        made = list(make_books(Path(folder), range(max(options.books, options.values)), options.rows))
        parts = [part for book in made[: options.books] for part in (book.form, book.lists)]
        sheets = [
            sheet
            for part in parts
            for sheet in [each for each in part if len(each.lines) >= _FULL and not each.is_contents][: options.pages]
        ]
        jobs = [(n, sheet, q) for n, (sheet, q) in enumerate((s, q) for s in sheets for q in QUALITIES)]
        results = []
        for name in options.only:
            results.append(run(name, jobs, processors))
            print(f"{name}: {results[-1].problem or 'done'}", flush=True)
            write(options.out, figures(results), results, None, how)  # an interrupted run keeps what it has
        values = read_values(made[: options.values], processors) if options.values else None
    print(write(options.out, figures(results), results, values, how))
    if options.json:
        counts = [
            {
                "name": r.name,
                "texts": {q: asdict(s) for q, s in r.texts.items()},
                "costs": {k: [asdict(c) for c in o] for k, o in r.costs.items()},
            }
            for r in results
        ]
        options.json.write_text(json.dumps(counts, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
