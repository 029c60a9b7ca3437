"""How often the signal of same pictures is right: made attachments of two applicants each, read by the real readers.

    python benchmarks/checks_pictures.py FOLDER [originals] [first seed]

Of four kinds (certificate, contract, screenshot, photograph) so many originals from one template each; every second is
attached by another applicant too (see ``attached_pages.py``). All others are innocents: the same template with other
names, numbers and dates. Pages read are kept in the folder, for reading takes most of the time (seconds a page).
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from attached_pages import pages

from pipeline.checks.across.picturing import picture_of
from pipeline.checks.across.signature import Signature
from pipeline.checks.signals import signals_across
from pipeline.document import Page

SLUG = "same-picture"


def main(folder: Path, originals: int, first: int) -> None:
    read: dict[str, Page] = {}
    for kind, seed, copy, page in pages(first, originals, folder):
        read[f"{kind} {seed} {'copy' if copy else 'first'}"] = page
    judge(read)


def judge(read: dict[str, Page]) -> None:
    """Every page is a submission of its own applicant."""
    pictures = {name: made for name, page in read.items() if (made := picture_of(name, page, "anhui-2023"))}
    signed = [Signature(name, "anhui-2023", name, "", "", "", "", pictures=(each,)) for name, each in pictures.items()]
    start = time.process_time()
    shown = signals_across(signed, page_of=lambda sha256, _: read[sha256])
    spent = time.process_time() - start
    pairs = {tuple(sorted((name, each.other))) for name, seen in shown.items() for each in seen if each.slug == SLUG}
    planted = {(name.replace("first", "copy"), name) for name in read if name.replace("first", "copy") in read}
    planted = {pair for pair in planted if pair[0] != pair[1] and pair[1] in read}
    for kind in sorted({name.split()[0] for name in read}):
        count = Counter(what for what, found in (("planted", planted), ("shown", pairs), ("right", pairs & planted))
                        for pair in found if pair[0].startswith(kind))  # fmt: skip
        print(f"{kind:12} recall {count['right']}/{count['planted']}  precision {count['right']}/{count['shown']}")
    for pair in sorted(pairs ^ planted):
        print("missed" if pair in planted else "wrong", *pair)
    print(f"{len(read)} pages compared in {spent:.1f} s of CPU")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int((sys.argv[2:] or ["24"])[0]), int((sys.argv[3:] or ["0"])[0]))
