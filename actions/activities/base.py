"""What a conversation can do beside a consultation: a training session, a protocol, a score, a form, a follow-up.

An activity takes the floor when a message asks for it and keeps it until it gives it back; the case in hand waits
unchanged. What it remembers travels in the conversation's slot, so it stays small: identifiers and answers in hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Mapping, Protocol

from actions.conversation.say import Say
from actions.conversation.state import Conversation
from actions.understanding import Unbound, Understanding


def _now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Context:
    """Who speaks, where and when, for one turn; `now` knows its time zone. `sender` is never stored as it is."""

    sender: str = ""
    channel: str = ""
    now: datetime = field(default_factory=_now)


@dataclass(frozen=True)
class Outcome:
    """What an activity does with a message.

    `state` is what it remembers (JSON; None: nothing more). `active` False gives the floor back to the consultation.
    `case` is the consultation's case where the activity changed it, or None.
    """

    says: tuple[Say, ...]
    state: Mapping[str, Any] | None = None
    active: bool = True
    case: Conversation | None = None


class Activity(Protocol):
    """One capability. `name` is stable: conversations remember it."""

    @property
    def name(self) -> str:
        """The key under which the conversation keeps what the activity remembers."""

    @property
    def of_patient(self) -> bool:
        """Whether what it remembers is about the patient in hand: another patient makes it forget."""

    def owns(self, sent: Unbound) -> bool:
        """Whether a button is one of its own, by its `value` or by the `fact` that it names (`sent.text`)."""

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        """Whether a message asks for the activity, whatever has the floor."""

    def step(
        self,
        state: Mapping[str, Any] | None,
        conversation: Conversation,
        message: Understanding,
        context: Context,
    ) -> Outcome | None:
        """Take a message (`state` None: nothing is remembered yet). None: the message is for the consultation."""
