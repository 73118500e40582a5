"""The compiled table in the two engines that we compare with: CLIPS (clipspy) and ZEN (zen-engine).

Both hold the verdict alone, as an ordered list of rules of which the first that holds wins: each row met, then each row
still open, by priority, then how the situation ends. The conditions are those of `rules.compile`, in one step.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Iterator, Mapping

import clips
import zen

from rules.compile import FALSE, TRUE, Compiler, Condition, test_condition
from rules.expression import Expression, Leaf, facts_of
from rules.facts import effective
from rules.knowledge import Knowledge
from rules.load import hierarchy
from rules.model import Case, State
from rules.regions import UNKNOWN
from rules.tables import Hierarchy, Situation
from rules.vocabulary import vocabulary

SIGNS = {"$lt": "<", "$lte": "<=", "$gt": ">", "$gte": ">="}


@dataclass(frozen=True)
class Entry:
    """One rule of the ordered list: where `condition` holds (negated where `negated`), the answer is (status, row)."""

    indication: str
    condition: Condition
    negated: bool
    status: str
    row: str | None


class OneStep(Compiler):
    """Conditions straight over the facts: `<fact>_lo`, `<fact>_hi` and `<fact>` instead of the states of tests."""

    def state(self, expression: Expression, state: State) -> Condition:
        """When the expression is in the state."""
        if not isinstance(expression, Leaf):
            return super().state(expression, state)
        fact = vocabulary().facts[expression.test.fact]
        return _renamed(test_condition(expression.test, fact, state), fact.name)


def _renamed(condition: Condition, fact: str) -> Condition:
    if condition is TRUE or condition is FALSE:
        return condition
    ((key, value),) = condition.items()
    if key in ("$and", "$or"):
        return {key: [_renamed(part, fact) for part in value]}
    if key in SIGNS:
        return {key: _renamed(value, fact)}
    return {fact if key == "value" else f"{fact}_{key}": value}


def entries(table: Hierarchy) -> Iterator[Entry]:
    """The ordered rules of every situation of both lists."""
    for situation in table.situations.values():
        yield from _situation(situation)
    yield from (Entry(name, TRUE, False, "not_justified", None) for name in table.unjustified)


def _situation(situation: Situation) -> Iterator[Entry]:
    compiler, name = OneStep({}), situation.id
    for row in sorted(situation.rows, key=lambda row: situation.order.index(row.priority)):
        yield Entry(name, compiler.state(row.criteria, State.MET), False, row.priority, row.id)
        yield Entry(name, compiler.state(row.criteria, State.NOT_MET), True, "incomplete", None)
    for part in situation.otherwise:
        if part.condition is None:
            yield Entry(name, TRUE, False, part.status, None)
        else:
            yield Entry(name, compiler.state(part.condition, State.MET), False, part.status, None)
            yield Entry(name, compiler.state(part.condition, State.NOT_MET), True, "incomplete", None)


def fields(case: Case, knowledge: Knowledge) -> dict[str, Any]:
    """What both engines are told of a case: its situation, and every fact that this situation's rows read."""
    told: dict[str, Any] = {"indication": case.indication or "not_listed"}
    facts = effective(case, knowledge.table)
    for name in _rows_read(case.indication) if case.indication in knowledge.table.situations else ():
        axis = knowledge.facts[name].axis
        for key, value in axis.fields(axis.place(facts.get(name))).items():
            told[name if key == "value" else f"{name}_{key}"] = value
    return told


@cache
def _rows_read(indication: str) -> tuple[str, ...]:
    return _read(hierarchy().situations[indication])


def _read(situation: Situation) -> tuple[str, ...]:
    conditions = [part.condition for part in situation.otherwise if part.condition]
    return facts_of(*(row.criteria for row in situation.rows), *conditions)


