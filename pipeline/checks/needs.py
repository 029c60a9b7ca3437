"""What a rule needs to have been read before it may say anything, and how to tell that it was not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pipeline.checks.case import Case

Need = Literal["fields", "lines", "lists", "versions", "claims", "paper", "toc", "table"]

_SILENT = ""
"""The rule does not concern this form or submission: nothing worth telling."""


def unmet(case: Case, slug: str, needs: tuple[Need, ...]) -> str | None:
    """Why the rule cannot be run: a sentence, an empty one where it does not concern the submission; None: it can."""
    for need in needs:
        if need == "lines" and not case.programme.lines(slug):
            return _SILENT
        reason = _CHECKS[need](case)
        if reason is not None:
            return reason
    return None


def _fields(case: Case) -> str | None:
    if case.record.fields:
        return None
    return _SILENT if case.record.list("recommendations") else "没有读到申报书的任何栏目"


def _lists(case: Case) -> str | None:
    return None if case.held_lists() else _SILENT


def _versions(case: Case) -> str | None:
    return None if len({version.kind for version in case.record.versions}) > 1 else _SILENT


def _claims(case: Case) -> str | None:
    return None if case.record.claims else _SILENT


def _paper(case: Case) -> str | None:
    return None if case.on_paper else "只有可编辑的Word版，不核对印章和签名"


def _toc(case: Case) -> str | None:
    return None if case.form.toc_levels and case.record.fields else _SILENT


def _table(case: Case) -> str | None:
    return None if case.record.list("recommendations") else _SILENT


_CHECKS: dict[Need, Callable[[Case], str | None]] = {
    "fields": _fields,
    "lines": _fields,
    "lists": _lists,
    "versions": _versions,
    "claims": _claims,
    "paper": _paper,
    "toc": _toc,
    "table": _table,
}
