"""The questions of a form, from YAML."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Mapping

from rules.forms.model import KINDS, PRECISIONS, Choice, Condition, Question
from rules.reader import Node

OPTIONAL = (
    "heading ask aliases unit units prefix min max integer precision pattern example choices exclusive item when "
    "unless visits required asked beside"
)


def read_questions(
    node: Node, section: str, gate: str | None, visits: tuple[str, ...], rows: str | None = None
) -> dict[str, Question]:
    """The questions of a section, or of the rows of one, by identifier and in their order."""
    found: dict[str, Question] = {}
    heading = None
    for item in node.items():
        heading = item.optional("heading", Node.text) or heading
        question = _question(item, section, gate, visits, rows, heading)
        if question.id in found:
            item.child("id").error(f"identifiant en double : « {question.id} »")
        found[question.id] = question
    return found


def _question(
    node: Node, section: str, gate: str | None, visits: tuple[str, ...], rows: str | None, heading: str | None
) -> Question:
    node.keys("id label kind", OPTIONAL)
    name, label = node.child("id").text(), node.child("label").text()
    kind = node.child("kind").one_of(KINDS, "type")
    _complete(node, kind)
    return Question(
        id=name,
        section=section,
        label=label,
        kind=kind,
        ask=node.optional("ask", Node.text) or f"{label[:1].upper()}{label[1:]} ?",
        aliases=_texts(node, "aliases"),
        heading=heading,
        unit=node.optional("unit", Node.text),
        units=_units(node),
        prefix=node.optional("prefix", Node.text),
        low=node.optional("min", Node.number),
        high=node.optional("max", Node.number),
        integer=bool(node.optional("integer", Node.flag)),
        precision=node.optional("precision", lambda part: part.one_of(PRECISIONS, "précision")),
        pattern=node.optional("pattern", Node.text),
        example=node.optional("example", Node.text),
        choices=tuple(map(_choice, node.child("choices").items())) if node.has("choices") else (),
        exclusive=_texts(node, "exclusive"),
        item=node.optional("item", Node.text),
        conditions=_conditions(node, gate if gate != name else None),
        visits=tuple(part.one_of(visits, "visite") for part in node.child("visits").items()) or visits,
        rows=rows,
        required=node.optional("required", Node.flag) is not False,
        asked=node.optional("asked", Node.flag) is not False,
        beside=node.optional("beside", Node.text),
    )


def _complete(node: Node, kind: str) -> None:
    """Refuse a question that lacks what its kind needs."""
    needed = {"choice": ("choices",), "multiple": ("choices",), "date": ("precision",), "code": ("pattern", "example")}
    needed["number"] = ("min", "max")
    for key in needed.get(kind, ()):
        if not node.has(key):
            node.error(f"« {key} » est nécessaire pour une question de type {kind}")


def _texts(node: Node, key: str) -> tuple[str, ...]:
    """A list of words; "1" may be written without quotes."""
    return tuple(str(part.value).strip() for part in node.child(key).items()) if node.has(key) else ()


def _units(node: Node) -> Mapping[str, float]:
    if not node.has("units"):
        return MappingProxyType({})
    units = node.child("units")
    return MappingProxyType({str(name): units.child(name).number() for name in units.value})


def _choice(node: Node) -> Choice:
    node.keys("value label", "aliases")
    return Choice(str(node.child("value").value), str(node.child("label").value), _texts(node, "aliases"))


def _conditions(node: Node, gate: str | None) -> tuple[Condition, ...]:
    found = [Condition(gate, (True,))] if gate else []
    for key, negated in (("when", False), ("unless", True)):
        for name, value in (node.child(key).value or {}).items() if node.has(key) else ():
            found.append(Condition(str(name), _values(value), negated))
    return tuple(found)


def _values(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)
