"""What a free-text cell says for certain, by the conversation's own understanding of French; in doubt, the doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Mapping

from actions.understanding import Understanding
from actions.wording.table import named
from actions.wording.text import fold
from bot.nlu.understand import extract
from bot.privacy import mask
from rules import CaseError, parse_value, vocabulary
from rules.model import Value

EMPTY: Mapping[str, Value] = MappingProxyType({})
LONGEST = 2000  # characters of a text, as in the conversation
TEXTS = 50_000  # different texts whose reading is kept


@dataclass(frozen=True)
class Reading:
    """What one cell says: a sure situation or why none is sure, and the facts. `read`: it said something.

    `free` is True where the situation was found by understanding, not by a code or a name in full; `several` where an
    age may settle it.
    """

    indication: str | None = None
    facts: Mapping[str, Value] = field(default_factory=lambda: EMPTY)
    doubt: str | None = None
    read: bool = False
    free: bool = False
    several: bool = False


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    names = (*vocabulary().indications, *vocabulary().unjustified, "not_listed")
    return {fold(name): name for name in names}


def situation_of(cell: str, own_words: Mapping[str, Any]) -> Reading:
    """The situation that an indication cell names: the mapping's word, an identifier, a name in full, or French."""
    folded = fold(cell)
    found = own_words.get(folded) or _codes().get(folded) or named(folded)
    return Reading(found, read=True) if found else understood(cell)


def understood(text: str) -> Reading:
    """What a free text says. Identities are masked before it is read."""
    return _understood(text[:LONGEST])


def settled(text: str, years: float) -> Reading:
    """The same text of a patient of that age: "PTI" is then the adult's or the child's."""
    months = round(years * 12)
    return _understood(f"{text[:LONGEST]}. Patient de {f'{int(years)} ans' if years >= 2 else f'{months} mois'}")


@lru_cache(maxsize=TEXTS)
def _understood(text: str) -> Reading:
    said = extract(mask(text).text)
    doubt = _doubt(said)
    if doubt:
        return Reading(doubt=doubt, read=True, free=True, several=len(said.candidates) > 1)
    try:
        facts = {name: parse_value(name, value) for name, value in said.facts.items() if value is not None}
    except CaseError:
        return Reading(doubt="Texte libre : une valeur est hors des bornes", read=True, free=True)
    return Reading(said.indication, MappingProxyType(facts), read=True, free=True)


def _doubt(said: Understanding) -> str | None:
    """Why nothing sure can be taken of a text, in French; None where it is sure."""
    if len(said.candidates) > 1:
        return "Texte libre : plusieurs situations possibles"
    if said.to_confirm and said.candidates:
        return "Texte libre : situation devinée, à confirmer"
    if said.problems:
        return "Texte libre : une valeur ne peut pas être lue sans question"
    return None
