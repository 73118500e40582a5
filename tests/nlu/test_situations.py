"""The situation that a message speaks of: decided, to choose between, to confirm, or in neither list."""

from __future__ import annotations

import pytest

from bot.nlu.terms import HOME, lexicon, load_yaml
from bot.nlu.understand import extract
from rules.vocabulary import vocabulary

DECIDED = [
    ("igiv gbs adlt ep impo ce soir", "guillain_barre"),
    ("GUILLAIN BARRE", "guillain_barre"),
    ("les igiv sont-elles possibles pour un guillain barré", "guillain_barre"),
    ("Purpura thrombopénique immunologique chez un enfant de 6 ans", "itp_child"),
    ("PTI ado 15 ans", "itp_child"),
    ("PTI chez un homme", "itp_adult"),
    ("PTI à 18 ans", "itp_adult"),
    ("PTI à 17 ans", "itp_child"),
    ("Willebrand acquis", "acquired_von_willebrand"),
    ("hypogamma après allogreffe", "hypogammaglobulinaemia_after_transplant"),
    ("hypogamma post CAR-T anti-CD19", "hypogammaglobulinaemia_after_car_t_or_bispecific"),
    ("hypogamma post teclistamab", "hypogammaglobulinaemia_after_car_t_or_bispecific"),
    ("hypogamma après CAR-T anti-BCMA", "secondary_immunodeficiency"),
    ("LLC, IgG à 3,2 g/L", "secondary_immunodeficiency"),
    ("sclérodermie systémique avec myosite", "necrotising_or_antisynthetase_or_overlap_myositis"),
    ("sclérodermie systémique", "systemic_sclerosis"),
    ("myosite à inclusions avec dysphagie", "inclusion_body_myositis"),
    ("GEPA à ANCA positifs", "anca_vasculitis"),
    ("PTI chez une patiente lupique de 30 ans", "itp_adult"),
    ("SAM à EBV", "ebv_macrophage_activation_syndrome"),
    ("LES", "systemic_lupus"),
    ("colite à CMV après allogreffe", "allo_hsct_cmv_disease_not_pneumonia"),
    ("grippe chez un allogreffé", "allo_hsct_other_virus"),
    ("rejet humoral hépatique", "humoral_rejection_other_organ"),
    ("prophylaxie du rejet humoral, greffe rénale, plasmaphérèses en cours", "rejection_prophylaxis"),
    ("rejet humoral rénal malgré une prophylaxie, plasmaphérèses en cours", "antibody_mediated_rejection"),
    ("désimmunisation avant greffe rénale", "desensitisation_before_transplant"),
    ("thrombopénie allo-immune du nouveau-né", "other_thrombocytopenia"),
]


@pytest.mark.parametrize(("text", "indication"), DECIDED, ids=[text for text, _ in DECIDED])
def test_one_situation_is_decided(text: str, indication: str) -> None:
    understood = extract(text)
    assert (understood.indication, understood.candidates, understood.to_confirm) == (indication, (indication,), False)


ASKED = [
    ("PTI", {"itp_adult", "itp_child"}),
    ("PTI adulte de 9 ans", {"itp_adult", "itp_child"}),
    ("syndrome d'Evans", {"autoimmune_haemolytic_anaemia", "itp_adult", "itp_child"}),
    ("syndrome d'Evans chez un enfant", {"autoimmune_haemolytic_anaemia", "itp_child"}),
    (
        "hypogammaglobulinémie",
        {
            "secondary_immunodeficiency",
            "hypogammaglobulinaemia_after_car_t_or_bispecific",
            "hypogammaglobulinaemia_after_transplant",
        },
    ),
    ("GEPA", {"anca_vasculitis", "not_listed"}),
    ("maladie de Willebrand", {"acquired_von_willebrand", "not_listed"}),
    ("hémophilie A", {"acquired_haemophilia", "not_listed"}),
    ("pemphigoïde", {"mucous_membrane_pemphigoid", "not_listed"}),
    ("Kawasaki ou Guillain-Barré", {"kawasaki", "guillain_barre"}),
]


