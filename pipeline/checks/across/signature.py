"""What of a submission is compared with others: hashes and a few values, a few kilobytes a submission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from pipeline.checks.case import plain
from pipeline.checks.codes import normal_code, normal_phone
from pipeline.checks.trust import TRUST
from pipeline.records import Record, Row

_SHINGLE = 5
SHORTEST_NARRATIVE = 150
"""Characters from which a narrative is compared (the contract's least)."""
_COUNTS = (
    "devices.total", "models.total", "apps.total", "enterprises.total", "developers.third_party", "developers.total",
    "solutions.total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """One submission, ready to be compared. Sets hold 64-bit hashes."""

    submission: str
    form: str
    name: str
    code: str
    recommender: str
    mobile: str
    email: str
    counts: dict[str, float] = field(default_factory=dict)
    device_ids: frozenset[int] = frozenset()
    lists: dict[str, frozenset[int]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    narratives: dict[str, frozenset[int]] = field(default_factory=dict)

    @property
    def applicant(self) -> str:
        """Who applies: by code where there is one, else by name."""
        return self.code or self.name

    def same_applicant(self, other: Signature) -> bool:
        """Whether both are of one applicant: the same name or the same code."""
        return bool((self.name and self.name == other.name) or (self.code and self.code == other.code))


def hashed(text: str) -> int:
    """64 bits of a text, the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def signature_of(record: Record) -> Signature:
    """The signature of a record; values below the trust threshold are left out."""
    text = {key: _text(record, key) for key in ("applicant.name", "applicant.org_code", "cover.recommender")}
    devices = record.list("devices")
    ids = (plain(row.cells.get("device_id", "")) for row in (devices.rows if devices else ()))
    lists = {each.kind: each.rows for each in record.lists if each.kind != "recommendations"}
    numbers = {key: value.number for key in _COUNTS if (value := record.field(key)) and value.confidence >= TRUST}
    return Signature(
        record.name,
        record.form or "",
        plain(text["applicant.name"] or _text(record, "cover.applicant")),
        normal_code(text["applicant.org_code"]),
        text["cover.recommender"],
        normal_phone(_text(record, "contact.mobile")),
        _text(record, "contact.email").lower(),
        {key: number for key, number in numbers.items() if number is not None},
        frozenset(hashed(each) for each in ids if len(each) >= 3),
        {kind: frozenset(row_hash(row) for row in rows) for kind, rows in lists.items()},
        {kind: len(rows) for kind, rows in lists.items()},
        dict(_narratives(record)),
    )


def _text(record: Record, key: str) -> str:
    value = record.field(key)
    usable = value is not None and value.status == "filled" and value.confidence >= TRUST
    return str(value.value) if usable and value is not None else ""


def row_hash(row: Row) -> int:
    """What a row says, its serial number aside."""
    return hashed("|".join(f"{key}={plain(cell)}" for key, cell in sorted(row.cells.items()) if key != "serial"))


def shingles(text: str) -> frozenset[int]:
    """The hashes of the text's runs of five characters."""
    folded = plain(text)
    return frozenset(hashed(folded[n : n + _SHINGLE]) for n in range(len(folded) - _SHINGLE + 1))


def _narratives(record: Record) -> Iterator[tuple[str, frozenset[int]]]:
    for value in record.fields:
        long = isinstance(value.value, str) and len(plain(value.value)) >= SHORTEST_NARRATIVE
        if long and value.key != "materials.list":
            yield value.key, shingles(str(value.value))
