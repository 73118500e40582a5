"""What each messenger posts is understood, and what it gets is what it shows: against a real server."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.channels import messengers
from bot.channels.door import Checks
from bot.channels.tokens import ConfigurationError
from tests.connectors.site import APP, KEYS, TENANT, Site
from tests.serving import PATIENCE, PRIOIG, Server

ASKED = """Compris : Purpura thrombopénique immunologique (PTI) de l'adulte, Khellaf 9.
Est-ce une situation d'urgence ?
(oui / non / je ne sais pas)"""
LABELS = ["oui", "non", "je ne sais pas"]
VERDICT = "PRIORITAIRE [P] · PTI de l'adulte, forme sévère"
CASE = "PTI adulte, Khellaf 9"
NEW = "nouveau patient"
TEAMS = "/teams/v3/conversations/19%3Aroom%40thread.v2/activities"
POSTS, ROCKET = "/api/v4/posts", "/api/v1/chat.postMessage"


def test_mattermost_gets_one_post_with_its_buttons(site: Site) -> None:
    assert site.mattermost(CASE, user_id="m1") == 200
    (request,) = site.messenger.to(POSTS)
    assert request.headers["Authorization"] == "Bearer bot-access-token"
    assert (request.body["channel_id"], request.body["message"]) == ("hawos4dqtby53pd64o4a4cmeoo", ASKED)
    actions = request.body["props"]["attachments"][0]["actions"]
    assert [(action["id"], action["type"], action["name"]) for action in actions] == [
        (f"choice{number}", "button", label) for number, label in enumerate(LABELS)
    ]
    assert set(request.body) == {"channel_id", "message", "props"}


def test_a_button_of_mattermost_answers_the_question(site: Site) -> None:
    assert site.mattermost(NEW) == 200
    assert site.mattermost(CASE) == 200
    action = site.messenger.to(POSTS)[-1].body["props"]["attachments"][0]["actions"][0]
    assert action["integration"]["url"] == "http://127.0.0.1:5005/webhooks/mattermost/webhook"
    assert site.press(action["integration"]["context"]) == 200
    assert site.messenger.to(POSTS)[-1].body["message"].split("\n")[0] == VERDICT


FORGED: list[Any] = [
    pytest.param({"action": "/deny"}, id="sans preuve"),
    pytest.param({"action": "/deny", "proof": "0" * 64}, id="avec une preuve inventée"),
]


@pytest.mark.parametrize("context", FORGED)
def test_a_button_that_mattermost_was_not_given_is_refused(site: Site, context: dict[str, str]) -> None:
    assert site.press(context) == 401
    assert site.messenger.requests == []


STRANGERS: list[Any] = [
    pytest.param("mattermost", {"token": "x" * 26}, id="Mattermost, un jeton inventé"),
    pytest.param("mattermost", {"token": None}, id="Mattermost, sans jeton"),
    pytest.param("rocketchat", {"token": "y" * 24}, id="Rocket.Chat, un jeton inventé"),
    pytest.param("rocketchat", {"token": ""}, id="Rocket.Chat, un jeton vide"),
]


@pytest.mark.parametrize(("name", "changes"), STRANGERS)
def test_a_request_without_the_messenger_s_token_is_refused(site: Site, name: str, changes: dict[str, Any]) -> None:
    assert getattr(site, name)(CASE, **changes) == 401
    assert site.messenger.requests == []


def test_a_second_webhook_of_mattermost_has_its_own_token(site: Site) -> None:
    assert site.mattermost(CASE, token="a-second-webhook-token", user_id="m2") == 200
    assert [request.body["message"] for request in site.messenger.to(POSTS)] == [ASKED]


def test_rocketchat_gets_one_message_whose_buttons_say_their_label(site: Site) -> None:
    assert site.rocketchat(CASE, user_id="r1") == 200
    assert site.rocketchat("oui", user_id="r1") == 200
    asked, verdict = site.messenger.to(ROCKET)
    actions = [{"type": "button", "text": label, "msg": label, "msg_in_chat_window": True} for label in LABELS]
    assert asked.body == {"roomId": "ZpMw6XxSuZdpupcDa", "text": ASKED, "attachments": [{"actions": actions}]}
    assert (asked.headers["X-Auth-Token"], asked.headers["X-User-Id"]) == ("rocket-token", "rocket-user")
    assert verdict.body["text"].split("\n")[0] == VERDICT


def test_rocketchat_is_signed_in_to_once(site: Site) -> None:
    before = len(site.messenger.to("/api/v1/login"))
    assert [site.rocketchat(NEW, user_id="r2") for _ in range(3)] == [200, 200, 200]
    assert len(site.messenger.to(ROCKET)) == 3
    assert len(site.messenger.to("/api/v1/login")) - before <= 1


OWN: list[Any] = [
    pytest.param({"user_name": "prioig"}, id="le compte de PrioIg"),
    pytest.param({"bot": {"i": "webhook"}}, id="un robot"),
    pytest.param({"user_id": None}, id="personne"),
]


@pytest.mark.parametrize("changes", OWN)
def test_what_rocketchat_says_of_bots_is_not_answered(site: Site, changes: dict[str, Any]) -> None:
    assert site.rocketchat(CASE, **changes) == 200
    assert site.messenger.requests == []


def test_teams_gets_plain_text_and_a_card_of_buttons(site: Site) -> None:
    assert site.teams(f"<at>PrioIg</at>\xa0{CASE}") == 200
    (request,) = site.messenger.to(TEAMS)
    assert request.headers["Authorization"] == "Bearer teams-token"
    body = request.body
    assert (body["type"], body["textFormat"], body["text"]) == ("message", "plain", ASKED)
    buttons = [{"type": "imBack", "title": label, "value": label} for label in LABELS]
    assert body["attachments"] == [
        {"contentType": "application/vnd.microsoft.card.hero", "content": {"buttons": buttons}}
    ]
    assert (body["from"]["id"], body["recipient"]["name"]) == ("28:5a2f3c1e-app", "Alice Dupont")
    assert site.teams("oui") == 200
    assert site.messenger.to(TEAMS)[-1].body["text"].split("\n")[0] == VERDICT


def test_teams_is_asked_for_a_token_of_our_tenant(running_site: Site) -> None:
    fresh = messengers.connector(
        "botframework",
        {"app_id": APP, "app_password": "p", "tenant_id": TENANT, "login_url": running_site.messenger.url},
        Checks(),
        running_site.teams,
    )
    assert fresh.token_url == f"{running_site.messenger.url}/{TENANT}/oauth2/v2.0/token"


def _bad(site: Site) -> dict[str, str]:
    past, now = int(time.time()) - 4000, int(time.time())
    shared = jwt.encode({"aud": APP, "iss": "https://api.botframework.com", "exp": now + 60}, "k" * 32,
                        headers={"kid": "teams"})  # fmt: skip
    unsigned = jwt.encode({"aud": APP, "exp": now + 60}, None, "none", headers={"kid": "teams"})
    elsewhere = jwt.encode({"aud": APP, "exp": now + 60}, KEYS["other"], "RS256", headers={"kid": "teams"})
    return {
        "sans en-tête": "",
        "sans jeton": "Bearer",
        "un jeton qui n'en est pas un": "Bearer abc",
        "une autre application": f"Bearer {site.teams_token(aud='another')}",
        "un autre émetteur": f"Bearer {site.teams_token(iss='https://sts.windows.net/x/')}",
        "un jeton expiré": f"Bearer {site.teams_token(nbf=past, exp=past + 60)}",
        "un secret partagé": f"Bearer {shared}",
        "sans signature": f"Bearer {unsigned}",
        "une autre clé": f"Bearer {elsewhere}",
    }


NAMES = ["sans en-tête", "sans jeton", "un jeton qui n'en est pas un", "une autre application", "un autre émetteur",
         "un jeton expiré", "un secret partagé", "sans signature", "une autre clé"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_teams_is_believed_with_microsoft_s_token_only(site: Site, name: str) -> None:
    assert site.teams(CASE, _bad(site)[name]) == 401
    assert site.messenger.to(TEAMS) == []


def test_a_token_of_teams_counts_for_its_channel_its_service_and_our_tenant(site: Site) -> None:
    other = f"Bearer {site.teams_token(key='other')}"
    elsewhere = {"serviceUrl": "https://voleur.example/"}
    stranger = {"channelData": {"tenant": {"id": "autre"}}}
    assert [site.teams(CASE, other), site.teams(CASE, **elsewhere), site.teams(CASE, **stranger)] == [403, 403, 403]
    assert site.messenger.to(TEAMS) == []


def test_an_event_of_teams_that_is_no_message_is_not_answered(site: Site) -> None:
    assert site.teams("", type="conversationUpdate", membersAdded=[{"id": "28:5a2f3c1e-app"}]) == 200
    assert site.messenger.to(TEAMS) == []


SENDING = [("mattermost", POSTS, "post_id"), ("rocketchat", ROCKET, "message_id"), ("teams", TEAMS, "id")]


@pytest.mark.parametrize(("name", "path", "key"), SENDING, ids=["Mattermost", "Rocket.Chat", "Teams"])
def test_a_message_that_is_sent_twice_is_answered_once(site: Site, name: str, path: str, key: str) -> None:
    same = {key: f"same-{name}"}
    assert [getattr(site, name)(NEW, **same) for _ in range(3)] == [200, 200, 200]
    assert len(site.messenger.to(path)) == 1


def test_two_people_of_one_channel_do_not_mix(site: Site) -> None:
    assert site.rocketchat(CASE, user_id="first") == 200
    assert site.rocketchat("oui", user_id="second") == 200
    assert site.rocketchat("oui", user_id="first") == 200
    texts = [request.body["text"] for request in site.messenger.to(ROCKET)]
    assert (texts[0], texts[2].split("\n")[0]) == (ASKED, VERDICT)
    assert VERDICT not in texts[1]


def test_an_answer_that_mattermost_could_not_take_is_posted_again(site: Site) -> None:
    site.failures += [503, 429]
    assert site.mattermost(NEW, user_id="m3") == 200
    posted = site.messenger.to(POSTS)
    assert [request.body for request in posted] == [posted[0].body] * 3


def test_an_answer_that_mattermost_refuses_for_good_is_not(site: Site) -> None:
    site.failures += [400]
    assert site.mattermost(NEW, user_id="m4") == 200
    assert len(site.messenger.to(POSTS)) == 1


@pytest.mark.parametrize(("name", "path", "key"), SENDING, ids=["Mattermost", "Rocket.Chat", "Teams"])
def test_who_talks_and_of_whom_is_kept_nowhere(site: Site, name: str, path: str, key: str) -> None:
    assert getattr(site, name)("Mme Zyxwvut, PTI adulte, Khellaf 9") == 200
    assert "Khellaf 9" in str(site.messenger.to(path)[-1].body)
    folder: Path = site.server.folder
    with sqlite3.connect(folder / "var" / "conversations.sqlite") as file:
        file.execute("PRAGMA wal_checkpoint(FULL)")
        kept = "\n".join(str(row) for row in file.execute("SELECT sender_id, data FROM events"))
    written = kept + site.server.log.read_text()
    assert "Khellaf" in kept
    names = ("Zyxwvut", "alice.dupont", "Alice Dupont", "rnina9994bde8mua79zqcg5hmo", "zk8ei6fZYTxnNdbWg", "29:1XJ")
    assert [word for word in names if word in written] == []


WRONG: list[Any] = [
    pytest.param("slack", {"slack_token": "x"},
                 "credentials.yml : le canal « slack » n'est pas pris en charge. "
                 "Canaux : botframework, mattermost, rocketchat.", id="un autre canal de Rasa"),
    pytest.param("mattermost", None,
                 "credentials.yml : le bloc « mattermost » est vide ; voir docs/mattermost.md.", id="un bloc vide"),
    pytest.param("mattermost", {"url": "https://m.example/api/v4", "token": "t", "webhook_url": "https://p.example/"},
                 "credentials.yml, bloc « mattermost » : il manque secret (docs/mattermost.md).", id="sans secret"),
    pytest.param("rocketchat", {"user": "u", "password": "${RC}", "server_url": "https://r", "secret": "s" * 16},
                 "credentials.yml, bloc « rocketchat » : la variable d'environnement de password n'est pas définie "
                 "(docs/rocketchat.md).", id="une variable qui n'est pas définie"),
    pytest.param("rocketchat", {"user": "u", "password": "p", "server_url": "http://r.example", "secret": "s" * 16},
                 "credentials.yml, bloc « rocketchat » : server_url doit commencer par https:// (docs/rocketchat.md).",
                 id="une adresse en clair"),
    pytest.param("rocketchat", {"user": "u", "password": "p", "server_url": "https://r.example", "secret": "s" * 15},
                 "credentials.yml, bloc « rocketchat » : secret doit avoir 16 caractères au moins "
                 "(docs/rocketchat.md).", id="un secret de 15 caractères"),
    pytest.param("botframework", {"app_id": "a", "app_password": "p"},
                 "credentials.yml, bloc « botframework » : il manque tenant_id (docs/teams.md).", id="sans annuaire"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "block", "message"), WRONG)
def test_a_connector_that_would_be_unsafe_does_not_start(name: str, block: Any, message: str) -> None:
    async def nobody(*_: Any) -> list[dict[str, Any]]:
        return []

    with pytest.raises(ConfigurationError) as raised:
        messengers.connector(name, block, Checks(), nobody)
    assert str(raised.value) == message


@pytest.mark.parametrize("name", ["mattermost", "rocketchat", "botframework", "socketio", "slack"])
def test_a_connector_that_is_not_configured_does_not_exist(server: Server, name: str) -> None:
    assert server.client.post(f"/webhooks/{name}/webhook", json={"text": "bonjour"}).status_code == 404


def test_the_server_says_why_it_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "credentials.yml").write_text("mattermost:\n")
    command = [*PRIOIG, "--credentials", str(tmp_path / "credentials.yml")]
    environment = {**os.environ, "PRIOIG_VAR": str(tmp_path / "var")}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    message = "credentials.yml : le bloc « mattermost » est vide ; voir docs/mattermost.md."
    assert (ended.returncode, ended.stdout, ended.stderr.splitlines()[-1]) == (2, "", message)
    assert "Traceback" not in ended.stderr
