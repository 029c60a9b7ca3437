"""Broken pictures: headers that promise other pixels than there are, directories in rings, odd resolutions."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from random import Random

from PIL import Image

from flows.maker.broken.bytewise import Named, cut, stirred, torn

_SIZE = (120, 170)
"""Small and white: what is still a picture after all costs no reading of letters."""


def sound_picture(kind: str) -> bytes:
    """A small white picture."""
    out = BytesIO()
    extra = {"compression": "tiff_deflate"} if kind == "TIFF" else {}
    Image.new("RGB", _SIZE, "white").save(out, kind, dpi=(100, 100), **extra)
    return out.getvalue()


def broken_pictures(kind: str, rng: Random) -> Iterator[Named]:
    """Mutants of a sound picture of that kind."""
    sound = sound_picture(kind)
    yield from cut(sound, 6)
    yield from stirred(sound, rng, 5, 4)
    yield from torn(sound, rng, 4, 4)
    yield from {"PNG": _png, "JPEG": _jpeg, "TIFF": _tiff, "BMP": _bmp}[kind](sound)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(sound: bytes) -> Iterator[Named]:
    start, rest = sound[:8], sound[33:]
    for name, width, height, depth, colour in (
        ("bomb", 60_000, 60_000, 8, 2), ("wide", 2**31 - 1, 1, 8, 2), ("none", 0, 0, 8, 2),
        ("over", 2**32 - 1, 9, 8, 2), ("depth", 120, 170, 77, 2),
        ("colour", 120, 170, 8, 99), ("palette", 120, 170, 8, 3),
        ("large", 12_000, 12_000, 1, 0),
    ):  # fmt: skip
        header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
        yield f"header-{name}", start + header + rest
    text = _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000), 9))
    yield "text-bomb", sound[:33] + text + sound[33:]
    density = _chunk(b"pHYs", struct.pack(">IIB", 2**32 - 1, 0, 1))
    yield "resolution", sound[:33] + density + sound[33:]
    yield "chunks", sound[:33] + _chunk(b"tEXt", b"a\0b") * 20_000 + sound[33:]


def _jpeg(sound: bytes) -> Iterator[Named]:
    at = sound.index(b"\xff\xc0")
    for name, height, width in (("bomb", 65_535, 65_535), ("none", 0, 120), ("thin", 65_535, 1)):
        yield f"header-{name}", sound[: at + 5] + struct.pack(">HH", height, width) + sound[at + 9 :]
    yield "components", sound[: at + 9] + b"\xff" + sound[at + 10 :]
    scan = sound.index(b"\xff\xda")
    yield "many-scans", sound[:scan] + sound[scan:-2] * 200 + b"\xff\xd9"
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x0112, 3, 1, 99) + b"\0\0\0\0"
    yield "turned-oddly", sound[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + sound[2:]
    yield "segments", sound[:2] + b"\xff\xfe\x00\x03a" * 50_000 + sound[2:]


def _tiff_of(entries: list[tuple[int, int, int, int]], following: int = 0, body: bytes = b"\xff" * 4096) -> bytes:
    """A TIFF of one directory: (tag, kind, count, value) each."""
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + directory + struct.pack("<I", following) + body


def _tiff(sound: bytes) -> Iterator[Named]:
    offset = struct.unpack_from("<I", sound, 4)[0]
    entries = struct.unpack_from("<H", sound, offset)[0]
    following = offset + 2 + 12 * entries
    yield "ring", sound[:following] + struct.pack("<I", offset) + sound[following + 4 :]
    yield "next-far", sound[:following] + struct.pack("<I", 0xFFFFFFF0) + sound[following + 4 :]
    for number in range(entries):
        at = offset + 2 + 12 * number
        for name, shape, place, value in (
            ("count", "<I", 4, 0xFFFFFFFF),
            ("kind", "<H", 2, 99),
            ("value", "<I", 8, 2**31),
        ):
            changed = bytearray(sound)
            struct.pack_into(shape, changed, at + place, value)
            yield f"entry-{number}-{name}", bytes(changed)
    grey = [(258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 200), (277, 3, 1, 1), (279, 4, 1, 4096)]
    for name, width, height in (("bomb", 60_000, 60_000), ("none", 0, 0), ("wide", 2**31 - 1, 2)):
        yield f"header-{name}", _tiff_of([(256, 4, 1, width), (257, 4, 1, height), *grey])
    many = b"".join(_directory(8 + 18 * number, number) for number in range(30_000))
    yield "many-directories", b"II*\0\x08\0\0\0" + many


def _directory(at: int, number: int) -> bytes:
    return struct.pack("<HHHIII", 1, 256, 3, 1, 1, at + 18 if number < 29_999 else 0)


def _bmp(sound: bytes) -> Iterator[Named]:
    for name, shape, at, value in (
        ("bomb", "<ii", 18, (60_000, 60_000)), ("upside-down", "<ii", 18, (120, -170)), ("none", "<ii", 18, (0, 0)),
        ("negative", "<ii", 18, (-120, 170)), ("header", "<I", 14, (7,)), ("header-huge", "<I", 14, (0xFFFFFFFF,)),
        ("bits", "<H", 28, (77,)), ("run-length", "<HI", 28, (8, 1)), ("offset", "<I", 10, (0xFFFFFFFF,)),
        ("colours", "<I", 46, (0xFFFFFFFF,)), ("resolution", "<ii", 38, (-1, 2**31 - 1)),
    ):  # fmt: skip
        changed = bytearray(sound)
        struct.pack_into(shape, changed, at, *value)
        yield f"header-{name}", bytes(changed)
