"""The list of killer apps has more than 5 rows, or names an app that the list of apps does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from pipeline.checks.case import Case
from pipeline.checks.rows import confidence_of, is_scanned, row_said, whole_list
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE, TRUST
from pipeline.checks.wording import plain, says_nothing
from pipeline.records import Evidence, Row

_MOST = 5
_ALIKE = 84.0
_LIST, _ALL = "killer_apps", "apps"


def _check(case: Case) -> Iterator[Fact]:
    killers, apps = case.record.list(_LIST), case.record.list(_ALL)
    if killers is None or not killers.rows:
        return
    if len(killers.rows) > _MOST:
        said = f"杀手锏APP清单有{len(killers.rows)}行，超过{_MOST}个"
        yield Fact(
            said, (_LIST,), (whole_list("杀手锏APP清单", killers), row_said(killers.rows[_MOST], f"第{_MOST + 1}行"))
        )
        return
    strangers = _strangers(case, killers.rows, apps.rows) if apps is not None and apps.rows else []
    if strangers and apps is not None and case.all_pages_read("杀手锏APP是否在清单内"):
        names = "、".join(f"「{row.cells.get('name', '')}」" for row in strangers)
        shown: tuple[Evidence, ...] = tuple(row_said(row, "杀手锏APP", "name") for row in strangers)
        yield Fact(f"杀手锏APP{names}不在工业APP清单内", (_LIST,), (*shown, whole_list("工业APP清单", apps)))


def _strangers(case: Case, killers: Sequence[Row], apps: Sequence[Row]) -> list[Row]:
    """The killer apps whose name no row of the list of apps bears."""
    names = [plain(row.cells.get("name", "")) for row in apps]
    scanned = is_scanned(apps[0])
    found = []
    for row in killers:
        name = row.cells.get("name", "")
        if says_nothing(name) or plain(name) in names:
            continue
        doubtful = scanned or (is_scanned(row) and confidence_of(row, "name") < SURE)
        if doubtful and process.extractOne(plain(name), names, scorer=fuzz.ratio, score_cutoff=_ALIKE):
            continue
        if is_scanned(row) and confidence_of(row, "name") < TRUST:
            case.doubt(f"杀手锏APP「{name}」：识别把握不足，需人工核对")
            continue
        found.append(row)
    return found


RULE = Rule(
    code="HC210",
    slug="killer-apps-not-five",
    since="0.1",
    severity="medium",
    what="杀手锏APP清单超过5个，或其中有APP按名称不在APP清单内。",
    why="杀手锏APP是订阅用户数最多的5个工业APP，应当都在APP清单内。",
    basis="杀手锏 APP 指平台上订阅用户数最多的 5 个工业 APP",
    needs=("lists",),
    body=_check,
)
