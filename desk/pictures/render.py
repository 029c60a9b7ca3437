"""One page of a delivered file as an image, as a viewer shows it (after /Rotate, after EXIF orientation)."""

from __future__ import annotations

from io import BytesIO
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from extractors.kinds import OFD
from extractors.readers.pdf_shown import shown_page
from pipeline.problems import DamagedFileError, UnsupportedFileError

_ONE_AT_A_TIME = Lock()
"""PDFium is not made for several threads."""

MAX_PIXELS = 60_000_000
"""A page larger than this is shown smaller: no page may fill the memory."""


def render_page(data: bytes, media_type: str, page: int, dpi: int = 110) -> Image.Image:
    """The page (counted from 1) as RGB.

    Raises:
        UnsupportedFileError: the kind has no pages to show (Word, Excel).
        DamagedFileError: the bytes can't be rendered, or there is no such page.
    """
    if media_type == "application/pdf":
        with _ONE_AT_A_TIME:
            return _pdf_page(data, page, dpi)
    if media_type == OFD:
        from extractors.readers.ofd_picture import draw_ofd_page

        return draw_ofd_page(data, page, dpi)
    if media_type.startswith("image/"):
        return _picture(data, page)
    raise UnsupportedFileError(media_type)


def _pdf_page(data: bytes, page: int, dpi: int) -> Image.Image:
    try:
        document = pdfium.PdfDocument(data)
        try:
            sheet = shown_page(document, page)
            width, height = sheet.get_size()
            scale = min(dpi / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
            image: Image.Image = sheet.render(scale=scale).to_pil().convert("RGB")
        finally:
            document.close()
    except (pdfium.PdfiumError, IndexError) as error:
        raise DamagedFileError(f"第{page}页无法显示") from error
    return image


def _picture(data: bytes, page: int) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "TIFF", "BMP")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise DamagedFileError(f"第{page}页过大，无法显示")
            image.seek(page - 1)
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, EOFError, Image.DecompressionBombError) as error:
        raise DamagedFileError(f"第{page}页无法显示") from error
