"""One case after the other: the question, how sure, the next question, then what was right."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from actions.conversation.say import Button, Say
from actions.training import answers, ask, choose, read, rooms, schedule, score
from actions.training.answers import Answered
from actions.training.cases import Vignette, expected
from actions.training.database import together
from actions.training.feedback import errors, feedback
from actions.training.hand import ANSWER, BETWEEN, SURE, Hand
from actions.training.heard import Heard, button
from actions.training.right import right
from actions.wording import training as wording

Turned = tuple[Hand, tuple[Say, ...]]


def open_case(hand: Hand, now: datetime, before: str = "") -> Turned:
    """The case in hand again, or the next one; `before` is said first. Raises DatabaseProblem."""
    case, at, count, name = _next(hand, now)
    if case is None:
        return _finished(hand, before)
    run = hand.run or secrets.token_hex(6)
    done = answers.met(str(hand.player), run).get(case.id, frozenset())
    first = next(item for item in case.asks if item not in done)
    asking = replace(hand, case=case.id, run=run).asking(first, now)
    title = wording.case_title(at, count, name)
    asked = _question(case, asking, f"{title}\n{case.text}")
    return asking, ((ask.said(before), asked) if before else (asked,))


def _next(hand: Hand, now: datetime) -> tuple[Vignette | None, int, int, str]:
    """The case, its place and how many there are, the room's name (0, 0 and "" alone)."""
    player = str(hand.player)
    if hand.room is None:
        unfinished = hand.case is not None and hand.stage != BETWEEN
        return (choose.case_of(str(hand.case)) if unfinished else choose.alone(player, now)), 0, 0, ""
    room = rooms.find(hand.room)
    done = answers.met(player, hand.room)
    cases = choose.known(room.cases) if room else ()
    for at, case in enumerate(cases, 1):
        if not set(case.asks) <= done.get(case.id, frozenset()):
            return case, at, len(cases), room.name if room else ""
    return None, 0, len(cases), ""


def _finished(hand: Hand, before: str) -> Turned:
    given = [item for item in answers.of_player(str(hand.player)) if item.room == hand.room]
    text = wording.finished(sum(item.score for item in given), len(given))
    done = Hand(player=hand.player, tag=hand.tag)
    return done, (ask.said(text, (ALONE, PROGRESS, LEAVE), before=before),)


def _question(case: Vignette, hand: Hand, before: str = "") -> Say:
    what = ask.part(str(hand.ask), hand.said, right(expected(case)))
    return ask.question(case, hand, str(what), before)


def again(hand: Hand, before: str) -> Turned:
    """The question in hand once more, after a line that says why."""
    if hand.stage == SURE:
        said = ask.confidence(hand)
        return hand, (replace(said, text=f"{wording.marked(before)}\n{said.text}"),)
    return hand, (_question(choose.case_of(str(hand.case)), hand, before),)


def reread(hand: Hand) -> Turned:
    """The case once more, with its question."""
    return again(hand, choose.case_of(str(hand.case)).text)


def hint(hand: Hand) -> Turned:
    """The hint of the case; it costs its share of the question in hand."""
    case = choose.case_of(str(hand.case))
    return again(replace(hand, hints=hand.hints + 1), wording.hint(case.hint))


def answer(hand: Hand, heard: Heard, now: datetime) -> Turned:
    """Take an answer, or a part of it. Raises DatabaseProblem."""
    case = choose.case_of(str(hand.case))
    what = str(ask.part(str(hand.ask), hand.said, right(expected(case))))
    text, level = read.without_confidence(heard.text)
    found = _read(case, what, heard, text)
    if not found:
        return again(hand, wording.not_understood(what, read.per_kg(text)))
    taken = replace(hand, said={**hand.said, **found})
    if "unknown" in taken.said:
        return _kept(replace(taken, said={}), 0, now)
    if ask.part(str(hand.ask), taken.said, right(expected(case))) is not None:
        taken = replace(taken, tag=hand.tag + 1)
        return taken, (_question(case, taken),)
    if level is not None:
        return _kept(taken, level, now)
    asking = replace(taken, stage=SURE, tag=hand.tag + 1)
    return asking, (ask.confidence(asking),)


def _read(case: Vignette, what: str, heard: Heard, text: str) -> dict[str, object]:
    """The parts of the answer that a message gives."""
    passed = heard.silent and heard.intent in ("skip", "dont_know")
    if passed or heard.kind == "do" and heard.value == "unknown" or read.command(heard.text, "unknown"):
        return {"unknown": True}
    if heard.kind:
        return ask.value_of(what, heard.value) if heard.kind == what else {}
    titled = ask.typed(case, what, heard.text) or ask.typed(case, what, text)
    if titled:
        return titled
    if what in ("timing", "networks"):
        said = read.opinion(text)
        return said if what == "timing" or what in said else {}
    readers = {"priority": read.priority, "grams": read.dose, "days": read.days}
    return {} if what == "grams" and read.per_kg(text) else readers[what](text)


def sure(hand: Hand, heard: Heard, now: datetime) -> Turned:
    """Take how sure the intern is. Raises DatabaseProblem."""
    _, level = read.without_confidence(heard.text)
    if heard.kind == "confidence":
        level = int(heard.value)
    return again(hand, wording.NOT_A_CONFIDENCE) if level is None else _kept(hand, level, now)


def _kept(hand: Hand, level: int, now: datetime) -> Turned:
    """Keep the answer; then the next question of the case, or what was right."""
    case = choose.case_of(str(hand.case))
    with together():
        answers.keep(_answered(case, hand, level, now))
        given = answers.of_case(str(hand.player), hand.run, case.id)
        left = [item for item in case.asks if item not in {one.question for one in given}]
        if not left:
            schedule.learn(str(hand.player), given, now)
    if left:
        asking = hand.asking(left[0], now)
        return asking, (_question(case, asking),)
    run = hand.run if hand.room else ""
    between = Hand(player=hand.player, room=hand.room, run=run, tag=hand.tag + 1)
    return between, feedback(case, given, (NEXT, PROGRESS, LEAVE))


def _answered(case: Vignette, hand: Hand, level: int, now: datetime) -> Answered:
    decision, question = expected(case), str(hand.ask)
    wanted = right(decision)
    found = errors(case, question, hand.said)
    return Answered(
        player=str(hand.player),
        room=hand.room,
        run=hand.run,
        vignette=case.id,
        question=question,
        answer=hand.said,
        score=score.score(question, hand.said, wanted, hand.hints),
        errors=tuple(dict.fromkeys(error.family for error in found)) if hand.said else case.families,
        confidence=level,
        hints=hand.hints,
        seconds=round(hand.seconds(now), 1),
        row=choose.row_of(decision),
        families=case.families,
        at=now,
    )


def _do(title: str, value: str) -> Button:
    return button(title, "do", value)


NEXT, PROGRESS = _do(wording.NEXT, "next"), _do(wording.PROGRESS, "progress")
LEAVE, ALONE = _do(wording.LEAVE, "leave"), _do(wording.ALONE, "alone")

__all__ = ["ALONE", "ANSWER", "LEAVE", "NEXT", "PROGRESS", "again", "answer", "hint", "open_case", "reread", "sure"]
