"""Charts of the figures' page as inline SVG: no script, colours from the style sheet, numbers always written too."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10

from desk.office.figures import Spread

_ROW, _LEFT, _WIDEST = 1.9, 28.0, 62.0
"""The bars: a row in lines of type; where they begin and how long the longest is, as shares of the width."""


def bars(rows: Sequence[tuple[str, int, str]]) -> str:
    """Horizontal bars of (name, number, class)."""
    if not rows:
        return ""
    most = max(count for _, count, _ in rows)
    parts = [f'<svg class="bars" width="100%" height="{_ROW * len(rows):.1f}em" role="img" aria-label="按规则统计">']
    for number, (name, count, kind) in enumerate(rows):
        y, long = number * _ROW, max(0.4, _WIDEST * count / most)
        label = f"<title>{escape(name)}</title>{escape(name[:12])}"
        parts.append(f'<text class="label" x="{_LEFT}%" dx="-.6em" y="{y + 1.3:.1f}em">{label}</text>')
        parts.append(f'<rect class="{kind}" x="{_LEFT}%" y="{y + 0.3:.1f}em" width="{long:.2f}%" height="1.3em"/>')
        parts.append(f'<text x="{_LEFT + long:.2f}%" dx=".5em" y="{y + 1.3:.1f}em">{count:,}</text>')
    return "".join([*parts, "</svg>"])


def strip(spread: Spread) -> str:
    """Every value as a dot on one axis, the middle half as a box; those beyond the fence stand out.

    The axis is logarithmic where the values spread over more than two powers of ten.
    """
    numbers = [value for _, value in spread.values]
    least, most = numbers[0], numbers[-1]
    logarithmic = least > 0 and most / least > 100
    left, right = (log10(least), log10(most)) if logarithmic else (min(0.0, least), most)

    def x(value: float) -> float:
        at = log10(max(value, least)) if logarithmic else value
        return 30 + 740 * ((at - left) / (right - left) if right > left else 0.5)

    parts = ['<svg class="strip" viewBox="0 0 800 130" role="img" aria-label="申报值分布">']
    parts.append('<line class="axis" x1="30" y1="84" x2="770" y2="84"/>')
    low, high = x(spread.low), x(spread.high)
    parts.append(f'<rect class="half" x="{low:.1f}" y="36" width="{max(2.0, high - low):.1f}" height="34" rx="3"/>')
    parts.append(f'<line class="middle" x1="{x(spread.middle):.1f}" y1="36" x2="{x(spread.middle):.1f}" y2="70"/>')
    for number, (name, value) in enumerate(spread.values):
        kind = "dot out" if value > spread.fence else "dot"
        y = 53 + (number % 5 - 2) * 5
        parts.append(f'<circle class="{kind}" cx="{x(value):.1f}" cy="{y}" r="4.5">')
        parts.append(f"<title>{escape(name)} {value:,.10g}</title></circle>")
    for value in _ticks(least, most, logarithmic):
        parts.append(f'<line class="axis" x1="{x(value):.1f}" y1="84" x2="{x(value):.1f}" y2="90"/>')
        parts.append(f'<text class="tick" x="{x(value):.1f}" y="106">{value:,.10g}</text>')
    return "".join([*parts, "</svg>"])


def _ticks(least: float, most: float, logarithmic: bool) -> list[float]:
    if logarithmic:
        powers = [10.0**power for power in range(int(log10(least)), int(log10(most)) + 2)]
        return [each for each in powers if least <= each <= most]
    if most <= 0:
        return [0.0]
    step = 10 ** int(log10(most))
    while most / step < 4:
        step /= 2
    return [step * n for n in range(int(most / step) + 1)]
