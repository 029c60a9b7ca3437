"""What the lines above a table say about which list it is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.lists.words import attachment_number, core, plain
from pipeline.records import FormDef, ListDef

LONGEST = 60
"""A title is shorter than this; longer lines are running text that only mentions a list."""
_CAPTION_ENDS = re.compile("(?:表|清单|名单|名录|目录|一览|统计|花名册|汇总|报告|证书|日志|材料|资质|执照)$")


class TitleBook:
    """Compares lines with the titles of a form's lists; characters that many titles share count for less."""

    def __init__(self, form: FormDef) -> None:
        grams = {each.kind: _grams(core(each.title)) for each in form.lists}
        spread = Counter(gram for found in grams.values() for gram in found)
        self._weights = {gram: math.log(1 + len(grams) / count) for gram, count in spread.items()}
        self._grams = grams
        self._numbers = Counter(attachment_number(each.attachment) for each in form.lists)

    def likeness(self, line: str, definition: ListDef) -> float:
        """How well a line names the list, 0..1; the number of the attachment alone is weak evidence."""
        if not is_title(line):
            return 0.0
        number = attachment_number(line)
        same = number is not None and number == attachment_number(definition.attachment) and self._numbers[number] == 1
        return min(1.0, self._overlap(line, definition) + (0.25 if same else 0.0))

    def of_lines(self, lines: Sequence[str], definition: ListDef) -> float:
        """The best likeness of the lines before a table, the nearest last and counting most."""
        scores = (0.88**back * self.likeness(line, definition) for back, line in enumerate(reversed(lines)))
        return max(scores, default=0.0)

    def best(self, line: str, definitions: Iterable[ListDef]) -> tuple[float, ListDef | None]:
        """The list that the line names best, and how well."""
        scored = [(self._overlap(line, each), each) for each in definitions] if is_title(line) else []
        return max(scored, key=lambda pair: pair[0], default=(0.0, None))

    def _overlap(self, line: str, definition: ListDef) -> float:
        wanted, found = self._grams[definition.kind], _grams(core(line))
        common = self._weigh(wanted & found)
        total, offered = self._weigh(wanted), self._weigh(found)
        if not total or not offered:
            return 0.0
        return 0.7 * common / total + 0.3 * 2 * common / (total + offered)

    def _weigh(self, grams: Iterable[str]) -> float:
        # A gram that no title has is as telling as a rare one: it speaks for a table that is none of the lists.
        return sum(self._weights.get(gram, 0.7) for gram in grams)


def is_title(line: str) -> bool:
    """Whether the line can be the title of a table rather than a sentence."""
    folded = plain(line)
    return 0 < len(folded) <= LONGEST and not folded.endswith(("。", ";", ",")) and "。" not in folded


def is_caption(line: str) -> bool:
    """Whether the line looks like the title of some table or attachment, whichever."""
    folded = plain(line)
    return is_title(line) and (core(line) != folded or bool(_CAPTION_ENDS.search(folded)) or folded.startswith("附件"))


def _grams(string: str) -> set[str]:
    return {string[at : at + 2] for at in range(len(string) - 1)} | set(string)
