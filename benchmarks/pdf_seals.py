"""Seals on PDFs with a text layer: found, named right, sure and wrong, processor time; against pages without a seal.

``python benchmarks/pdf_seals.py [N]``: N made names (60), each as a transparent picture over words, turned by up to 40
degrees, small (150 pixels across), and as a JPEG of 240 pixels on white.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fpdf import FPDF
from PIL import Image

from extractors.ocr.rapid import RapidEngine
from extractors.readers.pdf import read_pdf
from flows.maker.marks import seal
from flows.maker.truth import make_truth
from pipeline.checks.trust import SURE
from pipeline.document import Page
from pipeline.font import font_path
from pipeline.ports import OcrEngine
from pipeline.records.load import load_form, load_forms

_WORDS = "申报单位（盖章）：有限公司 2023年5月6日 法定代表人签字"
_SIZE = 119
"""Points: 42 mm."""


def names(count: int) -> Iterator[str]:
    forms = [form.id for form in load_forms()]
    for n in range(count):
        fields = make_truth(f"量{n}", load_form(forms[n % len(forms)]), 9000 + n, rows=1).fields
        yield str(fields["applicant.name" if n % 2 and "applicant.name" in fields else "cover.recommender"])


def as_it_is(picture: Image.Image, _: Random) -> Image.Image:
    return picture


def turned(picture: Image.Image, rng: Random) -> Image.Image:
    return picture.rotate(rng.uniform(-40, 40), resample=Image.Resampling.BICUBIC)


def small(picture: Image.Image, _: Random) -> Image.Image:
    return picture.resize((150, 150))


def jpeg(picture: Image.Image, _: Random) -> BytesIO:
    white, buffer = Image.new("RGB", picture.size, "white"), BytesIO()
    white.paste(picture, mask=picture.getchannel("A"))
    white.resize((240, 240)).save(buffer, "JPEG", quality=60)
    return buffer


def read(folder: Path, mark: Image.Image | BytesIO | None, rng: Random, engine: Callable[[], OcrEngine]) -> Page:
    book = FPDF(format="A4", unit="pt")
    book.add_page()
    book.add_font("some", fname=str(folder / "some.otf"))
    book.set_font("some", size=14)
    for line in range(8):
        book.text(90, 480 + line * 26, _WORDS)
    if mark is not None:
        on_white = isinstance(mark, BytesIO)  # it would hide the words
        book.image(mark, x=rng.uniform(150, 350), y=690 if on_white else rng.uniform(480, 560), w=_SIZE)
    book.output(str(folder / "a.pdf"))
    return next(read_pdf(folder / "a.pdf", engine))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    engine, rng, wanted = RapidEngine(1), Random(5), list(names(count))
    with TemporaryDirectory() as name:
        folder = Path(name)
        font, kept = TTFont(str(font_path())), Subsetter()
        kept.populate(text=_WORDS)
        kept.subset(font)
        font.save(folder / "some.otf")
        for way in (as_it_is, turned, small, jpeg):
            pages = [read(folder, way(seal(each), rng), rng, lambda: engine) for each in wanted]
            found = [(page.seals[0], each) for page, each in zip(pages, wanted, strict=True) if len(page.seals) == 1]
            sure = [(mark.text, each) for mark, each in found if mark.text_confidence >= SURE]
            print(f"{way.__name__}: {len(found)} of {count} found, {sum(m.text == e for m, e in found)} named right, "
                  f"{len(sure)} sure, {sum(text != each for text, each in sure)} of them wrong")  # fmt: skip
        for what, mark in (("a seal", seal(wanted[0])), ("none", None)):
            read(folder, mark, rng, lambda: engine)
            start = time.process_time()
            for _ in range(20):
                next(read_pdf(folder / "a.pdf", lambda: engine))
            print(f"a page with {what}: {(time.process_time() - start) / 20:.4f} s of processor time")


if __name__ == "__main__":
    main()
