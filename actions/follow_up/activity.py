"""The activity: "suite K7-482" takes up a case by its reference; what is said then is written under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Mapping

from actions.activities.base import Context, Outcome
from actions.conversation.bind import PAYLOAD
from actions.conversation.late import LATE
from actions.conversation.say import Button, Notice, answer_button
from actions.conversation.state import Conversation
from actions.conversation.validate import INVALID
from actions.follow_up import sentences
from actions.follow_up.find import asks
from actions.follow_up.heard import heard
from actions.follow_up.steps import Turn, take
from actions.follow_up.words import Sentence
from actions.record import reference as references
from actions.record.keeper import Unrecorded
from actions.understanding import Unbound, Understanding

RENEWAL = "renewal"  # the intent


@dataclass(frozen=True)
class FollowUp:
    """See `actions.activities.base.Activity`. It remembers the reference and what is still missing of an entry."""

    name: str = "follow_up"
    of_patient: bool = True

    def owns(self, sent: Unbound) -> bool:
        """A button of a case: it names its reference."""
        return _is_reference(sent.text)

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        """A reference, or what is due or was given for the case in hand."""
        sentence = Sentence.of(_text(message))
        if asks(sentence):
            return True
        in_hand = conversation.record.get("reference") and conversation.active is None
        told = sentence.is_only("due") or _states_a_course(message) or message.intent == RENEWAL
        return bool(in_hand) and told

    def step(
        self, state: Mapping[str, Any] | None, conversation: Conversation, message: Understanding, context: Context
    ) -> Outcome | None:
        """Find the case, then take what is said of it; what is about another patient goes back to the consultation."""
        text = _text(message)
        named = next((item.text for item in message.unbound if item.kind == PAYLOAD), "")
        if named and named != (state or {}).get("reference"):
            late = sentences.OTHER_CASE.format(reference=named) if _is_reference(named) else LATE
            return Outcome((Notice(INVALID, late).say(),), state)
        try:
            outcome = take(Turn(dict(state or {}), conversation, replace(message, text=text), context))
            return None if outcome is None else _signed(outcome)
        except Unrecorded as problem:
            if message.intent == RENEWAL and conversation.active != self.name:
                return None
            notice = Notice("record_unavailable", sentences.UNAVAILABLE.format(problem=problem))
            return Outcome((notice.say(),), state, active=False)


def _is_reference(text: str) -> bool:
    found = references.read(text) if text else None
    return found is not None and found.reference == text


def _signed(outcome: Outcome) -> Outcome:
    """The same, each button naming the case that it is about: tapped late, it is not written under another one."""
    reference = (outcome.state or {}).get("reference")
    if reference is None:
        return outcome
    says = (replace(say, buttons=tuple(_of_case(one, str(reference)) for one in say.buttons)) for say in outcome.says)
    return replace(outcome, says=tuple(says))


def _of_case(button: Button, reference: str) -> Button:
    return answer_button(button.title, button.title, reference) if button.payload.startswith("/answer") else button


def _text(message: Understanding) -> str:
    """What was typed; a button of ours sends the words that it shows."""
    sent = next((item.value for item in message.unbound if item.kind == PAYLOAD), None)
    return sent if isinstance(sent, str) else message.text


def _states_a_course(message: Understanding) -> bool:
    said = heard(message.text, message, date.max)
    return said.course and (said.grams is not None or said.day is not None)
