"""A form's template aligned to what a document says."""

from __future__ import annotations

import pytest

from extractors.fields.align import align
from extractors.fields.sequence import template_tokens, units_of
from pipeline.records.load import load_form

TEMPLATE = template_tokens(units_of(load_form("guangdong-2018")))


@pytest.mark.parametrize("before", [0, 60, 120])
def test_a_box_before_words_that_were_found_is_theirs_and_not_that_of_lost_words_before_it(before: int) -> None:
    """Both ways cost the same; sums of costs differ in their last digits, more so the more stands before."""
    start = next(n for n, each in enumerate(TEMPLATE) if each.hole and each.hole.key == "joint[1].functions")
    template = TEMPLATE[start - before : start + 40]
    printed = "".join(each.char for each in template[:before] if each.kind in ("char", "cell", "line"))
    document = f"{printed}iaas及通用paas□工业paas5.a43\n☑工业物联□数据处理及分析"
    spans = align(template, document).spans
    boxes = {each.hole.option: spans[n] for n, each in enumerate(template) if each.kind == "box" and each.hole}
    assert document[slice(*boxes["工业物联"])] == "☑"
    assert boxes["安全防护"][0] == boxes["安全防护"][1]
