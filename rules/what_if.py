"""What would change the answer, and what each possible answer would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from rules.consult import consultation
from rules.facts import effective
from rules.knowledge import criteria
from rules.model import Case, State
from rules.worlds import Dimension, Worlds


@dataclass(frozen=True)
class Change:
    """One fact that, alone, would change the status or the row: `criterion` (French `label`) would be in `state`."""

    fact: str
    criterion: str
    label: str
    state: State
    status: str
    row: str | None


@dataclass(frozen=True)
class Outcome:
    """What a class of answers would leave: the criterion it settles (French `label`) and the possible statuses."""

    fact: str
    criterion: str
    label: str
    state: State
    statuses: tuple[str, ...]


def what_would_change(case: Case) -> tuple[Change, ...]:
    """The single known facts whose other values would give another final status or row. Empty outside the table."""
    return tuple(_changes(case))


def possible_answers(case: Case, fact: str) -> tuple[Outcome, ...]:
    """For a fact that is still open, what each class of answers would give. Empty where the fact decides nothing."""
    worlds = _worlds(case)
    if worlds is None or fact not in worlds.index:
        return ()
    mask = worlds.agreeing(effective(case, consultation().table))
    at = worlds.index[fact]
    found = []
    for number, bits in enumerate(worlds.masks[at]):
        if bits & mask:
            text, state = _told_apart(worlds.dimensions[at], number)
            statuses = tuple(dict.fromkeys(status for status, _ in worlds.possible(bits & mask)))
            found.append(Outcome(fact, text, _label(worlds, text), state, statuses))
    return tuple(found)


def _worlds(case: Case) -> Worlds | None:
    consulted = consultation()
    return consulted.worlds(case.indication) if case.indication in consulted.table.situations else None


def _changes(case: Case) -> Iterator[Change]:
    worlds = _worlds(case)
    if worlds is None:
        return
    facts = effective(case, consultation().table)
    current = worlds.possible(worlds.agreeing(facts))
    for fact, at in worlds.index.items():
        if fact not in case.facts:
            continue
        others = worlds.agreeing({name: value for name, value in facts.items() if name != fact})
        held = worlds.dimensions[at].agreeing(facts[fact])
        for number, bits in enumerate(worlds.masks[at]):
            possible = worlds.possible(others & bits) if number not in held else current
            if len(possible) == 1 and possible != current:
                text, state = _told_apart(worlds.dimensions[at], number)
                yield Change(fact, text, _label(worlds, text), state, *possible[0])


def _told_apart(dim: Dimension, number: int) -> tuple[str, State]:
    """The test that a class meets, or else the first test that it does not."""
    states = dim.classes[number].states
    met = [text for text, state in states.items() if state is State.MET]
    return (met[0], State.MET) if met else (next(iter(states)), State.NOT_MET)


def _label(worlds: Worlds, text: str) -> str:
    return criteria(worlds.situation)[text].label
