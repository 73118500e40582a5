"""Pictures of a report: horizontal bars as SVG, read without colour, each value written beside its bar."""

from __future__ import annotations

from html import escape
from typing import Sequence

from actions.training.report.summary import Bar, Pair
from actions.wording import training_report as wording

WIDTH, LABEL, ROW, GAP = 920, 400, 26, 8  # pixels of the drawing, of its labels, of one bar, between two
LONGEST = 48  # letters of a label; the whole one is in the title
BARS = WIDTH - LABEL - 150


def bars(items: Sequence[Bar], name: str) -> str:
    """A bar for each item; the marked one is said to be the expected answer."""
    height = len(items) * (ROW + GAP) + GAP
    drawn = "".join(_bar(item, GAP + at * (ROW + GAP)) for at, item in enumerate(items))
    return _svg(name, height, drawn)


def pairs(items: Sequence[Pair], name: str) -> str:
    """Two bars for each item: hollow the first time, full the last time."""
    step = 2 * ROW + 2 * GAP
    drawn = "".join(
        _bar(Bar(f"{item.label}, {item.before.label}", item.before.share, item.before.text), GAP + at * step, "first")
        + _bar(Bar(item.after.label, item.after.share, item.after.text), GAP + at * step + ROW + 2)
        for at, item in enumerate(items)
    )
    return _svg(name, len(items) * step + GAP, drawn)


def _svg(name: str, height: int, drawn: str) -> str:
    return (
        f'<svg role="img" aria-label="{escape(name)}" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}"><title>{escape(name)}</title>{drawn}</svg>'
    )


def _bar(item: Bar, top: int, kind: str = "last") -> str:
    width, middle = round(item.share * BARS, 1), top + ROW / 2
    label = item.label if len(item.label) <= LONGEST else f"{item.label[: LONGEST - 1]}…"
    text = f"{item.text} · {wording.EXPECTED}" if item.marked else item.text
    return (
        f"<g><title>{escape(item.label)} : {escape(text)}</title>"
        f'<text x="{LABEL - 10}" y="{middle}" class="label">{escape(label)}</text>'
        f'<rect x="{LABEL}" y="{top}" width="{BARS}" height="{ROW}" class="track"/>'
        f'<rect x="{LABEL}" y="{top}" width="{width}" height="{ROW}" class="{kind}{" marked" if item.marked else ""}"/>'
        f'<text x="{LABEL + BARS + 8}" y="{middle}" class="value">{escape(text)}</text></g>'
    )
