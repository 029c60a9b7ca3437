"""What a PDF carries besides its pages: attached files, and actions that a viewer would run (we run none)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pikepdf

from extractors.archives import Room, Unpacked
from extractors.limits import LIMITS
from extractors.names import plain_name
from pipeline.problems import DamagedFileError, TooLargeError

MOST_OBJECTS = 400_000
"""Objects looked at in one file; a file with more is said not to have been looked through."""
_ACTIONS = {
    "/JavaScript": "含 JavaScript（未运行）",
    "/Launch": "含启动程序的动作（未执行）",
    "/SubmitForm": "含提交数据的动作（未执行）",
    "/ImportData": "含导入数据的动作（未执行）",
    "/GoToR": "引用了外部文件（未访问）",
    "/GoToE": "引用了外部文件（未访问）",
    "/Rendition": "含多媒体动作（未执行）",
}
_DEEPEST = 12


@dataclass(slots=True)
class Contents:
    """What was found: words for the clerk, and the attached files with their names."""

    told: set[str] = field(default_factory=set)
    attached: list[tuple[str, Any]] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)


def told_of_pdf(path: Path) -> tuple[str, ...]:
    """What a person should know of a PDF that is read all the same."""
    with _opened(path) as document:
        return () if document is None else tuple(sorted(_look_through(document).told))


def unpack_attachments(path: Path, into: Path, room: Room) -> Iterator[Unpacked]:
    """Files attached to a PDF, to it all or to a page, written under ``into`` by number.

    A PDF that can't be looked through yields nothing: whether it can be read is for its reader to say.
    """
    with _opened(path) as document:
        found = [] if document is None else _look_through(document).attached
        if found:
            into.mkdir(parents=True, exist_ok=True)
        for number, (name, stream) in enumerate(found):
            shown = PurePosixPath(plain_name(name.replace("\\", "/").rsplit("/", 1)[-1])).name or f"附件{number + 1}"
            suffix = PurePosixPath(shown).suffix.lower()
            local = into / f"{number:06d}{suffix if suffix[1:].isalnum() and suffix.isascii() else ''}"
            try:
                data = _content(stream, min(room.bytes, LIMITS.file_bytes))
            except (pikepdf.PdfError, zlib.error, ValueError, RuntimeError):
                yield Unpacked(shown, None, DamagedFileError())
                continue
            if data is None or number >= room.entries:
                yield Unpacked(shown, None, TooLargeError("PDF 的附件过大或过多"))
                continue
            room = room.less(0, len(data))
            local.write_bytes(data)
            yield Unpacked(shown, local)


class _opened:  # noqa: N801
    """The PDF, or None where it can't be opened (damaged, a password)."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("rb")  # qpdf takes no path whose bytes are no UTF-8
        try:
            self.document: pikepdf.Pdf | None = pikepdf.open(self.file, suppress_warnings=True)
        except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, OSError):
            self.document = None

    def __enter__(self) -> pikepdf.Pdf | None:
        return self.document

    def __exit__(self, *_: object) -> None:
        if self.document is not None:
            self.document.close()
        self.file.close()


def _look_through(document: pikepdf.Pdf) -> Contents:
    found = Contents()
    try:
        for number, item in enumerate(document.objects):
            if number >= MOST_OBJECTS:
                found.told.add("对象过多，动作和附件未逐一检查")
                break
            _look_at(item, found, 0)
        _look_at(document.trailer, found, 0)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        found.told.add("结构有损坏，动作和附件未逐一检查")
    return found


def _look_at(item: Any, found: Contents, depth: int) -> None:
    """One object and what is written directly inside it; what it points at comes by itself."""
    if depth > _DEEPEST:
        return
    if isinstance(item, pikepdf.Array):
        for each in item:
            if isinstance(each, pikepdf.Dictionary | pikepdf.Array) and not each.is_indirect:
                _look_at(each, found, depth + 1)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        _look_at_keys(item, found)
        for key in item.keys():  # noqa: SIM118 - a PDF dictionary iterates otherwise
            each = item[key]
            if isinstance(each, pikepdf.Dictionary | pikepdf.Array) and not each.is_indirect:
                _look_at(each, found, depth + 1)


def _look_at_keys(item: Any, found: Contents) -> None:
    keys = item.keys()
    if "/S" in keys and isinstance(item["/S"], pikepdf.Name):
        words = _ACTIONS.get(str(item["/S"]))
        if words:
            found.told.add(words)
    if "/XFA" in keys:
        found.told.add("含 XFA 动态表单（只读取静态页面）")
    if "/EF" in keys and isinstance(item["/EF"], pikepdf.Dictionary):
        for key in ("/UF", "/F"):
            stream = item["/EF"].get(key)
            if isinstance(stream, pikepdf.Stream) and stream.objgen not in found.seen:
                found.seen.add(stream.objgen)
                found.attached.append((_name(item), stream))
                break


def _name(filespec: Any) -> str:
    name = filespec.get("/UF") or filespec.get("/F")
    return str(name) if isinstance(name, pikepdf.String) else ""


def _content(stream: Any, most: int) -> bytes | None:
    """The attached file's bytes; None where they are more than may be. Never unpacked without a bound."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)] if filters else []
    if not names:
        return raw if len(raw) <= most else None
    if names != ["/FlateDecode"] or "/DecodeParms" in stream:
        raise ValueError("/Filter")
    data = zlib.decompressobj().decompress(raw, min(most, LIMITS.archive_ratio * max(len(raw), 4096)) + 1)
    return data if len(data) <= min(most, LIMITS.archive_ratio * max(len(raw), 4096)) else None
