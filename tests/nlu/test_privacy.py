"""Identities are masked; the medical facts of the same message stay. Every identity here is invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.nlu.understand import extract
from bot.privacy import mask

EVALUATION = Path(__file__).with_name("evaluation.jsonl")
TODAY = date(2026, 11, 21)

HIDDEN = [
    ("Mme DUPONT, PTI, 72 kg", "Mme [nom], PTI, 72 kg", ("name",)),
    ("M. Jean Martin a une PIDC", "M. [nom] a une PIDC", ("name",)),
    ("mme durand 45 ans", "mme [nom] 45 ans", ("name",)),
    ("patient NGUYEN VAN Hoa 60 kg", "patient [nom] 60 kg", ("name",)),
    ("M. de La Tour, AHAI", "M. [nom], AHAI", ("name",)),
    ("M. Evans a un PTI", "M. [nom] a un PTI", ("name",)),
    ("Dupont, PTI", "[nom], PTI", ("name",)),
    ("M. jean DUPONT, PTI", "M. [nom], PTI", ("name",)),
    ("mme martin sophie ddn 12/05/1961, sgb", "mme [nom] [date de naissance] 65 ans, sgb", ("birth_date", "name")),
    ("mme martin enceinte, PTI", "mme [nom] enceinte, PTI", ("name",)),
    ("Nom : PETIT Prénom : Anne, GBS", "Nom : [nom] Prénom : [nom], GBS", ("name",)),
    ("habite 12 rue des Lilas 75011 Paris, SGB", "habite [adresse], SGB", ("address",)),
    ("3 bis, avenue Jean Jaurès, PIDC", "[adresse], PIDC", ("address",)),
    ("dossier 123456, PIDC", "dossier [IPP], PIDC", ("ipp",)),
    ("DUPONT Jean-Marie, Guillain-Barré, 72 kg", "[nom], Guillain-Barré, 72 kg", ("name",)),
    ("Le Guen : myasthénie", "[nom] : myasthénie", ("name",)),
    ("NIR 2 95 10 99 126 111 93, GBS", "NIR [NIR], GBS", ("nir",)),
    ("2 95 10 99 126 111 94, la clé est fausse", "[NIR], la clé est fausse", ("nir",)),
    ("n° 295-10-99-126-111-93 GBS", "n° [NIR] GBS", ("nir",)),
    ("295 109 912 611 193 GBS", "[NIR] GBS", ("nir",)),
    ("tel 06 12 34 56 78", "tel [téléphone]", ("phone",)),
    ("+33 6 12 34 56 78", "[téléphone]", ("phone",)),
    ("IPP 12345678, Kawasaki", "IPP [IPP], Kawasaki", ("ipp",)),
    ("jean.dupont@exemple.fr", "[courriel]", ("email",)),
    ("née le 12/03/1980", "[date de naissance] 46 ans", ("birth_date",)),
    ("né le 21/11/2008", "[date de naissance] 18 ans", ("birth_date",)),
    ("né le 22/11/2008", "[date de naissance] 17 ans", ("birth_date",)),
    ("né le 21/03/2026", "[date de naissance] 8 mois", ("birth_date",)),
    ("DDN 16/11/2026", "[date de naissance] 5 jours de vie", ("birth_date",)),
    ("né le 3 mars 2023", "[date de naissance] 3 ans", ("birth_date",)),
    ("né le 31/02/1980", "[date de naissance]", ("birth_date",)),
]


@pytest.mark.parametrize(("text", "masked", "kinds"), HIDDEN, ids=[text for text, _, _ in HIDDEN])
def test_an_identity_is_masked(text: str, masked: str, kinds: tuple[str, ...]) -> None:
    hidden = mask(text, TODAY)
    assert (hidden.text, hidden.kinds) == (masked, kinds)


KEPT = [
    "Patiente Guillain-Barré, 72 kg",
    "patient adulte, AHAI",
    "Kawazaki, 12 kg",
    "Bonjour, PTI adulte",
    "Finalement, 80 kg",
    "Attention, insuffisance rénale",
    "Privigen, PIDC",
    "Rituximab, échec",
    "Garçon, 6 ans, Guillain-Barré",
    "Dupont, merci",
    "madame enceinte de 24 SA",
    "monsieur Kawasaki",
    "plaquettes 8000, Hb 7,5, IgG 3,2, MFI 12000",
    "295 109 912 611 194 n'a ni la forme ni la clé",
    "0,4 g/kg pendant 5 jours",
    "contact le 12/03/2026",
    "M. de 45 ans",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_identity_stays(text: str) -> None:
    assert (mask(text, TODAY).text, mask(text, TODAY).kinds) == (text, ())


def test_no_word_of_medicine_brand_or_place_of_the_evaluation_is_taken_for_a_name() -> None:
    """No sentence of the evaluation opens with a bare name: what is masked there is announced ("Mme", "IPP"…)."""
    texts = [json.loads(line)["text"] for line in EVALUATION.read_text(encoding="utf-8").splitlines()]
    opened = [text for text in texts if mask(text).text.lstrip().startswith("[nom]")]
    assert (opened, len(texts) > 500) == ([], True)


def test_the_age_of_a_birth_date_is_a_fact() -> None:
    assert dict(mask("née le 12/03/1980", TODAY).facts) == {"age_years": 46}


def test_the_facts_of_a_masked_message_are_kept_and_the_masking_is_told() -> None:
    understood = extract(mask("Mme DUPONT née le 12/03/1980, PTI, khellaf 9, 72 kg", TODAY).text)
    assert (understood.indication, dict(understood.facts), set(understood.masked)) == (
        "itp_adult",
        {"age_years": 46, "khellaf_score": 9, "weight_kg": 72},
        {"name", "birth_date"},
    )


def test_two_identities_are_each_told_once() -> None:
    assert mask("Mme DUPONT, 06 12 34 56 78, 06 12 34 56 79", TODAY).kinds == ("phone", "name")
