"""``heshu crosscheck`` as a person calls it, over a store with planted copies and innocent likenesses."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from flows.processing import signature_to
from flows.versions import checked_key, record_key
from pipeline.checks.examples import record_of
from pipeline.problems import Exit
from pipeline.records.load import load_form
from pipeline.store import open_store

_ROOT = Path(__file__).resolve().parents[3]
FORM = load_form("anhui-2023")


def heshu(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from desk.cli import main; main()", *words]
    return subprocess.run(call, check=False, cwd=_ROOT, capture_output=True, text=True)


def customers(seed: int, count: int) -> list[dict[str, str]]:
    rng = random.Random(seed)
    return [{"name": f"客户{rng.randrange(10**6)}厂", "amount": f"{rng.uniform(3, 90):.2f}"} for _ in range(count)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """乙 has the customers of 甲, 丁 half of those of 丙; 戊 has one customer of 甲 and the machines everybody has."""
    folder = tmp_path_factory.mktemp("crosscheck") / "store"
    opened = open_store(folder)
    lists = {
        "甲": customers(1, 25), "乙": customers(1, 25)[::-1], "丙": customers(3, 30),
        "丁": customers(3, 30)[:15] + customers(4, 15), "戊": customers(1, 1) + customers(5, 29),
    }  # fmt: skip
    devices = [{"name": "数控机床", "device_id": ""} for _ in range(20)]
    for number, (name, rows) in enumerate(lists.items()):
        fields = {"applicant.name": f"{name}某某制造厂", "contact.mobile": f"1380013800{min(number, 1)}"}
        if number > 1:
            fields["contact.mobile"] = f"1390013900{number}"
        spec = {"name": name, "fields": fields, "lists": {"enterprises": rows, "devices": devices}}
        record, key = record_of(spec, FORM), record_key("k", {})
        opened.receive(name, (), "k")
        opened.keep_record(record, key, signature_to(record))
        opened.keep_findings(name, "own", (), checked_key(key))
    opened.engine.dispose()
    return folder


def test_the_copies_are_told_with_the_rows_of_both_and_the_innocent_are_not(store: Path) -> None:
    ended = heshu("crosscheck", "--store", str(store))
    assert ended.returncode == Exit.OK, ended.stderr
    first, *lines = ended.stdout.splitlines()
    assert first == "比对涉及 2 份申报。以下为比对所显示的情况，是否成立须人工核实："
    assert [line for line in lines if not line.startswith(" ")] == ["乙", "甲"]
    assert "  清单与「甲」的同类清单有25行相同，占较短一方的100%" in lines
    (mine, other) = next(lines[at + 1 : at + 3] for at, line in enumerate(lines) if "与「乙」" in line)
    assert mine.strip().startswith("本申报：客户")
    assert other.strip().startswith("另一申报「乙」：客户")
    assert mine.partition("：")[2].split("（")[0] == other.partition("：")[2].split("（")[0]
    assert "证明" not in ended.stdout


def test_signals_are_told_apart_as_prompts_with_both_sides(store: Path) -> None:
    ended = heshu("crosscheck", "--signals", "--network", "--store", str(store), "--json")
    assert ended.returncode == Exit.OK, ended.stderr
    told = json.loads(ended.stdout)
    assert {(each["submission"], each["slug"]) for each in told["findings"]} == {
        ("甲", "copied-list"),
        ("乙", "copied-list"),
    }
    partly = {each["submission"]: each for each in told["signals"] if each["slug"] == "partly-copied-list"}
    assert sorted(partly) == ["丁", "丙"]
    assert partly["丁"]["message"].startswith("提示：清单与「丙」的同类清单有15行相同")
    sides = [place.partition("：")[0] for place in partly["丁"]["places"][:2]]
    assert sides == ["本申报", "另一申报「丙」"]
    deals = {each["submission"]: each for each in told["signals"] if each["slug"] == "same-deals"}
    assert sorted(deals) == ["丁", "丙", "乙", "甲"]
    assert deals["甲"]["places"]
    assert [each["submission"] for each in told["clusters"]] == ["丁、丙", "乙、甲"]


def test_one_submission_is_compared_with_the_others(store: Path) -> None:
    ended = heshu("crosscheck", "甲", "--store", str(store))
    assert ended.returncode == Exit.OK, ended.stderr
    assert "清单与「乙」的同类清单有25行相同" in ended.stdout


def test_an_unknown_submission_is_a_usage_problem_said_in_chinese(store: Path) -> None:
    ended = heshu("crosscheck", "没有这份", "--store", str(store))
    assert ended.returncode == Exit.USAGE
    assert "没有申报件「没有这份」" in ended.stderr
    assert "Traceback" not in ended.stderr
