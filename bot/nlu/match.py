"""Where the terms of each layer stand in a message: longest first, none inside another of the same layer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.nlu.spelling import correct
from bot.nlu.terms import Lexicon, Node, Sense
from bot.nlu.text import Text, Word, shouted

LONG_MESSAGE = 150  # words; beyond, a pasted record: only what is sure is taken, no misspelling is guessed


@dataclass(frozen=True)
class Mention:
    """A term at words[first:last + 1]."""

    senses: tuple[Sense, ...]
    first: int
    last: int
    fuzzy: bool = False

    @property
    def sense(self) -> Sense:
        """The first sense (layers where a term has one)."""
        return self.senses[0]

    def overlaps(self, other: Mention) -> bool:
        """Whether both share a word."""
        return self.first <= other.last and other.first <= self.last

    def inside(self, other: Mention) -> bool:
        """Whether the other one contains this one and more."""
        return (
            other.first <= self.first and self.last <= other.last and other.last - other.first > self.last - self.first
        )


def respell(text: Text, lexicon: Lexicon) -> tuple[Text, frozenset[int]]:
    """The text with misspelt words drawn towards the terminology, and the indexes of those words."""
    if len(text.words) > LONG_MESSAGE:
        return text, frozenset()
    words: list[Word] = []
    guessed: set[int] = set()
    for word in text.words:
        near = None if word.stem in lexicon.known else correct(word.stem)
        for place, stem in enumerate(near or (word.stem,)):
            if near:
                guessed.add(len(words))
            words.append(word if stem == word.stem else replace(word, stem=stem, gap=word.gap if place == 0 else " "))
    return replace(text, words=tuple(words)), frozenset(guessed)


def _allowed(text: Text, first: int, last: int, lexicon: Lexicon, loud: bool) -> bool:
    """Acronyms that are also French words count only in capitals, in a text that is not all capitals."""
    if first != last or text.words[first].text not in lexicon.uppercase_only:
        return True
    word = text.words[first]
    if first == 0 and word.text in lexicon.opening:
        return True  # "mg en crise": at the start of a message; it is confirmed
    return text.quote(word.start, word.end).isupper() and not loud


def _parted(text: Text, first: int, last: int) -> bool:
    """Whether a term would reach over the end of a sentence, or over a comma: "échec, IgIV" is no failure of IgIV."""
    return text.words[last].sentence != text.words[first].sentence or "," in text.words[last].gap


def _all(text: Text, trie: Node) -> list[tuple[int, int, tuple[Sense, ...]]]:
    found = []
    stems = [word.stem for word in text.words]
    for first in range(len(stems)):
        node, last = trie, first
        while last < len(stems) and stems[last] in node.children:
            if last > first and _parted(text, first, last):
                break
            node = node.children[stems[last]]
            if node.senses:
                found.append((first, last, tuple(node.senses)))
            last += 1
    return found


def mentions(text: Text, layer: str, lexicon: Lexicon, guessed: frozenset[int]) -> list[Mention]:
    """The mentions of a layer, in reading order; the longest wins where two share a word."""
    chosen = [item for item in every_mention(text, layer, lexicon, guessed)]
    chosen.sort(key=lambda item: (item.first - item.last, item.first))
    kept: list[Mention] = []
    taken: set[int] = set()
    for item in chosen:
        span = range(item.first, item.last + 1)
        if taken.isdisjoint(span):
            kept.append(item)
            taken.update(span)
    return sorted(kept, key=lambda item: item.first)


def every_mention(text: Text, layer: str, lexicon: Lexicon, guessed: frozenset[int]) -> list[Mention]:
    """All mentions of a layer, those inside others included."""
    loud = shouted(text.original)
    return [
        Mention(senses, first, last, not guessed.isdisjoint(range(first, last + 1)))
        for first, last, senses in _all(text, lexicon.tries[layer])
        if _allowed(text, first, last, lexicon, loud)
    ]
