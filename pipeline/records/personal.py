"""What of a submission is personal: which fields and which columns of lists."""

from __future__ import annotations

import re

_FIELD = re.compile(
    r"(?:contact|leader)\.(?:name|phone|mobile|fax|email)|joint\[\d+\]\.(?:leader|leader_mobile|email|phone)"
    r"|cover\.platform_leader|.*\.(?:id_number|legal_person)"
)
_COLUMNS = frozenset({"contact", "phone", "mobile", "fax", "email", "id_number"})
_NAMED = frozenset({"roster", "developers"})
"""Lists whose column ``name`` is a person's."""


def is_personal(key: str) -> bool:
    """Whether a field says who somebody is or how to reach them."""
    return _FIELD.fullmatch(key) is not None


def is_personal_column(kind: str, column: str) -> bool:
    """The same for a list's column."""
    return column in _COLUMNS or (column == "name" and kind in _NAMED)
