"""Treatments listed together, and which status words speak of which list: "cortico + MMF échec, EP impo"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.nlu.match import Mention
from bot.nlu.terms import load_yaml
from bot.nlu.text import Text, fold

_LIST = re.compile(r"^[\s,/+&-]*$")
_LINKS = {"et", "ou", "+", "puis", "ni", "avec", "associe", "plus"}
_LEADS = re.compile(
    r"(?:^|[^a-z])(?:de|des|du|d|a|au|aux|la|les|l|le|par|:)\W*"
    r"(?:(?:l\W)?(?:association|combinaison|bitherapie|couple)\W*(?:de|des|d|par|entre)?\W*)?$"
)
_UNLISTED = r"(?:(?:de|des|du|d'|a|au|aux)\s*)?(?:(?:la|les|l')\s*)?[a-z-]{4,}"  # a drug that no list knows
_AFTER_UNLISTED = re.compile(  # "échec de la dapsone et du cyclophosphamide"
    r"\s*(?:de|des|du|d'|a (?:la|l')|au|aux)\s*(?:(?:la|les|l')\s*)?[a-z-]{4,}"
    rf"(?:\s*,\s*{_UNLISTED})?\s*(?:et|ou|puis|\+|/)"
    r"\s*(?:(?:de|des|du|d'|a|au|aux)\s*)?(?:(?:la|les|l')\s*)?"
)
_SENTENCE = re.compile(r"[;!?\n]|\.(?:\s|$)")
_INTRODUCES = {"sous", "malgre", "sans", "pas", "aucun", "jamais", "ni", "recoit", "prend"}  # stand before, never after


@dataclass
class Group:
    """Treatments listed together, and the statuses that were said of them."""

    items: list[Mention]
    before: list[Mention] = field(default_factory=list)
    after: list[Mention] = field(default_factory=list)
    denied: bool = False


@lru_cache(maxsize=1)
def _between() -> frozenset[str]:
    """The words that may stand between a treatment and its status (doses, lengths of time)."""
    return frozenset(fold(word) for word in load_yaml("statuses.yml")["between"])


def _gap(text: Text, left: Mention, right: Mention) -> tuple[str, list[str]]:
    """The signs and the words between two mentions."""
    words = text.words[left.last + 1 : right.first]
    signs = "".join(word.gap for word in words) + text.words[right.first].gap
    return signs, [word.text for word in words if not word.text[0].isdigit() and word.text not in _between()]


def _joined(text: Text, left: Mention, right: Mention) -> bool:
    """Whether two treatments are one list: only signs of a list and linking words between them."""
    signs, words = _gap(text, left, right)
    if "," in signs and text.words[left.last + 1].text == "depuis":
        return False
    return (
        not _SENTENCE.search(signs) and "(" not in signs and ":" not in signs and all(word in _LINKS for word in words)
    )


def _linked(text: Text, group: Group, mention: Mention, back: bool) -> bool:
    """Whether nothing but a few words of the same sentence parts a status from a group."""
    left, right = (group.items[-1], mention) if back else (mention, group.items[0])
    signs, words = _gap(text, left, right)
    if (
        not back and mention.sense.value == "not_tried" and mention.first == mention.last
    ):  # "pas", "sans": what follows at once
        return not re.search(r"[,:;!?\n]|\.(?:\s|$)", signs) and len(words) <= 1
    if back and mention.sense.value == "neutral" and ("," in signs or len(words) > 2 or (words and group.before)):
        return False  # "échec ctc, biopsie hépatique prévue"
    return not _SENTENCE.search(signs) and len(words) <= (4 if back else 3) and "mais" not in words


def sequence(text: Text, mentions: list[Mention]) -> list[Group | Mention]:
    """Groups of treatments and status mentions, in reading order."""
    items: list[Group | Mention] = []
    for mention in mentions:
        if mention.sense.kind == "treatment":
            last = items[-1] if items else None
            if isinstance(last, Group) and _joined(text, last.items[-1], mention):
                last.items.append(mention)
            else:
                items.append(Group([mention]))
        elif mention.sense.kind == "status" and not _links_by_ni(text, items, mention) and not _contrast(text, mention):
            items.append(mention)
    return items


def _links_by_ni(text: Text, items: list[Group | Mention], mention: Mention) -> bool:
    """ "pas répondu aux corticoïdes ni au rituximab": "ni" carries on the list."""
    return (
        bool(items)
        and isinstance(items[-1], Group)
        and text.words[mention.first].text == "ni"
        and mention.first == mention.last
    )


def _introduces(text: Text, status: Mention, group: Group) -> bool:
    """Whether a status is written to stand before the treatment: "échec de", "sous", "CI aux", "pas de"."""
    first = text.words[status.first].text
    gap, words = _gap(text, status, group.items[0])
    spoken = text.folded[text.words[status.last].end : text.words[group.items[0].first].start]
    return (
        (first in _INTRODUCES and status.sense.value not in ("unavailable", "contraindicated"))
        or (not words and bool(_LEADS.search(spoken)))
        or _AFTER_UNLISTED.fullmatch(spoken) is not None
        or (not words and "," not in gap and _LIST.search(gap) is not None and ":" not in gap)
    )


def attach(text: Text, items: list[Group | Mention]) -> None:
    """Give each status to the group that it speaks of."""
    for index, status in enumerate(items):
        if not isinstance(status, Mention):
            continue
        back = items[index - 1] if index and isinstance(items[index - 1], Group) else None
        ahead = items[index + 1] if index + 1 < len(items) and isinstance(items[index + 1], Group) else None
        if isinstance(back, Group) and not _linked(text, back, status, True):
            back = None
        if isinstance(ahead, Group) and not _linked(text, ahead, status, False):
            ahead = None
        if isinstance(ahead, Group) and _forward(text, items, index, back, ahead):
            ahead.before.append(status)
        elif isinstance(back, Group) and not _looks_ahead(text, status):
            back.after.append(status)


def _looks_ahead(text: Text, status: Mention) -> bool:
    """Whether a word never speaks of what stands before it: "sous", "malgré", "sans infection", "pas de fièvre"."""
    word = text.words[status.first]
    if word.text in ("sous", "malgre"):
        return True
    if status.first != status.last or word.text not in ("sans", "ss", "aucun", "aucune", "ni", "pas", "non", "jamais"):
        return False
    following = text.words[status.last + 1].gap if status.last + 1 < len(text.words) else ""
    return status.last + 1 < len(text.words) and not re.search(r"[,;.:()!?\n]", following)


def _contrast(text: Text, mention: Mention) -> bool:
    """ "échec des corticoïdes mais pas des EP": what is denied is the failure, not the treatment."""
    spoken = text.folded[text.words[mention.last].end :]
    after_but = mention.first > 0 and text.words[mention.first - 1].text == "mais"
    return (
        after_but
        and text.words[mention.last].text == "pas"
        and bool(re.match(r"\W*(?:des|du|aux|au|a)(?![a-z])", spoken))
    )


def _forward(text: Text, items: list[Group | Mention], index: int, back: Any, ahead: Group) -> bool:
    status = items[index]
    assert isinstance(status, Mention)
    if not _introduces(text, status, ahead):
        return False
    if back is None:
        return True
    if (
        not re.search(r"[,;:]", _gap(text, back.items[-1], status)[0])
        and "," in _gap(text, status, ahead.items[0])[0]
        and not _looks_ahead(text, status)
    ):
        return False  # "corticoïdes jamais essayés, EP…": the comma closes what was said of the first
    spoken = text.folded[text.words[status.last].end : text.words[ahead.items[0].first].start]
    if _LEADS.search(spoken) or (
        text.words[status.first].text in _INTRODUCES and status.sense.value not in ("unavailable", "contraindicated")
    ):
        return True
    following = items[index + 2] if index + 2 < len(items) else None
    closes = isinstance(following, Mention) and _linked(text, ahead, following, True)
    signs, _ = _gap(text, back.items[-1], status)
    if back.before and not back.after and (not closes or len(ahead.items) > 1):
        return True  # "échec cortico échec Imurel": each treatment has had its status in front of it
    return "," in signs and not closes and bool(back.before or back.after)


def _only_the_first(text: Text, group: Group) -> bool:
    """ "Pas de rituximab, corticoïdes seuls": the denial stops at the comma, unless "ni" or "ou" carries it on."""
    if (
        len(group.items) < 2
        or group.after
        or not all(item.sense.value == "not_tried" and item.first == item.last for item in group.before)
    ):
        return False
    gaps = [_gap(text, left, right) for left, right in zip(group.items, group.items[1:])]
    return "," in gaps[0][0] and not any({"ni", "ou", "et"} & set(words) for _, words in gaps) and bool(group.before)


def shares(text: Text, group: Group) -> list[tuple[Mention, list[Mention]]]:
    """Which statuses apply to each treatment: all of them, unless a status stands on each side of a comma."""
    if _only_the_first(text, group):
        return [(item, group.before if place == 0 else []) for place, item in enumerate(group.items)]
    if not (group.before and group.after) or len(group.items) < 2:
        return [(item, group.before + group.after) for item in group.items]
    cut = len(group.items) - 1
    for index in range(len(group.items) - 1, 0, -1):
        signs, words = _gap(text, group.items[index - 1], group.items[index])
        if "," in signs and not words:
            cut = index
            break
    return [(item, group.before if place < cut else group.after) for place, item in enumerate(group.items)]
