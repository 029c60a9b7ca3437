"""Pages as pictures (our own renderings, whole or cut round a place), their text, office files as tables."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from desk.office.dossiers import Dossier
from desk.web.serve import dossier_of, needs, office_of, show
from pipeline.document import Fractions
from pipeline.problems import StoreDamagedError, UnreadableFileError
from pipeline.records import FileEntry

router = APIRouter(prefix="/submissions/{name}/sheets/{sha256}/{page}", dependencies=[needs("see")])

_FOR_A_DAY = {"Cache-Control": "private, max-age=86400, immutable", "Vary": "Cookie"}
"""For the session that asked: who signs in next at the same browser is not shown what it keeps."""


@router.get(".png")
def picture(request: Request, name: str, sha256: str, page: int, dpi: int = 110) -> Response:
    """A page; the content's hash and how it is masked are its name, so browsers may keep it."""
    dossier, file = _file(request, name, sha256)
    office = office_of(request)
    try:
        made = office.sheets.picture(name, file, page, min(max(dpi, 40), 220), dossier.masked)
    except (StoreDamagedError, UnreadableFileError) as error:
        raise HTTPException(404, "这一页无法显示") from error
    return Response(made.png, media_type="image/png", headers=_FOR_A_DAY)


@router.get("/cut.png")
def cut(
    request: Request, name: str, sha256: str, page: int, box: str, margin: float = 0.05, wide: bool = False
) -> Response:
    """The surroundings of a place; ``box`` is x0,y0,x1,y1 as fractions of the page."""
    dossier, file = _file(request, name, sha256)
    office = office_of(request)
    try:
        made = office.sheets.cut(name, file, page, _box(box), min(max(margin, 0.0), 0.5), dossier.masked, wide)
    except (StoreDamagedError, UnreadableFileError) as error:
        raise HTTPException(404, "这一页无法显示") from error
    return Response(made.png, media_type="image/png", headers=_FOR_A_DAY)


@router.get("/words")
def words(request: Request, name: str, sha256: str, page: int) -> JSONResponse:
    """The page's text to be selected: [text, left, top, width, height in percent]."""
    dossier, _ = _file(request, name, sha256)
    found = office_of(request).sheets.words(name, sha256, page, dossier.masked)
    return JSONResponse([[each.text, *_percent(each.box)] for each in found])


@router.get("/lines")
def lines(request: Request, name: str, sha256: str, page: int, around: str = "") -> HTMLResponse:
    """An office file's part as lines, those near a locator where one is given."""
    dossier, _ = _file(request, name, sha256)
    sheets = office_of(request).sheets
    found, total = sheets.lines(name, sha256, page, around, dossier.masked)
    return show(request, "lines.html", lines=found, total=total, around=around)


def _file(request: Request, name: str, sha256: str) -> tuple[Dossier, FileEntry]:
    dossier = dossier_of(request, name)
    file = dossier.file(sha256)
    if file is None or not file.is_read:
        raise HTTPException(404, "没有这个文件")
    return dossier, file


def _box(written: str) -> Fractions:
    try:
        x0, y0, x1, y1 = (min(max(float(part), 0.0), 1.0) for part in written.split(","))
    except ValueError as error:
        raise HTTPException(400, "位置有误") from error
    return x0, y0, max(x0, x1), max(y0, y1)


def _percent(box: Fractions) -> tuple[float, ...]:
    x0, y0, x1, y1 = (round(100 * part, 3) for part in box)
    return x0, y0, x1 - x0, y1 - y0
