"""Help and wrong calls speak Chinese, through the real command line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from desk.cli.app import COMMANDS
from desk.cli.wording import in_chinese

_ROOT = Path(__file__).resolve().parents[3]
_ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Missing|No such|Invalid|required|default:|Show this")


def _heshu(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from desk.cli import main; main()", *words]
    return subprocess.run(call, check=False, cwd=_ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ingest",), "缺少参数：folder"),
        (("ingest", "甲"), "缺少选项：--store"),
        (("ingst",), "没有 ingst 这个命令，是不是想用 'ingest'"),
        (("ingest", "甲", "--store", "乙", "--worker", "2"), "没有 --worker 这个选项，是不是想用 --store, --workers"),
        (("ingest", "甲", "--store", "乙", "--workers", "两个"), "'--workers' 的值应是整数"),
        (("ingest", "甲", "丙", "--store", "乙"), "多出来的参数：丙"),
        (("export", "--store"), "选项 --store 后面缺少值"),
        (("export", "--out", "乙", "--format", "pdf"), "'--format' 的值只能是 'json', 'xlsx' 之一：pdf"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(words: tuple[str, ...], said: str) -> None:
    ended = _heshu(*words)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"错误：{said}\n")
    assert "用法：heshu " in ended.stderr or said.endswith("缺少值")
    assert not _ENGLISH.search(ended.stdout + ended.stderr)


@pytest.mark.parametrize("words", [(), ("ingest", "--help"), ("form",), ("audit", "--help")])
def test_help_is_in_chinese(words: tuple[str, ...]) -> None:
    ended = _heshu(*words)
    assert "用法：heshu" in ended.stdout
    assert "显示这里的说明" in ended.stdout
    assert not _ENGLISH.search(ended.stdout + ended.stderr)


def test_every_command_is_in_the_help() -> None:
    listed = re.findall(r"^│ ([a-z]+) ", _heshu("--help").stdout, re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


def test_what_is_not_known_passes_as_it_is() -> None:
    assert in_chinese("Something else.") == "Something else."
