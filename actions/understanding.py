"""What a message says, as the conversation receives it from the understanding of French.

`bot.nlu` makes it, `actions` reads it; between the two it travels as JSON in the parse data of
the message (key `understanding`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any, Mapping

EMPTY: Mapping[str, Any] = MappingProxyType({})
KEY = "understanding"


@dataclass(frozen=True)
class Unbound:
    """Something said without its fact: "72", "oui", "échec". The question just asked may bind it.

    `kind` is number | boolean | trial | choice; `unit` is the unit as vocabulary writes it, if one was said;
    `value` is a number, a bound ({"below": 4}), a boolean, a trial value or a choice identifier.
    """

    kind: str
    value: Any
    unit: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Problem:
    """Something that was said and cannot be taken as it is.

    `code`: out_of_range | wrong_unit | contradiction | ambiguous_number | too_long | unused_fact | two_situations …
    `message` is a French sentence that says what is wrong and what to type instead.
    """

    code: str
    message: str
    field: str | None = None


@dataclass(frozen=True)
class Understanding:
    """One message. `facts` are in the JSON form of the vocabulary (bounds as {"below": 4}).

    `indication` is set only where one situation is certain; `candidates` has every situation that
    the text fits (two or more: ask). `to_confirm` is True where the situation was found by
    approximate matching only: the conversation confirms it before it decides anything.
    `not_listed` is the French name of a recognised situation that is in neither list (then
    `indication` is "not_listed"). `term` is what "explain_term" or "network_only" asks about.
    `masked` names the kinds of identity that were hidden (name, nir, birth_date, phone, ipp, email, address).
    `protocol` is what the words would mean to a protocol beside the table (`bot.nlu.protocol`).
    `ignored` are words about somebody else or denied ("le frère a eu un Kawasaki").
    """

    text: str
    intent: str
    indication: str | None = None
    candidates: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    to_confirm: bool = False
    not_listed: str | None = None
    unbound: tuple[Unbound, ...] = ()
    problems: tuple[Problem, ...] = ()
    term: str | None = None
    masked: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    kept: str = ""  # of a sentence that was not understood: what may be kept of it, every unknown name hidden
    hints: tuple[str, ...] = ()  # situations that the words point to among those already to choose between ("LLC")
    long: bool = False  # a pasted record: only what is sure was taken
    correction: bool = False  # "finalement", "non, plutôt": a later statement that replaces
    protocol: Mapping[str, Any] = field(default_factory=lambda: EMPTY)

    def to_json(self) -> dict[str, Any]:
        """The JSON of `prioig understand` (text, intent, indication, candidates, facts) and what is added to it."""
        data = {**asdict(replace(self, facts={}, protocol={})), "facts": dict(self.facts)}
        data["protocol"] = dict(self.protocol)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Understanding:
        """The inverse of `to_json`; keys that are missing keep their defaults."""
        known = {key: data[key] for key in Understanding.__dataclass_fields__ if key in data}
        for key in ("candidates", "masked", "ignored", "hints"):
            known[key] = tuple(known.get(key, ()))
        known["unbound"] = tuple(Unbound(**item) for item in known.get("unbound", ()))
        known["problems"] = tuple(Problem(**item) for item in known.get("problems", ()))
        return Understanding(**known)
