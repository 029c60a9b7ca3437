"""Numbers as Chinese prose writes them: ``12,000``, ``1.2万``, ``三百``, ``百余``, ``壹万贰仟``, in full width too."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SCALE = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_CHINESE = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
NUMERAL = (
    r"(?:(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[余多](?=[万亿]))?(?:[千百](?![克瓦米]))?[万亿]{0,2}"
    rf"|[{_CHINESE}]+(?:点[一二三四五六七八九]+[万亿])?(?:[余多][万亿]+)?)"
)
"""Regular expression of one numeral (after NFKC), ``10余万`` included."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and the size of its last written digit: ``1.2万`` is 12000 to 1000, ``12,000`` is exact (step 1)."""

    value: float
    step: float


def parse(text: str) -> Numeral | None:
    """The number that ``text`` writes, or None where it writes none.

    >>> parse("1.2万")
    Numeral(value=12000.0, step=1000.0)
    >>> parse("三百二十")
    Numeral(value=320.0, step=1.0)
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("余", "").replace("多", "")
    match = re.fullmatch(r"(\d+)(?:\.(\d+))?([千百]?)([万亿]*)", plain)
    if match:
        return _scaled(match[1], match[2] or "", match[3] + match[4])
    return _chinese(plain)


def _scaled(whole: str, decimals: str, scales: str) -> Numeral:
    factor = 1.0
    for scale in scales:
        factor *= _SCALE[scale]
    step = factor / 10 ** len(decimals) if scales or decimals else 1.0
    return Numeral(round(float(f"{whole}.{decimals or '0'}") * factor, 6), step)


def _chinese(text: str) -> Numeral | None:
    if not text or any(char not in f"{_CHINESE}点" for char in text):
        return None
    import cn2an  # a sixth of a second, for numbers in characters only

    full = f"一{text}" if text[0] in "百千万亿" else text
    try:
        value = float(cn2an.cn2an(full.replace("〇", "零"), "smart"))
    except ValueError:
        return None
    if not value:
        return None
    if "点" in text:
        return Numeral(value, _SCALE[text[-1]] / 10 ** (len(text) - text.index("点") - 2))
    rough = text[-1] in "万亿" and len(text) > 1
    return Numeral(value, float(_SCALE[text[-1]]) if rough else 1.0)
