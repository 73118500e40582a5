"""Interns: a pseudonym, the conversations that are theirs (only a digest is kept), a personal code, a seat in rooms."""

from __future__ import annotations

import random
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from actions.training import codes
from actions.training.data import names
from actions.training.database import Row, first, hidden, rows, together, write
from actions.wording.text import capital, fold

SHORTEST, LONGEST = 2, 24  # letters of a pseudonym


@dataclass(frozen=True)
class Player:
    """One intern; `id` means nothing outside the file."""

    id: str
    pseudonym: str


def of(sender: str) -> Player | None:
    """The intern of a conversation, or None. Raises DatabaseProblem."""
    return _player(
        first(
            "SELECT players.id, pseudonym FROM players JOIN conversations ON player = players.id WHERE sender = ?",
            hidden(sender),
        )
    )


def exists(player: str) -> bool:
    """Whether an intern is still known. Raises DatabaseProblem."""
    return first("SELECT 1 FROM players WHERE id = ?", player) is not None


def by_code(code: str) -> Player | None:
    """The intern whose personal code this is, or None. Raises DatabaseProblem."""
    return _player(first("SELECT id, pseudonym FROM players WHERE code = ?", hidden(codes.typed(code))))


def meet(sender: str, pseudonym: str, now: datetime) -> tuple[Player, str]:
    """A new intern on this conversation; the second value is their personal code. Raises DatabaseProblem."""
    player, code = Player(secrets.token_hex(8), pseudonym), codes.draw(codes.PERSONAL)
    with together():
        write("INSERT INTO players VALUES (?, ?, ?, ?)", player.id, pseudonym, hidden(code), now.isoformat())
        adopt(sender, player)
    return player, code


def adopt(sender: str, player: Player) -> None:
    """This conversation is that intern's from now on. Raises DatabaseProblem."""
    write("INSERT OR REPLACE INTO conversations VALUES (?, ?)", hidden(sender), player.id)


def new_code(player: Player) -> str:
    """Another personal code; the one before is void. Raises DatabaseProblem."""
    code = codes.draw(codes.PERSONAL)
    write("UPDATE players SET code = ? WHERE id = ?", hidden(code), player.id)
    return code


def erase(player: Player) -> None:
    """Forget an intern: answers, cards, seats and all. Raises DatabaseProblem."""
    write("DELETE FROM players WHERE id = ?", player.id)


def seat(room: str, player: Player) -> str | None:
    """The pseudonym of an intern in a room, or None where they have no seat. Raises DatabaseProblem."""
    found = first("SELECT pseudonym FROM seats WHERE room = ? AND player = ?", room, player.id)
    return None if found is None else str(found["pseudonym"])


def seats(player: Player) -> tuple[str, ...]:
    """The rooms in which an intern sits, the latest first. Raises DatabaseProblem."""
    found = rows("SELECT room FROM seats WHERE player = ? ORDER BY taken DESC", player.id)
    return tuple(str(row["room"]) for row in found)


def sit(room: str, player: Player, pseudonym: str, now: datetime) -> bool:
    """Take a seat under a pseudonym; False where somebody else has it in this room. Raises DatabaseProblem."""
    try:
        values = (room, player.id, pseudonym, fold(pseudonym), now.isoformat())
        write("INSERT INTO seats VALUES (?, ?, ?, ?, ?)", *values)
    except sqlite3.IntegrityError:
        return False
    return True


def taken(room: str, pseudonym: str) -> bool:
    """Whether somebody sits in the room under that pseudonym. Raises DatabaseProblem."""
    return first("SELECT 1 FROM seats WHERE room = ? AND folded = ?", room, fold(pseudonym)) is not None


def suggestions(room: str | None, count: int, draw: random.Random | None = None) -> tuple[str, ...]:
    """That many pseudonyms to tap, free in the room: an animal and a colour. Raises DatabaseProblem."""
    draw = draw or random.SystemRandom()
    used = {str(row["folded"]) for row in rows("SELECT folded FROM seats WHERE room = ?", room)}
    every = [capital(f"{animal} {names().colours[gender][at]}") for animal, gender, at in _pairs()]
    free = [name for name in every if fold(name) not in used]
    return tuple(draw.sample(free, min(count, len(free))))


def _pairs() -> list[tuple[str, str, int]]:
    return [
        (animal, gender, at)
        for gender, animals in names().animals.items()
        for animal in animals
        for at in range(len(names().colours[gender]))
    ]


def _player(row: Row | None) -> Player | None:
    return None if row is None else Player(str(row["id"]), str(row["pseudonym"]))
