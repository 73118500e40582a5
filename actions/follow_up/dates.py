"""Days said in French: "aujourd'hui", "hier", "le 12/11", "12 novembre 2026", "il y a 3 jours", "2026-11-12"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Iterator

from actions.follow_up.words import Sentence, words

AGO = re.compile(r"il y a (\d{1,3}) (jour|semaine)s?\b")
ISO = re.compile(r"\b(20\d\d)[ /](\d{1,2})[ /](\d{1,2})\b")  # the hyphens are folded into spaces
SLASHES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](20\d\d|\d\d))?\b(?!\s*(?:g|kg|grammes?)\b)")
WEEK = 7


def day_of(sentence: Sentence, today: date) -> date | None:
    """The day that a sentence says, or None where it says none. Without a year, the last one come."""
    if sentence.says("day_before"):
        return today - timedelta(days=2)
    if sentence.says("yesterday"):
        return today - timedelta(days=1)
    if sentence.says("today"):
        return today
    ago = AGO.search(sentence.folded)
    if ago:
        return today - timedelta(days=int(ago[1]) * (WEEK if ago[2] == "semaine" else 1))
    return next(_dates(sentence.folded, today), None)


def _dates(text: str, today: date) -> Iterator[date]:
    for found in ISO.finditer(text):
        yield from _made(found[1], found[2], found[3], today)
    for found in SLASHES.finditer(text):
        yield from _made(found[3], found[2], found[1], today)
    months = words()["months"]
    for found in re.finditer(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(months)})(?: (20\d\d))?\b", text):
        yield from _made(found[3], str(months.index(found[2]) + 1), found[1], today)


def _made(year: str | None, month: str, day: str, today: date) -> Iterator[date]:
    """The date, if there is one of that day and month."""
    try:
        if year is not None:
            yield date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
            return
        this = date(today.year, int(month), int(day))
        yield this if this <= today else date(today.year - 1, int(month), int(day))
    except ValueError:
        return
