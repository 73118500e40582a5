"""Where the patient stands with each alternative treatment."""

from __future__ import annotations

import pytest

from actions.understanding import Unbound
from bot.nlu.terms import load_yaml
from bot.nlu.understand import extract
from rules.vocabulary import vocabulary

STATED = [
    ("EP impo", {"plasma_exchange": "unavailable"}),
    ("EP non disponibles", {"plasma_exchange": "unavailable"}),
    ("pas d'EP possible cette nuit", {"plasma_exchange": "unavailable"}),
    ("pas d'EP", {"plasma_exchange": "not_tried"}),
    ("EP disponibles", {"plasma_exchange": "available"}),
    ("CI aux EP", {"plasma_exchange": "contraindicated"}),
    ("pas de contre-indication aux EP", {}),
    ("cortico + MMF échec", {"corticosteroids": "failed", "immunosuppressants": "failed"}),
    ("échec des corticoïdes, EP indisponibles", {"corticosteroids": "failed", "plasma_exchange": "unavailable"}),
    ("échec cortico, EP impo", {"corticosteroids": "failed", "plasma_exchange": "unavailable"}),
    ("corticoïdes : échec ; MMF : intolérance", {"corticosteroids": "failed", "immunosuppressants": "not_tolerated"}),
    ("cortico échec MMF en cours", {"corticosteroids": "failed", "immunosuppressants": "ongoing"}),
    ("n'a pas répondu aux corticoïdes ni au rituximab", {"corticosteroids": "failed", "rituximab": "failed"}),
    ("non contrôlée malgré corticothérapie et Imurel", {"corticosteroids": "failed", "immunosuppressants": "failed"}),
    ("corticorésistant", {"corticosteroids": "failed"}),
    ("corticodépendant", {"corticosteroids": "dependent"}),
    ("pas d'échec des corticoïdes", {}),
    ("pas d'échec du MMF mais échec des corticoïdes", {"corticosteroids": "failed"}),
    ("jamais eu de rituximab", {"rituximab": "not_tried"}),
    ("échec du Bactrim", {"antibiotic_prophylaxis": "failed"}),
    ("intolérance aux concentrés de facteur Willebrand", {"vwf_concentrate": "not_tolerated"}),
    ("EPO sans effet", {"epo": "failed"}),
    ("anticoagulants en cours", {"anticoagulants": "ongoing"}),
    ("échec de 2 lignes d'immunosuppresseurs", {"immunosuppressants": "failed"}),
    ("échec du MTX, Imurel en cours", {"immunosuppressants": "failed"}),
]


@pytest.mark.parametrize(("text", "facts"), STATED, ids=[text for text, _ in STATED])
def test_a_status_goes_to_its_treatment(text: str, facts: dict[str, str]) -> None:
    assert dict(extract(text).facts) == facts


TREATMENTS = [(fact, str(name)) for fact, names in load_yaml("treatments.yml").items() for name in names]


def test_every_name_of_a_treatment_takes_a_status() -> None:
    astray = [(name, dict(extract(f"échec : {name}").facts)) for fact, name in TREATMENTS
              if extract(f"échec : {name}").facts.get(fact) != "failed"]  # fmt: skip
    assert astray == []


def test_every_trial_of_the_vocabulary_has_names() -> None:
    trials = {fact.name for fact in vocabulary().facts.values() if fact.kind == "trial"}
    assert trials == set(load_yaml("treatments.yml"))


ANSWERS = [
    ("échec", "failed"),
    ("en cours", "ongoing"),
    ("jamais essayé", "not_tried"),
    ("intolérance", "not_tolerated"),
    ("contre-indication", "contraindicated"),
    ("indisponible", "unavailable"),
    ("disponible", "available"),
    ("dépendance", "dependent"),
]


@pytest.mark.parametrize(("text", "status"), ANSWERS, ids=[text for text, _ in ANSWERS])
def test_a_status_alone_is_left_to_the_question_just_asked(text: str, status: str) -> None:
    assert extract(text).unbound == (Unbound("trial", status, None, text),)


TRANSPLANT = [
    ("rejet humoral du rein sous plasmaphérèse", True),
    ("désimmunisation avant greffe rénale, hors plasmaphérèse", False),
]


@pytest.mark.parametrize(("text", "value"), TRANSPLANT, ids=[text for text, _ in TRANSPLANT])
def test_in_transplantation_plasma_exchange_is_a_yes_or_no(text: str, value: bool) -> None:
    facts = extract(text).facts
    assert (facts.get("plasmapheresis"), "plasma_exchange" in facts) == (value, False)
