"""What a rerun of an unchanged batch costs: 200 small submissions (a Word book, Excel lists) read, then again.

``python benchmarks/rerun.py [SUBMISSIONS]`` prints both by the clock and in CPU seconds. Small files read from text are
the hard case: what a rerun costs is the same for scans, whose first run takes a hundred times as long.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.orchestration import FLOW, timed
from flows.maker import sheets, word
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from pipeline.records.load import load_form

_FORMS = ("anhui-2023", "fujian-2023", "guangdong-2018")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        for seed in range(count):
            truth = make_truth(f"申报{seed}", load_form(_FORMS[seed % len(_FORMS)]), seed, rows=20)
            folder = root / "in" / f"申报{seed:04d}"
            folder.mkdir(parents=True)
            word.write_book(truth, folder / "书.docx", Style())
            sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")
        pages, clock, cpu, _ = timed(FLOW, str(root / "in"), str(root / "store"))
        print(f"{count} submissions, {pages} parts: {clock:.1f} s by the clock, {cpu:.1f} s of CPU", flush=True)
        read, again, again_cpu, _ = timed(FLOW, str(root / "in"), str(root / "store"))
        assert read == 0, read
        print(f"once more: {again:.1f} s ({again / clock:.1%}), {again_cpu:.1f} s of CPU ({again_cpu / cpu:.1%})")


if __name__ == "__main__":
    main()
