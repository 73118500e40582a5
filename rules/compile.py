"""The data compiled into durable-rules conditions, in two steps.

First, each test over one fact: a number is asserted as two fields, `lo` and `hi` (the same figure
where it is known), another fact as `value`; `unknown` is a value, nothing is tested by its absence.
Then rows and everything else over the states of those tests (0 not met, 1 unknown, 2 met). In one
step the conditions would be disjunctions of dozens of values, which durable-rules refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from rules.expression import Expression, Group, Leaf, Modal, NumberTest, Test
from rules.model import State
from rules.regions import UNKNOWN
from rules.vocabulary import Fact

Condition = Any  # a durable-rules expression, or one of the two constants
TRUE: Condition = {"asserted": 1}
FALSE: Condition = None
CODES: Mapping[State, int] = {State.NOT_MET: 0, State.UNKNOWN: 1, State.MET: 2}
FLIPPED = {State.MET: State.NOT_MET, State.NOT_MET: State.MET, State.UNKNOWN: State.UNKNOWN}


def both(*parts: Condition) -> Condition:
    """All the conditions hold."""
    if any(part is FALSE for part in parts):
        return FALSE
    kept = [part for part in parts if part is not TRUE]
    return TRUE if not kept else kept[0] if len(kept) == 1 else {"$and": kept}


def either(*parts: Condition) -> Condition:
    """At least one of the conditions holds."""
    if any(part is TRUE for part in parts):
        return TRUE
    kept = [part for part in parts if part is not FALSE]
    return FALSE if not kept else kept[0] if len(kept) == 1 else {"$or": kept}


def test_condition(test: Test, fact: Fact, state: State) -> Condition:
    """When a test over one fact is in a state."""
    if isinstance(test, NumberTest):
        return _number(test, state)
    every = ("yes", "no") if fact.kind == "boolean" else fact.choices
    values = {
        State.MET: [value for value in every if value in test.met],
        State.UNKNOWN: [UNKNOWN, *sorted(test.open)],
        State.NOT_MET: [value for value in every if value not in test.met and value not in test.open],
    }
    return either(*({"value": value} for value in values[state]))


def _number(test: NumberTest, state: State) -> Condition:
    at = test.threshold
    if test.operator == "is":
        inside = both({"$gte": {"lo": at}}, {"$lte": {"hi": at}})
        outside = either({"$lt": {"hi": at}}, {"$gt": {"lo": at}})
        across = either(
            both({"$lt": {"lo": at}}, {"$gte": {"hi": at}}),
            both({"$lte": {"lo": at}}, {"$gt": {"hi": at}}),
        )
        return {State.MET: inside, State.NOT_MET: outside, State.UNKNOWN: across}[state]
    under_sign, over_sign = ("$lt", "$gte") if test.operator in ("<", ">=") else ("$lte", "$gt")
    under, over = {under_sign: {"hi": at}}, {over_sign: {"lo": at}}
    across = both({under_sign: {"lo": at}}, {over_sign: {"hi": at}})
    if test.operator in (">", ">="):
        under, over = over, under
    return {State.MET: under, State.NOT_MET: over, State.UNKNOWN: across}[state]


@dataclass(frozen=True)
class Compiler:
    """Conditions for the states of an expression; `fields` names the field of each test, by its text."""

    fields: Mapping[str, str]

    def state(self, expression: Expression, state: State) -> Condition:
        """When the expression is in the state."""
        if isinstance(expression, Leaf):
            return {self.fields[expression.test.text]: CODES[state]}
        if isinstance(expression, Modal):
            return self._modal(expression, state)
        return self._group(expression, state)

    def other(self, expression: Expression, state: State) -> Condition:
        """When the expression is in one of the two other states."""
        if isinstance(expression, Leaf) and state is not State.UNKNOWN:
            sign = "$gte" if state is State.NOT_MET else "$lte"
            return {sign: {self.fields[expression.test.text]: CODES[State.UNKNOWN]}}
        if isinstance(expression, Group) and state is not State.UNKNOWN:
            join = both if (expression.kind == "all") == (state is State.NOT_MET) else either
            return join(*(self.other(part, state) for part in expression.parts))
        return either(*(self.state(expression, each) for each in State if each is not state))

    def _modal(self, expression: Modal, state: State) -> Condition:
        part = expression.part
        if expression.kind == "not":
            return self.state(part, FLIPPED[state])
        if state is State.UNKNOWN:
            return FALSE  # whether something is known is always known
        settled = State.UNKNOWN if expression.kind == "unknown" else State.MET
        holds = (state is State.MET) == (expression.kind == "unknown")
        return self.state(part, settled) if holds else self.other(part, settled)

    def _group(self, group: Group, state: State) -> Condition:
        if state is State.UNKNOWN:  # still possible, and not certain: as long as the group, not its square
            return both(self.other(group, State.NOT_MET), self.other(group, State.MET))
        settles = State.NOT_MET if group.kind == "all" else State.MET
        return (either if state is settles else both)(*(self.state(part, state) for part in group.parts))


def definitions(
    settled: Mapping[str, Expression], effects: Mapping[str, Expression], fields: Mapping[str, str]
) -> dict[str, Condition]:
    """The conditions of a rule set by rule name: `name|state` for what must be settled, `name` for an effect."""
    compiler = Compiler(fields)
    found = {f"{name}|{state.value}": compiler.state(part, state) for name, part in settled.items() for state in State}
    found |= {name: compiler.state(part, State.MET) for name, part in effects.items()}
    return {name: condition for name, condition in found.items() if condition is not FALSE}
