"""What becomes LibreOffice: ``python -m flows.converting.launch PARENT SECONDS BYTES FOLDER PROGRAM WORDS…``.

Shuts itself in, then turns into the program with an environment that tells nothing of ours. A process of its own, for a
process with threads can't shut in what it starts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flows.confinement.kernel import end_with_parent
from flows.confinement.office import confine_office


def main(words: list[str]) -> None:
    """Never returns: this process is the program from here on."""
    parent, seconds, file_bytes, folder, program, *rest = words
    environment = {"HOME": folder, "TMPDIR": folder, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    environment["SAL_USE_VCLPLUGIN"] = "svp"  # nothing is shown
    confine_office(Path(folder), Path(program), int(seconds), int(file_bytes))
    end_with_parent(int(parent))
    os.execve(program, [program, *rest], environment)  # noqa: S606 - what this process is for


if __name__ == "__main__":
    main(sys.argv[1:])
