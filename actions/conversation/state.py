"""What a conversation remembers from one message to the next: the case in hand, and what was asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Mapping

EMPTY: Mapping[str, Any] = MappingProxyType({})
MAPPINGS = ("facts", "activities", "record")
HISTORY = 12  # steps that "retour" can undo; the slot stays small


@dataclass(frozen=True)
class Conversation:
    """The case in hand. It travels between messages as the JSON of the slot `case`.

    `facts` are in the JSON form of the vocabulary, in the order in which they were said. `candidates`
    are the situations to choose from (one alone: to confirm) and `sure` the facts that `take` found with
    them. `declined` were answered "je ne sais pas", `skipped` "passer". `asked` is the fact (or
    "indication") of the last question. `conflict` names the statements that contradict each other.
    `shown` is the last answer said (its signature, then the codes of its warnings and its regimen).
    `activities` is what each activity beside the consultation remembers, and `active` the one that has the floor.
    `record` is what the record of decisions needs from one message to the next (the reference of the case…).
    """

    indication: str | None = None
    unlisted: str | None = None
    candidates: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    declined: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    asked: str | None = None
    conflict: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    history: tuple[Conversation, ...] = ()
    activities: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    active: str | None = None
    record: Mapping[str, Any] = field(default_factory=lambda: EMPTY)

    @property
    def empty(self) -> bool:
        """Whether nothing of a case was said yet."""
        return self.content == Conversation().content

    @property
    def content(self) -> tuple[Any, ...]:
        """What the prescriber said: two conversations of equal content give the same answer."""
        return (self.indication, self.unlisted, self.candidates, dict(self.facts), self.declined, self.skipped)

    def with_facts(self, facts: Mapping[str, Any]) -> Conversation:
        """The same case with these statements added; the later statement wins."""
        merged = MappingProxyType({**self.facts, **facts})
        return replace(
            self,
            facts=merged,
            declined=tuple(name for name in self.declined if name not in facts),
            skipped=tuple(name for name in self.skipped if name not in facts),
        )

    def without_facts(self, *names: str) -> Conversation:
        """The same case without these statements."""
        return replace(self, facts=MappingProxyType({k: v for k, v in self.facts.items() if k not in names}))

    def remember(self, before: Conversation) -> Conversation:
        """The same conversation, from which "retour" leads to `before`."""
        if before.content == self.content:
            return replace(self, history=before.history)
        past = replace(before, history=(), activities=EMPTY, active=None, record=EMPTY)
        return replace(self, history=(*before.history, past)[-HISTORY:])

    def to_json(self) -> dict[str, Any]:
        """The slot `case`; what is empty is left out."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        data.update({name: dict(getattr(self, name)) for name in MAPPINGS})
        data["history"] = [past.to_json() for past in self.history]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items() if value}

    @staticmethod
    def from_json(data: Any) -> Conversation:
        """The inverse of `to_json`; what is not a conversation of ours starts a new one."""
        if not isinstance(data, Mapping):
            return Conversation()
        known: dict[str, Any] = {name: data[name] for name in Conversation.__dataclass_fields__ if name in data}
        for name in ("candidates", "declined", "skipped", "conflict", "shown"):
            known[name] = tuple(known.get(name, ()))
        for name in MAPPINGS:
            known[name] = MappingProxyType(dict(known.get(name, {})))
        known["history"] = tuple(Conversation.from_json(past) for past in known.get("history", ()))
        return Conversation(**known)
