"""A message as the understanding reads it: folded (no accents, lower case), then cut into words.

Folding keeps, for every character, the place it had in the message, so that what is said to the
prescriber can quote the words as they were typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LIGATURES = {
    "œ": "oe",
    "æ": "ae",
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "¹": "1",
}
_SUPERSCRIPT_NINE = re.compile(r"10⁹")
_WORD = re.compile(r"\+{2,}|\+|[a-z0-9]+(?:[.,]\d+)*")
_TYPED = {
    "jms": "jamais",
    "tjs": "toujours",
    "tjrs": "toujours",
    "tjr": "toujours",
    "mis-c": "pims",  # the one-letter word would be lost, and "mis" is not it
}  # everyday words as phones have them
_TYPED_WORD = re.compile(rf"(?i)\b({'|'.join(_TYPED)})\b")
_GLUED = re.compile(r"(?:auto|allo)(?=immun)")  # "autoimmune" is read as "auto-immune"
_SENTENCE_END = re.compile(r"[;!?\n\r]|\.(?:\s|$)")


@dataclass(frozen=True)
class Word:
    """One word: `text` folded, `stem` without plural and feminine marks, `gap` the signs since the word before."""

    text: str
    stem: str
    start: int
    end: int
    gap: str
    sentence: int


@dataclass(frozen=True)
class Text:
    """The message as typed, folded, and its words (small words left out)."""

    original: str
    folded: str
    offsets: tuple[int, ...]
    words: tuple[Word, ...]
    tail: str  # the signs after the last word

    def quote(self, start: int, end: int) -> str:
        """The characters of the message that lie behind folded[start:end]."""
        if start >= end:
            return ""
        return self.original[self.offsets[start] : self.offsets[end - 1] + 1]


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _LIGATURES:
        return _LIGATURES[char]
    decomposed = unicodedata.normalize("NFKD", char.lower())
    return "".join(_LIGATURES.get(part, part) for part in decomposed if not unicodedata.combining(part))


def fold(text: str) -> str:
    """Lower case, no accent, ligatures opened: the form in which terms are compared."""
    return "".join(map(_fold_char, _SUPERSCRIPT_NINE.sub("10^9", text)))


_UNCHANGED = frozenset({"urgences", "debut"})  # the place, not the emergency; the beginning, not "débuté"


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its plural and feminine marks ("résistantes" and "resistant" are one)."""
    if word in _UNCHANGED:
        return f"{word}."
    if len(word) > 4 and word[-1] in "sx":
        word = word[:-1]
    if word == "faite":
        return "fait"
    while len(word) > 5 and word[-1] == "e":
        word = word[:-1]
    return word


def words_of(folded: str, small: frozenset[str], kept: frozenset[int] = frozenset()) -> tuple[tuple[Word, ...], str]:
    """The words of a folded text, without the small ones, and the signs that follow the last.

    `kept` are the places of small words that count (an acronym in capitals: "LES").
    """
    words: list[Word] = []
    gap, place, sentence = "", 0, 0
    for match in _WORD.finditer(folded):
        between = folded[place : match.start()]
        gap, place = gap + between, match.end()
        if _SENTENCE_END.search(between):
            sentence += 1
        if match.group() in small and match.start() not in kept:
            gap += " "
            continue
        cut = match.start() + len(_GLUED.match(match.group())[0]) if _GLUED.match(match.group()) else match.end()  # type: ignore[index]
        words.extend(
            Word(
                folded[first:last],
                stem(folded[first:last]),
                first,
                last,
                gap if first == match.start() else "",
                sentence,
            )
            for first, last in ((match.start(), cut), (cut, match.end()))
            if first < last
        )
        gap = ""
    return tuple(words), gap + folded[place:]


@lru_cache(maxsize=8)  # asked for each layer of the terminology
def shouted(text: str) -> bool:
    """Whether a message is typed in capitals throughout: there, capitals mark no acronym."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


def _capitals(text: str, folded: str, offsets: tuple[int, ...], small: frozenset[str]) -> frozenset[int]:
    """Where small words stand in capitals: they are acronyms ("LES")."""
    return frozenset(
        match.start()
        for match in re.finditer(r"[a-z]{3,}", folded)
        if match.group() in small and all(text[offsets[place]].isupper() for place in range(*match.span()))
    )


def read(text: str, small: frozenset[str]) -> Text:
    """Fold a message and cut it into words."""
    text = _TYPED_WORD.sub(lambda said: _TYPED[said[0].lower()], _SUPERSCRIPT_NINE.sub("10^9", text))
    parts = [_fold_char(char) for char in text]
    offsets = tuple(index for index, part in enumerate(parts) for _ in part)
    folded = "".join(parts)
    capitals = frozenset() if shouted(text) else _capitals(text, folded, offsets, small)
    words, tail = words_of(folded, small, capitals)
    return Text(text, folded, offsets, words, tail)
