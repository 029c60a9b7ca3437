"""Everything outside that can be unplugged, as protocols: adapters live one a file, use cases take ports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:  # whoever only searches need not wait for numpy
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
else:
    Image = Any
"""Height x width x 3 (RGB) or height x width (grey), 8 bits."""


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line as an engine read it: text, its box in pixels (x0, y0, x1, y1) of the image given, its score (0..1).

    ``edges`` are the x of the left edge of each character and the right edge of the last, in pixels; may be empty.
    ``weakest`` is the score of the character that the engine is least sure of; ``scores`` are those of all its
    characters, spaces too; may be empty. ``rivals`` are, of each character, the score of the likeliest other one that
    may stand in its place; empty where the engine does not tell.
    """

    text: str
    box: tuple[float, float, float, float]
    score: float
    edges: tuple[float, ...] = ()
    weakest: float = 0.0
    scores: tuple[float, ...] = ()
    rivals: tuple[float, ...] = ()


Glance = Callable[[Sequence[Image]], Sequence[OcrLine]]


class OcrEngine(Protocol):
    """Reads printed text from pixels. One object a worker: implementations need not be safe to share."""

    @property
    def name(self) -> str:
        """Name and version, as it appears in every source it is responsible for."""

    def find_lines(self, image: Image) -> Sequence[tuple[float, float, float, float]]:
        """The boxes (x0, y0, x1, y1 in pixels) of the lines of text on an upright page.

        Raises:
            EngineMissingError: the models are not there.
        """

    def read_lines(self, crops: Sequence[Image]) -> Sequence[OcrLine]:
        """Read crops that hold one line each; one answer a crop, in order, boxes in pixels of the crop."""

    @property
    def glance(self) -> Glance | None:
        """The same quicker and rougher, where the engine can: what it says counts only where another look agrees."""


HitKind = Literal["field", "row", "passage", "finding"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found: a field, a list row, a passage of text or a finding of one submission.

    ``id`` is stable and unique over all submissions. ``label`` says what it is (field label, column names, slug);
    ``facets`` are exact values to filter by (form, city, type, list kind, slug, severity, status, key);
    ``numbers`` are numeric values by name for ranges.
    """

    id: str
    submission: str
    kind: HitKind
    text: str
    label: str = ""
    file: str = ""
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    locator: str | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: the entry, its score (higher is better, comparable within one answer only), marked fragments."""

    entry: Entry
    score: float
    highlights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits, best first. ``next_after`` fetches the next page; None where this was the last."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next_after: str | None = None


class Index(Protocol):
    """Search over entries. Never the truth: it can be rebuilt from the store at any time."""

    def replace(self, submission: str, entries: Iterable[Entry]) -> int:
        """Make exactly these the entries of the submission; visible to the next search. Returns their number."""

    def remove(self, submission: str) -> None:
        """Forget the submission."""

    def search(
        self, query: str, *, limit: int = 20, after: str | None = None, sort: str = "", facets: Sequence[str] = ()
    ) -> Answer:
        """Answer a query in the query language.

        Raises:
            QuerySyntaxError: the query is malformed; it names the character.
        """

    def rebuild(self, everything: Iterable[tuple[str, Iterable[Entry]]], *, keep_old: bool = True) -> int:
        """Build anew beside the old and swap; searches never fail meanwhile. Returns the number of entries.

        Without ``keep_old`` nothing of the old is left on return; a search that had begun on it may then fail.
        """
