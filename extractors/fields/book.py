"""A document read as a book of one form: every field with its value, place and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.fields.align import Alignment
from extractors.fields.boxes import BoxReading, choose
from extractors.fields.confirm import confirmed
from extractors.fields.holes import read_hole
from extractors.fields.marks import MarkPlace, read_marks, without_absent
from extractors.fields.mending import mended
from extractors.fields.normal import CELL
from extractors.fields.notes import notes_before, says_nothing, without_empty_titles, without_notes
from extractors.fields.printed import Printed, printed, without_false_notes
from extractors.fields.reach import within_reach
from extractors.fields.sequence import DocumentSequence, Token, book_blocks, template_tokens
from extractors.fields.tail import own_tail
from extractors.fields.toc import take_toc
from pipeline.document import Document, Text
from pipeline.records import FieldDef, FieldValue, FormDef, Heading, Status

_LEAST_SHARE = 0.04
_UNDER_SEAL = 0.85
"""No value under an imprint is sure: characters get lost there without a word."""


@dataclass(frozen=True, slots=True)
class BookReading:
    """What one document says as a book of a form.

    ``score`` is the share (0..1) of the form's printed text that was found; ``toc`` the entries of the 目录 (None where
    there is none); ``narrative_texts`` the narratives by key, each character in its place.
    """

    fields: tuple[FieldValue, ...]
    score: float
    toc: tuple[Heading, ...] | None = None
    headings: tuple[Heading, ...] = ()
    narrative_texts: Mapping[str, Text] = field(default_factory=dict)


def read_book(document: Document, form: FormDef, skip: frozenset[tuple[int, int]] = frozenset()) -> BookReading:
    """Read the document by the form; ``skip`` are the (page number, block index) pairs of attached lists."""
    blocks, toc = take_toc(document, list(book_blocks(document, skip)))
    template = template_tokens(form)
    near = [block for _, block in within_reach(blocks, template)]
    if not near:
        return BookReading((), 0.0, toc)
    sequence, alignment = mended(document, near, template)
    alignment = without_false_notes(template, alignment, sequence.tokens)
    reader = _Reader(document, sequence, template, alignment, printed(template, alignment, sequence.tokens))
    if reader.printed.share < _LEAST_SHARE:
        return BookReading((), reader.printed.share, toc)
    fields = confirmed(tuple(reader.fields(form)), form)
    return BookReading(without_absent(fields), reader.printed.share, toc, (), reader.narratives())


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    sequence: DocumentSequence
    template: Sequence[Token]
    alignment: Alignment
    printed: Printed

    def fields(self, form: FormDef) -> Iterator[FieldValue]:
        """Every field of the form, in the form's order."""
        boxes = self._boxes()
        marks = {value.key: value for value in read_marks(self.document, list(self._places()))}
        holes = {token.field.key: n for n, token in enumerate(self.template) if token.kind == "hole" and token.field}
        for each in form.fields:
            if each.key in marks:
                yield marks[each.key]
            elif each.key in boxes:
                yield self._choice(each, boxes[each.key])
            elif each.key in holes:
                yield self._hole(each, holes[each.key])

    def _text(self, number: int) -> Text:
        return self.sequence.span(*self.alignment.spans[number])

    def _written(self, each: FieldDef, number: int) -> Text:
        """What the applicant wrote in a hole: a narrative without the form's own instructions and what follows it."""
        text = self._text(number)
        if each.kind != "narrative":
            return text
        if all(token.kind in ("line", "junk") for token in self.template[number + 1 :]):
            text = own_tail(text)
        notes = notes_before(self.template, number)
        own = without_empty_titles(without_notes(text, notes).strip(CELL), notes)
        return Text() if says_nothing(own, notes) else own

    def _hole(self, each: FieldDef, number: int) -> FieldValue:
        text = self._written(each, number)
        notes = notes_before(self.template, number)
        before, after = self.printed.before(number), self.printed.after(number)
        value = read_hole(self.document, each, text, before, after, notes)
        loose = self.printed.strangers(number, self.sequence.tokens, self.alignment.spans)
        if loose or self.printed.swallowed(number, text) or self._under_seal(text):
            return replace(value, confidence=min(value.confidence, _UNDER_SEAL))
        return value

    def _under_seal(self, text: Text) -> bool:
        """Whether an imprint lies over a value that was read from pixels."""
        page, box = text.page, text.box
        if page is None or box is None or not self.document.paged:
            return False
        where = self.document.pages[page - 1]
        return where.scanned and any(seal.box.intersection(box) for seal in where.seals)

    def narratives(self) -> dict[str, Text]:
        """The narratives as texts."""
        kind = [(n, token.field) for n, token in enumerate(self.template) if token.kind == "hole"]
        return {each.key: self._written(each, n) for n, each in kind if each and each.kind == "narrative"}

    def _boxes(self) -> dict[str, list[BoxReading]]:
        found: dict[str, list[BoxReading]] = {}
        for number, token in enumerate(self.template):
            if token.kind == "box" and token.hole is not None:
                words = self._words_after(number)
                found.setdefault(token.hole.key, []).append(BoxReading(token.hole.option, self._text(number), words))
        return found

    def _words_after(self, number: int) -> Text:
        """The option's words as they were found: the characters up to the next box, hole or border."""
        end = number + 1
        while end < len(self.template) and self.template[end].kind == "char":
            end += 1
        spans = [self.alignment.spans[n] for n in range(number + 1, end) if self.printed.found[n]]
        return self.sequence.span(spans[0][0], spans[-1][1]) if spans else Text()

    def _choice(self, each: FieldDef, boxes: Sequence[BoxReading]) -> FieldValue:
        choice = choose(each, boxes)
        number = next(n for n, token in enumerate(self.template) if token.hole and token.hole.key == each.key)
        anchored = min(1.0, 0.25 + max(self.printed.before(number), self.printed.after(number)))
        status: Status = "blank" if choice.value is None or choice.value == [] else "filled"
        sources = tuple(source for place in choice.places if (source := self.document.source(place)))
        confidence = round(choice.confidence * anchored, 4)
        return FieldValue(each.key, each.label, choice.value, choice.raw, status, confidence, each.unit, sources)

    def _places(self) -> Iterator[MarkPlace]:
        for number, token in enumerate(self.template):
            if token.kind == "place" and token.field is not None:
                label, quality = self._label_before(number)
                yield MarkPlace(token.field, label, quality, self._strange_after(number))

    def _label_before(self, number: int) -> tuple[Text, float]:
        """The words of the same line before the place; the printed ones alone where they were found."""
        start = number
        while start > 0 and self.template[start - 1].kind not in ("line", "cell", "junk", "place"):
            start -= 1
        found = [self.alignment.spans[n] for n in range(start, number) if self.printed.found[n]]
        wanted = sum(self.template[n].kind == "char" for n in range(start, number))
        if not found:
            return Text(), 0.0
        return self.sequence.span(found[0][0], found[-1][1]), len(found) / max(1, wanted)

    def _strange_after(self, number: int) -> Text:
        """What stands between the place and the next printed character."""
        start = self.alignment.spans[number][1]
        following = (n for n in range(number + 1, len(self.template)) if self.printed.found[n])
        end = next((self.alignment.spans[n][0] for n in following), start)
        return self.sequence.span(start, end).strip("：:") if 1 < end - start < 12 else Text()
