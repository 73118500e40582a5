"""The questions of a case, with their buttons; the same words typed are as good."""

from __future__ import annotations

import random
from typing import Any, Iterable

from actions.conversation.say import Button, Say
from actions.training.cases import Vignette, expected
from actions.training.data import scoring
from actions.training.hand import Hand
from actions.training.heard import button
from actions.training.right import NONE, PRIORITIES, Right, right
from actions.wording import training as wording
from actions.wording.text import fold
from rules.load import hierarchy

CHOICES = 4  # bodies to choose from
DAYS = (1, 2, 3, 4, 5)
PRIORITY, OPINION, DOSE = "priority", "opinion", "dose"
Option = tuple[str, Any, str]  # part of the answer, value, title


def part(ask: str, said: Any, expected_: Right) -> str | None:
    """The part of the answer that is still to be said, or None: when then whom; how much then in how many days."""
    if "unknown" in said:
        return None
    if ask == OPINION:
        if "timing" not in said:
            return "timing"
        return "networks" if said["timing"] != NONE and not said.get("networks") else None
    if ask == DOSE:
        if "grams" not in said:
            return "grams"
        return "days" if expected_.asks_days and said["grams"] and "days" not in said else None
    return None if PRIORITY in said else PRIORITY


def options(case: Vignette, what: str) -> tuple[Option, ...]:
    """The choices for one part of the answer."""
    if what == PRIORITY:
        return tuple((what, value, wording.PRIORITIES[value]) for value in PRIORITIES)
    if what == "timing":
        return tuple((what, value, title) for value, title in wording.TIMING_CHOICES.items())
    if what == "networks":
        return tuple((what, "+".join(names), wording.bodies(names)) for names in _bodies(case))
    if what == "days":
        return tuple((what, value, wording.days(value)) for value in DAYS)
    return (("grams", 0, wording.NO_DOSE),)


def _bodies(case: Vignette) -> list[tuple[str, ...]]:
    """The right bodies among others, always the same for a case."""
    draw = random.Random(case.id)
    needed = right(expected(case)).networks
    own = tuple(draw.choice(bodies) for bodies in needed)
    others = [name for name in hierarchy().bodies if not any(name in bodies for bodies in needed)]
    found: list[tuple[str, ...]] = [(name,) for name in draw.sample(others, CHOICES - 1 if own else CHOICES)]
    found += [own] if own else []
    draw.shuffle(found)
    return found


def typed(case: Vignette, what: str, text: str) -> dict[str, Any]:
    """The choice whose title was typed, as a part of the answer; empty where it is none."""
    return next((value_of(what, value) for _, value, title in options(case, what) if fold(title) == text), {})


def value_of(what: str, value: Any) -> dict[str, Any]:
    """The part of an answer that a choice stands for."""
    if what == "networks":
        return {what: str(value).split("+")}
    if what in ("grams", "days"):
        return {what: int(value)}
    return {what: str(value)}


def question(case: Vignette, hand: Hand, what: str, before: str = "") -> Say:
    """The question on one part of the answer; `before` stands above it (the case, or what was not understood)."""
    choices = options(case, what)
    made = [button(title, kind, value, hand.tag) for kind, value, title in choices]
    made += [] if hand.hints or not case.hint else [button(wording.HINT, "do", "hint")]
    made += [button(wording.UNKNOWN, "do", "unknown", hand.tag)]
    object_ = {
        **wording.TRAINING,
        "type": "training_question",
        "case": case.id,
        "ask": what,
        "kind": "number" if what == "grams" else "choice",
        "unit": "g" if what == "grams" else None,
        "unit_label": "g" if what == "grams" else None,
        "label": wording.LABELS[what],
        "choices": None if what == "grams" else [{"value": value, "label": title} for _, value, title in choices],
    }
    return said(wording.QUESTIONS[what], made, object_, before)


def confidence(hand: Hand) -> Say:
    """How sure are you?"""
    levels = scoring().confidence
    made = [button(title, "confidence", level, hand.tag) for level, title in levels.items()]
    object_ = {
        **wording.TRAINING,
        "type": "training_question",
        "case": hand.case,
        "ask": "confidence",
        "kind": "choice",
        "label": wording.LABELS["confidence"],
        "choices": [{"value": level, "label": title} for level, title in levels.items()],
    }
    return said(wording.QUESTIONS["confidence"], made, object_)


def said(text: str, buttons: Iterable[Button] = (), object_: Any = None, before: str = "") -> Say:
    """A bubble of training: marked, with what can be typed instead of its buttons in the last line."""
    made = tuple(buttons)
    titles = f"({' / '.join(one.title for one in made)})" if made else ""
    lines = (before, text, titles)
    objects = (object_,) if object_ else ()
    return Say(wording.marked("\n".join(line for line in lines if line)), made, objects)
