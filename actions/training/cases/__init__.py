"""Training cases: made from the table's own limits, or written by hand. The answer is always computed.

No Rasa, no database, no network. `expected` gives the answer, `pick` a balanced session, `by_id` a case again.
"""

from actions.training.cases.choose import pick
from actions.training.cases.generate import PREFIX, expected, generate, generate_for, replay
from actions.training.cases.hand import hand_written
from actions.training.cases.model import Boundary, NoSuchCase, Vignette
from actions.training.cases.reach import boundaries


def by_id(id: str) -> Vignette:
    """The case of an identifier. Raises NoSuchCase (a KeyError), with a French message."""
    if id.startswith(f"{PREFIX}:"):
        return replay(id)
    found = next((case for case in hand_written() if case.id == id), None)
    if found is None:
        raise NoSuchCase(f"Cas inconnu : « {id[:80]} ».")
    return found


__all__ = [
    "Boundary",
    "NoSuchCase",
    "Vignette",
    "boundaries",
    "by_id",
    "expected",
    "generate",
    "generate_for",
    "hand_written",
    "pick",
]
