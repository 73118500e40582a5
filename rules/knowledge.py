"""The hierarchy compiled: tests by fact, then rows and effects by situation.

`Knowledge.conclude` is what the rest of the rules layer asks. Conclusions are memoised on the states of
the tests, so that a case whose like was seen costs no engine call.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Mapping

from rules.compile import CODES, definitions, test_condition
from rules.effects import effects_of, everything, exclusions
from rules.engine import RuleSet, split
from rules.expression import Expression, Leaf, NumberTest, Test, facts_of, leaves
from rules.model import EngineError, State, Value
from rules.regions import Axis, Place
from rules.tables import Hierarchy, Situation
from rules.vocabulary import Fact, vocabulary

MEMO_LIMIT = 100_000


@dataclass(frozen=True)
class Conclusions:
    """What the engine concluded: rows (`row:<id>`) and tests (by text) in one state each, and the effects that hold."""

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


class SituationRules:
    """The rows of one situation and all that depends on the case, over the states of the tests."""

    def __init__(
        self, name: str, settled: Mapping[str, Expression], effects: Mapping[str, Expression], facts: Facts
    ) -> None:
        every = (*settled.values(), *effects.values())
        self.tests = tuple(dict.fromkeys(leaf.test.text for part in every for leaf in leaves(part)))
        self.facts = {name: facts[name] for part in every for name in facts_of(part)}
        self.settled = tuple(settled)
        self.rules = RuleSet(name, definitions(settled, effects, self._fields()))
        self._unknown = {name: rules.axis.place(None) for name, rules in self.facts.items()}
        self._memo: dict[tuple[Place, ...], Conclusions] = {}

    def _fields(self) -> dict[str, str]:
        return {test: f"t{index}" for index, test in enumerate(self.tests)}

    def key(self, facts: Mapping[str, Value]) -> tuple[Place, ...]:
        """Where each fact of the case lies: all that the conclusions depend on."""
        places = self._unknown.copy()
        for name, value in facts.items():
            if name in places:
                places[name] = self.facts[name].axis.place(value)
        return tuple(places.values())

    def conclude(self, key: tuple[Place, ...]) -> Conclusions:
        """The conclusions for a key. Raises EngineError."""
        found = self._memo.get(key)
        if found is None:
            found = self._conclude(key)
            if len(self._memo) >= MEMO_LIMIT:
                self._memo.clear()
            self._memo[key] = found
        return found

    def _conclude(self, key: tuple[Place, ...]) -> Conclusions:
        states: dict[str, State] = {}
        for rules, place in zip(self.facts.values(), key, strict=True):
            states.update(rules.at(place))
        fields = self._fields()
        fired = self.rules.run({fields[test]: CODES[states[test]] for test in self.tests})
        rows, effects = split(self.rules.name, fired, self.settled)
        return Conclusions({**rows, **{test: states[test] for test in self.tests}}, effects)

    def forget(self) -> None:
        """Empty the memo (benchmarks and tests)."""
        self._memo.clear()


class Knowledge:
    """One hierarchy, each situation compiled when first asked for."""

    def __init__(self, table: Hierarchy) -> None:
        self.table = table
        names = vocabulary()
        tests: dict[str, dict[str, Test]] = {}
        for expression in everything(table):
            for leaf in leaves(expression):
                tests.setdefault(leaf.test.fact, {})[leaf.test.text] = leaf.test
        self.facts = {name: FactRules(names.facts[name], tuple(found.values())) for name, found in tests.items()}
        self._rules = lru_cache(maxsize=None)(self._compile)

    def _compile(self, indication: str | None) -> SituationRules:
        if indication is None:
            return SituationRules("outside", {}, exclusions(self.table.header), self.facts)
        situation = self.table.situations[indication]
        rows = {f"row:{row.id}": row.criteria for row in situation.rows}
        return SituationRules(indication, rows, effects_of(situation, self.table.header), self.facts)

    def rules(self, indication: str | None) -> SituationRules:
        """The rules of a situation; those outside the table share the exclusions alone."""
        return self._rules(indication if indication in self.table.situations else None)

    def conclude(self, indication: str | None, facts: Mapping[str, Any]) -> Conclusions:
        """Conclude on a case. Raises EngineError."""
        rules = self.rules(indication)
        return rules.conclude(rules.key(facts))


def criteria(situation: Situation) -> dict[str, Leaf]:
    """Every test that can decide the situation, by its text, in the order of the table."""
    expressions = [row.criteria for row in situation.rows]
    expressions += [part.condition for part in situation.otherwise if part.condition]
    return {leaf.test.text: leaf for expression in expressions for leaf in leaves(expression)}


__all__ = ["Conclusions", "EngineError", "FactRules", "Knowledge", "SituationRules", "criteria"]
