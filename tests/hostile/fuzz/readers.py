"""Coverage-guided fuzzing of one reader: ``python tests/hostile/fuzz/readers.py pdf -max_total_time=60``.

Begins with our own sound and broken files of that kind; what fails is written beside, to be kept as a test. The
property is that of ``test_any_bytes``: pages, or a problem with a name. Other options are libFuzzer's.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

_ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(_ROOT), str(_ROOT / "tests" / "hostile")]

with atheris.instrument_imports(include=["extractors", "docx", "PIL", "zipfile", "csv"]):
    from test_any_bytes import read_any  # type: ignore[import-not-found]  # found by the path set above

    from flows.maker.broken import broken_files

KINDS = ("pdf", "docx", "xlsx", "xls", "csv", "png", "jpeg", "tiff", "bmp", "zip")


def main() -> None:
    kind, *options = sys.argv[1:]
    if kind not in KINDS:
        sys.exit(f"one of {', '.join(KINDS)}")
    with TemporaryDirectory(prefix="heshu-fuzz-") as folder:
        place, corpus = Path(folder), Path(folder) / "corpus"
        corpus.mkdir()
        for broken in broken_files():
            if broken.suffix == f".{kind}" and len(broken.data) < 200_000 and "draws-itself" not in broken.name:
                (corpus / broken.name).write_bytes(broken.data)
        target = place / f"any.{kind}"

        def one(data: bytes) -> None:
            target.write_bytes(data)
            read_any(target, place / "into")

        atheris.Setup([sys.argv[0], "-timeout=30", "-rss_limit_mb=4000", *options, str(corpus)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
