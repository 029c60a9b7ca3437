"""Which LibreOffice is here: the one that is configured, else the one on the path or in its usual places."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipeline.problems import EngineMissingError

OFFICE = "HESHU_OFFICE"
"""LibreOffice's ``soffice``, or the folder that holds it; ``none`` reads no old Word files. Empty looks for it."""
_NONE = "none"
_USUAL = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program")
_IDENTITY = ("libmswordlo.so", "libswlo.so", "versionrc")
"""What reads .doc and writes docx, what lies between, and the build."""


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice with its Writer. ``identity`` differs with its build, and with how we ask it."""

    program: Path
    identity: str


@cache
def installed_office() -> Office | None:
    """LibreOffice as configured by ``HESHU_OFFICE``; None where there is none, or it is switched off.

    Raises:
        EngineMissingError: what is configured is no LibreOffice with Writer.
    """
    chosen = os.environ.get(OFFICE, "")
    if chosen == _NONE:
        return None
    if chosen:
        office = _office_at(Path(chosen))
        if office is None:
            raise EngineMissingError(f"{OFFICE} 所指处没有带 Writer 的 LibreOffice：{chosen}")
        return office
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    places = (*([on_path] if on_path else ()), *_USUAL, *map(str, sorted(Path("/opt").glob("libreoffice*/program"))))
    return next((office for office in map(_office_at, map(Path, places)) if office is not None), None)


def _office_at(place: Path) -> Office | None:
    """The program itself, not the script before it: that starts others."""
    resolved = place.resolve()
    folder = resolved if resolved.is_dir() else resolved.parent
    program = folder / "soffice.bin"
    if not os.access(program, os.X_OK) or not (folder / _IDENTITY[0]).is_file():
        return None
    asked = sorted(Path(__file__).parent.glob("*.[px]*"))
    digest = sha256()
    for part in (*(folder / name for name in _IDENTITY), *asked):
        if part.is_file():
            digest.update(part.read_bytes())
    return Office(program, digest.hexdigest()[:32])
