"""Typed text, folded for comparison, with the way back to what was typed; and the words of `words.yml`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Iterable, Mapping

from ruamel.yaml import YAML

SPELLED = {"œ": "oe", "æ": "ae", "’": "'", "–": "-", "−": "-", "³": "3", "²": "2", "µ": "u", "μ": "u", "\u00a0": " "}
SPELLED["\u202f"] = " "
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Typed:
    """A piece of what was typed: `folded` has no accent nor capital, `origin` its characters' places in `text`."""

    text: str
    folded: str
    origin: tuple[int, ...]

    def part(self, start: int, end: int) -> Typed:
        """The piece between two places of `folded`."""
        return Typed(self.text, self.folded[start:end], self.origin[start:end])

    def without(self, *spans: tuple[int, int]) -> Typed:
        """What is left of the piece once these parts are taken out."""
        kept = [i for i in range(len(self.folded)) if not any(start <= i < end for start, end in spans)]
        return Typed(self.text, "".join(self.folded[i] for i in kept), tuple(self.origin[i] for i in kept))

    @property
    def blank(self) -> bool:
        """Whether nothing but spaces and punctuation is left."""
        return not re.search(r"[^\s,;.:!=()-]", self.folded)

    @property
    def raw(self) -> str:
        """The piece as it was typed, without the punctuation around it."""
        return "".join(self.text[place] for place in dict.fromkeys(self.origin)).strip(" \t\n,;:=")


def typed(text: str) -> Typed:
    """What was typed, folded character by character."""
    folded: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for letter in unicodedata.normalize("NFKD", SPELLED.get(char, char).lower()):
            if not unicodedata.combining(letter):
                folded.append(letter)
                origin.append(place)
    return Typed(text, "".join(folded), tuple(origin))


def fold(text: str) -> str:
    """A text as `typed` folds it."""
    return typed(text).folded.strip()


def pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """Finds any of these terms as whole words, the longest first; spaces and hyphens are the same."""
    folded = sorted({fold(term) for term in terms if term}, key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(_term, folded))})(?![a-z0-9])")


def _term(term: str) -> str:
    return r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", term) if word) or re.escape(term)


def same(text: str) -> str:
    """A found term as the key under which its terms are kept."""
    return re.sub(r"[\s-]+", " ", fold(text)).strip()


@cache
def words() -> Words:
    """The lists of `words.yml`, the moves under `move:<name>`."""
    data = YAML(typ="safe").load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
    moves = {f"move:{name}": tuple(items) for name, items in data.pop("moves").items()}
    return {**{name: tuple(map(str, items)) for name, items in data.items()}, **moves}


@cache
def word_pattern(*lists: str) -> re.Pattern[str]:
    """Finds a word of these lists."""
    return pattern(term for name in lists for term in words()[name])


def is_one_of(text: str, name: str) -> bool:
    """Whether the whole text is a term of the list (punctuation aside)."""
    return (same(text).strip(" .!?,;:") or same(text)) in _keys(name)


@cache
def _keys(name: str) -> frozenset[str]:
    return frozenset(same(term).strip(" .!?,;:") or same(term) for term in words()[name])
