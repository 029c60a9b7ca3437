"""What a stranger's file may cost: every limit of the gate in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on delivered files; beyond them a file is refused by name, never read in part without saying so."""

    file_bytes: int = 1_000_000_000
    pages: int = 20_000
    pixels: int = 200_000_000
    archive_entries: int = 20_000
    archive_bytes: int = 8_000_000_000
    archive_ratio: int = 250
    archive_depth: int = 3
    xml_bytes: int = 400_000_000
    seconds_a_page: float = 120.0
    memory_bytes: int = 6_000_000_000


LIMITS = Limits()
