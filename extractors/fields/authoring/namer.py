"""The fields of a draft as they are met: a key for each, its kind and unit; the author corrects them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors.fields.authoring.guess import bare, kind_of, known_field
from pipeline.records import FieldDef, FieldKind

_LIMIT = re.compile(r"限\s*(\d+)\s*字")
_INDEX = re.compile(r"\[\d+\]")
_TICK = "{tick=?}"
_FIRST_HOLE = re.compile(r"\{([a-z][^{}=]*)")


@dataclass(slots=True)
class Namer:
    """Gives each label a key (a known form's where the label is known) and collects the fields."""

    fields: list[FieldDef] = field(default_factory=list)
    sections: int = 0
    count: int = 0
    limit: int | None = None

    def begin_section(self) -> None:
        """What follows belongs to a new section of the form."""
        self.sections += 1
        self.count = 0

    def note(self, printed: str) -> None:
        """A printed instruction: it may state the limit of the narrative that follows."""
        found = _LIMIT.search(printed)
        self.limit = int(found[1]) if found else self.limit

    def hole(
        self, label: str, section: str, *, after: str = "", kind: FieldKind | None = None, short: bool = False
    ) -> str:
        """A hole for what the label asks for; ``short`` where a blank line leaves no room for a narrative."""
        guessed, unit = kind_of(label, after)
        if short and guessed == "narrative":
            guessed = "text"
        return f"{{{self.key(label, section, kind or guessed, '' if kind else unit)}}}"

    def key(self, label: str, section: str, kind: FieldKind, unit: str = "") -> str:
        """A key that no other field of the draft has, with its field."""
        known = known_field(label, section)
        fits = known is not None and (known.kind == kind or kind == "text")
        key = self._free(known.key if known is not None and fits else self._numbered())
        if known is not None and fits and kind == "text":
            kind, unit = known.kind, known.unit
        limit = None
        if kind == "narrative":
            self.note(label)
            limit, self.limit = self.limit, None
        self.fields.append(FieldDef(key, _words(label) or key, kind, unit, (), limit, section=section))
        return key

    def mark(self, label: str, section: str) -> str:
        """The place of a seal or signature."""
        known = known_field(label, section, mark=True)
        ending = "signature" if "法定代表人" in label or "签字" in label else "seal"
        key = self._free(known.key if known is not None else f"{self._numbered()}_{ending}")
        self.fields.append(FieldDef(key, f"{_words(label)}：公章" if ending == "seal" else _words(label), "bool",
                                    section=section))  # fmt: skip
        return f"{{{key}}}"

    def group(self, label: str, section: str) -> str:
        """A field whose options follow; one of several until a third option comes without rows of its own."""
        known = known_field(label, section)
        kind: FieldKind = "multichoice" if known is not None and known.kind == "multichoice" else "choice"
        key = self._free(known.key if known is not None and known.options else self._numbered())
        self.fields.append(FieldDef(key, _words(label) or key, kind, section=section))
        return key

    def add_option(self, key: str, option: str) -> None:
        """One more option of the field."""
        at = next(n for n, each in enumerate(self.fields) if each.key == key)
        each = self.fields[at]
        if option and option not in each.options:
            self.fields[at] = replace(each, options=(*each.options, option))

    def pending_tick(self) -> str:
        """A box before an item; :meth:`settle_ticks` names it after the item's first value."""
        return _TICK

    def settle_ticks(self, template: str, section: str) -> str:
        """The template with every box before an item named ``tick.KEY`` after the first value that follows it."""
        while _TICK in template:
            before, _, after = template.partition(_TICK)
            first = _FIRST_HOLE.search(after.partition(_TICK)[0])
            key = self._free(f"tick.{first[1]}" if first else f"tick.{self._numbered()}")
            label = _words(re.split(r"[{：:\n]", after)[0])
            self.fields.append(FieldDef(key, f"□{label}（条目前的方框）", "bool", section=section))
            template = f"{before}{{{key}=√}}{after}"
        return template

    def _numbered(self) -> str:
        self.count += 1
        return f"section{self.sections}.field{self.count}"

    def _free(self, key: str) -> str:
        """The key, or the next like it that is free: ``joint[2].name`` after ``joint[1].name``, else ``a.b_2``."""
        taken = {each.key for each in self.fields}
        number, free = 2, key
        while free in taken:
            free = _INDEX.sub(f"[{number}]", key, count=1) if _INDEX.search(key) else f"{key}_{number}"
            number += 1
        return free


def _words(label: str) -> str:
    words = re.sub(r"\[\[[^\[\]]*\]\]|\s+", "", label).strip("：:*")
    return words or bare(label)
