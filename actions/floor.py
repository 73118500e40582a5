"""Who has the floor: an activity that the message asks for, the one that has it already, or the consultation."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Callable, Iterable, Sequence

from actions.activities import ACTIVITIES, Activity, Context, Outcome
from actions.conversation.bind import PAYLOAD
from actions.conversation.late import LATE, of_the_consultation
from actions.conversation.reply import Turn, beside
from actions.conversation.say import Notice
from actions.conversation.state import Conversation
from actions.conversation.turn import FORGETS, consultation, masked
from actions.conversation.validate import INVALID
from actions.understanding import Understanding

# What every turn of the consultation goes through before it is said: the case before, the turn, the message, the move,
# who speaks. The record of decisions is one (`actions.record.turns`).
Keep = Callable[[Conversation, Turn, Understanding, str, Context], Turn]


def keep_nothing(before: Conversation, turn: Turn, message: Understanding, move: str, context: Context) -> Turn:
    """The turn as it is."""
    return turn


def step(
    conversation: Conversation,
    message: Understanding,
    move: str | None = None,
    context: Context | None = None,
    activities: Sequence[Activity] = ACTIVITIES,
    keep: Keep = keep_nothing,
) -> Turn:
    """Take one message: what every channel's turn comes to. `move` is the intent of the action that runs.

    To start again, or with another patient, gives the floor back and forgets what the activities know of the patient.
    `keep` sees the turns of the consultation, and those in which an activity changed its case: nothing of a training.
    """
    move, context = move or message.intent, context or Context()
    if move in FORGETS:
        after, says = consultation(conversation, message, move)
        after = _with(after, (item for item in activities if not item.of_patient), conversation)
        return keep(conversation, (after, says), message, move, context)
    turn = offer(activities, conversation, message, context)
    if turn is not None:
        turn = turn[0], masked(message, turn[1])
        changed = turn[0].content != conversation.content
        return keep(conversation, turn, message, move, context) if changed else turn
    after, says = consultation(conversation, message, move)
    return keep(conversation, (_with(after, activities, conversation), says), message, move, context)


def offer(
    activities: Sequence[Activity], conversation: Conversation, message: Understanding, context: Context
) -> Turn | None:
    """The turn of the activity that takes the message, or None where it is for the consultation."""
    opening = next((item for item in activities if item.opens(conversation, message)), None)
    if opening is None and late(activities, conversation, message):
        return _late(conversation)
    activity = opening or next((item for item in activities if item.name == conversation.active), None)
    if activity is None:
        return None
    outcome = activity.step(conversation.activities.get(activity.name), conversation, message, context)
    return None if outcome is None else (_after(conversation, activity.name, outcome), outcome.says)


def late(activities: Sequence[Activity], conversation: Conversation, message: Understanding) -> bool:
    """Whether a button of the consultation or of an activity was tapped while another one has the floor.

    Its value would be read as the answer to whatever is asked now.
    """
    sent = next((item for item in message.unbound if item.kind == PAYLOAD), None)
    if sent is None:
        return False
    owner = next((item.name for item in activities if item.owns(sent)), None)
    if owner is not None:
        return owner != conversation.active
    asked = conversation.activities.get(str(conversation.active), {}).get("asked")
    return conversation.active is not None and of_the_consultation(sent, asked)


def _late(conversation: Conversation) -> Turn:
    if conversation.active is None:
        return beside(conversation, LATE, INVALID)
    return conversation, (Notice(INVALID, LATE).say(),)


def _after(conversation: Conversation, name: str, outcome: Outcome) -> Conversation:
    kept = {key: value for key, value in conversation.activities.items() if key != name}
    if outcome.state is not None:
        kept[name] = dict(outcome.state)
    case = outcome.case or conversation
    return replace(case, activities=MappingProxyType(kept), active=name if outcome.active else None)


def _with(case: Conversation, activities: Iterable[Activity], before: Conversation) -> Conversation:
    """The case with what these activities remember; the consultation has the floor."""
    names = {item.name for item in activities}
    kept = {name: state for name, state in before.activities.items() if name in names}
    return replace(case, activities=MappingProxyType(kept), active=None)
