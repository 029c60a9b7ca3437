"""Head rows: which line, with how many more below it, names the columns of which list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.lists.cells import cell_text
from extractors.lists.columns import CLEAR, FAINT, LONGEST, Match, column_likeness, match_columns
from extractors.lists.lines import Line
from extractors.lists.serials import serial_number
from extractors.lists.titles import TitleBook, is_caption
from pipeline.document import Cell
from pipeline.records import FormDef, ListDef

SURE_TITLE = 0.6
"""From this likeness on a title says which list follows."""
_TELLING = 0.8


@dataclass(frozen=True, slots=True)
class HeadCells:
    """The columns of a candidate head: the wordings of each, the grid columns it covers, and its depth in lines."""

    wordings: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, ...], ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Head:
    """A head that was recognised: the list it belongs to, its columns, and how sure that is (higher is surer)."""

    definition: ListDef
    cells: HeadCells
    match: Match
    title: float
    score: float


class HeadFinder:
    """Recognises the heads of one form's lists."""

    def __init__(self, form: FormDef, book: TitleBook) -> None:
        self._lists = form.lists
        self._book = book
        self.seen: set[str] = set()
        self._names = tuple({name for each in form.lists for column in each.columns for name in column.names})

    def find(self, line: Line, ahead: Sequence[Line], titles: Sequence[str], open_kind: str | None) -> Head | None:
        """The list whose head begins at ``line``; None where none does. ``titles``: the lines above, nearest last."""
        if not self._may_be_head(line):
            return None
        heads = []
        for depth in range(1, 2 + len(ahead)):
            cells = head_cells(line, ahead[: depth - 1], depth)
            if cells is None:
                break
            heads.extend(self._matches(cells, titles, open_kind))
        return max(heads, key=lambda head: (round(head.score, 3), -head.cells.depth), default=None)

    def _may_be_head(self, line: Line) -> bool:
        texts = [cell_text(cell.text) for cell in line.filled]
        if len(texts) < 2 or serial_number(texts[0]) is not None or any(len(text) > LONGEST for text in texts):
            return False
        return any(column_likeness(text, self._names) >= _TELLING for text in texts)

    def _matches(self, cells: HeadCells, titles: Sequence[str], open_kind: str | None) -> list[Head]:
        captions = [title for title in titles if is_caption(title)]
        found = []
        for definition in self._lists:
            title = self._book.of_lines(titles, definition)
            head = judge(cells, definition, title, contradicted=self._contradicted(captions, definition))
            if head is not None:
                stays = 0.5 if definition.kind == open_kind and not captions else 0.0
                # Of two lists with the same columns and no title the one that was not met yet is the likelier.
                stays -= 0.02 if definition.kind in self.seen and definition.kind != open_kind else 0.0
                found.append(Head(definition, cells, head.match, title, head.score + stays))
        return found

    def _contradicted(self, captions: Sequence[str], definition: ListDef) -> bool:
        return bool(captions) and self._book.of_lines(captions[-2:], definition) < 0.25


def judge(cells: HeadCells, definition: ListDef, title: float, *, contradicted: bool = False) -> Head | None:
    """Whether these cells can be the head of that list, and how well they fit."""
    match = match_columns(cells.wordings, definition, CLEAR)
    match = match_columns(cells.wordings, definition, FAINT) if title >= SURE_TITLE or _complete(match) else match
    others = [key for key in match.scores if key != "serial"]
    wanted = len([column for column in definition.columns if column.key != "serial"])
    filled = sum(1 for wording in cells.wordings if wording)
    coverage, purity = match.strength / max(1, wanted), len(match.keys) / max(1, filled)
    required = [key in match.scores for key in definition.required_columns]
    enough = all(required) or (title >= SURE_TITLE and coverage >= 0.5)
    several = len(others) >= 2 or (title >= SURE_TITLE and "serial" in match.scores and bool(others))
    fits = coverage >= (0.75 if contradicted else 0.45 if title < SURE_TITLE else 0.25)
    anchored = "serial" in match.scores or title >= SURE_TITLE or coverage >= 0.75
    if not (enough and several and fits and anchored and purity >= 0.5):
        return None
    return Head(definition, cells, match, title, coverage + 0.3 * purity + 0.7 * title)


def _complete(match: Match) -> bool:
    return len(match.scores) >= 3 and "serial" in match.scores


def head_cells(line: Line, more: Sequence[Line], depth: int) -> HeadCells | None:
    """The columns of a head of ``depth`` lines; None where the further lines cannot belong to a head."""
    if any(_is_data(each) for each in more):
        return None
    chains: dict[int, list[Cell]] = {}
    for each in (line, *more):
        for cell in each.cells:
            for col in range(cell.col, cell.col + cell.col_span):
                chains.setdefault(col, []).append(cell)
    columns = sorted(chains)
    groups = [tuple(group) for _, group in groupby(columns, key=lambda col: tuple(id(cell) for cell in chains[col]))]
    return HeadCells(tuple(_wordings(chains[group[0]]) for group in groups), tuple(groups), depth)


def _wordings(chain: Sequence[Cell]) -> tuple[str, ...]:
    texts = [text for cell in chain if (text := cell_text(cell.text))]
    if not texts:
        return ()
    return ("".join(texts),) if len(texts) == 1 else ("".join(texts), texts[-1], texts[0])


def _is_data(line: Line) -> bool:
    filled = line.filled
    return not filled or len(filled) == 1 or serial_number(cell_text(filled[0].text)) is not None
