"""All broken files together: small, deterministic, by the hundred."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pikepdf

from flows.maker import pdf, sheets, word
from flows.maker.broken import office, pictures, tables, zips
from flows.maker.broken.bytewise import Named
from flows.maker.broken.pdf import broken_pdfs
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from pipeline.records.load import load_form


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken file: what was done to it, the ending that its name should have, its bytes."""

    name: str
    suffix: str
    data: bytes


def sound_files() -> dict[str, bytes]:
    """A small invented list as PDF, a book as Word, lists as Excel: what the broken ones are made from."""
    truth = make_truth("虚构", load_form("anhui-2023"), 1, rows=3)
    with TemporaryDirectory(prefix="heshu-") as folder:
        place = Path(folder)
        pdf.write_lists(truth, list(truth.lists)[:1], place / "a.pdf")
        word.write_book(truth, place / "a.docx", Style())
        sheets.write_lists(truth, list(truth.lists)[:2], place / "a.xlsx")
        return {each.suffix: _timeless(each.suffix, each.read_bytes()) for each in sorted(place.iterdir())}


def _timeless(suffix: str, data: bytes) -> bytes:
    """The file without the moment at which it was made: the same bytes each time."""
    if suffix != ".pdf":
        parts = zips.parts_of(data)
        core = parts["docProps/core.xml"].decode()
        parts["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", "2000-01-01T00:00:00Z", core).encode()
        return zips.packed(parts)
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        del document.docinfo
        del document.trailer["/ID"]
        document.save(out, static_id=True)
    return out.getvalue()


def broken_files(seed: int = 20) -> Iterator[Broken]:
    """Every broken file, by kind."""
    sound = sound_files()

    def chance() -> Random:
        return Random(seed)  # noqa: S311 - the same files each time is what is wanted

    yield from _named("pdf", broken_pdfs(sound[".pdf"], chance()))
    yield from _named("docx", office.broken_words(sound[".docx"], chance()))
    yield from _named("xlsx", office.broken_sheets(sound[".xlsx"], chance()))
    for kind in ("PNG", "JPEG", "TIFF", "BMP"):
        yield from _named(kind.lower(), pictures.broken_pictures(kind, chance()))
    yield from _named("csv", tables.broken_tables(chance()))
    yield from _named("xls", tables.broken_containers(chance()))
    yield from _named("zip", zips.hostile_archives(sound[".pdf"]))


def _named(kind: str, files: Iterable[Named]) -> Iterator[Broken]:
    for number, (name, data) in enumerate(files):
        yield Broken(f"{kind}-{number:03d}-{name}", f".{kind}", data)
