"""Seals and signatures laid over a PDF at the places of their form."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw, ImageFont

from flows.maker.truth import Truth
from pipeline.font import font_path

_RED = (205, 32, 38, 215)
_BLUE = (28, 48, 130, 255)
_PIXELS = 360
_SEAL_POINTS = 112.0
_LABELS = ("推荐单位公章", "推荐单位（盖章）", "申报单位（盖章）", "法定代表人签章", "公章")


def add_marks(path: Path, truth: Truth, seed: int, without: tuple[str, ...] = ()) -> None:
    """Seals at every place that asks for one, and a signature; ``without`` names keys left empty."""
    document = pdfium.PdfDocument(path)
    rng = Random(seed)  # noqa: S311 - invented data, not secrets
    applicant, office = str(truth.fields["applicant.name"]), str(truth.fields["cover.recommender"])
    for number in range(min(len(document), 6)):
        page = document[number]
        for label, right, middle in _places(page):
            x, y = right, middle
            key = _key(label, number)
            if key in without:
                continue
            if label == "法定代表人签章":
                _lay(document, page, signature(rng), x + 30, y - 26, 90, 45)
            else:
                name = office if label.startswith("推荐") else applicant
                shift = rng.uniform(10, 60)
                _lay(
                    document,
                    page,
                    seal(name),
                    x + shift,
                    y - _SEAL_POINTS / 2 + rng.uniform(-8, 8),
                    _SEAL_POINTS,
                    _SEAL_POINTS,
                )
        page.gen_content()
    document.save(str(path) + ".part")
    document.close()
    Path(str(path) + ".part").replace(path)


def _key(label: str, page: int) -> str:
    if label == "法定代表人签章":
        return "promise.signature"
    if page == 0:
        return "cover.recommender_seal" if label.startswith("推荐") else "cover.applicant_seal"
    return "recommendation.seal" if label.startswith("推荐") else "promise.seal"


def _places(page: pdfium.PdfPage) -> list[tuple[str, float, float]]:
    """(label, right end, middle) in PDF points of every label that asks for a mark."""
    text = page.get_textpage()
    found: list[tuple[str, float, float]] = []
    taken: set[int] = set()
    for label in _LABELS:
        search = text.search(label)
        while (hit := search.get_next()) is not None:
            start, count = hit
            if start not in taken and not taken & set(range(start, start + count)):
                taken.update(range(start, start + count))
                _, bottom, right, top = text.get_charbox(start + count - 1)
                found.append((label, float(right), float((bottom + top) / 2)))
    return found


def _lay(
    document: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    picture: Image.Image,
    x: float,
    y: float,
    width: float,
    height: float,
) -> None:
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(pdfium.PdfBitmap.from_pil(picture))
    image.set_matrix(pdfium.PdfMatrix().scale(width, height).translate(x, y))
    page.insert_obj(image)
    raw.FPDFPageObj_SetBlendMode(image, b"Multiply")


def seal(name: str) -> Image.Image:
    """A round seal: ring, star, the name along the ring."""
    picture = Image.new("RGBA", (_PIXELS, _PIXELS), (255, 255, 255, 0))
    draw, middle = ImageDraw.Draw(picture), _PIXELS / 2
    draw.ellipse((6, 6, _PIXELS - 6, _PIXELS - 6), outline=_RED, width=9)
    points = [_at(middle, middle, 52 if n % 2 == 0 else 21, -90 + 36 * n) for n in range(10)]
    draw.polygon(points, fill=_RED)
    font = ImageFont.truetype(str(font_path()), 38)
    spread = min(250.0, 22.0 * len(name))
    for n, char in enumerate(name):
        angle = -90 - spread / 2 + spread * (n + 0.5) / len(name)
        glyph = Image.new("RGBA", (54, 54), (255, 255, 255, 0))
        ImageDraw.Draw(glyph).text((27, 27), char, font=font, fill=_RED, anchor="mm")
        turned = glyph.rotate(-angle - 90, resample=Image.Resampling.BICUBIC)
        x, y = _at(middle, middle, 134, angle)
        picture.alpha_composite(turned, (int(x - 27), int(y - 27)))
    return picture


def _at(x: float, y: float, radius: float, degrees: float) -> tuple[float, float]:
    return x + radius * math.cos(math.radians(degrees)), y + radius * math.sin(math.radians(degrees))


def signature(rng: Random) -> Image.Image:
    """Strokes of a pen in blue."""
    picture = Image.new("RGBA", (320, 160), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    for start in (20, 170):
        x, y = start, rng.randint(40, 100)
        for _ in range(7):
            to = (min(310, max(8, x + rng.randint(-30, 50))), min(150, max(8, y + rng.randint(-55, 55))))
            draw.line((x, y, *to), fill=_BLUE, width=7, joint="curve")
            x, y = to
    return picture
