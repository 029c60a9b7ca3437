"""One finding: both sides of its evidence side by side, the rule's explanation, and the person's decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.office import Office
from desk.office.dossiers import ELSEWHERE, Dossier
from desk.office.excerpt import Marked, cut_to
from desk.office.sheets import Line
from desk.web.serve import dossier_of, needs, office_of, show, viewer_of
from pipeline.checks.across.registry import across_rules
from pipeline.checks.rule import all_rules
from pipeline.problems import DecidedMeanwhileError
from pipeline.records import Evidence
from pipeline.store.glance import Decided

router = APIRouter(prefix="/submissions/{name}/findings/{identity}", dependencies=[needs("see")])

_GRAVITY = {"high": 0, "medium": 1, "low": 2}
_AROUND = 3
_SIDES = 8


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule looks for, why, and the sentence it rests on."""

    what: str
    why: str
    basis: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the evidence with where it is shown: its submission, and lines of the file where it has no pages.

    ``marked`` are the words of the cell in question with the value in them.
    """

    evidence: Evidence
    submission: str
    path: str
    text: str
    lines: Sequence[Line] = ()
    marked: Marked = ("", "", "")


def by_gravity(findings: Sequence[Decided]) -> list[Decided]:
    """The order in which a reviewer goes through them: the gravest first."""
    return sorted(findings, key=lambda each: _GRAVITY[each.finding.severity])


def explanation(slug: str) -> Explanation | None:
    """The rule behind a finding."""
    for own in all_rules():
        if own.slug == slug:
            return Explanation(own.what, own.why, own.basis)
    for rule in across_rules():
        if rule.slug == slug:
            return Explanation(rule.what, rule.why, rule.basis)
    return None


@router.get("")
def finding(request: Request, name: str, identity: str) -> HTMLResponse:
    """The finding's page."""
    return _page(request, dossier_of(request, name), identity)


def _page(
    request: Request, dossier: Dossier, identity: str, status: int = 200, reason: str = "", conflict: bool = False
) -> HTMLResponse:
    order = by_gravity(dossier.findings)
    at = _place(order, identity)
    this, office, city = order[at], office_of(request), viewer_of(request).person.city
    name = dossier.record.name
    alike, others = office.glance.alike(this.finding.slug, (name, identity), city)
    return show(
        request,
        "finding.html",
        status,
        dossier=dossier,
        record=dossier.record,
        this=this,
        finding=this.finding,
        number=at + 1,
        total=len(order),
        before=order[at - 1].finding if at else None,
        next=order[at + 1].finding if at + 1 < len(order) else None,
        after=_next_submission(office, name, city),
        sides=[_side(request, dossier, each) for each in this.finding.evidence[:_SIDES]],
        left_out=max(0, len(this.finding.evidence) - _SIDES),
        counterparts=_counterparts(request, this),
        compared=_compared(dossier, this.finding.keys),
        why=explanation(this.finding.slug),
        alike=alike,
        others=others,
        reason=reason,
        conflict=conflict,
    )


def _next_submission(office: Office, name: str, city: str) -> tuple[str, str] | None:
    """The next submission with something undecided, round the batch; None where there is no other."""
    found = office.glance.next_open(name, city) or office.glance.next_open("", city)
    return None if found is None or found[0] == name else found


def _counterparts(request: Request, this: Decided) -> list[str]:
    """The submissions in which evidence lies, those that this person may open."""
    office, viewer = office_of(request), viewer_of(request)
    named = dict.fromkeys(each.submission for each in this.finding.evidence if each.submission)
    return [name for name in list(named)[:4] if office.dossiers.dossier(name, viewer) is not None]


def _compared(dossier: Dossier, keys: Sequence[str]) -> str:
    """Which list or narrative is to be shown side by side, as the query of that page."""
    key = keys[0] if keys else ""
    kind = key.split(".")[0]
    if dossier.record.list(kind) is not None:
        return f"?show_list={kind}"
    defined = dossier.form.field(key) if dossier.form else None
    return f"?text={key}" if defined is not None and defined.kind == "narrative" else ""


def _place(order: Sequence[Decided], identity: str) -> int:
    at = next((n for n, each in enumerate(order) if each.finding.identity == identity), None)
    if at is None:
        raise HTTPException(404, "没有这条发现，或更正后它已不成立")
    return at


def _side(request: Request, dossier: Dossier, evidence: Evidence) -> Side:
    owner = dossier
    if evidence.submission and evidence.submission != dossier.record.name:
        other = office_of(request).dossiers.dossier(evidence.submission, viewer_of(request))
        if other is None:
            return Side(Evidence(evidence.side, ""), evidence.submission, "", ELSEWHERE)
        owner = other
    path, source = owner.path(evidence.source), evidence.source
    text = owner.words(dossier.words(evidence.text))
    if source is None or source.bbox or not source.locator:
        return Side(evidence, owner.record.name, path, text)
    lines, marked = cut_to(_lines(request, owner, source.sha256, source.locator), source.locator, text)
    return Side(evidence, owner.record.name, path, text, lines, marked)


def _lines(request: Request, owner: Dossier, sha256: str, locator: str) -> Sequence[Line]:
    sheets = office_of(request).sheets
    for number in range(1, len(sheets.parts(sha256)) + 1):
        found, _ = sheets.lines(owner.record.name, sha256, number, locator, owner.masked)
        at = next((n for n, line in enumerate(found) if any(cell[0] == locator for cell in line.cells)), None)
        if at is not None:
            return found[max(0, at - _AROUND) : at + _AROUND + 1]
    return ()


@router.post("", dependencies=[needs("decide")])
def decide(
    request: Request,
    name: str,
    identity: str,
    decision: Literal["confirmed", "dismissed", "asked", "open"] = Form(),
    reason: str = Form("", max_length=2000),
    revision: int = Form(),
) -> Response:
    """Record the decision and go on to the next undecided finding; a dismissal must say why.

    Where somebody else has decided meanwhile, their decision is shown and nothing is changed.
    """
    dossier = dossier_of(request, name)
    order = by_gravity(dossier.findings)
    at = _place(order, identity)
    if decision == "dismissed" and not reason.strip():
        raise HTTPException(400, "排除一条发现须写明理由")
    try:
        office_of(request).decide(viewer_of(request), dossier, identity, decision, reason.strip(), revision)
    except DecidedMeanwhileError:
        return _page(request, dossier_of(request, name), identity, 409, reason, conflict=True)
    later = [*order[at + 1 :], *order[:at]]
    following = next((each for each in later if each.finding.status == "open"), None)
    goes_to = (following or order[at]).finding.identity
    return RedirectResponse(request.url_for("finding", name=name, identity=goes_to), status_code=303)
