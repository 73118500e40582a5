"""One protocol ready to conclude, by the engine, the possible worlds and the planner of the table."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Iterator, Mapping

from rules.effects import exclusion_name, warning_name
from rules.knowledge import Knowledge
from rules.model import CaseError, EngineError, Value
from rules.outlook import INCOMPLETE, Outlook, outlook, refuse_disagreement
from rules.protocols.read import protocol
from rules.protocols.records import Branch, Conclusion, Note, Protocol
from rules.questions import Planner
from rules.tables import Situation
from rules.worlds import Worlds

Facts = Mapping[str, Value]


class Book:
    """A protocol compiled once. `conclude` is what the protocol's own module asks."""

    def __init__(self, rules: Protocol) -> None:
        self.protocol = rules
        self.knowledge = Knowledge(rules)
        self._planners: dict[str, Planner] = {}

    def planner(self, name: str) -> Planner:
        """The questions of a situation. Raises EngineError where a row is out of every patient's reach."""
        if name not in self._planners:
            worlds = Worlds(self.protocol.situations[name], self.knowledge)
            dead = worlds.unreachable({})
            if dead:
                raise EngineError(f"{name} : ligne que rien ne peut atteindre : {', '.join(dead)}")
            self._planners[name] = Planner(worlds)
        return self._planners[name]

    def conclude(self, name: str, facts: Facts, unaskable: frozenset[str] = frozenset()) -> Conclusion:
        """What a situation concludes; the one that comes first is concluded first where all that it reads is known.

        Raises CaseError (contradiction) where the facts cannot hold together, EngineError where the engine is in doubt.
        """
        before = self.protocol.first.get(name)
        if before is not None and all(facts.get(fact) is not None for fact in self.planner(before).worlds.index):
            found = self._conclude(before, facts, unaskable)
            if found.branch is not None or found.status == INCOMPLETE:
                return found
        found = self._conclude(name, facts, unaskable)
        more = found.branch.refined if found.branch else None
        return _refined(found, self._conclude(more, facts, unaskable)) if more else found

    def _conclude(self, name: str, facts: Facts, unaskable: frozenset[str]) -> Conclusion:
        situation, planner, rules = self.protocol.situations[name], self.planner(name), self.knowledge.rules(name)
        places = rules.places(facts)
        fired = rules.fired(places)
        refused = rules.refused(places)
        for index, exclusion in enumerate(self.protocol.header.exclusions):
            read = not planner.worlds.index.keys().isdisjoint(exclusion.fields)  # a toxic level is told whatever else
            if read and exclusion_name(index) in refused:
                raise CaseError("contradiction", f"facts.{exclusion.fields[0]}", exclusion.message)
        mask = planner.worlds.agreeing_at(places)
        found = rules.conclusions(fired)
        refuse_disagreement(situation, planner.worlds, mask, found.states)
        seen = outlook(situation, planner, mask, unaskable)
        return _conclusion(self.protocol, situation, seen, found.effects, facts, unaskable)


def _refined(found: Conclusion, more: Conclusion) -> Conclusion:
    """A conclusion with what a further situation says of it, or with what that one would still need."""
    if more.branch is None:
        return replace(found, useful=(*more.missing, *found.useful))
    return replace(
        found,
        label=more.label,
        status=more.status,
        says=(*more.says, *found.says),
        notes=(*more.notes, *found.notes),
        explanation=(*found.explanation, *more.explanation),
    )


def _conclusion(
    rules: Protocol,
    situation: Situation,
    seen: Outlook,
    effects: frozenset[str],
    facts: Facts,
    unaskable: frozenset[str],
) -> Conclusion:
    branch = seen.row if isinstance(seen.row, Branch) else None
    useful = [fact for fact, _ in branch.ask_after] if branch else []
    return Conclusion(
        situation=situation.id,
        label=branch.label if branch else situation.label,
        status=branch.status if branch else seen.status,
        branch=branch,
        says=branch.says if branch else rules.texts.ends.get(seen.status, ()),
        notes=tuple(_notes(situation, branch, effects)),
        missing=seen.missing,
        possible=tuple(_possible(situation, seen.possible)),
        explanation=seen.explanation,
        useful=tuple(fact for fact in useful if facts.get(fact) is None and fact not in unaskable),
    )


def _possible(situation: Situation, outcomes: tuple[str, ...]) -> dict[str, None]:
    """The statuses that remain possible, each once."""
    statuses = {row.id: row.status for row in situation.rows if isinstance(row, Branch)}
    return dict.fromkeys(statuses.get(outcome, outcome) for outcome in outcomes)


def _notes(situation: Situation, branch: Branch | None, effects: frozenset[str]) -> Iterator[Note]:
    owners = [(branch.id, branch.warnings)] if branch else []
    for owner, warnings in (*owners, (situation.id, situation.warnings)):
        for index, item in enumerate(warnings):
            if item.condition is None or warning_name(owner, index) in effects:
                yield Note(item.code, item.text)


@cache
def book(name: str) -> Book:
    """The protocol of this name, compiled once for the process."""
    return Book(protocol(name))
