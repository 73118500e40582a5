"""The French of the generated cases and the plausible ranges of their figures, read from the YAML files beside."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Mapping, cast

from ruamel.yaml import YAML

HOME = Path(__file__).parent


@cache
def load(name: str) -> Mapping[str, Any]:
    """One file of this folder as plain data."""
    return cast("Mapping[str, Any]", YAML(typ="safe").load((HOME / f"{name}.yml").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def situations() -> Mapping[str, Mapping[str, Any]]:
    """What is written for each situation of the table, by identifier."""
    found: dict[str, Mapping[str, Any]] = {}
    for file in sorted((HOME / "situations").glob("*.yml")):
        found |= YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return found


def unjustified() -> Mapping[str, Mapping[str, Any]]:
    """What is written for each situation of the list of unjustified uses."""
    return cast("Mapping[str, Mapping[str, Any]]", load("lists")["unjustified"])


def not_listed() -> Mapping[str, Mapping[str, Any]]:
    """What is written for situations that are in neither list, by a name of ours."""
    return cast("Mapping[str, Mapping[str, Any]]", load("lists")["not_listed"])


def always_said() -> frozenset[str]:
    """The facts that no case leaves out: a patient always has an age."""
    return frozenset(load("values")["always_said"])


def of(situation: str, row: str) -> Mapping[str, Any]:
    """What is written for the situation of a boundary."""
    if situation in situations():
        return situations()[situation]
    return unjustified()[situation] if situation in unjustified() else not_listed()[row]
