"""What people hand in at the desk: kept on disk at once, read one delivery after the other in a process of its own.

A delivery that was handed in survives the desk's end: the next start goes on with it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from queue import SimpleQueue
from secrets import token_hex
from threading import Lock, Thread

from extractors.limits import LIMITS
from pipeline.problems import UsageError
from pipeline.store import Store

_KEPT = 30
_ARCHIVES = (".zip",)
_META, _FILES = "delivery.json", "files"


@dataclass(slots=True)
class Delivery:
    """How far a delivery is. ``state``: open (still being handed in), waiting, reading, done, failed."""

    id: str
    who: str
    at: str
    state: str = "open"
    stage: str = ""
    pages: int = 0
    pages_done: int = 0
    file: str = ""
    submissions: int = 0
    submissions_done: int = 0
    files: int = 0
    size: int = 0
    read: list[str] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    problem: str = ""


class Deliveries:
    """The deliveries of one desk. ``changed`` is called after each reading, so that caches can be dropped."""

    def __init__(self, store: Store, changed: Callable[[], None] = lambda: None) -> None:
        self._store, self._changed = store, changed
        self._root = store.folder / "uploads"
        self._known: dict[str, Delivery] = {}
        self._lock, self._queue = Lock(), SimpleQueue[str | None]()
        self._thread: Thread | None = None
        self._child: subprocess.Popen[str] | None = None

    def resume(self) -> None:
        """Go on with what was handed in before the desk last ended; forget what was never handed in whole."""
        for begun in self._root.glob("*"):
            if not (begun / _META).exists():
                shutil.rmtree(begun, ignore_errors=True)
        for meta in sorted(self._root.glob(f"*/{_META}")):
            kept = json.loads(meta.read_text(encoding="utf-8"))
            self._known[kept["id"]] = Delivery(kept["id"], kept["who"], kept["at"], "waiting", files=kept["files"])
            self._put(kept["id"])

    def all(self) -> list[Delivery]:
        """The deliveries of late, the newest first."""
        with self._lock:
            return sorted(self._known.values(), key=lambda each: each.at, reverse=True)

    def delivery(self, identity: str) -> Delivery | None:
        """One delivery."""
        return self._known.get(identity)

    def open(self, who: str) -> Delivery:
        """Begin a delivery."""
        made = Delivery(token_hex(8), who, datetime.now(UTC).isoformat(timespec="seconds"))
        (self._root / made.id / _FILES).mkdir(parents=True)
        with self._lock:
            self._known[made.id] = made
            for old in sorted(self._known.values(), key=lambda each: each.at)[:-_KEPT]:
                if old.state in ("done", "failed"):
                    del self._known[old.id]
        return made

    async def add(self, delivery: Delivery, path: str, parts: AsyncIterator[bytes]) -> int:
        """Keep one file of a delivery as it comes in; returns its bytes.

        Raises:
            UsageError: the path leads elsewhere, the file is too large, or the delivery is closed.
        """
        if delivery.state != "open":
            raise UsageError("这次提交已经结束")
        target = self._root / delivery.id / _FILES / _safe(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with target.open("wb") as out:
            async for part in parts:
                size += len(part)
                if size > LIMITS.file_bytes:
                    out.close()
                    target.unlink()
                    raise UsageError(f"{path} 超过单个文件的大小限制")
                out.write(part)
        delivery.files, delivery.size = delivery.files + 1, delivery.size + size
        return size

    def close(self, delivery: Delivery) -> None:
        """All is handed in: have it read.

        Raises:
            UsageError: nothing was handed in.
        """
        if delivery.state != "open":
            raise UsageError("这次提交已经结束")
        if not delivery.files:
            raise UsageError("没有收到任何文件")
        self._gather_loose(self._root / delivery.id / _FILES)
        delivery.state = "waiting"
        meta = {"id": delivery.id, "who": delivery.who, "at": delivery.at, "files": delivery.files}
        (self._root / delivery.id / _META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        self._put(delivery.id)

    @staticmethod
    def _gather_loose(folder: Path) -> None:
        """Files handed in by themselves are one submission, named as the first of them."""
        loose = sorted(each for each in folder.iterdir() if each.is_file() and each.suffix.lower() not in _ARCHIVES)
        if loose:
            own = folder / loose[0].stem
            own.mkdir(exist_ok=True)
            for each in loose:
                each.replace(own / each.name)

    def _put(self, identity: str) -> None:
        self._queue.put(identity)
        if self._thread is None:
            self._thread = Thread(target=self._work, name="heshu-deliveries", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop reading; what is unread is read after the next start."""
        self._queue.put(None)
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def _work(self) -> None:
        while (identity := self._queue.get()) is not None:
            delivery = self._known[identity]
            try:
                self._read(delivery)
            except OSError as error:
                delivery.state, delivery.problem = "failed", str(error)
            self._changed()

    def _read(self, delivery: Delivery) -> None:
        folder = self._root / delivery.id
        delivery.state, delivery.stage = "reading", "接收文件"
        command = [sys.executable, "-m", "desk.office.reading", str(folder / _FILES), str(self._store.folder)]
        with subprocess.Popen(  # noqa: S603 - our own module, no shell
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as child:
            self._child = child
            assert child.stdout is not None
            for line in child.stdout:
                if line.startswith("{"):
                    _take(delivery, json.loads(line))
            code = child.wait()
        if delivery.state == "reading":
            if code < 0:
                return  # stopped with the desk: the next start goes on
            delivery.state, delivery.problem = "failed", delivery.problem or "读取进程异常退出，请查看日志后重新提交"
        shutil.rmtree(folder, ignore_errors=True)


def _take(delivery: Delivery, told: dict[str, object]) -> None:
    for name, value in told.items():
        setattr(delivery, name, value)


def _safe(path: str) -> PurePosixPath:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    wrong = not parts or len(parts) > 12 or any(each in ("..", ".", "/") or "\x00" in each for each in parts)
    if wrong or any(len(each.encode()) > 240 for each in parts):
        raise UsageError(f"文件路径不可用：{path[:80]}")
    return PurePosixPath(*parts)


def as_json(delivery: Delivery) -> dict[str, object]:
    """How far a delivery is, for the page that shows it."""
    return {**asdict(delivery), "read": len(delivery.read), "refused": delivery.refused[:50]}
