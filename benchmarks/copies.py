"""Books printed by an office's own programs, copied in all the ways they reach it, and read the product's whole way.

    python benchmarks/copies.py [--books 3] [--rows 60] [--first 9100] [--copies copier askew …] [--keep FOLDER]

The maker's own pages are kind to a reader: its rows are roomy and its lines thick. LibreOffice prints as Word and
Excel do (crowded rows, hairlines), and copies have what a good scanner's pictures don't: streaks, dark edges, print of
the back, a desk round the paper, a lean of three degrees. Needs LibreOffice with Writer and Calc; 25 pages a book, a
copy of 75 takes some minute on two cores. Prints a column a copy, every value that is sure and wrong, and each finding
that the printed PDFs don't have (``seal-missing`` on grey copies, where no seal is red, too), or only they have.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ocr_values import Counts, Values, count_fields, count_lists

from flows.converting.office import installed_office
from flows.ingest import ingest
from flows.maker import sheets, word
from flows.maker.copies import COPIES, copy_of
from flows.maker.filled import Style
from flows.maker.marks import add_marks
from flows.maker.truth import Truth, make_truth
from pipeline.records.load import load_forms
from pipeline.store import open_store

_TICKED = "■"
"""At the beginning of a paragraph LibreOffice prints ☑ in a font that may lack it: an empty oblong."""
_PRINTED = "printed"
"""The PDFs as they are, with their text: what no copy can do better than."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One book without a fault, and the PDFs that an office's programs made of it."""

    truth: Truth
    folder: Path


def print_books(count: int, rows: int, first: int, folder: Path) -> list[Printed]:
    """Books of all forms in turn; the form from Word, the lists from Excel, sealed and signed.

    Raises:
        SystemExit: LibreOffice isn't here, or does not print Word or Excel files.
    """
    forms, made = load_forms(), []
    for number in range(count):
        form = forms[number % len(forms)]
        own = folder / f"{form.id}-{first + number}"
        own.mkdir(parents=True)
        truth = make_truth(own.name, form, first + number, rows=rows)
        word.write_book(truth, own / "申报书.docx", Style(ticked=_TICKED, keep_notes=False))
        sheets.write_lists(truth, list(truth.lists), own / "附件.xlsx")
        _print(own)
        add_marks(own / "申报书.pdf", truth, first + number)
        made.append(Printed(truth, own))
    return made


def _print(folder: Path) -> None:
    office = installed_office()
    if office is None:
        raise SystemExit("this takes LibreOffice")
    sources = [*folder.glob("*.docx"), *folder.glob("*.xlsx")]
    how = [f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    for _ in range(3):  # a new profile asks to be started once more
        subprocess.run([office.program, *how, "--outdir", folder, *sources], check=False, capture_output=True)
        if all(each.with_suffix(".pdf").exists() for each in sources):
            return
    raise SystemExit(f"LibreOffice printed not all of {', '.join(each.name for each in sources)}; has it Calc?")


def read_copies(books: list[Printed], name: str, folder: Path, counts: Counts) -> Counter[tuple[str, ...]]:
    """All books copied in one way (or as printed) and read; the findings: submission, slug and keys."""
    for book in books:
        for source in book.folder.glob("*.pdf"):
            target = folder / "in" / book.truth.name / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name == _PRINTED:
                target.write_bytes(source.read_bytes())
            else:
                copy_of(source, target, COPIES[name], len(book.truth.name))
    store, begun = open_store(folder / "store"), time.perf_counter()
    report = ingest(folder / "in", store)
    print(f"{name}: {report.pages} pages in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    found: Counter[tuple[str, ...]] = Counter()
    for book in books:
        record = store.record(book.truth.name)
        if record is None:
            raise SystemExit(f"{book.truth.name} was not read: {report}")
        count_fields(book.truth, record.fields, counts)
        count_lists(book.truth, record.lists, counts)
        found.update((book.truth.name, each.slug, *each.keys) for each in store.findings(book.truth.name))
    return found


def main() -> None:
    """Print the books, copy, read, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, default=3)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--first", type=int, default=9100, help="the first book's seed")
    parser.add_argument("--copies", nargs="+", choices=list(COPIES), default=list(COPIES))
    parser.add_argument("--keep", type=Path, help="where books, copies and stores stay")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="heshu-copies-") as place:
        root = given.keep or Path(place)
        books = print_books(given.books, given.rows, given.first, root / "printed")
        values, findings = Values({name: Counts() for name in (_PRINTED, *given.copies)}), {}
        for name, counts in values.counts.items():
            findings[name] = read_copies(books, name, root / name, counts)
    print(values.report())
    for name in given.copies:
        _tell(f"{name}, unfounded", findings[name] - findings[_PRINTED])
        _tell(f"{name}, missed", findings[_PRINTED] - findings[name])


def _tell(what: str, found: Counter[tuple[str, ...]]) -> None:
    print("\n".join([f"\n{what}: {found.total()}", *(f"* {' '.join(each)}" for each in sorted(found.elements()))]))


if __name__ == "__main__":
    main()
