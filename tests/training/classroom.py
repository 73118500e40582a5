"""A room and its interns by text, without Rasa: messages go through the understanding, the floor and the slot."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from actions.activities import Context
from actions.conversation import Conversation, Say
from actions.conversation.bind import PAYLOAD
from actions.floor import Keep, keep_nothing, step
from actions.training import rooms, teacher
from actions.training.cases import Vignette, by_id, expected
from actions.training.right import NONE, Right, right
from actions.understanding import Unbound, Understanding
from bot.nlu.understand import extract

START = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)


@dataclass
class Intern:
    """One conversation; `now` moves by ten seconds at each message."""

    sender: str
    now: datetime = START
    keep: Keep = keep_nothing
    case: Conversation = field(default_factory=Conversation)
    said: tuple[Say, ...] = ()

    def says(self, text: str) -> str:
        """Type a message; return all that is said back."""
        return self._hears(extract(text))

    def taps(self, title: str) -> str:
        """Tap the button of that name."""
        payload = next(one.payload for say in self.said for one in say.buttons if one.title == title)
        return self.sends(payload)

    def sends(self, payload: str) -> str:
        """What a button sends, now or late."""
        if not payload.startswith("/answer"):
            return self._hears(Understanding("", payload[1:]))
        value = json.loads(payload.removeprefix("/answer"))["value"]
        return self._hears(Understanding("", "answer", unbound=(Unbound(PAYLOAD, value),)))

    def _hears(self, message: Understanding) -> str:
        self.now += timedelta(seconds=10)
        context = Context(self.sender, "page", self.now)
        after, self.said = step(self.case, message, None, context, keep=self.keep)
        self.case = Conversation.from_json(json.loads(json.dumps(after.to_json())))
        return "\n".join(say.text for say in self.said)

    @property
    def titles(self) -> list[str]:
        """The buttons on offer."""
        return [one.title for say in self.said for one in say.buttons]

    @property
    def hand(self) -> dict[str, Any]:
        """What the conversation remembers of training."""
        return dict(self.case.activities.get("training") or {})

    @property
    def vignette(self) -> Vignette:
        """The case in hand."""
        return by_id(self.hand["case"])

    def objects(self, kind: str) -> list[Any]:
        """The objects of a type in the last reply."""
        return [item for say in self.said for item in say.objects if item["type"] == kind]

    def answers_right(self) -> str:
        """Answer every question of the case in hand as the rules do, sure; return the feedback."""
        wanted, heard = right(expected(self.vignette)), ""
        while self.hand.get("case"):
            part = self.said[-1].objects[-1]["ask"]
            heard = self.says(perfect(part, wanted))
        return heard


def perfect(part: str, wanted: Right) -> str:
    """The right words for one part of an answer."""
    if part == "networks":
        return " et ".join(bodies[0] for bodies in wanted.networks)
    if part == "grams":
        return f"{wanted.doses[0].low:.10g} g".replace(".", ",") if wanted.doses else "aucune dose"
    if part == "days":
        return f"{(wanted.doses[0].days or (1, 1))[0]} jours"
    words = {
        "priority": {"not_justified": "non justifié", "outside": "critères non réunis", "incomplete": "incomplet"},
        "timing": {"before": "avant", "after": "après", NONE: "aucun avis"},
        "confidence": {},
    }[part]
    key = {"priority": wanted.priority, "timing": wanted.timing, "confidence": "sûr"}[part]
    return words.get(key, key)


def room(count: int = 3, minutes: int = 60, seed: int = 3) -> tuple[rooms.Room, str]:
    """An open room and its teacher's code."""
    return teacher.start("Hémato, novembre", count, minutes, START, seed)


def seated(code: str, sender: str = "s1", name: str = "Loutre bleue") -> Intern:
    """An intern who has joined a room under a pseudonym."""
    intern = Intern(sender)
    intern.says(f"entraînement {code}")
    intern.says(name)
    return intern
