"""What was understood, said back: "Khellaf 9, urgence, corticoïdes en cours, 72 kg"."""

from __future__ import annotations

from typing import Any, Mapping

from actions.wording.questions import FactWords, words
from actions.wording.text import number

SIGNS = {"above": ">", "at_least": "≥", "below": "<", "at_most": "≤"}
DAYS_A_YEAR, MONTHS_A_YEAR, MONTHS_BELOW_YEARS = 365.25, 12, 24


def said(fact: str, value: Any) -> str:
    """One fact in a few words. `value` is in the JSON form of the vocabulary (bounds as {"below": 4})."""
    found = words(fact)
    if found.kind == "boolean":
        return found.yes if value else found.no
    if found.kind == "trial":
        return found.said[value]
    if found.kind == "choice":
        label = found.choices[value]
        return label if fact == "phase" else f"{found.label} : {label}"
    return _measure(found, value)


def all_said(facts: Mapping[str, Any], *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Every stated fact in a few words, the phase only where it is a renewal."""
    kept = {fact: value for fact, value in facts.items() if fact not in without}
    if kept.get("phase") == "initiation":
        del kept["phase"]
    return tuple(said(fact, value) for fact, value in kept.items())


def measure(fact: str, value: float) -> str:
    """A number with its unit, the unit that a person would choose: "8 mois", "72 kg"."""
    if fact == "age_years":
        return _age(value)
    unit = words(fact).unit
    return f"{number(value)} {unit}" if unit else number(value)


def _measure(found: FactWords, value: Any) -> str:
    if isinstance(value, Mapping):
        bounds = " et ".join(f"{SIGNS[key]} {measure(found.name, value[key])}" for key in SIGNS if key in value)
        return f"{found.label} {bounds}"
    return found.measured.format(value=measure(found.name, value))


def _age(years: float) -> str:
    months = years * MONTHS_A_YEAR
    if months < 1 and years:
        days = round(years * DAYS_A_YEAR)
        return f"{days} jour{'s' if days > 1 else ''}"
    if months < MONTHS_BELOW_YEARS and abs(years - round(years)) > 0.001:
        return f"{round(months)} mois"
    return f"{number(years, 1)} an{'s' if years >= 2 else ''}"
