"""The bridge against a real homeserver, with a bot that counts the messages of each conversation."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from bot.matrix import wording
from tests.matrix.people import Line, Person
from tests.matrix.ward import PASSWORD, Ward

ROOMS = [pytest.param(False, id="un salon en clair"), pytest.param(True, id="un salon chiffré")]


def welcomed(ward: Ward, person: Person, room: str) -> None:
    """The bot has said how to talk to it."""
    assert "Bonjour, ici PrioIg" in person.answers(room, ward.bot, 1)[0]["content"]["body"]


def bodies(lines: list[Line]) -> list[str]:
    """The plain text of messages."""
    return [str(line["content"]["body"]) for line in lines]


@pytest.mark.parametrize("encrypted", ROOMS)
def test_a_person_invites_the_bot_and_gets_an_answer(quiet_ward: Ward, encrypted: bool) -> None:
    ward, (alice, _) = quiet_ward, quiet_ward.people
    room = ward.room(alice, encrypted)
    welcomed(ward, alice, room)
    alice.say(room, "bonjour")
    answer = alice.answers(room, ward.bot, 2)[1]
    assert answer["encrypted"] is encrypted
    assert answer["content"] == {
        "msgtype": "m.notice",
        "body": "Tour 1.",
        "format": "org.matrix.custom.html",
        "formatted_body": "<p>Tour 1.</p>",
        "m.mentions": {},
    }


def test_the_bot_shows_that_it_is_answering(quiet_ward: Ward) -> None:
    ward, (alice, _) = quiet_ward, quiet_ward.people
    room = ward.room(alice)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    assert alice.hear(room, lambda line: line["heard"] == "m.typing" and ward.bot in line["content"]["users"])


def test_each_person_and_each_room_has_its_own_conversation(quiet_ward: Ward) -> None:
    ward, (alice, bob) = quiet_ward, quiet_ward.people
    alone, together = ward.room(alice), ward.room(alice, others=(bob,))
    assert [welcomed(ward, person, room) for person, room in ((alice, alone), (bob, together))] == [None, None]
    assert alice.ask(alone, ward.bot, "bonjour") == "Tour 1."
    assert alice.ask(alone, ward.bot, "bonjour") == "Tour 2."
    assert bob.ask(together, ward.bot, "prioig: bonjour") == "Tour 1."
    alice.answers(together, ward.bot, 2)
    assert alice.ask(together, ward.bot, "prioig: bonjour") == "Tour 1."


@pytest.mark.parametrize("encrypted", ROOMS)
def test_in_a_group_only_what_is_addressed_to_the_bot_is_answered(quiet_ward: Ward, encrypted: bool) -> None:
    ward, (alice, bob) = quiet_ward, quiet_ward.people
    room = ward.room(alice, encrypted, others=(bob,))
    welcomed(ward, bob, room)
    bob.say(room, "bonjour à tous")
    bob.say(room, "prioig dit bonjour")
    asked = bob.say(room, "Prioig : bonjour")
    mentioned = bob.say(room, "bonjour", **{"m.mentions": {"user_ids": [ward.bot]}})
    answers = bob.answers(room, ward.bot, 3)[1:]
    assert bodies(answers) == ["Tour 1.", "Tour 2."]
    assert [line["content"]["m.relates_to"] for line in answers] == [
        {"m.in_reply_to": {"event_id": asked}},
        {"m.in_reply_to": {"event_id": mentioned}},
    ]
    assert answers[0]["content"]["m.mentions"] == {"user_ids": [bob.user]}


def test_edits_bots_emotes_and_the_past_are_not_messages(quiet_ward: Ward) -> None:
    ward, (alice, _) = quiet_ward, quiet_ward.people
    room = str(alice.do("room", invite=[], encrypted=False, direct=False))
    alice.say(room, "bonjour avant l'invitation")
    alice.do("invite", room=room, user=ward.bot)
    first = alice.say(room, "bonjour entre l'invitation et l'entrée")
    alice.hear(room, ward.is_in)
    relation = {"m.relates_to": {"rel_type": "m.replace", "event_id": first}}
    edit = {"msgtype": "m.text", "body": "* salut", "m.new_content": {"msgtype": "m.text", "body": "salut"}, **relation}
    alice.do("send", room=room, content=edit)
    alice.do("send", room=room, content={"msgtype": "m.notice", "body": "bonjour d'un robot"})
    alice.do("send", room=room, content={"msgtype": "m.emote", "body": "bonjour"})
    alice.say(room, "bonjour")
    assert bodies(alice.answers(room, ward.bot, 3))[-2:] == ["Tour 1.", "Tour 2."]
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 3."


def test_a_file_is_answered_with_a_sentence(quiet_ward: Ward) -> None:
    ward, (alice, _) = quiet_ward, quiet_ward.people
    room = ward.room(alice)
    welcomed(ward, alice, room)
    alice.do("send", room=room, content={"msgtype": "m.image", "body": "biologie.png", "url": "mxc://hopital.test/a"})
    assert bodies(alice.answers(room, ward.bot, 2))[1] == wording.TEXT_ONLY


REFUSING: list[Any] = [
    pytest.param({"servers": ["autre.test"]}, id="un serveur qui n'est pas autorisé"),
    pytest.param({"rooms": ["!autre:hopital.test"]}, id="un salon qui n'est pas autorisé"),
]


@pytest.mark.parametrize("settings", REFUSING)
def test_an_invitation_that_is_not_allowed_is_declined(ward: Ward, settings: dict[str, Any]) -> None:
    ward.start(**settings)
    alice = ward.person("alice")
    room = str(alice.do("room", invite=[ward.bot], encrypted=False, direct=True))
    alice.hear(room, lambda line: _membership(line, ward.bot) == "leave")
    states = [_membership(line, ward.bot) for line in alice.heard if line["room"] == room]
    assert [state for state in states if state] == ["invite", "leave"]


def _membership(line: Line, user: str) -> str | None:
    return line["content"].get("membership") if line.get("state_key") == user else None


@pytest.mark.parametrize("encrypted", ROOMS)
def test_what_is_said_while_the_bridge_is_down_is_answered_once(ward: Ward, encrypted: bool) -> None:
    bridge = ward.start()
    alice = ward.person("alice")
    room = ward.room(alice, encrypted)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    bridge.stop(kill=True)
    alice.say(room, "bonjour")
    alice.say(room, "bonsoir")
    bridge.start()
    assert bodies(alice.answers(room, ward.bot, 4))[2:] == ["Tour 2.", "Tour 3."]
    bridge.stop()
    bridge.start()
    assert alice.ask(room, ward.bot, "salut") == "Tour 4."
    assert len(alice.answers(room, ward.bot, 0)) == 5


def test_nothing_is_lost_in_an_outage_longer_than_one_page_of_messages(ward: Ward) -> None:
    bridge = ward.start()
    alice, bob = ward.person("alice"), ward.person("bob")
    room = ward.room(alice, others=(bob,))
    welcomed(ward, alice, room)
    assert bridge.stop() == 0
    alice.say(room, "prioig: bonjour")
    for number in range(120):
        alice.do("send", room=room, content={"msgtype": "m.notice", "body": f"bruit {number}"})
    alice.say(room, "prioig: bonjour")
    bridge.start()
    assert bodies(alice.answers(room, ward.bot, 3))[1:] == ["Tour 1.", "Tour 2."]


@pytest.mark.parametrize("encrypted", ROOMS)
def test_the_conversation_goes_on_after_the_homeserver_was_killed(ward: Ward, encrypted: bool) -> None:
    ward.start()
    alice = ward.person("alice")
    room = ward.room(alice, encrypted)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    ward.homeserver.stop(kill=True)
    ward.homeserver.start()
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 2."


def test_rate_limits_of_the_homeserver_are_obeyed(ward: Ward) -> None:
    ward.start()
    alice = ward.person("alice")
    room = ward.room(alice)
    welcomed(ward, alice, room)
    admin = f"admin-{ward.bot_name}"
    ward.homeserver.register(admin, "admin-for-tests", admin=True)
    token = ward.homeserver.token(admin, "admin-for-tests")
    path = f"/_synapse/admin/v1/users/{ward.bot}/override_ratelimit"
    ward.homeserver.request("POST", path, token, {"messages_per_second": 2, "burst_count": 1})
    for _ in range(5):
        alice.say(room, "bonjour")
    assert bodies(alice.answers(room, ward.bot, 6))[1:] == [f"Tour {turn}." for turn in range(1, 6)]


def test_only_one_bridge_answers(ward: Ward) -> None:
    first = ward.start()
    second = ward.bridge().launch()
    assert second.wait(60) == 1
    assert second.stdout is not None
    second.stdout.close()
    assert ward.bridges[-1].log.read_text() == "Un autre pont Matrix répond déjà avec ce dossier : un seul suffit.\n"
    alice = ward.person("alice")
    room = ward.room(alice)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    assert first.stop() == 0


def test_a_message_that_cannot_be_read_is_said_to_be(quiet_ward: Ward) -> None:
    ward, (alice, _) = quiet_ward, quiet_ward.people
    room = ward.room(alice, encrypted=True)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    alice.do("forget_key", room=room)
    alice.say(room, "bonjour")
    assert bodies(alice.answers(room, ward.bot, 3))[2] == wording.UNREADABLE


def test_a_message_that_was_begun_and_never_ended_is_not_asked_again(ward: Ward, counter: Any) -> None:
    bridge = ward.start()
    alice = ward.person("alice")
    room = ward.room(alice)
    welcomed(ward, alice, room)
    counter.process.send_signal(signal.SIGSTOP)
    try:
        alice.say(room, "bonjour")
        alice.hear(room, lambda line: line["heard"] == "m.typing" and ward.bot in line["content"]["users"])
        bridge.stop(kill=True)
    finally:
        counter.process.send_signal(signal.SIGCONT)
    bridge.start()
    assert bodies(alice.answers(room, ward.bot, 2))[1] == wording.UNSURE


def test_with_first_use_a_device_that_appears_later_reads_nothing(ward: Ward) -> None:
    ward.start(devices="first_use")
    alice = ward.person("alice")
    room = ward.room(alice, encrypted=True)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    other = ward.device(alice.user)
    other.say(room, "bonjour")
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 2."
    closed = other.hear(room, lambda line: line["sender"] == ward.bot and line["heard"] == "m.room.encrypted")
    assert closed["encrypted"] is False


def test_nothing_in_the_logs_or_the_store_says_who_talks(ward: Ward) -> None:
    bridge = ward.start()
    alice = ward.person("alice")
    room = ward.room(alice)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    assert bridge.stop() == 0
    written = bridge.log.read_bytes() + (ward.folder / "store" / "bridge.sqlite").read_bytes()
    assert "invitation to room" in bridge.log.read_text()
    assert [name for name in (alice.user, room, "alice", "bonjour") if name.encode() in written] == []
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (ward.folder / "store").iterdir()}
    assert modes.pop("crypto") == "0o700"
    assert set(modes.values()) == {"0o600"}


@pytest.mark.parametrize("encrypted", ROOMS)
def test_a_session_that_the_homeserver_ended_is_opened_again(ward: Ward, encrypted: bool) -> None:
    ward.start()
    alice = ward.person("alice")
    room = ward.room(alice, encrypted)
    welcomed(ward, alice, room)
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 1."
    token = ward.homeserver.token(ward.bot_name, PASSWORD)
    ward.homeserver.request("POST", "/_matrix/client/v3/logout/all", token, {})
    ward.wait_for_bridge_device(*([alice] if encrypted else []))
    assert alice.ask(room, ward.bot, "bonjour") == "Tour 2."
