"""Claims on sentences written by hand: what counts is that nothing false is claimed and little is missed."""

from __future__ import annotations

from pathlib import Path

import yaml

from nlp_models.claims import claims_in

_BY_HAND = Path(__file__).parent / "data" / "claims_by_hand.yaml"


def test_claims_of_sentences_never_seen_in_training() -> None:
    right = found = wanted = 0
    wrong: list[str] = []
    for case in yaml.safe_load(_BY_HAND.read_text(encoding="utf-8")):
        expected = {(concept, float(value)) for concept, value in case["claims"]}
        got = {(claim.concept.id, claim.quantity.value) for claim in claims_in(case["says"]) if claim.concept.keys}
        right, found, wanted = right + len(got & expected), found + len(got), wanted + len(expected)
        if got != expected:
            wrong.append(f"{case['says']} {got}")
    assert right / found >= 0.95, wrong
    assert right / wanted >= 0.9, wrong
