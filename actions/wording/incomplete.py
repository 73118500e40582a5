"""An answer that is still open: what it can become, and what each answer to what is unknown would give."""

from __future__ import annotations

from typing import Iterable

from actions.wording import questions
from actions.wording.card import WORDS, possible, source, understood, verdict
from actions.wording.text import capital, listing
from rules import Outcome
from rules.model import Decision, State

CALL = "Si l'urgence ne permet pas d'attendre, téléphonez au centre de référence ou au pharmacien."
ANSWERS = {State.MET: "oui", State.NOT_MET: "non", State.UNKNOWN: "inconnu"}


def incomplete(decision: Decision, branches: Iterable[tuple[str, tuple[Outcome, ...]]]) -> str:
    """The open answer. `branches` are the unknown facts with what each class of answers would give."""
    lines = [verdict(decision), possible(decision)]
    for fact, outcomes in branches:
        name = questions.words(fact).label
        lines += [f"Selon {name} :", *(f"- {line}" for line in answers(outcomes))]
    lines += [f"! {warning.text}" for warning in decision.warnings]
    return "\n".join(line for line in (*lines, CALL, understood(decision), source(decision)) if line)


def answers(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Each class of answers, by its criterion: "Score de Khellaf modifié supérieur à 8, oui : prioritaire [P]"."""
    return tuple(dict.fromkeys(_answer(outcome) for outcome in outcomes))


def _answer(outcome: Outcome) -> str:
    statuses = listing((WORDS[status] for status in WORDS if status in outcome.statuses), "ou")
    return f"{capital(outcome.label)}, {ANSWERS[outcome.state]} : {statuses}"
