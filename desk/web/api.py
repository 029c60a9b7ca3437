"""The same things as JSON for other systems, under ``/api``: OpenAPI at ``/api/openapi.json``, tokens as bearer.

A token may do what its person may. Personal data is masked unless ``personal=true`` is asked for by somebody who may
see it; each such answer is in the audit.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException as StarletteHTTPException

from desk.export.record_json import record_json
from desk.office import Office, Viewer
from desk.office.batches import BatchLine, Wanted
from desk.office.dossiers import Dossier
from desk.office.masks import masked_cells, masked_event, masked_field
from desk.office.naming import Named, naming_of
from desk.office.roles import Right
from desk.web.api_shapes import (
    Cluster,
    Decision,
    Doubt,
    ErasureState,
    FieldState,
    FindingState,
    Held,
    Hit,
    Hits,
    NamedThing,
    NamedThings,
    Pair,
    Pairs,
    Problem,
    Rows,
    SubmissionLine,
    Submissions,
    Tie,
    Written,
)
from desk.web.serve import as_download
from pipeline.problems import DecidedMeanwhileError, HeshuError
from pipeline.records import Record
from pipeline.store.erasing import Holdings

_BEARER = HTTPBearer(auto_error=False, description="在“我的账号”页新建的令牌")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Name = Annotated[str, Path(description="申报件名称", max_length=400)]
Start = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=500)]
Personal = Annotated[bool, Query(description="是否包含个人信息（须有权限，并记入审计）")]


def _office(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def _caller(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Viewer:
    viewer = _office(request).door.caller(given.credentials) if given else None
    if viewer is None:
        raise HTTPException(401, "令牌无效", headers={"WWW-Authenticate": "Bearer"})
    return viewer


Caller = Annotated[Viewer, Depends(_caller)]


def _must(viewer: Viewer, right: Right) -> None:
    if not viewer.may(right):
        raise HTTPException(403, "令牌所属账号不能进行这项操作")


def _dossier(request: Request, viewer: Viewer, name: str, personal: bool = False) -> Dossier:
    _must(viewer, "see")
    office = _office(request)
    if personal:
        _must(viewer, "personal")
        viewer = Viewer(viewer.person, viewer.rights, opened=frozenset({name}))
    dossier = office.dossiers.dossier(name, viewer)
    if dossier is None:
        raise HTTPException(404, "没有这份申报")
    if personal:
        office.people.note(viewer.who, "经接口查看个人信息", name)
    return dossier


_SAID: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 403, 404, 409, 422)
}  # fmt: skip
router = APIRouter(responses=_SAID)


@router.get("/submissions")
def submissions(
    request: Request,
    viewer: Caller,
    q: Annotated[str, Query(max_length=200)] = "",
    standing: Annotated[str, Query(max_length=40)] = "",
    start: Start = 0,
    limit: Limit = 100,
) -> Submissions:
    """The batch, the gravest first."""
    _must(viewer, "see")
    batch = _office(request).batches.batch(Wanted(q, standing), start, limit, viewer.person.city)
    return Submissions(total=batch.found, submissions=[_line(each) for each in batch.lines])


def _line(each: BatchLine) -> SubmissionLine:
    return SubmissionLine(standing=each.standing, **asdict(each.line))


@router.get("/submissions/{name}")
def submission(request: Request, viewer: Caller, name: Name, personal: Personal = False) -> dict[str, Any]:
    """The whole record: files, fields with their places, lists without rows (see ``lists``), findings."""
    dossier = _dossier(request, viewer, name, personal)
    record = dossier.record
    fields = tuple(masked_field(each) if dossier.masked else each for each in record.fields)
    bare = Record(record.name, record.form, record.files, fields)
    content = record_json(bare, tuple(each.finding for each in dossier.findings))
    content["lists"] = [{"kind": each.kind, "total": len(each.rows)} for each in record.lists]
    for finding in content["findings"]:
        finding["message"] = dossier.words(str(finding["message"]))
        for side in finding.get("evidence", []):
            side["text"] = dossier.words(str(side.get("text", "")))
    return content


@router.get("/submissions/{name}/lists/{kind}")
def rows(
    request: Request,
    viewer: Caller,
    name: Name,
    kind: Annotated[str, Path(max_length=60)],
    start: Start = 0,
    limit: Limit = 200,
    personal: Personal = False,
) -> Rows:
    """Rows of a list as written."""
    dossier = _dossier(request, viewer, name, personal)
    try:
        window = _office(request).dossiers.rows(dossier, kind, start, limit, "", "")
    except KeyError as error:
        raise HTTPException(404, "没有这张清单") from error
    written = [masked_cells(kind, row.cells) if dossier.masked else dict(row.cells) for _, row, _ in window.rows]
    return Rows(total=window.total, columns=[key for key, _ in window.columns], rows=written)


@router.get("/submissions/{name}/names")
def names(request: Request, viewer: Caller, name: Name) -> NamedThings:
    """What the narratives name, and which other submissions name it too."""
    record = _dossier(request, viewer, name).record
    found = naming_of(_office(request).store, record, viewer.person.city)
    shown = [_named(each) for each in found.names]
    return NamedThings(names=shown, named_by_total=found.count, named_by=list(found.by))


def _named(each: Named) -> NamedThing:
    mention, elsewhere = each.mention, each.elsewhere
    place = mention.source
    return NamedThing(
        kind=mention.kind, name=mention.name, same_as=list(mention.same_as), file=place.sha256 if place else "",
        page=place.page if place else None, bbox=place.bbox if place else None,
        locator=place.locator if place else None, elsewhere=elsewhere.count,
        submissions=list(elsewhere.submissions), applicants=list(elsewhere.applicants),
    )  # fmt: skip


@router.get("/submissions/{name}/findings")
def findings(request: Request, viewer: Caller, name: Name) -> list[FindingState]:
    """The findings with what was decided."""
    dossier = _dossier(request, viewer, name)
    return [
        FindingState(
            identity=each.finding.identity, code=each.finding.code, slug=each.finding.slug,
            severity=each.finding.severity, message=dossier.words(each.finding.message), keys=list(each.finding.keys),
            status=each.finding.status, revision=each.revision, reason=each.reason, decided_by=each.by,
            decided_at=each.at,
        )
        for each in dossier.findings
    ]  # fmt: skip


@router.post("/submissions/{name}/findings/{identity}/decision", status_code=204)
def decide(
    request: Request, viewer: Caller, name: Name, identity: Annotated[str, Path(max_length=64)], decision: Decision
) -> None:
    """Decide a finding; 409 where somebody else has decided since."""
    _must(viewer, "decide")
    dossier = _dossier(request, viewer, name)
    if decision.status == "dismissed" and not decision.reason.strip():
        raise HTTPException(400, "排除一条发现须写明理由")
    try:
        _office(request).decide(viewer, dossier, identity, decision.status, decision.reason.strip(), decision.revision)
    except KeyError as error:
        raise HTTPException(404, "没有这条发现") from error


@router.put("/submissions/{name}/fields/{key}")
def correct(
    request: Request, viewer: Caller, name: Name, key: Annotated[str, Path(max_length=120)], written: Written
) -> FieldState:
    """Take a person's reading of a field as one more source; the rules run again beside."""
    _must(viewer, "validate")
    _dossier(request, viewer, name)
    try:
        field = _office(request).correct(viewer, name, key, written.written)
    except KeyError as error:
        raise HTTPException(404, "没有这个字段") from error
    return FieldState(key=field.key, value=field.value, status=field.status, confidence=field.confidence)


