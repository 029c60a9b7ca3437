"""How many values an hour the validation queue lets a person look at: a real Chromium, the keyboard alone.

``python benchmarks/desk_validation.py [values] [--think seconds]``. Invented books are printed, rastered as scanners do
and put into a store with some hundreds of values marked as read with doubt; ``heshu desk`` serves them in a process of
its own. From the second in which Enter is pressed to the next value standing there (its crop decoded and in the window,
its field focussed) is the desk's own time; what is left of 3.6 seconds is the person's. Three in ten values are put
right: one by typing, two by an alternative. In the end every value must be in the store once, as it was meant.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium
from playwright.sync_api import Page, sync_playwright
from pydantic import TypeAdapter
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractors.read import read_pages
from flows.maker import pdf
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from flows.processing import process, signature_to
from flows.versions import delivery_key, reading_version, record_key
from pipeline.ports import OcrEngine
from pipeline.problems import EngineMissingError
from pipeline.records import FieldValue, FileEntry, Record
from pipeline.records.load import load_form
from pipeline.records.personal import is_personal
from pipeline.store import Store, open_store
from pipeline.store.glance import Glance
from pipeline.store.people import People, Person
from pipeline.store.sessions import reading
from pipeline.store.store import Reading
from pipeline.store.tables import CorrectionRow
from tests.desk.browser.conftest import CHROMIUM, free_port
from tests.desk.conftest import HASHED, PASSWORD

_PDF, _FORM, _DPI = "application/pdf", "anhui-2023", 150
_A_BOOK = 40
_HOUR_AT_1000 = 3.6
_WATCH = """
window.taken = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const began = performance.now(), before = document.activeElement;
  const look = () => {
    const input = document.activeElement, item = input.closest?.("li"), crop = item?.querySelector("img");
    const box = crop?.getBoundingClientRect();
    const seen = box && crop.complete && crop.naturalWidth > 0 && box.top >= 0 && box.bottom <= innerHeight;
    if (input === before || input.tagName !== "INPUT" || !seen) return requestAnimationFrame(look);
    taken.push(performance.now() - began);
  };
  requestAnimationFrame(look);
}, true);
"""


@dataclass
class Worked:
    """What a run of the queue took, and what was meant by (submission, key)."""

    seconds: float = 0.0
    waited: list[float] = field(default_factory=list)
    strokes: int = 0
    meant: dict[tuple[str, str], str] = field(default_factory=dict)


def _rastered(path: Path) -> bytes:
    """The file as a scanner gives it: a picture a page."""
    document = pdfium.PdfDocument(path)
    pages = [page.render(scale=_DPI / 72).to_pil().convert("RGB") for page in document]
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=_DPI, quality=80)
    return buffer.getvalue()


def _no_pixels() -> OcrEngine:
    """What is read has a text layer; whose its seals are is not asked here."""
    raise EngineMissingError


def _put_in(store: Store, folder: Path, number: int) -> None:
    """One book as if it had been scanned."""
    name = f"申报{number:03d}"
    truth = make_truth(name, load_form(_FORM), number, rows=4)
    printed = folder / f"{name}.pdf"
    pdf.write_book(truth, printed, Style(keep_notes=False))
    data, version = _rastered(printed), reading_version()
    born, seen = sha256(printed.read_bytes()).hexdigest(), store.blobs.put(data)
    pages = list(read_pages(printed, _PDF, _no_pixels))
    for digest in (born, seen):
        store.keep_pages(digest, version, pages)
        store.end_reading(digest, version, Reading(len(pages), "read", ""))
    _receive(store, name, FileEntry("申报书.pdf", born, _PDF, 1, len(pages)))
    process(store, name)
    record = store.record(name)
    assert record is not None
    kind = TypeAdapter(Record)
    moved = kind.validate_json(kind.dump_json(record).replace(born.encode(), seen.encode()))
    key = _receive(store, name, FileEntry("申报书.pdf", seen, _PDF, len(data), len(pages)))
    changed = replace(moved, fields=_doubted(moved))
    store.keep_record(changed, record_key(key, {}), signature_to(changed))
    process(store, name)


def _receive(store: Store, name: str, file: FileEntry) -> str:
    key = delivery_key([file])
    store.receive(name, [file], key)
    return key


def _doubted(record: Record) -> tuple[FieldValue, ...]:
    form, made, seen, count = load_form(_FORM), [], set(), 0
    for each in record.fields:
        defined = form.field(each.key)
        placed = each.source is not None and each.source.bbox is not None
        fit = defined is not None and (defined.is_number or defined.kind == "text") and each.status == "filled"
        if fit and placed and each.key not in seen and count < _A_BOOK and len(str(each.value)) < 60:
            count += 1
            other = (str(each.number + 1).removesuffix(".0"),) if each.number is not None else (f"{each.raw}乙",)
            made.append(replace(each, confidence=0.5 + count / 100, alternatives=other))
        else:
            made.append(each)
        seen.add(each.key)
    return tuple(made)


@contextmanager
def _desk(store: Path, errors: Path):  # type: ignore[no-untyped-def]
    port = free_port()
    command = [sys.executable, "-c", "from desk.cli import main; main()", "desk", "--store", str(store)]
    with errors.open("w") as told:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=told, stderr=told)
        try:
            for _ in range(300):
                if "http" in errors.read_text():
                    break
                time.sleep(0.1)
            time.sleep(1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _work(page: Page, values: int, think: float) -> Worked:
    """Look at so many values as a person does who needs so long for each."""
    worked, began = Worked(), 0.0
    for number in range(values):
        _ready(page, number)
        began = began or time.perf_counter()
        if think:
            page.wait_for_timeout(1000 * think)
        here = "document.activeElement.closest('li')"
        name, key, is_number = page.evaluate(
            f"[{here}.dataset.submission, {here}.dataset.key, /^[0-9.]+$/.test(document.activeElement.value)]"
        )
        if number % 10 in (3, 6):
            page.keyboard.press("Alt+1")
            worked.strokes += 2
        elif number % 10 == 9:
            typed = f"{number % 90 + 10}" if is_number else f"虚构{number}"
            page.keyboard.type(typed)
            worked.strokes += len(typed)
        worked.meant[name, key] = page.evaluate("document.activeElement.value")
        page.keyboard.press("Enter")
        worked.strokes += 1
    _ready(page, values)
    worked.seconds = time.perf_counter() - began
    worked.waited = page.evaluate("taken")
    return worked


def _ready(page: Page, taken: int) -> None:
    """Wait until the next value stands there (the pages' policy forbids Playwright's own way to wait)."""
    crop = "document.activeElement.closest?.('li')?.querySelector('img')"
    for _ in range(6000):
        if page.evaluate(f"taken.length >= {taken} && {crop}?.complete && {crop}.naturalWidth > 0"):
            return
        page.wait_for_timeout(5)
    raise TimeoutError(f"nothing stood there after {taken} values")


def _wrong(store: Store, worked: Worked) -> list[str]:
    """Whatever of the person's readings is not in the store once, in their name, and in the record."""
    with reading(store.engine) as session:
        kept = [
            (row.submission, row.key, row.written, row.who) for row in session.execute(select(CorrectionRow)).scalars()
        ]
    often = Counter((name, key) for name, key, _, _ in kept)
    found = [f"{place} kept {count} times" for place, count in often.items() if count > 1]
    found += [f"{place} not asked for" for place in often.keys() - worked.meant.keys()]
    found += [f"{place} not kept" for place in worked.meant.keys() - often.keys()]
    found += [f"{name} {key} is by {who}" for name, key, _, who in kept if who != "虚构核对员（checker）"]
    said = {(name, key): written for name, key, written, _ in kept}
    found += [
        f"{place} is {said.get(place)!r}, not {meant!r}"
        for place, meant in worked.meant.items()
        if said.get(place) != meant
    ]
    records = {name: store.bare_record(name) for name in {name for name, _ in worked.meant}}
    for (name, key), meant in worked.meant.items():
        record = records[name]
        value = record.field(key) if record else None
        if value is None or value.raw != meant or value.source is None or "checker" not in value.source.reader:
            found.append(f"{name} {key} does not count in the record")
    return found


