"""Findings that are true, false or a choice: "enceinte", "pas d'urgence", "gammopathie IgG" (`findings.yml`)."""

from __future__ import annotations

from typing import Any

from bot.nlu.context import Context
from bot.nlu.match import Mention
from bot.nlu.terms import Sense

NO_SITUATION = "none"


def _applies(sense: Sense, situations: frozenset[str]) -> bool:
    """Whether a phrase means this fact in the situations said (`none`: no situation was said)."""
    if sense.not_in & situations:
        return False
    if not sense.only:
        return True
    return bool(sense.only & situations) or (not situations and NO_SITUATION in sense.only)


def _chosen(mentions: list[Mention], situations: frozenset[str]) -> list[tuple[Mention, Sense]]:
    """The longest phrase of each fact at each place; what stands inside a neutral phrase says nothing."""
    neutral = [item for item in mentions if any(sense.kind == "neutral" for sense in item.senses)]
    pairs = [(item, sense) for item in mentions for sense in item.senses if sense.kind != "neutral" and _applies(sense, situations)]
    pairs = [(item, sense) for item, sense in pairs if not any(item.inside(other) or (item.first, item.last) == (other.first, other.last) for other in neutral)]
    pairs.sort(key=lambda pair: (pair[0].first - pair[0].last, not pair[1].only, pair[0].first))
    kept: list[tuple[Mention, Sense]] = []
    for item, sense in pairs:
        if not any(other.kind == sense.kind and item.overlaps(mention) for mention, other in kept):
            kept.append((item, sense))
    return sorted(kept, key=lambda pair: pair[0].first)


def findings(mentions: list[Mention], situations: frozenset[str], context: Context) -> tuple[dict[str, Any], list[str], list[Mention]]:
    """The facts that the phrases say, those said in two contradictory ways, and the mentions that were used."""
    facts: dict[str, Any] = {}
    contradicted: list[str] = []
    used: list[Mention] = []
    for mention, sense in _chosen(mentions, situations):
        value = _value(mention, sense, context)
        used.append(mention)
        if value is None:
            continue
        if sense.kind in facts and facts[sense.kind] != value:
            contradicted.append(sense.kind)
        facts[sense.kind] = value
    return facts, contradicted, used


def _value(mention: Mention, sense: Sense, context: Context) -> Any:
    if context.doubted(mention) or (sense.kind not in _ABOUT_FAMILY and context.of_somebody_else(mention)):
        return None
    if isinstance(sense.value, bool) and context.negated(mention):
        return False if sense.value else (True if sense.kind in _TWO_SIDED else None)
    if not isinstance(sense.value, bool) and context.negated(mention):
        return None
    return sense.value


_ABOUT_FAMILY = frozenset({"neonatal_thrombocytopenia_history", "previous_neonatal_haemochromatosis", "measles_group", "measles_contact_confirmed", "pregnant"})
_TWO_SIDED = frozenset({"stabilised"})