@router.get("/submissions/{name}/report/{kind}", response_class=Response)
def report(request: Request, viewer: Caller, name: Name, kind: Literal["docx", "notice"]) -> Response:
    """The report or the notice as a Word file."""
    _must(viewer, "report")
    dossier, office = _dossier(request, viewer, name), _office(request)
    try:
        data = office.papers.report(name, kind, [each.finding for each in dossier.findings])
    except KeyError as error:
        raise HTTPException(404, "表式未识别，不能生成报告") from error
    office.people.note(viewer.who, "经接口生成报告", name)
    return as_download(data, _WORD, f"{name}.docx")


@router.get("/doubts")
def doubts(request: Request, viewer: Caller, limit: Limit = 100) -> list[Doubt]:
    """The values below the threshold, numbers first, the least sure first; personal ones masked."""
    _must(viewer, "see")
    found = _office(request).doubts(viewer, limit)
    shown = [(name, masked_field(field)) for name, field in found]
    return [
        Doubt(
            submission=name, key=field.key, label=field.label, raw=field.raw, status=field.status,
            confidence=field.confidence, alternatives=list(field.alternatives),
        )
        for name, field in shown
    ]  # fmt: skip


@router.get("/search")
def search(
    request: Request,
    viewer: Caller,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    after: Annotated[str | None, Query(max_length=4000)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Hits:
    """Answer a query in the query language."""
    _must(viewer, "see")
    answer = _office(request).searching.search(viewer, q, after, limit)
    hits = [
        Hit(
            submission=each.submission, kind=each.kind, label=each.label, text=each.text, file=each.file,
            page=each.page, bbox=each.bbox, locator=each.locator,
        )
        for each in (hit.entry for hit in answer.hits)
    ]  # fmt: skip
    return Hits(total=answer.total, hits=hits, next_after=answer.next_after)


@router.get("/across")
def across(request: Request, viewer: Caller, start: Start = 0, limit: Limit = 100) -> Pairs:
    """Who is alike to whom, those with most in common first: hints, no conclusions."""
    _must(viewer, "see")
    found = _office(request).across.pairs(viewer.person.city)
    shown = [Pair(one=each.one, two=each.two, slugs=list(each.slugs)) for each in found[start : start + limit]]
    return Pairs(total=len(found), pairs=shown)


@router.get("/network")
def network(request: Request, viewer: Caller) -> list[Cluster]:
    """Groups of submissions tied by contacts, customers, developers, devices and amounts: hints, no conclusions."""
    _must(viewer, "see")
    return [
        Cluster(
            members=list(each.members),
            ties=[Tie(one=tie.one, two=tie.two, kind=tie.kind, count=tie.count) for tie in each.ties],
        )
        for each in _office(request).across.network(viewer.person.city)
    ]


@router.get("/retention")
def retention(request: Request, viewer: Caller, years: Annotated[int, Query(ge=1, le=100)]) -> list[Held]:
    """The submissions last handed in more than so many years ago, with what is held of each; at most 200."""
    _must(viewer, "erase")
    office = _office(request)
    return [_held(each) for each in office.clearing.holdings(office.clearing.due(years, viewer.person.city))]


@router.get("/submissions/{name}/holdings")
def holdings(request: Request, viewer: Caller, name: Name) -> Held:
    """What clearing a submission would take away."""
    _must(viewer, "erase")
    found = _office(request).clearing.holdings([name]) if _within(request, viewer, name) else []
    if not found:
        raise HTTPException(404, "没有这份申报")
    return _held(found[0])


@router.delete("/submissions/{name}", status_code=202)
def erase(
    request: Request, viewer: Caller, name: Name, reason: Annotated[str, Query(max_length=200)] = ""
) -> ErasureState:
    """Clear a submission for good; it goes on beside, ``under_way`` is empty once all is done."""
    _must(viewer, "erase")
    office = _office(request)
    if not _within(request, viewer, name):
        raise HTTPException(404, "没有这份申报")
    office.clearing.begin(viewer, [name], reason.strip())
    return erasures(request, viewer)


@router.get("/erasures")
def erasures(request: Request, viewer: Caller) -> ErasureState:
    """The submissions that are being cleared, or whose clearing did not end and why."""
    _must(viewer, "erase")
    clearing = _office(request).clearing
    return ErasureState(under_way=clearing.under_way(viewer), busy=clearing.busy, problem=clearing.problem)


def _within(request: Request, viewer: Viewer, name: str) -> bool:
    return name in _office(request).glance.names(viewer.person.city)


def _held(found: Holdings) -> Held:
    return Held(
        name=found.name, form=found.form, applicant=found.applicant, received_at=found.received_at,
        files=len(found.alone), size=found.size, shared=found.shared, pages=found.pages, rows=found.rows,
        findings=found.findings, undecided=found.undecided, corrections=found.corrections,
    )  # fmt: skip


@router.get("/audit")
def audit(request: Request, viewer: Caller, before: Annotated[int | None, Query(ge=1)] = None) -> list[dict[str, Any]]:
    """The audit trail, the newest first, 200 at once."""
    _must(viewer, "audit")
    events = _office(request).glance.events(before, 200, city=viewer.person.city)
    return [
        {
            "number": number,
            "at": event.at,
            "who": event.who,
            "what": masked_event(event.what),
            "submission": event.submission,
        }
        for number, event in events
    ]


def make_api(office: Office) -> FastAPI:
    """The API as an app of its own, mounted under ``/api``."""
    api = FastAPI(title="核数 API", version="1", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    api.state.office = office
    api.include_router(router)
    api.add_exception_handler(HeshuError, _refuse)
    api.add_exception_handler(StarletteHTTPException, _say)
    api.add_exception_handler(RequestValidationError, _misformed)
    return api


def _refuse(_: Request, error: Exception) -> Response:
    status = 409 if isinstance(error, DecidedMeanwhileError) else 400
    return JSONResponse({"problem": str(error)}, status_code=status)


def _say(_: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    return JSONResponse({"problem": error.detail}, status_code=error.status_code, headers=error.headers)


def _misformed(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    where = "；".join(".".join(str(part) for part in each["loc"]) for each in error.errors()[:5])
    return JSONResponse({"problem": f"请求的格式不正确：{where}"}, status_code=422)
