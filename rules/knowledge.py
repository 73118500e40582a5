"""The hierarchy compiled: tests by fact, then rows and effects by situation.

`Knowledge.conclude` is what the rest of the rules layer asks. Conclusions are memoised, part by part, on where
the facts lie among the thresholds, so that a case whose like was seen costs no engine call.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, Mapping, TypeVar

from rules.compile import CODES, definitions, test_condition
from rules.effects import everything, exclusions, of_header, of_situation, owner_of
from rules.engine import RuleSet, split
from rules.expression import Expression, Leaf, NumberTest, Test, facts_of, leaves
from rules.model import EngineError, State, Value
from rules.regions import Axis, Place
from rules.tables import Rulebook, Situation
from rules.vocabulary import Fact, vocabulary

MEMO_LIMIT = 100_000
T = TypeVar("T", bound=Rulebook)
Fired = frozenset[str]  # the names of the rules met


@dataclass(frozen=True)
class Conclusions:
    """What the engine concluded: each row (`row:<id>`) in one state, and the effects that hold."""

    states: Mapping[str, State]
    effects: frozenset[str]


class FactRules:
    """All the tests of the rule base over one fact."""

    def __init__(self, fact: Fact, tests: tuple[Test, ...]) -> None:
        self.axis = Axis(fact, tuple(sorted({test.threshold for test in tests if isinstance(test, NumberTest)})))
        self.tests = tuple(test.text for test in tests)
        conditions = {
            f"{test.text}|{state.value}": test_condition(test, fact, state) for test in tests for state in State
        }
        self._rules = RuleSet(f"fact:{fact.name}", {rule: part for rule, part in conditions.items() if part})
        self._memo: dict[Place, Mapping[str, State]] = {}

    def at(self, place: Place) -> Mapping[str, State]:
        """The state of each test at a place of the fact's axis. Raises EngineError."""
        found = self._memo.get(place)
        if found is None:
            found, _ = split(self.axis.fact.name, self._rules.run(self.axis.fields(place)), self.tests)
            self._memo[place] = found
        return found


Facts = Mapping[str, FactRules]


class Part:
    """Rules concluded together, in one call of the engine; memoised on where the facts that they read lie.

    The fewer facts, the sooner every case has been seen: that is why a situation is cut into parts.
    """

    def __init__(
        self, name: str, settled: Mapping[str, Expression], effects: Mapping[str, Expression], facts: Facts
    ) -> None:
        every = (*settled.values(), *effects.values())
        tests = {leaf.test.text: leaf.test.fact for part in every for leaf in leaves(part)}
        self.facts = {fact: facts[fact] for fact in facts_of(*every)}
        self._tests = {fact: tuple(test for test, read in tests.items() if read == fact) for fact in self.facts}
        self.tests = tuple(chain.from_iterable(self._tests.values()))
        self.settled, self.effects = tuple(settled), tuple(effects)
        self.fields = {test: f"t{index}" for index, test in enumerate(self.tests)}
        self.rules = RuleSet(name, definitions(settled, effects, self.fields))
        self._key = itemgetter(*self.facts) if self.facts else lambda _places: ()
        self._memo: dict[Any, Fired] = {}
        self._codes: dict[tuple[str, Place], tuple[int, ...]] = {}
        self._by_codes: dict[tuple[int, ...], Fired] = {}
        self._same: dict[Fired, Fired] = {}

    def fired(self, places: Mapping[str, Place]) -> Fired:
        """The rules met where the facts lie at these places. Raises EngineError."""
        key = self._key(places)
        found = self._memo.get(key)
        if found is None:
            found = self._conclude(places)
            if len(self._memo) >= MEMO_LIMIT:
                self.forget()
            self._memo[key] = found
        return found

    def _conclude(self, places: Mapping[str, Place]) -> Fired:
        """The same by the states of the tests: places that this part's tests do not tell apart cost one call."""
        codes = tuple(chain.from_iterable([self._codes_at(fact, places[fact]) for fact in self.facts]))
        found = self._by_codes.get(codes)
        if found is None:
            found = self.rules.run(dict(zip(self.fields.values(), codes, strict=True)))
            split(self.rules.name, found, self.settled)  # refused before it is remembered
            self._by_codes[codes] = found = self._same.setdefault(found, found)
        return found

    def states(self, fired: Fired) -> Mapping[str, State]:
        """The state of each row among the rules met. Raises EngineError."""
        return split(self.rules.name, fired, self.settled)[0]

    def _codes_at(self, fact: str, place: Place) -> tuple[int, ...]:
        """The states of this part's tests over one fact, at a place. Raises EngineError."""
        found = self._codes.get((fact, place))
        if found is None:
            states = self.facts[fact].at(place)
            found = self._codes[fact, place] = tuple([CODES[states[test]] for test in self._tests[fact]])
        return found

    def forget(self) -> None:
        """Empty the memos (benchmarks and tests)."""
        self._memo.clear()
        self._by_codes.clear()


def grouped(effects: Mapping[str, Expression]) -> list[dict[str, Expression]]:
    """Effects cut so that those over the same facts, or over some of them, are together."""
    groups: list[tuple[set[str], dict[str, Expression]]] = []
    for name, part in sorted(effects.items(), key=lambda item: -len(facts_of(item[1]))):
        read = set(facts_of(part))
        home = next((held for facts, held in groups if read <= facts), None)
        if home is None:
            groups.append((read, {name: part}))
        else:
            home[name] = part
    return [held for _, held in groups]


