"""Broken PDFs: cross references, object trees, streams, sizes; attachments and actions as attackers write them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf

from flows.maker.broken.bytewise import Named, cut, stirred, torn

_KEYS = (
    b"/Root", b"/Pages", b"/Kids", b"/Count", b"/MediaBox", b"/Contents", b"/Resources", b"/Parent", b"/Length",
    b"/Font", b"/Type", b"/Filter", b"/Encoding", b"/ToUnicode", b"/DescendantFonts", b"/W",
)  # fmt: skip
_VALUES = (
    b"null", b"-1", b"99999999999999999999", b"1 0 R", b"3 0 R", b"9999 0 R", b"[1 0 R]", b"(text)", b"/Name",
    b"<< /Kids [1 0 R] >>", b"1e309", b"true",
)  # fmt: skip


def broken_pdfs(sound: bytes, rng: Random) -> Iterator[Named]:
    """Mutants of a sound PDF, and hostile ones written from nothing."""
    plain = _rewritten(sound)
    yield from cut(sound, 12)
    yield from stirred(plain, rng, 40)
    yield from torn(plain, rng, 24)
    yield from _cross_references(plain)
    yield from _values(plain, rng)
    yield from hostile_pdfs()


def _rewritten(data: bytes) -> bytes:
    """The same with its streams open and a plain table of cross references: its structure lies bare."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.save(
            out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True,
        )  # fmt: skip
    return out.getvalue()


