"""What Prefect's pages show of a batch: its submissions, what failed, and the way to the findings at the desk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import quote

from prefect.artifacts import create_link_artifact, create_table_artifact

from flows.ingest import Report
from flows.settings import DESK_URL
from pipeline.printable import visible
from pipeline.records.finding import SEVERITIES
from pipeline.store import Store

_ROWS = 500
_DESK = "http://127.0.0.1:8765"


def show_batch(store: Store, names: Sequence[str], report: Report) -> None:
    """Leave the batch's tables and links with the run; long ones are cut, and say so."""
    submissions = list(islice(_submissions(store, names), _ROWS))
    create_table_artifact(submissions, key="heshu-batch", description=_cut("本批申报件", len(names)))
    failures = [*_failed(report), *_refused(report)]
    create_table_artifact(failures[:_ROWS], key="heshu-failures", description=_cut("未能读取或处理", len(failures)))
    create_link_artifact(_desk(), key="heshu-desk", link_text="打开审核台", description="逐条核实发现的问题")


def _submissions(store: Store, names: Sequence[str]) -> Iterator[dict[str, object]]:
    for name in names:
        standing, files, found = store.standing(name), store.files(name), store.severities(name)
        link = f"[{visible(name)}]({_desk()}/submissions/{quote(name)})"
        refused = sum(file.outcome != "read" for file in files)
        pages = sum(file.pages or 0 for file in files)
        counts = {word: found.get(slug, 0) for slug, word in SEVERITIES.items()}
        form = (standing.form if standing else None) or "未识别"
        yield {"申报件": link, "表式": form, "文件": len(files), "页": pages, "未读": refused, **counts}


def _failed(report: Report) -> Iterator[dict[str, object]]:
    for name, reason in report.failed:
        yield {"申报件": visible(name), "文件": "", "原因": visible(reason)}


def _refused(report: Report) -> Iterator[dict[str, object]]:
    for name, path, reason in report.refused:
        yield {"申报件": visible(name), "文件": visible(path), "原因": visible(reason)}


def _desk() -> str:
    return os.environ.get(DESK_URL, _DESK).rstrip("/")


def _cut(words: str, count: int) -> str:
    return f"{words}：{count} 项" + (f"，此处列出前 {_ROWS} 项" if count > _ROWS else "")
