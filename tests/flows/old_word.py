"""Old Word files, made of docx by the real LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import docx

from flows import versions
from flows.converting import Office, installed_office
from flows.maker import word
from flows.maker.filled import Style
from flows.maker.truth import Truth, make_truth
from pipeline.records.load import load_form, load_forms

FORMS = [form.id for form in load_forms()]
_FIB_FLAGS, _ENCRYPTED = 0x0A, 0x01


@dataclass(frozen=True, slots=True)
class Pairs:
    """The same submissions twice, one a form: with docx, and with what LibreOffice saved of them as .doc."""

    new: Path
    old: Path
    truths: dict[str, Truth]


def make_pairs(office: Office, root: Path) -> Pairs:
    """Submissions of all forms, a book and its attachment each."""
    truths, made = {}, []
    for seed, form in enumerate(FORMS):
        truth = truths[form] = make_truth(form, load_form(form), 40 + seed, rows=9)
        folder = root / "new" / form
        folder.mkdir(parents=True)
        made += [folder / f"{form}书.docx", folder / f"{form}附件.docx"]
        word.write_book(truth, made[-2], Style())
        word.write_lists(truth, list(truth.lists), made[-1])
    for file in made:
        _end_with_a_paragraph(file)
    saved_as_doc(office, made, root / "saved", root / "profile")
    for file in made:
        (root / "old" / file.parent.name).mkdir(parents=True, exist_ok=True)
        (root / "saved" / f"{file.stem}.doc").rename(root / "old" / file.parent.name / f"{file.stem}.doc")
    return Pairs(root / "new", root / "old", truths)


def _end_with_a_paragraph(file: Path) -> None:
    """As whatever Word saves does: LibreOffice takes a table that ends a docx for text, and would save no table."""
    document = docx.Document(str(file))
    document.add_paragraph()
    document.save(str(file))


def saved_as_doc(office: Office, files: Sequence[Path], folder: Path, profile: Path) -> None:
    """Save docx files as .doc in a folder, under their own names."""
    how = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "doc:MS Word 97"]
    command = [str(office.program), *how, "--outdir", str(folder), *map(str, files)]
    for _ in range(3):
        ended = subprocess.run(command, check=False, capture_output=True, timeout=240)
        if ended.returncode != 81:  # it has made its profile, and asks to be started once more
            break
    assert ended.returncode == 0, ended.stderr
    assert all((folder / f"{file.stem}.doc").is_file() for file in files)


def with_password_flag(doc: bytes) -> bytes:
    """The file with the mark in its head that its text is encrypted."""
    start = int.from_bytes(doc[doc.index("WordDocument".encode("utf-16-le")) + 116 :][:4], "little")
    at = (start + 1) * 512 + _FIB_FLAGS + 1
    return doc[:at] + bytes([doc[at] | _ENCRYPTED]) + doc[at + 1 :]


@contextmanager
def looked_for_anew() -> Iterator[None]:
    """What was found out about LibreOffice is forgotten before and after."""
    known = (installed_office, versions._installed)
    try:
        for each in known:
            each.cache_clear()
        yield
    finally:
        for each in known:
            each.cache_clear()
