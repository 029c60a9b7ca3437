"""What a stranger's file may cost: every limit of the gate in one place.

Each can be set by an environment variable ``HESHU_LIMIT_`` and its name: ``HESHU_LIMIT_PAGES=40000``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from pipeline.problems import UsageError

PREFIX = "HESHU_LIMIT_"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on delivered files; beyond them a file is refused by name, never read in part without saying so.

    ``file_bytes`` and ``archive_*`` are bytes and numbers of one delivery: nested archives and attachments share them.
    ``xml_bytes`` is one unpacked part of a Word or Excel file. ``pixels`` is one picture as delivered; larger pages
    than ``readable_pixels`` are made smaller before they are read.
    ``seconds_a_conversion`` is how long LibreOffice may take over one old Word file.
    ``late_pages`` is how many pages of one file may run out of time or kill their process before the rest is left.
    ``memory_bytes`` is a child process's private memory.
    """

    file_bytes: int = 1_000_000_000
    pages: int = 20_000
    pixels: int = 150_000_000
    readable_pixels: int = 40_000_000
    archive_entries: int = 20_000
    archive_bytes: int = 8_000_000_000
    archive_ratio: int = 250
    archive_depth: int = 3
    xml_bytes: int = 400_000_000
    seconds_a_look: int = 120
    seconds_a_page: int = 120
    seconds_a_conversion: int = 600
    late_pages: int = 5
    memory_bytes: int = 6_000_000_000


def limits_from(environment: Mapping[str, str]) -> Limits:
    """The limits with what the environment sets.

    Raises:
        UsageError: a variable names no limit, or its value is no whole number above zero.
    """
    known = {field.name for field in fields(Limits)}
    chosen: dict[str, int] = {}
    for variable, written in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise UsageError(f"没有这项限制：{variable}")
        if not written.isascii() or not written.isdigit() or int(written) < 1:
            raise UsageError(f"{variable} 应为正整数，现为「{written}」")
        chosen[name] = int(written)
    return Limits(**chosen)


LIMITS = limits_from(os.environ)
