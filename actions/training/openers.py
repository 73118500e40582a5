"""Messages that ask for training whatever has the floor; a message about a patient never does."""

from __future__ import annotations

from dataclasses import dataclass

from actions.training import codes
from actions.training.data import words
from actions.training.heard import Heard
from actions.understanding import Understanding
from actions.wording.text import fold

INTENT = "start_training"
WHOLE = ("resume", "progress", "erase", "code")  # commands that are a whole message
BUTTONS = {"alone": "open", "resume": "resume", "progress": "progress"}


@dataclass(frozen=True)
class Opener:
    """What is asked: open (with a code, or alone), resume, progress, erase, code, or room with its `rest`."""

    name: str
    code: str = ""
    rest: str = ""


def opener(heard: Heard, message: Understanding) -> Opener | None:
    """What a message asks of training from anywhere, or None."""
    if heard.kind == "do":
        return Opener(BUTTONS[heard.value]) if heard.value in BUTTONS else None
    for name in WHOLE:
        if heard.text in words().commands[name]:
            return Opener(name)
    about_a_patient = bool(message.facts or message.indication or message.candidates)
    found = _room(heard) or _with_code(heard.text)
    if found is not None and not about_a_patient:
        return found
    asked = heard.intent == INTENT and bool(heard.text) and not about_a_patient
    return Opener("open") if asked or (heard.intent == INTENT and heard.silent) else None


def _room(heard: Heard) -> Opener | None:
    for word in sorted(words().commands["room"], key=len, reverse=True):
        if heard.text == word or heard.text.startswith(f"{word} "):
            return Opener("room", rest=_after(heard.typed, word))
    return None


def _after(typed: str, word: str) -> str:
    """What was typed after a word that was found in its folded form."""
    tokens = typed.split()
    for at in range(1, len(tokens) + 1):
        if fold(" ".join(tokens[:at])) == word:
            return " ".join(tokens[at:])
    return ""


def _with_code(text: str) -> Opener | None:
    for word in sorted(words().commands["open"], key=len, reverse=True):
        if text == word:
            return Opener("open")
        if text.startswith(f"{word} "):
            code = _code(text[len(word) :].split())
            return Opener("open", code=code) if code else None
    return None


def _code(tokens: list[str]) -> str:
    """The code that the last words spell: six letters, or eight in two halves."""
    tokens = [token for token in tokens if token not in ("code", "salle", "le", "la", "avec", "de")]
    code = codes.typed("".join(tokens))
    whole = len(tokens) == 1 or {len(token) for token in tokens} <= {3, 4} or {len(token) for token in tokens} == {1}
    return code if code.isalpha() and len(code) in (codes.ROOM, codes.PERSONAL) and whole else ""
