"""A total does not equal the sum of the parts that the form says make it up."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.checks.compare import keys_in, may_be_misread, sides
from pipeline.checks.lines import Line
from pipeline.checks.rule import Fact, Rule
from pipeline.checks.wording import show

_EQUAL = 1e-4


def _check(case: Case) -> Iterator[Fact]:
    for line in case.programme.lines("sum-mismatch"):
        known = sides(case, line)
        if known is None or abs(known[0] - known[1]) <= _EQUAL:
            continue
        total, parts = known
        keys = keys_in(line)
        if _is_misread(case, line, total - parts):
            case.doubt(f"{case.label(keys[0])}：与分项之和差一个字符，可能是识别有误，需人工核对")
        elif case.sure_together(keys):
            said = f"{case.label(keys[0])}填报{show(total)}，各分项合计{show(parts)}，相差{show(abs(total - parts))}"
            evidence = (case.said(keys[0], "合计"), *(case.said(key, "分项") for key in keys[1:]))
            yield Fact(said, keys, evidence)


def _is_misread(case: Case, line: Line, gap: float) -> bool:
    """Whether one character of one value accounts for the gap: the total read too high, or a part too low."""
    for at, key in enumerate(keys_in(line)):
        number = case.number(key)
        if number is not None and may_be_misread(case.get(key), number - gap if at == 0 else number + gap):
            return True
    return False


RULE = Rule(
    code="HC101",
    slug="sum-mismatch",
    since="0.1",
    severity="high",
    what="合计数与表内各组成部分之和不相等。任一分项空白或无法辨认时不核对。",
    why="表内勾稽不平，说明合计或某个分项至少有一个数填错，后续评审所依据的数量不可靠。",
    basis="其中，运行设备_____台/套；加工设备_____台/套；行走设备_____台/套；其它设备_____台/套",
    needs=("lines", "fields"),
    body=_check,
)
