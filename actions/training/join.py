"""How an intern comes in: by a room's code, by their personal code, or alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from actions.activities.base import Context
from actions.training import codes, players, rooms, session
from actions.training.ask import said
from actions.training.hand import BETWEEN, NAME, Hand
from actions.training.heard import Heard, button
from actions.training.players import Player
from actions.training.session import Turned
from actions.wording import training_room as wording
from actions.wording.text import capital

SUGGESTED = 3
WAYS_ON = (session.ALONE, session.LEAVE)


def by_code(hand: Hand, code: str, context: Context) -> Turned:
    """Join what a code opens: a room, or one's own progress from another device. Raises DatabaseProblem."""
    room = rooms.find(code)
    if room is not None:
        return into(hand, room, context) if room.is_open(context.now) else closed(hand, room, context)
    player = players.by_code(code)
    if player is None:
        shown = wording.WRONG_CODE.format(code=codes.shown(codes.typed(code)))
        return _between(hand, context), (said(shown, WAYS_ON),)
    players.adopt(context.sender, player)
    back = Hand(player=player.id, room=_unfinished(player, context.now))
    back = replace(back, run=back.room or "")
    return session.open_case(back, context.now, wording.BACK.format(name=player.pseudonym))


def _unfinished(player: Player, now: datetime) -> str | None:
    """The open room in which the intern sits, if there is one."""
    seats = players.seats(player)
    return next((room.code for room in map(rooms.find, seats) if room is not None and room.is_open(now)), None)


def into(hand: Hand, room: rooms.Room, context: Context) -> Turned:
    """Come into a room: back to one's seat, or under a pseudonym. Raises DatabaseProblem."""
    player = players.of(context.sender)
    name = players.seat(room.code, player) if player else None
    if player is None:
        return ask_name(replace(hand, room=room.code))
    inside = Hand(player=player.id, room=room.code, run=room.code, tag=hand.tag)
    if name is not None:
        return session.open_case(inside, context.now, wording.BACK.format(name=name))
    if players.sit(room.code, player, player.pseudonym, context.now):
        return _welcome(inside, player.pseudonym, room, context)
    return ask_name(replace(inside, run=""), wording.TAKEN.format(name=player.pseudonym))


def alone(hand: Hand, context: Context) -> Turned:
    """Train alone: on what is due, then on something new. Raises DatabaseProblem."""
    player = players.of(context.sender)
    if player is None:
        return ask_name(replace(hand, room=None))
    return session.open_case(Hand(player=player.id, tag=hand.tag), context.now)


def ask_name(hand: Hand, before: str = "") -> Turned:
    """Ask for a pseudonym, with some to tap. Raises DatabaseProblem."""
    names = players.suggestions(hand.room, SUGGESTED)
    asking = replace(hand, stage=NAME, offered=names)
    made = [button(name, "name", name) for name in names]
    return asking, (said(wording.ASK_NAME, made, before=before),)


def name(hand: Hand, heard: Heard, context: Context) -> Turned:
    """Take the pseudonym, or offer others. Raises DatabaseProblem."""
    chosen = heard.value if heard.kind == "name" else capital(" ".join(heard.typed.split()))
    if not _fits(chosen, heard):
        refused = wording.BAD_NAME.format(shortest=players.SHORTEST, longest=players.LONGEST)
        return ask_name(hand, refused)
    room = rooms.find(hand.room) if hand.room else None
    if hand.room and (room is None or not room.is_open(context.now)):
        return gone(hand, context) if room is None else closed(hand, room, context)
    if hand.room and players.taken(hand.room, chosen):
        return ask_name(hand, f"{wording.TAKEN.format(name=chosen)}\n{wording.TAKEN_BACK}")
    return _named(hand, chosen, room, context)


def _fits(chosen: str, heard: Heard) -> bool:
    long = players.SHORTEST <= len(chosen) <= players.LONGEST
    return long and chosen.isprintable() and any(char.isalpha() for char in chosen) and not heard.masked


def _named(hand: Hand, chosen: str, room: rooms.Room | None, context: Context) -> Turned:
    player, code = players.of(context.sender), ""
    if player is None:
        player, code = players.meet(context.sender, chosen, context.now)
    told = wording.YOUR_CODE.format(code=codes.shown(code)) if code else ""
    inside = Hand(player=player.id, room=hand.room, run=hand.room or "", tag=hand.tag)
    if room is None:
        before = "\n".join(filter(None, (wording.WELCOME_ALONE.format(name=chosen), told, wording.AT_ANY_TIME)))
        return session.open_case(inside, context.now, before)
    if not players.sit(room.code, player, chosen, context.now):  # taken since it was looked at
        return ask_name(hand, wording.TAKEN.format(name=chosen))
    return _welcome(inside, chosen, room, context, told)


def _welcome(hand: Hand, pseudonym: str, room: rooms.Room, context: Context, told: str = "") -> Turned:
    first = wording.WELCOME.format(name=pseudonym, room=room.name, count=len(room.cases))
    before = "\n".join(filter(None, (first, told, wording.AT_ANY_TIME)))
    return session.open_case(hand, context.now, before)


def closed(hand: Hand, room: rooms.Room, context: Context) -> Turned:
    """The room takes no more answers. Raises DatabaseProblem."""
    when = room.ended.astimezone().strftime("%d/%m/%Y à %H:%M")
    text = wording.CLOSED.format(name=room.name, when=when)
    return _between(hand, context), (said(text, (session.ALONE, session.PROGRESS, session.LEAVE)),)


def gone(hand: Hand, context: Context) -> Turned:
    """The room was deleted. Raises DatabaseProblem."""
    return _between(hand, context), (said(wording.GONE, WAYS_ON),)


def _between(hand: Hand, context: Context) -> Hand:
    player = players.of(context.sender)
    return Hand(stage=BETWEEN, player=player.id if player else None, tag=hand.tag)
