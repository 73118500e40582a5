"""Findings that are true, false or a choice: "enceinte", "pas d'urgence", "gammopathie IgG" (`findings.yml`)."""

from __future__ import annotations

import re
from itertools import product
from typing import Any, Mapping

from bot.nlu.context import Context
from bot.nlu.match import Mention
from bot.nlu.terms import Sense

NO_SITUATION = "none"  # `only` of a phrase that also counts where no situation is said
ALONE = "alone"  # the same, where the message is that answer and little else
SHORT = 4  # words


def combined(
    parts: list[Mention], rules: tuple[Mapping[str, Any], ...], situations: frozenset[str], context: Context
) -> dict[str, Any]:
    """The facts that several words of one sentence say together (`together.yml`), where the situation allows them."""
    found = [item.sense for item in together(parts, rules, context) if _applies(item.sense, situations)]
    return {sense.kind: sense.value for sense in sorted(found, key=lambda sense: not sense.value)}


def together(parts: list[Mention], rules: tuple[Mapping[str, Any], ...], context: Context) -> list[Mention]:
    """Facts said by several words of one sentence, as mentions with a sense of the `finding` layer."""
    slots: dict[str, dict[int, list[Mention]]] = {}
    for part in parts:
        for sense in part.senses:
            slots.setdefault(sense.kind, {}).setdefault(int(sense.value), []).append(part)
    found = []
    for number, places in slots.items():
        rule = rules[int(number)]
        if rule.get("denied"):
            found.extend(_denied(places[0], rule, context))
        elif len(places) == len(rule["all"]):
            found.extend(_pairs(places, rule, context))
    return found


def _denied(parts: list[Mention], rule: Mapping[str, Any], context: Context) -> list[Mention]:
    """ "Plus de veine": the denial of the word is the fact."""
    sense = Sense("finding", rule["fact"], True, frozenset(rule.get("only", ())), frozenset(rule.get("not_in", ())))
    return [
        Mention((sense,), part.first, part.last)
        for part in parts
        if context.negated(part) and not context.doubted(part)
    ]


def _pairs(places: dict[int, list[Mention]], rule: Mapping[str, Any], context: Context) -> list[Mention]:
    """The nearest words of the two lists, in one sentence; a denied word makes the fact false."""
    words = context.text.words
    best = None
    for one, other in product(*places.values()):
        first, last = min(one.first, other.first), max(one.last, other.last)
        if one.overlaps(other) or words[first].sentence != words[last].sentence or last - first > rule["within"] + 1:
            continue
        if best is None or last - first < best[1] - best[0]:
            best = (first, last, one, other)
    if best is None or (rule.get("value", True) and any(context.doubted(part) for part in best[2:])):
        return []
    if {"peu", "guere"} & {word.text for word in words[best[0] : best[1]]}:
        return []  # "dysphagie peu sévère"
    denied = any(context.negated(part) for part in best[2:])
    if denied and rule.get("undenied"):
        return []
    value = rule.get("value", True) and not denied
    sense = Sense("finding", rule["fact"], value, frozenset(rule.get("only", ())), frozenset(rule.get("not_in", ())))
    pair = Mention((sense,), best[0], best[1])
    return [] if _not_now(pair, sense, context) else [pair]


def _applies(sense: Sense, situations: frozenset[str], short: bool = False) -> bool:
    """Whether a phrase means this fact in the situations said (`none`: no situation was said)."""
    if sense.not_in & situations:
        return False
    if not sense.only:
        return True
    if sense.only & situations:
        return True
    return not situations and (NO_SITUATION in sense.only or (short and ALONE in sense.only))


_WITHIN = {
    "organ": ("renal_risk", "newborn_liver_failure"),
    "emergency": ("procedure",),
}  # what means nothing inside another fact's phrase


def _chosen(mentions: list[Mention], situations: frozenset[str], short: bool) -> list[tuple[Mention, Sense]]:
    """The longest phrase of each fact at each place; what stands inside a neutral phrase says nothing."""
    neutral = [item for item in mentions if any(sense.kind == "neutral" for sense in item.senses)]
    pairs = [
        (item, sense)
        for item in mentions
        for sense in item.senses
        if sense.kind != "neutral" and _applies(sense, situations, short)
    ]
    pairs = [
        (item, sense)
        for item, sense in pairs
        if not any(item.inside(other) or (item.first, item.last) == (other.first, other.last) for other in neutral)
    ]
    pairs = [
        (item, sense)
        for item, sense in pairs
        if not any(other.kind in _WITHIN.get(sense.kind, ()) and item.overlaps(mention) for mention, other in pairs)
    ]
    pairs = [(item, sense) for item, sense in pairs if not _other_urgency(item, sense, pairs)]
    pairs.sort(key=lambda pair: (pair[0].first - pair[0].last, not pair[1].only, pair[0].first))
    kept: list[tuple[Mention, Sense]] = []
    for item, sense in pairs:
        if not any(other.kind == sense.kind and item.overlaps(mention) for mention, other in kept):
            kept.append((item, sense))
    return sorted(kept, key=lambda pair: pair[0].first)


