"""Sirolimus as a conversation: what is typed, what is asked back, what is answered; nothing said is lost."""

from __future__ import annotations

import pytest

from actions.wording import protocol as wording
from tests.protocols.talk import Ward, status

ONE_SENTENCE = [
    ("résiduel 16 ng/mL à J7", "suspend"),
    ("résiduel 15 ng/mL à J7", "keep"),
    ("résiduel 3 ng/mL à J20, pas de réponse", "keep"),
    ("3,2 ng/mL à 3 semaines, pas de réponse", "raise"),
    ("T0 à 3,9 µg/L à 3 semaines de traitement, non répondeur, sirolimus", "raise"),
    ("sirolimus : résiduel 4 ng/mL à 3 semaines, pas de réponse", "keep"),
    ("sirolimus depuis 3 mois, pas de réponse", "stop"),
    ("sirolimus, 3 mois sans effet", "stop"),
    ("résiduel 3 ng/mL à 3 à 4 semaines sous sirolimus, RC", "keep"),
    ("RC depuis 14 mois", "taper"),
    ("RC à 2 mois", "lower"),
    ("RP à 40 jours, résiduel 2 ng/mL", "keep"),
    ("contrôle après suspension du sirolimus : 15,1 ng/mL", "stay_off"),
    ("contrôle à 48 h du sirolimus : 12 ng/mL", "resume"),
]


@pytest.mark.parametrize(("typed", "expected"), ONE_SENTENCE, ids=[typed for typed, _ in ONE_SENTENCE])
def test_une_phrase_suffit(typed: str, expected: str) -> None:
    assert status(Ward().says(typed)) == expected


@pytest.mark.parametrize(
    "messages",
    [
        ("résiduel 16 ng/mL à J7",),
        ("sirolimus", "dose", "28 kg, 130 cm"),
        ("sirolimus", "calendrier", "12/10/2026"),
        ("sirolimus", "interactions"),
        ("sirolimus", "effets indésirables"),
        ("sirolimus", "vaccins"),
        ("sirolimus", "varicelle", "infection"),
        ("sirolimus et pneumocystose", "non", "non"),
        ("sirolimus, fièvre",),
        ("sirolimus avec fluconazole ?",),
        ("sirolimus chez un adulte de 30 ans, est-il candidat ?",),
    ],
    ids=lambda messages: " / ".join(messages),
)
def test_chaque_reponse_dit_hors_amm_et_sa_date(messages: tuple[str, ...]) -> None:
    assert wording.rules().texts.standing in Ward().answers(*messages).text
    assert "Hors AMM" in wording.rules().texts.standing and "30/03/2021" in wording.rules().texts.standing


def test_un_residuel_sans_unite_est_redemande_et_rien_ne_se_perd() -> None:
    ward = Ward()
    asked = ward.says("résiduel 16 à J7")
    assert (status(asked), "ng/mL" in asked.text) == (None, True)
    answered = ward.says("oui")
    assert status(answered) == "suspend"
    assert answered.objects("protocol")[0]["facts"] == {"sirolimus_days": 7, "sirolimus_trough_ng_per_ml": 16}


def test_la_phrase_de_la_recommandation_sans_unite() -> None:
    ward = Ward()
    ward.says("sirolimus")
    assert status(ward.says("3,2 à 3 semaines, pas de réponse")) is None
    assert status(ward.says("oui")) == "raise"


@pytest.mark.parametrize("typed", ["sirolimus résiduel 16 mg/L", "sirolimus, résiduel 500 ng/mL à J7"])
def test_un_residuel_impossible_est_redemande(typed: str) -> None:
    ward = Ward()
    asked = ward.says(typed)
    assert (status(asked), asked.asked) == (None, "sirolimus_trough_ng_per_ml")
    assert status(ward.says("16 ng/mL")) == "suspend"


def test_un_residuel_seul_demande_s_il_est_de_sirolimus() -> None:
    ward = Ward()
    assert "de sirolimus 18" in ward.says("résiduel 18").text
    ward.says("ce n'est pas du sirolimus")
    assert ward.case.active is None


