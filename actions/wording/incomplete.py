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


Branch = tuple[str, tuple[Outcome, ...]]


def incomplete(decision: Decision, branches: Iterable[Branch]) -> str:
    """The open answer. `branches` are the unknown facts with what each class of answers would give.

    Those whose answers would all give the same are left out, unless nothing else is left to say.
    """
    every = tuple(branches)
    telling = tuple(branch for branch in every if _tells(branch))
    lines = [*still_open(decision, telling or every), *(f"! {warning.text}" for warning in decision.warnings)]
    return "\n".join(line for line in (*lines, CALL, understood(decision), source(decision)) if line)


def still_open(decision: Decision, branches: Iterable[Branch]) -> tuple[str, ...]:
    """What the answer can become, and what each class of answers to each of these facts would give.

    Facts whose answers would all give the same are named together, in one line.
    """
    every = tuple(branch for branch in branches if branch[1])
    lines = [verdict(decision), possible(decision)]
    for fact, outcomes in filter(_tells, every):
        lines += [f"Selon {questions.words(fact).label} :", *(f"- {line}" for line in answers(outcomes))]
    same = tuple(f"« {questions.words(fact).label} »" for fact, outcomes in every if not _tells((fact, outcomes)))
    return (*lines, f"Quelle que soit la réponse sur {listing(same)}, cela ne change pas.") if same else tuple(lines)


def _tells(branch: Branch) -> bool:
    return len({frozenset(outcome.statuses) for outcome in branch[1]}) > 1


def answers(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Each class of answers, by its criterion: "Score de Khellaf modifié supérieur à 8, oui : prioritaire [P]"."""
    return tuple(dict.fromkeys(_answer(outcome) for outcome in outcomes))


def _answer(outcome: Outcome) -> str:
    statuses = listing((WORDS[status] for status in WORDS if status in outcome.statuses), "ou")
    return f"{capital(outcome.label)}, {ANSWERS[outcome.state]} : {statuses}"
