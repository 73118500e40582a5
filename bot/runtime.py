"""One process: the Rasa agent, its actions and its store.

Import this module only after `bot.environment.prepare`: it imports Rasa.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Awaitable, Callable

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import LockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints

from actions.record.versions import identify
from bot import __version__
from bot.failures import NotReady, report
from bot.graph import StraightRunner
from bot.inprocess import InProcessActions
from bot.locks import TurnLocks
from bot.nlu.selfcheck import NotTrained, assert_understands
from bot.paths import ROOT, Project
from bot.results import use_compiled_check
from bot.store import SqliteTrackerStore
from bot.tuning import copy_nothing_for_silent_logs, keep_what_is_loaded, lighten_classifier

QUIET = ("rasa", "rasa_sdk", "sanic.root", "sanic.error", "sanic.access", "apscheduler", "matplotlib", "asyncio")
PROJECT = Project()
Parse = Callable[[str], Awaitable[dict[str, Any]]]
Check = Callable[[Parse], Awaitable[None]]
ENDPOINTS = ROOT / "endpoints.yml"


@dataclass
class Runtime:
    """The agent, ready to talk, and the store that holds its conversations."""

    agent: Agent
    store: TrackerStore
    project: Project

    async def turn(self, message: UserMessage) -> list[dict[str, Any]]:
        """Handle one message and return what the bot says, in order, in the form of Rasa's REST channel."""
        await self.agent.handle_message(message)
        channel = message.output_channel
        return list(channel.messages) if isinstance(channel, CollectingOutputChannel) else []

    async def parse(self, text: str) -> dict[str, Any]:
        """What Rasa's pipeline understands of `text`."""
        return dict(await self.agent.parse_message(text))

    def close(self) -> None:
        """Release the store."""
        if isinstance(self.store, SqliteTrackerStore):
            self.store.close()


def quiet_logs(level: int = logging.WARNING) -> None:
    """Only warnings and worse: what Rasa logs below that repeats what was typed."""
    import structlog

    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(level)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level), cache_logger_on_first_use=True)


def endpoints(path: Path | None, project: Project) -> AvailableEndpoints:
    """The endpoints of `path` (by default the checkout's, never the working directory's) over the embedded defaults.

    Without `action_endpoint` the actions run in this process; without `tracker_store` the conversations are in SQLite.
    """
    file = path or ENDPOINTS
    configured = AvailableEndpoints.read_endpoints(str(file)) if file.exists() else AvailableEndpoints()
    if configured.action is None:
        configured.action = InProcessActions(project.actions)
    if configured.tracker_store is None:
        configured.tracker_store = SqliteTrackerStore()
    if configured.lock_store is None:
        configured.lock_store = TurnLocks()
    return configured


async def load(
    model: Path, project: Project = PROJECT, endpoints_file: Path | None = None, check: Check = assert_understands
) -> Runtime:
    """Load `model` (a trained archive) and all that a conversation needs.

    `check` parses known sentences and raises `NotTrained`: Rasa loads a model that is not trained without a word.

    Raises `NotReady` when the model cannot be loaded or does not understand a known sentence.
    """
    quiet_logs()
    use_compiled_check()
    copy_nothing_for_silent_logs()
    configured = endpoints(endpoints_file, project)
    store = TrackerStore.create(configured.tracker_store)
    agent = Agent(
        generator=configured.nlg,
        tracker_store=store,
        lock_store=LockStore.create(configured.lock_store),
        action_endpoint=configured.action,
    )
    agent.load_model(model)
    if agent.processor is None or agent.domain is None:
        raise NotReady("Le modèle n'a pas pu être chargé. Relancez « ./prioig train ».")
    # Rasa wraps the store in one that goes on in memory when the file fails, and so forgets facts without a word.
    agent.tracker_store = agent.processor.tracker_store = store
    agent.processor.graph_runner = runner = StraightRunner.of(agent.processor.graph_runner)
    lighten_classifier(runner)
    store.domain = agent.domain
    if isinstance(agent.nlg, TemplatedNaturalLanguageGenerator):
        agent.nlg.responses = agent.domain.responses
    identify(__version__, model.name.split(".")[0])
    runtime = Runtime(agent, store, project)
    await _assure(runtime, check)
    keep_what_is_loaded()
    return runtime


async def _assure(runtime: Runtime, check: Check) -> None:
    """Raises `NotReady` where the model does not understand a known sentence."""
    try:
        await check(runtime.parse)
    except NotTrained as error:
        raise NotReady(str(error)) from error
    except Exception as error:  # whatever an untrained component raises when it is asked something
        report("check of the model", error)
        raise NotReady("Le modèle chargé n'est pas entraîné. Relancez « ./prioig train --force ».") from error
