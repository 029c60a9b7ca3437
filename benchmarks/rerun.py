"""What a rerun of an unchanged batch costs: 200 small submissions (a Word book, Excel lists) read, then again.

``python benchmarks/rerun.py [SUBMISSIONS [SCANS]]`` prints both by the clock and in CPU seconds; the last SCANS of them
(none by default) have their book scanned, seven pages each, instead of in Word. Small files read from text are the hard
case: a rerun costs the same for scans, whose first run takes a hundred times as long.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.orchestration import FLOW, in_words, timed
from flows.maker import pdf, sheets, word
from flows.maker.filled import Style
from flows.maker.scan import scan
from flows.maker.truth import make_truth
from pipeline.records.load import load_form

_FORMS = ("anhui-2023", "fujian-2023", "guangdong-2018")


def _make(folder: Path, seed: int, scanned: bool) -> None:
    truth = make_truth(f"申报{seed}", load_form(_FORMS[seed % len(_FORMS)]), seed, rows=20)
    folder.mkdir(parents=True)
    if scanned:
        clean = folder.parent.parent / f"{seed}.pdf"
        pdf.write_book(truth, clean, Style(ticked="■", keep_notes=False))
        scan(clean, folder / "书.pdf", seed)
    else:
        word.write_book(truth, folder / "书.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")


def main() -> None:
    given = [int(each) for each in sys.argv[1:]]
    count, scans = (*given, *(200, 0)[len(given) :])
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        for seed in range(count):
            _make(root / "in" / f"申报{seed:04d}", seed, scanned=seed >= count - scans)
        pages, clock, kinds, _ = timed(FLOW, str(root / "in"), str(root / "store"))
        cpu = sum(kinds.values())
        print(f"{count} submissions, {scans} of them scanned, {pages} pages and sheets")
        print(f"first: {clock:.1f} s by the clock, {cpu:.1f} s of CPU")
        print("   ", in_words(kinds), flush=True)
        read, again, kinds, _ = timed(FLOW, str(root / "in"), str(root / "store"))
        assert read == 0, read
        cpu_again = sum(kinds.values())
        print(f"once more: {again:.1f} s ({again / clock:.1%}), {cpu_again:.1f} s of CPU ({cpu_again / cpu:.1%})")
        print("   ", in_words(kinds))


if __name__ == "__main__":
    main()
