"""What the page adds to an answer: words, link, calendar, thresholds; the same medicine, never more."""

from __future__ import annotations

from typing import Any

import pytest

import rules
from bot.channels.page.plan import calendars
from bot.channels.page.share import justification, link_facts
from bot.channels.page.turns import turns
from bot.channels.page.view import gauges, viewed, words
from rules import hierarchy

SEVERE = {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "weight_kg": 72}


def decide(indication: str | None, **facts: Any) -> rules.Decision:
    """The decision of a case."""
    return rules.decide(rules.parse_case({"indication": indication, "facts": facts}))


def test_a_number_becomes_a_side_of_the_threshold_and_a_weight_disappears() -> None:
    facts = link_facts(decide("itp_adult", **SEVERE))
    assert facts == {"emergency": True, "corticosteroids": "ongoing", "khellaf_score": {"above": 8.0}}


SIDES = {
    "en dessous du seuil": (3.99, {"below": 4.0}),
    "au seuil exactement": (4, {"at_least": 4.0}),
    "bien au-dessus": (11, {"at_least": 4.0}),
}


@pytest.mark.parametrize(("igg", "side"), SIDES.values(), ids=SIDES)
def test_both_sides_of_a_threshold_are_told_apart(igg: float, side: dict[str, float]) -> None:
    decision = decide("secondary_immunodeficiency", igg_g_per_l=igg, weight_kg=70)
    assert link_facts(decision) == {"igg_g_per_l": side}


@pytest.mark.parametrize("name", [*hierarchy().situations, *hierarchy().unjustified])
def test_the_link_of_a_situation_gives_the_same_verdict(name: str) -> None:
    decision = decide(name, weight_kg=50)
    facts = link_facts(decision)
    assert facts == {}
    assert (decide(name, **facts).status, decide(name, **facts).row) == (decision.status, decision.row)


def test_the_text_for_the_chart_says_the_answer_and_no_more() -> None:
    decision = decide("itp_adult", **SEVERE, renal_risk=False)
    assert justification(decision, "PTI de l'adulte, forme sévère").split("\n")[:-1] == [
        "Immunoglobulines humaines : hiérarchisation de l'ANSM",
        "PRIORITAIRE [P] - PTI de l'adulte, forme sévère",
        "Table ANSM du 20/05/2025, Hématologie.",
        "Critères :",
        "- Score de Khellaf modifié supérieur à 8 : oui",
        "- Situation d'urgence : oui",
        "- Saignement intracérébral ou viscéral avec déglobulisation : inconnu",
        "Éléments retenus : Khellaf 9, urgence, corticoïdes en cours, 72 kg, pas de risque rénal.",
        "Commencer maintenant. Aucun avis exigé avant de commencer.",
        "72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g (1 g/kg x 72 kg = 72 g, +0,7 %).",
        "Schéma : dose unique à J1 ; à J3, répéter seulement si la gravité persiste sans réponse plaquettaire.",
        "À vérifier :",
        "- Vérifiez le résumé des caractéristiques du produit choisi : les indications autorisées diffèrent d'un "
        "produit à l'autre.",
    ]


def test_a_calendar_adds_up_to_the_vials_of_the_answer() -> None:
    decision = decide("guillain_barre", age_years=6, weight_kg=20, renal_risk=True)
    (calendar,) = calendars(decision)
    assert calendar["days"] == [
        {"grams": 10.0, "vials": [[10.0, 1]]},
        *[{"grams": 7.5, "vials": [[5.0, 1], [2.5, 1]]}] * 4,
    ]
    assert decision.dose is not None and decision.dose.selected is not None
    assert (
        sum(day["grams"] for day in calendar["days"]) == decision.dose.regimens[decision.dose.selected].grams_in_vials
    )


CHOICES = {
    "une dose en fourchette": ("after_transplant_case", ["Dose basse", "Dose haute"]),
    "des jours en fourchette": ("rejection_case", ["En 2 jours", "En 3 jours", "En 4 jours"]),
}
RANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "after_transplant_case": (
        "hypogammaglobulinaemia_after_transplant",
        {"igg_g_per_l": 3, "severe_infection_hospitalised": True, "antibiotic_prophylaxis": "failed"},
    ),
    "rejection_case": ("antibody_mediated_rejection", {"organ": "kidney"}),
}


@pytest.mark.parametrize(("case", "labels"), CHOICES.values(), ids=CHOICES)
def test_a_range_of_the_table_stays_a_choice(case: str, labels: list[str]) -> None:
    indication, facts = RANGES[case]
    assert [one["label"] for one in calendars(decide(indication, **facts, weight_kg=70))] == labels


