"""JSON to Case: every value is checked against the vocabulary, nothing is guessed."""

from __future__ import annotations

import math
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Iterable, Mapping, TypeGuard

from rules.model import Case, CaseError, Interval, Value
from rules.vocabulary import BOUNDS, Fact, vocabulary

NOT_LISTED = "not_listed"
SHOWN = 60  # characters of what was given that a message repeats
KEYS = ("indication", "facts")  # what the rules read of a case


def parse_case(data: Any) -> Case:
    """A case from its JSON: `{"indication": …, "facts": {…}}` (`interfaces.md`).

    A null fact is unknown and left out; a null indication is a situation in neither list. Other keys are the
    sender's own and are left alone, but for a fact written beside `facts`, or `facts` misspelt: what they say
    would be lost without a word. Raises CaseError: invalid_json (not an object), unknown_indication,
    unknown_fact, invalid_value, contradiction (bounds).
    """
    if not isinstance(data, Mapping):
        raise CaseError("invalid_json", None, 'Un cas est un objet JSON : {"indication": …, "facts": {…}}.')
    facts = data.get("facts")
    if facts is None:
        facts = {}
    if not isinstance(facts, Mapping):
        raise CaseError("invalid_value", "facts", '« facts » est un objet JSON : {"weight_kg": 72, …}.')
    indication = _indication(data)
    if len(data) > len(KEYS) or any(key not in KEYS for key in data):
        _refuse_lost_facts(data)
    known = {name: parse_value(name, value) for name, value in facts.items() if value is not None or not _fact(name)}
    return Case(indication, MappingProxyType(known))


def _refuse_lost_facts(data: Mapping[str, Any]) -> None:
    for key in map(str, data):
        if key in vocabulary().facts:
            raise CaseError("unknown_fact", key, f'Placez « {key} » dans « facts » : "facts": {{"{key}": …}}.')
        if key not in KEYS and get_close_matches(key.lower(), KEYS[1:], cutoff=0.8):
            raise CaseError("unknown_fact", key[:SHOWN], f"Écrivez « facts » au lieu de « {key[:SHOWN]} ».")


def _nearest(name: object, names: Iterable[str]) -> str:
    """ " Vouliez-vous dire … ?", or nothing where no name is near."""
    found = get_close_matches(str(name)[:SHOWN].lower(), tuple(names), n=1)
    return f" Vouliez-vous dire « {found[0]} » ?" if found else ""


def _indication(data: Mapping[str, Any]) -> str | None:
    names = vocabulary()
    if "indication" not in data:
        message = "Indiquez la situation dans « indication » (« not_listed » si aucune ne convient)."
        raise CaseError("unknown_indication", "indication", message)
    name = data["indication"]
    if name is None or name == NOT_LISTED:
        return None
    if not isinstance(name, str) or (name not in names.indications and name not in names.unjustified):
        shown = str(name)[:SHOWN]
        near = _nearest(name, (*names.indications, *names.unjustified))
        message = f"Situation inconnue : « {shown} ».{near} Employez un identifiant du vocabulaire, ou « not_listed »."
        raise CaseError("unknown_indication", "indication", message)
    return name


def _fact(name: str) -> Fact:
    fact = vocabulary().facts.get(name)
    if fact is None:
        shown = str(name)[:SHOWN]
        near = _nearest(name, vocabulary().facts)
        message = f"Fait inconnu : « {shown} ».{near} Employez un identifiant du vocabulaire."
        raise CaseError("unknown_fact", f"facts.{shown}", message)
    return fact


def parse_value(name: str, value: Any) -> Value:
    """One fact's value from JSON. Raises CaseError (unknown_fact, invalid_value, contradiction)."""
    fact = _fact(name)
    if fact.kind == "boolean":
        if not isinstance(value, bool):
            raise _invalid(fact, value, "répondez true ou false")
        return value
    if fact.kind in ("choice", "trial"):
        if not isinstance(value, str) or value not in fact.choices:
            raise _invalid(fact, value, "valeurs possibles : " + ", ".join(fact.choices))
        return value
    if isinstance(value, Mapping):
        return _interval(fact, value)
    return _number(fact, value)


def _number(fact: Fact, value: Any) -> float:
    if not _is_number(value):
        raise _invalid(fact, value, "un nombre est attendu")
    if not fact.low <= value <= fact.high:
        raise _invalid(fact, value, "hors des bornes")
    if fact.integer and value != int(value):
        raise _invalid(fact, value, "un nombre entier est attendu")
    return int(value) if fact.integer else value


def _is_number(value: Any) -> TypeGuard[float]:
    """Whether it is a number as JSON has them: not a boolean, not NaN; infinity and huge integers are out of range."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value


def _interval(fact: Fact, bounds: Mapping[str, Any]) -> Interval:
    if not bounds or any(key not in BOUNDS for key in bounds):
        raise _invalid(fact, dict(bounds), "bornes possibles : " + ", ".join(BOUNDS))
    stated = tuple((key, _bound(fact, value)) for key, value in bounds.items() if value is not None)
    if not stated:
        raise _invalid(fact, dict(bounds), "une borne est un nombre")
    low, low_open, high, high_open = _ends(fact, stated)
    if low < high or (low == high and not low_open and not high_open):
        return Interval(low, high, low_open, high_open, stated)
    if len(stated) == 1:
        raise _invalid(fact, dict(stated), "cette borne ne laisse aucune valeur possible")
    message = f"Les bornes de « {fact.name} » s'excluent : {_spell(stated)}. Donnez la valeur, ou une seule borne."
    raise CaseError("contradiction", f"facts.{fact.name}", message)


def _ends(fact: Fact, stated: tuple[tuple[str, float], ...]) -> tuple[float, bool, float, bool]:
    """The tightest ends with the vocabulary's range: low, whether it is open, high, whether it is open."""
    low, low_open, high, high_open = fact.low, False, fact.high, False
    for key, value in stated:
        opened = key in ("above", "below")
        if key in ("above", "at_least") and (value, opened) > (low, low_open):
            low, low_open = value, opened
        if key in ("below", "at_most") and (value, not opened) < (high, not high_open):
            high, high_open = value, opened
    if not fact.integer:
        return low, low_open, high, high_open
    # Above 8 is at least 9: a score has no value between them.
    first = math.floor(low) + 1 if low_open else math.ceil(low)
    last = math.ceil(high) - 1 if high_open else math.floor(high)
    return first, False, last, False


def _bound(fact: Fact, value: Any) -> float:
    if not _is_number(value):
        raise _invalid(fact, value, "une borne est un nombre")
    if not fact.low <= value <= fact.high:
        raise _invalid(fact, value, "borne hors des limites")
    return value


def _spell(stated: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{key} {value:.10g}" for key, value in stated)


def _invalid(fact: Fact, value: Any, why: str) -> CaseError:
    unit = f" {fact.unit_label}" if fact.unit_label else ""
    ends = f"{fact.low:.10g} à {fact.high:.10g}".replace(".", ",")
    extent = f" ; de {ends}{unit}" if fact.kind == "number" else ""
    message = f"Valeur refusée pour « {fact.name} » : {str(value)[:SHOWN]} ({why}{extent})."
    return CaseError("invalid_value", f"facts.{fact.name}", message)
