"""Everything that the answer rests on: criteria one by one, regimens, opinions of both phases, notes, source."""

from __future__ import annotations

import re
from typing import Iterable

from actions.wording import card, dose, opinions, questions, sentences
from actions.wording.text import capital, listing, sentence
from rules import Change
from rules.model import Decision, Finding, State

STATES = {State.MET: "oui", State.NOT_MET: "non", State.UNKNOWN: "inconnu"}
COLOURS = {"P": "code rouge", "UF": "code bleu", "NP": "code noir"}


def details(decision: Decision, unlisted: str | None = None) -> str:
    """The answer with all that it rests on. `unlisted` names a situation that is in neither list."""
    colour = COLOURS.get(decision.status)
    lines = [card.verdict(decision, unlisted) + (f" ({colour})" if colour else "")]
    lines += _titled("Critères :", criteria(decision))
    lines += _titled("Schémas du tableau :", dose.others(decision))
    lines += _titled("Avis :", opinions.listed(decision.opinions))
    lines += _titled(f"Avis {_other_phase(decision)} :", opinions.listed(decision.opinions_other_phase))
    lines += _titled("Remarques :", (sentence(note) for note in decision.notes))
    lines += [f"! {warning.text}" for warning in decision.warnings]
    lines += [card.understood(decision), card.source(decision), sentences.UNSIGNED]
    return "\n".join(line for line in lines if line)


def _other_phase(decision: Decision) -> str:
    return "à l'initiation" if decision.facts.get("phase") == "renewal" else "au renouvellement"


def _titled(title: str, items: Iterable[str]) -> list[str]:
    lines = [f"- {item}" for item in items]
    return [title, *lines] if lines else []


def criteria(decision: Decision) -> tuple[str, ...]:
    """Each criterion with its state; those of the row that is met, or of every row of the situation."""
    own = tuple(f for f in decision.explanation if f.row == decision.row) or decision.explanation
    return tuple(dict.fromkeys(f"{capital(finding.label)} : {STATES[finding.state]}" for finding in own))


def changes(found: Iterable[Change]) -> tuple[str, ...]:
    """The single facts that would change the answer, one a line."""
    return tuple(f"- {_change(change)}" for change in found)


def _change(change: Change) -> str:
    return f"{capital(named(change))}, {STATES[change.state]} : {card.WORDS[change.status]}"


def named(change: Change) -> str:
    """The criterion of a change in French: its label, or the words of its fact where the table prints no label."""
    if change.label != change.criterion:
        return change.label
    words = questions.words(change.fact)
    if words.kind == "boolean":
        return words.no if change.criterion.startswith("not ") else words.yes
    values = [label for value, label in words.choices.items() if re.search(rf"\b{value}\b", change.criterion)]
    return f"{words.label} : {listing(values, 'ou')}" if values else words.label


def reasons(findings: Iterable[Finding]) -> str:
    """The criteria that a question serves, in one sentence."""
    labels = tuple(dict.fromkeys(finding.label for finding in findings))
    if not labels:
        return ""
    return f"Le tableau {'demande' if len(labels) == 1 else 'regarde'} : {' ; '.join(labels)}."


__all__ = ["changes", "criteria", "details", "reasons"]
