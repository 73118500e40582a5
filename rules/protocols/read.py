"""A protocol's YAML to typed records, by the reader and the grammar of the table."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Mapping

from rules import reader
from rules.expression import ALWAYS
from rules.load_header import read_exclusion, read_warnings
from rules.load_parts import PHASES, read_expression
from rules.protocols.records import (
    AdverseEffect,
    Branch,
    DoseRule,
    Figures,
    FollowUp,
    Interaction,
    Next,
    Protocol,
    Repeated,
    Texts,
)
from rules.reader import Node
from rules.tables import Contradictions, Otherwise, Situation
from rules.vocabulary import Vocabulary, vocabulary

FOLDER = Path(__file__).parent
TOP = (
    "protocol document version title standing unsigned figures dose_notes intake offered_for opener exclusions"
    " situations statuses ends next monitoring interactions interactions_text never_with adverse_effects"
    " adverse_effects_text urgent_effects vaccines"
)
FIGURES = (
    "start_mg_per_m2 raised_mg_per_m2 daily_max_mg intakes_per_day solution_mg_per_ml solution_step_ml days_in_month"
)
UNDECIDED = "undecided"


@cache
def protocol(name: str) -> Protocol:
    """The protocol of `<name>.yml`. Raises RuleBaseError where it is not valid."""
    return load_protocol(FOLDER / f"{name}.yml")


def load_protocol(file: Path) -> Protocol:
    """Read one protocol: unknown keys, facts and statuses are refused with file and line."""
    top, names = reader.document(file), vocabulary()
    top.keys(TOP)
    texts = _texts(top)
    nodes = {node.child("id").text(): node for node in top.child("situations").items()}
    situations = {id: _situation(node, names, texts) for id, node in nodes.items()}
    firsts = {id: node.child("first").one_of(nodes, "situation") for id, node in nodes.items() if node.has("first")}
    return Protocol(
        id=top.child("protocol").text(),
        document=top.child("document").text(),
        version=top.child("version").text(),
        header=Contradictions(tuple(read_exclusion(item, names) for item in top.child("exclusions").items())),
        situations=MappingProxyType(situations),
        places=MappingProxyType({id: node.child("place").text() for id, node in nodes.items()}),
        first=MappingProxyType(firsts),
        offered_for=tuple(item.one_of(names.indications, "situation") for item in top.child("offered_for").items()),
        opener=top.child("opener").text(),
        figures=_figures(top.child("figures")),
        follow_up=_follow_up(top.child("monitoring")),
        interactions=tuple(_interaction(node) for node in top.child("interactions").items()),
        adverse_effects=tuple(_effect(node, top) for node in top.child("adverse_effects").items()),
        dose_notes=_named(top.child("dose_notes")),
        texts=texts,
    )


def _named(node: Node) -> Mapping[str, str]:
    return MappingProxyType({key: node.child(key).text() for key in node.value})


def _lines(node: Node) -> tuple[str, ...]:
    return tuple(item.text() for item in node.items())


def _texts(top: Node) -> Texts:
    ends = top.child("ends")
    return Texts(
        title=top.child("title").text(),
        standing=top.child("standing").text(),
        unsigned=top.child("unsigned").text(),
        statuses=_named(top.child("statuses")),
        ends=MappingProxyType({key: _lines(ends.child(key)) for key in ends.value}),
        next=_named(top.child("next")),
        intake=_lines(top.child("intake")),
        interactions=top.child("interactions_text").text(),
        never_with=top.child("never_with").text(),
        adverse_effects=top.child("adverse_effects_text").text(),
        vaccines=_lines(top.child("vaccines")),
    )


def _situation(node: Node, names: Vocabulary, texts: Texts) -> Situation:
    node.keys("id label place rows", "otherwise first warnings")
    rows: list[Branch] = []
    for item in node.child("rows").items():
        row = _branch(item, names, texts)
        if row.id in {other.id for other in rows}:
            item.child("id").error(f"identifiant en double : « {row.id} »")
        rows.append(row)
    end = node.optional("otherwise", lambda part: part.one_of(texts.statuses, "statut")) or UNDECIDED
    return Situation(
        id=node.child("id").text(),
        label=node.child("label").text(),
        section=node.child("place").text(),
        rows=tuple(rows),
        otherwise=(Otherwise(end, None),),
        implies=MappingProxyType({}),
        warnings=read_warnings(node.child("warnings"), names),
        order=tuple(row.id for row in rows),
    )


def _branch(node: Node, names: Vocabulary, texts: Texts) -> Branch:
    node.keys("id label status criteria says", "dose then next total_months refined ask_after warnings")
    id = node.child("id").text()
    total = node.optional("total_months", Node.number)
    return Branch(
        id=id,
        label=node.child("label").text(),
        priority=id,  # the first row that is met counts
        labelled=False,
        place="",
        confirm=None,
        criteria=read_expression(node.child("criteria"), names, labelled=True) or ALWAYS,
        opinions=MappingProxyType({phase: () for phase in PHASES}),
        regimens=(),
        select_none=None,
        renal="none",
        repeats=0,
        warnings=read_warnings(node.child("warnings"), names),
        notes=(),
        ask_after=tuple((item.one_of(names.facts, "fait"), None) for item in node.child("ask_after").items()),
        status=node.child("status").one_of(texts.statuses, "statut"),
        says=_lines(node.child("says")),
        dose=node.optional("dose", _dose_rule),
        then=node.optional("then", _dose_rule),
        next=tuple(_next(item, texts) for item in node.child("next").items()),
        total_months=None if total is None else int(total),
        refined=node.optional("refined", Node.text),
    )


def _dose_rule(node: Node) -> DoseRule:
    node.keys("", "keep none factor mg_per_m2 lower_mg every_days taper_months")
    every, taper = node.optional("every_days", Node.number), node.optional("taper_months", _numbers)
    return DoseRule(
        keep=node.optional("keep", Node.flag) or False,
        none=node.optional("none", Node.flag) or False,
        factor=node.optional("factor", Node.number),
        mg_per_m2=node.optional("mg_per_m2", Node.number),
        lower_mg=node.optional("lower_mg", Node.number),
        every_days=None if every is None else int(every),
        taper_months=None if taper is None else (taper[0], taper[1]),
    )


def _numbers(node: Node) -> tuple[float, ...]:
    return tuple(item.number() for item in node.items())


def _whole(node: Node) -> tuple[int, ...]:
    return tuple(int(number) for number in _numbers(node))


def _next(node: Node, texts: Texts) -> Next:
    node.keys("what", "days months")
    days, months = node.optional("days", Node.number), node.optional("months", Node.number)
    what = node.child("what").one_of(texts.next, "suite")
    return Next(what, None if days is None else int(days), None if months is None else int(months))


def _figures(node: Node) -> Figures:
    node.keys(f"surface_m2 tablets_mg {FIGURES}")
    numbers = {key: node.child(key).number() for key in FIGURES.split() if key != "intakes_per_day"}
    surface = node.child("surface_m2")
    surface.keys("from to")
    return Figures(
        surface_low_m2=surface.child("from").number(),
        surface_high_m2=surface.child("to").number(),
        tablets_mg=_numbers(node.child("tablets_mg")),
        intakes_per_day=int(node.child("intakes_per_day").number()),
        **numbers,
    )


def _follow_up(node: Node) -> FollowUp:
    node.keys("shown_months items marks after_change")
    return FollowUp(
        items=tuple(_repeated(item) for item in node.child("items").items()),
        marks=tuple(_mark(item) for item in node.child("marks").items()),
        after_change=_mark(node.child("after_change")),
        shown_months=int(node.child("shown_months").number()),
    )


def _repeated(node: Node) -> Repeated:
    node.keys("id label", "days months every_months")
    every = node.optional("every_months", Node.number)
    return Repeated(
        id=node.child("id").text(),
        label=node.child("label").text(),
        days=_whole(node.child("days")),
        months=_whole(node.child("months")),
        every_months=None if every is None else int(every),
    )


def _mark(node: Node) -> Repeated:
    node.keys("id label", "days months")
    days, months = (node.optional(key, Node.number) for key in ("days", "months"))
    return Repeated(
        id=node.child("id").text(),
        label=node.child("label").text(),
        days=() if days is None else (int(days),),
        months=() if months is None else (int(months),),
    )


def _interaction(node: Node) -> Interaction:
    node.keys("id effect label text drugs")
    effect = node.child("effect").one_of(("raises", "lowers"), "effet")
    return Interaction(
        id=node.child("id").text(),
        effect=effect,
        label=node.child("label").text(),
        text=node.child("text").text(),
        drugs=_lines(node.child("drugs")),
    )


def _effect(node: Node, top: Node) -> AdverseEffect:
    node.keys("id label text")
    id = node.child("id").text()
    urgent = id in _lines(top.child("urgent_effects"))
    return AdverseEffect(id, node.child("label").text(), node.child("text").text(), urgent)
