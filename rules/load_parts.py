"""The parts of a row: criteria, opinions, regimens."""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping

from rules.expression import Expression, GrammarError, Group, Leaf, Modal, parse_test
from rules.model import Span
from rules.reader import Node
from rules.tables import Regimen, RowOpinion
from rules.vocabulary import Vocabulary

GROUPS, MODALS = ("all", "any"), ("not", "unknown", "unless")
PHASES = ("initiation", "renewal")


def read_expression(node: Node, names: Vocabulary, labelled: bool = False) -> Expression:
    """An expression of the grammar. `labelled`: every test must carry its French label (criteria of rows)."""
    if isinstance(node.value, str):
        if labelled:
            node.error("ce critère demande un libellé : {test: …, label: …}")
        return Leaf(_test(node, names), node.value)
    if not isinstance(node.value, dict):
        node.error("un critère est attendu ici : un test, ou all / any / not / unknown / unless")
    if "test" in node.value:
        node.keys("test label")
        return Leaf(_test(node.child("test"), names), node.child("label").text())
    return _compound(node, names, labelled)


def _compound(node: Node, names: Vocabulary, labelled: bool) -> Expression:
    node.keys("", " ".join((*GROUPS, *MODALS)))
    if len(node.value) != 1:
        node.error("un seul de all, any, not, unknown, unless est attendu ici")
    ((kind, _),) = node.value.items()
    part = node.child(kind)
    if labelled and kind in ("unknown", "unless"):
        part.error(f"« {kind} » n'a pas de place dans un critère : rien n'est accordé sur ce qui n'est pas connu")
    if kind in MODALS:
        return Modal(kind, read_expression(part, names, labelled))
    parts = tuple(read_expression(item, names, labelled) for item in part.items())
    if not parts:
        part.error("au moins un critère est attendu ici")
    return Group(kind, parts)


def _test(node: Node, names: Vocabulary):  # type: ignore[no-untyped-def]
    try:
        return parse_test(node.text(), names)
    except GrammarError as error:
        node.error(str(error))


def read_opinions(node: Node, names: Vocabulary) -> Mapping[str, tuple[RowOpinion, ...]]:
    """Opinions by phase; `renewal: same` repeats those of the initiation."""
    node.keys("initiation renewal")
    initiation = tuple(_opinion(item, names) for item in node.child("initiation").items())
    renewal = node.child("renewal")
    later = initiation if renewal.value == "same" else tuple(_opinion(item, names) for item in renewal.items())
    return MappingProxyType(dict(zip(PHASES, (initiation, later), strict=True)))


def _opinion(node: Node, names: Vocabulary) -> RowOpinion:
    node.keys("bodies strength", "note if")
    return RowOpinion(
        bodies=tuple(item.one_of(names.bodies, "organisme") for item in node.child("bodies").items()),
        strength=node.child("strength").one_of(names.strengths, "force d'avis"),
        note=node.optional("note", Node.text),
        condition=node.optional("if", lambda part: read_expression(part, names)),
    )


def read_regimens(node: Node, names: Vocabulary) -> tuple[Regimen, ...]:
    """The regimens of a row, in the table's order; one and only one is the default."""
    found = tuple(_regimen(item, names) for item in node.items())
    if found and sum(regimen.default for regimen in found) != 1:
        node.error("une posologie, et une seule, porte « default: true »")
    return found


def _regimen(node: Node, names: Vocabulary) -> Regimen:
    node.keys("route g_per_kg_total", "days interval_weeks courses_max note when default")
    days = node.optional("days", _span)
    courses = node.optional("courses_max", Node.number)
    return Regimen(
        route=node.child("route").one_of(("IV", "SC"), "voie"),
        g_per_kg_total=_dose(node.child("g_per_kg_total")),
        days=None if days is None else (int(days[0]), int(days[1])) if isinstance(days, tuple) else int(days),
        interval_weeks=node.optional("interval_weeks", _span),
        courses_max=None if courses is None else int(courses),
        note=node.optional("note", Node.text),
        when=node.optional("when", lambda part: read_expression(part, names)),
        default=node.optional("default", Node.flag) or False,
    )


def _dose(node: Node) -> Span:
    """A dose is never a whole number by nature: `2` in the table is 2.0 g/kg in every answer."""
    found = _span(node)
    return (float(found[0]), float(found[1])) if isinstance(found, tuple) else float(found)


def _span(node: Node) -> Span:
    """A figure above zero, or the range [low, high] that the table prints."""
    if not isinstance(node.value, list):
        if node.number() <= 0:
            node.error("un nombre supérieur à zéro est attendu ici")
        return node.number()
    ends = tuple(item.number() for item in node.items())
    if len(ends) != 2 or not 0 < ends[0] < ends[1]:
        node.error("une fourchette [bas, haut] est attendue ici")
    return ends[0], ends[1]
