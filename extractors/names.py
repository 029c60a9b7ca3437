"""Names of delivered files as they may be shown and kept: on one line, nothing hidden in them, each but once."""

from __future__ import annotations

import os
import unicodedata
from hashlib import sha256
from pathlib import PurePosixPath

from pipeline.printable import visible

LONGEST = 400
"""Characters: what the store keeps, with room for the archives that a file lies in."""


def plain_name(name: str) -> str:
    """A name from a file system, normalised; bytes that are no UTF-8 are read as GB 18030, as Chinese systems write.

    >>> plain_name("甲\\u202efdp.exe")
    '甲�fdp.exe'
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "replace")
    return _short(visible(unicodedata.normalize("NFC", name)))


def _short(name: str) -> str:
    """A name of bearable length: the middle of a longer one gives way to its hash."""
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 60]}…{sha256(name.encode()).hexdigest()[:16]}…{name[-40:]}"


def unlike(path: str, taken: dict[str, int]) -> str:
    """The path, numbered where it is taken already; takes it.

    >>> unlike("a/b.pdf", {"a/b.pdf": 1})
    'a/b（2）.pdf'
    """
    wanted = path
    while wanted in taken:
        taken[path] += 1
        parts = PurePosixPath(path)
        wanted = str(parts.with_name(f"{parts.stem}（{taken[path]}）{parts.suffix}"))
    taken[wanted] = 1
    return wanted
