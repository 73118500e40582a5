"""The words that PrioIg can explain: `glossary.yml`, and the networks that the table names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from actions.wording import table
from actions.wording.text import capital, fold
from rules import vocabulary

PATH = Path(__file__).with_name("glossary.yml")


@dataclass(frozen=True)
class Term:
    """A word, its other spellings, and its explanation in one or two sentences."""

    term: str
    names: tuple[str, ...]
    text: str


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """Every word that can be explained."""
    data = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
    own = tuple(Term(item["term"], tuple(item.get("names", ())), item["text"]) for item in data)
    known = {fold(term.term) for term in own}
    return own + tuple(term for term in map(_body, vocabulary().bodies) if fold(term.term) not in known)


def _body(identifier: str) -> Term:
    name = identifier if identifier[0].isupper() else table.body(identifier)
    return Term(name, (identifier,), f"{name} : {table.body(identifier, long=True)}.")


def explain(term: str | None, text: str) -> str | None:
    """The explanation of a term, or of the first known word of a question; None where none is known."""
    if term and (found := _find(fold(term))):
        return found.text
    asked = f" {re.sub(r'[^a-z0-9/]+', ' ', fold(text))} "
    spelled = ((name, item) for item in terms() for name in (item.term, *item.names))
    longest = sorted(spelled, key=lambda pair: -len(pair[0]))
    return next((item.text for name, item in longest if f" {_plain(name)} " in asked), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9/]+", " ", fold(name)).strip()


def _find(name: str) -> Term | None:
    return next((item for item in terms() if name in {fold(item.term), *map(fold, item.names)}), None)


__all__ = ["Term", "capital", "explain", "terms"]
