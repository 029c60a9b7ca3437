"""What all kinds of values share: cleaning, and the ways of saying that there is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from extractors.fields.normal import CELL
from pipeline.records import Status
from pipeline.records import Value as RecordValue

_FILLER = re.compile(r"[_＿‗ˍ﹍]+")
_NONE = re.compile(r"(?:无|没有|暂无|不适用|/|／|\\|-+|—+|－+|–+|―+|一|N/?A|n/?a|None)")
CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
"""A character beside which nobody writes spaces: Chinese, rare ones too, kana, full-width signs."""
_BETWEEN_CJK = re.compile(rf"(?<={CJK})[ \u3000\xa0]+(?={CJK})")


@dataclass(frozen=True, slots=True)
class Value:
    """A value in the form's unit, its status, and how well what was written fits the kind (0..1)."""

    value: RecordValue
    status: Status
    fit: float = 1.0


BLANK = Value(None, "blank")
NONE = Value(None, "none")
DASH = Value(None, "none", 0.5)
"""A 一 that stands alone: a dash, or the number one."""


_SPECKS = re.compile(r"^[.,，。、·'‘’`]+\s+(?=\S)|(?<=\S)\s+[.,，。、·'‘’`]+$")
"""Marks that stand apart at either end: dirt on the glass, read as points."""


def clean(written: str) -> str:
    """What was written: without the blank's own strokes, padding, line breaks and letter spacing."""
    text = _FILLER.sub(" ", written).replace(CELL, " ").replace("\n", "").replace("\u2029", "")
    plain = _BETWEEN_CJK.sub("", text.replace("\u200b", "")).strip(" \u3000\xa0\t:：;；")
    return _SPECKS.sub("", plain).lstrip(".,，。、·")


def is_nothing(text: str) -> bool:
    """Whether the words say that there is none: 无, /, —, N/A."""
    return _NONE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None
