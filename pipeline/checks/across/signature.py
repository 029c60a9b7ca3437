"""What of a submission is compared with others: hashes and a few values, some hundred kilobytes for a large one.

A signature is made once, kept in the store (see ``packing.py``), and compared without the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pipeline.checks.across.lists import ListSignature, sign
from pipeline.checks.across.picture import Picture
from pipeline.checks.across.printed import printed_grams
from pipeline.checks.across.shingles import grams
from pipeline.checks.codes import is_email, is_mobile, normal_code, normal_phone
from pipeline.checks.trust import TRUST
from pipeline.checks.wording import alike, plain, says_nothing
from pipeline.records import ListRecord, Record, Row

Hashes = NDArray[np.uint64]

SHORTEST_NARRATIVE = 150
"""Characters from which a narrative may be said to be copied."""
_SHORTEST_SOURCE, _FEWEST_GRAMS = 100, 60
_SHORTEST_ID = 4
_TELLING = 3
_COUNTS = (
    "devices.total", "models.total", "apps.total", "enterprises.total", "developers.third_party", "developers.total",
    "solutions.total",
)  # fmt: skip
_NAMED = {"enterprises": "name", "contracts": "enterprise", "developers": "phone"}
"""The column of a list whose values tie applicants together in the network: customers, and developers by number."""


DEALS = {"enterprises": "name", "contracts": "enterprise"}
"""The column of a list that names the customer of an amount."""


def _nothing() -> Hashes:
    return np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """One submission, ready to be compared.

    ``lists`` by kind; ``narratives`` the hashes of every run of five characters that the form does not print itself,
    ``lengths`` their characters; ``named`` the hashes of customers and developers, by kind of list; ``deals`` those of
    a customer with the amount of its contract; ``pictures`` are its scanned pages.
    """

    submission: str
    form: str
    name: str
    code: str
    recommender: str
    mobile: str
    email: str
    counts: dict[str, float] = field(default_factory=dict)
    device_ids: Hashes = field(default_factory=_nothing)
    lists: dict[str, ListSignature] = field(default_factory=dict)
    narratives: dict[str, Hashes] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    named: dict[str, Hashes] = field(default_factory=dict)
    deals: Hashes = field(default_factory=_nothing)
    pictures: tuple[Picture, ...] = ()

    def same_applicant(self, other: Signature) -> bool:
        """Whether both are of one applicant: the same name or the same organisation code."""
        return bool((self.name and self.name == other.name) or (self.code and self.code == other.code))


def without_arrays(signature: Signature) -> Signature:
    """The few plain values alone: thousands of them fit in a few megabytes."""
    return replace(signature, device_ids=_nothing(), lists={}, narratives={}, named={}, deals=_nothing(), pictures=())


def hashed(text: str) -> int:
    """64 bits of a text, the same on every machine; never 0."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def id_hash(row: Row) -> int:
    """The device ID of a row; 0 where there is none, or one so short that anybody may have it."""
    return _told(row, "device_id", _SHORTEST_ID)


def deal_hash(row: Row, column: str) -> int:
    """A customer with its amount; 0 where either is missing, or the amount is so round that anybody may have it."""
    customer = alike(row.cells.get(column, ""))
    written = plain(row.cells.get("amount", "")).replace(",", "")
    amount = written.rstrip("0").rstrip(".") if "." in written else written
    digits = amount.replace(".", "").strip("0")
    telling = len(digits) >= _TELLING or (len(digits) == _TELLING - 1 and "." in amount)
    return hashed(f"{customer}|{amount}") if len(customer) >= _SHORTEST_ID and telling else 0


def _told(row: Row, column: str, shortest: int) -> int:
    written = row.cells.get(column, "")
    folded = alike(written)
    return 0 if says_nothing(written) or len(folded) < shortest else hashed(folded)


def signature_of(record: Record, pictures: Iterable[Picture] = ()) -> Signature:
    """The signature of a record and of its scanned pages; values below the trust threshold are left out."""
    texts = {value.key: str(value.value) for value in record.fields if _is_narrative(value.key, value.value)}
    grams_of = {key: np.setdiff1d(grams(text), printed_grams(record.form)) for key, text in texts.items()}
    kept = {key: each for key, each in grams_of.items() if len(each) >= _FEWEST_GRAMS}
    mobile, email = normal_phone(_text(record, "contact.mobile")), plain(_text(record, "contact.email")).lower()
    devices = record.list("devices")
    return Signature(
        record.name,
        record.form or "",
        alike(_text(record, "applicant.name") or _text(record, "cover.applicant")),
        alike(normal_code(_text(record, "applicant.org_code"))),
        _text(record, "cover.recommender"),
        mobile if is_mobile(mobile) else "",
        email if is_email(email) else "",
        _counts(record),
        _distinct(id_hash(row) for row in (devices.rows if devices else ())),
        {each.kind: sign(record.form, each) for each in record.lists if each.kind != "recommendations"},
        kept,
        {key: len(plain(texts[key])) for key in kept},
        {kind: _distinct(_told(row, _NAMED[kind], 3) for row in rows.rows) for kind, rows in _named_lists(record)},
        _distinct(deal_hash(row, at) for kind, at in DEALS.items() if (rows := record.list(kind)) for row in rows.rows),
        tuple(pictures),
    )


def _named_lists(record: Record) -> Iterator[tuple[str, ListRecord]]:
    return ((each.kind, each) for each in record.lists if each.kind in _NAMED)


def _distinct(hashes: Iterable[int]) -> Hashes:
    return np.array(sorted(set(hashes) - {0}), dtype=np.uint64)


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
