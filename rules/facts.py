"""The facts that the engine sees: those stated, those the situation's name states, and the BMI."""

from __future__ import annotations

from decimal import Decimal
from typing import Mapping

from rules.case import parse_value
from rules.model import Case, CaseError, Interval, Value
from rules.tables import Hierarchy, Situation
from rules.vocabulary import vocabulary

WEIGHT, HEIGHT, BMI = "weight_kg", "height_cm", "bmi_kg_m2"


def effective(case: Case, table: Hierarchy) -> Mapping[str, Value]:
    """The facts to conclude on. Raises CaseError (contradiction, invalid_value) where they cannot hold together."""
    facts = case.facts
    situation = table.situations.get(case.indication or "")
    if situation and situation.implies:
        facts = {**facts, **_implied(facts, situation)}
    if WEIGHT in facts and HEIGHT in facts:
        facts = _with_bmi(facts, table.header.bmi_tolerance)
    return facts


def _implied(facts: Mapping[str, Value], situation: Situation) -> dict[str, Value]:
    """What the situation's name states of the patient, together with what was stated."""
    return {
        name: _agree(name, facts.get(name), parse_value(name, implied), situation)
        for name, implied in situation.implies.items()
    }


def _agree(name: str, stated: Value | None, implied: Value, situation: Situation) -> Value:
    """What was stated and what the situation implies, together."""
    if stated is None:
        return implied
    if not isinstance(implied, Interval):
        if stated != implied:
            raise _against(name, situation)
        return stated
    (low, low_open), (high, high_closed) = (
        max(_ends(stated)[0], _ends(implied)[0]),
        min(_ends(stated)[1], _ends(implied)[1]),
    )
    if low > high or (low == high and (low_open or not high_closed)):
        raise _against(name, situation)
    if not isinstance(stated, Interval):
        return stated
    return Interval(low, high, bool(low_open), not high_closed, stated.stated)


def _ends(value: Value) -> tuple[tuple[float, int], tuple[float, int]]:
    """The two ends so that tuples compare as bounds do: an open low end is above a closed one, and the reverse."""
    if isinstance(value, Interval):
        return (value.low, int(value.low_open)), (value.high, int(not value.high_open))
    return (float(value), 0), (float(value), 1)


def _against(name: str, situation: Situation) -> CaseError:
    message = f"Un fait contredit la situation « {situation.label} ». Corrigez-le, ou choisissez une autre situation."
    return CaseError("contradiction", f"facts.{name}", message)


def _with_bmi(facts: Mapping[str, Value], tolerance: float) -> Mapping[str, Value]:
    """The facts with the BMI in kg/m2 that an exact weight and height give, instead of the one stated."""
    weight, height, stated = facts[WEIGHT], facts[HEIGHT], facts.get(BMI)
    if isinstance(weight, Interval) or isinstance(height, Interval):
        return facts
    # In decimals: 76.8 kg at 160 cm is exactly 30, and floats would say a little less.
    computed = float(Decimal(repr(weight)) / (Decimal(repr(height)) / 100) ** 2)
    fact = vocabulary().facts[BMI]
    if not fact.low <= computed <= fact.high:
        message = "Le poids et la taille donnent un IMC impossible. Vérifiez-les (poids en kg, taille en cm)."
        raise CaseError("contradiction", f"facts.{HEIGHT}", message)
    if stated is not None and _distance(computed, stated) > Decimal(repr(tolerance)):
        shown = f"{computed:.1f}".replace(".", ",")
        message = f"L'IMC indiqué contredit le poids et la taille, qui donnent {shown} kg/m². Corrigez l'un des trois."
        raise CaseError("contradiction", f"facts.{BMI}", message)
    return {**facts, BMI: computed}


def _distance(computed: float, stated: Value) -> Decimal:
    """How far the computed BMI is from the stated one; in decimals, for 17.1 - 16.1 is more than 1 in floats."""
    (low, _), (high, _) = _ends(stated)
    exact = Decimal(repr(computed))
    return max(Decimal(repr(low)) - exact, exact - Decimal(repr(high)), Decimal(0))
