"""A case of the record decided again, under the table and the rules of today, beside what was said then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, Mapping

from actions.record.decision import content_of
from actions.record.versions import versions
from rules import CaseError, EngineError, decide, decision_json, parse_case

COMPARED = ("status", "row", "start", "opinions", "regimen", "missing")


@dataclass(frozen=True)
class Replay:
    """`then` is what the record holds, `now` the same content made today; None, with `problem`, where it cannot be.

    `changed` names what differs, of `COMPARED`.
    """

    then: Mapping[str, Any]
    now: Mapping[str, Any] | None
    changed: tuple[str, ...] = ()
    problem: str | None = None


def replay(then: Mapping[str, Any]) -> Replay:
    """Decide again the case of a decision's content (an entry of the record). Writes nothing."""
    try:
        case = parse_case({"indication": then["indication"], "facts": then["facts"]})
        made = decide(case, frozenset(then.get("declined") or ()))
    except (CaseError, EngineError) as error:
        return Replay(then, None, problem=getattr(error, "message", "Le moteur n'a pas pu conclure."))
    now = content_of(decision_json(made), versions())
    return Replay(then, now, tuple(_changed(then, now)))


def _changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What differs; a field that an older record did not keep is not compared."""
    for name in COMPARED:
        if name in then and _plain(then[name]) != _plain(now[name]):
            yield name


def _plain(value: Any) -> Any:
    """Lists and tuples alike, as JSON has them."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
