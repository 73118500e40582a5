"""Buttons stay on the screen of a messenger: tapped once something else has the floor, they answer nothing."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

from actions.activities import ACTIVITIES
from actions.conversation.bind import PAYLOAD
from actions.conversation.late import LATE
from actions.conversation.say import Button
from actions.understanding import Unbound, Understanding
from tests.actions.talk import Heard
from tests.record.ward import Ward as Recorded

CASE = "PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg"
TALKS: dict[str, tuple[str, ...]] = {
    "question oui ou non": ("myasthénie",),
    "liste des situations": ("bonjour",),
    "consultation décidée": (CASE,),
    "pseudonyme d'entraînement": ("entraînement",),
    "cas d'entraînement": ("entraînement", "lynx"),
    "assurance à l'entraînement": ("entraînement", "lynx", "non prioritaire"),
    "score de Khellaf": ("score de Khellaf",),
    "score de Buchanan": ("score de Buchanan",),
    "IMC": ("calculer l'IMC",),
    "âge demandé par Khellaf": ("score de Khellaf", "rien d'autre"),
    "unité d'un résiduel": ("résiduel sirolimus 8",),
    "date du sirolimus à venir": ("sirolimus débuté le 25/11/2099",),
    "classification": ("score ACR EULAR",),
    "formulaire": ("nouveau formulaire sivig", "AB", "1962", "femme", "section 2"),
    "suivi": (CASE, "suite {reference}"),
    "effet demandé": (CASE, "suite {reference}", "effet"),
}


class Talk(Recorded):
    """Somebody who also taps what was offered."""

    def __init__(self, *texts: str) -> None:
        super().__init__(activities=ACTIVITIES)
        for text in texts:
            self.heard = self.says(text.format(reference=self.case.record.get("reference")))

    def press(self, button: Button) -> Heard:
        """Tap a button that sends an answer."""
        sent = json.loads(button.payload.removeprefix("/answer"))
        item = Unbound(PAYLOAD, sent["value"], text=sent.get("fact", ""))
        return self.hears(Understanding("", "answer", unbound=(item,)))

    def kept(self) -> Any:
        """The case and what every activity holds of it, but the steps that lead back."""
        states = {name: {**state, "history": None} for name, state in self.case.activities.items()}
        return self.case.indication, dict(self.case.facts), states, self.case.active

    @property
    def scored(self) -> str | None:
        """The score in hand."""
        return (self.case.activities.get("score") or {}).get("score")


def answers(heard: Heard) -> list[Button]:
    """The buttons that answer: not those that open a topic or move, which mean the same at any time."""
    offered = (button for say in heard.says for button in say.buttons if button.payload.startswith("/answer"))
    opening = ('"sirolimus:', '"score:', '"training:do:')
    return [button for button in offered if not any(words in button.payload for words in opening)]


def late(now: Talk, before: Talk) -> list[Button]:
    """The buttons of an older talk that are not those of the one in hand."""
    if now.case.active == before.case.active and now.scored == before.scored:
        return []  # an earlier question of the same activity: tapped again it corrects its own answer
    own = {button.payload for button in answers(now.heard)}
    return [button for button in answers(before.heard) if button.payload not in own]


def test_un_ancien_bouton_ne_repond_pas_a_autre_chose() -> None:
    talks = {name: Talk(*texts) for name, texts in TALKS.items()}
    pressed = 0
    for (name, now), (other, before) in itertools.permutations(talks.items(), 2):
        start, held = now.case, now.kept()
        for button in late(now, before):
            now.case = start
            heard, pressed = now.press(button), pressed + 1
            assert not set("{}@") & set(heard.text), (name, other, button, heard.text)
            assert now.kept() == held, (name, other, button, heard.text)
        now.case = start
    assert pressed > 500


def test_rien_d_autre_d_un_score_ne_met_pas_l_autre_a_zero() -> None:
    khellaf, buchanan = Talk("myasthénie", "score de Khellaf"), Talk("myasthénie", "score de Buchanan")
    nothing = next(button for button in answers(khellaf.heard) if button.title == "rien d'autre")
    assert buchanan.press(nothing).asked == "buchanan_score"
    assert dict(buchanan.case.facts) == {}
    assert "Score de Khellaf" in khellaf.press(nothing).text or khellaf.case.activities["score"]["answers"]


def test_un_bouton_d_entrainement_en_consultation_repose_la_question() -> None:
    training, ward = Talk("entraînement", "lynx"), Talk("myasthénie")
    heard = ward.press(answers(training.heard)[0])
    assert (heard.text.split("\n")[0], heard.asked) == (LATE, "acute_decompensation")


def test_un_bouton_de_suivi_n_ecrit_pas_sous_un_autre_cas() -> None:
    first = Talk(CASE, "suite {reference}", "effet")
    button = answers(first.heard)[0]
    second = Talk(CASE, "suite {reference}")
    case, other = (talk.case.activities["follow_up"]["reference"] for talk in (first, second))
    text = second.press(button).text
    assert text == f"Ce bouton concerne le cas {case}, qui n'est plus suivi ici : rien n'a été noté."
    assert "Noté" not in second.says(f"suite {other}").text and case != other


def test_un_bouton_d_un_formulaire_n_ecrit_pas_dans_un_autre() -> None:
    first = Talk("nouveau formulaire sivig", "AB", "1962", "femme", "section 2")
    second = Talk("nouveau formulaire sivig", "CD", "1970", "homme", "section 2")
    button = answers(first.heard)[0]
    reference = first.case.activities["form"]["reference"]
    assert second.press(button).text.startswith(f"Ce bouton concerne le formulaire {reference}")
    assert first.press(button).text.startswith("Noté")


def test_un_nombre_envoye_deux_fois_ne_repond_qu_a_sa_question() -> None:
    ward = Talk("PTI adulte, Khellaf 9, urgence, corticoïdes en cours")
    weight = Understanding("", "answer", unbound=(Unbound(PAYLOAD, 72, text="weight_kg"),))
    ward.hears(weight)
    decided = replace(ward.case)
    ward.hears(weight)
    assert (dict(ward.case.facts), decided.facts["weight_kg"]) == (dict(decided.facts), 72)
    bmi = Talk("calculer l'IMC")
    assert bmi.hears(weight).asked == "height_cm"
    assert bmi.hears(weight).text == LATE
