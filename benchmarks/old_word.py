"""What old Word files cost: LibreOffice's processor time, clock time and memory for each of some .doc files.

``uv run python benchmarks/old_word.py FILE.doc …``
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from flows.converting import Converter


def main(files: list[Path]) -> None:
    """One line a file; the memory is the most of any process so far."""
    converter = Converter()
    for file in files:
        before, started = os.times(), time.monotonic()
        with converter.as_docx(file, None) as made:
            size = made.stat().st_size
        seconds, after = time.monotonic() - started, os.times()
        processor = sum(after[2:4]) - sum(before[2:4])
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        sizes = f"{file.stat().st_size // 1024} KB -> {size // 1024} KB"
        print(f"{file.name}: {sizes}, CPU {processor:.2f} s, clock {seconds:.2f} s, at most {most} MB")


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
