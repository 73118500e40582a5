"""A CSV cell as a fact: decimal commas, oui and non, and bounds such as "< 4"."""

from __future__ import annotations

import re
from typing import Any

from rules import vocabulary

BOOLEANS = {"oui": True, "vrai": True, "true": True, "1": True, "non": False, "faux": False, "false": False, "0": False}
BOUNDS = {"<": "below", "<=": "at_most", "≤": "at_most", ">": "above", ">=": "at_least", "≥": "at_least"}
BOUND = re.compile(r"(<=|>=|<|>|≤|≥)\s*(.+)")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def _number(text: str) -> Any:
    """The number that `text` writes, or `text` itself, for the case's own check to refuse."""
    if not NUMBER.fullmatch(text):
        return text
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def fact_value(name: str, cell: str) -> Any:
    """The value of the fact `name` that `cell` writes, in the form of the vocabulary's JSON.

    What cannot be read comes back as text: the check of the case says what is wrong with it.
    """
    fact = vocabulary().facts.get(name)
    kind = fact.kind if fact else None
    if kind == "boolean":
        return BOOLEANS.get(cell.lower(), cell)
    if kind != "number":
        return cell
    bound = BOUND.fullmatch(cell)
    return {BOUNDS[bound[1]]: _number(bound[2].strip())} if bound else _number(cell)
