"""Whole conversations, as a prescriber types them: step by step, corrected, undone, started again."""

from __future__ import annotations

import pytest

from tests.actions.lines import Line, Tap, hold

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
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_conversation(name: str) -> None:
    hold(*DIALOGUES[name])
