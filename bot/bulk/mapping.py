"""Which column of the pharmacy's file says what: one YAML file, read strictly (docs/bulk.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Callable, Iterator, Mapping

from actions.wording.text import fold
from bot.bulk.values import DATES, Unread, factor
from rules import parse_value, vocabulary
from rules.model import CaseError
from rules.reader import Node, document

SIMPLE = ("id", "date", "birth_date", "ward", "days", "courses", "weeks")
KEYS = f"indication text grams opinions route facts {' '.join(SIMPLE)}"
GRAM_UNITS = ("g", "mg", "g/kg", "mg/kg")
PER = ("course", "day")
ROUTES = ("IV", "SC")
ANY = "any"  # a word that says that every opinion was obtained
NONE = "none"
EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Column:
    """One column: its name, the unit of its numbers, the form of its dates, what its words mean (folded)."""

    name: str
    unit: str | None = None
    form: str | None = None
    per: str = "course"
    words: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True)
class Columns:
    """The whole mapping. `others` are the columns of `SIMPLE`, and grams, opinions and route, by key."""

    indication: Column | None
    text: tuple[Column, ...]
    facts: Mapping[str, Column]
    others: Mapping[str, Column]

    def named(self) -> Iterator[Column]:
        """Every column that is read."""
        yield from (self.indication,) if self.indication else ()
        yield from (*self.text, *self.facts.values(), *self.others.values())


def read_columns(path: Path) -> Columns:
    """The mapping of a file. Raises `RuleBaseError`, with file and line."""
    top = document(path)
    top.keys("", KEYS)
    if not top.has("indication") and not top.has("text"):
        top.error("il manque « indication » ou « text » : la colonne qui dit la maladie")
    facts = top.child("facts") if top.has("facts") else None
    others = {key: _column(top.child(key), _no_word) for key in SIMPLE if top.has(key)}
    special: tuple[tuple[str, Callable[[Node], Any]], ...] = (("opinions", _body), ("route", _route))
    others |= {key: _column(top.child(key), word) for key, word in special if top.has(key)}
    if top.has("grams"):
        others["grams"] = _grams(top.child("grams"), top)
    return Columns(
        indication=top.optional("indication", lambda node: _column(node, _situation)),
        text=_texts(top),
        facts=MappingProxyType({name: _fact(facts.child(name), name) for name in _names(facts)} if facts else {}),
        others=MappingProxyType(others),
    )


def _names(facts: Node) -> tuple[str, ...]:
    facts.keys("", " ".join(vocabulary().facts))
    return tuple(facts.value)


def _texts(top: Node) -> tuple[Column, ...]:
    if not top.has("text"):
        return ()
    node = top.child("text")
    return tuple(Column(item.text()) for item in ([node] if isinstance(node.value, str) else node.items()))


def _column(node: Node, word: Callable[[Node], Any], more: str = "") -> Column:
    """A column's name alone, or with `format`, `words` and the keys of `more`."""
    if isinstance(node.value, str):
        return Column(node.text())
    node.keys("column", f"format words {more}")
    form = node.child("format").one_of(DATES, "format de date") if node.has("format") else None
    return Column(node.child("column").text(), form=form, words=_words(node, word))


def _words(node: Node, word: Callable[[Node], Any]) -> Mapping[str, Any]:
    if not node.has("words"):
        return EMPTY
    table = node.child("words")
    if not isinstance(table.value, dict):
        table.error("un dictionnaire « mot du fichier: valeur » est attendu ici")
    return MappingProxyType({fold(_spelt(key)): word(table.child(key)) for key in table.value})


def _spelt(key: Any) -> str:
    """A key as the file has it; YAML reads a bare oui as text, and true or 1 as something else."""
    return str(key).lower() if isinstance(key, bool) else str(key)


def _no_word(node: Node) -> Any:
    node.error("cette colonne ne prend pas de « words »")


def _situation(node: Node) -> str:
    names = {*vocabulary().indications, *vocabulary().unjustified, "not_listed"}
    return node.one_of(names, "situation")


def _body(node: Node) -> str:
    return node.one_of({*vocabulary().bodies, ANY, NONE}, "avis (un organisme, « any » ou « none »)")


def _route(node: Node) -> str:
    return node.one_of(ROUTES, "voie")


def _fact(node: Node, name: str) -> Column:
    def value(word: Node) -> Any:
        try:
            parse_value(name, word.value)
        except CaseError as error:
            word.error(error.message)
        return word.value

    column = _column(node, value, "unit")
    if column.form:
        node.error("« format » ne vaut que pour une date")
    unit = node.child("unit").text() if isinstance(node.value, dict) and node.has("unit") else None
    if unit and name != "age_years":
        try:
            factor(name, unit)
        except Unread as error:
            node.child("unit").error(f"{error} : « {unit} »")
    return Column(column.name, unit=unit, words=column.words)


def _grams(node: Node, top: Node) -> Column:
    if isinstance(node.value, str):
        return Column(node.text(), unit="g")
    node.keys("column", "unit per")
    unit = node.child("unit").one_of(GRAM_UNITS, "unité des grammes") if node.has("unit") else "g"
    per = node.child("per").one_of(PER, "per") if node.has("per") else PER[0]
    if per == "day" and not top.has("days"):
        node.error("« per: day » demande la colonne « days »")
    return Column(node.child("column").text(), unit=unit, per=per)
