"""An answer in free French: "UF", "réservé, assez sûr", "RCP avant", "72,5 g sur 5 jours"."""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping, TypeVar

from actions.training.data import words
from actions.wording import table
from actions.wording.text import fold
from rules.load import hierarchy

Key = TypeVar("Key")
NUMBER = r"(\d{1,4}(?:[.,]\d+)?)"
GRAMS = re.compile(NUMBER + r"\s*(?:g|gr|grammes?)\b(?!\s*/\s*(?:kg|l|dl)\b)")
PER_KG = re.compile(NUMBER + r"\s*(?:g|gr|grammes?)\s*(?:/|par)\s*kg\b")
DAYS = re.compile(r"(\d{1,2})\s*(?:j|jours?)\b")
BARE = re.compile(rf"^{NUMBER}$")


def longest(text: str, lists: Mapping[Key, Iterable[str]]) -> Key | None:
    """The key whose word stands in the folded text; the longest word wins, and None where two keys are as long."""
    found = [(len(word), key) for key, items in lists.items() for word in items if has(text, word)]
    if not found:
        return None
    best = max(length for length, _ in found)
    keys = {key for length, key in found if length == best}
    return keys.pop() if len(keys) == 1 else None


def has(text: str, word: str) -> bool:
    """Whether a folded word stands by itself in a folded text."""
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


def command(text: str, *names: str) -> str | None:
    """Which of these commands the whole folded text is, or None."""
    lists = words().commands
    return next((name for name in names if text in lists[name]), None)


def without_confidence(text: str) -> tuple[str, int | None]:
    """The folded text without "assez sûr" at its end, and how sure that is (1 to 3)."""
    pairs = ((word, level) for level, items in words().confidence.items() for word in items)
    for word, level in sorted(pairs, key=lambda pair: -len(pair[0])):
        if text == word or text.endswith(f" {word}"):
            return text[: -len(word)].strip(" ,;"), level
    return text, None


def priority(text: str) -> dict[str, Any]:
    """{"priority": …} where the folded text says one."""
    found = longest(text, words().priority)
    return {} if found is None else {"priority": found}


def opinion(text: str) -> dict[str, Any]:
    """{"timing": …, "networks": […]}: what the folded text says of them."""
    named = networks(text)
    said: dict[str, Any] = {"networks": named} if named else {}
    timing = longest(text, words().timing)
    return said if timing is None else {"timing": timing, **said}


def networks(text: str) -> list[str]:
    """The bodies that the folded text names, in the table's order."""
    return [name for name in hierarchy().bodies if any(has(text, word) for word in _called(name))]


def _called(name: str) -> tuple[str, ...]:
    return (fold(name), fold(table.body(name)), *words().bodies.get(name, ()))


def dose(text: str) -> dict[str, Any]:
    """{"grams": …, "days": …} of one course: "145 g sur 5 jours", "29 g par jour pendant 5 jours", "aucune dose"."""
    if text in words().commands["no_dose"]:
        return {"grams": 0.0}
    days = _days(text)
    said: dict[str, Any] = {} if days is None else {"days": days}
    match = GRAMS.search(text) or BARE.match(text)
    if match is None:
        return said
    grams = float(match[1].replace(",", "."))
    daily = any(has(text, word) or word in text for word in words().commands["a_day"])
    return {"grams": grams * days if daily and days else grams, **said}


def per_kg(text: str) -> bool:
    """Whether the folded text gives a dose per kilogram."""
    return PER_KG.search(text) is not None


def days(text: str) -> dict[str, Any]:
    """{"days": …} where the folded text says how many."""
    found = _days(text)
    bare = BARE.match(text)
    if found is None and bare and float(bare[1].replace(",", ".")).is_integer():
        found = int(bare[1])
    return {} if found is None else {"days": found}


def _days(text: str) -> int | None:
    if any(has(text, word) for word in words().commands["once"]):
        return 1
    match = DAYS.search(text)
    return int(match[1]) if match else None
