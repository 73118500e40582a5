"""Seeded random cases: on, beside and far from every threshold, known exactly, by a bound, or not at all."""

from __future__ import annotations

import random
from functools import cache
from typing import Any, Iterator

from rules import Case, CaseError, decide, hierarchy, parse_case, vocabulary
from rules.consult import consultation
from rules.effects import of_situation
from rules.expression import facts_of
from rules.vocabulary import BOUNDS

DOSE_FACTS = ("weight_kg", "height_cm", "renal_risk", "phase", "pregnant")


@cache
def facts_read(indication: str) -> tuple[str, ...]:
    """The facts that a situation reads, and some that only bear on its dose."""
    return tuple(dict.fromkeys((*consultation().knowledge.rules(indication).facts, *DOSE_FACTS)))


def random_value(name: str, chance: random.Random) -> Any:
    """A value of the fact in its JSON form."""
    fact = vocabulary().facts[name]
    if fact.kind == "boolean":
        return chance.random() < 0.6
    if fact.kind != "number":
        return chance.choice(fact.choices)
    rules = consultation().knowledge.facts.get(name)
    near = [point + side for point in (rules.axis.thresholds if rules else ()) for side in (-1, 0, 1)]
    value = chance.choice(near) if near and chance.random() < 0.8 else chance.uniform(fact.low, fact.high)
    value = min(max(round(value) if fact.integer else round(value, 2), fact.low), fact.high)
    inside = fact.low < value < fact.high  # at an end of the range, a bound may leave no value
    return {chance.choice(BOUNDS): value} if chance.random() < 0.1 and inside else value


@cache
def facts_printed(indication: str) -> frozenset[str]:
    """The facts that the situation itself prints, and those that bear on a dose: what a prescriber speaks of."""
    situation = hierarchy().situations[indication]
    printed = facts_of(*(row.criteria for row in situation.rows), *of_situation(situation).values())
    return frozenset((*printed, *DOSE_FACTS))


def random_case(chance: random.Random, strangers: float = 0.8) -> dict[str, Any]:
    """One question, `{"indication": …, "facts": {…}}`; it may be refused.

    `strangers` is the chance of each fact that only the header reads: contradictions, emergencies.
    """
    indication = chance.choice(tuple(hierarchy().situations))
    own = facts_printed(indication)
    known = [name for name in facts_read(indication) if chance.random() < (0.8 if name in own else strangers)]
    return {"indication": indication, "facts": {name: random_value(name, chance) for name in known}}


def random_cases(count: int, seed: int, strangers: float = 0.8) -> tuple[Case, ...]:
    """As many cases that hold together; those that `decide` refuses are left out."""
    return tuple(case for case, _ in zip(_accepted(random.Random(seed), strangers), range(count)))


def _accepted(chance: random.Random, strangers: float) -> Iterator[Case]:
    while True:
        try:
            case = parse_case(random_case(chance, strangers))
            decide(case)
        except CaseError:
            continue
        yield case
