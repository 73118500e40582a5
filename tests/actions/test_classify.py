"""The ACR/EULAR score by conversation: in any order, one by one, into the form in hand; and where it is offered."""

from __future__ import annotations

from actions.forms.store import opened
from tests.actions.talk import Heard, Talk


def says(talk: Talk, *texts: str) -> Heard:
    return [talk.says(text) for text in texts][-1]


def test_one_sentence_gives_the_verdict_item_by_item() -> None:
    heard = says(Talk(), "classification sclérodermie : sclérodactylie, doigts boudinés, raynaud, télangiectasies")
    (score,) = heard.objects("score")
    assert (score["verdict"], score["points"], score["sufficient"]) == ("classified", [9, 19], False)
    assert "- Sclérodactylie (en deçà des MCP) : 4 points" in heard.text
    assert "- Doigts boudinés : présent, non compté" in heard.text
    assert "ne rend pas les immunoglobulines justifiées" in heard.text


def test_items_are_asked_one_by_one_until_nothing_can_change_the_verdict() -> None:
    talk = Talk()
    assert says(talk, "score ACR/EULAR").asked == "skin_beyond_mcp"
    assert talk.taps({"item": "skin_beyond_mcp", "value": False}).asked == "sclerodactyly"
    assert says(talk, "oui").asked == "pitting_scar"  # puffy fingers can no longer count
    assert says(talk, "pas de cicatrice pulpaire, ulcères digitaux non").asked == "telangiectasia"
    assert says(talk, "je ne sais pas").asked == "nailfold"
    assert says(talk, "non", "PID non, HTAP non", "pas de raynaud").asked == "anti_centromere"  # 4, and 9 within reach
    heard = says(talk, "anti-centromère négatifs, scl70 négatifs, anti-ARN polymérase III négatifs")
    (score,) = heard.objects("score")
    assert (score["verdict"], score["points"]) == ("not_classified", [4, 6])


def test_the_sufficient_item_ends_it_at_once() -> None:
    heard = says(Talk(), "score ACR/EULAR", "oui")
    assert heard.objects("score")[0]["points"] == [9, 9]
    assert "9 points (suffit à lui seul)" in heard.text


def test_an_exclusion_that_is_said_takes_the_verdict_away() -> None:
    heard = says(Talk(), "score ACR/EULAR", "épaississement au-delà des MCP oui, doigts épargnés oui")
    assert heard.objects("score")[0]["verdict"] == "not_applicable"
    assert "ne s'applique pas : épaississement cutané qui épargne les doigts" in heard.text


def test_the_items_go_into_the_form_in_hand() -> None:
    talk = Talk()
    heard = says(
        talk, "nouveau formulaire AB-1962-F", "score ACR/EULAR", "non",
        "sclérodactylie, raynaud, télangiectasies non, PID non, HTAP oui, scl70 oui",
    )  # fmt: skip
    (button,) = [one for one in heard.says[0].buttons if one.title == "reporter dans le formulaire"]
    talk.taps({"form": "items:acr_eular_2013", "value": heard.objects("score")[0]["stated"]})
    with opened() as store:
        (found,) = store.all()
    answers = {str(cell): value for cell, value in found.record.answers.items() if cell.question.startswith("acr_")}
    assert answers == {
        "acr_skin_beyond_mcp": False, "acr_sclerodactyly": True, "acr_raynaud": True, "acr_telangiectasia": False,
        "acr_lung": True, "acr_autoantibodies": True,
    }  # fmt: skip
    assert '"form": "items:acr_eular_2013"' in button.payload


def test_systemic_sclerosis_is_not_justified_and_says_what_remains_possible() -> None:
    talk = Talk()
    heard = says(talk, "sclérodermie systémique")
    assert heard.verdict == "not_justified"
    assert "overlap_myositis_possible" in [warning["code"] for warning in (heard.decision or {})["warnings"]]
    assert "« score ACR/EULAR », « formulaire SIVIG »" in heard.text
    assert [button.title for say in heard.says for button in say.buttons] == ["score ACR/EULAR", "formulaire SIVIG"]
    assert says(talk, "myosite de chevauchement").text.startswith("Situation changée")
    assert talk.case.indication == "necrotising_or_antisynthetase_or_overlap_myositis"


def test_nothing_is_offered_after_another_situation() -> None:
    assert "Aussi :" not in says(Talk(), "autisme").text


def test_a_question_of_the_consultation_leaves_the_score_and_keeps_it() -> None:
    talk = Talk()
    heard = says(talk, "score ACR/EULAR", "non", "Guillain-Barré, 6 ans, 20 kg")
    assert heard.verdict == "P"
    assert talk.case.activities["classification"]["stated"] == {"skin_beyond_mcp": False}