NO_CALENDAR = {
    "sans poids": ("itp_adult", {**SEVERE, "weight_kg": None}),
    "poids connu par une borne": ("itp_adult", {**SEVERE, "weight_kg": {"above": 70}}),
    "moins d'un flacon": (
        "measles_exposure",
        {"measles_contact_confirmed": True, "measles_group": "immunodepressed", "weight_kg": 5},
    ),
    "aucun schéma retenu": ("clarkson_syndrome", {"treatment_year": 5, "weight_kg": 70}),
    "sans dose": ("inclusion_body_myositis", {"weight_kg": 70}),
}


@pytest.mark.parametrize(("indication", "facts"), NO_CALENDAR.values(), ids=NO_CALENDAR)
def test_no_calendar_without_grams_to_draw(indication: str, facts: dict[str, Any]) -> None:
    assert calendars(decide(indication, **facts)) == []


def test_a_threshold_comes_from_the_criterion_and_a_bound_stays_a_bound() -> None:
    assert gauges(decide("secondary_immunodeficiency", igg_g_per_l={"below": 4})) == [
        {
            "label": "IgG",
            "unit": "g/L",
            "value": {"below": 4.0},
            "threshold": 4.0,
            "state": "met",
            "criterion": "IgG inférieures à 4 g/L",
        }
    ]


def replies(decision: rules.Decision, text: str, *questions: str) -> list[dict[str, Any]]:
    """A reply as the conversation gives it."""
    asked = [{"custom": {"type": "question", "fact": fact, "kind": "number"}} for fact in questions]
    return [{"text": text}, {"custom": rules.decision_json(decision)}, *asked]


def test_what_is_said_before_the_verdict_is_kept_beside_the_card() -> None:
    decision = decide("itp_adult", **SEVERE)
    text = (
        "Noté, mais non utilisé ici : taille.\nPRIORITAIRE [P] · PTI de l'adulte, forme sévère\nCommencer maintenant."
    )
    said, answer = viewed(replies(decision, text))
    assert said["page"] == {"before": "Noté, mais non utilisé ici : taille."}
    assert (answer["page"]["word"], answer["page"]["title"]) == ("PRIORITAIRE [P]", "PTI de l'adulte, forme sévère")


def test_a_warning_waits_while_the_question_that_replaces_it_is_asked() -> None:
    decision = decide("guillain_barre", age_years=6)
    text = "PRIORITAIRE [P] · Syndrome de Guillain-Barré"
    renal = "Risque rénal non précisé : vérifiez-le avant de perfuser."
    asked = viewed(replies(decision, text, "weight_kg"))[1]["page"]
    alone = viewed(replies(decision, text))[1]["page"]
    assert (renal in asked["warnings"], renal in alone["warnings"], renal in asked["all_warnings"]) == (
        False,
        True,
        True,
    )


def test_an_answer_that_cannot_be_read_again_keeps_its_text() -> None:
    broken = {"type": "decision", "status": "P", "indication": "nothing_of_ours", "facts": {}}
    assert viewed([{"text": "PRIORITAIRE [P] · PTI"}, {"custom": broken}]) == [
        {"text": "PRIORITAIRE [P] · PTI"},
        {"custom": broken},
    ]


def test_an_open_answer_says_what_each_reply_would_give() -> None:
    decision = decide("guillain_barre", age_years=40)
    after = ["Peut encore devenir : prioritaire [P].", "Selon échanges plasmatiques :", "- Oui : prioritaire [P]"]
    assert words(decision, (), "RÉPONSE INCOMPLÈTE · Syndrome", after)["meaning"] == "\n".join(after)


def test_a_conversation_is_read_back_from_its_events() -> None:
    events = [
        {"event": "session_started"},
        {
            "event": "user",
            "text": "PTI",
            "message_id": "m1",
            "timestamp": 1.0,
            "parse_data": {"intent": {"name": "inform"}},
        },
        {
            "event": "bot",
            "text": "Adulte ?",
            "data": {"buttons": [{"title": "oui", "payload": "/affirm"}], "custom": None},
        },
        {"event": "bot", "text": None, "data": {"custom": {"type": "question"}}},
    ]
    assert turns(events) == [
        {
            "id": "m1",
            "text": "PTI",
            "intent": "inform",
            "time": 1.0,
            "replies": [
                {"text": "Adulte ?", "buttons": [{"title": "oui", "payload": "/affirm"}]},
                {"custom": {"type": "question"}},
            ],
        }
    ]
