"""A first definition from a blank form: labels, holes, boxes and notes as they stand; the author names the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from extractors.fields.authoring.blanks import Blanks
from extractors.fields.authoring.grid import template_rows
from extractors.fields.authoring.guess import Namer, bare
from pipeline.document import Block, Document, Paragraph, Table
from pipeline.records import FieldDef

_HEAD = "# 初稿：请核对每个字段的键、类型、单位和选项，补上清单（lists），再运行 heshu form lint。\n"
_LONGEST_HEADING = 40


def draft_form(blank: Document, form_id: str, *, province: str = "", year: int = 0) -> str:
    """YAML for the blank form in ``blank`` (docx read as a document): loads as it is, meant to be edited.

    Labels that the known forms have keep their keys, so that checks and search know them at once.
    """
    draft = _Draft()
    blocks = [block for page in blank.pages for block in page.blocks]
    layout = list(draft.items(blocks))
    head = {"id": form_id, "title": draft.title, "province": province, "year": year}
    body = {**head, "recognise": [draft.title] if draft.title else [], "fields": draft.entries(), "lists": []}
    return _HEAD + yaml.safe_dump({**body, "layout": layout}, allow_unicode=True, sort_keys=False, width=200)


class _Draft:
    """One pass over the blank form."""

    def __init__(self) -> None:
        self.title = ""
        self.section = "封面"
        self.fields: list[FieldDef] = []
        self.blanks = Blanks(Namer(), self.fields)

    def items(self, blocks: Sequence[Block]) -> Iterator[dict[str, object]]:
        """The layout, item by item."""
        for block in blocks:
            if isinstance(block, Table):
                yield {"table": self._table(block)}
            elif (text := str(block.text).replace("\u2029", "\n").strip()) and block.role == "text":
                yield self._paragraph(block, text)

    def entries(self) -> list[dict[str, object]]:
        """The fields as the YAML writes them: what is empty is left out."""
        return [_entry(each) for each in self.fields]

    def _paragraph(self, block: Paragraph, text: str) -> dict[str, object]:
        template = self.blanks.fill(text, self.section)
        if template != text or len(text) > _LONGEST_HEADING:
            return {"text": template}
        if not self.title and "申报书" in text:
            self.title = text
            return {"heading": text}
        if block.level is not None or _is_heading(text):
            self.section = text
            self.blanks.namer.begin_section()
            return {"heading": text}
        return {"text": text}

    def _table(self, table: Table) -> list[list[str]]:
        rows = template_rows(table)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell not in ("<", "^"):
                    rows[r][c] = self._cell(rows, r, c)
        return rows

    def _cell(self, rows: Sequence[Sequence[str]], r: int, c: int) -> str:
        text = rows[r][c]
        if text.strip():
            return self.blanks.fill(text, self.section)
        label, groups = _label(rows, r, c)
        if not label or "{" in label:
            return ""
        return self.blanks.hole(label, "/".join((self.section, *groups)))


def _label(rows: Sequence[Sequence[str]], r: int, c: int) -> tuple[str, list[str]]:
    """The nearest words to the left of an empty cell, and the groups left of those (rows that span included)."""
    words: list[str] = []
    for col in range(c - 1, -1, -1):
        row = r
        while row > 0 and rows[row][col] == "^":
            row -= 1
        if rows[row][col].strip() and rows[row][col] != "<":
            words.append(rows[row][col])
    return (words[0], [bare(each) for each in reversed(words[1:]) if "{" not in each]) if words else ("", [])


def _is_heading(text: str) -> bool:
    return text[0] in "一二三四五六七八九十（(第" and len(text) < _LONGEST_HEADING and text[-1] not in "。；，"


def _entry(each: FieldDef) -> dict[str, object]:
    values = {
        "key": each.key, "label": each.label, "kind": each.kind, "unit": each.unit, "options": list(each.options),
        "limit": each.limit, "section": each.section,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}
