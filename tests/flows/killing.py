"""Runs that are killed at random moments, and what must hold when they go on: used by the tests and the benchmark."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from desk.export.record_json import record_json
from flows.indexing import index_of
from flows.maker import pdf, sheets, word
from flows.maker.filled import Style
from flows.maker.truth import make_truth
from flows.verifying import verify_store
from pipeline.font import font_path
from pipeline.records.load import load_form
from pipeline.store import Store, open_store

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("pipeline", "extractors", "nlp_models", "search", "flows", "desk")
_LONGEST_SECONDS = 600
Stored = tuple[str, str, int]
"""One page: the hash of its file, the version of the readers, its number."""
VICTIMS = ("run", "child", "all")
"""The coordinating process alone, one of its children (the run goes on), or the whole tree."""
FLOW_VICTIMS = ("server", *VICTIMS)
"""Through Prefect also the run's own server: the run may end of it, but must say so."""

_RUN = """
import sys
from pathlib import Path
from flows.ingest import ingest
from pipeline.store import open_store
if __name__ == "__main__":
    report = ingest(Path(sys.argv[1]), open_store(Path(sys.argv[2])), workers=2)
    assert not report.failed, report.failed
"""
_FLOW = """
import sys
from pathlib import Path
from flows.launching import run
from flows.progress import Silent
if __name__ == "__main__":
    report = run(Path(sys.argv[1]), Path(sys.argv[2]), Silent(), 2)
    assert not report.failed, report.failed
"""


@dataclass(slots=True)
class Kills:
    """What was done: kills by victim, runs started, pages read in all, pages read although they were stored.

    Stored by the same version of the readers, that is: readers that have changed read everything anew.
    """

    by_victim: dict[str, int] = field(default_factory=dict)
    runs: int = 0
    pages: int = 0
    read_twice: list[tuple[str, int]] = field(default_factory=list)
    orphans: int = 0


def mixed_batch(inbox: Path, pages: int = 12, picture: bool = False) -> None:
    """Word, Excel, a text PDF of many pages, an archive, a file that can't be read, and a picture if wanted."""
    one = make_truth("甲", load_form("anhui-2023"), 1, rows=6)
    (inbox / "甲").mkdir(parents=True)
    word.write_book(one, inbox / "甲" / "书.docx", Style())
    sheets.write_lists(one, list(one.lists), inbox / "甲" / "附件.xlsx")
    (inbox / "甲" / "断.docx").write_bytes((inbox / "甲" / "书.docx").read_bytes()[:5000])
    two = make_truth("乙", load_form("fujian-2023"), 2, rows=pages * 10)
    (inbox / "乙").mkdir()
    pdf.write_lists(two, list(two.lists), inbox / "乙" / "附件.pdf")
    if picture:
        _picture(inbox / "乙" / "证明.png")
    with zipfile.ZipFile(inbox / "丙.zip", "w") as archive:
        archive.write(inbox / "甲" / "附件.xlsx", "附件.xlsx")
        archive.write(inbox / "乙" / "附件.pdf", "附件.pdf")


def _picture(path: Path) -> None:
    image = Image.new("RGB", (900, 400), "white")
    font = ImageFont.truetype(str(font_path()), 36)
    ImageDraw.Draw(image).text((60, 120), "兹证明本平台连接设备三千台", fill="black", font=font)
    image.save(path)


