"""Keys of what made something: content, code and data. What has the same key need not be made again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from extractors.kinds import DOC
from extractors.ocr.choose import chosen
from flows.converting import installed_office
from pipeline.records import FileEntry

_CONVERTED = "-doc"
READING = {
    "extractors": (
        "readers", "scan", "ocr", "layout", "read.py", "told.py", "kinds.py", "limits.py", "archives.py", "names.py",
        "office_parts.py", "old_office.py", "pdf_contents.py",
    ),
    "pipeline": ("document", "chinese.py", "printable.py"),
}  # fmt: skip
"""What turns bytes into pages as they are stored, by room: all that ``extractors/read.py`` imports, words apart."""
EXTRACTION = {
    "extractors": (),
    "nlp_models": (),
    "pipeline": (
        "records", "document", "chinese.py", "checks/named.py", "checks/provinces.py", "checks/trust.py",
        "checks/wording.py", "checks/data/provinces.yaml",
    ),
}  # fmt: skip
"""What turns pages into records, by room: whole rooms, and what of the one below them they import."""


def digest(parts: Iterable[str]) -> str:
    """One key of several."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@cache
def _sources(room: str, *places: str) -> str:
    """The hash of a room's code and data, or of some of its folders and files alone."""
    root = Path(str(files(room)))
    wanted = [root.joinpath(place) for place in places] or [root]
    below = (path for place in wanted for path in (place.rglob("*") if place.is_dir() else [place]))
    found = sorted(path for path in below if path.suffix in (".py", ".yaml", ".json", ".npz"))
    return digest(f"{path.relative_to(root)}:{sha256(path.read_bytes()).hexdigest()}" for path in found)


@dataclass(frozen=True, slots=True)
class Versions:
    """What is installed: what reads, what extracts, what checks, which LibreOffice (empty: none)."""

    reading: str
    extraction: str
    rules: str
    office: str = ""


_pinned: list[Versions] = []


def versions() -> Versions:
    """Those of this process: what its parent pinned, else what lies on the disk."""
    return _pinned[-1] if _pinned else _installed()


@cache
def _installed() -> Versions:
    office = installed_office()
    return Versions(_reading(), _extraction(), _sources("pipeline", "checks"), office.identity if office else "")


def pin(those: Versions) -> None:
    """Use the versions of the process that started this one.

    Were the program updated during a run, children would else look for pages under keys that nobody wrote. What they
    make is then filed under the older version, and made anew by the next run.
    """
    _pinned.append(those)


def reading_version(media_type: str = "") -> str:
    """What turns bytes into pages: the readers, the layout, the engine and its models.

    LibreOffice too where it comes first: another one of it reads old Word files again, and nothing else.
    """
    those = versions()
    return digest((those.reading, those.office)) if media_type == DOC else those.reading


@cache
def _reading() -> str:
    code = (_sources(room, *places) for room, places in READING.items())
    return digest((*code, chosen().identity, version("pypdfium2")))


def extraction_version() -> str:
    """What turns pages into records: the extractors, the forms, the language rules."""
    return versions().extraction


@cache
def _extraction() -> str:
    return digest(_sources(room, *places) for room, places in EXTRACTION.items())


def rules_version() -> str:
    """What turns records into findings."""
    return versions().rules


def delivery_key(file_entries: Iterable[FileEntry]) -> str:
    """A delivery by the paths and contents of its files; it says whether old Word files are among them."""
    entries = list(file_entries)
    key = digest(f"{each.path}:{each.sha256}:{each.outcome if not each.sha256 else ''}" for each in entries)
    return key + _CONVERTED if any(each.media_type == DOC for each in entries) else key


def record_key(delivery: str, corrections: dict[str, tuple[str, str]]) -> str:
    """A record by what was delivered, what read and extracted it, and what persons corrected."""
    corrected = digest(f"{key}={written}" for key, (written, _) in sorted(corrections.items()))
    reading = reading_version(DOC if delivery.endswith(_CONVERTED) else "")
    return digest((delivery, reading, extraction_version(), corrected))


def checked_key(record: str) -> str:
    """Findings by the record and the rules."""
    return digest((record, rules_version()))
