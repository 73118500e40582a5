"""A case of the record in French: what was decided, what was done since, what is due."""

from __future__ import annotations

from datetime import date
from typing import Iterator

from actions.follow_up import sentences
from actions.follow_up.history import (
    due_of,
    history_of,
    local_day,
    obtained,
    opinions_of,
    outstanding,
    severe_days,
)
from actions.record.entries import Entry
from actions.record.read import CaseFile
from actions.wording import card, opinions, table
from actions.wording.said import all_said
from actions.wording.text import capital, listing, number, span
from rules import hierarchy
from rules.follow_up import tolerance
from rules.follow_up.due import next_course
from rules.follow_up.load import reactions

EFFECTS = {"improved": "amélioration", "stable": "stable", "none": "sans effet", "worsened": "aggravation"}
OLD = "! Décidé avec une version précédente de la table : redécrivez le patient pour la version en vigueur."
GRANTED = ("P", "UF")
SHOWN = 6  # courses listed; older ones are counted
STRENGTHS = {
    "required": "exigé avant de commencer", "urgent": "par téléphone, sans attendre",
    "afterwards": "ensuite, sans retarder", "advised": "souhaitable",
}  # fmt: skip


def french(day: date) -> str:
    """A day as French writes it."""
    return day.strftime("%d/%m/%Y")


def summary(case: CaseFile, today: date) -> str:
    """The whole case on one screen."""
    lines = (title(case), decided(case), *_since(case), *to_do(case, today))
    return "\n".join(line for line in lines if line)


def title(case: CaseFile) -> str:
    """Its reference, verdict and row."""
    decision = case.decision
    renewal = " (renouvellement)" if decision["facts"].get("phase") == "renewal" else ""
    name = f" · {decision['label']}" if decision["label"] else ""
    return f"Référence {case.reference} · {card.VERDICTS[decision['status']]}{name}{renewal}"


def decided(case: CaseFile) -> str:
    """When and what was decided, and on which facts."""
    decision, last = case.decision, case.decisions[-1]
    revised = f", révision {last.content['revision']}" if len(case.decisions) > 1 else ""
    facts = ", ".join(all_said(decision["facts"]))
    old = decision["table"] != hierarchy().version
    lines = (
        f"Décidé le {french(last.at.astimezone().date())}{revised}{_dose(case)}.",
        f"Compris : {facts}." if facts else "",
        OLD if old else "",
    )
    return "\n".join(line for line in lines if line)


def _dose(case: CaseFile) -> str:
    chosen = case.decision["regimen"]
    if not chosen:
        return ""
    grams, days = chosen.get("grams_in_vials"), chosen.get("days")
    amount = f"{span(grams)} g" if grams is not None else f"{span(chosen['g_per_kg_total'])} g/kg"
    during = f" en {span(days)} jours" if days is not None and days != 1 else ""
    return f" : {amount}{during} ({chosen['route']})"


def _since(case: CaseFile) -> Iterator[str]:
    given = [_opinion(entry) for item in opinions_of(case.decision) if (entry := obtained(case, item))]
    if given:
        yield f"Avis : {' ; '.join(given)}."
    if case.courses:
        listed = " ; ".join(_course(entry) for entry in sorted(case.courses, key=local_day)[-SHOWN:])
        yield f"Cures enregistrées : {len(case.courses)} ({listed})."
    if case.effects:
        last = case.effects[-1]
        yield f"Effet : {EFFECTS[last.content['effect']]} ({french(local_day(last))})."
    if case.tolerances:
        yield f"Tolérance : {' ; '.join(_tolerance(entry) for entry in case.tolerances[-SHOWN:])}."
    for entry in case.measures[-1:]:
        yield f"Mesuré le {french(local_day(entry))} : {', '.join(all_said(entry.content['facts']))}."


def _opinion(entry: Entry) -> str:
    favourable = {True: "favorable", False: "défavorable", None: "obtenu"}[entry.content["favourable"]]
    body = table.body(entry.content["body"])
    return f"{body}, {favourable} le {french(local_day(entry))}"


def _course(entry: Entry) -> str:
    grams = entry.content["grams"]
    return f"{number(grams)} g le {french(local_day(entry))}"


def _tolerance(entry: Entry) -> str:
    known = reactions(tolerance())
    found = [known[item].label for item in (*entry.content["reactions"], *entry.content["outcomes"])]
    said = listing(found) if found else "bien toléré"
    grave = " (grave)" if entry.content["severity"] == "severe" else ""
    return f"{said}{grave}, {french(local_day(entry))}"


def to_do(case: CaseFile, today: date) -> tuple[str, ...]:
    """What is due, then what is coming, each on a line; one line where nothing is."""
    lines = tuple(_to_do(case, today))
    return ("À faire :", *(f"- {line}" for line in lines)) if lines else ("Rien à faire d'après le registre.",)


def reminders(case: CaseFile, today: date, until: date) -> tuple[str, ...]:
    """What is due, and what is coming until a day, of a treatment that the table grants."""
    return tuple(_to_do(case, today, until)) if case.decision["status"] in GRANTED else ()


def _to_do(case: CaseFile, today: date, until: date = date.max) -> Iterator[str]:
    for day in severe_days(case):
        yield sentences.GRAVE.format(day=french(day))
    for opinion in outstanding(case):
        entry = obtained(case, opinion)
        refused = f" : défavorable le {french(local_day(entry))}, ne poursuivez pas sans nouvel avis" if entry else ""
        yield f"{capital(opinions.all_bodies((opinion,)))}, avis {STRENGTHS[opinion.strength]}{refused}."
    found = due_of(case, today)
    yield from (item.say for item in found if item.late)
    yield from _next(case, today, until)
    for item in found:
        if not item.late and item.day and item.day <= until:
            yield f"Le {french(item.day)} : {item.say}"


def _next(case: CaseFile, today: date, until: date) -> Iterator[str]:
    between = next_course(history_of(case))
    if between is None or between[0] > until:
        return
    first, last = between
    when = f"le {french(first)}" if first == last else f"entre le {french(first)} et le {french(last)}"
    passed = " (date passée : enregistrez-la si elle a été faite)" if last < today else ""
    yield f"Prochaine cure {when}{passed}."
