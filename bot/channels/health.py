"""`GET /health`: 200 once the bot can really talk and decide, 503 otherwise."""

from __future__ import annotations

import functools
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sanic.response import HTTPResponse, json

from actions.record.keeper import with_record
from bot import __version__
from bot.decisions import decision_of
from bot.failures import report
from bot.messages import TEXTS
from bot.runtime import Runtime
from bot.store import SqliteTrackerStore

CASE = Path(__file__).resolve().parents[1] / "health_case.yml"


@functools.lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(CASE.read_text(encoding="utf-8")))


def _model(runtime: Runtime) -> bool:
    return bool(runtime.agent.is_ready())


def _store(runtime: Runtime) -> bool:
    if isinstance(runtime.store, SqliteTrackerStore):
        runtime.store.ping()
    return True


def _decision(runtime: Runtime) -> bool:
    return bool(decision_of(_known()["case"]).get("status") == _known()["status"])


def _record(runtime: Runtime) -> bool:
    with_record(lambda record: record.ping())
    return True


CHECKS = {"model": _model, "store": _store, "decision": _decision, "record": _record}
NEEDED = ("model", "store", "decision")  # without the record the bot answers all the same, and says that it is not kept


def _passes(name: str, runtime: Runtime) -> bool:
    try:
        return CHECKS[name](runtime)
    except Exception as error:  # a check that fails, however it fails, is the answer
        report(f"health check {name}", error)
        return False


def health(runtime: Runtime) -> HTTPResponse:
    """The state of each check and the versions in use."""
    checks = {name: _passes(name, runtime) for name in CHECKS}
    well = all(checks[name] for name in NEEDED)
    state = "unavailable" if not well else "ok" if all(checks.values()) else "degraded"
    versions = {
        "prioig": __version__,
        "table": decision_of(_known()["case"]).get("source", {}).get("version") if checks["decision"] else None,
        "model": runtime.agent.model_id,
        "rasa": version("rasa"),
        "python": platform.python_version(),
    }
    body: dict[str, Any] = {"status": state, "versions": versions, "checks": checks}
    if not well:
        body["message"] = TEXTS["unavailable"]
    elif state == "degraded":
        body["message"] = TEXTS["unrecorded"]
    return json(body, status=200 if well else 503)
