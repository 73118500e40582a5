"""Small pieces of French: numbers with a decimal comma, lists, capitals, folding for comparison."""

from __future__ import annotations

import unicodedata
from typing import Iterable, Sequence

from rules.model import Span

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "-": " ", "«": " ", "»": " "})


def number(value: float, digits: int = 3) -> str:
    """A number as French writes it: "72,5", "10 000"; at most `digits` decimals, none for nothing."""
    text = f"{value:,.{digits}f}".replace(",", " ").replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text


def span(value: Span, digits: int = 3) -> str:
    """A figure, or a range: "0,2 à 0,4"."""
    if isinstance(value, (tuple, list)):
        low, high = (number(end, digits) for end in value)
        return low if low == high else f"{low} à {high}"
    return number(value, digits)


def listing(items: Iterable[str], last: str = "et") -> str:
    """ "a, b et c"; `last` is the word before the last one."""
    found: Sequence[str] = tuple(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def capital(text: str) -> str:
    """The same text with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A capital first letter and a full stop, unless the text already ends a sentence."""
    text = capital(text.strip())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def fold(text: str) -> str:
    """The text without accents, capitals, hyphens or final punctuation: what two spellings share."""
    flat = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    letters = "".join(char for char in flat if not unicodedata.combining(char))
    return " ".join(letters.strip(" .!?,;:").split())
