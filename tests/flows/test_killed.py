"""Kill -9 at random moments: nothing is lost, nothing is read twice, and the records are those of a quiet run."""

from __future__ import annotations

from pathlib import Path

from tests.flows.killing import Runner, kill_at_random, mixed_batch, what_is_wrong

_KILLS = 6


def test_runs_killed_at_random_moments_come_to_what_an_undisturbed_one_does(tmp_path: Path) -> None:
    mixed_batch(tmp_path / "in")
    quiet = Runner(tmp_path / "in", tmp_path / "quiet", tmp_path)
    assert quiet.go()
    runner = Runner(tmp_path / "in", tmp_path / "store", tmp_path)
    wrong = [what_is_wrong(store, tmp_path / "quiet") for store in kill_at_random(runner, _KILLS, seed=7)]
    assert sum(runner.kills.by_victim.values()) == _KILLS
    assert runner.kills.read_twice == []
    assert runner.kills.orphans == 0
    assert wrong == [[]] * len(wrong)
