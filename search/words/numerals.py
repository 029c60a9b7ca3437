"""What a numeral says; its parser is loaded at the first one, as most searches have none to wait for."""

from __future__ import annotations


def value_of_numeral(written: str) -> float | None:
    """The number that a normalised text writes (``1.2万``, ``三百二十``), or None."""
    from nlp_models.numerals import parse

    numeral = parse(written)
    return None if numeral is None else numeral.value
