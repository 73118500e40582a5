"""Values that meet needs: one value a fact, often just across the limit that is tested."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any, Mapping, Sequence

from actions.training.cases import phrases
from actions.training.cases.needs import Needs, agree, by_fact, values
from rules.expression import NumberTest, Test
from rules.vocabulary import vocabulary

OF_THE_PATIENT = frozenset({"age_years", "weight_kg", "height_cm", "bmi_kg_m2"})


class NoWay(Exception):
    """These needs cannot be met together."""


def meet(needs: Needs, situation: str, tested: Test | None, chance: Random) -> dict[str, Any]:
    """Facts that meet the needs, those of the patient's body left out. Raises NoWay."""
    found: dict[str, Any] = {}
    for fact, wanted in by_fact(needs).items():
        if fact not in OF_THE_PATIENT and not silent(wanted):
            found[fact] = pick(fact, candidates(fact, situation, wanted), tested, chance)
    return found


def silent(needs: Needs) -> bool:
    """Whether the needs of a fact ask that nothing be said of it. Raises NoWay where they ask both."""
    unsaid = [wanted is None for _, wanted in needs]
    if any(unsaid) and not all(unsaid):
        raise NoWay
    return all(unsaid)


def candidates(fact: str, situation: str, needs: Needs = ()) -> Sequence[Any]:
    """The plausible values of a fact that meet its needs, in order. Raises NoWay where there is none."""
    found = tuple(value for value in plausible(fact, situation) if agree(needs, value))
    if not found:
        raise NoWay
    return found


@cache
def plausible(fact: str, situation: str) -> tuple[Any, ...]:
    """Every value of a fact that a case of the situation may give."""
    own = written(situation).get("values", {}).get(fact)
    if vocabulary().facts[fact].kind == "number":
        return grid(**{**phrases.load("values")["numbers"][fact], **(own or {})})
    never = phrases.load("values")["never"].get(fact, ())
    return tuple(value for value in (own or values(fact)) if own or value not in never)


def written(situation: str) -> Mapping[str, Any]:
    """What the phrases say of a situation of the table; nothing for the others."""
    return phrases.situations().get(situation, {})


def grid(step: float, low: float, high: float) -> tuple[float, ...]:
    """The figures from low to high, one step apart, as they are written."""
    whole = float(step).is_integer()
    count = round((high - low) / step)
    points = (round(low + step * number, 3) for number in range(count + 1))
    return tuple(int(point) if whole else point for point in points)


def pick(fact: str, found: Sequence[Any], tested: Test | None, chance: Random) -> Any:
    """One of the values: where the limit on trial is a number of this fact, often the nearest to it."""
    if isinstance(tested, NumberTest) and tested.fact == fact and chance.randrange(10) < phrases.load("values")["near"]:
        threshold = tested.threshold
        return min(found, key=lambda value: (abs(value - threshold), value))
    weights = phrases.load("values")["weights"].get(fact, {})
    return chance.choices(found, [weights.get(value, 1) if isinstance(value, str) else 1 for value in found])[0]
