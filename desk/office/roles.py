"""Who may do what at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Right = Literal["see", "upload", "validate", "decide", "personal", "report", "export", "audit", "people", "erase"]

ROLES = {"clerk": "收件员", "reviewer": "审核员", "lead": "负责人", "auditor": "审计员", "admin": "管理员"}

_RIGHTS: dict[str, frozenset[Right]] = {
    "clerk": frozenset({"see", "upload", "validate"}),
    "reviewer": frozenset({"see", "validate", "decide", "personal", "report"}),
    "lead": frozenset({"see", "upload", "validate", "decide", "personal", "report", "export", "erase"}),
    "auditor": frozenset({"see", "personal", "report", "audit"}),
    "admin": frozenset({"people", "audit", "erase"}),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """Everything that any of the roles may do; unknown roles may do nothing."""
    return frozenset(right for role in roles for right in _RIGHTS.get(role, frozenset()))
