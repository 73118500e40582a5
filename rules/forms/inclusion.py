"""Whether a patient enters the study: each criterion met, not met or unknown, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from rules.forms import dates
from rules.forms.model import UNKNOWN, Criterion, Record
from rules.model import State
from rules.protocols.classification import (
    CLASSIFIED,
    NOT_CLASSIFIED,
    Standing,
    classification,
    standing,
)


@dataclass(frozen=True)
class Checked:
    """One criterion: what was `declared`, what a score or dates have `shown`, whether they conflict, the `state`."""

    criterion: Criterion
    state: State
    declared: State
    shown: State
    conflict: bool


@dataclass(frozen=True)
class Inclusion:
    """The verdict: MET includes, NOT_MET excludes, UNKNOWN is still open or contradictory."""

    state: State
    criteria: tuple[Checked, ...]


def inclusion(record: Record) -> Inclusion:
    """The criteria of the form, for this record. An exclusion criterion that is met excludes."""
    checked = tuple(_check(record, criterion) for criterion in record.form.inclusion)
    favourable = [_favourable(one) for one in checked]
    if State.NOT_MET in favourable:
        return Inclusion(State.NOT_MET, checked)
    return Inclusion(State.UNKNOWN if State.UNKNOWN in favourable else State.MET, checked)


def score(record: Record, name: str) -> Standing:
    """Where a classification stands with what the form says of its items."""
    stated = {
        question.item: answer
        for question in record.form.questions.values()
        if question.item and isinstance(answer := record.get(question.id), bool)
    }
    return standing(classification(name), stated)


def _favourable(one: Checked) -> State:
    if one.criterion.kind == "inclusion" or one.state is State.UNKNOWN:
        return one.state
    return State.NOT_MET if one.state is State.MET else State.MET


def _check(record: Record, criterion: Criterion) -> Checked:
    declared = _declared(record, criterion)
    shown = _shown(record, criterion)
    conflict = State.UNKNOWN not in (declared, shown) and declared is not shown
    state = State.UNKNOWN if conflict else shown if shown is not State.UNKNOWN else declared
    return Checked(criterion, state, declared, shown, conflict)


def _declared(record: Record, criterion: Criterion) -> State:
    answer = record.get(criterion.declared)
    if answer is None or answer == UNKNOWN:
        return State.UNKNOWN
    return State.MET if answer else State.NOT_MET


def _shown(record: Record, criterion: Criterion) -> State:
    if criterion.score:
        verdict = score(record, criterion.score).verdict
        return {CLASSIFIED: State.MET, NOT_CLASSIFIED: State.NOT_MET}.get(verdict, State.UNKNOWN)
    known = [record.get(name) for name in criterion.date_questions]
    known = [value for value in known if value not in (None, UNKNOWN)]
    if any(dates.certainly_within(value, criterion.date_from, criterion.date_to) for value in known):
        return State.MET
    first = record.get(criterion.date_questions[0]) if criterion.date_questions else None
    late = first not in (None, UNKNOWN) and dates.certainly_after(first, criterion.date_to)
    return State.NOT_MET if late else State.UNKNOWN
