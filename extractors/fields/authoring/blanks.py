"""Blanks in a line of a blank form become holes: ``____``, tick boxes, places for seals and signatures, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.fields.authoring.guess import Namer, bare, kind_of
from pipeline.records import FieldDef, FieldKind

_BLANK = re.compile(r"[_＿]{2,}|-{4,}")
_BOX = re.compile(r"[□☑]\s*([^□☑\n]*?)(?=\s*(?:[□☑\n]|$))")
_YES_NO = re.compile(r"[□☑]\s*是\s*[□☑]\s*否")
_SEAL = re.compile(r"[（(]\s*(?:盖\s*章|签\s*章|公\s*章)\s*[)）]")
_DATE = re.compile(r"(?:\d{4}\s*)?年[\s_＿]*月[\s_＿]*日")
_NOTE = re.compile(r"[（(](?:注|限|请|如|包括|包含|介绍|提供|指|数据)[^（()）]*[)）]")
_SPLIT = re.compile(r"[：:；;，,、。\n]")


@dataclass(slots=True)
class Blanks:
    """Turns printed lines into template lines and collects the fields that they ask for."""

    namer: Namer
    fields: list[FieldDef]

    def fill(self, text: str, section: str) -> str:
        """The template of a printed text; the text itself where nothing is to be filled in."""
        text = _YES_NO.sub("\ue000", _NOTE.sub(lambda note: f"[[{note.group()}]]", text))
        if "\ue000" not in text and _BOX.search(text):
            text = self._options(text, section)
        pieces, before = [], ""
        for piece in re.split(r"(\ue000|[_＿]{2,}|-{4,}|[（(]\s*(?:盖\s*章|签\s*章|公\s*章)\s*[)）])", text):
            made = self._piece(piece, before, text, section)
            pieces.append(made)
            before = piece if made == piece else before
        return self._date("".join(pieces), section)

    def hole(self, label: str, section: str, after: str = "") -> str:
        """A hole for what the label asks for."""
        kind, unit = kind_of(label, after)
        limit = re.search(r"限\s*(\d+)\s*字", label)
        key = self.namer.name(label, section)
        self._add(key, label, kind, section, unit=unit, limit=int(limit[1]) if limit and kind == "narrative" else None)
        return f"{{{key}}}"

    def _piece(self, piece: str, before: str, whole: str, section: str) -> str:
        if piece == "\ue000":
            key = self.namer.name(_last(before), section)
            self._add(key, _last(before), "bool", section)
            return f"{{{key}=是}}是 {{{key}=否}}否"
        if _BLANK.fullmatch(piece):
            after = whole.split(piece, 1)[1] if piece in whole else ""
            return self.hole(_last(before), section, after)
        if _SEAL.fullmatch(piece):
            label = _last(before) + piece
            key = self.namer.derived(self.namer.name(f"{_last(before)}公章", section), "_seal")
            self._add(key, label, "bool", section)
            return f"{piece}{{{key}}}"
        return piece

    def _options(self, text: str, section: str) -> str:
        """Boxes before options: one field, named by the words before the first box."""
        label = text[: text.index(_BOX.search(text).group())] if _BOX.search(text) else ""  # type: ignore[union-attr]
        options = tuple(dict.fromkeys(bare(match[1]) for match in _BOX.finditer(text) if bare(match[1])))
        key = self.namer.name(_last(label) or "选项", section)
        self._add(key, _last(label) or "选项", "multichoice", section, options=options)
        return _BOX.sub(lambda match: f"{{{key}={bare(match[1])}}}{match[1]}", text)

    def _date(self, template: str, section: str) -> str:
        match = _DATE.search(template)
        if match is None:
            return template
        label = _last(template[: match.start()]) or "年 月 日"
        key = self.namer.name(label, section)
        self._add(key, label, "date", section)
        return f"{template[: match.start()]}{{{key}}}{template[match.end() :]}"

    def _add(
        self, key: str, label: str, kind: FieldKind, section: str, *, unit: str = "", options: tuple[str, ...] = (),
        limit: int | None = None,
    ) -> None:  # fmt: skip
        words = re.sub(r"\s+", "", label).strip("：:*") or key
        self.fields.append(FieldDef(key, words, kind, unit, options, limit, section=section))


def _last(before: str) -> str:
    """The words directly before a blank: what stands after the last punctuation, or the last words at all."""
    plain = re.sub(r"\{[^{}]*\}|\[\[|\]\]|[□☑]", "", before).rstrip("：: \u3000")
    parts = [part.strip() for part in _SPLIT.split(plain) if part.strip()]
    return parts[-1] if parts else ""
