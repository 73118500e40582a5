"""Which vials there are: the default set, a product sold in France, or a hospital's own formulary."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules import reader
from rules.model import RuleBaseError
from rules.reader import Node
from rules.vials import to_units

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


@dataclass(frozen=True)
class Product:
    """A product sold in France: its route, and its vials in grams, ascending."""

    route: str
    grams: tuple[float, ...]


@cache
def products() -> dict[str, Product]:
    """The products sold in France, by name."""
    top = reader.document(PATH)
    top.keys("default products")
    found = {}
    for node in top.child("products").items():
        node.keys("name cis route vials_g")
        route = node.child("route").one_of(ROUTES, "voie")
        found[node.child("name").text()] = Product(route, _grams(node.child("vials_g")))
    return found


def formulary() -> Formulary:
    """The hospital's formulary (file named by PRIOIG_FORMULARY), or the default set. Raises RuleBaseError."""
    return _read(os.environ.get(VARIABLE))


@cache
def _read(path: str | None) -> Formulary:
    default = reader.document(PATH).child("default")
    if not path:
        return Formulary(*(_grams(default.child(route)) for route in ROUTES))
    own = reader.document(Path(path))
    own.keys("", " ".join(ROUTES))
    return Formulary(*(_chosen(own, route) if own.has(route) else _grams(default.child(route)) for route in ROUTES))


def _chosen(own: Node, route: str) -> tuple[float, ...]:
    """The vials that a hospital's formulary gives for a route: a list of grams, or the name of a product."""
    node = own.child(route)
    if isinstance(node.value, list):
        return _grams(node)
    product = products().get(node.text())
    if product is None:
        node.error(f"produit inconnu : « {node.value} » ; indiquez un nom de products.yml ou une liste de grammes")
    if product.route != route:
        node.error(f"« {node.value} » est un produit de la voie {product.route}, il ne peut pas servir en {route}")
    return product.grams


def _grams(node: Node) -> tuple[float, ...]:
    grams = tuple(sorted({float(item.number()) for item in node.items()}))
    if not grams or to_units(grams[0]) < 1:
        node.error("une liste de flacons en grammes est attendue : [5, 10, 20]")
    return grams


__all__ = ["Formulary", "Product", "RuleBaseError", "formulary", "products"]
