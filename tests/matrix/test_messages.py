"""What the bridge reads in an event, and how it writes the bot's replies."""

from __future__ import annotations

from typing import Any

import pytest

from bot.matrix import wording
from bot.matrix.incoming import Incoming, Listener, after_invitation
from bot.matrix.replies import Rendered, chosen, render

BOT = "@prioig:hopital.test"
LISTENER = Listener(BOT, ("prioig",), ("hopital.test",))


def event(body: str = "bonjour", sender: str = "@alice:hopital.test", **content: Any) -> dict[str, Any]:
    """A text message."""
    return {
        "type": "m.room.message",
        "event_id": "$e",
        "sender": sender,
        "content": {"msgtype": "m.text", "body": body, **content},
    }


def text(source: dict[str, Any], group: bool) -> str | None:
    """What is read of an event."""
    read = LISTENER.read("!r:hopital.test", source, group)
    return read.text if read else None


ADDRESSED: list[Any] = [
    pytest.param("prioig: khellaf 9", "khellaf 9", id="le nom et deux points"),
    pytest.param("PrioIg, khellaf 9", "khellaf 9", id="le nom et une virgule"),
    pytest.param("PrioIg : khellaf 9", "khellaf 9", id="le nom, une espace et deux points"),
    pytest.param("@prioig khellaf 9", "khellaf 9", id="une arobase"),
    pytest.param("@prioig:hopital.test: khellaf 9", "khellaf 9", id="l'identifiant entier et deux points"),
    pytest.param("@prioig:hopital.test khellaf 9", "khellaf 9", id="l'identifiant entier"),
    pytest.param("@prioig:autre.test khellaf 9", None, id="quelqu'un d'autre du même nom"),
    pytest.param("prioig:9", "9", id="le nom et deux points, sans espace"),
    pytest.param("prioig", None, id="le nom seul"),
    pytest.param("prioig dit 9", None, id="une phrase sur lui"),
    pytest.param("demande à prioig: 9", None, id="le nom au milieu"),
    pytest.param("prioigs: 9", None, id="un autre mot"),
    pytest.param("khellaf 9", None, id="sans le nom"),
]


@pytest.mark.parametrize(("body", "expected"), ADDRESSED)
def test_in_a_group_the_name_stands_first(body: str, expected: str | None) -> None:
    assert text(event(body), group=True) == expected


OUTSIDE: list[Any] = [
    pytest.param(event(sender=BOT), id="soi-même"),
    pytest.param(event(sender="@eve:autre.test"), id="une personne d'un autre serveur"),
    pytest.param(event(sender="@eve:hopital.test.autre.test"), id="un serveur dont le nom commence pareil"),
    pytest.param(event(msgtype="m.notice"), id="un robot"),
    pytest.param(event(**{"m.relates_to": {"rel_type": "m.replace", "event_id": "$a"}}), id="une modification"),
    pytest.param({**event(), "type": "m.reaction"}, id="une réaction"),
    pytest.param({**event(), "content": None}, id="un message effacé"),
]


@pytest.mark.parametrize("source", OUTSIDE)
def test_what_is_no_message_for_us_is_not_read(source: dict[str, Any]) -> None:
    assert LISTENER.read("!r:hopital.test", source, group=False) is None


def test_the_copy_of_a_message_replied_to_is_left_out() -> None:
    reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$a"}}}
    assert text(event("> <@prioig:hopital.test> Quel poids ?\n> suite\n\n72", **reply), group=False) == "72"


def test_a_thread_is_answered_in_the_thread() -> None:
    source = event(**{"m.relates_to": {"rel_type": "m.thread", "event_id": "$root"}})
    relation = {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True,
                "m.in_reply_to": {"event_id": "$e"}}  # fmt: skip
    expected = Incoming("!r:hopital.test", "@alice:hopital.test", "$e", "bonjour", relation)
    assert LISTENER.read("!r:hopital.test", source, group=False) == expected


def member(membership: str, before: str | None = None) -> dict[str, Any]:
    """A change of our own membership."""
    unsigned = {"prev_content": {"membership": before}} if before else {}
    return {"type": "m.room.member", "state_key": BOT, "content": {"membership": membership}, "unsigned": unsigned}


