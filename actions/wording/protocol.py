"""The answers of the sirolimus protocol in words: verdict, what to do, dose, what comes next, warnings, standing."""

from __future__ import annotations

from datetime import date
from typing import Any, Iterable, Mapping, Sequence

from actions.wording.said import said
from actions.wording.text import capital, listing, number, sentence
from rules.model import State
from rules.protocols import sirolimus
from rules.protocols.intake import Intake
from rules.protocols.records import AdverseEffect, Conclusion, Interaction, Protocol
from rules.protocols.schedule import Event, due

DAYS = "sirolimus_days"
STATES = {State.MET: "oui", State.NOT_MET: "non", State.UNKNOWN: "inconnu"}
WHY = {  # of the facts that the table asks for another reason
    "age_years": "La recommandation concerne l'enfant et l'adolescent.",
    "weight_kg": "La dose se calcule sur la surface corporelle.",
    "height_cm": "La dose se calcule sur la surface corporelle.",
    "immunosuppressants": "Le sirolimus ne s'associe à aucun autre immunosuppresseur.",
    "corticosteroids": "Ils sont permis ; s'ils durent, la pneumocystose se prévient.",
    "start": "Les dates du suivi et le temps sous traitement en dépendent.",
    "unit": "Les seuils du résiduel sont en ng/mL.",
}
DIRECTIONS = {"raises": "augmente le résiduel", "lowers": "diminue le résiduel"}
WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
INCOMPLETE, NOT_A_CANDIDATE, CANDIDATE = "incomplete", "not_a_candidate", "candidate"


def rules() -> Protocol:
    """The protocol."""
    return sirolimus.rules().protocol


def day(found: date) -> str:
    """A date as French writes it: "lundi 07/12/2026"."""
    return f"{WEEK[found.weekday()]} {found:%d/%m/%Y}"


def standing() -> str:
    """Off-label, of which date: the last line of every answer."""
    return f"{rules().texts.standing} {rules().texts.unsigned}"


def verdict(found: Conclusion) -> str:
    """The first line: "SUSPENDRE · Résiduel en zone de toxicité"."""
    return f"{rules().texts.statuses[found.status]} · {found.label}"


def understood(facts: Mapping[str, Any]) -> str:
    """What was understood, correctable in one sentence."""
    words = [said(fact, value) if fact != DAYS else under_treatment(value) for fact, value in facts.items()]
    return f"Compris : {', '.join(words)}." if words else ""


def under_treatment(days: Any) -> str:
    """The time under treatment as people say it: "sirolimus depuis 21 jours", "sirolimus depuis 3 mois"."""
    month = rules().figures.days_in_month
    if not isinstance(days, (int, float)) or days < 2 * month:
        return said(DAYS, days)
    return f"sirolimus depuis {number(days / month, 1)} mois"


def card(
    found: Conclusion,
    facts: Mapping[str, Any],
    today: date,
    dose: Intake | None = None,
    later: Intake | None = None,
) -> str:
    """The whole answer, on one phone screen."""
    lines = (
        verdict(found),
        *found.says,
        *lacking(found),
        *possible(found),
        *doses(dose),
        f"Une fois le contrôle satisfaisant : {taken(later)}." if later else "",
        *following(found, today),
        *(f"! {note.text}" for note in found.notes),
        understood(facts),
        standing(),
    )
    return "\n".join(line for line in lines if line)


def lacking(found: Conclusion) -> tuple[str, ...]:
    """Where the child is no candidate, what is missing."""
    if found.status != NOT_A_CANDIDATE:
        return ()
    unmet = (item for item in found.explanation if item.state is State.NOT_MET and item.row == CANDIDATE)
    wanting = dict.fromkeys(item.label for item in unmet)
    return (f"Manque : {' ; '.join(wanting)}.",) if wanting else ()


def possible(found: Conclusion) -> tuple[str, ...]:
    """What an open answer can still become."""
    if found.status != INCOMPLETE:
        return ()
    names = (rules().texts.statuses[status].lower() for status in found.possible)
    return (f"Peut encore devenir : {listing(names, 'ou')}.",)


