"""Broken Word and Excel files: their zip, their XML, and values that no office program writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from flows.maker.broken.bytewise import Named, cut, stirred, torn
from flows.maker.broken.zips import lying_directories, packed, parts_of

_LARGEST_PART = 100_000
"""Word's own styles are larger; a book is read without them, and far quicker."""
_WORD, _SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"


def broken_words(sound: bytes, rng: Random) -> Iterator[Named]:
    """Mutants of a sound docx."""
    parts = {name: data for name, data in parts_of(sound).items() if len(data) < _LARGEST_PART or name == _WORD}
    yield from _any_office(parts, _WORD, rng)
    for name, pattern, value in (
        ("span-huge", r'w:gridSpan w:val="\d+"', 'w:gridSpan w:val="999999999"'),
        ("span-words", r'w:gridSpan w:val="\d+"', 'w:gridSpan w:val="many"'),
        ("span-negative", r'w:gridSpan w:val="\d+"', 'w:gridSpan w:val="-3"'),
        ("span-point", r'w:gridSpan w:val="\d+"', 'w:gridSpan w:val="1.5"'),
        ("before", r"<w:tr[ >]", '<w:tr><w:trPr><w:gridBefore w:val="x"/></w:trPr></w:tr><w:tr '),
        ("before-huge", r"<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="2000000000"/></w:trPr>'),
        ("symbol", r"<w:t>", '<w:sym w:font="Wingdings" w:char="zz"/><w:t>'),
        ("symbol-far", r"<w:t>", '<w:sym w:font="Wingdings" w:char="FFFFFFFFFFFF"/><w:t>'),
        ("merge-of-nothing", r"<w:tcPr>", "<w:tcPr><w:vMerge/>"),
        ("outline", r"<w:pPr>", '<w:pPr><w:outlineLvl w:val="²"/>'),
        ("style", r"<w:pPr>", '<w:pPr><w:pStyle w:val="heading²"/>'),
        ("numbered", r"<w:pPr>", '<w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr>'),
        ("numbered-deep", r"<w:pPr>", '<w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>'),
        ("no-body", r"<w:body>.*</w:body>", ""),
        ("field-never-ends", r"<w:r>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'),
    ):  # fmt: skip
        yield f"word-{name}", _with(parts, _WORD, partial(_replaced, pattern, value))
    numbering = "word/numbering.xml"
    for name, value in (("start", '<w:start w:val="x"'), ("start-huge", '<w:start w:val="99999999999999999999"')):
        yield f"word-{name}", _with(parts, numbering, partial(_replaced, r'<w:start w:val="\d+"', value))
    yield "word-level", _with(parts, numbering, lambda text: re.sub(r'w:ilvl="\d+"', 'w:ilvl="x"', text))
    yield "word-deep-tables", _with(parts, _WORD, lambda text: _nested(text, "w:tbl><w:tr><w:tc", 200))
    yield "word-very-deep", _with(parts, _WORD, lambda text: _nested(text, "w:sdt><w:sdtContent", 30_000))
    yield "word-deep-runs", _with(parts, _WORD, lambda text: _nested(text, "w:ins", 240))
    yield (
        "word-wide",
        _with(parts, _WORD, lambda text: text.replace("<w:tr>", "<w:tr>" + "<w:tc><w:p/></w:tc>" * 5000, 1)),
    )


def broken_sheets(sound: bytes, rng: Random) -> Iterator[Named]:
    """Mutants of a sound xlsx."""
    parts = parts_of(sound)
    yield from _any_office(parts, _SHEET, rng)
    for name, pattern, value in (
        ("cell-last", r'r="A3"', 'r="XFD1048576"'), ("cell-beyond", r'r="A3"', 'r="ZZZZZZ99999999999"'),
        ("cell-words", r'r="A3"', 'r="%%"'), ("row-beyond", r'<row r="3"', '<row r="4294967299"'),
        ("string-beyond", r't="s"><v>\d+</v>', 't="s"><v>4000000000</v>'),
        ("string-words", r't="s"><v>\d+</v>', 't="s"><v>words</v>'),
        ("date-huge", r"<v>\d+</v>", "<v>1e300</v>"), ("number-nan", r"<v>\d+</v>", "<v>NaN</v>"),
        ("boolean", r't="s"><v>\d+</v>', 't="b"><v>7</v>'), ("error", r't="s"><v>\d+</v>', 't="e"><v>#REF!</v>'),
        ("kind", r't="s"', 't="zz"'), ("style", r's="\d+"', 's="4000000000"'),
        ("merge-all", r"</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        ("merge-words", r"</sheetData>", '</sheetData><mergeCells><mergeCell ref="::"/></mergeCells>'),
        ("merge-back", r"</sheetData>", '</sheetData><mergeCells><mergeCell ref="C9:A1"/></mergeCells>'),
        ("dimension", r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'),
        ("formula", r"<v>\d+</v>", "<f>WEBSERVICE(&quot;http://localhost/&quot;)</f><v>1</v>"),
    ):  # fmt: skip
        yield f"sheet-{name}", _with(parts, _SHEET, partial(_replaced, pattern, value))
    book = "xl/workbook.xml"
    yield "sheet-no-name", _with(parts, book, lambda text: re.sub(r'<sheet name="[^"]*"', '<sheet name=""', text))
    yield "sheet-same-relation", _with(parts, book, lambda text: re.sub(r'r:id="\w+"', 'r:id="rId1"', text))
    yield "sheet-old-dates", _with(parts, book, lambda text: text.replace("<workbookPr ", '<workbookPr date1904="x" '))


def _any_office(parts: dict[str, bytes], main: str, rng: Random) -> Iterator[Named]:
    sound = packed(parts)
    yield from cut(sound, 8)
    yield from stirred(sound, rng, 16)
    yield from torn(sound, rng, 12)
    yield from lying_directories(sound, main.encode())
    for name in parts:
        yield f"without-{name.replace('/', '-')}", packed({each: parts[each] for each in parts if each != name})
    yield from ((f"xml-{name}", packed({**parts, main: data})) for name, data in cut(parts[main], 6))
    yield from ((f"xml-{name}", packed({**parts, main: data})) for name, data in stirred(parts[main], rng, 16, 60))
    yield from ((f"xml-{name}", packed({**parts, main: data})) for name, data in torn(parts[main], rng, 12, 60))
    yield from _document_types(parts, main)
    yield from _relations(parts, main)


_BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def _document_types(parts: dict[str, bytes], main: str) -> Iterator[Named]:
    """Entities in any encoding and behind any padding."""
    text = re.sub(r"^<\?xml[^>]*\?>\s*", "", parts[main].decode())
    for name, data in (
        ("plain", (_BOMB + text).encode()),
        ("padded", ("<!--" + "x" * 9000 + "-->" + _BOMB + text).encode()),
        ("utf-16", ('<?xml version="1.0" encoding="UTF-16"?>' + _BOMB + text).encode("utf-16")),
        ("utf-16-be", ('<?xml version="1.0" encoding="UTF-16BE"?>' + _BOMB + text).encode("utf-16-be")),
        ("utf-7", b'<?xml version="1.0" encoding="UTF-7"?>' + (_BOMB + text).encode("utf-7")),
        ("gb18030", ('<?xml version="1.0" encoding="GB18030"?>' + _BOMB + text).encode("gb18030")),
        ("in-relations", parts[main]),
    ):
        changed = {**parts, main: data}
        if name == "in-relations":
            changed["_rels/.rels"] = _BOMB.encode() + parts["_rels/.rels"].split(b"?>", 1)[-1]
        yield f"dtd-{name}", packed(changed)


def _relations(parts: dict[str, bytes], main: str) -> Iterator[Named]:
    """Relations to themselves, out of the package, to other hosts."""
    for name, target, mode in (
        ("itself", "_rels/.rels", "Internal"), ("out", "../../../../etc/passwd", "Internal"),
        ("host", "http://localhost:9/x", "External"), ("share", "file:////localhost/share/x", "External"),
    ):  # fmt: skip
        extra = (
            f'<Relationship Id="x9" Type="http://x/oleObject" Target="{target}" TargetMode="{mode}"/></Relationships>'
        )
        for where in [each for each in parts if each.endswith(".rels")][:2]:
            changed = parts[where].replace(b"</Relationships>", extra.encode())
            yield f"relation-{name}-{len(where)}", packed({**parts, where: changed})


def _with(parts: dict[str, bytes], name: str, change: Callable[[str], str]) -> bytes:
    return packed({**parts, name: change(parts[name].decode()).encode()})


def _replaced(pattern: str, value: str, text: str) -> str:
    return re.sub(pattern, value, text, count=20, flags=re.DOTALL)


def _nested(text: str, tags: str, depth: int) -> str:
    """The body with a tower of elements in it."""
    close = "".join(f"</{each}>" for each in reversed(tags.split("><")))
    return text.replace("<w:body>", "<w:body>" + f"<{tags}>" * depth + "<w:p/>" + close * depth, 1)
