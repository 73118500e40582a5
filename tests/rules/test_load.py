"""The loader refuses a rule base that is not exactly what it should be, and says where."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from rules import RuleBaseError, hierarchy
from rules.load import latest, load
from tests.rules.mutation import broken, place

DEFICITS, NEURO, HAEMATO = "deficits_immunitaires.yml", "neurologie.yml", "hematologie.yml"
MEDECINE, HEADER, UNJUSTIFIED = "medecine_interne.yml", "header.yml", "non_justifiees.yml"


class Fault(NamedTuple):
    """`before` becomes `after` in `file`; the error stands on the line of `words` and says `message`."""

    name: str
    file: str
    before: str
    after: str
    words: str
    message: str


FAULTS = [
    Fault(
        "une clé inconnue dans une ligne",
        NEURO,
        "        place: « Neurologie », ligne 1\n",
        "        place: « Neurologie », ligne 1\n        couleur: rouge\n",
        "couleur: rouge",
        "clé inconnue « couleur » ; attendues : id label priority labelled place renal opinions regimens"
        " criteria confirm repeats select_none warnings notes ask_after",
    ),
    Fault(
        "une clé inconnue dans une posologie",
        MEDECINE,
        "g_per_kg_total: [1.6, 2], days: [2, 5], note: sur 2 à 5 jours}",
        "g_per_kg_total: [1.6, 2], jours: [2, 5], note: sur 2 à 5 jours}",
        "jours: [2, 5]",
        "clé inconnue « jours » ; attendues : route g_per_kg_total days interval_weeks courses_max note when default",
    ),
    Fault(
        "une clé inconnue dans l'en-tête",
        HEADER,
        "no_venous_access: no_venous_access\n",
        "no_venous_access: no_venous_access\nmagie: true\n",
        "magie: true",
        "clé inconnue « magie » ; attendues : document version place sections bmi renal no_venous_access emergency"
        " exclusions warnings notes bodies",
    ),
    Fault(
        "une clé manquante",
        NEURO,
        "        place: « Neurologie », ligne 1\n",
        "",
        "SECOND - id: guillain_barre",
        "clé manquante : place",
    ),
    Fault(
        "une situation écrite deux fois",
        NEURO,
        "  - id: lambert_eaton\n    label: Syndrome de Lambert-Eaton\n    rows:\n",
        "  - id: cidp  # label: x\n    label: x\n    rows:\n      - {id: cidp, label: x, priority: UF, labelled: true,"
        " place: x, renal: none, opinions: {initiation: [], renewal: []}, regimens: []}\n"
        "  - id: lambert_eaton\n    label: Syndrome de Lambert-Eaton\n    rows:\n",
        "label: x",
        "identifiant en double : « cidp »",
    ),
    Fault(
        "une ligne écrite deux fois",
        HAEMATO,
        "      - id: itp_adult_exceptional\n",
        "      - id: itp_adult_severe\n",
        "SECOND itp_adult_severe",
        "identifiant en double : « itp_adult_severe »",
    ),
    Fault(
        "un usage non justifié écrit deux fois",
        UNJUSTIFIED,
        "      - {id: narcolepsy, label: Narcolepsie}\n",
        "      - {id: narcolepsy, label: Narcolepsie}\n      - {id: narcolepsy, label: Encore}\n",
        "label: Encore",
        "identifiant en double : « narcolepsy »",
    ),
    Fault(
        "une situation hors du vocabulaire",
        MEDECINE,
        "  - id: kawasaki\n    label: Maladie de Kawasaki\n    rows:\n",
        "  - id: kawazaki\n    label: Maladie de Kawasaki\n    rows:\n",
        "- id: kawazaki",
        "situation : valeur inconnue « kawazaki »",
    ),
    Fault(
        "un fait hors du vocabulaire",
        HAEMATO,
        "{test: khellaf_score > 8,",
        "{test: khelaf_score > 8,",
        "khelaf_score > 8",
        "« khelaf_score » n'est pas un fait du vocabulaire",
    ),
    Fault(
        "un fait à demander hors du vocabulaire",
        MEDECINE,
        "ask_after: [days_since_first_symptom]",
        "ask_after: [jours]",
        "ask_after: [jours]",
        "fait : valeur inconnue « jours »",
    ),
    Fault(
        "un fait impliqué hors du vocabulaire",
        HAEMATO,
        "implies: {pregnant: true}",
        "implies: {enceinte: true}",
        "implies: {enceinte: true}",
        "« enceinte » n'est pas un fait du vocabulaire",
    ),
    Fault(
        "une valeur hors du vocabulaire",
        HAEMATO,
        "gammopathy_isotype is IgG,",
        "gammopathy_isotype is IgX,",
        "gammopathy_isotype is IgX",
        "« IgX » n'est pas une valeur de gammopathy_isotype",
    ),
    Fault(
        "un fait testé comme un fait d'une autre nature",
        HAEMATO,
        "{test: khellaf_score > 8,",
        "{test: khellaf_score,",
        "{test: khellaf_score,",
        "« khellaf_score » est de type number, ce test demande boolean",
    ),
    Fault(
        "un seuil dans une autre unité, hors des bornes du fait (8 g/dL écrit 80)",
        HAEMATO,
        "haemoglobin_g_per_dl < 8,",
        "haemoglobin_g_per_dl < 80,",
        "haemoglobin_g_per_dl < 80,",
        "seuil de « haemoglobin_g_per_dl < 80 » hors des bornes du vocabulaire (1.0 à 25.0)",
    ),
    Fault(
        "une unité écrite dans le test",
        HAEMATO,
        "haemoglobin_g_per_dl < 8,",
        "haemoglobin_g_per_dl < 8 g/L,",
        "haemoglobin_g_per_dl < 8 g/L,",
        "test illisible « haemoglobin_g_per_dl < 8 g/L » : attendu « fait < 4 », « fait in FAILED »,"
        " « fait is valeur », « fait » ou « not fait »",
    ),
    Fault(
        "un organisme hors du vocabulaire",
        HAEMATO,
        "[{bodies: [MHEMO], strength: required}]",
        "[{bodies: [HEMO], strength: required}]",
        "[{bodies: [HEMO]",
        "organisme : valeur inconnue « HEMO »",
    ),
    Fault(
        "une force d'avis hors du vocabulaire",
        HAEMATO,
        "[{bodies: [MHEMO], strength: required}]",
        "[{bodies: [MHEMO], strength: tomorrow}]",
        "strength: tomorrow",
        "force d'avis : valeur inconnue « tomorrow »",
    ),
    Fault(
        "une priorité qui n'est pas celle du vocabulaire",
        MEDECINE,
        "        priority: NP\n        labelled: false\n        place: « Médecine interne », ligne 3\n",
        "        priority: P  # NP dans le tableau\n        labelled: false\n        place: x\n",
        "priority: P  # NP dans le tableau",
        "le vocabulaire donne NP à « inclusion_body_myositis »",
    ),
    Fault(
        "un critère sans son libellé",
        HAEMATO,
        "{test: exceptional_non_emergency, label: IgIV proposées hors urgence dans une situation exceptionnelle}",
        "exceptional_non_emergency",
        "criteria: exceptional_non_emergency",
        "ce critère demande un libellé : {test: …, label: …}",
    ),
    Fault(
        "un critère rempli par ce qui n'est pas connu",
        HAEMATO,
        "            - {test: not emergency, label: hors urgence}\n",
        "            - {unless: {test: emergency, label: urgence}}\n",
        "- {unless: {test: emergency",
        "« unless » n'a pas de place dans un critère : rien n'est accordé sur ce qui n'est pas connu",
    ),
    Fault(
        "deux posologies par défaut",
        MEDECINE,
        "days: [2, 5], note: sur 2 à 5 jours}",
        "days: [2, 5], default: true, note: sur 2 à 5 jours}",
        "default: true, note: sur 2 à 5 jours}",
        "une posologie, et une seule, porte « default: true »",
    ),
    Fault(
        "une fourchette à l'envers",
        MEDECINE,
        "g_per_kg_total: [1.6, 2],",
        "g_per_kg_total: [2, 1.6],",
        "[2, 1.6]",
        "une fourchette [bas, haut] est attendue ici",
    ),
    Fault(
        "une dose nulle",
        MEDECINE,
        "g_per_kg_total: [1.6, 2],",
        "g_per_kg_total: 0,",
        "g_per_kg_total: 0,",
        "un nombre supérieur à zéro est attendu ici",
    ),
    Fault(
        "une valeur impliquée hors des bornes du fait",
        HAEMATO,
        "implies: {age_years: {at_least: 18}}",
        "implies: {age_years: {at_least: 180}}",
        "at_least: 180",
        "Valeur refusée pour « age_years » : 180 (borne hors des limites ; de 0 à 120 ans).",
    ),
    Fault(
        "une clé YAML répétée",
        MEDECINE,
        "    label: Maladie de Kawasaki\n    rows:",
        "    label: Maladie de Kawasaki\n    label: Encore\n    rows:",
        "label: Encore",
        'YAML illisible : found duplicate key "label" with value "Encore" (original value: "Maladie de Kawasaki")',
    ),
]


def expected_place(path: Path, words: str) -> str:
    """`file:line` of the words; `SECOND words` is the second line that holds them."""
    if not words.startswith("SECOND "):
        return place(path, words.strip())
    lines = path.read_text(encoding="utf-8").splitlines()
    return f"{path}:{[at for at, line in enumerate(lines, 1) if words[7:] in line][1]}"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_loader_refuses(fault: Fault, tmp_path: Path) -> None:
    folder = broken(tmp_path, fault.file, fault.before, fault.after)
    with pytest.raises(RuleBaseError) as caught:
        load(folder)
    assert str(caught.value) == f"{expected_place(folder / fault.file, fault.words)}: {fault.message}"


def test_the_loader_refuses_a_row_left_out(tmp_path: Path) -> None:
    text = (latest() / MEDECINE).read_text(encoding="utf-8")
    start = text.index("      - id: myositis_refractory\n")
    row = text[start : text.index("\n\n", start) + 1]
    folder = broken(tmp_path, MEDECINE, row, "")
    with pytest.raises(RuleBaseError) as caught:
        load(folder)
    assert (
        str(caught.value)
        == f"{place(folder / MEDECINE, '- id: myositis_dysphagia')}: ligne absente : myositis_refractory"
    )


def test_the_loader_refuses_a_situation_left_out(tmp_path: Path) -> None:
    folder = broken(tmp_path, UNJUSTIFIED, "      - {id: autism, label: Autisme}\n", "")
    with pytest.raises(RuleBaseError) as caught:
        load(folder)
    assert str(caught.value) == f"{folder}:1: entrée du vocabulaire absente de la table : autism"


def test_the_loader_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleBaseError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path / HEADER}:1: fichier illisible : No such file or directory"


def test_an_unknown_version_is_refused_with_those_known() -> None:
    with pytest.raises(RuleBaseError, match="version 1999-01-01 absente ; versions connues : 2025-05-20$"):
        hierarchy("1999-01-01")
