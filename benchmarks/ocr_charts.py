"""Charts of the OCR benchmarks as SVG, drawn without a library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_COLOURS = ("#1b6ca8", "#d1495b", "#2e933c", "#8f5aa8", "#e09f3e", "#5c677d", "#0d9488", "#a16207")
_FONT = 'font-family="sans-serif" font-size="12"'


def reliability_chart(curves: Mapping[str, Sequence[tuple[float, float, int, int]]], threshold: float) -> str:
    """Share right over confidence said, a curve a quality; both axes from 0.5 to 1. On the diagonal is honest."""
    side, left, top = 400, 60, 20

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (max(0.5, x) - 0.5) * 2 * side, top + side - (max(0.5, y) - 0.5) * 2 * side

    parts = [_head(left + side + 170, top + side + 50), _axes(left, top, side)]
    (x0, y0), (x1, y1) = at(0.5, 0.5), at(1, 1)
    parts.append(f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999" stroke-dasharray="4 3"/>')
    x, y = at(threshold, 1)
    parts.append(f'<line x1="{x}" y1="{y}" x2="{x}" y2="{top + side}" stroke="#c00" stroke-dasharray="2 3"/>')
    parts.append(f'<text x="{x - 4}" y="{top + side - 6}" text-anchor="end" {_FONT}>threshold {threshold}</text>')
    for n, (name, bins) in enumerate(curves.items()):
        points = [(*at(mean, right / count), count) for _, mean, count, right in bins if count >= 5]
        colour = _COLOURS[n % len(_COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [_dot(x, y, 2 + min(7, count**0.5 / 8), colour) for x, y, count in points]
        parts.append(
            f'<text x="{left + side + 14}" y="{top + 16 + 18 * n}" fill="{colour}" {_FONT}>{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


def _dot(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.6"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" {_FONT}>{escape(words)}</text>'


def _head(width: float, height: float) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}">'
            f'<rect width="100%" height="100%" fill="white"/>')  # fmt: skip


def _axes(left: float, top: float, side: float) -> str:
    marks = []
    for n in range(6):
        value, x, y = 0.5 + n / 10, left + side * n / 5, top + side - side * n / 5
        marks.append(f'<text x="{x}" y="{top + side + 18}" text-anchor="middle" {_FONT}>{value:.1f}</text>')
        marks.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end" {_FONT}>{value:.1f}</text>')
        marks.append(f'<line x1="{left}" y1="{y}" x2="{left + side}" y2="{y}" stroke="#eee"/>')
    frame = f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="none" stroke="#333"/>'
    label = f'<text x="{left + side / 2}" y="{top + side + 40}" text-anchor="middle" {_FONT}>confidence said</text>'
    upright = (
        f'<text transform="translate(16 {top + side / 2}) rotate(-90)" text-anchor="middle" {_FONT}>lines right</text>'
    )
    return "\n".join([*marks, frame, label, upright])


def bar_chart(titles: Mapping[str, str], values: Mapping[str, Mapping[str, Mapping[str, float | None]]]) -> str:
    """A panel a measure (its unit in ``titles``), in it a row an engine and a bar a quality; bars start at 0.

    ``values`` are by measure, engine, quality; None draws nothing: it was not measured.
    """
    engines = list(next(iter(values.values())))
    qualities = list(next(iter(values[next(iter(values))].values())))
    high = 16 + len(engines) * (9 * len(qualities) + 8)
    width, wide, name = 760, 430, 200
    parts = [_head(width, (high + 34) * len(values) + 30)]
    for n, quality in enumerate(qualities):
        parts.append(f'<rect x="{name + 150 * n}" y="8" width="12" height="12" fill="{_COLOURS[n]}"/>')
        parts.append(_text(name + 150 * n + 18, 18, quality))
    for m, (measure, rows) in enumerate(values.items()):
        top = 30 + (high + 34) * m
        largest = max((each or 0.0 for row in rows.values() for each in row.values()), default=0.0) or 1.0
        parts.append(_text(8, top + 16, f"{measure} ({titles[measure]})", colour="#000"))
        for e, engine in enumerate(engines):
            y = top + 26 + e * (9 * len(qualities) + 8)
            parts.append(_text(name - 8, y + 9 * len(qualities) / 2 + 4, engine, "end"))
            for n, quality in enumerate(qualities):
                value = rows[engine].get(quality)
                long = (value or 0.0) / largest * wide
                bar = f'x="{name}" y="{y + 9 * n}" width="{long:.1f}" height="8"'
                parts.append(f'<rect {bar} fill="{_COLOURS[n]}"/>')
                shown = "not measured" if value is None else f"{value:.4g}"
                parts.append(f'<text x="{name + long + 5:.1f}" y="{y + 9 * n + 8}" font-family="sans-serif" '
                             f'font-size="8">{shown}</text>')  # fmt: skip
    return "\n".join([*parts, "</svg>\n"])
