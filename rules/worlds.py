"""All that a situation can still turn out to be.

A world gives every deciding fact one of its classes (values that no criterion of the situation tells
apart). The engine concludes each world once; a case with unknown facts stands for the worlds that
agree with it: a status is final when every such world has it. Worlds are held as bits of one integer.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Mapping

from rules.effects import otherwise_name
from rules.knowledge import Conclusions, FactRules, Knowledge, criteria
from rules.model import EngineError, State, Value
from rules.regions import UNKNOWN, Place
from rules.tables import Situation
from rules.vocabulary import vocabulary


@dataclass(frozen=True)
class ValueClass:
    """Places of one fact that no criterion of the situation tells apart, and the states they give the tests."""

    places: tuple[Place, ...]
    states: Mapping[str, State]

    @property
    def weight(self) -> int:
        """How many answers it stands for; the regions of a number are one answer."""
        return 1 if isinstance(self.places[0], tuple) else len(self.places)


@dataclass(frozen=True)
class Dimension:
    """One deciding fact with its classes; `of` gives the classes that each place leaves possible."""

    rules: FactRules
    classes: tuple[ValueClass, ...]
    of: Mapping[Place, frozenset[int]]

    @property
    def name(self) -> str:
        """The identifier of the fact."""
        return self.rules.axis.fact.name

    def agreeing(self, value: Value) -> frozenset[int]:
        """The classes that a stated value leaves possible."""
        return self.at(self.rules.axis.place(value))

    def at(self, place: Place) -> frozenset[int]:
        """The classes that a place leaves possible; an unknown fact leaves them all."""
        if isinstance(place, tuple):
            return frozenset().union(*(self.of[index, index] for index in range(place[0], place[1] + 1)))
        return frozenset(range(len(self.classes))) if place == UNKNOWN else self.of[place]


def dimension(rules: FactRules, tests: tuple[str, ...]) -> Dimension:
    """The classes of one fact, told apart by the engine itself; a place that settles nothing yet is in none."""
    groups: dict[tuple[State, ...], list[Place]] = {}
    for place in rules.axis.places():
        states = rules.at(place)
        groups.setdefault(tuple(states[test] for test in tests), []).append(place)
    settled = [states for states in groups if State.UNKNOWN not in states]
    classes = tuple(ValueClass(tuple(groups[states]), dict(zip(tests, states, strict=True))) for states in settled)
    of = {place: frozenset({at}) for at, found in enumerate(classes) for place in found.places}
    becomes = frozenset().union(*(of[value] for value in vocabulary().not_tried_becomes if value in of))
    return Dimension(rules, classes, {place: of.get(place, becomes) for place in rules.axis.places()})


class Worlds:
    """The worlds of one situation with their outcomes."""

    def __init__(self, situation: Situation, knowledge: Knowledge[Any]) -> None:
        self.situation, self.knowledge = situation, knowledge
        self._concerned = knowledge.rules(None).facts  # what the header's exclusions read
        tests: dict[str, list[str]] = {}
        for text, leaf in criteria(situation).items():
            tests.setdefault(leaf.test.fact, []).append(text)
        self.dimensions = tuple(dimension(knowledge.facts[name], tuple(found)) for name, found in tests.items())
        self.index = {dim.name: at for at, dim in enumerate(self.dimensions)}
        self._inside = [at for at, dim in enumerate(self.dimensions) if dim.name in self._concerned]
        self._beside = [name for name in self._concerned if name not in self.index]
        self._exclusions: dict[tuple[Place, ...], int] = {}
        self._masks_at: list[dict[Place, int]] = [{} for _ in self.dimensions]
        self.masks = [[0] * len(dim.classes) for dim in self.dimensions]
        self.outcomes: dict[Any, int] = {}
        self.met: dict[str, int] = {}
        self.all = 0
        sizes = [len(dim.classes) for dim in self.dimensions]
        self.strides = [math.prod(sizes[at + 1 :]) for at in range(len(sizes))]
        for number, world in enumerate(itertools.product(*map(range, sizes))):
            self._add(1 << number, world, knowledge)  # numbered as digits: changing one fact is a shift

    def _add(self, bit: int, world: tuple[int, ...], knowledge: Knowledge[Any]) -> None:
        facts = {dim.name: value_at(dim, at) for dim, at in zip(self.dimensions, world, strict=True)}
        found = knowledge.conclude(self.situation.id, facts)
        self.all |= bit
        for at, chosen in enumerate(world):
            self.masks[at][chosen] |= bit
        outcome = outcome_of(self.situation, found)
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) | bit
        tests = [dim.classes[at].states for dim, at in zip(self.dimensions, world, strict=True)]
        for states in (found.states, *tests):
            for name, state in states.items():
                self.met[name] = self.met.get(name, 0) | (bit if state is State.MET else 0)

    def agreeing(self, facts: Mapping[str, Value]) -> int:
        """The worlds that agree with what was stated, and that the header's exclusions leave possible with it."""
        return self.agreeing_at(self.knowledge.rules(self.situation.id).places(facts))

    def agreeing_at(self, places: Mapping[str, Place]) -> int:
        """The same where the facts lie at these places."""
        mask = self.all
        for (name, at), known in zip(self.index.items(), self._masks_at, strict=True):
            place = places[name]
            found = known.get(place)
            if found is None:
                found = reduce(or_, (self.masks[at][number] for number in self.dimensions[at].at(place)), 0)
                known[place] = found
            mask &= found
        return mask & ~self._excluded(places) if self._inside else mask

    def _excluded(self, places: Mapping[str, Place]) -> int:
        """The worlds that the header's exclusions rule out, alone or with a stated fact that decides nothing here."""
        key = tuple([places[name] for name in self._beside])
        found = self._exclusions.get(key)
        if found is None:
            found = self._exclusions[key] = self._ruled_out(dict(zip(self._beside, key, strict=True)))
        return found

    def _ruled_out(self, beside: Mapping[str, Place]) -> int:
        mask = 0
        for chosen in itertools.product(*(range(len(self.masks[at])) for at in self._inside)):
            combination = list(zip(self._inside, chosen, strict=True))
            if self._impossible(combination, beside):
                mask |= reduce(and_, (self.masks[at][number] for at, number in combination))
        return mask

    def _impossible(self, combination: list[tuple[int, int]], beside: Mapping[str, Place]) -> bool:
        """Whether every value of these classes contradicts the others or what is stated beside them."""
        outside = self.knowledge.rules(None)
        dims = [(self.dimensions[at], number) for at, number in combination]
        names = [dim.name for dim, _ in dims]
        return all(
            outside.refused({**beside, **dict(zip(names, each, strict=True))})
            for each in itertools.product(*(dim.classes[number].places for dim, number in dims))
        )

    def possible(self, mask: int) -> tuple[Any, ...]:
        """The outcomes (status, row) of these worlds."""
        return tuple(outcome for outcome, bits in self.outcomes.items() if bits & mask)

    def unreachable(self, facts: Mapping[str, Value]) -> tuple[str, ...]:
        """The rows that no patient of whom these facts hold can have as outcome."""
        reached = {row for _, row in self.possible(self.agreeing(facts))}
        return tuple(row.id for row in self.situation.rows if row.id not in reached)

    def state(self, name: str, mask: int) -> State:
        """The state of a row or a test over these worlds."""
        met = self.met.get(name, 0) & mask
        return State.MET if met == mask else State.UNKNOWN if met else State.NOT_MET

    def matters(self, fact: str, mask: int) -> bool:
        """Whether an outcome holds in one of these worlds and not in one that differs from it by this fact alone."""
        at = self.index[fact]
        parts = [bits & mask for bits in self.masks[at]]
        for inside in self.outcomes.values():
            for start, goal in itertools.permutations(range(len(parts)), 2):
                shift = (goal - start) * self.strides[at]
                held = parts[start] & inside
                moved = held << shift if shift >= 0 else held >> -shift
                if moved & parts[goal] & ~inside:
                    return True
        return False

    def open_facts(self, mask: int) -> tuple[str, ...]:
        """The facts that can still change the outcome, in the table's order."""
        return tuple(name for name in self.index if self.matters(name, mask))


def value_at(dim: Dimension, at: int) -> Value:
    """A value of a class."""
    return dim.rules.axis.value(dim.classes[at].places[0])


def outcome_of(situation: Situation, found: Conclusions) -> Any:
    """(status, row) where every row is settled: the highest priority met, else what the situation becomes."""
    if any(found.states[f"row:{row.id}"] is State.UNKNOWN for row in situation.rows):
        raise EngineError(f"{situation.id} : une ligne reste ouverte alors que tout est connu")
    for priority in situation.order:
        for row in situation.rows:
            if row.priority == priority and found.states[f"row:{row.id}"] is State.MET:
                return priority, row.id
    for index, part in enumerate(situation.otherwise):
        if part.condition is None or otherwise_name(index) in found.effects:
            return part.status, None
    raise EngineError(f"{situation.id} : aucune issue")
