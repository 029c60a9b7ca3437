"""The trained pipelines of ``model/``, each loaded once a process, and only where it is first asked something."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_COMMAND_LINE, _INFO = "spacy.cli", "spacy.cli.info"


@cache
def pipeline(name: str) -> Language:
    """The pipeline committed in ``model/NAME``."""
    try:
        with _without_command_line():
            import spacy
    except ImportError:  # a spaCy that wants more of its command line
        import spacy
    return spacy.load(str(files("nlp_models").joinpath("model", name)))


@contextmanager
def _without_command_line() -> Iterator[None]:
    """spaCy imports its command line, with web clients and all, for one function: that is half of its loading time.

    Whoever wants the command line later gets the real one.
    """
    if "spacy" in sys.modules:
        yield
        return
    room, info = ModuleType(_COMMAND_LINE), ModuleType(_INFO)
    room.__path__ = []
    info.info = None  # type: ignore[attr-defined]
    sys.modules[_COMMAND_LINE], sys.modules[_INFO] = room, info
    try:
        yield
    finally:
        del sys.modules[_COMMAND_LINE], sys.modules[_INFO]
        if (spacy := sys.modules.get("spacy")) is not None and getattr(spacy, "cli", None) is room:
            del spacy.cli
