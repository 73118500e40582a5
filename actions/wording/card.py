"""The answer on one phone screen: verdict, what to do, dose, what comes next, warnings, what was understood, source."""

from __future__ import annotations

from typing import Iterable

from actions.wording import dose, opinions, table
from actions.wording.said import all_said
from actions.wording.text import listing
from rules.model import Decision, Warning

VERDICTS = {
    "P": "PRIORITAIRE [P]",
    "UF": "RÉSERVÉ [UF]",
    "NP": "NON PRIORITAIRE [NP]",
    "not_justified": "NON JUSTIFIÉ",
    "criteria_not_met": "CRITÈRES NON RÉUNIS",
    "not_listed": "ABSENT DU TABLEAU",
    "incomplete": "RÉPONSE INCOMPLÈTE",
}
WORDS = {
    "P": "prioritaire [P]",
    "UF": "réservé [UF]",
    "NP": "non prioritaire [NP]",
    "not_justified": "non justifié",
    "criteria_not_met": "critères non réunis",
    "not_listed": "absent du tableau",
    "incomplete": "incomplet",
}
MEANING = {
    "UF": "À réserver aux urgences fonctionnelles et/ou à l'échec des alternatives.",
    "NP": "Le tableau ne donne pas de priorité à cette situation.",
    "not_justified": "Pas d'indication des immunoglobulines selon le tableau.",
}
OTHER_NAME = "Si la situation porte un autre nom, écrivez-le."
CHANGE = "Pour voir ce qui compterait, écrivez « qu'est-ce qui changerait la réponse ? »."
# A question about these facts follows the card: until it is skipped, it says the same as the warning. A treatment to
# give along (corticosteroids, anticoagulants) is no such warning: no question says it, and the reader may stop here.
ASKED_INSTEAD = {
    "bmi_unknown": "height_cm",
    "bmi_cap_needs_age": "age_years",
    "bmi_cap_needs_pregnancy": "pregnant",
    "renal_risk_unknown": "renal_risk",
    "courses_in_12_months_unknown": "courses_in_12_months",
}


def verdict(decision: Decision, unlisted: str | None = None) -> str:
    """The first line: the word, the code, the row. `unlisted` names a situation that is in neither list."""
    renewal = " (renouvellement)" if decision.facts.get("phase") == "renewal" else ""
    name = decision.label or unlisted
    return VERDICTS[decision.status] + (f" · {name}" if name else "") + renewal


def way_on(decision: Decision) -> str:
    """What to try next where the table grants nothing."""
    if decision.status not in ("not_justified", "criteria_not_met", "not_listed"):
        return ""
    return CHANGE if decision.explanation else OTHER_NAME


def warnings(decision: Decision, pending: Iterable[str], told: Iterable[str] = ()) -> tuple[Warning, ...]:
    """The warnings to read now: not those that a question says better, nor those already told."""
    asked, known = set(pending), set(told)
    return tuple(w for w in decision.warnings if ASKED_INSTEAD.get(w.code) not in asked and w.code not in known)


def card(decision: Decision, pending: Iterable[str] = (), unlisted: str | None = None) -> str:
    """The whole answer. `pending` are the facts still to be asked after the verdict."""
    lines = (
        verdict(decision, unlisted),
        MEANING.get(decision.status, ""),
        opinions.what_to_do(decision),
        *dose.lines(decision),
        *(f"! {warning.text}" for warning in warnings(decision, pending)),
        way_on(decision),
        understood(decision),
        source(decision),
    )
    return "\n".join(line for line in lines if line)


def regimen(decision: Decision) -> str:
    """Which regimen an answer holds: told once, its schedule is not repeated; another one comes with its own."""
    return f"regimen {decision.dose.selected}" if decision.dose else ""


def again(decision: Decision, pending: Iterable[str], told: Iterable[str], unlisted: str | None = None) -> str:
    """The same answer, short: the verdict, what to do, the dose, and what is new of its schedule and warnings.

    `told` are the codes of the warnings, and the regimen, that the last answer said.
    """
    known = set(told)
    lines = (
        verdict(decision, unlisted),
        opinions.what_to_do(decision),
        *dose.lines(decision, noted=regimen(decision) not in known),
        *(f"! {warning.text}" for warning in warnings(decision, pending, known)),
        understood(decision),
    )
    return "\n".join(line for line in lines if line)


def understood(decision: Decision) -> str:
    """What was understood, correctable in one sentence."""
    facts = all_said(stated(decision))
    return f"Compris : {', '.join(facts)}." if facts else ""


def stated(decision: Decision) -> dict[str, object]:
    """The facts of a decision in the JSON form of the vocabulary."""
    return {name: _plain(value) for name, value in decision.facts.items()}


def _plain(value: object) -> object:
    bounds = getattr(value, "stated", None)
    return dict(bounds) if bounds else value


def source(decision: Decision) -> str:
    """Where it comes from; a doubt in the source is a warning above."""
    section = f", {decision.source.section}" if decision.source.section else ""
    return f"Table {decision.source.document} du {table.version()}{section}."


def possible(decision: Decision) -> str:
    """What an open answer can still become."""
    names = listing((WORDS[status] for status in decision.possible_statuses), "ou")
    return f"Peut encore devenir : {names}." if names else ""