class Together:
    """Parts of which only the union counts, memoised on where all their facts lie: one look instead of one for each."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self.facts = {fact: rules for part in parts for fact, rules in part.facts.items()}
        self._key = itemgetter(*self.facts) if self.facts else lambda _places: ()
        self._memo: dict[Any, Fired] = {}

    def fired(self, places: Mapping[str, Place]) -> Fired:
        """The rules met where the facts lie at these places. Raises EngineError."""
        key = self._key(places)
        found = self._memo.get(key)
        if found is None:
            found = frozenset().union(*[part.fired(places) for part in self.parts])
            if len(self._memo) >= MEMO_LIMIT:
                self._memo.clear()
            self._memo[key] = found
        return found

    def forget(self) -> None:
        """Empty the memos (benchmarks and tests)."""
        self._memo.clear()
        for part in self.parts:
            part.forget()


class SituationRules:
    """All the rules that bear on a situation: its own (the rows first), the header's exclusions, the header's rules."""

    def __init__(self, name: str, own: tuple[Part, ...], exclusions: Together, header: tuple[Part, ...]) -> None:
        self.name = name
        self._own, self._header = own, header
        self.bearing = lru_cache(maxsize=None)(self._bearing)
        self.refused = exclusions.fired
        self._parts: tuple[Part | Together, ...] = (*own, exclusions, *header)
        self.facts = {fact: rules for part in self._parts for fact, rules in part.facts.items()}
        self._axes = {fact: rules.axis for fact, rules in self.facts.items()}
        self._unknown = {fact: rules.axis.place(None) for fact, rules in self.facts.items()}

    @property
    def main(self) -> Part:
        """The rows of the situation, and how it ends when none is met."""
        return self._own[0]

    def places(self, facts: Mapping[str, Value]) -> dict[str, Place]:
        """Where each fact that the rules read lies: all that the conclusions depend on."""
        places = self._unknown.copy()
        for name, value in facts.items():
            axis = self._axes.get(name)
            if axis is not None:
                places[name] = axis.place(value)
        return places

    def fired(self, places: Mapping[str, Place]) -> tuple[Fired, ...]:
        """The rules met, part by part, but for the exclusions. Raises EngineError."""
        return tuple([part.fired(places) for part in (*self._own, *self._header)])

    def _bearing(self, row: str | None) -> tuple[Part, ...]:
        """The parts that bear on what goes with this row: what the situation and the row print, and the header.

        Where no row is met the header has nothing to say.
        """
        owners = {self.name, row}
        beside = [part for part in self._own[1:] if owners & {owner_of(name) for name in part.effects}]
        return (*beside, *(self._header if row else ()))

    def conclusions(self, fired: tuple[Fired, ...]) -> Conclusions:
        """What the rules met mean. Raises EngineError."""
        return Conclusions(*split(self.main.rules.name, frozenset().union(*fired), self.main.settled))

    def forget(self) -> None:
        """Empty the memos (benchmarks and tests)."""
        for part in self._parts:
            part.forget()


class Knowledge(Generic[T]):
    """One hierarchy or protocol, each situation compiled when first asked for."""

    def __init__(self, table: T) -> None:
        self.table = table
        names = vocabulary()
        tests: dict[str, dict[str, Test]] = {}
        for expression in everything(table):
            for leaf in leaves(expression):
                tests.setdefault(leaf.test.fact, {})[leaf.test.text] = leaf.test
        self.facts = {name: FactRules(names.facts[name], tuple(found.values())) for name, found in tests.items()}
        self._exclusions = Together(self._parts("exclusions", exclusions(table.header)))
        self._header = self._parts("header", of_header(table.header))
        self._rules = lru_cache(maxsize=None)(self._compile)

    def _parts(self, name: str, effects: Mapping[str, Expression]) -> tuple[Part, ...]:
        return tuple(Part(name, {}, group, self.facts) for group in grouped(effects))

    def _compile(self, indication: str | None) -> SituationRules:
        if indication is None:
            return SituationRules("", (), self._exclusions, ())
        situation = self.table.situations[indication]
        rows = {f"row:{row.id}": row.criteria for row in situation.rows}
        own = of_situation(situation)
        ends = {name: part for name, part in own.items() if name.startswith("otherwise:")}
        main = Part(indication, rows, ends, self.facts)
        beside = self._parts(indication, {name: part for name, part in own.items() if name not in ends})
        return SituationRules(indication, (main, *beside), self._exclusions, self._header)

    def rules(self, indication: str | None) -> SituationRules:
        """The rules of a situation; those outside the table share the exclusions alone."""
        return self._rules(indication if indication in self.table.situations else None)

    def conclude(self, indication: str | None, facts: Mapping[str, Any]) -> Conclusions:
        """Conclude on a case. Raises EngineError."""
        rules = self.rules(indication)
        return rules.conclusions(rules.fired(rules.places(facts)))

    def forget(self) -> None:
        """Empty every memo of conclusions (benchmarks and tests)."""
        for indication in (None, *self.table.situations):
            self.rules(indication).forget()


def criteria(situation: Situation) -> dict[str, Leaf]:
    """Every test that can decide the situation, by its text, in the order of the table."""
    expressions = [row.criteria for row in situation.rows]
    expressions += [part.condition for part in situation.otherwise if part.condition]
    return {leaf.test.text: leaf for expression in expressions for leaf in leaves(expression)}


__all__ = ["Conclusions", "EngineError", "FactRules", "Knowledge", "SituationRules", "criteria"]
