"""Whole conversations: names that hesitate, both lists, renewal, grams, bare numbers, moves beside the case."""

from __future__ import annotations

import pytest

from tests.actions.lines import Line, hold

BLEEDING = "life_threatening_bleeding"
ADULT, CHILD = "itp_adult", "itp_child"

DIALOGUES: dict[str, tuple[Line, ...]] = {
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
    hold(*DIALOGUES[name])
