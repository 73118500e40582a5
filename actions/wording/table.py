"""The names that the table gives: its situations, its sections, the bodies to ask."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterable

from actions.wording.text import fold
from rules.expression import facts_of
from rules.load import hierarchy
from rules.tables import Situation

DESCRIPTION = re.compile(r"\s*\(([^()]*)\)$")
NOT_LISTED = "not_listed"


def situations() -> tuple[str, ...]:
    """The situations of the table, in its order."""
    return tuple(hierarchy().situations)


def unjustified() -> tuple[str, ...]:
    """The situations of the list of unjustified uses, in its order."""
    return tuple(hierarchy().unjustified)


def situation(name: str | None) -> str:
    """The French name of a situation of either list, or of none."""
    if name is None or name == NOT_LISTED:
        return "situation absente du tableau"
    return hierarchy().label(name)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {fold(situation(name)): name for name in (*situations(), *unjustified())}


def named(folded: str) -> str | None:
    """The situation of either list whose full name, folded, is this text."""
    return _names().get(folded)


def sections() -> tuple[str, ...]:
    """The identifiers of the sections that hold situations of the table, in its order."""
    held = {hierarchy().situations[name].section for name in situations()}
    return tuple(key for key, label in hierarchy().sections.items() if label in held)


def section(identifier: str) -> str:
    """The French name of a section."""
    return hierarchy().sections[identifier]


def of_section(identifier: str) -> tuple[str, ...]:
    """The situations of one section, in the table's order."""
    return tuple(name for name in situations() if hierarchy().situations[name].section == section(identifier))


def body(identifier: str, *, long: bool = False) -> str:
    """A body to ask: "RCP", "centre de référence de la filière FILNEMUS"; `long` says what it covers."""
    name = hierarchy().bodies[identifier]
    described = DESCRIPTION.search(name)
    if long or described is None:
        return name
    return identifier if described[1] == identifier else name[: described.start()]


def version() -> str:
    """The date of the table's version, as French writes it."""
    year, month, day = hierarchy().version.split("-")
    return f"{day}/{month}/{year}"


def uses(name: str, fact: str) -> bool:
    """Whether a situation of the table, or the table's header, reads a fact."""
    found = hierarchy().situations.get(name)
    return (
        found is None or fact in _row_facts(found) | _header_facts() or bool(_excluded_with(fact) & _row_facts(found))
    )


def decides(name: str | None, fact: str) -> bool:
    """Whether a criterion of a situation of the table reads a fact: it may change the priority."""
    found = hierarchy().situations.get(name or "")
    return found is not None and fact in _facts(row.criteria for row in found.rows)


def _excluded_with(fact: str) -> set[str]:
    """The facts that say the same in other words, as the header's exclusions of two facts tell ("immunodéprimé")."""
    pairs = (item.fields for item in hierarchy().header.exclusions if len(item.fields) == 2)
    return {other for pair in pairs if fact in pair for other in pair} - {fact, "age_years"}


def _row_facts(found: Situation) -> frozenset[str]:
    facts: set[str] = set()
    for row in found.rows:
        conditions = [row.criteria, row.select_none, *(item.when for item in row.regimens)]
        conditions += [item.condition for items in row.opinions.values() for item in items]
        conditions += [item.condition for item in (*row.warnings, *found.warnings)]
        facts.update(_facts(conditions), *((item,) if isinstance(item, str) else item[:1] for item in row.ask_after))
    return frozenset(facts)


def _header_facts() -> frozenset[str]:
    header = hierarchy().header
    rules = (header.bmi.apply, header.bmi.left, header.renal.apply, header.no_venous_access, header.emergency)
    return frozenset({"weight_kg", "height_cm", "phase", *_facts(rules)})


def _facts(conditions: Iterable[object]) -> set[str]:
    return set(facts_of(*(item for item in conditions if item is not None)))  # type: ignore[arg-type]


def implied(name: str | None) -> frozenset[str]:
    """The facts that the very name of a situation states ("PTI de l'adulte": the age)."""
    found = hierarchy().situations.get(name or "")
    return frozenset(found.implies) if found else frozenset()


def of_same_section(name: str | None) -> tuple[str, ...]:
    """The other situations of the section of a situation."""
    found = hierarchy().situations.get(name or "")
    if found is None:
        return ()
    return tuple(key for key, item in hierarchy().situations.items() if item.section == found.section and key != name)
