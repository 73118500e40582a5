"""An answer, and the right one, in a few words."""

from __future__ import annotations

from actions.training.answers import Answered
from actions.training.data import scoring
from actions.training.right import NONE, Right, Target
from actions.training.score import RIGHT
from actions.wording import table
from actions.wording import training as wording
from actions.wording.text import listing, number


def right_said(question: str, expected: Right) -> str:
    """What was to be answered: "réservé [UF]", "avis avant de commencer : RCP", "72 à 72,5 g, en une fois"."""
    if question == "priority":
        return wording.PRIORITIES[expected.priority]
    if question == "opinion":
        bodies = (listing((table.body(name) for name in names), "ou") for names in expected.networks)
        timing = wording.TIMING_CHOICES[expected.timing]
        return timing if expected.timing == NONE else f"{timing} : {listing(bodies)}"
    return listing((_course(item, expected.asks_days) for item in expected.doses), "ou") or wording.NO_DOSE


def _course(item: Target, with_days: bool) -> str:
    low, high = number(item.low, 2), number(item.high, 2)
    grams = f"{low} g" if low == high else f"{low} à {high} g"
    if not with_days or item.days is None:
        return grams
    first, last = item.days
    return f"{grams}, {wording.days(last) if first == last else f'{first} à {last} jours'}"


def one_result(answer: Answered, expected: Right) -> str:
    """One line of the result: what was answered, what was expected, the points, how sure."""
    name, given = wording.ASKS[answer.question], wording.answer_said(answer.answer)
    aside = [number(answer.score, 2) + (" point" if answer.score < 2 else " points")]
    aside += [scoring().confidence[answer.confidence]] if answer.confidence else []
    aside += ["indice demandé"] if answer.hints else []
    note = f" ({', '.join(aside)})"
    if answer.score >= RIGHT or (answer.hints and not answer.errors):
        return f"{name} : {given}. Juste{note}."
    return f"{name} : {given}{note}. Attendu : {right_said(answer.question, expected)}."
