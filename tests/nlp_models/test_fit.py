from __future__ import annotations

import json
from pathlib import Path

from nlp_models.loglinear import softmax, sums
from nlp_models.training.by_hand import sentences
from nlp_models.training.claim_examples import examples
from nlp_models.training.fit import fit_choice, fit_labels, save

LABELS = ("yes", "no")


def test_labels_are_learnt_and_what_is_seen_once_is_left_out() -> None:
    weights = fit_labels([(["a"], "yes"), (["a", "once"], "yes"), (["b"], "no"), (["b"], "no")], LABELS)
    assert set(weights) == {"a", "b"}
    assert softmax(sums(weights, ["a"], 2))[0] > 0.6
    assert softmax(sums(weights, ["b"], 2))[1] > 0.6


def test_the_right_candidate_is_learnt_whatever_its_place() -> None:
    weights = fit_choice(
        [([["good"], ["bad"]], {0}), ([["bad"], ["bad", "x"], ["good"]], {2}), ([["bad"], ["x"]], {1})]
    )
    assert sums(weights, ["good"], 1)[0] > sums(weights, ["bad"], 1)[0]


def test_fitting_again_leaves_the_same_bytes(tmp_path: Path) -> None:
    marked = list(
        sentences("平台接入设备[30台|devices]\n计划接入设备[90台|devices|plan]\n平台服务企业[12家|enterprises]")
    )
    for name in ("one", "two"):
        made = examples(marked * 2)
        save(fit_choice(made.ties), tmp_path / name / "ties.json")
        save(fit_labels(made.scopes, ("whole", "plan")), tmp_path / name / "scopes.json")
    for file in ("ties.json", "scopes.json"):
        one, two = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert one == two
        assert json.loads(one)


def test_examples_hold_the_marked_scope_and_only_right_candidates() -> None:
    made = examples(sentences("平台接入设备[30台|devices]，计划达到[90台|devices|plan]，投资[8万元=80000]"))
    assert [scope for _, scope in made.scopes] == ["whole", "plan"]
    assert len(made.ties) == 3
    assert all(right for _, right in made.ties)
