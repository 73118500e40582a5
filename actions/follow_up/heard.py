"""What one message of a follow-up says: a course, an opinion, an effect, the tolerance, a measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Iterable, Mapping

from actions.follow_up.dates import day_of
from actions.follow_up.words import Sentence, words
from actions.understanding import Understanding
from actions.wording.text import fold
from rules import vocabulary
from rules.follow_up import Reaction, tolerance

GRAMS = re.compile(r"(?<![\d,.])(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:g|gr|grammes?)\b(?!\s*[/.]?\s*(?:kg|l|dl))")
BARE = re.compile(r"^\d{1,4}(?:[.,]\d{1,2})?$")
MEASURES = ("igg_trough_g_per_l", "igg_g_per_l")  # what is measured under treatment
EFFECTS = ("worsened", "none", "stable", "improved")  # "pas d'amélioration" is read before "amélioration"


@dataclass(frozen=True)
class Said:
    """What was said; what was not stays None or empty. `favourable` None: an opinion, not said which way."""

    sentence: Sentence
    day: date | None = None
    course: bool = False
    grams: float | None = None
    opinion: bool = False
    bodies: tuple[str, ...] = ()
    favourable: bool | None = None
    effect: str | None = None
    tolerated: bool = False
    reactions: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    measures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether there is something to write."""
        return bool(self.course or self.opinion or self.effect or self.tolerated or self.reactions or self.measures)


def heard(text: str, message: Understanding, today: date) -> Said:
    """The message as a statement; a question ("la RCP, c'est quand ?") states nothing."""
    sentence = Sentence.of(text)
    if text.rstrip().endswith("?"):
        return Said(sentence)
    found = tolerance()
    bodies = tuple(_bodies(sentence))
    return Said(
        sentence,
        day=day_of(sentence, today),
        course=sentence.has_unless_denied(words()["course"]),
        grams=_grams(sentence.folded),
        opinion=bool(bodies) or sentence.says("opinion"),
        bodies=bodies,
        favourable=_favourable(sentence),
        effect=next((name for name in EFFECTS if sentence.has_unless_denied(words()["effect"][name])), None),
        tolerated=sentence.says("tolerated"),
        reactions=tuple(_reactions(sentence, (*found.severe, *found.minor))),
        outcomes=tuple(_reactions(sentence, found.outcomes)),
        measures={name: message.facts[name] for name in MEASURES if name in message.facts},
    )


def _grams(folded: str) -> float | None:
    found = GRAMS.search(folded)
    return float(found[1].replace(",", ".")) if found else None


def bare_grams(folded: str) -> float | None:
    """The number that answers "combien de grammes ?"."""
    return float(folded.replace(",", ".")) if BARE.match(folded) else _grams(folded)


def _favourable(sentence: Sentence) -> bool | None:
    if sentence.says("unfavourable"):
        return False
    return True if sentence.says("favourable") else None


def _bodies(sentence: Sentence) -> Iterable[str]:
    others = words()["bodies"]
    for body in vocabulary().bodies:
        if sentence.has((fold(body), *others.get(body, ()))):
            yield body


def _reactions(sentence: Sentence, known: Iterable[Reaction]) -> Iterable[str]:
    for item in known:
        if sentence.has_unless_denied((fold(item.label), *item.words)):
            yield item.id
