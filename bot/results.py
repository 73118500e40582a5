"""The check that Rasa makes of what an action returns, with its JSON schema compiled once.

Stock Rasa compiles the schema again at each call, which is most of a stock turn, and tries each event against the
schemas of the 23 kinds of events. Each of these names its kind: here an event meets the schema of its own kind only.
"""

from __future__ import annotations

import copy
import functools
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction


class ResultCheck:
    """Gives the verdicts of `schema`, whose events are a `oneOf` by the constant `event`."""

    def __init__(self, schema: dict[str, Any]) -> None:
        outer = copy.deepcopy(schema)
        kinds = outer["properties"]["events"]["items"].pop("oneOf")
        self._outer = Draft202012Validator(outer)
        self._kinds = {kind["properties"]["event"]["const"]: Draft202012Validator(kind) for kind in kinds}
        if len(self._kinds) != len(kinds):
            raise ValueError("two schemas for one kind of event")

    def __call__(self, result: Any) -> None:
        """Raises `jsonschema.ValidationError` where `result` is not what an action may return."""
        self._outer.validate(result)
        events = result.get("events", []) if isinstance(result, dict) else []
        for event in events:
            kind = self._kinds.get(event["event"])
            if kind is None:
                raise ValidationError(f"unknown event {event['event']!r}")
            kind.validate(event)


@functools.lru_cache(maxsize=1)
def result_check() -> ResultCheck:
    """The check of Rasa's own schema."""
    return ResultCheck(RemoteAction.action_response_format_spec())


def check_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    """What replaces `RemoteAction._validate_action_result`. Raises `jsonschema.ValidationError` as that does."""
    result_check()(_as_json(result))
    return True


def _as_json(value: Any) -> Any:
    """`value` with lists for tuples: over HTTP they would have become lists, and the schema knows no tuple."""
    if isinstance(value, (list, tuple)):
        return [_as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    return value


def use_compiled_check() -> None:
    """Make Rasa check the results of actions in this way, in this process."""
    RemoteAction._validate_action_result = check_result