def test_une_fourchette_qui_traverse_le_seuil_est_redemandee() -> None:
    heard = Ward().says("sirolimus, résiduel entre 3 et 5 ng/mL à 3 semaines, pas de réponse")
    assert (status(heard), heard.asked) == (None, "sirolimus_trough_ng_per_ml")


def test_les_contre_indications() -> None:
    assert "- Allergie au soja ou à l'arachide" in Ward().says("sirolimus : contre-indications").text


def test_le_controle_suit_la_suspension_jusqu_a_la_demi_dose() -> None:
    ward = Ward()
    assert status(ward.says("sirolimus 3 mg/j, résiduel 17 ng/mL")) == "suspend"
    assert status(ward.says("15,2 ng/mL")) == "stay_off"
    resumed = ward.says("9 ng/mL")
    assert (status(resumed), resumed.objects("protocol")[0]["dose"]["tablets_mg"]) == ("resume", 1.5)
    assert status(ward.says("sirolimus depuis 30 jours, résiduel 8 ng/mL, RC")) == "keep"


def test_la_dose_precedente_dite_apres_coup_reste_celle_de_la_suspension() -> None:
    ward = Ward()
    ward.answers("résiduel 17 ng/mL à J7", "9 ng/mL")
    resumed = ward.says("3 mg")
    assert (status(resumed), resumed.objects("protocol")[0]["dose"]["tablets_mg"]) == ("resume", 1.5)


def test_apres_la_reprise_le_temps_et_la_reponse_parlent_du_traitement() -> None:
    ward = Ward()
    assert status(ward.answers("résiduel 17 ng/mL à J30", "9 ng/mL")) == "resume"
    after = ward.says("sirolimus depuis 3 mois, RC")
    assert (status(after), "sirolimus_trough_ng_per_ml" in after.objects("protocol")[0]["facts"]) == ("lower", False)


def test_le_cas_de_la_consultation_est_garde_et_ses_mesures_reprises() -> None:
    ward = Ward()
    ward.says("PTI enfant 8 ans, plaquettes 8, 28 kg")
    dose = ward.answers("sirolimus", "dose", "130 cm")
    assert "2 mg en une prise par jour" in dose.text
    back = ward.says("revenir aux immunoglobulines")
    assert (ward.case.active, ward.case.facts["weight_kg"], back.asked) == (None, 28, "life_threatening_bleeding")


def test_pas_a_pas_corriger_pourquoi_retour_ne_sais_pas() -> None:
    ward = Ward()
    asked = ward.answers("sirolimus chez un enfant de 8 ans, est-il candidat ?")
    assert asked.asked == "sirolimus_hypersensitivity"
    assert "contre-indication" in ward.says("pourquoi ?").text
    assert ward.answers("non", "non").asked == "itp_confirmed"
    assert ward.answers("oui", "chronique", "oui", "oui").asked == "causes_looked_for_again"
    assert ward.says("retour").asked == "itp_severity_signs"
    assert status(ward.answers("oui", "je ne sais pas")) == "incomplete"
    assert status(ward.says("enquête refaite")) == "candidate"
    assert status(ward.says("finalement enquête non refaite")) == "not_a_candidate"
    assert status(ward.says("allergique à l'arachide")) == "contraindicated"


def test_une_date_impossible_ou_a_venir_est_redemandee() -> None:
    ward = Ward()
    assert ward.answers("sirolimus", "calendrier").asked == "start"
    assert ward.says("31/02/2026").codes == ["invalid_date"]
    assert ward.says("débuté le 12/10/1999").codes == ["invalid_date"]
    assert "à venir" in ward.says("12/12/2027").text
    assert ward.says("non").asked == "start"
    events = ward.says("débuté le 12 octobre").objects("calendar")[0]["events"]
    assert [(event["when"], event["date"]) for event in events] == [
        ("J7", "2026-10-19"),
        ("J21", "2026-11-02"),
        ("J28", "2026-11-09"),
        ("M1", "2026-11-12"),
        ("M2", "2026-12-12"),
        ("M3", "2027-01-12"),
        ("M6", "2027-04-12"),
        ("M12", "2027-10-12"),
        ("M18", "2028-04-12"),
        ("M24", "2028-10-12"),
    ]


