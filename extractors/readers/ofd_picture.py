"""An OFD page drawn for people: its pictures, lines and words in their places, in the font that Heshu brings along.

Not how its maker would print it: fonts, colours and curves are left out. Enough to see a value where it stands.
"""

from __future__ import annotations

import ofdkit
from ofdkit.package import Package
from PIL import Image, ImageDraw, ImageFont

from extractors.readers.ofd_objects import advances_of, pictures_of, rulings_of
from pipeline.font import font_path
from pipeline.problems import DamagedFileError

_MILLIMETRES = 25.4
_LARGEST = 60_000_000
"""Pixels: a page larger than this is drawn smaller."""


def draw_ofd_page(data: bytes, number: int, dpi: int) -> Image.Image:
    """The page (counted from 1), RGB.

    Raises:
        DamagedFileError: it can't be parsed, or there is no such page.
    """
    try:
        with ofdkit.open(data) as document, Package(data) as package:
            page = document.pages[number - 1]
            left, top, wide, high = page.box
            scale = min(dpi / _MILLIMETRES, (_LARGEST / max(1.0, wide * high)) ** 0.5)
            sheet = Image.new("RGB", (max(1, round(wide * scale)), max(1, round(high * scale))), "white")
            _put_pictures(sheet, package, page, scale)
            draw = ImageDraw.Draw(sheet)
            for line in rulings_of(package, page.location):
                moved = line.moved(-left, -top)
                draw.line([tuple(each * scale for each in end) for end in (moved.start, moved.end)], fill="black")
            advances = advances_of(package, page.location)
            for run in page.runs:
                _write(draw, run, advances.get(run.object_id or "", []), (left, top), scale)
    except (ofdkit.OFDError, IndexError) as error:
        raise DamagedFileError(f"第{number}页无法显示") from error
    return sheet


def _put_pictures(sheet: Image.Image, package: Package, page: ofdkit.Page, scale: float) -> None:
    left, top, _, _ = page.box
    for picture in pictures_of(package, page.location):
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        if picture.data and size[0] * size[1] <= _LARGEST:
            place = (round((picture.x - left) * scale), round((picture.y - top) * scale))
            sheet.paste(Image.fromarray(picture.pixels()).resize(size), place)


def _write(
    draw: ImageDraw.ImageDraw, run: ofdkit.TextRun, parts: list[list[float]], origin: tuple[float, float], scale: float
) -> None:
    """The run's characters at the distances that the file says, else as wide as the font has them."""
    size = round(run.size * scale)
    if size < 2 or not run.text.strip():
        return
    font = ImageFont.truetype(str(font_path()), size)
    x, y = (run.x - origin[0]) * scale, (run.y - origin[1]) * scale
    steps = parts.pop(0) if parts and not run.from_template else []
    for char, step in zip(run.text, [*steps, *[0.0] * len(run.text)], strict=False):
        draw.text((x, y), char, font=font, fill="black", anchor="ls")
        x += step * scale if step > 0 else draw.textlength(char, font=font)