def _cross_references(data: bytes) -> Iterator[Named]:
    at = data.rindex(b"startxref")
    table = data.rindex(b"xref", 0, at)
    for name, offset in (
        ("zero", 0),
        ("itself", table),
        ("end", len(data)),
        ("far", 10**18),
        ("middle", len(data) // 2),
    ):
        yield f"startxref-{name}", data[:at] + b"startxref\n%d\n%%%%EOF\n" % offset
    yield "no-xref", data[:table] + b"trailer\n<< /Root 1 0 R >>\n%%EOF"
    yield "no-trailer", data[:table]
    yield "prev-loop", data.replace(b"trailer <<", b"trailer << /Prev %d" % table)
    for shift in (-3, 7, 1000):
        yield f"xref-moved-{shift}", re.sub(rb"(\d{10}) (\d{5}) n", partial(_moved, shift), data)
    yield "xref-all-free", re.sub(rb"(\d{10} \d{5}) n", rb"\1 f", data)
    yield "xref-huge", re.sub(rb"xref\n0 \d+", b"xref\n0 4294967295", data)


def _moved(shift: int, entry: re.Match[bytes]) -> bytes:
    return b"%010d %s n" % (max(0, int(entry[1]) + shift), entry[2])


def _values(data: bytes, rng: Random) -> Iterator[Named]:
    """Every key of the structure with values that it should not have."""
    for key in _KEYS:
        places = [each.start() for each in re.finditer(re.escape(key) + rb"\b", data)]
        for number, value in enumerate(rng.sample(_VALUES, 6)):
            if places:
                at = places[number % len(places)] + len(key)
                yield f"{key[1:].decode()}-{number}", data[:at] + b" " + value + b" % " + data[at:]


def assemble(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A whole PDF of numbered objects; the first is its catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(body: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(body) if length is None else length, body)


def page_with(content: bytes, box: bytes = b"[0 0 595 842]", page: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page; ``more`` objects begin with number 6."""
    return assemble([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources 5 0 R %s >>" % (box, page),
        content,
        b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /X 6 0 R >> >>",
        *more,
    ])  # fmt: skip


_TEXT = b"BT /F 12 Tf 72 700 Td (75 units) Tj ET"


def hostile_pdfs() -> Iterator[Named]:
    """PDFs as nobody's program writes them: drawn for ever, nested without end, with sizes that lie."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources << /XObject << /X 6 0 R >> >>"
    yield "form-draws-itself", page_with(stream(b"/X Do"), b"[0 0 595 842]", b"", stream(b"/X Do " * 3, form))
    yield "many-states", page_with(stream(b"q " * 200_000 + _TEXT))
    yield "deep-arrays", page_with(stream(_TEXT), b"[" * 20_000 + b"]" * 20_000)
    yield "deep-dictionaries", page_with(stream(_TEXT), b"[0 0 9 9]", b"/A " + b"<< /A " * 5000 + b">> " * 5000)
    yield "length-lies-short", page_with(stream(_TEXT, length=3))
    yield "length-lies-long", page_with(stream(_TEXT, length=10**9))
    packed = zlib.compress(b"0 0 m 9 9 l S " * 100_000, 9)
    yield "packed-strokes", page_with(stream(packed, b"/Filter /FlateDecode"))
    for _ in range(40):
        packed = zlib.compress(packed)
    yield "filters-on-filters", page_with(stream(packed, b"/Filter [" + b"/FlateDecode " * 41 + b"]"))
    predictor = (
        b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>"
    )
    yield "predictor", page_with(stream(zlib.compress(_TEXT), predictor))
    yield from _sizes()
    yield from _pictures()
    yield from _trees()
    yield from _carrying()


def _sizes() -> Iterator[Named]:
    for number, box in enumerate((
        b"[0 0 0 0]", b"[0 0 -1 -1]", b"[0 0 14400 14400]", b"[0 0 1e9 1e9]", b"[0 0 1e38 1e-38]", b"[1 2]",
        b"[/A (b)]",        b"[0 0 0.001 842]", b"[5 5 4 4]", b"[-1e6 -1e6 1e6 1e6]",
    )):  # fmt: skip
        yield f"box-{number}", page_with(stream(_TEXT), box)
        yield f"box-scan-{number}", page_with(stream(b"595 0 0 842 0 0 cm /X Do"), box, b"", _image(4, 4))
    yield "user-unit", page_with(stream(_TEXT), b"[0 0 595 842]", b"/UserUnit 100000 /Rotate 90")
    for turn in (b"45", b"-90", b"99999999999", b"(a)", b"450"):
        yield f"rotate-{turn.decode()}", page_with(stream(_TEXT), b"[0 0 595 842]", b"/Rotate " + turn)


def _image(width: int, height: int, entries: bytes = b"", body: bytes = b"\xff" * 64) -> bytes:
    whole = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray %s"
    return stream(body, whole % (width, height, entries))


def _pictures() -> Iterator[Named]:
    draw = stream(b"595 0 0 842 0 0 cm /X Do")
    for number, (width, height) in enumerate(
        ((65_535, 65_535), (2**31 - 1, 2), (0, 0), (1, 2**31 - 1), (30_000, 30_000))
    ):
        yield f"picture-{number}", page_with(draw, b"[0 0 595 842]", b"", _image(width, height))
        flat = _image(width, height, b"/Filter /FlateDecode", zlib.compress(bytes(100_000)))
        yield f"picture-flat-{number}", page_with(draw, b"[0 0 595 842]", b"", flat)
    for name in (b"/DCTDecode", b"/JPXDecode", b"/JBIG2Decode", b"/CCITTFaxDecode", b"/RunLengthDecode"):
        entries = b"/Filter " + name + b" /DecodeParms << /K -1 /Columns 99999 /Rows 99999 >>"
        garbage = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8
        yield f"picture-{name[1:].decode()}", page_with(draw, b"[0 0 595 842]", b"", _image(100, 100, entries, garbage))
    mask = _image(4, 4, b"/SMask 6 0 R")
    yield "picture-masks-itself", page_with(draw, b"[0 0 595 842]", b"", mask)


def _trees() -> Iterator[Named]:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    catalogue = b"<< /Type /Catalog /Pages 2 0 R >>"
    for name, kids, count in (
        ("pages-in-themselves", b"[2 0 R]", 1), ("count-lies", b"[3 0 R]", 10**9), ("count-negative", b"[3 0 R]", -5),
        ("one-page-often", b"[" + b"3 0 R " * 300 + b"]", 300), ("kids-of-nothing", b"[9 0 R 10 0 R]", 2),
    ):  # fmt: skip
        yield name, assemble([catalogue, b"<< /Type /Pages /Kids %s /Count %d >>" % (kids, count), page])
    deep = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (at + 1, at - 1) for at in range(2, 1500)]
    yield "deep-pages", assemble([catalogue, *deep, page])
    yield "parents-in-a-ring", assemble([
        catalogue, b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>", b"<< /Type /Page /Parent 3 0 R >>",
    ])  # fmt: skip
    yield "no-catalogue", assemble([b"null"])
    yield (
        "encrypted-oddly",
        assemble([catalogue, b"<< /Kids [] /Count 0 >>"], b"/Encrypt << /Filter /Standard /V 99 >>"),
    )


def _carrying() -> Iterator[Named]:
    for name, action in (
        ("javascript", b"/S /JavaScript /JS (app.alert\\(1\\))"), ("launch", b"/S /Launch /F (/bin/sh)"),
        ("remote", b"/S /GoToR /F (\\\\\\\\host\\\\share)"), ("submit", b"/S /SubmitForm /F (http://localhost/)"),
    ):  # fmt: skip
        yield f"action-{name}", page_with(stream(_TEXT), b"[0 0 595 842]", b"/AA << /O << %s >> >>" % action)
    bomb = zlib.compress(bytes(40_000_000), 9)
    for name, file in (
        ("itself", b"4 0 R"), ("nothing", b"77 0 R"), ("bomb", b"6 0 R"),
    ):  # fmt: skip
        spec = (
            b"/Annots [ << /Type /Annot /Subtype /FileAttachment /FS << /F (../../a.pdf) /EF << /F %s >> >> >> ]" % file
        )
        yield (
            f"attached-{name}",
            page_with(stream(_TEXT), b"[0 0 595 842]", spec, stream(bomb, b"/Type /EmbeddedFile /Filter /FlateDecode")),
        )


def pdf_carrying(name: str, content: bytes, path: Path) -> Path:
    """A PDF of one page with a file attached to it."""
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments[name] = content
    document.save(path)
    return path
