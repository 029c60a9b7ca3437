"""Blanks in a printed text become holes: ``____``, tick boxes, dates, places for seals and signatures, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.fields.authoring.guess import bare
from extractors.fields.authoring.namer import Namer

_TOKEN = re.compile(
    r"(?P<yesno>[□☑]\s*是\s*[□☑]\s*否)"
    r"|(?P<box>[□☑])\s*(?P<option>[^□☑\n_＿：:]*)"
    r"|(?P<blank>[_＿]{2,}|-{4,})"
    r"|(?P<date>(?:\d{4}\s*)?年[\s_＿]*月[\s_＿]*日)"
    r"|(?P<seal>[（(]\s*(?:盖\s*章|签\s*章|公\s*章)\s*[)）]|(?:公章|签章|签字)[：:])"
    r"|(?P<note>[（(](?:注|限|请|如|包括|包含|介绍|提供|指|数据|所填|具体)(?:[^（()）]|[（(][^（()）]*[)）])*[)）])"
)
_SPLIT = re.compile(r"[：:；;，,、。\n]")
_ASKED = re.compile(r"([^\n（(]*(?:说明|介绍|材料|情况|能力)[^\n（(]*)(?:[（(][^\n]*)?[：:]\s*$")
_ITEM = re.compile(r"\s*(?:[^□☑\n]*[：:]|[^□☑\n]*[_＿]{2,})")


@dataclass(slots=True)
class CellDraft:
    """One printed text on its way to a template. ``label`` are the words that stand for the whole cell.

    ``group`` is the field whose options the cell's boxes are, once there is one; ``words`` were printed last.
    """

    namer: Namer
    section: str
    label: str = ""
    group: str = ""
    out: list[str] = field(default_factory=list)
    words: str = ""

    def fill(self, text: str) -> str:
        """The template of the text; the text itself where nothing is to be filled in."""
        at = 0
        for match in _TOKEN.finditer(text):
            self._print(text[at : match.start()])
            kind = match.lastgroup if match.lastgroup != "option" else "box"
            getattr(self, f"_{kind}")(match, text)
            at = match.end()
        self._print(text[at:])
        asked = _ASKED.search(text)
        if asked:
            self.out.append("\n" + self.namer.hole(asked[1], self.section, kind="narrative"))
        return "".join(self.out)

    def _print(self, text: str) -> None:
        self.out.append(text)
        said = [part.strip() for part in _SPLIT.split(text) if bare(part)]
        self.words = said[-1] if said else self.words

    def _yesno(self, match: re.Match[str], text: str) -> None:
        key = self.namer.key(self._asked() or self.label, self.section, "bool")
        self.out.append(f"{{{key}=是}}是 {{{key}=否}}否")

    def _box(self, match: re.Match[str], text: str) -> None:
        """A box before an item that asks for something else, or before an option."""
        if not self.label and _ITEM.match(text, match.start("option")) and self._starts_line(match, text):
            self.out.append(self.namer.pending_tick())
            self._print(match["option"])
            return
        self.group = self.group or self.namer.group(self._asked() or self.label, self.section)
        option = bare(match["option"])
        self.namer.add_option(self.group, option)
        self.out.append(f"{{{self.group}={option}}}{match['option']}")
        self.words = match["option"].strip()

    def _blank(self, match: re.Match[str], text: str) -> None:
        label = self._asked() or self.label
        self.out.append(self.namer.hole(label, self.section, after=text[match.end() : match.end() + 8], short=True))

    def _date(self, match: re.Match[str], text: str) -> None:
        before = self._asked() if text[: match.start()].rpartition("\n")[2].strip() else ""
        self.out.append(self.namer.hole(before or "年 月 日", self.section, kind="date"))

    def _seal(self, match: re.Match[str], text: str) -> None:
        inside = match["seal"][0] in "（("
        label = self._asked() if inside else text[: match.end()].rpartition("\n")[2].strip("：: \u3000")
        self.out.append(match["seal"] + self.namer.mark(label or self.label, self.section))

    def _note(self, match: re.Match[str], text: str) -> None:
        self.namer.note(match["note"])
        self.out.append(f"[[{match['note']}]]")

    def _asked(self) -> str:
        return self.words.strip("：: \u3000")

    @staticmethod
    def _starts_line(match: re.Match[str], text: str) -> bool:
        return not text[: match.start()].rpartition("\n")[2].strip()