def _tell(values: int, think: float, worked: Worked, failed: int, wrong: list[str]) -> None:
    waited = sorted(worked.waited)
    late = waited[int(0.95 * len(waited))]
    print(f"{values} values, a person who needs {think} s each: {3600 * values / worked.seconds:,.0f} an hour")
    median = statistics.median(waited)
    print(f"  Enter to the next one there: median {median:.0f}, 95 % {late:.0f}, worst {waited[-1]:.0f} ms")
    print(f"  left to the person at 1,000 an hour: {_HOUR_AT_1000 - late / 1000:.2f} s of 3.6")
    print(f"  key strokes a value: {worked.strokes / values:.2f}; refused: {failed}; wrong in the store: {len(wrong)}")
    for each in wrong[:10]:
        print("   ", each)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("values", type=int, nargs="?", default=200)
    parser.add_argument("--think", type=float, default=0.0, help="seconds that the person looks at each value")
    given = parser.parse_args()
    if CHROMIUM is None:
        parser.error("Chromium is not installed")
    with TemporaryDirectory(prefix="heshu-") as folder:
        store, doubtful = open_store(Path(folder) / "store"), 0
        began = time.perf_counter()
        for number in range(1, 1000):
            if doubtful > given.values:
                break
            _put_in(store, Path(folder), number)
            left = Glance(store).doubts_left()
            doubtful = sum(count for key, count in left.items() if not is_personal(key))
        print(f"{doubtful} values in doubt, made in {time.perf_counter() - began:.0f} s")
        People(store.engine).keep(Person("checker", "虚构核对员", ("reviewer",), "", HASHED, False), "bench", "made")
        with _desk(store.folder, Path(folder) / "told") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800}, base_url=address)
            page.add_init_script(_WATCH)
            page.goto("/")
            page.fill("[name=login]", "checker")
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_selector("header.bar")
            page.goto("/validation")
            page.evaluate("taken.length = 0")
            worked = _work(page, given.values, given.think)
            page.wait_for_timeout(4000)
            failed = page.locator(".queue .failed").count()
            _tell(given.values, given.think, worked, failed, _wrong(store, worked))
            browser.close()
        store.engine.dispose()


if __name__ == "__main__":
    main()
