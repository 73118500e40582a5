"""Training as an activity of the conversation: it never touches the case in hand, and says that it is training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Mapping

from actions.activities.base import Context, Outcome
from actions.conversation.say import Notice, Say
from actions.conversation.state import Conversation
from actions.database import DatabaseProblem
from actions.training import codes, join, players, read, rooms, session, teacher
from actions.training.ask import said
from actions.training.cases import NoSuchCase
from actions.training.hand import ANSWER, BETWEEN, ERASE, NAME, SURE, TEACHER, Hand
from actions.training.heard import PREFIX, Heard, button, hear
from actions.training.openers import Opener, opener
from actions.training.progress import progress
from actions.training.session import Turned
from actions.understanding import Unbound, Understanding
from actions.wording import training as wording
from actions.wording import training_room

COMMANDS = ("leave", "help", "hint", "again", "next")
# Moves of the consultation, tapped below the field, that mean something else here.
MOVES = {"back": training_room.NO_BACK, "why": training_room.WHY_LATER}


@dataclass(frozen=True)
class Training:
    """Rooms and lone training; what it remembers is not about a patient, so that another patient does not end it."""

    name: str = "training"
    of_patient: bool = False

    def owns(self, sent: Unbound) -> bool:
        """Buttons of training."""
        return isinstance(sent.value, str) and sent.value.startswith(PREFIX)

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        """Whether a message asks for training."""
        return opener(hear(message), message) is not None

    def step(
        self,
        state: Mapping[str, Any] | None,
        conversation: Conversation,
        message: Understanding,
        context: Context,
    ) -> Outcome | None:
        """Take a message; where the file cannot be used the floor goes back to the consultation."""
        hand = Hand.from_json(state)
        try:
            return _step(hand, message, context)
        except DatabaseProblem as error:
            notice = Notice("training_unavailable", training_room.PROBLEM.format(problem=error))
            return Outcome((_notice(notice),), state, active=False)


def _notice(notice: Notice) -> Say:
    text = wording.marked(notice.message)
    return Say(text, (), ({**notice.to_json(), **wording.TRAINING},))


def _step(hand: Hand, message: Understanding, context: Context) -> Outcome:
    heard = hear(message)
    asked = opener(heard, message)
    hand = _still(hand, context)
    if asked is not None:
        return _outcome(_open(asked, hand, context))
    command = heard.value if heard.kind == "do" else read.command(heard.text, *COMMANDS)
    if command == "leave":
        left = Say(training_room.LEFT, (button(wording.RESUME, "do", "resume"),))
        return Outcome((left,), hand.to_json(), active=False)
    return _outcome(_turn(command, hand, heard, message, context))


def _outcome(turned: Turned) -> Outcome:
    return Outcome(turned[1], turned[0].to_json())


def _still(hand: Hand, context: Context) -> Hand:
    """The hand, without an intern who was erased in the meantime."""
    return hand if hand.player is None or players.exists(hand.player) else Hand(tag=hand.tag)


def _open(asked: Opener, hand: Hand, context: Context) -> Turned:
    if asked.name == "room":
        return teacher.asked(hand, asked.rest)
    if asked.name == "resume":
        return _resume(hand, context)
    if asked.name == "open":
        return join.by_code(hand, asked.code, context) if asked.code else join.alone(hand, context)
    player = players.of(context.sender)
    if player is None:
        empty = training_room.NOTHING_TO_ERASE if asked.name == "erase" else training_room.NOTHING_HERE
        return hand, (said(empty, join.WAYS_ON),)
    if asked.name == "erase":
        made = (button("oui, supprimer", "erase", "yes"), button("non", "erase", "no"))
        return replace(hand, stage=ERASE, before=hand.stage), (said(training_room.CONFIRM_ERASE, made),)
    if asked.name == "code":
        shown = training_room.YOUR_CODE.format(code=codes.shown(players.new_code(player)))
        return _go_on(hand, f"{shown} {training_room.NEW_CODE}", context)
    return _go_on(hand, progress(player.id, context.now), context)


def _resume(hand: Hand, context: Context) -> Turned:
    """Back where one was, with the question in hand."""
    if hand.room and (over := _over(hand, context)):
        return over
    if hand.player is None:
        return join.alone(hand, context)
    if hand.stage in (ANSWER, SURE):
        return session.reread(hand)
    return session.open_case(hand, context.now)


def _over(hand: Hand, context: Context) -> Turned | None:
    """What to say where the room of the hand takes no more answers."""
    room = rooms.find(str(hand.room))
    if room is None:
        return join.gone(hand, context)
    return None if room.is_open(context.now) else join.closed(hand, room, context)


def _go_on(hand: Hand, text: str, context: Context) -> Turned:
    """Say something beside the case, then the question in hand, or the way on."""
    if hand.stage in (ANSWER, SURE):
        return session.again(hand, text)
    if hand.stage == NAME:
        return join.ask_name(hand, text)
    return hand, (said(text, (session.NEXT, session.LEAVE)),)


def _turn(command: str | None, hand: Hand, heard: Heard, message: Understanding, context: Context) -> Turned:
    """A message to training itself."""
    if command == "help" or (heard.silent and heard.intent == "help"):
        return _go_on(hand, training_room.HELP, context)
    if heard.silent and heard.intent in MOVES:
        return _go_on(hand, MOVES[heard.intent], context)
    if hand.stage == ERASE:
        return _erase(hand, heard, context)
    if hand.stage == TEACHER:
        return teacher.open_room(hand, heard, context)
    if hand.stage == NAME:
        return join.name(hand, heard, context)
    if hand.room and (over := _over(hand, context)):
        return over
    if hand.stage == BETWEEN:
        return _between(command, hand, context)
    return _answering(command, hand, heard, message, context)


def _between(command: str | None, hand: Hand, context: Context) -> Turned:
    if hand.player is None:
        return hand, (said(training_room.WHAT_NEXT, join.WAYS_ON),)
    if command == "next":
        return session.open_case(hand, context.now)
    return hand, (said(training_room.WHAT_NEXT, (session.NEXT, session.PROGRESS, session.LEAVE)),)


def _answering(command: str | None, hand: Hand, heard: Heard, message: Understanding, context: Context) -> Turned:
    try:
        if heard.tag is not None and heard.tag != hand.tag:
            return session.again(hand, wording.LATE)
        beside = {"hint": session.hint, "again": session.reread}.get(str(command))
        if beside is not None:
            return beside(hand)
        if message.indication and message.facts:
            return session.again(hand, training_room.REAL_PATIENT)
        take: Callable[..., Turned] = session.sure if hand.stage == SURE else session.answer
        return take(hand, heard, context.now)
    except NoSuchCase:  # the table has changed since: another case
        return session.open_case(replace(hand, stage=BETWEEN, case=None), context.now)


def _erase(hand: Hand, heard: Heard, context: Context) -> Turned:
    """Delete on request, once it is confirmed."""
    yes = heard.kind == "erase" and heard.value == "yes" or read.command(heard.text, "yes")
    player = players.of(context.sender)
    if not yes or player is None:
        return _go_on(replace(hand, stage=hand.before), training_room.NOT_ERASED, context)
    players.erase(player)
    return Hand(tag=hand.tag), (said(training_room.ERASED, join.WAYS_ON),)
