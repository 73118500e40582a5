"""A teacher opens a room from the conversation, with the code that this server knows."""

from __future__ import annotations

import os
import re
import secrets
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from actions.activities.base import Context
from actions.training import codes, rooms, session
from actions.training.ask import said
from actions.training.cases import pick
from actions.training.hand import BETWEEN, TEACHER, Hand
from actions.training.heard import Heard
from actions.training.session import Turned
from actions.wording import training_room as wording
from actions.wording.text import capital

CODE, CODE_FILE, ADDRESS = "PRIOIG_TEACHER_CODE", "PRIOIG_TEACHER_CODE_FILE", "PRIOIG_ADDRESS"
LOCAL = "http://127.0.0.1:5005"
CASES = 12  # of a room, unless said otherwise
COUNT = re.compile(r"[\s,;:]*\b(\d{1,3})\s*cas\b", re.IGNORECASE)
TRIES, PAUSE = 5, timedelta(minutes=10)  # wrong codes from one conversation before it must wait
EVERYONE = 50  # and from all of them together
_wrong: OrderedDict[str, list[datetime]] = OrderedDict()


def known_code() -> str | None:
    """The teacher's code of this server, from the environment or from the file that it names; None without one."""
    file = os.environ.get(CODE_FILE)
    try:
        code = os.environ.get(CODE) or (Path(file).read_text(encoding="utf-8") if file else "")
    except OSError:
        code = ""
    return code.strip() or None


def addresses(code: str, base: str | None = None) -> tuple[str, str]:
    """Where interns join, and where the teacher follows."""
    base = (base or os.environ.get(ADDRESS) or LOCAL).rstrip("/")
    return f"{base}/entrainement/{code}", f"{base}/entrainement/salle/{code}"


def start(name: str, count: int, minutes: int, now: datetime, seed: int | None = None) -> tuple[rooms.Room, str]:
    """Open a room with that many cases, the same for a seed, and its teacher's code. Raises DatabaseProblem."""
    chosen = pick(secrets.randbelow(10**9) if seed is None else seed, count)
    return rooms.start(name, tuple(case.id for case in chosen), minutes, now)


def told(room: rooms.Room, teacher: str, base: str | None = None) -> tuple[str, ...]:
    """What the teacher must know, one line a matter."""
    join, live = addresses(room.code, base)
    closes = room.closes.astimezone().strftime("%d/%m/%Y à %H:%M")
    return wording.room_lines(room.name, len(room.cases), closes, room.code, codes.shown(teacher), join, live)


def asked(hand: Hand, rest: str) -> Turned:
    """A room is asked for: "Hémato novembre, 8 cas"; the code comes next."""
    if known_code() is None:
        return replace(hand, stage=BETWEEN), (said(wording.NO_TEACHER_CODE, (session.ALONE, session.LEAVE)),)
    count = COUNT.search(rest)
    wanted = {"name": COUNT.sub("", rest).strip(' «»",;:'), "cases": int(count[1]) if count else CASES}
    asking = replace(hand, stage=TEACHER, before=hand.stage, said=wanted)
    return asking, (said(wording.ASK_TEACHER_CODE),)


def open_room(hand: Hand, heard: Heard, context: Context) -> Turned:
    """Check the code, then open the room. Raises DatabaseProblem."""
    wanted, after = hand.said, Hand(player=hand.player, tag=hand.tag)
    if _must_wait(context):
        return after, (said(wording.TOO_MANY, (session.LEAVE,)),)
    if not codes.same(heard.typed.strip(), known_code() or secrets.token_hex()):
        _wrong.setdefault(context.sender, []).append(context.now)
        return after, (said(wording.BAD_TEACHER_CODE, (session.ALONE, session.LEAVE)),)
    name = capital(str(wanted.get("name") or "")) or f"Salle du {context.now.astimezone():%d/%m/%Y}"
    count = max(1, min(rooms.MOST_CASES, int(wanted.get("cases", CASES))))
    room, teacher = start(name, count, rooms.MINUTES, context.now)
    return after, (said("\n".join(told(room, teacher)), (session.LEAVE,)),)


def _must_wait(context: Context) -> bool:
    since = context.now - PAUSE
    for sender in list(_wrong):
        _wrong[sender] = [at for at in _wrong[sender] if at > since]
        if not _wrong[sender]:
            del _wrong[sender]
    own, every = len(_wrong.get(context.sender, ())), sum(map(len, _wrong.values()))
    return own >= TRIES or every >= EVERYONE
