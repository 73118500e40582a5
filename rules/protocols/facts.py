"""JSON to the facts of a protocol, each checked by the vocabulary."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Mapping

from rules.case import parse_value
from rules.model import Case


def case_of(facts: Mapping[str, Any]) -> Case:
    """A case without a situation of the table; a null fact is left out. Raises CaseError."""
    known = {name: parse_value(name, value) for name, value in facts.items() if value is not None}
    return Case(None, MappingProxyType(known))
