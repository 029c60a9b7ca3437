"""Keys of what made something: content, code and data. What has the same key need not be made again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

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


@cache
def reading_version() -> str:
    """What turns bytes into pages: the readers, the layout, the engine and its models."""
    return digest((_sources("extractors", *_READING), version("rapidocr"), version("pypdfium2")))


@cache
def extraction_version() -> str:
    """What turns pages into records: the extractors, the forms, the language rules."""
    rooms = (_sources("extractors"), _sources("nlp_models"), _sources("pipeline", "records", "document"))
    return digest(rooms)


@cache
def rules_version() -> str:
    """What turns records into findings."""
    return _sources("pipeline", "checks")


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
