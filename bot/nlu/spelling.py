"""Misspelt words, drawn towards the terminology one word at a time, with a margin over the runner-up.

Words are compared by how they sound in French ("kawazaki", "guilain", "disphagie"), then by the number of
letters that differ (rapidfuzz, optimal string alignment). Short words and everyday words are left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.terms import Lexicon, lexicon

_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("rh"), "r"),
    (re.compile("ch"), "x"),
    (re.compile("qu|ck|k|c(?=[aoulrts])|c$"), "k"),
    (re.compile("y"), "i"),
    (re.compile("oe|ae"), "e"),
    (re.compile("z|c(?=[ei])|ss"), "s"),
    (re.compile("h"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)
_SHORTEST, _LONG = 5, 9


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """How a folded word sounds, roughly."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


@lru_cache(maxsize=1)
def _sounds() -> tuple[dict[str, list[str]], tuple[str, ...]]:
    by_sound: dict[str, list[str]] = {}
    for word in sorted(lexicon().correctable):
        by_sound.setdefault(sound(word), []).append(word)
    return by_sound, tuple(by_sound)


@lru_cache(maxsize=8192)
def correct(stem: str) -> tuple[str, ...] | None:
    """The stems of the terminology that a misspelt stem stands for, or None where nothing is near enough.

    Two stems come back where a space was forgotten ("guillainbarre").
    """
    terms: Lexicon = lexicon()
    if stem in terms.joined:
        return terms.joined[stem]
    if len(stem) < _SHORTEST or not stem.isalpha() or stem in terms.known or stem in terms.data["never"]:
        return None
    by_sound, sounds = _sounds()
    heard = sound(stem)
    if heard in by_sound:
        return (by_sound[heard][0],) if len(by_sound[heard]) == 1 else None
    return _nearest(heard, sounds, by_sound) or _beginning(stem, terms)


def _nearest(heard: str, sounds: tuple[str, ...], by_sound: dict[str, list[str]]) -> tuple[str, ...] | None:
    if len(heard) < _SHORTEST:
        return None
    allowed = 2 if len(heard) >= _LONG else 1
    ranked = process.extract(heard, sounds, scorer=OSA.distance, score_cutoff=allowed + 1, limit=3)
    close = [(text, distance) for text, distance, _ in ranked if distance <= allowed and text[0] == heard[0]]
    if not close or (len(ranked) > 1 and ranked[1][1] <= close[0][1]):
        return None
    words = by_sound[close[0][0]]
    return (words[0],) if len(words[0]) >= _SHORTEST + 1 else None  # words of one sound are spellings of one name


def _beginning(stem: str, terms: Lexicon) -> tuple[str, ...] | None:
    """A word cut short ("dermatomyo"), where it begins one word only."""
    if len(stem) < _SHORTEST + 1:
        return None
    longer = [word for word in terms.correctable if word.startswith(stem)]
    return (longer[0],) if len(longer) == 1 and len(longer[0]) >= _LONG else None
