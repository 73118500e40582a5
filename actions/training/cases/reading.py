"""A case against what an independent reader of its text says: nothing of the case's own making is reused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from actions.training.cases.model import NOT_LISTED, Vignette
from actions.understanding import Understanding

OTHER_ORGANS = ("liver", "other")
CLOSE = 0.02  # two figures that differ by less than this share are the same (3 days are 0.0082 years)


@dataclass(frozen=True)
class Reading:
    """What a reader made of a case: whether the situation is the one meant, and how its facts stand to the case's."""

    situation: bool
    agreed: tuple[str, ...]
    missed: tuple[str, ...]
    denied: tuple[str, ...]  # read with another value than the case's
    added: tuple[str, ...]  # read, and not among the case's facts (the BMI is, by weight and height)


def compare(case: Vignette, read: Understanding) -> Reading:
    """Set what was read beside the case. A man's `pregnant: false`, never said, counts neither way."""
    meant, found = dict(case.facts), dict(read.facts)
    if meant.get("pregnant") is False and "pregnant" not in found:
        del meant["pregnant"]
    shared = [fact for fact in meant if fact in found]
    return Reading(
        situation=_same_situation(case, read),
        agreed=tuple(fact for fact in shared if same(meant[fact], found[fact])),
        missed=tuple(fact for fact in meant if fact not in found),
        denied=tuple(fact for fact in shared if not same(meant[fact], found[fact])),
        added=tuple(fact for fact in found if fact not in (*case.facts, "bmi_kg_m2")),
    )


def _same_situation(case: Vignette, read: Understanding) -> bool:
    meant = case.indication or NOT_LISTED
    # A rejection of another organ has a name of its own in the list; the answer is the same.
    other_organ = case.facts.get("organ") in OTHER_ORGANS and read.indication == "humoral_rejection_other_organ"
    return read.indication == meant or other_organ


def same(meant: Any, found: Any) -> bool:
    """Whether two values say the same; a bound agrees with the figures that it holds."""
    if isinstance(meant, (bool, str)) or isinstance(found, (bool, str)):
        return bool(meant == found)
    if isinstance(found, Mapping):
        return meant == found or (not isinstance(meant, Mapping) and _inside(meant, found))
    return not isinstance(meant, Mapping) and abs(meant - found) <= CLOSE * max(abs(meant), abs(found))


def _inside(value: float, bounds: Mapping[str, float]) -> bool:
    return (
        value < bounds.get("below", float("inf"))
        and value <= bounds.get("at_most", float("inf"))
        and value > bounds.get("above", float("-inf"))
        and value >= bounds.get("at_least", float("-inf"))
    )
