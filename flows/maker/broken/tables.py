"""Broken text tables and old Office containers."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from random import Random

from flows.maker.broken.bytewise import Named, stirred

SOUND_CSV = "序号,名称,数量\n1,数控车床,12\n2,注塑机,7\n"


def broken_tables(rng: Random) -> Iterator[Named]:
    """Text tables as no program writes them."""
    data = SOUND_CSV.encode("gb18030")
    yield from stirred(data * 20, rng, 8, 0)
    yield from (
        ("field-huge", b"a," + b"x" * 3_000_000), ("quote-open", b'a,b\n"' + b"x,\n" * 100_000),
        ("wide", b"," * 400_000),
        ("nothing", b",,,\n,,,\n"), ("white", b" \n\t\n"), ("half", data[:7]), ("utf-16", SOUND_CSV.encode("utf-16")),
        ("formulas", b'=cmd|"/c calc"!A1,+1,-1,@x\n'), ("escapes", b"\x1b[31m,\x9b2J,\xe2\x80\xae\n"),
        ("lone", b"\xff\xfe,\x81"), ("returns", b"a,b\rc,d\r\r\n"), ("separators", "a,b\u2028c,d\x1ce\n".encode()),
    )  # fmt: skip


def broken_containers(rng: Random) -> Iterator[Named]:
    """Old Office containers (OLE): directories without a book, allocation in rings, encrypted packages."""
    for name, entry in (("book", "Workbook"), ("locked", "EncryptedPackage"), ("word", "WordDocument")):
        whole = ole_container(entry)
        yield name, whole
        yield from ((f"{name}-{each}", data) for each, data in stirred(whole, rng, 6))
        yield f"{name}-ring", whole[:76] + struct.pack("<I", 0) * 109 + whole[512:]
        yield f"{name}-short", whole[:600]


def ole_container(entry: str) -> bytes:
    """An old Office file of that one entry: a sector for allocation and one for the directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", 0xFFFFFFFF) * 108
    header = header[:512].ljust(512, b"\xff")
    allocation = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    return header + allocation + ole_entry("Root Entry", 5) + ole_entry(entry, 2) + bytes(256)


def ole_entry(name: str, kind: int) -> bytes:
    """128 bytes of a directory: the entry's name, its kind (2 a stream, 5 the root)."""
    written = name.encode("utf-16-le") + b"\0\0"
    tail = struct.pack("<HBB", len(written), kind, 1) + b"\xff" * 12 + bytes(36) + struct.pack("<IQ", 2, 40_000)
    return written.ljust(64, b"\0") + tail.ljust(64, b"\0")
