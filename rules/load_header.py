"""The header of the table, and warnings wherever they stand."""

from __future__ import annotations

from types import MappingProxyType

from rules.load_parts import PHASES, read_expression
from rules.reader import Node
from rules.tables import BmiRule, Exclusion, Header, RenalRule, RowWarning
from rules.vocabulary import Vocabulary

BMI_CONDITIONS = ("high", "apply", "left", "height_unknown", "age_unknown", "pregnancy_unknown")


def read_header(top: Node, names: Vocabulary) -> Header:
    """`header.yml`: dose rules, emergencies, exclusions, the sentences of general warnings."""
    top.keys("document version place sections bmi renal no_venous_access emergency exclusions warnings notes bodies")
    for key in top.child("bodies").value:
        if key not in names.bodies:
            top.child("bodies").child(key).error(f"organisme inconnu : « {key} »")
    texts = top.child("warnings")
    return Header(
        bmi=_bmi(top.child("bmi"), names),
        renal=_renal(top.child("renal"), names),
        no_venous_access=read_expression(top.child("no_venous_access"), names),
        emergency=read_expression(top.child("emergency"), names),
        bmi_tolerance=top.child("bmi").child("tolerance_kg_m2").number(),
        exclusions=tuple(read_exclusion(item, names) for item in top.child("exclusions").items()),
        warnings=MappingProxyType({key: texts.child(key).text() for key in texts.value}),
        notes=tuple(item.text() for item in top.child("notes").items()),
    )


def _bmi(node: Node, names: Vocabulary) -> BmiRule:
    node.keys("cap_g_per_kg tolerance_kg_m2 " + " ".join(BMI_CONDITIONS))
    conditions = {key: read_expression(node.child(key), names) for key in BMI_CONDITIONS}
    return BmiRule(cap_g_per_kg=node.child("cap_g_per_kg").number(), **conditions)


def _renal(node: Node, names: Vocabulary) -> RenalRule:
    node.keys("days note apply unknown")
    return RenalRule(
        days=int(node.child("days").number()),
        note=node.child("note").text(),
        apply=read_expression(node.child("apply"), names),
        unknown=read_expression(node.child("unknown"), names),
    )


def read_exclusion(node: Node, names: Vocabulary) -> Exclusion:
    """What cannot be true together of one patient."""
    node.keys("when fields message")
    fields = tuple(item.one_of(names.facts, "fait") for item in node.child("fields").items())
    return Exclusion(read_expression(node.child("when"), names), fields, node.child("message").text())


def read_warnings(node: Node, names: Vocabulary) -> tuple[RowWarning, ...]:
    """The warnings of a row, of a situation or of an unjustified use."""
    found = []
    for item in node.items():
        item.keys("code text", "if phase")
        condition = item.optional("if", lambda part: read_expression(part, names))
        phase = item.optional("phase", lambda part: part.one_of(PHASES, "phase"))
        found.append(RowWarning(item.child("code").text(), item.child("text").text(), condition, phase))
    return tuple(found)
