"""Old Word files, made of docx by the real LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from flows.converting import Office

_FIB_FLAGS, _ENCRYPTED = 0x0A, 0x01


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
