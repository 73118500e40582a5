"""Which events of a room are messages for PrioIg, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

MESSAGE = "m.room.message"
MEMBER = "m.room.member"
TEXT = "m.text"
FILES = ("m.image", "m.file", "m.audio", "m.video", "m.location")
QUOTED = re.compile(r"\A(?:> [^\n]*\n)+\n?")


@dataclass(frozen=True)
class Incoming:
    """One message. `text` None: something else than text. `answer_in`: the Matrix relation of the answer to it."""

    room: str
    person: str
    event: str
    text: str | None
    answer_in: Mapping[str, Any] | None


@dataclass(frozen=True)
class Listener:
    """Whose messages are read: `user` is the bot's own identifier, `names` the words by which it is addressed."""

    user: str
    names: tuple[str, ...]
    servers: tuple[str, ...]

    def read(self, room: str, event: Mapping[str, Any], group: bool) -> Incoming | None:
        """The message of `event`, or None: another kind of event, a bot, an edit, an outsider, or not for us."""
        content = event.get("content")
        if event.get("type") != MESSAGE or not isinstance(content, Mapping) or not self._from_person(event):
            return None
        relation = _mapping(content.get("m.relates_to"))
        kind = content.get("msgtype")
        if relation.get("rel_type") == "m.replace" or kind not in (TEXT, *FILES):
            return None
        body = _own_words(str(content.get("body") or ""), relation)
        spoken = self._addressed(body)
        if group and (kind != TEXT or (spoken is None and not self._mentioned(content))):
            return None
        text = (body if spoken is None else spoken) if kind == TEXT else None
        identifier = str(event.get("event_id"))
        return Incoming(room, str(event["sender"]), identifier, text, _answer_in(identifier, relation, group))

    def _from_person(self, event: Mapping[str, Any]) -> bool:
        sender = str(event.get("sender") or "")
        return sender != self.user and server_of(sender) in self.servers

    def _mentioned(self, content: Mapping[str, Any]) -> bool:
        mentioned = _mapping(content.get("m.mentions")).get("user_ids")
        if isinstance(mentioned, list) and self.user in mentioned:
            return True
        return f"matrix.to/#/{self.user}" in str(content.get("formatted_body") or "").replace("%40", "@")

    def _addressed(self, body: str) -> str | None:
        """What follows our name at the head of `body`; None where it does not stand there."""
        names = "|".join(re.escape(name) for name in self.names)
        after = r"(?:\s*[:,])?(?=\s|\Z)"  # after an identifier; a name alone needs its colon or its comma
        heads = (rf"{re.escape(self.user)}{after}", rf"@(?:{names}){after}", rf"(?:{names})\s*[:,]")
        found = re.match(rf"\s*(?:{'|'.join(heads)})\s*", body, re.IGNORECASE)
        return body[found.end() :] if found else None


def server_of(user: str) -> str:
    """The server of the identifier `@name:server`."""
    return user.partition(":")[2]


def after_invitation(user: str, events: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The events since `user` was last invited or, without an invitation here, since they came in.

    What was said before was not said to us. Someone who is invited may write before we are in: that is read.
    """
    invited = joined = 0
    for index, event in enumerate(events):
        if event.get("type") == MEMBER and event.get("state_key") == user:
            membership = _mapping(event.get("content")).get("membership")
            if membership == "invite":
                invited = index + 1
            elif membership == "join" and not is_same_membership(event):
                joined = index + 1
    return events[invited or joined :]


def comes_in(user: str, event: Mapping[str, Any]) -> bool:
    """Whether `event` is `user` coming into the room (and not a change of name)."""
    content = _mapping(event.get("content"))
    ours = event.get("type") == MEMBER and event.get("state_key") == user
    return ours and content.get("membership") == "join" and not is_same_membership(event)


def is_same_membership(event: Mapping[str, Any]) -> bool:
    """Whether a membership event only changes a name or a picture."""
    before = _mapping(_mapping(event.get("unsigned")).get("prev_content")).get("membership")
    return bool(before == _mapping(event.get("content")).get("membership"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _own_words(body: str, relation: Mapping[str, Any]) -> str:
    """`body` without the copy of the message that it replies to."""
    return QUOTED.sub("", body) if "m.in_reply_to" in relation else body


def _answer_in(event: str, relation: Mapping[str, Any], group: bool) -> Mapping[str, Any] | None:
    """In a thread, the same thread; in a group, a reply, so that everybody sees whom it answers."""
    reply = {"m.in_reply_to": {"event_id": event}}
    if relation.get("rel_type") == "m.thread":
        return {"rel_type": "m.thread", "event_id": relation.get("event_id"), "is_falling_back": True, **reply}
    return reply if group else None
