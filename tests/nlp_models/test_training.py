from __future__ import annotations

import json
import random
from importlib.resources import files
from pathlib import Path

from thinc.api import fix_random_seed

from nlp_models.scope_model import judge, masked
from nlp_models.training.make_data import Size, fill, for_test, name_examples, scope_examples, write
from nlp_models.training.train import train_names, train_scope


def test_the_number_in_question_is_masked_apart_from_the_others() -> None:
    assert masked("3年内接入设备120台，其中5台", 7, 10) == "＊年内物＃台"


def test_a_filled_frame_knows_where_its_slots_stand() -> None:
    filled = fill("{ORG}在{PLACE}注册", random.Random(1))
    (org, a, b), (place, c, d) = filled.slots
    assert (org, place) == ("ORG", "PLACE")
    assert filled.text == f"{filled.text[a:b]}在{filled.text[c:d]}注册"
    assert filled.text[a:b].endswith("公司")


def test_no_frame_is_in_training_and_test() -> None:
    frames = ["计划接入{n}台", "平台接入{n}台", "其中{n}台", "例如{n}台", "新增{n}台", "共{n}台", "占地{n}亩"]
    assert {for_test(frame) for frame in frames * 2} <= {True, False}
    train = {row["text"] for is_test, row in scope_examples(2, 3) if not is_test}
    test = {row["text"] for is_test, row in scope_examples(2, 3) if is_test}
    assert train
    assert test
    assert not train & test


def test_the_data_is_the_same_every_time() -> None:
    assert list(name_examples(1, 5)) == list(name_examples(1, 5))


def _trained(folder: Path) -> dict[str, bytes]:
    """A short training of both pipelines on little data: every file that it leaves."""
    fix_random_seed(7)
    (folder / "out").mkdir(parents=True)
    write(folder / "data", 7, Size(1, 1, 2))
    train_scope(folder / "data", folder / "out", rounds=1)
    train_names(folder / "data", folder / "out", rounds=1)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_training_again_leaves_the_same_bytes(tmp_path: Path) -> None:
    one, two = _trained(tmp_path / "one"), _trained(tmp_path / "two")
    assert any(name.endswith("textcat/model") for name in one)
    assert any(name.endswith("ner/model") for name in one)
    assert {name for name in one if one[name] != two.get(name)} == set()


def test_the_committed_model_knows_a_plan_from_a_statement() -> None:
    plan = "我们准备用两年时间接入300台设备"
    at = plan.index("300")
    statement = "平台已接入设备300台"
    end = statement.index("300")
    one, two = judge([masked(plan, at, at + 3), masked(statement, end, end + 3)])
    assert one["plan"] > 0.5
    assert two["whole"] > 0.5


def test_sentences_are_judged_alike_alone_and_together() -> None:
    masks = [masked("平台接入设备30台，服务企业5家", 6, 9), masked("明年再接90台", 4, 7), masked("其中5台", 2, 4)]
    together = judge(masks)
    for mask, each in zip(masks, together, strict=True):
        (alone,) = judge([mask])
        assert all(abs(alone[scope] - each[scope]) < 1e-4 for scope in alone)
    assert judge([]) == []


def test_the_scores_on_unseen_frames_are_kept_beside_the_model() -> None:
    scores = json.loads(files("nlp_models").joinpath("model/scores.json").read_text())
    assert scores["scope_micro_f"] > 0.6
    assert scores["names_f"] > 0.6
