"""A classification by points: categories of which the highest item counts, an item that suffices alone, a threshold.

The figures are data (`acr_eular_2013.yml`). Nothing is inferred from silence: an item that was not stated may still
count, so a score is a range, and the verdict is given only where every completion agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Mapping

from rules import reader
from rules.reader import Node
from rules.vocabulary import vocabulary

FOLDER = Path(__file__).parent
CLASSIFIED, NOT_CLASSIFIED, OPEN, NOT_APPLICABLE = "classified", "not_classified", "open", "not_applicable"


@dataclass(frozen=True)
class Item:
    """One finding, present, absent or unknown; `points` is 0 for an exclusion."""

    id: str
    label: str
    question: str
    aliases: tuple[str, ...]
    points: int = 0


@dataclass(frozen=True)
class Category:
    """Items of which the highest present one counts. `sufficient`: it decides alone."""

    id: str
    label: str
    items: tuple[Item, ...]
    sufficient: bool = False

    @property
    def highest(self) -> int:
        """The most points that the category can give."""
        return max(item.points for item in self.items)

    @property
    def uniform(self) -> bool:
        """Whether every item gives as much, so that "one of them" says enough."""
        return len({item.points for item in self.items}) == 1


@dataclass(frozen=True)
class Classification:
    """A whole classification. `threshold`: the points from which the disease is classified (at least)."""

    id: str
    title: str
    disease: str
    source: str
    reading: str | None
    note: str
    offered_for: tuple[str, ...]
    threshold: int
    openers: tuple[str, ...]
    exclusions: tuple[Item, ...]
    categories: tuple[Category, ...]

    @property
    def items(self) -> Mapping[str, Item]:
        """Every item and exclusion, in the order in which they are asked."""
        counted = (item for category in self.categories for item in category.items)
        return MappingProxyType({item.id: item for item in (*counted, *self.exclusions)})

    @property
    def largest_without_sufficient(self) -> int:
        """The most points that the categories give together, the sufficient one aside."""
        return sum(category.highest for category in self.categories if not category.sufficient)


@dataclass(frozen=True)
class Counted:
    """Where one category stands: the points that are certain, those still possible, and the item that counts.

    `of_item` tells why each item counts or not: counted | lower | absent | unknown | unneeded | one_of (its category
    was stated as a whole).
    """

    category: Category
    low: int
    high: int
    item: str | None
    of_item: Mapping[str, str]


@dataclass(frozen=True)
class Standing:
    """The verdict (classified | not_classified | open | not_applicable) and the points: certain, and still possible.

    Where the sufficient item is present the points are its own: the others are not needed and not added.
    """

    verdict: str
    low: int
    high: int
    sufficient: bool
    excluded_by: str | None
    counted: tuple[Counted, ...]


def standing(classification: Classification, stated: Mapping[str, bool]) -> Standing:
    """Where a patient stands.

    `stated` maps an item, an exclusion or (where all its items give as much) a category to present or absent; what is
    missing is unknown. Raises ValueError for a name that the classification does not have.
    """
    _known(classification, stated)
    counted = tuple(_count(category, stated) for category in classification.categories)
    alone = next((one for one in counted if one.category.sufficient and one.low), None)
    if alone is not None:
        others = (one if one is alone else _unneeded(one) for one in counted)
        low, high, counted = alone.low, alone.low, tuple(others)
    else:
        low = sum(one.low for one in counted)
        high = max(_reach(counted), low)
    excluded = next((one.id for one in classification.exclusions if stated.get(one.id)), None)
    verdict = NOT_APPLICABLE if excluded else _verdict(classification, low, high)
    return Standing(verdict, low, high, alone is not None, excluded, counted)


def _reach(counted: tuple[Counted, ...]) -> int:
    alone = max((one.high for one in counted if one.category.sufficient), default=0)
    return max(alone, sum(one.high for one in counted if not one.category.sufficient))


def _verdict(classification: Classification, low: int, high: int) -> str:
    if low >= classification.threshold:
        return CLASSIFIED
    return OPEN if high >= classification.threshold else NOT_CLASSIFIED


def _count(category: Category, stated: Mapping[str, bool]) -> Counted:
    present = [item for item in category.items if stated.get(item.id)]
    unknown = [item for item in category.items if item.id not in stated]
    if category.uniform and category.id in stated and not present:
        whole = category.highest if stated[category.id] else 0
        reason = "one_of" if whole else "absent"
        return Counted(category, whole, whole, None, MappingProxyType({item.id: reason for item in category.items}))
    best = max(present, key=lambda item: item.points, default=None)
    low = best.points if best else 0
    high = max([low, *(item.points for item in unknown)])
    reasons = {item.id: _reason(item, best, stated) for item in category.items}
    return Counted(category, low, high, best.id if best else None, MappingProxyType(reasons))


def _reason(item: Item, best: Item | None, stated: Mapping[str, bool]) -> str:
    if item.id not in stated:
        return "unknown"
    if not stated[item.id]:
        return "absent"
    return "counted" if item is best else "lower"


def _unneeded(one: Counted) -> Counted:
    reasons = {name: "unneeded" if reason in ("counted", "lower") else reason for name, reason in one.of_item.items()}
    return Counted(one.category, 0, 0, None, MappingProxyType(reasons))


def _known(classification: Classification, stated: Mapping[str, bool]) -> None:
    names = {*classification.items, *(one.id for one in classification.categories if one.uniform)}
    unknown = sorted(set(stated) - names)
    if unknown:
        raise ValueError(f"{classification.id} : élément inconnu « {unknown[0]} »")


@cache
def classifications() -> Mapping[str, Classification]:
    """Every classification of this folder, by its identifier. Raises RuleBaseError."""
    files = (file for file in sorted(FOLDER.glob("*.yml")) if reader.documents(file)[0].has("categories"))
    return MappingProxyType({one.id: one for one in map(load, files)})


@cache
def classification(name: str) -> Classification:
    """The classification of a file of this folder. Raises RuleBaseError where it is not valid."""
    return load(FOLDER / f"{name}.yml")


def load(file: Path) -> Classification:
    """Read a classification. Raises RuleBaseError, with file and line."""
    top = reader.document(file)
    top.keys("id title disease source threshold note openers categories", "reading exclusions offered_for")
    found = Classification(
        id=top.child("id").text(),
        title=top.child("title").text(),
        disease=top.child("disease").text(),
        source=top.child("source").text(),
        reading=top.optional("reading", Node.text),
        note=top.child("note").text(),
        offered_for=tuple(
            node.one_of(vocabulary().unjustified, "situation") for node in top.child("offered_for").items()
        ),
        threshold=int(top.child("threshold").number()),
        openers=tuple(node.text() for node in top.child("openers").items()),
        exclusions=tuple(_item(node, 0) for node in top.child("exclusions").items()) if top.has("exclusions") else (),
        categories=tuple(_category(node) for node in top.child("categories").items()),
    )
    names = [item.id for category in found.categories for item in category.items]
    names += [item.id for item in found.exclusions]
    if len(set(names)) != len(names):
        top.child("categories").error("identifiant en double")
    if any(one.sufficient and one.highest < found.threshold for one in found.categories):
        top.child("threshold").error("un critère suffisant doit atteindre le seuil à lui seul")
    return found


def _category(node: Node) -> Category:
    node.keys("id label items", "sufficient")
    items = tuple(_item(item, int(item.child("points").number())) for item in node.child("items").items())
    sufficient = bool(node.optional("sufficient", Node.flag))
    return Category(node.child("id").text(), node.child("label").text(), items, sufficient)


def _item(node: Node, points: int) -> Item:
    node.keys("id label question aliases", "points")
    aliases = tuple(alias.text() for alias in node.child("aliases").items())
    return Item(node.child("id").text(), node.child("label").text(), node.child("question").text(), aliases, points)
