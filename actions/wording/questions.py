"""The words of every fact, read from `questions.yml`: how it is named, asked, explained and answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Mapping

from ruamel.yaml import YAML

from actions.wording.text import capital, listing
from rules import vocabulary

PATH = Path(__file__).with_name("questions.yml")
INDICATION, NOT_LISTED, SKIP_LABEL = "indication", "not_listed", "passer"
NOT_LISTED_LABEL = "aucune de ces situations"
INDICATION_WHY = "Les critères, l'avis et la dose dépendent de la situation, ligne par ligne du tableau."


@dataclass(frozen=True)
class FactWords:
    """The words of one fact. `unit` is as a person writes it; `choices` maps each value to its label.

    `measured` says a number back ("taille {value}"), `said` each value of a trial.
    """

    name: str
    kind: str
    label: str
    question: str
    at_start: str
    why: str
    unit: str | None
    example: str | None
    yes: str
    no: str
    criterion: bool
    choices: Mapping[str, str]
    said: Mapping[str, str]
    measured: str

    @property
    def examples(self) -> str:
        """What one may type, each in quotes: "« 1m75 » ou « 175 cm »"; empty where there is no example."""
        return listing((f"« {text} »" for text in (self.example or "").split(", ") if text), "ou")


@dataclass(frozen=True)
class PossibleWords:
    """The words of the question that follows "jamais essayé": could the treatment be given now?"""

    question: str
    at_start: str
    why: str
    choices: Mapping[str, str]


@lru_cache(maxsize=1)
def _data() -> Any:
    return YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def facts() -> Mapping[str, FactWords]:
    """The words of every fact of the vocabulary, by identifier."""
    return MappingProxyType({name: _words(name, item) for name, item in _data()["facts"].items()})


def words(fact: str) -> FactWords:
    """The words of one fact. Raises KeyError for a name that the vocabulary does not have."""
    return facts()[fact]


def possible(fact: str) -> PossibleWords:
    """The words of the question whether a treatment that was never tried could be given now."""
    data, endings = _data()["possible"], _endings(_data()["facts"][fact])
    texts = {key: str(data[key]).format(**endings) for key in ("question", "at_start", "why")}
    texts = {key: capital(text) for key, text in texts.items()}
    choices = {value: label.format(**endings) for value, label in data["choices"].items()}
    return PossibleWords(**texts, choices=MappingProxyType(choices))


def _endings(item: Mapping[str, Any]) -> dict[str, str]:
    return {"label": item["label"], "e": item.get("e", ""), "s": item.get("s", "")}


def _words(name: str, item: Mapping[str, Any]) -> FactWords:
    fact = vocabulary().facts[name]
    trial, endings = _data()["trial"], _endings(item)
    choices = item.get("choices", {})
    said: Mapping[str, str] = {}
    if fact.kind == "trial":
        choices = {value: forms["choice"].format(**endings) for value, forms in trial.items()}
        said = {value: forms["said"].format(**endings) for value, forms in trial.items()}
    return FactWords(
        name=name,
        kind=fact.kind,
        label=item["label"],
        question=item["question"],
        at_start=item.get("at_start", item["question"]),
        why=item["why"],
        unit=fact.unit_label,
        example=item.get("example"),
        yes=item.get("yes", ""),
        no=item.get("no", ""),
        criterion=bool(item.get("criterion")),
        choices=MappingProxyType({str(value): label for value, label in choices.items()}),
        said=MappingProxyType(dict(said)),
        measured=item.get("said", "{value}" if item.get("bare") else item["label"] + " {value}"),
    )
