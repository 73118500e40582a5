"""Charts as inline SVG. Each part has its own pattern and its own label: they read without colour."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Iterable, Sequence

from actions.wording.text import number

WIDTH, LABEL, ROW, BAR, GAP = 760, 250, 30, 20, 8
LETTER = 7.2  # width of a letter of 13 px
PATTERNS = {
    "solid": '<rect width="8" height="8" fill="#1d1d1d"/>',
    "diagonal": '<rect width="8" height="8" fill="#fff"/><path d="M0 8 8 0M-2 2 2-2M6 10 10 6" stroke="#1d1d1d"/>',
    "dots": '<rect width="8" height="8" fill="#fff"/><circle cx="2" cy="2" r="1.3"/><circle cx="6" cy="6" r="1.3"/>',
    "cross": '<rect width="8" height="8" fill="#fff"/><path d="M0 0 8 8M8 0 0 8" stroke="#1d1d1d"/>',
    "vertical": '<rect width="8" height="8" fill="#fff"/><path d="M2 0v8M6 0v8" stroke="#1d1d1d" stroke-width="1.4"/>',
    "horizontal": '<rect width="8" height="8" fill="#fff"/><path d="M0 2h8M0 6h8" stroke="#1d1d1d" stroke-width="1"/>',
    "grey": '<rect width="8" height="8" fill="#9a9a9a"/>',
    "empty": '<rect width="8" height="8" fill="#fff"/>',
}


@dataclass(frozen=True)
class Kind:
    """One kind of part of a bar: its name in the legend and its pattern."""

    name: str
    label: str
    pattern: str


def stacked(
    caption: str, kinds: Sequence[Kind], bars: Iterable[tuple[str, dict[str, float]]], scaled: bool = True
) -> str:
    """Horizontal bars, one for each (label, values by kind). `scaled`: every bar fills the width."""
    rows = [(label, values) for label, values in bars if sum(values.values())]
    most = max((sum(values.values()) for _, values in rows), default=1.0)
    shown = [kind for kind in kinds if any(values.get(kind.name) for _, values in rows)]
    drawn = [_bar(at, label, values, shown, None if scaled else most) for at, (label, values) in enumerate(rows)]
    top = len(rows) * ROW + GAP
    legend, height = _legend(shown, top)
    text = "; ".join(f"{label} : {_spoken(values, shown)}" for label, values in rows)
    return _figure(caption, text, [*drawn, legend], top + height)


def columns(caption: str, bars: Sequence[tuple[str, float]]) -> str:
    """Horizontal bars of one kind, with their figure at the end."""
    most = max((value for _, value in bars), default=0) or 1
    drawn = [_plain(at, label, value, most) for at, (label, value) in enumerate(bars)]
    text = "; ".join(f"{label} : {number(value, 1)}" for label, value in bars)
    return _figure(caption, text, drawn, len(bars) * ROW + GAP)


def definitions() -> str:
    """The patterns, to be written once in the page that shows the charts."""
    patterns = "".join(
        f'<pattern id="p-{name}" width="8" height="8" patternUnits="userSpaceOnUse">{inside}</pattern>'
        for name, inside in PATTERNS.items()
    )
    return f'<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>{patterns}</defs></svg>'


def _figure(caption: str, text: str, drawn: Iterable[str], height: int) -> str:
    return (
        f"<figure><figcaption>{escape(caption)}</figcaption>"
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" font-size="13"'
        f' font-family="system-ui, Liberation Sans, Arial, sans-serif" aria-label="{escape(f"{caption}. {text}")}">'
        f"{''.join(drawn)}</svg></figure>"
    )


def _cut(label: str) -> str:
    most = int((LABEL - 8) / (LETTER + 0.8))
    return label if len(label) <= most else label[: most - 1] + "…"


def _label(at: int, label: str) -> str:
    y = at * ROW + BAR * 0.75 + GAP / 2
    title = f"<title>{escape(label)}</title>"
    return f'<text x="{LABEL - 8}" y="{y:.0f}" text-anchor="end">{escape(_cut(label))}{title}</text>'


def _bar(at: int, label: str, values: dict[str, float], kinds: Sequence[Kind], most: float | None) -> str:
    total = sum(values.values())
    room = WIDTH - LABEL - 70
    x, y, drawn = float(LABEL), at * ROW + GAP / 2, [_label(at, label)]
    for kind in kinds:
        width = room * values.get(kind.name, 0) / (most or total)
        if width:
            drawn.append(_rectangle(x, y, width, kind.pattern, f"{kind.label} : {number(values[kind.name], 1)}"))
            drawn.append(_inside(x, y, width, number(values[kind.name], 0)))
        x += width
    drawn.append(f'<text x="{x + 6:.1f}" y="{y + BAR * 0.75:.0f}">{number(total, 0)}</text>')
    return "".join(drawn)


def _plain(at: int, label: str, value: float, most: float) -> str:
    width, y = (WIDTH - LABEL - 90) * value / most, at * ROW + GAP / 2
    end = f'<text x="{LABEL + width + 6:.1f}" y="{y + BAR * 0.75:.0f}">{number(value, 1)}</text>'
    return _label(at, label) + _rectangle(LABEL, y, width, "grey", f"{label} : {number(value, 1)}") + end


def _rectangle(x: float, y: float, width: float, pattern: str, title: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="{BAR}" fill="url(#p-{pattern})" stroke="#1d1d1d">'
        f"<title>{escape(title)}</title></rect>"
    )


def _inside(x: float, y: float, width: float, text: str) -> str:
    """The figure on its part, on white, where there is room for it."""
    room = len(text) * LETTER + 6
    if width < room + 8:
        return ""
    left = x + (width - room) / 2
    return (
        f'<rect x="{left:.1f}" y="{y + 2:.0f}" width="{room:.1f}" height="{BAR - 4}" fill="#fff"/>'
        f'<text x="{x + width / 2:.1f}" y="{y + BAR * 0.75:.0f}" text-anchor="middle">{text}</text>'
    )


def _legend(kinds: Sequence[Kind], top: int) -> tuple[str, int]:
    drawn, x, y = [], 0.0, top + 4
    for kind in kinds:
        width = 26 + len(kind.label) * LETTER + 18
        if x + width > WIDTH and x:
            x, y = 0.0, y + 22
        drawn.append(_rectangle(x, y, 18, kind.pattern, kind.label).replace(f'height="{BAR}"', 'height="14"'))
        drawn.append(f'<text x="{x + 24:.0f}" y="{y + 12}">{escape(kind.label)}</text>')
        x += width
    return "".join(drawn), y + 22 - top


def _spoken(values: dict[str, float], kinds: Sequence[Kind]) -> str:
    return ", ".join(f"{kind.label} {number(values[kind.name], 1)}" for kind in kinds if values.get(kind.name))
