"""Findings: true, false, unknown; what is denied, doubted or about somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.terms import HOME, load_yaml
from bot.nlu.understand import extract
from rules.vocabulary import vocabulary

SAID: list[tuple[str, dict[str, Any]]] = [
    ("enceinte", {"pregnant": True}),
    ("pas enceinte", {"pregnant": False}),
    ("urgence : non", {"emergency": False}),
    ("hors urgence", {"emergency": False}),
    ("vu aux urgences", {}),
    ("PTI de l'enfant hors urgence", {"exceptional_non_emergency": True, "emergency": False}),
    ("insuffisance rénale chronique", {"renal_risk": True}),
    ("ni insuffisance rénale ni grossesse", {"renal_risk": False, "pregnant": False}),
    ("dysphagie +++", {"severe_dysphagia": True}),
    ("myosite sans dysphagie", {"severe_dysphagia": False}),
    ("bulles buccales", {}),
    ("saignement intracérébral", {"life_threatening_bleeding": True}),
    ("saignement intracérébral ?", {}),
    ("suspicion de saignement intracérébral", {}),
    ("PTI adulte, pronostic vital engagé", {"life_threatening": True}),
    ("PTI adulte, hémorragie digestive avec déglobulisation", {"life_threatening_bleeding": True}),
    (
        "myasthénie généralisée non stabilisée, thymectomie prévue",
        {"generalised": True, "stabilised": False, "surgery_planned": True},
    ),
    ("Willebrand acquis IgG", {"gammopathy_isotype": "IgG"}),
    ("LLC hospitalisé en réanimation pour une pneumonie", {"severe_infection_hospitalised": True}),
    ("hypogamma, infections non hospitalisées", {"severe_infection_hospitalised": False}),
    ("plus de veine perfusable", {"no_venous_access": True}),
    ("rejet humoral cardiaque", {"organ": "heart"}),
    ("rejet humoral, insuffisance rénale", {"renal_risk": True}),
    (
        "rougeole, femme enceinte non vaccinée, cas confirmé",
        {"pregnant": True, "measles_group": "pregnant_not_immune", "measles_contact_confirmed": True},
    ),
    (
        "rougeole, 8 mois, non vacciné",
        {"age_years": 0.667, "measles_group": "from_6_to_11_months_not_vaccinated"},
    ),
    ("rougeole, 5 mois, mère non vaccinée", {"age_years": 0.417, "measles_group": "under_6_months_mother_not_immune"}),
    ("GBS adulte", {"age_years": {"at_least": 18}}),
    ("GBS enfant", {"age_years": {"below": 18}}),
    ("PTI adulte", {}),
]


@pytest.mark.parametrize(("text", "facts"), SAID, ids=[text for text, _ in SAID])
def test_a_finding_says_this_and_nothing_more(text: str, facts: dict[str, Any]) -> None:
    assert dict(extract(text).facts) == facts


ASIDE = [
    ("le frère a eu un Kawasaki", "Kawasaki", None),
    ("pas un PTI mais une AHAI", "PTI", "autoimmune_haemolytic_anaemia"),
    ("GBS éliminé", "GBS", None),
    ("AHAI plutôt qu'un PTI", "PTI", "autoimmune_haemolytic_anaemia"),
    ("la mère a un lupus, l'enfant a un Kawasaki", "lupus", "kawasaki"),
]


@pytest.mark.parametrize(("text", "ignored", "indication"), ASIDE, ids=[text for text, _, _ in ASIDE])
def test_what_is_denied_or_somebody_elses_is_left_aside(text: str, ignored: str, indication: str | None) -> None:
    understood = extract(text)
    assert (understood.ignored, understood.indication) == ((ignored,), indication)


def test_a_situation_in_doubt_is_still_the_one_asked_about() -> None:
    assert extract("suspicion de Kawasaki").indication == "kawasaki"


def test_a_past_situation_alone_is_confirmed() -> None:
    understood = extract("antécédent de Guillain-Barré")
    assert (understood.candidates, understood.to_confirm) == (("guillain_barre",), True)


BOOLEANS = sorted(fact.name for fact in vocabulary().facts.values() if fact.kind == "boolean" and fact.protocol is None)


def _called(indication: str | None) -> str:
    """The shortest name of a situation, as the beginning of a sentence."""
    entries = {name: entry for path in (HOME / "situations").glob("*.yml") for name, entry in _entries(path.name)}
    return f"{min(entries[indication]['names'], key=len)}, " if indication else ""


def _entries(name: str) -> list[tuple[str, Any]]:
    data = load_yaml(f"situations/{name}")
    return list(data.items()) if isinstance(data, dict) else []


@pytest.mark.parametrize("fact", [fact for fact in BOOLEANS if fact != "plasmapheresis"])
def test_every_boolean_fact_is_understood_true_and_false(fact: str) -> None:
    entry = load_yaml("findings.yml")[fact]
    only = next((name for name in entry.get("only", ()) if name not in ("none", "alone")), None)
    lead = _called(only)
    assert extract(lead + entry["yes"][0]).facts.get(fact) is True
    negative = entry["no"][0] if "no" in entry else f"pas de {entry['yes'][0]}"
    assert extract(lead + negative).facts.get(fact) is False


def test_contradictory_findings_are_asked_back() -> None:
    understood = extract("enceinte, 30 ans. Elle n'est pas enceinte.")
    assert ([problem.field for problem in understood.problems], "pregnant" in understood.facts) == (["pregnant"], False)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("La fonction rénale est normale.", {"renal_risk": False}),
        ("La fonction rénale est conservée.", {"renal_risk": False}),
        ("La fonction rénale est altérée.", {"renal_risk": True}),
        ("Le test de grossesse est négatif.", {"pregnant": False}),
        ("Les neutrophiles sont à 1,6 G/L.", {}),
    ],
)
def test_a_whole_sentence_is_read_as_a_short_note(text: str, facts: dict[str, object]) -> None:
    assert extract(text).facts == facts
