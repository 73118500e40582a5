"""What PrioIg can do beside the answer to a situation: a study's form, a classification. Which ones is data."""

from __future__ import annotations

from actions.conversation.rulebook import sealed
from actions.conversation.say import Button, Say
from rules.forms import forms
from rules.model import Case, Decision
from rules.protocols import sirolimus
from rules.protocols.classification import classifications

LINE = "Aussi : {names}."


def offer(decision: Decision) -> Say | None:
    """One line with its buttons after an answer, or None."""
    indication = decision.indication
    scores = [one for one in classifications().values() if indication in one.offered_for]
    studies = [one for one in forms().values() if indication in one.offered_for]
    buttons = [
        *(Button(one.openers[0], one.openers[0]) for one in scores),
        *(Button(one.short, one.short) for one in studies),
    ]
    if sealed(lambda: sirolimus.offered(Case(indication, decision.facts))):
        opener = sirolimus.rules().protocol.opener
        buttons.append(Button(opener, opener))
    if not buttons:
        return None
    return Say(LINE.format(names=", ".join(f"« {button.title} »" for button in buttons)), tuple(buttons))
