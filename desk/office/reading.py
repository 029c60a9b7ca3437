"""The process that reads one delivery: ``python -m desk.office.reading FOLDER STORE`` tells its progress as JSON lines.

In a process of its own so that neither its memory nor a crash is the desk's.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from flows.progress import Pace, in_words

_OFTEN = 0.2


class _Teller:
    """Tells progress on standard output, a few times a second at most."""

    def __init__(self) -> None:
        self._state: dict[str, object] = {"pages": 0, "pages_done": 0}
        self._told = 0.0
        self._pace = Pace()

    def tell(self, at_once: bool = True, **news: object) -> None:
        self._state.update(news)
        if at_once or time.monotonic() - self._told > _OFTEN:
            sys.stdout.write(json.dumps(self._state, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            self._told = time.monotonic()

    def expect(self, pages: int) -> None:
        """So many more pages are to be read."""
        self._pace.expect(pages)
        self.tell(pages=self._pace.expected, stage="读取页面")

    def page(self, file: str, pages: int) -> None:
        """So many pages of a file were read."""
        self._pace.page(pages)
        left = in_words(self._pace.seconds_left)
        self.tell(False, pages_done=self._pace.done, file=file, stage=f"读取页面，还需{left}" if left else "读取页面")

    def submission(self, name: str, done: int, of: int) -> None:
        """A submission was extracted and checked."""
        self.tell(submissions_done=done, submissions=of, file=name, stage="提取与核查")

    def stage(self, words: str) -> None:
        """Something else begins."""
        self.tell(stage=words, file="")


def main(folder: Path, store: Path) -> None:
    """Read a folder into a store, through the flow where a Prefect server is configured: its workers share the work."""
    from flows.launching import run
    from flows.place import worker_count
    from pipeline.problems import HeshuError

    teller = _Teller()
    try:
        report = run(folder, store, teller, worker_count(), own_server=False)
    except HeshuError as error:
        teller.tell(state="failed", problem=str(error))
        return
    failed = [(name, "", problem) for name, problem in report.failed]
    teller.tell(state="done", stage="", read=[*report.submissions, *report.unchanged], refused=report.refused + failed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
