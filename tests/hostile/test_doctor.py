"""``heshu doctor``: what it says of the walls and limits, and the table of a folder of files."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from extractors.limits import PREFIX, Limits
from flows.maker.broken.zips import packed
from pipeline.problems import Exit

_ROOT = Path(__file__).resolve().parents[2]


def _doctor(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from desk.cli import main; main()", "doctor", *words]
    return subprocess.run(call, check=False, cwd=_ROOT, capture_output=True, text=True)


def test_it_says_of_each_wall_whether_it_stands_and_names_each_limit() -> None:
    said = _doctor().stdout
    for wall in ("不能使用网络", "不能启动其他程序", "不能改动解包目录以外的文件"):
        assert re.search(rf"(✓|✗ 本机内核不支持：) {wall}", said)
    for field in fields(Limits):
        assert f"{PREFIX}{field.name.upper()}=" in said


def test_every_limit_is_documented_and_nothing_else() -> None:
    page = (_ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    documented = set(re.findall(rf"^\| `({PREFIX}\w+)` \|", page, re.MULTILINE))
    assert documented == {f"{PREFIX}{field.name.upper()}" for field in fields(Limits)}


def test_the_table_tells_outcome_reason_seconds_and_memory(tmp_path: Path) -> None:
    (tmp_path / "空\x1b[2J.pdf").write_bytes(b"")
    (tmp_path / "表.csv").write_bytes("序号,名称\n1,车床\n".encode())
    (tmp_path / "包.zip").write_bytes(packed({"a.csv": b"a,b\n"}))
    (tmp_path / "链").symlink_to("/etc/passwd")
    ended = _doctor("--corpus", str(tmp_path))
    assert ended.returncode == Exit.OK, ended.stderr
    assert "\x1b" not in ended.stdout
    head, *lines = ended.stdout.splitlines()
    assert all(word in head for word in ("结果", "秒", "内存MB", "页", "文件（原因）"))
    found = {line.split(maxsplit=4)[4]: line.split()[:4] for line in lines[:-1]}
    assert set(found) == {"空�[2J.pdf（文件是空的）", "表.csv", "包.zip"}
    outcome, seconds, memory, pages = found["表.csv"]
    assert (outcome, pages) == ("read", "1")
    assert float(seconds) >= 0
    assert memory == "—" or int(memory) > 0
    assert lines[-1] in ("read 2、empty 1", "empty 1、read 2")


def test_a_folder_without_a_file_is_said_to_be_empty(tmp_path: Path) -> None:
    assert _doctor("--corpus", str(tmp_path)).returncode == Exit.NOTHING_FOUND
    assert _doctor("--corpus", str(tmp_path / "none")).returncode == Exit.NOTHING_FOUND
