"""From a row to the prescription: which regimen is this patient's, what the header's rules change."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, Mapping

from rules.dose import capped, plan, upper
from rules.effects import regimen_name
from rules.expression import leaves
from rules.facts import HEIGHT, WEIGHT
from rules.knowledge import Conclusions
from rules.model import Dose, Interval, Plan, Value, Warning
from rules.products import formulary
from rules.tables import Header, Regimen, Row
from rules.vials import SCALE, to_units


def dose_of(row: Row | None, header: Header, facts: Mapping[str, Value], found: Conclusions) -> Dose | None:
    """All the regimens of the row and the one for this patient; None where the table gives no dose."""
    if row is None or not row.regimens:
        return None
    weight = facts.get(WEIGHT)
    exact = None if weight is None or isinstance(weight, (Interval, str)) else float(weight)
    cap = header.bmi.cap_g_per_kg if row.renal != "none" and "bmi:apply" in found.effects else None
    regimens = list(row.regimens)
    selected = _selected(row, found)
    if selected is not None and row.renal == "spread" and "renal:apply" in found.effects:
        base = regimens[selected]
        regimens.append(replace(base, days=header.renal.days, note=_spread_note(base, header)))
        selected = len(regimens) - 1
    return Dose(tuple(plan(regimen, exact, cap, formulary()) for regimen in regimens), selected)


def _spread_note(base: Regimen, header: Header) -> str:
    return header.renal.note if base.interval_weeks is None or not base.note else f"{header.renal.note} ({base.note})"


def _selected(row: Row, found: Conclusions) -> int | None:
    if f"none:{row.id}" in found.effects:
        return None
    for index in range(len(row.regimens)):
        if regimen_name(row.id, index) in found.effects:
            return index
    return next(index for index, regimen in enumerate(row.regimens) if regimen.default)


def dose_warnings(row: Row, header: Header, facts: Mapping[str, Value], found: Conclusions) -> tuple[Warning, ...]:
    """The warnings of the header's rules for this patient."""
    dose = dose_of(row, header, facts, found)
    if dose is None:
        return ()
    codes = [*_bmi_codes(row, header, found), *_renal_codes(row, dose, found), *_route_codes(row, found)]
    if dose.selected is not None and _below_a_vial(dose.regimens[dose.selected]):
        codes.append("draw_from_one_vial")
    if any(regimen.interval_weeks for regimen in row.regimens):
        codes.append("reassess_maintenance_at_6_months")
    return tuple(Warning(code, header.warnings[code]) for code in codes)


def _lowers(row: Row, header: Header, found: Conclusions) -> bool:
    """Whether the BMI cap would lower this patient's dose (or some dose of the row, where none is selected)."""
    selected = _selected(row, found)
    concerned = row.regimens if selected is None else (row.regimens[selected],)
    return row.renal != "none" and any(upper(item.g_per_kg_total) > header.bmi.cap_g_per_kg for item in concerned)


def _bmi_codes(row: Row, header: Header, found: Conclusions) -> Iterator[str]:
    if _lowers(row, header, found):
        for effect, code in (
            ("bmi:apply", "bmi_cap_applied"),
            ("bmi:left", "bmi_cap_left_to_prescriber"),
            ("bmi:age_unknown", "bmi_cap_needs_age"),
            ("bmi:pregnancy_unknown", "bmi_cap_needs_pregnancy"),
            ("bmi:height_unknown", "bmi_unknown"),
        ):
            if effect in found.effects:
                yield code
    if row.repeats and "bmi:high" in found.effects:
        cap = header.bmi.cap_g_per_kg
        if any(upper(capped(item.g_per_kg_total, cap)) * (1 + row.repeats) > cap for item in row.regimens):
            yield "bmi_cap_repeat"


def _renal_codes(row: Row, dose: Dose, found: Conclusions) -> Iterator[str]:
    if row.renal == "none":
        return
    if "renal:unknown" in found.effects:
        yield "renal_risk_unknown"
    elif "renal:apply" in found.effects and row.renal == "kept":
        yield "renal_risk_schedule_kept"
    elif "renal:apply" in found.effects and row.renal == "spread" and dose.selected is not None:
        yield "renal_risk_spread_five_days"


def _route_codes(row: Row, found: Conclusions) -> Iterator[str]:
    if "no_venous_access" in found.effects and not row.select_none and all(item.route == "IV" for item in row.regimens):
        yield "no_subcutaneous_row"


def _below_a_vial(chosen: Plan) -> bool:
    """Whether a day's grams are below the smallest vial: then a vial is drawn from."""
    if chosen.grams_exact is None:
        return False
    smallest = to_units(formulary().vials(chosen.route)[0])
    days = chosen.days if isinstance(chosen.days, int) else 1
    least = chosen.grams_exact[0] if isinstance(chosen.grams_exact, tuple) else chosen.grams_exact
    return least * SCALE / days < smallest


def after_verdict(
    row: Row | None, header: Header, facts: Mapping[str, Value], found: Conclusions, phase: str
) -> tuple[str, ...]:
    """What is still worth asking once the verdict is final: the grams first, then what only changes a warning."""
    if row is None or not row.regimens:
        return ()
    wanted = [WEIGHT]
    wanted += [fact for fact, when in row.ask_after if when in (None, phase) and _changes_dose(row, fact)]
    if _lowers(row, header, found) and "bmi:height_unknown" in found.effects:
        wanted.append(HEIGHT)
    if _lowers(row, header, found) and "bmi:age_unknown" in found.effects:
        wanted.append("age_years")
    if _lowers(row, header, found) and "bmi:pregnancy_unknown" in found.effects:
        wanted.append("pregnant")
    if row.renal in ("printed", "spread") and "renal:unknown" in found.effects:
        wanted.append("renal_risk")
    wanted += [fact for fact, when in row.ask_after if when in (None, phase)]
    return tuple(fact for fact in dict.fromkeys(wanted) if facts.get(fact) is None)


def _changes_dose(row: Row, fact: str) -> bool:
    return any(leaf.test.fact == fact for item in row.regimens if item.when for leaf in leaves(item.when))
