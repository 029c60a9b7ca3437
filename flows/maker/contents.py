"""The table of contents of an invented book, where its form asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

from flows.maker.truth import Truth


def contents(truth: Truth) -> Iterator[str]:
    """The lines of the 目录, its title first, each entry with leaders and a page; nothing where the form asks for none.

    The headings of the form are the first levels; the attachments are broken down to a third.
    """
    if not truth.form.toc_levels:
        return
    yield "目  录"
    after_cover = dropwhile(lambda item: not item.new_page, truth.form.layout)
    entries = [item.heading for item in after_cover if item.heading]
    for definition in truth.form.lists:
        if definition.kind in truth.lists:
            entries.append(f"{definition.attachment} {definition.title}")
            number = definition.attachment.removeprefix("附件")
            entries += [f"附件{number}-{at} {name}" for at, name in enumerate(definition.classes, 1)]
    for at, entry in enumerate(entries, 2):
        yield f"{entry}{'…' * 12}{at}"
