"""How many values are read wrong, and wrong without a word, of books with any value in any writing and any look.

    python benchmarks/round_trip.py [--examples 20] [--kind docx pdf] [--first 1000]

Prints a line a form and kind of file: values, wrong ones, wrong ones given as sure (>= 0.9), seconds a book.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from random import Random

from extractors.assemble import assemble
from extractors.kinds import DOCX, PDF
from extractors.read import read_pages
from flows.maker import pdf, word
from flows.maker.anything import Anything, any_submission, same
from flows.maker.filled import any_style
from pipeline.checks.trust import SURE
from pipeline.document import Document
from pipeline.ports import OcrEngine
from pipeline.problems import EngineMissingError
from pipeline.records import FieldValue, FormDef
from pipeline.records.load import load_forms

_MEDIA = {"docx": DOCX, "pdf": PDF}


def _no_engine() -> OcrEngine:
    """A born-digital file needs no OCR; whose its seals are is not asked here."""
    raise EngineMissingError


def measure(form: FormDef, kind: str, seeds: range, folder: Path) -> tuple[int, int, int, float]:
    """(values, wrong, wrong and given as sure, seconds of reading) over all seeds."""
    values = wrong = silent = 0
    seconds = 0.0
    for seed in seeds:
        made, path = any_submission(form, seed), folder / f"a.{kind}"
        style = any_style(Random(seed), printed=kind == "pdf")
        try:
            (pdf if kind == "pdf" else word).write_book(made.truth, path, style)
        except ValueError as error:
            print(f"  seed {seed} can't be laid out: {error}")
            continue
        start = time.perf_counter()
        document = Document("0" * 64, _MEDIA[kind], tuple(read_pages(path, _MEDIA[kind], _no_engine)))
        record = assemble("a", (), [document], load_forms())
        seconds += time.perf_counter() - start
        misread = _misread(form, made, {value.key: value for value in record.fields})
        values += sum(not each.is_mark for each in form.fields)
        wrong += len(misread)
        silent += sum(value is not None and value.confidence >= SURE for value in misread.values())
        for key, value in misread.items():
            print(f"  seed {seed} {key}: {made.meant[key].text!r} read as {value.value if value else None!r}")
    return values, wrong, silent, seconds / max(1, len(seeds))


def _misread(form: FormDef, made: Anything, read: dict[str, FieldValue]) -> dict[str, FieldValue | None]:
    asked = (each for each in form.fields if not each.is_mark)
    pairs = ((each, read.get(each.key)) for each in asked)
    return {each.key: value for each, value in pairs if not same(each, made.meant[each.key], value and value.value)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--kind", nargs="+", default=["docx", "pdf"], choices=["docx", "pdf"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for form in load_forms():
            for kind in options.kind:
                seeds = range(options.first, options.first + options.examples)
                values, wrong, silent, seconds = measure(form, kind, seeds, Path(folder))
                print(
                    f"{form.id} {kind}: {values} values, {wrong} wrong, {silent} of them sure, {seconds:.2f} s a book"
                )


if __name__ == "__main__":
    main()
