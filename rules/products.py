"""Which vials there are: the default set, a product sold in France, or a hospital's own formulary."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules import reader
from rules.model import RuleBaseError
from rules.reader import Node

PATH = Path(__file__).with_name("products.yml")
VARIABLE = "PRIOIG_FORMULARY"
ROUTES = ("IV", "SC")


@dataclass(frozen=True)
class Formulary:
    """The vials of each route, in grams, ascending."""

    iv: tuple[float, ...]
    sc: tuple[float, ...]

    def vials(self, route: str) -> tuple[float, ...]:
        """The vials of a route (IV or SC)."""
        return self.sc if route == "SC" else self.iv


@cache
def products() -> dict[str, tuple[float, ...]]:
    """The vials in grams of each product sold in France, by its name."""
    (top,) = reader.documents(PATH)
    top.keys("default products")
    found = {}
    for node in top.child("products").items():
        node.keys("name cis route vials_g")
        found[node.child("name").text()] = _grams(node.child("vials_g"))
    return found


def formulary() -> Formulary:
    """The hospital's formulary (file named by PRIOIG_FORMULARY), or the default set. Raises RuleBaseError."""
    return _read(os.environ.get(VARIABLE))


@cache
def _read(path: str | None) -> Formulary:
    (default,) = (top.child("default") for top in reader.documents(PATH))
    if not path:
        return Formulary(*(_grams(default.child(route)) for route in ROUTES))
    (own,) = reader.documents(Path(path))
    own.keys("", "IV SC")
    chosen = (own.optional(route, _chosen) or _grams(default.child(route)) for route in ROUTES)
    return Formulary(*chosen)


def _chosen(node: Node) -> tuple[float, ...]:
    if isinstance(node.value, list):
        return _grams(node)
    vials = products().get(node.text())
    if vials is None:
        node.error(f"produit inconnu : « {node.value} » ; indiquez un nom de products.yml ou une liste de grammes")
    return vials


def _grams(node: Node) -> tuple[float, ...]:
    grams = tuple(sorted({float(item.number()) for item in node.items()}))
    if not grams or grams[0] <= 0:
        node.error("une liste de flacons en grammes est attendue : [5, 10, 20]")
    return grams


__all__ = ["Formulary", "RuleBaseError", "formulary", "products"]
