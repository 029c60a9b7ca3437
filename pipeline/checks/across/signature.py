"""What of a submission is compared with others: hashes and a few values, some hundred kilobytes for a large one.

A signature is made once, kept in the store, and compared without the record. Sets of hashes are packed into text
(64 bits each, base64), so that a signature is plain data for any serialiser.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.printed import printed_grams
from pipeline.checks.across.shingles import grams
from pipeline.checks.codes import is_email, is_mobile, normal_code, normal_phone
from pipeline.checks.trust import TRUST
from pipeline.checks.wording import alike, plain, says_nothing
from pipeline.records import Record, Row

Hashes = NDArray[np.uint64]

SHORTEST_NARRATIVE = 150
"""Characters from which a narrative may be said to be copied."""
_SHORTEST_SOURCE, _FEWEST_GRAMS = 100, 60
_SHORTEST_ID = 4
_COUNTS = (
    "devices.total", "models.total", "apps.total", "enterprises.total", "developers.third_party", "developers.total",
    "solutions.total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """One submission, ready to be compared.

    ``rows`` holds a hash for each row of a list, in order; ``narratives`` those of every run of five characters that
    the form does not print itself; ``lengths`` the characters of each narrative.
    """

    submission: str
    form: str
    name: str
    code: str
    recommender: str
    mobile: str
    email: str
    counts: dict[str, float] = field(default_factory=dict)
    device_ids: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    narratives: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)

    def same_applicant(self, other: Signature) -> bool:
        """Whether both are of one applicant: the same name or the same organisation code."""
        return bool((self.name and self.name == other.name) or (self.code and self.code == other.code))


def packed(hashes: Hashes) -> str:
    """Hashes as text."""
    return b64encode(hashes.astype("<u8").tobytes()).decode("ascii")


@lru_cache(maxsize=4096)
def unpacked(text: str) -> Hashes:
    """The hashes of a text."""
    return np.frombuffer(b64decode(text), dtype="<u8").astype(np.uint64)


def hashed(text: str) -> int:
    """64 bits of a text, the same on every machine; never 0."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def row_hash(row: Row) -> int:
    """What a row says, its serial number and what readers mistake aside; 0 for a row that says too little."""
    cells = {key: alike(cell) for key, cell in row.cells.items() if key != "serial"}
    written = sorted((key, cell) for key, cell in cells.items() if cell)
    return hashed("|".join(f"{key}={cell}" for key, cell in written)) if len(written) > 1 else 0


def id_hash(row: Row) -> int:
    """The device ID of a row; 0 where there is none, or one so short that anybody may have it."""
    written = row.cells.get("device_id", "")
    folded = alike(written)
    return 0 if says_nothing(written) or len(folded) < _SHORTEST_ID else hashed(folded)


def signature_of(record: Record) -> Signature:
    """The signature of a record; values below the trust threshold are left out."""
    devices = record.list("devices")
    ids = {id_hash(row) for row in (devices.rows if devices else ())} - {0}
    texts = {value.key: str(value.value) for value in record.fields if _is_narrative(value.key, value.value)}
    grams_of = {key: np.setdiff1d(grams(text), printed_grams(record.form)) for key, text in texts.items()}
    kept = {key: each for key, each in grams_of.items() if len(each) >= _FEWEST_GRAMS}
    mobile, email = normal_phone(_text(record, "contact.mobile")), plain(_text(record, "contact.email")).lower()
    return Signature(
        record.name,
        record.form or "",
        alike(_text(record, "applicant.name") or _text(record, "cover.applicant")),
        alike(normal_code(_text(record, "applicant.org_code"))),
        _text(record, "cover.recommender"),
        mobile if is_mobile(mobile) else "",
        email if is_email(email) else "",
        _counts(record),
        packed(np.array(sorted(ids), dtype=np.uint64)),
        {each.kind: _rows(each.rows) for each in record.lists if each.kind != "recommendations"},
        {key: packed(each) for key, each in kept.items()},
        {key: len(plain(texts[key])) for key in kept},
    )


def _rows(rows: Iterable[Row]) -> str:
    return packed(np.fromiter((row_hash(row) for row in rows), dtype=np.uint64))


def _counts(record: Record) -> dict[str, float]:
    values = [(key, record.field(key)) for key in _COUNTS]
    known = [(key, value.number) for key, value in values if value is not None and value.confidence >= TRUST]
    return {key: number for key, number in known if number is not None}


def _is_narrative(key: str, value: object) -> bool:
    """A narrative by its length; the list of attachments is the same for all and says nothing."""
    return isinstance(value, str) and key != "materials.list" and len(plain(value)) >= _SHORTEST_SOURCE


def _text(record: Record, key: str) -> str:
    value = record.field(key)
    usable = value is not None and value.status == "filled" and value.confidence >= TRUST
    return str(value.value) if usable and value is not None else ""
