"""A message made ready: what typing does to it is undone, words are respelt, terms and their context are found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.context import Context, context
from bot.nlu.match import Mention, every_mention, mentions, respell
from bot.nlu.numbers import digits_for_words
from bot.nlu.quantities import Found
from bot.nlu.terms import Lexicon, lexicon, load_yaml
from bot.nlu.text import Text, fold, read
from bot.nlu.units import concepts_of

_POWER = re.compile(r"\s*[.x*×]?\s*10\s*(?:\^\s*9|⁹)\s*/\s*[lL]")
_ELIDED = re.compile(r"(?i)(?<=plutôt )qu['’]")
_POINTING = re.compile(r"(?i)\b(celui|celle|ceux|celles)-ci\b")  # no "CI"


@dataclass
class Reading:
    """A message under way: its text, the mentions of each layer, and what was found so far."""

    text: Text
    terms: Lexicon
    guessed: frozenset[int]
    context: Context
    therapy: list[Mention]
    phrases: list[Mention]
    found: Found
    correction: bool


@lru_cache(maxsize=1)
def _glued() -> re.Pattern[str]:
    """Labels typed against their number ("plaq8000", "khellaf9")."""
    labels = [
        label
        for entry in load_yaml("quantities.yml").values()
        if isinstance(entry, dict)
        for label in entry["labels"]
        if label.isalpha() and len(label) > 1
    ]
    both = {form for label in labels for form in (label, fold(label))}
    return re.compile(
        rf"(?i)\b(?<!en )({'|'.join(sorted(map(re.escape, both), key=len, reverse=True))})(?=\d)"
        r"(?!(?<=igg)[1-4]\b(?!\s*[.,]\d))"  # "IgG2" is a subclass
    )


def read_message(body: str) -> Reading:
    """Read a message without its placeholders of masked identities."""
    terms = lexicon()
    body = _POWER.sub(" G/L", body)
    body = _ELIDED.sub("que ", _POINTING.sub(r"\1", body))
    text = read(_glued().sub(r"\1 ", digits_for_words(body)), terms.small)
    text, guessed = respell(text, terms)
    therapy = mentions(text, "therapy", terms, guessed)
    phrases = every_mention(text, "finding", terms, guessed)
    names = mentions(text, "situation", terms, guessed)
    stops = tuple(item for item in therapy if item.sense.kind == "treatment") + tuple(phrases) + tuple(names)
    around = context(text, terms, stops, _told(therapy))
    first = text.folded.lstrip().startswith(("non,", "non ,", "nan,", "non "))
    correction = first or any(cue.kind == "correction" for cue in around.cues)
    return Reading(text, terms, guessed, around, therapy, phrases, Found(), correction)


def _told(therapy: list[Mention]) -> tuple[Mention, ...]:
    """The statuses that stand right after their treatment ("EPO pas fait")."""
    pairs = zip(therapy, therapy[1:])
    return tuple(
        status
        for drug, status in pairs
        if drug.sense.kind == "treatment" and status.sense.kind == "status" and status.first == drug.last + 1
    )


def names_of(reading: Reading) -> list[Mention]:
    """The names of situations, except those that are part of a treatment's ("concentré de facteur Willebrand")."""
    found = mentions(reading.text, "situation", reading.terms, reading.guessed)
    drugs = [item for item in reading.therapy if item.sense.kind == "treatment"]
    return [item for item in found if not any(item.inside(drug) for drug in drugs)]


def concepts_said(reading: Reading) -> frozenset[str]:
    """The words that settle a situation together with others, those denied or of somebody else left out."""
    said = {
        sense.kind
        for item in mentions(reading.text, "concept", reading.terms, reading.guessed)
        if not reading.context.negated(item) and not reading.context.of_somebody_else(item)
        for sense in item.senses
    }
    measured = {"igg_g_per_l", "igg_trough_g_per_l", "antibiotic_prophylaxis"}
    if measured & {*reading.found.facts, *(problem.field for problem in reading.found.problems)}:
        said.add("igg_said")
    return frozenset(said | concepts_of(reading.found.facts))
