"""What the sirolimus conversation remembers from one message to the next: small, and JSON in the slot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Mapping

EMPTY: Mapping[str, Any] = MappingProxyType({})
HISTORY = 8  # steps that "retour" can undo
MENU = "menu"


@dataclass(frozen=True)
class State:
    """One conversation about sirolimus.

    `facts` are in the JSON form of the vocabulary; `declined` were answered "je ne sais pas", `skipped` "passer".
    `asked` is the fact of the last question, "start" for the day of the start, "unit" for the unit of a level said
    without it (`unitless`), "future" for a day to come (`future`). `start` and `changes` are ISO dates.
    `suspended`: the level is the control of a suspended treatment; `status`: the last conclusion on it. `shown` is the
    last answer, so that it is not said twice; the question that follows it can be skipped.
    """

    topic: str = MENU
    facts: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    declined: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    asked: str | None = None
    unitless: Any = None
    start: str | None = None
    future: str | None = None
    changes: tuple[str, ...] = ()
    suspended: bool = False
    status: str = ""
    shown: str = ""
    history: tuple[Mapping[str, Any], ...] = ()

    def with_facts(self, facts: Mapping[str, Any]) -> State:
        """The same with these statements; the later one wins, and what is known is no longer declined."""
        return replace(
            self,
            facts=MappingProxyType({**self.facts, **facts}),
            declined=tuple(name for name in self.declined if name not in facts),
            skipped=tuple(name for name in self.skipped if name not in facts),
        )

    def without(self, *names: str) -> State:
        """The same without these statements."""
        return replace(self, facts=MappingProxyType({k: v for k, v in self.facts.items() if k not in names}))

    def remember(self, before: State | None) -> State:
        """The same, from which "retour" leads to `before`."""
        if before is None:
            return self
        past = {key: value for key, value in before.to_json().items() if key != "history"}
        return replace(self, history=(*before.history, past)[-HISTORY:])

    def content(self) -> tuple[Any, ...]:
        """What was said: two states of equal content give the same answer."""
        said = (dict(self.facts), self.declined, self.skipped, self.unitless, self.start, self.future, self.changes)
        return (*said, self.topic, self.suspended)

    def to_json(self) -> dict[str, Any]:
        """What is kept; what is empty is left out."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        data["facts"] = dict(self.facts)
        kept = {name: value for name, value in data.items() if value or (name == "unitless" and value is not None)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}

    @staticmethod
    def from_json(data: Mapping[str, Any] | None) -> State:
        """The inverse of `to_json`."""
        names = State.__dataclass_fields__
        known: dict[str, Any] = {name: value for name, value in (data or {}).items() if name in names}
        for name in ("declined", "skipped", "changes", "history"):
            known[name] = tuple(known.get(name, ()))
        known["facts"] = MappingProxyType(dict(known.get("facts", {})))
        return State(**known)
