"""The list of killer apps has more than 5 rows, or names an app that the list of apps does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from pipeline.checks.case import Case, cell_confidence, plain, row_evidence
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.trust import SURE
from pipeline.records import ListRecord, Row

_MOST = 5
_ALIKE = 84.0


def _check(case: Case) -> Iterator[Fact]:
    killers, apps = case.record.list("killer_apps"), case.record.list("apps")
    if killers is None or not killers.rows:
        return
    if len(killers.rows) > _MOST:
        said = f"杀手锏APP清单有{len(killers.rows)}行，超过5个"
        yield Fact(said, ("killer_apps",), (row_evidence(killers.rows[_MOST], "第6行"),))
    stranger = _stranger(killers.rows, apps) if apps is not None and apps.rows else None
    if stranger is not None:
        said = f"杀手锏APP「{stranger.cells.get('name', '')}」不在工业APP清单内"
        yield Fact(said, ("killer_apps",), (row_evidence(stranger, "杀手锏APP", "name"),))


def _stranger(killers: Sequence[Row], apps: ListRecord) -> Row | None:
    """The first killer app whose name no row of the list of apps bears (a misread character forgiven)."""
    names = [plain(row.cells.get("name", "")) for row in apps.rows]
    for row in killers:
        name = plain(row.cells.get("name", ""))
        exact = cell_confidence(row, "name") >= SURE and name in names
        if name and not exact and not process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE):
            return row
    return None


RULE = Rule(
    code="HC210",
    slug="killer-apps-not-five",
    since="0.1",
    severity="medium",
    what="杀手锏APP清单超过5个，或其中有APP不在APP清单内。",
    why="杀手锏APP是订阅用户数最多的5个工业APP，应当都在APP清单内。",
    basis="杀手锏 APP 指平台上订阅用户数最多的 5 个工业 APP",
    body=_check,
)