@pytest.mark.parametrize(("text", "candidates"), ASKED, ids=[text for text, _ in ASKED])
def test_words_that_fit_several_situations_are_asked_back(text: str, candidates: set[str]) -> None:
    understood = extract(text)
    assert (understood.indication, set(understood.candidates)) == (None, candidates)


def test_two_situations_in_one_message_are_told_as_a_problem() -> None:
    assert [problem.code for problem in extract("Kawasaki et Guillain-Barré").problems] == ["two_situations"]


NOT_LISTED = [
    ("stiff-person syndrome", "syndrome de l'homme raide"),
    ("encéphalite auto-immune à anti-NMDA", "encéphalite auto-immune"),
    ("pemphigoïde bulleuse", "pemphigoïde bulleuse"),
    ("COVID long", "COVID long"),
    ("pneumopathie à CMV après allogreffe", "pneumopathie à CMV après allogreffe de CSH"),
    ("infection à VRS chez un allogreffé", "infection à VRS ou para-influenzae après allogreffe de CSH"),
    ("maladie de Willebrand de type 2", "maladie de Willebrand congénitale"),
]


@pytest.mark.parametrize(("text", "name"), NOT_LISTED, ids=[text for text, _ in NOT_LISTED])
def test_a_situation_in_neither_list_is_recognised_as_such(text: str, name: str) -> None:
    understood = extract(text)
    assert (understood.indication, understood.not_listed) == ("not_listed", name)


MISSPELT = [
    ("guilain bare", "guillain_barre"),
    ("kavasaki", "kawasaki"),
    ("dermatomiosite", "dermatomyositis"),
    ("pemfigus", "pemphigus"),
    ("guillainbarre", "guillain_barre"),
]


@pytest.mark.parametrize(("text", "indication"), MISSPELT, ids=[text for text, _ in MISSPELT])
def test_a_misspelt_situation_is_found_and_must_be_confirmed(text: str, indication: str) -> None:
    understood = extract(text)
    assert (understood.candidates, understood.to_confirm) == ((indication,), True)


SHORT = ["pri", "gmb", "pti1x", "zzz", "samedi", "kilo", "patient", "service de garde"]


@pytest.mark.parametrize("text", SHORT)
def test_short_and_everyday_words_are_never_drawn_to_a_situation(text: str) -> None:
    assert extract(text).candidates == ()


def _named() -> list[tuple[str | None, str, str]]:
    found = []
    for path in sorted((HOME / "situations").glob("*.yml")):
        data = load_yaml(f"situations/{path.name}")
        entries = data.items() if isinstance(data, dict) else ((None, entry) for entry in data)
        found += [
            (identifier, entry["label"], str(name))
            for identifier, entry in entries
            for name in [*entry.get("acronyms", ()), *entry["names"]]
        ]
    return found


def test_every_name_of_the_terminology_leads_to_its_own_situation() -> None:
    astray = []
    mistakable = set(load_yaml("context.yml")["confirm_alone"])
    for identifier, label, name in _named():
        understood = extract(name)
        wanted = (identifier or "not_listed", name in mistakable, None if identifier else label)
        found = understood.not_listed if understood.indication == "not_listed" else None
        if (understood.indication, understood.to_confirm, found) != wanted:
            astray.append((name, understood.indication, understood.candidates))
    assert astray == []


def test_every_situation_of_the_vocabulary_has_names() -> None:
    words = vocabulary()
    assert {*words.indications, *words.unjustified} - set(lexicon().labels) == set()


def test_every_candidate_of_an_ambiguous_word_exists() -> None:
    said = {candidate for entry in lexicon().ambiguous for candidate in entry.candidates} - {"not_listed"}
    assert said - set(lexicon().labels) == set()
