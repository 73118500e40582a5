"""A button that is tapped when something else has the floor: it answers nothing."""

from __future__ import annotations

from actions.understanding import Unbound
from actions.wording import table
from actions.wording.questions import NOT_LISTED

LATE = "Ce bouton répond à une question qui n'est plus posée : rien n'a été noté."


def of_the_consultation(sent: Unbound, asked: str | None) -> bool:
    """Whether a button is the consultation's: it chooses a situation, or names a fact other than the one `asked`.

    A value alone (the page's number field, a program) answers what is asked.
    """
    if sent.text:
        return sent.text != asked
    situations = (*table.situations(), *table.unjustified(), *table.sections(), NOT_LISTED)
    return isinstance(sent.value, str) and sent.value in situations
