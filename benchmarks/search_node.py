"""The tests' own Elasticsearch, started to work: for the search benchmarks."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import AbstractContextManager
from pathlib import Path


def node(major: str, folder: Path, heap: str = "1g") -> AbstractContextManager[str]:
    """A server of that major version that keeps its data in the folder; gives its address."""
    path = Path(__file__).parents[1] / "tests" / "search" / "node" / "node.py"
    spec = importlib.util.spec_from_file_location("search_node_of_tests", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    started: AbstractContextManager[str] = module.running(folder, major=major, heap=heap, to_work=True)
    return started
