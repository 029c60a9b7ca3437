"""Handing in at the desk: files one by one as they are, then the reading, watched live."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from desk.office.deliveries import Delivery, as_json
from desk.web.serve import needs, office_of, viewer_of

router = APIRouter(prefix="/deliveries", dependencies=[needs("upload")])


@router.get("")
def deliveries(request: Request) -> JSONResponse:
    """How far the deliveries of late are; a city's office sees its own."""
    viewer, late = viewer_of(request), office_of(request).deliveries.all()
    seen = [each for each in late if not viewer.person.city or each.who == viewer.who]
    return JSONResponse([as_json(each) for each in seen[:5]])


@router.post("")
def begin(request: Request) -> JSONResponse:
    """A new delivery."""
    return JSONResponse(as_json(office_of(request).deliveries.open(viewer_of(request).who)))


@router.put("/{identity}/files")
async def add(request: Request, identity: str, path: str) -> JSONResponse:
    """One file of it, its bytes as the body."""
    size = await office_of(request).deliveries.add(_own(request, identity), path, request.stream())
    return JSONResponse({"size": size})


@router.post("/{identity}/close")
def close(request: Request, identity: str) -> JSONResponse:
    """That was all: read it."""
    office, delivery = office_of(request), _own(request, identity)
    office.deliveries.close(delivery)
    office.people.note(delivery.who, f"提交{delivery.files}个文件供读取")
    return JSONResponse(as_json(delivery))


def _own(request: Request, identity: str) -> Delivery:
    delivery = office_of(request).deliveries.delivery(identity)
    if delivery is None or delivery.who != viewer_of(request).who:
        raise HTTPException(404, "没有这次提交")
    return delivery
