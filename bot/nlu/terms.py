"""The terminology of `rules/terminology` as tries of word stems, one per layer.

Layers: `situation`, `concept`, `therapy`, `finding`, `person`, `cue`. A term ends in one or more senses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterable, Mapping

from ruamel.yaml import YAML

from bot.nlu.text import fold, stem, words_of

HOME = Path(__file__).resolve().parents[2] / "rules" / "terminology"


class TerminologyError(ValueError):
    """The terminology is not valid; the message names the file and the term."""


@dataclass(frozen=True)
class Sense:
    """What a term means. `kind` and `value` depend on the layer; `only` / `not_in` restrict it to situations."""

    layer: str
    kind: str
    value: Any = None
    only: frozenset[str] = frozenset()
    not_in: frozenset[str] = frozenset()


@dataclass
class Node:
    """One step in a trie."""

    children: dict[str, Node] = field(default_factory=dict)
    senses: list[Sense] = field(default_factory=list)


@dataclass(frozen=True)
class Ambiguous:
    """A word that fits several situations (`ambiguous.yml`)."""

    candidates: tuple[str, ...]
    settle: str | None
    not_listed: str | None
    concept: str | None
    weak: bool
    background: bool


@dataclass(frozen=True)
class Lexicon:
    """All tries, the labels of situations, and the raw data of the remaining files."""

    tries: Mapping[str, Node]
    labels: Mapping[str, str]
    ambiguous: tuple[Ambiguous, ...]
    background: frozenset[str]
    small: frozenset[str]
    known: frozenset[str]  # stems that are part of some term
    correctable: frozenset[str]  # stems of five letters or more towards which a misspelling may be drawn
    joined: Mapping[str, tuple[str, ...]]  # "guillainbarre" -> ("guillain", "barre")
    uppercase_only: frozenset[str]
    opening: frozenset[str]  # of these, those that also count in small letters at the start of a message
    data: Mapping[str, Any]


def load_yaml(name: str) -> Any:
    """One file of the terminology, as plain data."""
    with (HOME / name).open(encoding="utf-8") as stream:
        return YAML(typ="safe").load(stream)


class _Builder:
    """Collects terms into tries; refuses what is not a list of words."""

    def __init__(self, small: frozenset[str]) -> None:
        self.small = small
        self.tries: dict[str, Node] = {}
        self.known: set[str] = set()
        self.correctable: set[str] = set()
        self.joined: dict[str, tuple[str, ...]] = {}

    def stems(self, term: str) -> tuple[str, ...]:
        words, _ = words_of(fold(str(term)), self.small)
        if not words:
            words, _ = words_of(fold(str(term)), frozenset())
        return tuple(word.stem for word in words)

    def add(self, terms: Iterable[str], sense: Sense, fuzzy: bool = False) -> None:
        if isinstance(terms, str):
            raise TerminologyError(f"{sense.layer}/{sense.kind}: a list of terms is expected, not {terms!r}")
        for term in terms:
            stems = self.stems(term)
            if not stems:
                raise TerminologyError(f"{sense.layer}/{sense.kind}: nothing to match in {term!r}")
            node = self.tries.setdefault(sense.layer, Node())
            for word in stems:
                node = node.children.setdefault(word, Node())
            if sense not in node.senses:
                node.senses.append(sense)
            self.known.update(stems)
            if fuzzy:
                self.correctable.update(word for word in stems if len(word) >= 5 and word.isalpha())
                if len(stems) == 2 and min(map(len, stems)) >= 4:
                    self.joined[stem("".join(stems))] = stems


def _add_situations(build: _Builder) -> tuple[dict[str, str], set[str]]:
    labels, background = {}, set()
    for path in sorted((HOME / "situations").glob("*.yml")):
        data = load_yaml(f"situations/{path.name}")
        named = data.items() if isinstance(data, dict) else ((None, entry) for entry in data)
        for identifier, entry in named:
            sense = Sense("situation", "situation" if identifier else "not_listed", identifier or entry["label"])
            build.add(entry.get("acronyms", ()), sense)
            build.add(entry["names"], sense, fuzzy=True)
            labels[str(sense.value)] = entry["label"]
            if entry.get("background"):
                background.add(str(sense.value))
    return labels, background


def _add_ambiguous(build: _Builder) -> tuple[Ambiguous, ...]:
    found = []
    for index, entry in enumerate(load_yaml("ambiguous.yml")):
        build.add(entry["names"], Sense("situation", "ambiguous", index), fuzzy=True)
        if entry.get("concept"):
            build.add(entry["names"], Sense("concept", entry["concept"]))
        flags = (bool(entry.get("weak")), bool(entry.get("background")))
        found.append(
            Ambiguous(
                tuple(entry["candidates"]), entry.get("settle"), entry.get("not_listed"), entry.get("concept"), *flags
            )
        )
    return tuple(found)


def _add_therapy(build: _Builder) -> None:
    for fact, terms in load_yaml("treatments.yml").items():
        build.add(terms, Sense("therapy", "treatment", fact), fuzzy=True)
    statuses = load_yaml("statuses.yml")
    for status, entry in statuses["words"].items():
        build.add(entry["any"], Sense("therapy", "status", status), fuzzy=True)
    build.add(statuses["neutral"], Sense("therapy", "status", "neutral"))
    for status, terms in statuses["also"].items():
        build.add(terms, Sense("therapy", "status", status))
    for fact, by_status in statuses["whole"].items():
        for status, terms in by_status.items():
            build.add(terms, Sense("therapy", "whole", (fact, status)), fuzzy=True)
    for status, terms in statuses["answers"].items():
        build.add(terms, Sense("answer", status))


def _values(fact: str, entry: Mapping[str, Any], only: frozenset[str], not_in: frozenset[str], build: _Builder) -> None:
    for key, terms in entry.items():
        if key in ("only", "not_in", "by_situation"):
            continue
        value: Any = {"yes": True, "no": False}.get(key, None if key == "neutral" else key)
        if fact == "gammopathy_isotype" and key == "none":
            value = "none"
        build.add(terms, Sense("finding", fact, value, only, not_in), fuzzy=True)


def _add_findings(build: _Builder) -> None:
    for fact, entry in load_yaml("findings.yml").items():
        if fact == "neutral":
            build.add(entry, Sense("finding", "neutral"))
            continue
        not_in = frozenset(entry.get("not_in", ()))
        _values(fact, entry, frozenset(entry.get("only", ())), not_in, build)
        for situation, more in entry.get("by_situation", {}).items():
            _values(fact, more, frozenset((situation,)), not_in, build)


def _add_parts(build: _Builder) -> tuple[Mapping[str, Any], ...]:
    """Facts said by several words (`together.yml`): each word knows its rule and its place in it."""
    rules = tuple(load_yaml("together.yml"))
    for number, rule in enumerate(rules):
        for place, terms in enumerate(rule["all"]):
            build.add(terms, Sense("part", str(number), place), fuzzy=True)
    return rules


def _add_people(build: _Builder, people: Mapping[str, Any]) -> None:
    for group in ("adult", "child", "adult_by_sex", "child_by_birth"):
        build.add(people[group]["words"], Sense("person", group))
    build.add(people["neutral"], Sense("person", "neutral"))
    build.add(people["measles"]["unvaccinated"], Sense("cue", "unvaccinated"))


def _add_cues(build: _Builder, context: Mapping[str, Any]) -> None:
    for name in ("negation", "doubt", "family", "history"):
        for side in ("before", "after"):
            terms = [term for term in context[name][side] if build.stems(term)]
            build.add(terms, Sense("cue", f"{name}_{side}"))
    build.add(context["correction"], Sense("cue", "correction"))


def folded(words: Iterable[str]) -> frozenset[str]:
    """The words without accents or capitals."""
    return frozenset(fold(word) for word in words)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The terminology, read once.

    Raises TerminologyError where an entry has nothing to match.
    """
    context, people = load_yaml("context.yml"), load_yaml("people.yml")
    small = folded(context["small_words"])
    build = _Builder(small)
    labels, background = _add_situations(build)
    ambiguous = _add_ambiguous(build)
    for concept, terms in load_yaml("concepts.yml").items():
        build.add(terms, Sense("concept", concept))
    _add_therapy(build)
    _add_findings(build)
    together = _add_parts(build)
    _add_people(build, people)
    _add_cues(build, context)
    never = {stem for word in context["not_fuzzy"] for stem in build.stems(word)}
    data = {
        "context": context,
        "people": people,
        "combinations": load_yaml("combinations.yml"),
        "hints": load_yaml("hints.yml"),
        "never": frozenset(never),
        "everyday": frozenset(context["everyday"]),
        "together": together,
    }
    return Lexicon(
        build.tries,
        labels,
        ambiguous,
        frozenset(background),
        small,
        frozenset(build.known),
        frozenset(build.correctable - never),
        build.joined,
        folded(context["uppercase_only"]) - folded(context["lowercase_too"]),
        folded(context["confirm_alone"]),
        data,
    )
