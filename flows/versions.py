"""Keys of what made something: content, code and data. What has the same key need not be made again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from extractors.ocr.choose import chosen
from pipeline.records import FileEntry

_READING = ("readers", "scan", "ocr", "layout")


def digest(parts: Iterable[str]) -> str:
    """One key of several."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@cache
def _sources(room: str, *folders: str) -> str:
    """The hash of a room's code and data, or of some of its folders alone."""
    root = Path(str(files(room)))
    wanted = [root.joinpath(folder) for folder in folders] or [root]
    found = sorted(path for folder in wanted for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".json"))
    return digest(f"{path.relative_to(root)}:{sha256(path.read_bytes()).hexdigest()}" for path in found)


@dataclass(frozen=True, slots=True)
class Versions:
    """What is installed: what reads, what extracts, what checks."""

    reading: str
    extraction: str
    rules: str


_pinned: list[Versions] = []


def versions() -> Versions:
    """Those of this process: what its parent pinned, else what lies on the disk."""
    return _pinned[-1] if _pinned else Versions(_reading(), _extraction(), _sources("pipeline", "checks"))


def pin(those: Versions) -> None:
    """Use the versions of the process that started this one.

    Were the program updated during a run, children would else look for pages under keys that nobody wrote. What they
    make is then filed under the older version, and made anew by the next run.
    """
    _pinned.append(those)


def reading_version() -> str:
    """What turns bytes into pages: the readers, the layout, the engine and its models."""
    return versions().reading


@cache
def _reading() -> str:
    return digest((_sources("extractors", *_READING), chosen().identity, version("pypdfium2")))


def extraction_version() -> str:
    """What turns pages into records: the extractors, the forms, the language rules."""
    return versions().extraction


@cache
def _extraction() -> str:
    rooms = (_sources("extractors"), _sources("nlp_models"), _sources("pipeline", "records", "document"))
    return digest(rooms)


def rules_version() -> str:
    """What turns records into findings."""
    return versions().rules


def delivery_key(file_entries: Iterable[FileEntry]) -> str:
    """A delivery by the paths and contents of its files."""
    return digest(f"{each.path}:{each.sha256}:{each.outcome if not each.sha256 else ''}" for each in file_entries)


def record_key(delivery: str, corrections: dict[str, tuple[str, str]]) -> str:
    """A record by what was delivered, what read and extracted it, and what persons corrected."""
    corrected = digest(f"{key}={written}" for key, (written, _) in sorted(corrections.items()))
    return digest((delivery, reading_version(), extraction_version(), corrected))


def checked_key(record: str) -> str:
    """Findings by the record and the rules."""
    return digest((record, rules_version()))
