"""From a row to the prescription: which regimen is this patient's, what the header's rules change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator

from rules.dose import capped, plan, upper
from rules.effects import regimen_name
from rules.expression import leaves
from rules.facts import HEIGHT, WEIGHT
from rules.model import Dose, Interval, Plan, Value
from rules.products import formulary
from rules.tables import Header, Regimen, Row
from rules.vials import SCALE, to_units


@dataclass(frozen=True)
class Prescription:
    """The regimens for this patient in g/kg, before any weight: the row's, the one selected, the cap in g/kg if any."""

    regimens: tuple[Regimen, ...]
    selected: int | None
    cap: float | None


def prescription_of(row: Row | None, header: Header, effects: frozenset[str]) -> Prescription | None:
    """What the row and the header's rules prescribe; None where the table gives no dose."""
    if row is None or not row.regimens:
        return None
    cap = header.bmi.cap_g_per_kg if row.renal != "none" and "bmi:apply" in effects else None
    selected = _selected(row, effects)
    if selected is None or row.renal != "spread" or "renal:apply" not in effects:
        return Prescription(row.regimens, selected, cap)
    base = row.regimens[selected]
    spread = replace(base, days=header.renal.days, note=_spread_note(base, header))
    return Prescription((*row.regimens, spread), len(row.regimens), cap)


def dose_of(prescription: Prescription | None, weight: Value | None) -> Dose | None:
    """The regimens in grams and vials; without an exact weight (kg), in g/kg alone."""
    if prescription is None:
        return None
    exact = None if weight is None or isinstance(weight, (Interval, str)) else float(weight)
    stock = formulary()
    plans = tuple(plan(regimen, exact, prescription.cap, stock) for regimen in prescription.regimens)
    return Dose(plans, prescription.selected)


def _spread_note(base: Regimen, header: Header) -> str:
    if base.interval_weeks is None or not base.note:
        return header.renal.note
    return f"{header.renal.note.rstrip('.')} ; {base.note}"


def _selected(row: Row, effects: frozenset[str]) -> int | None:
    if f"none:{row.id}" in effects:
        return None
    for index in range(len(row.regimens)):
        if regimen_name(row.id, index) in effects:
            return index
    return next(index for index, regimen in enumerate(row.regimens) if regimen.default)


def dose_warnings(row: Row, header: Header, effects: frozenset[str]) -> Iterator[str]:
    """The codes of the header's warnings for this patient, whatever the weight."""
    if row.regimens:
        yield from _bmi_codes(row, header, effects)
        yield from _renal_codes(row, effects)
        yield from _route_codes(row, effects)
        if any(regimen.interval_weeks for regimen in row.regimens):
            yield "reassess_maintenance_at_6_months"


def drawn_from_a_vial(dose: Dose | None) -> bool:
    """Whether a day's grams of the selected regimen are below the smallest vial."""
    return dose is not None and dose.selected is not None and _below_a_vial(dose.regimens[dose.selected])


def _lowers(row: Row, header: Header, effects: frozenset[str]) -> bool:
    """Whether the BMI cap would lower this patient's dose (or some dose of the row, where none is selected)."""
    selected = _selected(row, effects)
    concerned = row.regimens if selected is None else (row.regimens[selected],)
    return row.renal != "none" and any(upper(item.g_per_kg_total) > header.bmi.cap_g_per_kg for item in concerned)


def _bmi_codes(row: Row, header: Header, effects: frozenset[str]) -> Iterator[str]:
    if _lowers(row, header, effects):
        for effect, code in (
            ("bmi:apply", "bmi_cap_applied"),
            ("bmi:left", "bmi_cap_left_to_prescriber"),
            ("bmi:age_unknown", "bmi_cap_needs_age"),
            ("bmi:pregnancy_unknown", "bmi_cap_needs_pregnancy"),
            ("bmi:height_unknown", "bmi_unknown"),
        ):
            if effect in effects:
                yield code
    if row.repeats and "bmi:high" in effects:
        cap = header.bmi.cap_g_per_kg
        if any(upper(capped(item.g_per_kg_total, cap)) * (1 + row.repeats) > cap for item in row.regimens):
            yield "bmi_cap_repeat"


def _renal_codes(row: Row, effects: frozenset[str]) -> Iterator[str]:
    if row.renal == "none":
        return
    if "renal:unknown" in effects:
        yield "renal_risk_unknown"
    elif "renal:apply" in effects and row.renal == "kept":
        yield "renal_risk_schedule_kept"
    elif "renal:apply" in effects and row.renal == "spread" and _selected(row, effects) is not None:
        yield "renal_risk_spread_five_days"


def _route_codes(row: Row, effects: frozenset[str]) -> Iterator[str]:
    if "no_venous_access" in effects and not row.select_none and all(item.route == "IV" for item in row.regimens):
        yield "no_subcutaneous_row"


def _below_a_vial(chosen: Plan) -> bool:
    """Whether a day's grams are below the smallest vial: then a vial is drawn from."""
    if chosen.grams_exact is None:
        return False
    smallest = to_units(formulary().vials(chosen.route)[0])
    days = chosen.days if isinstance(chosen.days, int) else 1
    least = chosen.grams_exact[0] if isinstance(chosen.grams_exact, tuple) else chosen.grams_exact
    return least * SCALE / days < smallest


def after_verdict(row: Row | None, header: Header, effects: frozenset[str], phase: str) -> tuple[str, ...]:
    """What is worth asking once the verdict is final: the grams first, then what only changes a warning."""
    if row is None or not row.regimens:
        return ()
    wanted = [WEIGHT]
    wanted += [fact for fact, when in row.ask_after if when in (None, phase) and _changes_dose(row, fact)]
    if _lowers(row, header, effects) and "bmi:height_unknown" in effects:
        wanted.append(HEIGHT)
    if _lowers(row, header, effects) and "bmi:age_unknown" in effects:
        wanted.append("age_years")
    if _lowers(row, header, effects) and "bmi:pregnancy_unknown" in effects:
        wanted.append("pregnant")
    if row.renal in ("printed", "spread") and "renal:unknown" in effects:
        wanted.append("renal_risk")
    wanted += [fact for fact, when in row.ask_after if when in (None, phase)]
    return tuple(dict.fromkeys(wanted))


def _changes_dose(row: Row, fact: str) -> bool:
    return any(leaf.test.fact == fact for item in row.regimens if item.when for leaf in leaves(item.when))