def _other_urgency(item: Mention, sense: Sense, pairs: list[tuple[Mention, Sense]]) -> bool:
    """ "Pas d'urgence vitale" says nothing of an emergency that is not vital."""
    if sense.kind not in ("emergency", "exceptional_non_emergency"):
        return False
    return any(
        other.kind == "life_threatening" and other.value is False and item.inside(mention) for mention, other in pairs
    )


def findings(
    mentions: list[Mention], situations: frozenset[str], context: Context
) -> tuple[dict[str, Any], list[str], list[Mention]]:
    """The facts that the phrases say, those said in two contradictory ways, and the mentions that were used."""
    facts: dict[str, Any] = {}
    contradicted: list[str] = []
    used: list[Mention] = []
    for mention, sense in _chosen(mentions, situations, len(context.text.words) <= SHORT):
        value = _value(mention, sense, context)
        used.append(mention)
        if value is None:
            continue
        if sense.kind in facts and facts[sense.kind] != value:
            contradicted.append(sense.kind)
        facts[sense.kind] = value
    return facts, contradicted, used


def _value(mention: Mention, sense: Sense, context: Context) -> Any:
    if (context.doubted(mention) and sense.kind != "organ") or (
        sense.kind not in _ABOUT_FAMILY and context.of_somebody_else(mention)
    ):
        return None
    if _not_now(mention, sense, context):
        return None
    if isinstance(sense.value, bool) and context.negated(mention):
        return False if sense.value else (True if sense.kind in _TWO_SIDED else None)
    if not isinstance(sense.value, bool) and context.negated(mention):
        return None
    return sense.value


def _not_now(mention: Mention, sense: Sense, context: Context) -> bool:
    """What was (an antecedent, a date, "résolue depuis"), what is only planned, a first pregnancy without a child."""
    words, folded = context.text.words, context.text.folded
    start, end = words[mention.first].start, words[mention.last].end
    after, span = folded[end:], folded[start:end]
    if sense.kind in _PRESENT and sense.value not in (False, "none"):
        return context.antecedent(mention) or bool(_DATED.match(after) or _GONE.match(after))
    if sense.kind in ("immunodepressed", "post_transplant") and sense.value is True:
        return bool(_GRAFT.search(span) and (_PLANNED.match(after) or _AWAITED.search(folded[:start])))
    if (
        sense.kind in ("previous_neonatal_haemochromatosis", "neonatal_thrombocytopenia_history")
        and sense.value is True
    ):
        return bool(_FIRST_PREGNANCY.search(span) or _HEALTHY.match(after))
    if sense.kind == "parvovirus_b19_proven" and sense.value is True:
        return bool(_LOW_LOAD.match(after))
    return False


_PRESENT = frozenset(
    {
        "life_threatening_bleeding",
        "severe_bleeding",
        "acute_decompensation",
        "severe_dysphagia",
        "life_threatening",
        "emergency",
        "severe_manifestations",
        "rapidly_generalised",
        "newborn_liver_failure",
        "procedure",
        "surgery_planned",
        "invasive_procedure_planned",
    }
)
_DATED = re.compile(
    r"[^,;.!?\n]{0,25}?\b(?:en (?:19|20)\d\d|il y a (?:\d+|un|une|quelques|plusieurs|longtemps)\b"
    r"(?! (?:heures?|jours?|h|j)\b)|l'an dernier|le mois dernier|l'annee derniere|autrefois|ancienn?e?\b)"
)
_GONE = re.compile(r"[^;.!?\n]{0,30}?\b(?:resolu|regresse|regressi|disparu|amende)")
_GRAFT = re.compile(r"greffe|transplantation")
_PLANNED = re.compile(r"(?:\W+\w+){0,3}?\W+(?:envisage|prevu|programme|a venir|en attente|discute|en projet)")
_AWAITED = re.compile(r"\b(?:attente|avant|projet|bilan|liste)(?:\W+\w+){0,2}\W*$")
_FIRST_PREGNANCY = re.compile(r"[,;:(]\s*(?:premiere|1ere|1re)\s+grossesse")
_HEALTHY = re.compile(
    r"\s*(?:est |etait |ne )?(?:sain|indemne|normal|bien portant|en bonne sante|non atteint|pas atteint)"
)
_LOW_LOAD = re.compile(r"[^,;.!?\n]{0,15}?(?<![\d^])\d{1,4}\s*(?:copies|ui|log)\b")  # a PCR under the row's threshold
_ABOUT_FAMILY = frozenset(
    {
        "neonatal_thrombocytopenia_history",
        "previous_neonatal_haemochromatosis",
        "measles_group",
        "measles_contact_confirmed",
        "pregnant",
    }
)
_TWO_SIDED = frozenset({"stabilised"})
