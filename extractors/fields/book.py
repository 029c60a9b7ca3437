"""A document read as a book of one form: every field with its value, place and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.fields.align import Alignment, align
from extractors.fields.behind import with_boxes_behind
from extractors.fields.boxes import BoxReading, choose
from extractors.fields.confirm import confirmed
from extractors.fields.holes import own_line, read_hole
from extractors.fields.labels import Labels, is_label, labels_of
from extractors.fields.marks import MarkPlace, read_marks, without_absent
from extractors.fields.mending import mended
from extractors.fields.normal import CELL, DISCS, LINE, RINGS
from extractors.fields.notes import notes_before, says_nothing, without_empty_titles, without_notes
from extractors.fields.present import present
from extractors.fields.printed import Printed, printed, without_false_notes
from extractors.fields.reach import within_reach
from extractors.fields.sequence import (
    DocumentSequence,
    Token,
    book_blocks,
    document_sequence,
    template_tokens,
    units_of,
)
from extractors.fields.tail import own_tail
from extractors.fields.toc import take_toc
from extractors.fields.unread import has_unread_ink
from pipeline.document import EMPTY_BOX, TICKED_BOX, Document, Text
from pipeline.records import FieldDef, FieldValue, FormDef, Heading, Status

_NO_WORDS = frozenset((CELL, LINE, EMPTY_BOX, TICKED_BOX, *RINGS, *DISCS))
_LEAST_SHARE = 0.04
_UNDER_SEAL = 0.85
"""No value under an imprint is sure: characters get lost there without a word."""

_PASSED_OVER = 0.8
"""How sure an empty place is at the most beside which something stands that may be its value: nothing rests on it."""
_NOT_EMPTY = 0.4
"""How sure an empty place is in which there is ink that nobody could read."""
_NEAR = 6
"""Characters before and after a hole that tell where it is."""


@dataclass(frozen=True, slots=True)
class BookReading:
    """What one document says as a book of a form.

    ``score`` is the share (0..1) of the form's printed text that was found; ``toc`` the entries of the 目录 (None where
    there is none); ``narrative_texts`` the narratives by key, each character in its place; ``headed`` the keys that
    stand under a whole heading or label of the form, so that even one of them tells a part of a book.
    """

    fields: tuple[FieldValue, ...]
    score: float
    toc: tuple[Heading, ...] | None = None
    headings: tuple[Heading, ...] = ()
    narrative_texts: Mapping[str, Text] = field(default_factory=dict)
    headed: frozenset[str] = frozenset()


def read_book(document: Document, form: FormDef, skip: frozenset[tuple[int, int]] = frozenset()) -> BookReading:
    """Read the document by the form; ``skip`` are the (page number, block index) pairs of attached lists."""
    blocks, toc = take_toc(document, list(book_blocks(document, skip)))
    units = units_of(form)
    near = [block for _, block in within_reach(blocks, template_tokens(units))]
    if not near:
        return BookReading((), 0.0, toc)
    words = "".join(token for token in document_sequence(near).tokens if token not in _NO_WORDS)
    template = template_tokens(present(units, words))
    sequence, alignment = mended(document, near, template)
    in_order = with_boxes_behind(template, sequence, alignment)
    if in_order is not template:
        template, alignment = in_order, align(in_order, sequence.tokens)
    alignment = without_false_notes(template, alignment, sequence.tokens)
    found = printed(template, alignment, sequence.tokens)
    reader = _Reader(document, sequence, template, alignment, found, labels_of(template))
    headed = reader.headed()
    score = reader.printed.count / max(1, sum(len(unit.words) for unit in units))
    if score < _LEAST_SHARE and not headed:
        return BookReading((), score, toc)
    fields = confirmed(tuple(reader.fields(form)), form)
    return BookReading(without_absent(fields), score, toc, (), reader.narratives(), headed)


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    sequence: DocumentSequence
    template: Sequence[Token]
    alignment: Alignment
    printed: Printed
    labels: Labels

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

    def headed(self) -> frozenset[str]:
        """The keys of what was written right after a whole heading or label."""
        holes = ((n, token.field) for n, token in enumerate(self.template) if token.kind == "hole" and token.field)
        return frozenset(each.key for n, each in holes if self._text(n) and self.printed.headed(n))

    def _text(self, number: int) -> Text:
        return self.sequence.span(*self.alignment.spans[number])

    def _written(self, each: FieldDef, number: int) -> Text:
        """What the applicant wrote in a hole: a narrative without the form's own instructions and what follows it."""
        text = self._text(number)
        if each.kind != "narrative":
            return own_line(text, *self._around(number))
        if all(token.kind not in ("hole", "box", "place") for token in self.template[number + 1 :]):
            text = own_tail(text)
        notes = notes_before(self.template, number)
        own = without_empty_titles(without_notes(text, notes).strip(CELL), notes)
        return Text() if says_nothing(own, notes) else own

    def _around(self, number: int) -> tuple[str, bool]:
        """What stands right after a hole's span, and whether the print goes on in the same line there."""
        end = self.alignment.spans[number][1]
        after = self.sequence.tokens[end] if end < len(self.sequence.tokens) else LINE
        following = next((token for token in self.template[number + 1 :] if token.kind != "place"), None)
        return after, following is not None and following.kind in ("char", "box", "hole")

    def _hole(self, each: FieldDef, number: int) -> FieldValue:
        text = self._written(each, number)
        if self._around(number)[0] not in (CELL, LINE) and is_label(text, self.labels):
            return FieldValue(each.key, each.label, None, "", "blank", _NOT_EMPTY, each.unit)
        notes = notes_before(self.template, number)
        before, after = self.printed.before(number), self.printed.after(number)
        value = read_hole(self.document, each, text, before, after, notes)
        if value.status == "blank" and self._has_unread_ink(number):
            return replace(value, confidence=min(value.confidence, _NOT_EMPTY))
        loose = self.printed.strangers(number, self.sequence.tokens, self.alignment.spans)
        passed = self.printed.passed_over(number, self.sequence.tokens, self.alignment.spans)
        if value.status == "blank" and (passed or self._unruled(number)):
            return replace(value, confidence=min(value.confidence, _PASSED_OVER))
        doubtful = loose or passed or self.printed.swallowed(number, text) or self._half_bordered(text, number)
        if doubtful or self._under_seal(text):
            return replace(value, confidence=min(value.confidence, _UNDER_SEAL))
        return value

    def _has_unread_ink(self, number: int) -> bool:
        start, end = self.alignment.spans[number]
        before, after = (
            self.sequence.span(max(0, start - _NEAR), start),
            self.sequence.span(end, min(end + _NEAR, len(self.sequence.tokens))),
        )
        return has_unread_ink(self.document, before, after)

    def _half_bordered(self, text: Text, number: int) -> bool:
        """Rulings get lost on scans; elsewhere a cell whose border was not found is another cell."""
        if self._unruled(number):
            return True
        return not self._is_scanned(text.page) and self.printed.half_bordered(number)

    def _unruled(self, number: int) -> bool:
        """Whether no border parts a cell from its label on a page of text: lines of neighbouring cells run together."""
        start = self.alignment.spans[number][0]
        label = self.sequence.span(max(0, start - 1), start)
        paged = self.document.paged and not self._is_scanned(label.page)
        return paged and self.printed.unbordered(number)

    def _is_scanned(self, page: int | None) -> bool:
        return self.document.paged and page is not None and self.document.pages[page - 1].scanned

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
                words = self._option_words(number)
                found.setdefault(token.hole.key, []).append(BoxReading(token.hole.option, self._text(number), words))
        return found

    def _option_words(self, number: int) -> Text:
        """The option's words as they were found: the characters between its box and the next box, hole or border."""
        if self.template[number].behind:
            start = number
            while start > 0 and self.template[start - 1].kind == "char":
                start -= 1
            spans = [self.alignment.spans[n] for n in range(start, number) if self.printed.found[n]]
            return self.sequence.span(spans[0][0], spans[-1][1]) if spans else Text()
        end = number + 1
        while end < len(self.template) and self.template[end].kind == "char":
            end += 1
        spans = [self.alignment.spans[n] for n in range(number + 1, end) if self.printed.found[n]]
        return self.sequence.span(spans[0][0], spans[-1][1]) if spans else Text()

    def _choice(self, each: FieldDef, boxes: Sequence[BoxReading]) -> FieldValue:
        number = next(n for n, token in enumerate(self.template) if token.hole and token.hole.key == each.key)
        choice = choose(each, boxes, self._beside(each, number))
        anchored = min(1.0, 0.25 + max(self.printed.before(number), self.printed.after(number)))
        status: Status = "blank" if choice.value is None or choice.value == [] else "filled"
        sources = tuple(source for place in choice.places if (source := self.document.source(place)))
        confidence = round(choice.confidence * anchored, 4)
        return FieldValue(each.key, each.label, choice.value, choice.raw, status, confidence, each.unit, sources)

    def _beside(self, each: FieldDef, number: int) -> str:
        """All that stands from a field's first box to the end of the last one's line, in comparable characters."""
        end = max(n for n, token in enumerate(self.template) if token.hole and token.hole.key == each.key) + 1
        while end < len(self.template) and self.template[end].kind in ("char", "place"):
            end += 1
        while self.template[number].behind and self.template[number - 1].kind == "char":
            number -= 1
        first = self.alignment.spans[number][0]
        last = self.alignment.spans[end][0] if end < len(self.template) else len(self.sequence.tokens)
        return "".join(self.sequence.tokens[first:last])

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
