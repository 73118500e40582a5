"""Interns over the page's endpoint, some better than others: to fill a room that is looked at."""

from __future__ import annotations

import random
import secrets
from typing import Any

import httpx

from actions.training.cases import by_id, expected
from actions.training.right import right
from tests.training.classroom import perfect

SKILLS = (0.45, 0.6, 0.75, 0.9)
DOSES = ("50 g", "72,5 g", "140 g")
Reply = list[dict[str, Any]]


def play(client: httpx.Client, room: str, number: int, most: int = 99) -> None:
    """One intern joins and answers `most` cases of the room, right as often as their skill."""
    draw, sender = random.Random(number), secrets.token_hex(16)
    skill = SKILLS[number % len(SKILLS)]

    def send(text: str) -> Reply:
        body = {"sender": sender, "id": secrets.token_hex(8), "message": text}
        return list(client.post("/page/message", json=body).raise_for_status().json())

    last = send(str(_buttons(send(f"entraînement {room}"))[0]["payload"]))
    while most:
        asked = [item["custom"] for item in last if (item.get("custom") or {}).get("type") == "training_question"]
        if asked:
            last = send(_answer(asked[-1], _buttons(last), skill, draw))
            continue
        most -= 1
        following = [one for one in _buttons(last) if one["title"] == "cas suivant"]
        if not following or not most:
            return
        last = send(str(following[0]["payload"]))


def _buttons(reply: Reply) -> list[dict[str, Any]]:
    return [button for item in reply for button in item.get("buttons") or ()]


def _answer(asked: dict[str, Any], buttons: list[dict[str, Any]], skill: float, draw: random.Random) -> str:
    knows = draw.random() < skill
    if asked["ask"] == "confidence":
        return draw.choice(("sûr", "assez sûr") if knows else ("peu sûr", "assez sûr"))
    if knows:
        return perfect(asked["ask"], right(expected(by_id(asked["case"]))))
    if asked["ask"] == "grams":
        return draw.choice(DOSES)
    return str(draw.choice(buttons[: len(asked["choices"])])["payload"])