def doses(dose: Intake | None) -> tuple[str, ...]:
    """The daily intake in both forms, with its arithmetic."""
    if dose is None:
        return ()
    notes = rules().dose_notes
    lines = [sentence(f"Dose : {taken(dose)}{_sum(dose)}")]
    if not dose.tablets:
        lines.append(notes["below_smallest_tablet"])
    return (*lines, *rules().texts.intake)


def taken(dose: Intake) -> str:
    """ "2,5 mg par jour en une prise (2 mg + 0,5 mg), ou 2,5 mL de solution"."""
    solution = f"{number(dose.solution_ml)} mL de solution à {number(rules().figures.solution_mg_per_ml)} mg/mL"
    if not dose.tablets:
        return f"{solution} en une prise par jour"
    parts = (f"{count} x {_mg(size)}" if count > 1 else _mg(size) for size, count in dose.tablets.items())
    return f"{number(dose.tablets_mg)} mg en une prise par jour (comprimés : {' + '.join(parts)}), ou {solution}"


def _mg(size: str) -> str:
    return f"{number(float(size))} mg"


def _sum(dose: Intake) -> str:
    """ " (2 mg/m²/j x 1,28 m² = 2,56 mg, plafonné à 4 mg)"."""
    if dose.surface_m2 is None or dose.mg_per_m2 is None:
        return ""
    ceiling = f", plafonné à {number(rules().figures.daily_max_mg)} mg" if dose.capped else ""
    rounded = "" if dose.capped or dose.mg_exact == dose.tablets_mg == dose.solution_mg else ", arrondi vers le bas"
    area, exact = number(dose.surface_m2, 2), number(dose.mg_exact, 2)
    return f" ({number(dose.mg_per_m2)} mg/m²/j x {area} m² = {exact} mg{ceiling}{rounded})"


def following(found: Conclusion, today: date) -> tuple[str, ...]:
    """What comes next, with its date."""
    if found.branch is None or not found.branch.next:
        return ()
    names = rules().texts.next
    items = " ; ".join(f"{names[item.what]}, {day(due(item, today))}" for item in found.branch.next)
    return (f"À prévoir, à compter d'aujourd'hui : {items}.",)


def calendar(events: Iterable[Event], today: date) -> tuple[str, ...]:
    """One line a day; what is past is said to be."""
    return tuple(
        f"- {event.when}, {event.day:%d/%m/%Y} : {' ; '.join(label for _, label in event.items)}"
        + (" (passé)" if event.day < today else "")
        for event in events
    )


def interaction(found: Sequence[tuple[str, Interaction]]) -> tuple[str, ...]:
    """Each drug that was asked about: which way it changes the level."""
    lines = [f"- {capital(drug)} ({item.label}) : {item.text}." for drug, item in found]
    with_another = any(drug == "ciclosporine" for drug, _ in found)
    return (*lines, f"! {rules().texts.never_with}") if with_another else tuple(lines)


def interactions() -> tuple[str, ...]:
    """The classes of drugs, which way each changes the level, and their examples."""
    return tuple(
        f"- {capital(item.label)} ({listing(item.drugs[:3])}…) : {DIRECTIONS[item.effect]}."
        if len(item.drugs) > 3
        else f"- {capital(item.label)} ({listing(item.drugs)}) : {DIRECTIONS[item.effect]}."
        for item in rules().interactions
    )


def effects(found: Iterable[AdverseEffect]) -> tuple[str, ...]:
    """Adverse effects with what to do, the urgent ones first and marked."""
    ordered = sorted(found, key=lambda item: not item.urgent)
    return tuple(f"{'! ' if item.urgent else '- '}{capital(item.label)} : {item.text}" for item in ordered)


def criteria(found: Conclusion) -> tuple[str, ...]:
    """Each criterion with its state."""
    return tuple(dict.fromkeys(f"- {capital(item.label)} : {STATES[item.state]}" for item in found.explanation))
