"""Pages as pictures: our own renderings, whole or cut round a place."""

from __future__ import annotations

from io import BytesIO

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from PIL import Image

from desk.pictures import crop_with_mark
from desk.web.serve import office_of

router = APIRouter()

_FOR_A_DAY = {"Cache-Control": "private, max-age=86400, immutable"}


@router.get("/page/{sha256}/{page}.png")
def page(request: Request, sha256: str, page: int, dpi: int = 110) -> Response:
    """A page; the content's hash is its name, so browsers may keep it."""
    return Response(_png(request, sha256, page, min(max(dpi, 40), 220)), media_type="image/png", headers=_FOR_A_DAY)


@router.get("/crop/{sha256}/{page}.png")
def crop(request: Request, sha256: str, page: int, box: str, margin: float = 0.05) -> Response:
    """The surroundings of a place; ``box`` is x0,y0,x1,y1 as fractions of the page."""
    try:
        x0, y0, x1, y1 = (min(max(float(part), 0.0), 1.0) for part in box.split(","))
    except ValueError as error:
        raise HTTPException(400, "位置有误") from error
    with Image.open(BytesIO(_png(request, sha256, page, 150))) as image:
        picture = crop_with_mark(image.convert("RGB"), (x0, y0, max(x0, x1), max(y0, y1)), min(max(margin, 0.0), 0.5))
    return Response(picture.png, media_type="image/png", headers=_FOR_A_DAY)


def _png(request: Request, sha256: str, page: int, dpi: int) -> bytes:
    try:
        return office_of(request).page(sha256, page, dpi)
    except KeyError as error:
        raise HTTPException(404, "没有这个文件") from error
