"""Claimed against counted, drawn as an SVG for the page and as a PNG for Word: the same bars, the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from desk.reports.content import Comparison
from pipeline.font import font_path

_ROW, _LABEL, _BARS, _NUMBER = 46, 330, 420, 90
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
    """The chart as inline SVG; empty where there is nothing to compare."""
    if not comparisons:
        return ""
    height = _ROW * len(comparisons) + 8
    parts = [
        f'<svg class="chart" viewBox="0 0 {_LABEL + _BARS + _NUMBER} {height}" role="img" aria-label="申报与清单对照">'
    ]
    for number, (title, claimed, counted, long, short) in enumerate(_rows(comparisons)):
        y = number * _ROW + 6
        parts.append(f'<text x="{_LABEL - 10}" y="{y + 22}" text-anchor="end">{escape(title[:22])}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{y}" width="{long:.1f}" height="15" fill="{_CLAIMED}"/>')
        parts.append(f'<text x="{_LABEL + long + 6:.1f}" y="{y + 13}">申报 {_written(claimed)}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{y + 18}" width="{short:.1f}" height="15" fill="{_COUNTED}"/>')
        parts.append(f'<text x="{_LABEL + short + 6:.1f}" y="{y + 31}">清单 {counted:,}</text>')
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