PAST: list[Any] = [
    pytest.param([event("a"), member("invite"), event("b"), member("join", "invite"), event("c")], ["b", "c"],
                 id="après l'invitation"),
    pytest.param([event("a"), member("join"), event("b")], ["b"], id="après l'entrée"),
    pytest.param([event("a"), member("join", "join"), event("b")], ["a", "b"],
                 id="un changement de nom n'est pas une entrée"),
    pytest.param([event("a")], ["a"], id="une conversation qui continue"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "expected"), PAST)
def test_what_was_said_before_the_invitation_is_not_read(events: list[dict[str, Any]], expected: list[str]) -> None:
    heard = after_invitation(BOT, events)
    assert [item["content"]["body"] for item in heard if item["type"] == "m.room.message"] == expected


def reply(said: str, *titles: str) -> dict[str, Any]:
    """One bubble of the bot with its buttons."""
    return {"text": said, "buttons": [{"title": title, "payload": f"/{title}"} for title in titles]}


CHOICE = {"custom": {"type": "question", "kind": "boolean", "choices": [{"value": True, "label": "oui"}]}}
NUMBER = {"custom": {"type": "question", "kind": "number", "unit": "g/L", "choices": None}}
DECISION = {"custom": {"type": "decision", "status": "P"}}


def test_buttons_become_a_numbered_list_that_replaces_the_options_of_the_text() -> None:
    assert render([reply("Urgence ?\n(oui / non)", "oui", "non"), CHOICE]) == Rendered(
        f"Urgence ?\n1. oui\n2. non\n{wording.PICK}",
        f"<p>Urgence ?</p><ol><li>oui</li><li>non</li></ol><p><em>{wording.PICK}</em></p>",
        ("/oui", "/non"),
    )


def test_where_a_number_is_asked_for_there_are_no_numbers_to_pick() -> None:
    assert render([reply("Quel taux d'IgG ? (ou « passer »)", "passer"), NUMBER]) == Rendered(
        "Quel taux d'IgG ? (ou « passer »)", "<p>Quel taux d'IgG ? (ou « passer »)</p>", ()
    )


def test_a_dose_asked_in_training_is_not_a_number_to_pick() -> None:
    asked = {"custom": {**NUMBER["custom"], "type": "training_question", "unit": "g"}}
    assert render([reply("Entraînement · Quelle dose ?\n(indice)", "indice"), asked]).payloads == ()


def test_choices_that_are_numbers_are_not_numbered() -> None:
    made = render([reply("Combien de traitements ?", "0", "1", "2 ou plus"), CHOICE])
    assert (made.body, made.payloads) == (
        "Combien de traitements ?\n\nVous pouvez aussi écrire : « 0 », « 1 », « 2 ou plus ».",
        (),
    )


def test_a_verdict_and_its_question_are_one_message_with_the_verdict_in_bold() -> None:
    made = render([reply("PRIORITAIRE [P] · A & B\n1 g/kg"), DECISION, reply("Quel poids ?"), NUMBER])
    assert made == Rendered(
        "PRIORITAIRE [P] · A & B\n1 g/kg\n\nQuel poids ?",
        "<p><strong>PRIORITAIRE [P] · A &amp; B</strong><br>1 g/kg</p><p>Quel poids ?</p>",
        (),
    )


def test_what_a_person_typed_is_never_markup() -> None:
    assert render([reply("Compris : <img src=x>")]).formatted == "<p>Compris : &lt;img src=x&gt;</p>"


PICKED: list[Any] = [
    pytest.param("2", "/non", id="le numéro"),
    pytest.param(" 2. ", "/non", id="le numéro et un point"),
    pytest.param("2)", "/non", id="le numéro et une parenthèse"),
    pytest.param("0", "0", id="avant la liste"),
    pytest.param("3", "3", id="après la liste"),
    pytest.param("2,5", "2,5", id="un nombre à virgule"),
    pytest.param("2 kg", "2 kg", id="une quantité"),
    pytest.param("non", "non", id="le mot"),
]


@pytest.mark.parametrize(("typed", "expected"), PICKED)
def test_a_number_picks_from_the_list(typed: str, expected: str) -> None:
    assert chosen(typed, ("/oui", "/non")) == expected


def test_without_a_list_a_number_is_a_number() -> None:
    assert chosen("2", ()) == "2"


def test_an_answer_that_waits_is_read_back_as_it_was() -> None:
    made = render([reply("Urgence ?", "oui", "non"), CHOICE])
    assert Rendered.from_json(made.to_json()) == made
