"""What the words around a number say of it: a trough level, a value of before, a value that is set aside."""

from __future__ import annotations

import re


def residual(folded: str, start: int, end: int) -> bool:
    """Whether an IgG is said to be a trough level, in its own clause; "résiduel 5,5" is the next number's label."""
    before = re.split(r"[,;!?\n](?!\d)|\.\s", folded[max(0, start - 40) : start])[-1]
    after = re.split(r"[,;!?\n](?!\d)|\.(?:\s|$)", folded[end : end + 30])[0]
    return any(_RESIDUAL.search(_LABELLED.sub("", part)) for part in (before, after))


def was(folded: str, opens: int, end: int) -> bool:
    """Whether a measurement is of before and another one follows ("était à 12 hier, il est à 5 aujourd'hui")."""
    clause = re.split(r"[,;:.!?\n](?!\d)", folded[:opens])[-1]
    told = re.search(r"\b(?:etait|etaient|avait|avaient)\b", clause) or _BEFORE.match(folded[end:])
    return bool(told and _NOW.search(folded[end:]))


_BEFORE = re.compile(
    r"\s*(?:\(?(?:hier|avant-hier|avant|auparavant|initialement|au depart|a l'entree|il y a \d+ \w+)\)?)"
    r"\s*(?:[,;.)]|et\b|puis\b|mais\b)"
)
_TODAY = "maintenant|aujourd'?hui|ce matin|ce jour|ce soir|actuellement|desormais"
_NOW = re.compile(rf"\d[^.;\n]{{0,20}}(?:{_TODAY})|(?:{_TODAY}|est)\W+(?:a\W+)?\d")
_PAST = re.compile(r"(?:pesait|ancien poids|poids anterieur|poids habituel|poids sec|poids de forme)[^,;.]*$")
_SET_ASIDE = re.compile(r"(?<![a-z])(?:et non|et pas|au lieu de|plutot que)\s+(?:de\s+)?$")  # "71 kg et non 17"
_LABELLED = re.compile(r"residuel\w*\W+(?:a\W+)?\d[\d.,]*")  # "résiduel 5,5" beside another number
_RESIDUAL = re.compile(r"residuel|sous substitution|sous traitement substitutif")


def set_aside(before: str) -> bool:
    """Whether the words before a number say that it is not the one ("71 kg et non 17")."""
    return _SET_ASIDE.search(before) is not None


def former(before: str) -> bool:
    """Whether the words before a weight say that it is not today's ("pesait 90 kg")."""
    return _PAST.search(before) is not None
