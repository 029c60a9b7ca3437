"""A first definition from a blank form: labels, holes, boxes and notes as they stand; the author names the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from extractors.fields.authoring.blanks import CellDraft
from extractors.fields.authoring.grid import label_of, template_rows
from extractors.fields.authoring.namer import Namer
from pipeline.document import Block, Document, Paragraph, Table
from pipeline.records import FieldDef

_HEAD = "# 初稿：请核对每个字段的键、类型、单位和选项，补上清单（lists），再运行 heshu form lint。\n"
_LONGEST_HEADING = 40
_NUMBERED_LINE = re.compile(r"^\d+[.．]\d+[^\n]*")
_NUMBERED = re.compile(r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十]")

Item = dict[str, object]


def draft_form(blank: Document, form_id: str, *, province: str = "", year: int = 0) -> str:
    """YAML for the blank form in ``blank`` (a docx read as a document): it loads as it is, and is meant to be edited.

    Labels that the known forms have keep their keys, so that checks and search know them at once.
    """
    draft = _Draft()
    blocks = [block for page in blank.pages for block in page.blocks if _written(block)]
    layout = list(draft.items(blocks))
    head = {"id": form_id, "title": draft.title or form_id, "province": province, "year": year}
    fields = [_entry(each) for each in draft.namer.fields]
    body = {**head, "recognise": [draft.title] if draft.title else [], "fields": fields, "lists": [], "layout": layout}
    return _HEAD + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=200)


class _Draft:
    """One pass over the blank form."""

    def __init__(self) -> None:
        self.title = ""
        self.section = "封面"
        self.heading = ""
        self.namer = Namer()

    def items(self, blocks: Sequence[Block]) -> Iterator[Item]:
        """The layout, item by item; a heading with nothing but notes under it asks for a narrative."""
        for block in blocks:
            if isinstance(block, Table):
                self.heading = ""
                yield {"table": self._table(block)}
                continue
            text = _lines(str(block.text))
            if self._is_heading(block, text):
                if not _is_below(text, self.heading):
                    yield from self._narrative()
                yield self._begin(text)
            else:
                yield {"text": self._paragraph(text)}
        yield from self._narrative()

    def _begin(self, text: str) -> Item:
        if not self.title:
            self.title = text
            return {"heading": text}
        self.section = self.heading = text
        self.namer.begin_section()
        return {"heading": text}

    def _is_heading(self, block: Paragraph, text: str) -> bool:
        if re.search(r"[_＿□☑。；]|年\s*月\s*日|-{4}", text) or len(text) > _LONGEST_HEADING:
            return False
        titled = not self.title and text.endswith(("申报书", "申请书", "申报表", "申请表"))
        return titled or block.level is not None or _NUMBERED.match(text) is not None

    def _narrative(self) -> Iterator[Item]:
        heading, self.heading = self.heading, ""
        if heading:
            yield {"text": self.namer.hole(heading, self.section, kind="narrative")}

    def _paragraph(self, text: str) -> str:
        template = self._filled(CellDraft(self.namer, self.section), text)
        if template != text and not template.startswith("[["):
            self.heading = ""
        return template

    def _filled(self, cell: CellDraft, text: str) -> str:
        return self.namer.settle_ticks(cell.fill(text), cell.section)

    def _table(self, table: Table) -> list[list[str]]:
        printed = template_rows(table)
        rows = [list(row) for row in printed]
        groups: dict[tuple[int, int], str] = {}
        for r, row in enumerate(printed):
            for c, text in enumerate(row):
                if text not in ("<", "^"):
                    rows[r][c] = self._cell(printed, r, c, groups)
        return rows

    def _cell(self, printed: Sequence[Sequence[str]], r: int, c: int, groups: dict[tuple[int, int], str]) -> str:
        label, place, above = label_of(printed, r, c)
        within = [label] if "年" in printed[r][c] else _NUMBERED_LINE.findall(printed[r][c])[:1]
        section = "/".join(part for part in (self.section, *above, *within) if part)
        if not printed[r][c]:
            return self.namer.hole(label, section) if label else ""
        cell = CellDraft(self.namer, section, label, groups.get(place, ""), words=label)
        template = self._filled(cell, printed[r][c])
        if cell.group and place != (-1, -1):
            groups[place] = cell.group
        if label and template.startswith("[[") and "{" not in template:
            template += self.namer.hole(label, section, kind="narrative")
        return template


def _is_below(text: str, heading: str) -> bool:
    """Whether a heading opens a part of the one before it: （一） after 一、."""
    return bool(heading) and heading[0] not in "（(" and text[0] in "（("


def _written(block: Block) -> bool:
    return isinstance(block, Table) or (block.role == "text" and bool(block.text))


def _lines(text: str) -> str:
    lines = (line.strip() for line in text.replace("\u2029", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _entry(each: FieldDef) -> Item:
    values: Item = {
        "key": each.key, "label": each.label, "kind": each.kind, "unit": each.unit, "options": list(each.options),
        "limit": each.limit, "section": each.section,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}
