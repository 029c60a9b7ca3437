"""Claimed against counted, drawn as an SVG for the page and as a PNG for Word: the same bars, the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from desk.reports.content import Comparison
from pipeline.font import font_path

_ROW, _LABEL, _BARS, _NUMBER = 46, 330, 420, 90
_TALL, _WIDEST = 4.6, 76.0
"""On a page: the height of a pair in lines of its type, and the share of the width that the longest bar takes."""

_CLAIMED, _COUNTED = "#5b8ff9", "#f6903d"


def _largest(comparisons: Sequence[Comparison]) -> float:
    return max((max(each.claimed or 0.0, float(each.counted)) for each in comparisons), default=0.0) or 1.0


def _rows(comparisons: Sequence[Comparison]) -> list[tuple[str, float | None, int, float, float]]:
    """Title, claimed, counted, and the two bars' lengths in pixels: relative to the larger of the two of each pair."""
    rows = []
    for each in comparisons:
        scale = _BARS / _largest([each])
        rows.append((each.title, each.claimed, each.counted, (each.claimed or 0.0) * scale, each.counted * scale))
    return rows


def _written(claimed: float | None) -> str:
    return "未填报" if claimed is None else f"{claimed:,.0f}"


def svg_chart(comparisons: Sequence[Comparison]) -> str:
    """The chart as inline SVG in its page's own width and type; empty where there is nothing to compare."""
    if not comparisons:
        return ""
    height = _TALL * len(comparisons)
    parts = [f'<svg class="chart" width="100%" height="{height}em" role="img" aria-label="申报与清单对照">']
    for number, (title, claimed, counted, long, short) in enumerate(_rows(comparisons)):
        top = number * _TALL
        parts.append(f'<text x="0" y="{top + 1:.1f}em">{escape(title)}</text>')
        bars = ((1.5, long, _CLAIMED, f"申报 {_written(claimed)}"), (2.8, short, _COUNTED, f"清单 {counted:,}"))
        for down, pixels, colour, said in bars:
            share = _WIDEST * pixels / _BARS
            parts.append(f'<rect y="{top + down:.1f}em" width="{share:.2f}%" height="1.1em" fill="{colour}"/>')
            parts.append(f'<text x="{share:.2f}%" dx=".4em" y="{top + down + 0.9:.1f}em">{said}</text>')
    return "".join([*parts, "</svg>"])


def png_chart(comparisons: Sequence[Comparison]) -> bytes | None:
    """The chart as PNG; None where there is nothing to compare."""
    if not comparisons:
        return None
    image = Image.new("RGB", (_LABEL + _BARS + _NUMBER, _ROW * len(comparisons) + 8), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(font_path()), 14)
    for number, (title, claimed, counted, long, short) in enumerate(_rows(comparisons)):
        y = number * _ROW + 6
        draw.text((_LABEL - 10, y + 8), title[:22], fill="black", font=font, anchor="ra")
        draw.rectangle((_LABEL, y, _LABEL + long, y + 15), fill=_CLAIMED)
        draw.text((_LABEL + long + 6, y - 2), f"申报 {_written(claimed)}", fill="black", font=font)
        draw.rectangle((_LABEL, y + 18, _LABEL + short, y + 33), fill=_COUNTED)
        draw.text((_LABEL + short + 6, y + 16), f"清单 {counted:,}", fill="black", font=font)
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