class Clips:
    """One environment with a rule for each entry, salience giving the order.

    An environment of clipspy 1.0.6 slows with every case that it has seen (35 us at first, 150 us after 6,000),
    whatever is retracted or reset: `renew` builds another, and the benchmark calls it outside the clock.
    """

    def __init__(self, table: Hierarchy) -> None:
        slots = "".join(f" (slot {name} (default {default}))" for name, default in _slots(table))
        self.templates = [
            f"(deftemplate case (slot indication){slots})",
            "(deftemplate verdict (slot status) (slot row))",
        ]
        self.rules = [_clips_rule(number, entry) for number, entry in enumerate(entries(table))]
        self.renew()

    def renew(self) -> None:
        """Start from a new environment."""
        self.environment, self.seen = clips.Environment(), 0
        for construct in (*self.templates, *self.rules):
            self.environment.build(construct)
        self.case, self.verdict = map(self.environment.find_template, ("case", "verdict"))

    def prepared(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """The case with CLIPS's own symbols."""
        return {key: clips.Symbol(value) if isinstance(value, str) else value for key, value in told.items()}

    def status(self, told: Mapping[str, Any]) -> tuple[str, str | None]:
        """The status and the row of a case."""
        self.seen += 1
        fact = self.case.assert_fact(**told)
        self.environment.run(1)
        verdict = next(iter(self.verdict.facts()), None)
        found = ("not_listed", None) if verdict is None else (str(verdict["status"]), _none(str(verdict["row"])))
        fact.retract()
        if verdict is not None:
            verdict.retract()
        return found


def _none(text: str) -> str | None:
    return None if text == "none" else text


def _slots(table: Hierarchy) -> Iterator[tuple[str, Any]]:
    read = {name: None for situation in table.situations.values() for name in _read(situation)}
    for name in read:
        fact = vocabulary().facts[name]
        if fact.kind == "number":
            yield from ((f"{name}_lo", fact.low), (f"{name}_hi", fact.high))
        else:
            yield name, UNKNOWN


def _clips_rule(number: int, entry: Entry) -> str:
    used = sorted(set(_names(entry.condition)))
    pattern = "".join(f" ({name} ?{name})" for name in used)
    test = _clips(entry.condition)
    test = f"(not {test})" if entry.negated else test
    return (
        f"(defrule r{number} (declare (salience {10_000 - number % 10_000}))"
        f" (case (indication {entry.indication}){pattern}) (test {test})"
        f" => (assert (verdict (status {entry.status}) (row {entry.row or 'none'}))))"
    )


def _names(condition: Condition) -> Iterator[str]:
    if condition is TRUE or condition is FALSE:
        return
    ((key, value),) = condition.items()
    if key in ("$and", "$or"):
        for part in value:
            yield from _names(part)
    elif key in SIGNS:
        yield from value
    else:
        yield key


def _clips(condition: Condition) -> str:
    if condition is TRUE or condition is FALSE:
        return "(eq 1 1)" if condition is TRUE else "(eq 1 0)"
    ((key, value),) = condition.items()
    if key in ("$and", "$or"):
        return f"({key[1:]} {' '.join(map(_clips, value))})"
    if key in SIGNS:
        ((name, threshold),) = value.items()
        return f"({SIGNS[key]} ?{name} {threshold})"
    return f"(eq ?{key} {value})"


class Zen:
    """The entries as a decision table of hit policy "first": one for the whole table, or one for each situation."""

    def __init__(self, table: Hierarchy, by_situation: bool) -> None:
        engine, every = zen.ZenEngine(), list(entries(table))
        self.by_situation = by_situation
        names = {entry.indication for entry in every} if by_situation else {""}
        self.decisions = {
            name: engine.create_decision(
                json.dumps(_graph([entry for entry in every if name in ("", entry.indication)], by_situation))
            )
            for name in names
        }

    def prepared(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """The case as it is."""
        return told

    def status(self, told: Mapping[str, Any]) -> tuple[str, str | None]:
        """The status and the row of a case."""
        decision = self.decisions.get(told["indication"] if self.by_situation else "")
        found = decision.evaluate(told)["result"] if decision else {}
        return found.get("status", "not_listed"), _none(found.get("row", "none"))


def _graph(every: list[Entry], by_situation: bool) -> dict[str, Any]:
    inputs = [{"id": "when", "name": "condition"}]
    if not by_situation:
        inputs.insert(0, {"id": "indication", "name": "indication", "field": "indication"})
    outputs = [{"id": key, "name": key, "field": key} for key in ("status", "row")]
    rules = [
        {
            "_id": str(number),
            "indication": f'"{entry.indication}"',
            "when": _zen(entry),
            "status": f'"{entry.status}"',
            "row": f'"{entry.row or "none"}"',
        }
        for number, entry in enumerate(every)
    ]
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {"id": "table", "type": "decisionTableNode", "name": "t", "content": content, "position": {"x": 1, "y": 0}},
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "a", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "b", "type": "edge", "sourceId": "table", "targetId": "out"},
        ],
    }


def _zen(entry: Entry) -> str:
    text = _zen_condition(entry.condition)
    return f"not ({text})" if entry.negated else text


def _zen_condition(condition: Condition) -> str:
    if condition is TRUE or condition is FALSE:
        return "true" if condition is TRUE else "false"
    ((key, value),) = condition.items()
    if key in ("$and", "$or"):
        return "(" + f" {key[1:]} ".join(map(_zen_condition, value)) + ")"
    if key in SIGNS:
        ((name, threshold),) = value.items()
        return f"{name} {SIGNS[key]} {threshold}"
    return f'{key} == "{value}"'
