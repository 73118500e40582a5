"""Actions in the same process as Rasa: no second server, no copy of the conversation over HTTP."""

from __future__ import annotations

import functools
import json
from typing import Any

from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.failures import report
from bot.messages import notice


class InProcessActions(EndpointConfig):
    """An action endpoint that runs the actions of a package itself instead of calling a server.

    An action that fails answers with a French sentence: nothing is decided, nothing already given is lost.
    """

    def __init__(self, package: str) -> None:
        # With "selective domain" Rasa does not serialise the whole domain for each call: no action reads it.
        super().__init__(url="in-process", enable_selective_domain=True)
        self.executor = ActionExecutor()
        self.executor.register_package(package)

    async def request(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Run the action named in the call (`json`) and return its events and replies."""
        call = kwargs["json"]
        try:
            return await self.executor.run(call) or {"events": [], "responses": []}
        except Exception as error:  # whatever fails, the prescriber gets a sentence and keeps what was given
            report(str(call.get("next_action")), error)
            return {"events": [], "responses": notice("internal_error")}


@functools.lru_cache(maxsize=1)
def _result_validator() -> Draft202012Validator:
    return Draft202012Validator(RemoteAction.action_response_format_spec())


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """The check that Rasa makes of an action's result, without compiling its schema again at every call.

    Raises `jsonschema.ValidationError` as Rasa's own does.
    """
    _result_validator().validate(json.loads(json.dumps(result)) if _has_tuples(result) else result)
    return True


def _has_tuples(value: Any) -> bool:
    """Whether JSON would turn something of `value` into a list: over HTTP it would already have been."""
    if isinstance(value, tuple):
        return True
    if isinstance(value, dict):
        return any(_has_tuples(item) for item in value.values())
    return isinstance(value, list) and any(_has_tuples(item) for item in value)


def compile_result_check() -> None:
    """Replace, in this process, Rasa's check of action results (85 % of a stock turn) by the compiled one."""
    RemoteAction._validate_action_result = _validate_action_result
