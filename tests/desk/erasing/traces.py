"""What a person leaves in a store, and the search for it in every file and table."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from flows.correcting import check_again, compare_again, correct
from flows.indexing import reindex
from pipeline.store import Store
from pipeline.store.packing import unpack_finding
from pipeline.store.sessions import reading
from pipeline.store.tables import Base, FindingRow
from tests.desk.conftest import FIRST, SECOND

PHONE = "13987650123"
REASON = f"已电话核实 {PHONE}"


def used(store: Store) -> str:
    """A person's phone gets everywhere a reviewer can bring it; returns the finding that they decided."""
    correct(store, FIRST, "contact.phone", PHONE, "虚构甲（one）")
    finding = next(each for each in store.findings(FIRST) if each.slug == "count-below-claim")
    store.decide(FIRST, finding.identity, "dismissed", REASON, "虚构甲（one）")
    check_again(store, [FIRST])
    compare_again(store)
    reindex(store)  # one segment with both in it, as an index has them after a while
    return finding.identity


def streams(data: bytes) -> Iterator[bytes]:
    """The bytes as they are, and whatever can be unpacked from any place in them."""
    yield data
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        unpacked = zlib.decompressobj()
        part = b""
        try:
            for at in range(found.start(), len(data), 256):
                part += unpacked.decompress(data[at : at + 256])
                if unpacked.eof or len(part) > 1_000_000:
                    break
        except zlib.error:
            pass
        yield part


def holding(folder: Path, words: str) -> set[str]:
    """The parts of the store whose files hold eight characters of these words anywhere, in free room too."""
    runs = [words[at : at + 8].encode() for at in range(len(words) - 7)]
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and any(run in each for each in streams(path.read_bytes()) for run in runs):
            found.add(path.relative_to(folder).parts[0])
    return found


def tables_naming(store: Store, names: list[str]) -> set[str]:
    """The tables that hold one of these anywhere, in what is packed too."""
    wanted = [each.encode() for each in names]
    found = set()
    with reading(store.engine) as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                cells = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
                if any(name in stream for cell in cells for stream in streams(cell) for name in wanted):
                    found.add(table.name)
    return found


def speak_of_first(store: Store) -> list[str]:
    """What is kept of the second submission's findings, those that no longer hold too, that names the first."""
    with reading(store.engine) as session:
        kept = session.execute(select(FindingRow.data).where(FindingRow.submission == SECOND)).scalars()
        found = [unpack_finding(data) for data in kept]
    return [each.message for each in found if any(side.submission == FIRST for side in each.evidence)]
