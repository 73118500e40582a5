"""A mapping proposed from the headers of a file: what each column is, as the terminology names things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Iterator, Mapping, Sequence

from ruamel.yaml import YAML

from actions.wording.questions import facts as fact_words
from actions.wording.text import fold
from bot.bulk.mapping import Column, Columns
from bot.bulk.values import Unread, factor
from bot.nlu.terms import load_yaml
from rules import vocabulary

HEADERS = Path(__file__).with_name("headers.yml")
UNIT = re.compile(r"\s*(?:\((?P<round>[^()]+)\)|\[(?P<square>[^\[\]]+)\]|\ben (?P<bare>kg|cm|g|g/L|G/L|ans|mois))\s*$")
GRAMS = ("g", "mg", "g/kg", "mg/kg")
IDENTITY, TEXT, INDICATION = "identity", "text", "indication"


@dataclass(frozen=True)
class Guess:
    """What one header seems to say: a key of the mapping ("ward", "facts.weight_kg"), and its unit if written."""

    header: str
    key: str | None
    unit: str | None = None


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """Folded header -> key of the mapping; what is said first counts."""
    data = YAML(typ="safe").load(HEADERS.read_text(encoding="utf-8"))
    pairs: list[tuple[str, str]] = [(name, f"facts.{name}") for name in vocabulary().facts]
    pairs += [(name, key) for key, names in data["others"].items() for name in (key, *names)]
    pairs += [(name, key) for key in (INDICATION, TEXT, IDENTITY) for name in data[key]]
    pairs += [(name, f"facts.{fact}") for fact, names in data["facts"].items() for name in names]
    pairs += [(item.label, f"facts.{fact}") for fact, item in fact_words().items()]
    pairs += [(name, f"facts.{fact}") for fact, name in _terms()]
    known: dict[str, str] = {}
    for name, key in pairs:
        known.setdefault(fold(name), key)
    return MappingProxyType(known)


def _terms() -> Iterator[tuple[str, str]]:
    """The names that the terminology gives to measurements and treatments."""
    for fact, entry in load_yaml("quantities.yml").items():
        if not fact.startswith("other_"):
            yield from ((fact, str(name)) for name in entry["labels"])
    for fact, names in load_yaml("treatments.yml").items():
        yield from ((fact, str(name)) for name in names)


def guesses(headers: Sequence[str]) -> tuple[Guess, ...]:
    """What each header seems to say; a key is given once, to the first column."""
    taken: set[str] = set()
    found = []
    for header in headers:
        guess = _guess(header)
        if guess.key in taken and guess.key not in (TEXT, IDENTITY):
            guess = Guess(header, None)
        taken |= {guess.key} if guess.key else set()
        found.append(guess)
    return tuple(found)


def _guess(header: str) -> Guess:
    match = UNIT.search(header)
    unit = (match["round"] or match["square"] or match["bare"]).strip() if match else None
    bare = UNIT.sub("", header)
    key = _known().get(fold(header)) or _known().get(fold(bare)) or _known().get(fold(bare).removesuffix(" mesure"))
    return Guess(header, key, unit if key and unit and _fits(key, unit) else None)


def _fits(key: str, unit: str) -> bool:
    if key == "grams":
        return unit in GRAMS
    if not key.startswith("facts.") or vocabulary().kind(key[6:]) != "number":
        return False
    try:
        factor(key[6:], unit)
    except Unread:
        return False
    return True


def columns_of(found: Sequence[Guess]) -> Columns:
    """The mapping that the guesses make."""
    by_key = {guess.key: guess for guess in found if guess.key}
    named = {key: Column(guess.header, unit=guess.unit) for key, guess in by_key.items() if key}
    facts = {key[6:]: column for key, column in named.items() if key.startswith("facts.")}
    others = {key: column for key, column in named.items() if "." not in key}
    for key in (INDICATION, TEXT, IDENTITY):
        others.pop(key, None)
    texts = tuple(Column(guess.header) for guess in found if guess.key == TEXT)
    return Columns(named.get(INDICATION), texts, MappingProxyType(facts), MappingProxyType(others))


def proposal(found: Sequence[Guess]) -> str:
    """The mapping as a YAML file, to be completed by hand."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Sequence[Guess]) -> Iterator[str]:
    yield "# Correspondance proposée d'après les en-têtes : à relire (docs/bulk.md)."
    for guess in found:
        if guess.key and guess.key not in (TEXT, IDENTITY) and not guess.key.startswith("facts."):
            yield f"{guess.key}: {_entry(guess)}"
    texts = [_quoted(guess.header) for guess in found if guess.key == TEXT]
    if texts:
        yield f"text: [{', '.join(texts)}]"
    facts = [guess for guess in found if guess.key and guess.key.startswith("facts.")]
    if facts:
        yield "facts:"
        yield from (f"  {guess.key[6:]}: {_entry(guess)}" for guess in facts if guess.key)
    identity = [_quoted(guess.header) for guess in found if guess.key == IDENTITY]
    if identity:
        yield f"# Identités, jamais lues : {', '.join(identity)}"
    rest = [_quoted(guess.header) for guess in found if guess.key is None]
    if rest:
        yield f"# Colonnes non reconnues, non lues : {', '.join(rest)}"


def _entry(guess: Guess) -> str:
    if guess.unit is None:
        return _quoted(guess.header)
    return f"{{column: {_quoted(guess.header)}, unit: {_quoted(guess.unit)}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
