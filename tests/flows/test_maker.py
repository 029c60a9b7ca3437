from __future__ import annotations

from pathlib import Path

import pytest
from stdnum.cn import uscc

from flows.maker import arithmetic
from flows.maker.demo import demo_batch
from flows.maker.truth import make_truth
from pipeline.records.load import load_form, load_forms


@pytest.mark.parametrize("form", [each.id for each in load_forms()])
def test_an_invented_submission_agrees_with_itself(form: str) -> None:
    truth = make_truth("甲", load_form(form), 17, rows=9)
    assert uscc.is_valid(str(truth.fields["applicant.org_code"]))
    for definition in truth.form.lists:
        rows = truth.lists.get(definition.kind)
        for name, key in definition.claimed_by.items():
            if rows is not None:
                assert truth.fields[key] == str(sum(not name or own == name for own, _ in rows))
        if rows is not None and definition.id_column:
            ids = [cells[definition.id_column] for _, cells in rows]
            assert len(ids) == len(set(ids)), definition.kind
    for total, parts in arithmetic.sums(form):
        assert int(str(truth.fields[total])) == sum(int(str(truth.fields[part])) for part in parts)


def test_the_same_seed_makes_the_same_submission() -> None:
    one, two = (make_truth("甲", load_form("fujian-2023"), 4) for _ in range(2))
    assert (one.fields, one.lists) == (two.fields, two.lists)
    assert make_truth("甲", load_form("fujian-2023"), 5).fields != one.fields


def test_the_demonstration_writes_submissions_and_their_truth(tmp_path: Path) -> None:
    planted = demo_batch(tmp_path)
    names = {each.submission for each in planted}
    assert {folder.name for folder in (tmp_path / "submissions").iterdir()} == names
    assert {file.stem for file in (tmp_path / "truth").iterdir()} == names
    assert sum(len(each.findings) for each in planted) >= 5
