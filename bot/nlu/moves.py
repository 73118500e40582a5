"""Moves of the conversation that are certain by their words alone (`moves.yml`): "pourquoi ?", "retour"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping

from bot.nlu.numbers import words_pattern
from bot.nlu.terms import load_yaml
from bot.nlu.text import fold

_TOKEN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Moves:
    """Whole messages, and phrases that decide wherever they stand."""

    whole: Mapping[str, str]
    contains: tuple[tuple[str, re.Pattern[str]], ...]
    with_facts: tuple[tuple[str, re.Pattern[str]], ...]
    polite: frozenset[str]
    terms: tuple[tuple[str, re.Pattern[str]], ...]
    none_of_these: re.Pattern[str]
    spoken: Mapping[str, re.Pattern[str]]
    hedges: re.Pattern[str]
    dose_of_what: frozenset[str]
    english: frozenset[str]
    immunoglobulins: frozenset[str]


def plain(text: str) -> str:
    """The words of a text, folded, one space apart."""
    return " ".join(_TOKEN.findall(fold(text)))


def _anywhere(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{words_pattern(plain(phrase) for phrase in phrases)})(?![a-z0-9])")


@lru_cache(maxsize=1)
def moves() -> Moves:
    """The certain moves, read once."""
    data, networks = load_yaml("moves.yml"), load_yaml("networks.yml")
    whole = {plain(phrase) or phrase: intent for intent, phrases in data["whole"].items() for phrase in phrases}
    contains = tuple((intent, _anywhere(phrases)) for intent, phrases in data["contains"].items())
    with_facts = tuple((intent, _anywhere(phrases)) for intent, phrases in data["with_facts"].items())
    terms = tuple((name, _anywhere(phrases)) for name, phrases in networks.items())
    polite = frozenset(plain(word) for word in data["polite"])
    english = frozenset(plain(word) for word in data["english_words"])
    return Moves(
        whole,
        contains,
        with_facts,
        polite,
        terms,
        _anywhere(data["none_of_these"]),
        {intent: _anywhere(phrases) for intent, phrases in data["spoken"].items()},
        _anywhere(data["hedges"]),
        frozenset(plain(word) for word in data["dose_of_what"]),
        english,
        frozenset(data["ig_words"]),
    )


def whole_move(text: str) -> str | None:
    """The move that the whole message is, courtesy apart; None where it says something else."""
    words = plain(text)
    if not words:
        return moves().whole.get(text.strip())
    if words in moves().whole:
        return moves().whole[words]
    polite = sorted(moves().polite, key=len, reverse=True)
    bare = re.sub(rf"\b(?:{'|'.join(map(re.escape, polite))})\b", " ", words)
    return moves().whole.get(" ".join(bare.split()))


def spoken(text: str, intent: str) -> bool:
    """Whether a message says "oui" or "non" in so many words; moves other than these are not concerned."""
    words = plain(text)
    pattern = moves().spoken.get(intent)
    return pattern is None or (pattern.search(words) is not None and not hedged(text))


def hedged(text: str) -> bool:
    """Whether a message leaves in doubt what it says ("oui mais pas sûr")."""
    return moves().hedges.search(plain(text)) is not None


def none_of_these(text: str) -> bool:
    """Whether a message answers that no situation of the list is the right one."""
    return bool(moves().none_of_these.search(plain(text)))


def in_english(text: str) -> bool:
    """Whether a message is English: most of its little words are, and none of them is a French word."""
    words = plain(text).split()
    known = [word for word in words if word in moves().english]
    return len(set(known)) >= 2 and len(known) >= 0.3 * len(words)


def about_immunoglobulins(text: str) -> bool:
    """Whether the question names immunoglobulins or what they are counted in, and no other drug."""
    return not moves().immunoglobulins.isdisjoint(plain(text).split())


_DOSE_OF = re.compile(r"(?<![a-z])(?:doses?|posologie|dosage) (?:de la|de l|de|du|d|des) ([a-z]+)")


def dose_of_another_drug(text: str) -> bool:
    """ "Quelle dose de paracétamol": a dose is asked, and not one of immunoglobulins."""
    asked = _DOSE_OF.search(plain(text))
    return (
        bool(asked)
        and asked is not None
        and asked.group(1) not in moves().dose_of_what
        and not about_immunoglobulins(text)
    )


def asked_term(text: str) -> str | None:
    """What "c'est quoi …" asks about: a priority code, an opinion, a network, a score."""
    words = plain(text)
    for name, pattern in moves().terms:
        if name not in ("P",) and pattern.search(words):
            return name
    return "P" if re.search(r"\bp\b|prioritaire", words) else None


def phrase_move(text: str) -> str | None:
    """A move said by a phrase that keeps the facts around it."""
    words = plain(text)
    return next((intent for intent, pattern in moves().with_facts if pattern.search(words)), None)


def loose_move(text: str) -> str | None:
    """A move said by a phrase, for messages that hold no situation and no fact."""
    words = plain(text)
    return next((intent for intent, pattern in moves().contains if pattern.search(words)), None)