class Runner:
    """Starts runs over one inbox and one store, kills them, and counts what they read.

    They run on a copy of the code, made with the first of them in ``scratch``: a change meanwhile, to a file of the
    readers above all, would set those who go on to reading everything again.
    """

    def __init__(self, inbox: Path, store: Path, scratch: Path, flow: bool = False) -> None:
        self.inbox, self.folder = inbox, store
        self.victims = FLOW_VICTIMS if flow else VICTIMS
        self._log, self._script, self._cache = scratch / "log.jsonl", scratch / "run.py", scratch / "cache"
        self._script.write_text(_FLOW if flow else _RUN, encoding="utf-8")
        self.code = _copied(scratch / "code")
        self.kills = Kills()

    def go(self, victim: str = "", after: int = 1, delay: float = 0.0) -> bool:
        """One run; killed so many lines of its log and seconds later, if ``victim`` says whom. True: it ended well."""
        stored = stored_pages(self.folder)
        self._log.unlink(missing_ok=True)
        self.kills.runs += 1
        process = self._start()
        struck = bool(victim) and self._strike(process, victim, after, delay)
        code = self._end_of(process)
        self._note(stored)
        if victim != "child" and struck:
            self.kills.orphans += _left_of(process.pid)
            return code == 0
        if code != 0:
            raise AssertionError(f"the run ended with {code}: {self.said()}")
        return True

    def said(self) -> str:
        """The last words of the last run."""
        return self._log.with_suffix(".err").read_text(encoding="utf-8", errors="replace")[-2000:]

    def _end_of(self, process: subprocess.Popen[bytes]) -> int:
        try:
            return process.wait(_LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise AssertionError(f"the run does not end: {self.said()}") from None

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(self.code), "HESHU_LOG_FILE": str(self._log),
            "XDG_CACHE_HOME": str(self._cache),
        }  # fmt: skip
        arguments = [sys.executable, str(self._script), str(self.inbox), str(self.folder)]
        errors = self._log.with_suffix(".err").open("wb")
        return subprocess.Popen(arguments, env=environment, cwd=self.code, start_new_session=True, stderr=errors)

    def _strike(self, process: subprocess.Popen[bytes], victim: str, after: int, delay: float) -> bool:
        while len(self._events()) < after:
            if process.poll() is not None:
                return False
            time.sleep(0.005)
        time.sleep(delay)
        mark = _MARKS.get(victim)
        target = _one_below(process.pid, mark) if mark else process.pid
        if process.poll() is not None or target is None:
            return False
        if victim == "all":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.kill(target, signal.SIGKILL)
        self.kills.by_victim[victim] = self.kills.by_victim.get(victim, 0) + 1
        return True

    def _events(self) -> list[dict[str, Any]]:
        if not self._log.exists():
            return []
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    def _note(self, stored: set[Stored]) -> None:
        for event in self._events():
            if event["event"] == "reading":
                pages = pages_of(event)
                self.kills.pages += len(pages)
                self.kills.read_twice += [(event["file"], page[2]) for page in sorted(pages & stored)]
            elif event["event"] == "stored":
                stored |= pages_of(event)


def kill_at_random(runner: Runner, kills: int, seed: int) -> Iterator[Path]:
    """Kill runs until so many have been; yields each store that a run has brought to its end, and goes on in a new one.

    The last store is brought to its end without a further kill.
    """
    rng, first = random.Random(seed), runner.folder
    for number in range(1, 100 * kills):
        done = sum(runner.kills.by_victim.values())
        victim = runner.victims[done % len(runner.victims)] if done < kills else ""
        if runner.go(victim, rng.randint(1, 20), rng.random() * 0.4):
            yield runner.folder
            if sum(runner.kills.by_victim.values()) >= kills:
                return
            runner.folder = first.with_name(f"{first.name}-{number}")


def _copied(into: Path) -> Path:
    if not into.exists():
        for room in _ROOMS:
            shutil.copytree(_ROOT / room, into / room)
    return into


def pages_of(event: dict[str, Any]) -> set[Stored]:
    """The pages of which a line of the log speaks; of a file without pages of its own, the first stands for all."""
    numbers = range(event["first"], (event["last"] or event["first"]) + 1)
    return {(event["sha256"], event["version"], number) for number in numbers}


def stored_pages(folder: Path) -> set[Stored]:
    """Every page that is stored, by whatever version of the readers."""
    if not (folder / "heshu.db").exists():
        return set()
    store = open_store(folder)
    found = {(*of, number) for of in store.page_counts() for number in store.pages_read(*of)}
    store.engine.dispose()
    return found


def exported(store: Store) -> dict[str, str]:
    """Every record as it is exported, byte for byte."""
    return {
        record.name: json.dumps(record_json(record, store.findings(record.name)), ensure_ascii=False)
        for record in store.records()
    }


def what_is_wrong(folder: Path, undisturbed: Path) -> list[str]:
    """How a store differs from one that was never disturbed, and what is left lying about."""
    store, other = open_store(folder), open_store(undisturbed)
    wrong = list(verify_store(store))
    if exported(store) != exported(other):
        wrong.append("records differ")
    if stored_pages(folder) != stored_pages(undisturbed):
        wrong.append("pages differ")
    found = [index_of(each).search("设备 OR 平台").total for each in (store, other)]
    if found[0] != found[1] or not found[0]:
        wrong.append(f"the index finds {found}")
    left = [path.name for path in (folder / "spool").iterdir()] + [path.name for path in folder.rglob("*.part")]
    return wrong + [f"left: {name}" for name in left]


_MARKS = {"child": b"spawn_main", "server": b"flows.server"}
"""By what the command of a process below the run shows that it reads or extracts (no tracker of shared memory)."""


def _one_below(parent: int, mark: bytes) -> int | None:
    below = [pid for pid in _session(parent) if pid != parent and mark in _command(pid)]
    return random.choice(below) if below else None


def _left_of(session: int) -> int:
    """How many children live on after the run: they are given a moment to end."""
    for _ in range(100):
        left = [pid for pid in _session(session) if any(mark in _command(pid) for mark in _MARKS.values())]
        if not left:
            return 0
        time.sleep(0.05)
    return len(left)


def _session(leader: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except (OSError, IndexError):
                continue
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
