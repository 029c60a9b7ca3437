"""An entry as the server keeps it."""

from __future__ import annotations

import struct
from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from pipeline.ports import Entry
from search.document import document_of
from search.words.normal import plain


def key_of(entry_id: str) -> str:
    """The server's id of an entry: of fixed length, as its own may be longer than the server takes.

    Fifteen bytes in base64, which the server turns back into bytes to keep.
    """
    return urlsafe_b64encode(blake2b(entry_id.encode(errors="replace"), digest_size=15).digest()).decode()


@lru_cache(maxsize=4096)
def sortable(value: float) -> str:
    """A number as a text that sorts as the number does (sign and exponent of IEEE 754, turned round).

    >>> sortable(-2.0) < sortable(-1.0) < sortable(0.0) < sortable(0.5) < sortable(12000.0)
    True
    """
    bits = int(struct.unpack(">Q", struct.pack(">d", value + 0.0))[0])
    turned = bits ^ 0xFFFFFFFFFFFFFFFF if bits >> 63 else bits | 1 << 63
    return f"{turned:016x}"


def source_of(entry: Entry, *, words: bool = False) -> dict[str, Any]:
    """The document's fields, the empty ones left out; ``words`` where the server has an analyzer for them."""
    document = document_of(entry)
    source: dict[str, Any] = {
        "body": document.body,
        "grams": document.grams,
        "chars": document.chars,
        "folded": document.folded,
        "figures": document.figures,
        "initials": document.initials,
        "context": document.context,
        "p": document.scopes,
        "codes": document.codes,
        "exact": document.exact,
        "named": document.named,
        "numbers": [f"{name}={sortable(value)}" for name, value in document.numbers.items()],
        "value": document.value,
        "words": plain(entry.text) if words else "",
        **document.facets,
    }
    return {name: value for name, value in source.items() if value or value in (0.0, {})}
