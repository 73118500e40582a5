"""What an intern probably misread, found by comparing the answer with what neighbouring cases would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Collection, Iterable, Iterator, Mapping

import rules
from actions.training import misread_dose, score
from actions.training.cases.lessons import family_of
from actions.training.data import scoring
from actions.training.right import NONE, OUTSIDE, Right, opinion, priority
from actions.wording import misread as wording
from rules.expression import NUMBER_TEST
from rules.model import Case, CaseError, Decision, EngineError, State

AGE, PHASE = "age_years", "phase"
NETWORK, TIMING, UNSAID, LOOK_ALIKE, UNKNOWN = "network", "timing", "missing", "look_alike", "unknown"
GRANTED, REFUSED = ("P", "UF"), ("not_justified", OUTSIDE)
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Error:
    """One error: its family, and one French sentence on what the answer would have been right for."""

    family: str
    text: str


def errors(
    question: str,
    answer: Answer,
    case: Case,
    decision: Decision,
    expected: Right,
    families: Collection[str] = (),
) -> tuple[Error, ...]:
    """The errors of one answer, the likeliest first; none where it is right.

    Where several neighbouring cases would give a priority, those that differ by what the case tests (`families`) are
    told, else the first of them.
    """
    if score.score(question, answer, expected) >= score.RIGHT:
        return ()
    if not answer:
        return (Error(UNKNOWN, wording.NO_ANSWER),)
    find = {"priority": _priority, "opinion": _opinion, "dose": _dose}[question]
    found = tuple(dict.fromkeys(find(answer, case, decision, expected)))
    if question != "priority":
        return found
    return tuple(error for error in found if error.family in families) or found[:1]


def _priority(answer: Answer, case: Case, decision: Decision, expected: Right) -> Iterator[Error]:
    given = str(answer["priority"])
    found = list(_assumed(given, case, decision)) or list(_changed(given, case))
    if found:
        yield from found
    elif expected.priority == "incomplete":
        yield Error(UNSAID, wording.concluded_too_early(decision.missing_facts[:2]))
    elif given == "incomplete":
        yield Error(UNSAID, wording.ENOUGH)
    elif given in GRANTED and expected.priority in REFUSED:
        nearest = next((change for change in rules.what_would_change(case) if change.status in GRANTED), None)
        if nearest is None:
            yield Error(LOOK_ALIKE, wording.look_alike(decision))
        else:
            yield Error(family_of(nearest.fact), wording.even_so(nearest))
    else:
        yield Error(family_of(None), wording.printed(decision))


def _changed(given: str, case: Case) -> Iterator[Error]:
    """The single facts whose other side gives the answer that was given."""
    for change in rules.what_would_change(case):
        if priority(change.status) == given:
            value = case.facts.get(change.fact)
            yield Error(family_of(change.fact), wording.read_as(change, value, _threshold(change.criterion)))


def _assumed(given: str, case: Case, decision: Decision) -> Iterator[Error]:
    """The missing fact that was supposed: with it the answer that was given would be right."""
    for fact in decision.missing_facts:
        for outcome in rules.possible_answers(case, fact):
            if {priority(status) for status in outcome.statuses} == {given}:
                yield Error(UNSAID, wording.supposed(outcome.label, outcome.state is State.MET))


def _threshold(criterion: str) -> bool:
    return NUMBER_TEST.match(criterion) is not None


def _opinion(answer: Answer, case: Case, decision: Decision, expected: Right) -> Iterator[Error]:
    neighbour = next(_neighbours(answer, case, expected), None)
    if neighbour is not None:
        yield neighbour
        return
    if answer.get("timing") != expected.timing:
        yield Error(TIMING, wording.wrong_timing(str(answer.get("timing")), expected.timing))
    if NONE not in (expected.timing, answer.get("timing")) and score.named(answer, expected) < score.RIGHT:
        yield Error(NETWORK, wording.wrong_network(answer.get("networks") or (), expected.networks))


def _neighbours(answer: Answer, case: Case, expected: Right) -> Iterator[Error]:
    """The opinion of the other phase, or of the other population, where it is the one that was given."""
    ages = scoring().ages
    other = "initiation" if case.phase == "renewal" else "renewal"
    around: tuple[tuple[str, Any, Callable[[], str]], ...] = (
        (PHASE, other, lambda: wording.other_phase(other)),
        (AGE, ages["child"], lambda: wording.other_population("enfant")),
        (AGE, ages["adult"], lambda: wording.other_population("adulte")),
    )
    for fact, value, text in around:
        decision = decided(case, {fact: value})
        if decision is None:
            continue
        timing, networks = opinion(decision)
        if (timing, networks) == (expected.timing, expected.networks):
            continue
        if score.opinion(answer, Right("", timing, networks, (), False)) >= score.RIGHT:
            yield Error(family_of(fact), text())


def _dose(answer: Answer, case: Case, decision: Decision, expected: Right) -> Iterator[Error]:
    for family, text in misread_dose.errors(answer, case, decision, expected, decided):
        yield Error(family, text)


def decided(case: Case, changes: Mapping[str, Any], without: Iterable[str] = ()) -> Decision | None:
    """The decision of a neighbouring case, or None where there is no such case."""
    facts = {name: value for name, value in case.facts.items() if name not in without}
    try:
        return rules.decide(Case(case.indication, {**facts, **changes}))
    except (CaseError, EngineError):
        return None
