"""What an answer is taken for: the question asked, a correction, a hypothesis, or nothing."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk


def test_oui_ne_repond_qu_a_la_question_posee() -> None:
    talk = Talk()
    assert talk.says("GBS, 6 ans").asked == "weight_kg"
    for answer in ("non", "oui"):
        heard = talk.says(answer)
        assert (heard.asked, heard.codes) == ("weight_kg", ["invalid_value"]), heard.text
    assert dict(talk.case.facts) == {"age_years": 6}


def test_oui_sans_question_est_redemande_avec_un_exemple_qui_convient() -> None:
    talk = Talk()
    talk.says("GBS, 6 ans, 20 kg, pas de risque rénal")
    heard = talk.says("oui")
    assert heard.codes == ["ambiguous_boolean"]
    assert heard.text == (
        "« oui » : aucune question n'attend cette réponse. "
        "Écrivez le fait avec son nom, par exemple « pas de risque rénal »."
    )


def test_un_etat_sans_traitement_est_redemande_avec_un_exemple_qui_convient() -> None:
    talk = Talk()
    talk.says("GBS, 6 ans, 20 kg, pas de risque rénal")
    assert talk.says("échec").text.endswith("Écrivez le fait avec son nom, par exemple « corticoïdes en échec ».")


def test_une_mesure_deja_dite_se_corrige_par_son_unite() -> None:
    talk = Talk()
    talk.says("Kawasaki, 4 ans, 15 kg")
    assert talk.says("12").verdict == "P"
    assert talk.says("13 jours").verdict == "P"
    assert talk.case.facts["days_since_first_symptom"] == 13


def test_une_valeur_refusee_n_est_dite_qu_une_fois() -> None:
    talk = Talk()
    talk.says("GBS")
    heard = talk.says("400 ans")
    assert (heard.codes, heard.asked) == (["out_of_range"], "age_years")


def test_une_contradiction_donne_ses_reponses_en_texte_seul() -> None:
    talk = Talk()
    talk.says("contact rougeole confirmé, femme enceinte non vaccinée, 60 kg")
    assert talk.says("pas enceinte").text.endswith(
        "À quel groupe à risque le sujet exposé appartient-il ? Le reste est gardé.\n"
        "(femme enceinte non vaccinée, sans antécédent / sujet immunodéprimé / moins de 6 mois, mère atteinte / "
        "moins de 6 mois, mère non immunisée / 6 à 11 mois, non vacciné dans le délai / aucun de ces groupes)"
    )


def test_les_corticoides_a_associer_se_lisent_des_la_premiere_carte() -> None:
    heard = Talk().says("PTI adulte, saignement intracérébral, 80 kg")
    assert heard.asked == "corticosteroids"
    assert "! Corticoïdes toujours associés, sauf contre-indication absolue : à vérifier." in heard.text


def test_chaque_exemple_d_une_question_se_tape_tel_quel() -> None:
    assert (
        Talk().says("GBS").text.endswith("(par exemple « 6 ans », « 8 mois » ou « 45 ans » ; sinon « je ne sais pas »)")
    )


def test_un_autre_schema_vient_avec_son_rythme() -> None:
    talk = Talk()
    assert "Schéma : toutes les 4 semaines." in talk.says("déficit immunitaire primitif, 60 kg").text
    heard = talk.says("pas d'abord veineux")
    assert "5 g en une fois (SC)" in heard.text
    assert "Schéma : une injection par semaine." in heard.text
    assert "Schéma" not in talk.says("70 kg").text


def test_le_nom_d_une_situation_absente_reste_dit() -> None:
    talk = Talk()
    talk.says("syndrome de l'homme raide, 70 kg")
    first = "ABSENT DU TABLEAU · syndrome de l'homme raide"
    assert talk.says("détails").text.startswith(first)
    assert talk.says("80 kg").text.startswith(first)
    assert talk.says("pourquoi ?").text == (
        f"{first}\nCette situation n'est dans aucune des deux listes du tableau : ni priorité, ni dose.\n"
        "Table ANSM du 20/05/2025."
    )
    assert talk.says("quel centre ?").text == (
        "Le tableau ne nomme aucun centre pour cette situation. Demandez l'avis d'une RCP ou d'un centre de référence."
    )


def test_une_situation_non_justifiee_dit_pourquoi() -> None:
    talk = Talk()
    talk.says("narcolepsie")
    assert "figure dans la liste des indications non justifiées" in talk.says("pourquoi ?").text


def test_la_dose_demandee_trop_tot_dit_ce_qui_manque() -> None:
    talk = Talk()
    talk.says("PIDC")
    heard = talk.says("quelle dose ?")
    assert heard.text.startswith("La dose dépend de la réponse, qui demande encore ceci :\nLa maladie est-elle")


def test_une_hypothese_se_dit_et_se_defait() -> None:
    talk = Talk()
    talk.says("GBS adulte, EP indisponibles, 70 kg")
    for intent in ("inform", "what_would_change"):
        heard = talk.says("et si les EP étaient disponibles ?", intent)
        assert heard.text.startswith("Hypothèse prise en compte ; « retour » revient au cas tel qu'il était.\nCRITÈRES")
        assert talk.says("retour").verdict == "P"


def test_une_reponse_qui_ne_change_rien_tient_en_une_ligne() -> None:
    talk = Talk()
    talk.says("myasthénie, pas de décompensation aiguë")
    heard = talk.says("je ne sais pas")
    assert heard.text.split("\n")[:4] == [
        "Noté : « corticoïdes » inconnu, la question ne sera plus posée.",
        "RÉPONSE INCOMPLÈTE · Myasthénie auto-immune grave",
        "Peut encore devenir : réservé [UF] ou critères non réunis.",
        "Quelle que soit la réponse sur « corticoïdes », cela ne change pas.",
    ]


def test_ce_qui_etait_inconnu_se_dit_plus_tard_sans_son_nom() -> None:
    talk = Talk()
    talk.says("GBS, 45 ans")
    assert talk.says("je ne sais pas").verdict == "incomplete"
    assert talk.says("indisponibles").verdict == "P"
    assert dict(talk.case.facts) == {"age_years": 45, "plasma_exchange": "unavailable"}


CONVERTED = [
    ("déficit immunitaire secondaire, LLC, antibioprophylaxie en échec", "320 mg/dL", "igg_g_per_l", 3.2),
    ("érythroblastopénie, parvovirus B19 prouvé", "71 g/L", "haemoglobin_g_per_dl", 7.1),
    ("PTI de l'enfant, pas de saignement menaçant, buchanan 2", "8000/mm3", "platelets_giga_per_l", 8),
]


@pytest.mark.parametrize(("case", "answer", "fact", "value"), CONVERTED, ids=[answer for _, answer, _, _ in CONVERTED])
def test_une_mesure_dans_une_autre_unite_repond_a_la_question(case: str, answer: str, fact: str, value: float) -> None:
    talk = Talk()
    assert talk.says(case).asked == fact
    talk.says(answer)
    assert talk.case.facts[fact] == value


def test_une_mesure_convertie_hors_des_bornes_est_refusee() -> None:
    talk = Talk()
    talk.says("érythroblastopénie, parvovirus B19 prouvé")
    heard = talk.says("7 g/L")
    assert (heard.codes, heard.asked) == (["out_of_range"], "haemoglobin_g_per_dl")


@pytest.mark.parametrize(
    ("case", "because"),
    [
        ("Lambert-Eaton, 70 kg", "Le tableau ne demande pas d'autre critère que le diagnostic."),
        ("myosite à inclusions", "Le tableau cite cette situation sans lui donner de priorité."),
    ],
    ids=["Lambert-Eaton", "myosite à inclusions"],
)
def test_pourquoi_sans_critere_dit_que_le_diagnostic_suffit(case: str, because: str) -> None:
    talk = Talk()
    while talk.says(case).asked:
        case = "passer"
    assert because in talk.says("pourquoi ?").text


def test_sans_savoir_qui_a_raison_la_situation_disputee_est_redemandee() -> None:
    for way_out in ("je ne sais pas", "passer"):
        talk = Talk()
        talk.says("PTI adulte, Khellaf 9, urgence")
        assert talk.says("6 ans").codes == ["contradiction"]
        heard = talk.says(way_out)
        assert (heard.verdict, heard.asked) == (None, "indication")
        assert heard.values == ["itp_adult", "itp_child", "not_listed"]
        assert talk.taps("itp_adult").verdict == "P"


def test_sans_savoir_qui_a_raison_aucun_des_deux_faits_ne_decide() -> None:
    talk = Talk()
    talk.says("hémochromatose néonatale, enceinte")
    assert talk.says("nouveau-né en insuffisance hépatocellulaire").codes == ["contradiction"]
    heard = talk.says("je ne sais pas")
    assert (heard.verdict, heard.asked) == ("incomplete", "newborn_liver_failure")
    assert dict(talk.case.facts) == {}


def test_un_nombre_demesure_n_est_pas_recopie() -> None:
    talk = Talk()
    talk.says("GBS")
    for value in (1e308, -1):
        assert talk.taps(value).text.startswith(
            "Âge : la valeur donnée est hors des valeurs possibles (0 an à 120 ans)."
        )


def test_ce_que_le_groupe_a_risque_dit_deja_n_est_pas_dit_inutile() -> None:
    heard = Talk().says("rougeole, contact confirmé, immunodéprimé")
    assert heard.verdict == "P"
    assert "non utilisé" not in heard.text


def test_les_grammes_ne_se_lisent_jamais_sans_ce_qu_il_faut_faire_d_abord() -> None:
    talk = Talk()
    talk.says("PIDC évolutive, corticoïdes en échec, EP en échec, 1m80, pas de risque rénal")
    assert talk.says("72 kg").text.split("\n")[:4] == [
        "RÉSERVÉ [UF] · PIDC évolutive après échec des corticoïdes et des échanges plasmatiques",
        "Commencer seulement après avis favorable : RCP, et centre de référence de la filière FILNEMUS.",
        "145 g en 5 jours : 5 x 20 g + 3 x 10 g + 2 x 5 g + 2 x 2,5 g (2 g/kg x 72 kg = 144 g, +0,7 %).",
        "Par jour : 30 g (J1 à J3), 27,5 g (J4 et J5), soit 0,4 g/kg/j.",
    ]


@pytest.mark.parametrize("answer", ["-3", "−3", "-0,5"])
def test_un_nombre_negatif_n_est_jamais_lu_sans_son_signe(answer: str) -> None:
    talk = Talk()
    talk.says("GBS")
    heard = talk.says(answer)
    assert (heard.verdict, heard.codes, heard.asked) == (None, ["out_of_range"], "age_years")
    assert dict(talk.case.facts) == {}
