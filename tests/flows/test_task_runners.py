"""Which engine runs the parts of a submission is configuration; one that is not there is said in words."""

from __future__ import annotations

import sys

import pytest

from flows.runners import task_runner
from pipeline.problems import EngineMissingError, UsageError


def test_an_engine_that_is_not_there_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_TASK_RUNNER", "别的")
    with pytest.raises(UsageError, match="threads、dask 或 ray"):
        task_runner()
    monkeypatch.setitem(sys.modules, "prefect_ray", None)
    monkeypatch.setenv("HESHU_TASK_RUNNER", "ray")
    with pytest.raises(EngineMissingError, match="可选组件 ray"):
        task_runner()
