"""Grams prescribed beside the row's dose for that weight: vials, ranges, the header's rules, the repeat dose."""

from __future__ import annotations

from typing import Any

import pytest

from bot.bulk.assessment import Grams, assess
from bot.bulk.prescription import Prescription
from rules import parse_case

PID = {"indication": "primary_immunodeficiency", "facts": {"weight_kg": 55}}
SECONDARY = {
    "indication": "secondary_immunodeficiency",
    "facts": {
        "igg_g_per_l": 3,
        "severe_infection_hospitalised": True,
        "antibiotic_prophylaxis": "failed",
        "weight_kg": 50,
    },
}
ITP = {"indication": "itp_adult", "facts": {"khellaf_score": 9, "emergency": True, "weight_kg": 72}}
CIDP = {
    "indication": "cidp",
    "facts": {
        "clinically_progressive": True,
        "corticosteroids": "failed",
        "plasma_exchange": "failed",
        "age_years": 50,
        "pregnant": False,
        "weight_kg": 100,
        "height_cm": 160,
    },
}
LUPUS = {"indication": "systemic_lupus", "facts": {"weight_kg": 60}}


def compared(case: dict[str, Any], grams: float | None, obtained: set[str] | None = None, **more: Any) -> Grams:
    """What the comparison says of grams prescribed."""
    defaults = {"courses": 1.0, "weeks": None, "route": None}
    found = Prescription(
        case=parse_case(case),
        ward="A",
        day=None,
        grams=grams,
        obtained=None if obtained is None else frozenset(obtained),
        from_text=False,
        **{**defaults, **more},
    )
    return assess(found).grams


def facts(case: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The case with other facts."""
    return {**case, "facts": {**case["facts"], **more}}


# 55 kg x 0.4 g/kg = 22 g, 22.5 in vials; 72 kg x 1 g/kg = 72 g, 72.5 in vials; 50 kg x 0.4 g/kg = 20 g.
COMPARED = {
    "la dose exacte": (PID, 22, {}, Grams("within", 22, 22.5)),
    "arrondie aux flacons": (PID, 22.5, {}, Grams("within", 22.5, 22.5)),
    "un flacon de plus": (PID, 25, {}, Grams("above", 25, 22.5, 2.5)),
    "deux cures": (PID, 45, {"courses": 2.0}, Grams("within", 45, 45)),
    "huit semaines": (PID, 45, {"weeks": 8.0}, Grams("within", 45, 45)),
    "neuf semaines sont trois cures": (PID, 67.5, {"weeks": 9.0}, Grams("within", 67.5, 67.5)),
    "une semaine par voie sous-cutanée": (PID, 7.5, {"route": "SC"}, Grams("above", 7.5, 5.5, 2.0)),
    "quatre semaines par voie sous-cutanée": (PID, 22, {"route": "SC", "weeks": 4.0}, Grams("within", 22, 22)),
    "le haut de la fourchette": (SECONDARY, 20, {}, Grams("within", 20, 20)),
    "au-dessus de la fourchette": (SECONDARY, 22.5, {}, Grams("above", 22.5, 20, 2.5)),
    "dans la seconde dose possible": (ITP, 145, {}, Grams("check", 145, 72.5, 72.5)),
    "au-dessus de deux doses": (ITP, 150, {}, Grams("above", 150, 72.5, 77.5)),
    "une seconde dose écartée": (
        facts(ITP, platelet_response=True),
        145,
        {},
        Grams("above", 145, 72.5, 72.5),
    ),
    "une seconde dose justifiée": (
        facts(ITP, platelet_response=False, severity_persists=True),
        145,
        {},
        Grams("within", 145, 145),
    ),
    "IMC de 39 : cure plafonnée à 1,6 g/kg": (CIDP, 200, {}, Grams("above", 200, 160, 40)),
    "IMC de 25 : 2 g/kg": (facts(CIDP, height_cm=200), 200, {}, Grams("within", 200, 200)),
    "une situation sans dose": (LUPUS, 120, {}, Grams("no_dose", 120)),
    "un poids inconnu": (facts(PID, weight_kg=None), 20, {}, Grams("no_weight", 20)),
    "un poids borné": (facts(PID, weight_kg={"below": 60}), 20, {}, Grams("no_weight", 20)),
    "pas de grammes": (PID, None, {}, Grams("no_grams", None)),
}


@pytest.mark.parametrize(("case", "grams", "more", "expected"), COMPARED.values(), ids=COMPARED)
def test_grams_are_compared_with_the_dose_of_the_row(
    case: dict[str, Any], grams: float | None, more: dict[str, Any], expected: Grams
) -> None:
    assert compared(case, grams, **more) == expected
