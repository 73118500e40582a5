"""What a cell says: numbers, units, dates, ages on both sides of a birthday, words; and nothing quoted in an error."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.bulk.values import Unread, age, day, fact_value, is_empty, number
from rules import Interval

NUMBERS = {"72": 72, "72,5": 72.5, "72.5": 72.5, "1 234,5": 1234.5, "1 234": 1234, "1.234,5": 1234.5, "15 000": 15000}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items(), ids=NUMBERS)
def test_numbers_are_read_as_french_writes_them(text: str, value: float) -> None:
    assert number(text) == value


DATES = {
    ("12/03/1958", None): date(1958, 3, 12),
    ("12/03/26", None): date(2026, 3, 12),
    ("12/03/27", None): date(1927, 3, 12),
    ("1958-03-12 00:00:00", None): date(1958, 3, 12),
    ("19580312", None): date(1958, 3, 12),
    ("03/12/1958", "MM/JJ/AAAA"): date(1958, 3, 12),
    ("21256", None): date(1958, 3, 12),
    ("29.2.2024", None): date(2024, 2, 29),
}


@pytest.mark.parametrize(("given", "expected"), DATES.items(), ids=str)
def test_dates_are_read_in_their_forms(given: tuple[str, str | None], expected: date) -> None:
    assert day(given[0], given[1], date(2026, 11, 1)) == expected


@pytest.mark.parametrize("text", ["31/02/2026", "2026", "hier", "13/13/2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Unread, match="date"):
        day(text, None)


AGES = {
    "la veille des 18 ans": (date(2008, 5, 2), date(2026, 5, 1), 17),
    "le jour des 18 ans": (date(2008, 5, 2), date(2026, 5, 2), 18),
    "né un 29 février": (date(2008, 2, 29), date(2026, 2, 28), 17),
    "huit mois": (date(2025, 1, 10), date(2025, 9, 10), 0.667),
    "trois ans moins un jour": (date(2023, 1, 10), date(2026, 1, 9), 2.917),
    "trois ans": (date(2023, 1, 10), date(2026, 1, 10), 3),
    "douze jours": (date(2026, 1, 1), date(2026, 1, 13), 0.033),
    "le jour même": (date(2026, 1, 1), date(2026, 1, 1), 0),
}


@pytest.mark.parametrize(("born", "today", "years"), AGES.values(), ids=AGES)
def test_the_age_is_that_of_the_day_of_the_prescription(born: date, today: date, years: float) -> None:
    assert age(born, today) == years


def test_nobody_is_treated_before_birth() -> None:
    with pytest.raises(Unread, match="après la prescription"):
        age(date(2026, 1, 2), date(2026, 1, 1))


VALUES = {
    "un poids": ("weight_kg", "72,5", "kg", 72.5),
    "un poids avec son unité": ("weight_kg", "72 kg", None, 72),
    "un poids en grammes": ("weight_kg", "3200", "g", 3.2),
    "une taille en mètres": ("height_cm", "1,75", None, 175),
    "une taille en mètres, dit la correspondance": ("height_cm", "1,6", "m", 160),
    "des plaquettes par mm3": ("platelets_giga_per_l", "15 000", None, 15),
    "des plaquettes en G/L": ("platelets_giga_per_l", "15", None, 15),
    "une hémoglobine en g/L": ("haemoglobin_g_per_dl", "92", "g/L", 9.2),
    "une borne": ("igg_g_per_l", "< 4", "g/L", Interval(0, 4, high_open=True, stated=(("below", 4.0),))),
    "un âge en mois": ("age_years", "8 mois", None, 0.667),
    "un âge": ("age_years", "46", None, 46),
    "oui": ("emergency", "Oui", None, True),
    "une croix": ("emergency", "X", None, True),
    "N": ("emergency", "N", None, False),
    "un échec": ("corticosteroids", "Échec", None, "failed"),
    "une contre-indication": ("corticosteroids", "contre-indication", None, "contraindicated"),
    "un identifiant": ("corticosteroids", "not_tried", None, "not_tried"),
    "un renouvellement": ("phase", "Renouvellement", None, "renewal"),
}


@pytest.mark.parametrize(("fact", "cell", "unit", "value"), VALUES.values(), ids=VALUES)
def test_a_cell_becomes_the_value_of_its_fact(fact: str, cell: str, unit: str | None, value: Any) -> None:
    assert fact_value(fact, cell, unit, {}) == value


REFUSED = {
    "un poids de nouveau-né en grammes, sans unité": ("weight_kg", "3500", None, "unité à préciser"),
    "une taille en mètres, dite en cm": ("height_cm", "1,75", "cm", "hors des bornes"),
    "des plaquettes entre deux unités": ("platelets_giga_per_l", "1500", None, "unité à préciser"),
    "un score au-dessus du dernier": ("khellaf_score", "81", None, "unité à préciser|nombre entier"),
    "un score à virgule": ("khellaf_score", "8,5", None, "nombre entier attendu"),
    "une unité d'ailleurs": ("weight_kg", "72 G/L", None, "unité inconnue"),
    "un mot pour un nombre": ("weight_kg", "soixante", None, "nombre illisible"),
    "un mot inconnu": ("corticosteroids", "DUPONTEL", None, "mot inconnu"),
}


@pytest.mark.parametrize(("fact", "cell", "unit", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_and_never_quoted(fact: str, cell: str, unit: str | None, why: str) -> None:
    with pytest.raises(Unread, match=why) as refusal:
        fact_value(fact, cell, unit, {})
    assert cell not in str(refusal.value)


@pytest.mark.parametrize("cell", ["", " ", "-", "?", "N/A", "non renseigné", "NR"])
def test_an_empty_cell_says_nothing(cell: str) -> None:
    assert is_empty(cell)
    assert not is_empty("non")
