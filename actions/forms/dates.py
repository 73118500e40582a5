"""Dates as they are typed in French, as precise as they are known."""

from __future__ import annotations

import re
from functools import cache

from actions.forms.text import Typed, fold, words
from rules.forms import FormProblem

SHAPES = (
    r"(?P<y3>\d{4})-(?P<m3>\d{1,2})-(?P<d3>\d{1,2})",
    r"(?P<d1>\d{1,2})\s*[/.-]\s*(?P<m1>\d{1,2})\s*[/.-]\s*(?P<y1>\d{4}|\d{2})",
    r"(?P<y6>\d{4})-(?P<m6>\d{1,2})",
    r"(?P<m2>\d{1,2})\s*[/.-]\s*(?P<y2>\d{4})",
    r"(?:(?P<d4>\d{1,2})(?:er)?\s+)?(?P<name>{months})\s+(?P<y4>\d{4})",
    r"(?P<y5>(?:19|20)\d{2})",
)


@cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(map(fold, words()["months"]))
    shapes = (shape.replace("{months}", months) for shape in SHAPES)
    return re.compile(rf"(?<![\d/.,])(?:{'|'.join(shapes)})(?![\d/]|[.,]\d)")


def find(piece: Typed) -> re.Match[str] | None:
    """The first date of a piece."""
    return _pattern().search(piece.folded)


def iso(found: re.Match[str]) -> str:
    """The ISO form of a date that was found; whether it exists is for the question to say. Raises FormProblem."""
    groups = {key[0] if key != "name" else key: value for key, value in found.groupdict().items() if value}
    year = groups["y"]
    if len(year) == 2:
        message = f"« {found.group()} » : écrivez l'année avec ses quatre chiffres."
        raise FormProblem("wrong_date", message)
    if "name" in groups:
        groups["m"] = str([fold(month) for month in words()["months"]].index(groups["name"]) + 1)
    parts = [year, *(groups[key].zfill(2) for key in ("m", "d") if key in groups)]
    return "-".join(parts)