def test_un_changement_de_dose_ajoute_un_residuel_a_sept_jours() -> None:
    ward = Ward()
    ward.says("sirolimus, calendrier, débuté le 12/10/2026")
    assert ward.says("dose augmentée le 12/10/2025").codes == ["invalid_date"]
    assert ward.says("dose augmentée le 12/10/2027").codes == ["invalid_date"]
    events = ward.says("dose augmentée le 05/11/2026").objects("calendar")[0]["events"]
    assert [event["when"] for event in events if event["date"] == "2026-11-12"] == ["M1"]
    added = [item["label"] for event in events if event["date"] == "2026-11-12" for item in event["items"]]
    assert added[-1] == "résiduel, 7 jours après le changement de dose"


def test_les_details_donnent_les_criteres() -> None:
    ward = Ward()
    ward.says("3,2 ng/mL à 3 semaines, pas de réponse")
    assert "- Résiduel inférieur à 4 ng/mL : oui" in ward.says("détails").text


def test_le_temps_vient_de_la_date_de_debut() -> None:
    ward = Ward()
    assert status(ward.says("sirolimus débuté le 25/08/2026, pas de réponse")) == "stop"
    other = Ward()
    assert other.says("sirolimus débuté le 26/08/2026, pas de réponse").asked == "sirolimus_trough_ng_per_ml"


def test_une_surface_peu_plausible_est_redemandee() -> None:
    ward = Ward()
    asked = ward.answers("sirolimus", "dose", "250 kg, 120 cm")
    assert (asked.codes, asked.asked) == (["implausible_surface"], "weight_kg")
    assert "0,91 m²" in ward.says("25 kg").text


def test_des_durees_qui_se_contredisent_sont_redemandees() -> None:
    ward = Ward()
    asked = ward.answers("sirolimus", "RC depuis 14 mois", "sirolimus depuis 2 mois")
    assert (asked.codes, asked.asked) == (["contradiction"], "sirolimus_response_months")
    assert status(ward.says("1 mois")) == "lower"


def test_un_nombre_sans_unite_de_temps_est_redemande() -> None:
    ward = Ward()
    assert ward.answers("sirolimus", "que faire du résiduel ?").asked == "sirolimus_days"
    assert ward.says("16").codes == ["missing_unit"]
    assert status(ward.says("16 jours")) == "keep"


@pytest.mark.parametrize(
    "typed",
    [
        "hypogammaglobulinémie, résiduel 6",
        "PTI adulte, pas de réponse aux corticoïdes",
        "lymphome en RC depuis 14 mois, IgG 3",
        "IgG résiduel 6 g/L",
        "ferritine 800 ng/mL",
        "PTI adulte sous sirolimus, Khellaf 9, urgence",
        "PTI de l'enfant, sirolimus en échec, plaquettes 5",
        "PTI chronique de l'enfant, échec du sirolimus, plaquettes 5, saignement",
    ],
)
def test_les_mots_de_la_consultation_n_ouvrent_pas_le_protocole(typed: str) -> None:
    ward = Ward()
    ward.says(typed)
    assert ward.case.active is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("PTI de l'enfant, saignement cérébral, 20 kg, renouvellement", True),
        ("PTI de l'enfant, saignement cérébral, 20 kg, corticoïdes en échec", True),
        ("PTI de l'enfant, saignement cérébral, 20 kg, corticoïdes en cours", False),
        ("PTI adulte, saignement cérébral, 70 kg, corticoïdes en échec", False),
    ],
)
def test_une_ligne_le_rappelle_a_la_fin_de_la_reponse_de_l_enfant(typed: str, offered: bool) -> None:
    assert ("Aussi : « sirolimus »." in Ward().says(typed).text) == offered


def test_sirolimus_repond_a_la_question_sur_les_immunosuppresseurs() -> None:
    ward = Ward()
    ward.answers("dermatomyosite", "non", "corticoïdes en échec")
    assert ward.says("sirolimus en échec").verdict == "UF"
    assert ward.case.active is None


def test_une_autre_situation_rend_la_parole_a_la_consultation() -> None:
    ward = Ward()
    heard = ward.answers("sirolimus", "Guillain-Barré")
    assert (ward.case.active, ward.case.indication, heard.asked) == (None, "guillain_barre", "age_years")
