"""One case as JSON in, the decision or the error as JSON out: what `prioig decide` and `POST /decide` share."""

from __future__ import annotations

from typing import Any, Mapping

from bot.failures import report
from bot.messages import TEXTS
from rules import decide, decision_json, parse_case
from rules.model import CaseError, EngineError


def error(identifier: Any, code: str, field: str | None, message: str) -> dict[str, Any]:
    """The line of a case that cannot be decided."""
    return {"id": identifier, "error": {"code": code, "field": field, "message": message}}


def decision_of(data: Any) -> dict[str, Any]:
    """The decision of the case `data` with the case's `id` in front, or its error. Never raises for a case.

    A failing engine gives the code `engine_error`: no priority is concluded.
    """
    if not isinstance(data, Mapping):
        return error(None, "invalid_json", None, "Un cas est un objet JSON avec « indication » et « facts ».")
    identifier = data.get("id")
    try:
        decided = decide(parse_case({key: data[key] for key in data if key != "id"}))
        return {"id": identifier, **decision_json(decided)}
    except CaseError as wrong:
        return error(identifier, wrong.code, wrong.field, wrong.message)
    except EngineError as failure:
        report("decide", failure)
        return error(identifier, "engine_error", None, TEXTS["internal_error"])


def failed(line: Mapping[str, Any]) -> bool:
    """Whether a line of output is an error."""
    return "error" in line
