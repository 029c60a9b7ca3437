"""Zip files read apart and written anew with lies: directories, sizes, names, methods."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO

from flows.maker.broken.bytewise import Named

_THEN = (1980, 1, 1, 0, 0, 0)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts, the same bytes at any time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


_LIES = (
    # name, offset in a directory entry, format, value
    ("method-unknown", 10, "<H", 99), ("encrypted", 8, "<H", 1), ("crc", 16, "<I", 0xDEADBEEF),
    ("packed-size-zero", 20, "<I", 0), ("packed-size-huge", 20, "<I", 0xFFFFFFF0), ("size-zero", 24, "<I", 0),
    ("size-small", 24, "<I", 5), ("size-huge", 24, "<I", 0xFFFFFFF0), ("size-zip64", 24, "<I", 0xFFFFFFFF),
    ("name-long", 28, "<H", 60_000), ("extra-long", 30, "<H", 60_000), ("comment-long", 32, "<H", 65_535),
    ("disk", 34, "<H", 7), ("link", 38, "<I", 0o120777 << 16), ("offset-far", 42, "<I", 0xFFFFFF00),
    ("offset-zero", 42, "<I", 0),
)  # fmt: skip


def lying_directories(data: bytes, which: bytes) -> Iterator[Named]:
    """The directory's entry of one part with one lie each; then the end of the directory with some."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(which))
    for name, offset, shape, value in _LIES:
        changed = bytearray(data)
        struct.pack_into(shape, changed, at + offset, value)
        yield f"directory-{name}", bytes(changed)
    end = data.rindex(b"PK\x05\x06")
    for name, offset, shape, value in (
        ("entries-none", 10, "<H", 0), ("entries-many", 10, "<H", 65_535), ("size", 12, "<I", 5),
        ("start", 16, "<I", 1),        ("start-far", 16, "<I", 0xFFFFFFF0), ("comment", 20, "<H", 65_535),
    ):  # fmt: skip
        changed = bytearray(data)
        struct.pack_into(shape, changed, end + offset, value)
        yield f"end-{name}", bytes(changed)
    yield "directory-gone", data[: data.index(b"PK\x01\x02")]
    yield "directory-twice", data[:end] + data[data.index(b"PK\x01\x02") : end] + data[end:]


def hostile_archives(sound: bytes) -> Iterator[Named]:
    """Archives that climb out, nest, repeat names or blow up."""
    names = (
        "../a.pdf",
        "/etc/a.pdf",
        "C:\\a.pdf",
        "..\\..\\a.pdf",
        ".",
        "./",
        "a//b.pdf",
        "\x1b[31m.pdf",
        "甲\u202efdp.exe",
    )
    for number, name in enumerate(names):
        yield f"name-{number}", packed({name: sound, "good.pdf": sound})
    nested = packed({"a.pdf": sound})
    for depth in range(1, 6):
        nested = packed({"in.zip": nested})
        yield f"nested-{depth}", nested
    yield "bomb", packed({"zeros.pdf": bytes(20_000_000), "good.pdf": sound})
    yield "same-name", _twice("a.pdf", "a.pdf", sound)
    yield "same-name-but-case", _twice("a.pdf", "A.PDF", sound)
    yield "empty", packed({})
    yield "folders-only", packed({"甲/": b""})
    yield "many-entries", packed({f"{number}.txt": b"x" for number in range(3000)})
    yield "ofd", packed({"OFD.xml": b"<ofd/>"})


def _twice(one: str, two: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (one, "\0" * len(two)):
            archive.writestr(zipfile.ZipInfo(name.replace("\0", "#"), _THEN), content)
    return out.getvalue().replace(b"#" * len(two), two.encode())
