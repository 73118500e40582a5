"""Where the patient stands with each alternative treatment: "cortico + MMF échec", "échec des EP", "EP impo".

Treatments that are listed together form a group; each status word goes to the group before it, or
to the group after it when it introduces it ("échec de", "sous", "pas de").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.nlu.context import Context
from bot.nlu.groups import Group, attach, sequence, shares
from bot.nlu.match import Mention
from bot.nlu.text import Text

# "échec des corticoïdes suspecté"
_DOUBTED = re.compile(
    r"\s*(?:suspect|a confirmer|a verifier|incertain|douteu|probable|\?"
    r"|(?:non|pas)\s+(?:confirm|document|prouv|etabli|aver)"
    r"|[:=(]?\s*(?:non|nan|0)\s*(?:$|[,;.)\n]))"  # "échec des corticoïdes : non"
)
_STRONG = ("failed", "dependent", "not_tolerated", "contraindicated", "unavailable")


@dataclass(frozen=True)
class Trials:
    """The facts, and the treatments about which nothing is known ("pas d'échec")."""

    facts: dict[str, Any]
    named: frozenset[str]
    used: tuple[Mention, ...]


def _but(text: Text, former: Mention, later: Mention) -> bool:
    """ "Non contre-indiqués mais indisponibles", "efficaces puis échappement": the last is where the patient stands."""
    between = [word.text for word in text.words[former.last + 1 : later.first]]
    if former.sense.value == "neutral" and later.sense.value == "ongoing":
        return len(between) <= 1  # "bien tolérés, en cours"
    return not {"mais", "puis"}.isdisjoint(between) and later.sense.value in _STRONG


def _attach_corrections(items: list[Group | Mention], context: Context) -> None:
    """A status that corrects the one before it speaks of the same treatments."""
    cues = [cue.last for cue in context.cues if cue.kind == "correction"]
    for former, later in zip(items, items[1:]):
        if not (isinstance(former, Mention) and isinstance(later, Mention)) or not (
            _but(context.text, former, later) or any(former.last < cue < later.first for cue in cues)
        ):
            continue
        for group in (item for item in items if isinstance(item, Group) and former in item.before + item.after):
            group.after.append(later)


def _corrected(statuses: list[Mention], context: Context) -> list[Mention]:
    """The statuses after a correction ("impossibles : en fait elles sont possibles"), where there are some."""
    cues = [cue.last for cue in context.cues if cue.kind == "correction"]
    later = [
        item
        for item in statuses
        if any(statuses[0].last < cue < item.first for cue in cues) or _but(context.text, statuses[0], item)
    ]
    return later or statuses


def _status(text: Text, statuses: list[Mention], context: Context) -> str | None:
    """The status that several words give together: a neutral word cancels, a strong one wins over a weak one."""
    statuses = _corrected(statuses, context)
    values = []
    for mention in statuses:
        value = str(mention.sense.value)
        denied = value in _STRONG + ("ongoing", "available") and context.negated(mention)
        if denied and value in _STRONG:
            return None
        if context.doubted(mention) and value in _STRONG:
            return None
        values.append("not_tried" if denied and value == "ongoing" else "unavailable" if denied else value)
    if "neutral" in values:
        return "ongoing" if "ongoing" in values else None  # "bien tolérés, en cours"
    strong = [value for value in values if value in _STRONG]
    if strong and "ongoing" in values and "not_tried" in values:
        strong = [value for value in strong if value != "failed"] or strong
    weak = [value for value in values if value not in _STRONG]
    if strong:
        return strong[-1]
    if "available" in weak and "not_tried" in weak:
        return (
            "available"
            if any(
                text.words[m.first].text in ("jamais", "non") or "encore" in text.words[m.last].text for m in statuses
            )
            else "unavailable"
        )
    return weak[-1] if weak else None


def trials(text: Text, mentions: list[Mention], context: Context) -> Trials:
    """The trial facts of a message. `mentions` are those of the `therapy` layer, in reading order."""
    items = sequence(text, mentions)
    attach(text, items)
    _attach_corrections(items, context)
    facts: dict[str, Any] = {}
    named: set[str] = set()
    used: list[Mention] = []
    last: str | None = None
    for group in (item for item in items if isinstance(item, Group)):
        for treatment, statuses in shares(text, group):
            fact = str(treatment.sense.value)
            named.add(fact)
            if context.of_somebody_else(treatment):
                continue
            value = last = _stands(context, group, treatment, statuses, last)
            if value is not None:
                facts[fact] = _merge(facts.get(fact), value)
            used.extend(statuses)
    for mention in mentions:
        if mention.sense.kind == "whole" and not context.negated(mention) and not context.doubted(mention):
            fact, value = mention.sense.value
            facts[fact] = _merge(facts.get(fact), value)
            named.add(fact)
    return Trials(facts, frozenset(named), tuple(used))


def _stands(
    context: Context, group: Group, treatment: Mention, statuses: list[Mention], last: str | None
) -> str | None:
    """Where the patient stands with one treatment; `last` is what was said of the treatment before it."""
    text = context.text
    if not statuses:
        return "ongoing" if _since(text, group.items[-1]) else None
    value = _status(text, statuses, context)
    if value in _STRONG and _DOUBTED.match(text.folded, text.words[treatment.last].end):
        return None
    if value == "not_tried" and _neither(text, statuses[-1]):
        return last  # "le rituximab n'a pas marché, les corticoïdes non plus"
    return value


def _neither(text: Text, status: Mention) -> bool:
    return [word.text for word in text.words[status.first : status.last + 1]] == ["non", "plus"]


def _since(text: Text, treatment: Mention) -> bool:
    """ "corticoïdes depuis quatre mois", when nothing else is said of them."""
    return bool(re.match(r"\s+(?:seuls?\s+|oraux\s+|iv\s+)?depuis\b", text.folded[text.words[treatment.last].end :]))


def _merge(old: str | None, new: str) -> str:
    """Several drugs of a class in failure are a failure; otherwise the latest statement holds."""
    return old if old in _STRONG and new in ("ongoing", "not_tried", "available") else new
