"""Success by row, by family and by confidence: the same sums for an intern's progress and for a room's report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Iterable, Mapping, Sequence

from actions.training.answers import Answered


@dataclass(frozen=True)
class Rate:
    """How often something went right: `success` from 0 to 1, over `count` answers."""

    key: str
    success: float
    count: int


# What every answer to a question tests, beside the families of its case.
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "priority": ("row", "missing", "look_alike"),
    "opinion": ("timing", "network"),
    "dose": ("course", "regimen", "sum"),
}
Case = Sequence[Answered]  # the answers of one pass to one case


def cases(given: Iterable[Answered]) -> tuple[Case, ...]:
    """The answers, case by case, in the order in which the cases were met."""
    found: dict[tuple[str, str, str], list[Answered]] = {}
    for answer in given:
        found.setdefault((answer.player, answer.run, answer.vignette), []).append(answer)
    return tuple(found.values())


def families(given: Iterable[Answered]) -> Mapping[str, tuple[float, ...]]:
    """For each error family, 1 or 0 for each case that tested it, or in which it was misread, in order."""
    found: dict[str, list[float]] = defaultdict(list)
    for case in cases(given):
        wrong = {family for answer in case for family in answer.errors}
        always = (family for answer in case for family in ALWAYS.get(answer.question, ()))
        for family in dict.fromkeys((*case[0].families, *always, *sorted(wrong))):
            found[family].append(0.0 if family in wrong else 1.0)
    return {family: tuple(values) for family, values in found.items()}


def by_family(given: Iterable[Answered]) -> tuple[Rate, ...]:
    """The success of each error family, the weakest first."""
    return _sorted(families(given))


def by_row(given: Iterable[Answered]) -> tuple[Rate, ...]:
    """The success on each row of the table (or situation), the weakest first."""
    found: dict[str, list[float]] = defaultdict(list)
    for answer in given:
        found[answer.row].append(answer.score)
    return _sorted(found)


def calibration(given: Iterable[Answered]) -> tuple[Rate, ...]:
    """The success at each level of confidence, the least sure first; answers that were not given do not count."""
    found: dict[str, list[float]] = defaultdict(list)
    for answer in given:
        if answer.confidence:
            found[str(answer.confidence)].append(answer.score)
    return tuple(_rate(key, found[key]) for key in sorted(found))


def before_after(given: Iterable[Answered]) -> Mapping[str, tuple[Rate, Rate]]:
    """For each family that one intern met at least twice: the first times and the last times, of all interns."""
    by_player: dict[str, list[Answered]] = defaultdict(list)
    for answer in given:
        by_player[answer.player].append(answer)
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for own in by_player.values():
        for family, values in families(own).items():
            if len(values) > 1:
                pairs[family].append((values[0], values[-1]))
    return {
        family: (_rate("before", [pair[0] for pair in met]), _rate("after", [pair[1] for pair in met]))
        for family, met in sorted(pairs.items())
    }


def _sorted(found: Mapping[str, Sequence[float]]) -> tuple[Rate, ...]:
    rates = (_rate(key, values) for key, values in found.items())
    return tuple(sorted(rates, key=lambda rate: (rate.success, -rate.count, rate.key)))


def _rate(key: str, values: Sequence[float]) -> Rate:
    return Rate(key, round(sum(values) / len(values), 4), len(values))
