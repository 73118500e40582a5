"""Actions in the same process as Rasa: no second server, no copy of the conversation over HTTP."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.failures import report
from bot.messages import notice

# One action is a whole turn (data/dialogue): to say so spares Rasa a second run of its policies.
END_OF_TURN = {"event": "followup", "name": "action_listen"}


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
        result = await self._run(kwargs["json"])
        return {**result, "events": [*result["events"], END_OF_TURN]}

    async def _run(self, call: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self.executor.run(call) or {"events": [], "responses": []}
        except Exception as error:  # whatever fails, the prescriber gets a sentence and keeps what was given
            report(str(call.get("next_action")), error)
            return {"events": [], "responses": notice("internal_error")}
