"""The same through the real server: buttons, typed French, objects."""

from __future__ import annotations

from tests.serving import Server, objects, said


def test_un_residuel_puis_son_controle_par_le_serveur(server: Server) -> None:
    first = server.say("sirolimus-1", "résiduel 16 à J7")
    yes = next(reply["buttons"] for reply in first if reply.get("buttons"))[0]
    assert yes["title"] == "oui, en ng/mL"
    answered = server.say("sirolimus-1", yes["payload"])
    assert [item["status"] for item in objects(answered, "protocol")] == ["suspend"]
    resumed = server.say("sirolimus-1", "contrôle 12 ng/mL, dose 3 mg")
    assert objects(resumed, "protocol")[0]["dose"]["tablets"] == {"1": 1, "0.5": 1}
    assert "Hors AMM" in said(resumed)


def test_un_score_calcule_par_ses_boutons_decide_la_consultation(server: Server) -> None:
    asked = server.say("score-1", "PTI adulte, 76 ans, urgence")
    compute = next(button for reply in asked for button in reply.get("buttons", ()) if button["title"] == "calculer")
    opened = server.say("score-1", compute["payload"])
    worst = next(
        button
        for reply in opened
        for button in reply.get("buttons", ())
        if button["title"] == "purpura ecchymotique généralisé"
    )
    server.say("score-1", worst["payload"])
    done = server.say("score-1", "bulles, rien d'autre")
    assert [item["result"] for item in objects(done, "score")] == [[14, 14]]
    assert [item["status"] for item in objects(done, "decision")] == ["P"]
