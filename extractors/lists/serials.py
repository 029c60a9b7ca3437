"""Serial numbers of rows: read, told from other text, and held against their neighbours."""

from __future__ import annotations

import re
import unicodedata

from extractors.lists.lookalikes import as_digits

_NUMBER = re.compile(r"^[(\[]?0*(\d{1,7})[)\].、,:]*$")


def serial_number(text: str) -> int | None:
    """The number that a serial cell says, None where it says none: ``12``, ``12.``, ``０１２``, ``（3）``."""
    found = _NUMBER.match("".join(unicodedata.normalize("NFKC", text).split()))
    return int(found.group(1)) if found else None


def lookalike_number(text: str) -> int | None:
    """The number after letters and strokes that engines take for digits are read as the digits they look like."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).strip("-_.·'`,、")
    return serial_number(as_digits(folded)) if len(folded) <= 7 else None


def is_serial(text: str) -> bool:
    """Whether the text can stand in a serial column: a number, or something short such as A-1, 1.2, 一, ①."""
    return 0 < len(text) <= 8 and (serial_number(text) is not None or len(text) <= 6)
