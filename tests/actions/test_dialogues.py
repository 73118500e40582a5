"""Whole conversations, as a prescriber types them. Each line: what is said, then what the bot asks or concludes.

`ask` is the fact of the question that ends the reply, `verdict` the status of the decision in it, `codes`
the notices, `has` pieces of its text, `values` the choices offered. What is not given is expected to be absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.actions.talk import Heard, Talk


@dataclass(frozen=True)
class Tap:
    """A button: its value."""

    value: Any


@dataclass(frozen=True)
class Line:
    """One message and the reply that it must get."""

    said: str | Tap
    ask: str | None = None
    verdict: str | None = None
    codes: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    values: tuple[Any, ...] | None = None
    intent: str | None = None


def hear(talk: Talk, line: Line) -> Heard:
    return talk.taps(line.said.value) if isinstance(line.said, Tap) else talk.says(line.said, line.intent)


BLEEDING = "life_threatening_bleeding"
ADULT, CHILD = "itp_adult", "itp_child"

DIALOGUES: dict[str, tuple[Line, ...]] = {
    "Tout en une phrase : la réponse aussitôt": (
        Line(
            "PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg",
            verdict="P",
            has=("PRIORITAIRE [P]", "72,5 g"),
        ),
    ),
    "Bonjour, puis pas à pas jusqu'aux grammes": (
        Line("bonjour", ask="indication", codes=("greet",), has=("Bonjour.",)),
        Line("PTI", ask="indication", values=(ADULT, CHILD, "not_listed")),
        Line("adulte", ask=BLEEDING, has=("Compris : âge ≥ 18 ans",)),
        Line("non", ask="emergency"),
        Line("oui", ask="khellaf_score", has=("Compris : urgence.",)),
        Line("12", verdict="P", ask="weight_kg", has=("1 g/kg en une fois",)),
        Line("73 kg", verdict="P", ask="corticosteroids", has=("72,5 g en une fois", "1 g/kg x 73 kg = 73 g, -0,7 %")),
        Line("en cours", verdict="P"),
    ),
    "Un domaine, puis une situation, par les boutons": (
        Line("bonjour", ask="indication", codes=("greet",)),
        Line(Tap("hepatologie"), ask="indication", values=("neonatal_haemochromatosis", "not_listed")),
        Line(Tap("neonatal_haemochromatosis"), ask="newborn_liver_failure"),
        Line(Tap(True), verdict="P", ask="weight_kg", has=("Téléphoner maintenant pour l'avis",)),
    ),
    "Un domaine et une situation tapés à la main": (
        Line("bonjour", ask="indication", codes=("greet",)),
        Line("neuro", ask="indication", has=("- Syndrome de Lambert-Eaton", "- Aucune de ces situations")),
        Line("Syndrome de Lambert-Eaton", verdict="P", ask="weight_kg", has=("l'autre lecture possible est UF",)),
    ),
    "Corriger avant et après la réponse": (
        Line("GBS, 6 ans, 20 kg", verdict="P", ask="renal_risk", has=("40 g en 2 jours",)),
        Line("finalement 22 kg", verdict="P", ask="renal_risk", has=("45 g en 2 jours : 2 x 20 g + 2 x 2,5 g",)),
        Line("oui", verdict="P", has=("45 g en 5 jours",)),
        Line("non, 45 ans", ask="plasma_exchange", has=("Compris : 45 ans.",)),
        Line("indisponibles", verdict="P", ask="height_cm", has=("45 g en 5 jours",)),
    ),
    "Changer de situation garde les faits": (
        Line("PTI adulte khellaf 9 urgence 72 kg", verdict="P", ask="corticosteroids"),
        Line("non, Kawasaki", verdict="P", ask="height_cm", has=("Situation changée", "145 g", "72 kg")),
    ),
    "Pourquoi, puis la même question": (
        Line("PIDC évolutive", ask="corticosteroids"),
        Line(
            "pourquoi ?",
            ask="corticosteroids",
            codes=("why",),
            has=("Le tableau demande : corticoïdes : échec, dépendance, intolérance ou contre-indication.",),
        ),
        Line("dépendance", ask="plasma_exchange"),
    ),
    "Pourquoi cette réponse": (
        Line("Kawasaki", verdict="P", ask="weight_kg"),
        Line("passer", ask="height_cm", has=("Passé : poids.",)),
        Line("passer", ask="days_since_first_symptom"),
        Line("6 jours", verdict="P"),
        Line("pourquoi ?", codes=("why",), has=("PRIORITAIRE [P] · Maladie de Kawasaki",)),
    ),
    "Je ne sais pas : la réponse reste ouverte, et la question n'est plus posée": (
        Line("PTI de l'enfant, buchanan 2, plaquettes 20", ask=BLEEDING),
        Line("je ne sais pas", verdict="incomplete", ask="exceptional_non_emergency", has=("oui : prioritaire [P]",)),
        Line("non", verdict="incomplete", has=("Peut encore devenir : prioritaire [P] ou non justifié.",)),
        Line("je ne sais pas", codes=("nothing_asked",)),
        Line("pas de saignement cérébral ni viscéral", intent="why", codes=("why",)),
        Line("saignement intracérébral", verdict="P", ask="weight_kg", has=("2 g/kg en 2 jours",)),
    ),
    "Retour défait une étape à la fois": (
        Line("érythroblastopénie", ask="parvovirus_b19_proven"),
        Line("oui", ask="haemoglobin_g_per_dl"),
        Line("retour", ask="parvovirus_b19_proven", has=("Retour en arrière.",)),
        Line("non", verdict="not_justified", has=("Sans parvovirus B19",)),
        Line("retour", ask="parvovirus_b19_proven"),
        Line("retour", ask="indication"),
        Line("retour", ask="indication", codes=("at_start",)),
    ),
    "Recommencer efface tout": (
        Line("Kawasaki 12 kg", verdict="P", ask="height_cm"),
        Line("recommencer", ask="indication", has=("On recommence",)),
        Line("retour", ask="indication", codes=("at_start",)),
    ),
    "Un autre patient, et son cas dans la même phrase": (
        Line("PTI adulte khellaf 9 urgence", verdict="P", ask="weight_kg"),
        Line(
            "nouveau patient : GBS 6 ans 20 kg", verdict="P", ask="renal_risk", has=("Nouveau patient", "6 ans, 20 kg.")
        ),
    ),
    "Adulte et 6 ans, puis l'âge confirmé": (
        Line("PTI de l'adulte", ask=BLEEDING),
        Line("6 ans", ask="age_years", codes=("contradiction",), has=("À départager",)),
        Line("6 ans", ask=BLEEDING, has=("Retiré, car contraire", "(PTI) de l'enfant et de l'adolescent")),
    ),
    "Adulte et 6 ans, puis la situation confirmée": (
        Line("PTI de l'adulte, Khellaf 9", ask="emergency"),
        Line("6 ans", ask="age_years", codes=("contradiction",)),
        Line(Tap(ADULT), ask="emergency", has=("Retiré, car contraire : « 6 ans ».",)),
        Line("oui", verdict="P", ask="weight_kg", has=("Khellaf 9",)),
    ),
    "Adulte et 6 ans dans la même phrase : l'âge est redemandé": (
        Line("PTI adulte 6 ans", ask="age_years", codes=("contradiction",)),
        Line("6 ans", ask=BLEEDING, has=("(PTI) de l'enfant et de l'adolescent",)),
    ),
    "Enceinte et nouveau-né : la dernière parole l'emporte": (
        Line("hémochromatose néonatale, enceinte", ask="previous_neonatal_haemochromatosis"),
        Line("nouveau-né en insuffisance hépatocellulaire", ask="pregnant", codes=("contradiction",)),
        Line("non", verdict="P", ask="weight_kg", has=("nouveau-né en insuffisance hépatocellulaire",)),
        Line("enceinte", ask="pregnant", codes=("contradiction",)),
        Line("oui", ask="previous_neonatal_haemochromatosis", has=("Retiré, car contraire : « nouveau-né",)),
    ),
    "Hors des bornes : la question revient, rien n'est perdu": (
        Line("déficit immunitaire secondaire, LLC", ask="antibiotic_prophylaxis"),
        Line("IgG 400 g/L", ask="antibiotic_prophylaxis", codes=("out_of_range",), has=("0 et 100 g/L",)),
        Line("échec", ask="igg_g_per_l", has=("antibioprophylaxie : échec",)),
        Line("400", ask="igg_g_per_l", codes=("out_of_range",), has=("400 g/L est hors des valeurs possibles",)),
        Line("3,2", ask="severe_infection_hospitalised", has=("IgG 3,2 g/L",)),
        Line("oui", verdict="UF", ask="weight_kg", has=("Commencer seulement après avis favorable : RCP.",)),
        Line("7000 kg", ask="weight_kg", codes=("out_of_range",)),
        Line("72", verdict="UF", has=("15 g (10 g + 5 g) à 30 g (20 g + 10 g) en une fois",)),
    ),
    "Une réponse du mauvais genre est refusée avec douceur": (
        Line("PIDC", ask="clinically_progressive"),
        Line("échec", ask="clinically_progressive", codes=("invalid_value",), has=("répondez « oui », « non »",)),
        Line(Tap("failed"), ask="clinically_progressive", codes=("invalid_value",)),
        Line(Tap(None), ask="clinically_progressive", codes=("invalid_value",)),
        Line(Tap({"below": 4}), ask="clinically_progressive", codes=("invalid_value",)),
        Line(Tap(True), ask="corticosteroids"),
        Line("non", ask="corticosteroids", codes=("invalid_value",), has=("« jamais essayés » ou « pas d'échec »",)),
        Line("oui", ask="corticosteroids", codes=("invalid_value",)),
        Line("Jamais essayés", verdict="criteria_not_met"),
    ),
    "Jamais essayés : pourraient-ils l'être ?": (
        Line("guillain-barré 45 ans", ask="plasma_exchange"),
        Line("jamais", ask="plasma_exchange", values=("available", "unavailable", "contraindicated")),
        Line("pourquoi ?", ask="plasma_exchange", codes=("why",), has=("une contre-indication ou une impossibilité",)),
        Line("non", verdict="P", ask="weight_kg", has=("échanges plasmatiques indisponibles",)),
    ),
    "Jamais essayés, mais possibles": (
        Line("guillain-barré 45 ans", ask="plasma_exchange"),
        Line(Tap("not_tried"), ask="plasma_exchange", values=("available", "unavailable", "contraindicated")),
        Line("oui, possibles", verdict="criteria_not_met", has=("Pour voir ce qui compterait",)),
        Line("qu'est-ce qui changerait la réponse ?", codes=("what_would_change",), has=("oui : prioritaire [P]",)),
    ),
    "Des libellés tapés à la main valent les boutons": (
        Line("willebrand acquis", ask="gammopathy_isotype"),
        Line("IgG", ask="procedure"),
        Line("URGENTE (pronostic vital ou fonctionnel)", verdict="P", ask="weight_kg", has=("Téléphoner maintenant",)),
    ),
    "Une faute de frappe se confirme avant de décider": (
        Line("guilain bare 6 ans", ask="indication", values=("guillain_barre", "not_listed"), has=("S'agit-il bien",)),
        Line("oui", verdict="P", ask="weight_kg"),
    ),
    "Une faute de frappe refusée, et le vrai nom": (
        Line("guilain bare 6 ans", ask="indication", values=("guillain_barre", "not_listed")),
        Line("non", ask="indication", has=("choisissez un domaine",)),
        Line("Kawasaki", verdict="P", ask="weight_kg", has=("6 ans",)),
    ),
    "Deux situations : laquelle ?": (
        Line(
            "Kawasaki ou PTI enfant",
            ask="indication",
            codes=("two_situations",),
            values=("kawasaki", CHILD, "not_listed"),
        ),
        Line("Kawasaki", verdict="P", ask="weight_kg"),
    ),
    "Un mot du nom suffit entre les candidates": (
        Line("hypogammaglobulinémie", ask="indication"),
        Line("après CAR-T", ask="igg_g_per_l"),
        Line("3,5", ask="age_years"),
        Line("8 ans", verdict="UF", ask="weight_kg", has=("enfant, prophylaxie systématique",)),
    ),
    "Ni dans l'une ni dans l'autre liste": (
        Line(
            "syndrome de l'homme raide",
            verdict="not_listed",
            has=("ABSENT DU TABLEAU · syndrome de l'homme raide", "RCP"),
        ),
        Line("pemphigus", ask="rituximab", has=("Situation changée",)),
    ),
    "Aucune de ces situations": (
        Line("bonjour", ask="indication", codes=("greet",)),
        Line("aucune de ces situations", verdict="not_listed", has=("ABSENT DU TABLEAU", "écrivez-le")),
    ),
    "Une situation non justifiée": (Line("narcolepsie", verdict="not_justified", has=("NON JUSTIFIÉ · Narcolepsie",)),),
    "Renouvellement : les questions parlent du début": (
        Line("PIDC", ask="clinically_progressive", has=("La maladie est-elle",)),
        Line("renouvellement", ask="clinically_progressive", has=("Au début du traitement, la maladie était-elle",)),
        Line("oui", ask="corticosteroids", has=("au début du traitement",)),
        Line("échec", ask="plasma_exchange"),
        Line(
            "contre-indication",
            verdict="UF",
            ask="weight_kg",
            has=("(renouvellement)", "Renouveler seulement après avis"),
        ),
    ),
    "Renouvellement après la réponse : l'autre avis": (
        Line("myasthénie, décompensation aiguë, EP indisponibles, 60 kg", verdict="P", ask="renal_risk"),
        Line("renouvellement", verdict="P", ask="renal_risk", has=("Renouveler maintenant.",)),
        Line("non", verdict="P", ask="courses_in_12_months"),
        Line("3", verdict="P", has=("cures en 12 mois : 3",)),
    ),
    "La réponse d'abord, puis ce que les grammes demandent": (
        Line("GBS adulte, EP indisponibles, 92 kg", verdict="P", ask="height_cm", has=("185 g en 2 jours",)),
        Line("1m65", verdict="P", ask="pregnant"),
        Line("non", verdict="P", ask="renal_risk", has=("147,5 g en 2 jours", "ramenée à 1,6 g/kg")),
        Line("oui", verdict="P", has=("147,5 g en 5 jours", "30 g (J1 à J4), 27,5 g (J5)")),
    ),
    "Ce qui est passé devient un avertissement": (
        Line("GBS, 6 ans, 20 kg", verdict="P", ask="renal_risk"),
        Line("passer", verdict="P", has=("Risque rénal non précisé",)),
    ),
    "Un fait qui ne sert pas ici est gardé et dit": (
        Line("myasthénie, hb 9", ask="acute_decompensation", has=("Noté, mais non utilisé ici : hémoglobine 9 g/dL.",)),
    ),
    "Deux nombres nus : lequel est lequel ?": (
        Line("PTI adulte, urgence", ask="khellaf_score"),
        Line("9 72", ask="khellaf_score", codes=("ambiguous_number",), has=("« 9 » et « 72 »",)),
        Line("Khellaf 9, 72 kg", verdict="P", ask="corticosteroids", has=("72,5 g",)),
    ),
    "Une durée nue va à la question posée, et reste un âge sinon": (
        Line("pemphigoïde des muqueuses, atteinte laryngée", ask="treatment_months"),
        Line("2 ans", ask="rituximab", has=("Compris : traitement conduit depuis 24 mois.",)),
        Line("6 ans", ask="rituximab", has=("Compris : 6 ans.",)),
    ),
    "Un âge en mois répond à la question sur l'âge": (
        Line("hypogammaglobulinémie après CAR-T, IgG 2 g/L", ask="age_years"),
        Line("8 mois", verdict="UF", ask="weight_kg", has=("8 mois",)),
    ),
    "Des heures données en jours": (
        Line("Kawasaki 12 kg", verdict="P", ask="height_cm"),
        Line("passer", ask="days_since_first_symptom"),
        Line("2 semaines", verdict="P", has=("premier symptôme il y a 14 jours",)),
    ),
    "IMC, poids et taille qui se contredisent : rien n'est deviné": (
        Line("GBS 45 ans, EP indisponibles, 72 kg, 1m80, IMC 45", ask="bmi_kg_m2", codes=("contradiction",)),
        Line("IMC 45", ask="weight_kg", codes=("contradiction",)),
        Line("72", verdict="P", ask="pregnant", has=("Retiré, car contraire : « taille 180 cm ».", "145 g")),
    ),
    "Un mot à expliquer, et la question revient": (
        Line("PTI de l'enfant", ask=BLEEDING),
        Line("c'est quoi UF ?", ask=BLEEDING, codes=("explain_term",), has=("UF (code bleu)",)),
        Line("merci", ask=BLEEDING, codes=("thank",)),
        Line(
            "quel centre pour un PTI de l'adulte ?",
            ask=BLEEDING,
            codes=("network_only",),
            has=("Centre du réseau CeReCAI",),
        ),
        Line("quelle version ?", ask=BLEEDING, codes=("version",), has=("version du 20/05/2025",)),
        Line("t'es nul", ask=BLEEDING, codes=("insult",)),
        Line("non", ask="buchanan_score"),
    ),
    "Une phrase incompréhensible, puis la suite": (
        Line("PTI de l'enfant", ask=BLEEDING),
        Line("blabla", ask=BLEEDING, codes=("not_understood",), has=("« blabla »",)),
        Line("<b>gras</b>", ask=BLEEDING, codes=("not_understood",)),
        Line("", ask=BLEEDING, codes=("not_understood",), has=("Je n'ai rien reçu.",)),
        Line("oui", verdict="P", ask="weight_kg"),
    ),
    "En anglais : une ligne polie, puis le français": (
        Line("hello, can you help me?", ask="indication", codes=("english",), has=("I can only answer in French",)),
        Line("GBS 6 ans", verdict="P", ask="weight_kg"),
    ),
    "La maladie du frère n'est pas celle du patient": (
        Line("le frère a eu un Kawasaki", ask="indication", codes=("not_understood",), has=("Non retenu, car nié ou",)),
    ),
    "La situation en main, niée : confirmée, puis écartée": (
        Line("guillain-barré 45 ans", ask="plasma_exchange"),
        Line("Finalement ce n'est pas un Guillain-Barré.", ask="indication", values=("guillain_barre", "not_listed")),
        Line("non", ask="indication", has=("choisissez un domaine",)),
        Line("myasthénie", ask="acute_decompensation"),
        Line("retour", ask="indication"),
    ),
    "Seulement la dose": (
        Line("Kawasaki 12 kg", verdict="P", ask="height_cm"),
        Line("quelle dose ?", verdict="P", ask="height_cm", has=("25 g en une fois : 20 g + 5 g",)),
    ),
    "Seulement la dose, avant la réponse : la question d'abord": (
        Line("PIDC", ask="clinically_progressive"),
        Line("quelle dose ?", ask="clinically_progressive"),
    ),
    "Un poids inférieur à un flacon se prélève": (
        Line(
            "rougeole, contact confirmé, immunodéprimé, 8 kg",
            verdict="P",
            has=("1,6 g en une fois, à prélever", "Moins de 2 ans"),
        ),
    ),
    "Les moves avant tout cas": (
        Line("détails", ask="indication", codes=("no_case",)),
        Line("pourquoi ?", ask="indication", codes=("why",)),
        Line("passer", ask="indication", codes=("which_situation",)),
        Line("renouvellement", ask="indication", has=("Renouvellement",)),
        Line("myosite à inclusions", verdict="NP", has=("NON PRIORITAIRE [NP]", "(renouvellement)")),
    ),
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_conversation(name: str) -> None:
    talk = Talk()
    for line in DIALOGUES[name]:
        heard = hear(talk, line)
        assert (heard.asked, heard.verdict, tuple(heard.codes)) == (line.ask, line.verdict, line.codes), heard.text
        assert [piece for piece in line.has if piece not in heard.text] == [], heard.text
        assert line.values is None or tuple(heard.values) == line.values, heard.text
