"""`prioig serve`: the bot on its channels, in one process."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from pathlib import Path

from actions.record import keeper
from actions.record.purge import RetentionProblem
from bot.channels import tokens
from bot.channels.address import Address
from bot.commands.causes import cause
from bot.commands.model import ready_model
from bot.environment import prepare
from bot.failures import NotReady
from bot.housekeeping import daily, purge_once, tell
from bot.paths import ROOT, Project
from bot.training import TrainingError

MISCONFIGURED = 2


def run(options: argparse.Namespace) -> int:
    """Train if needed, load, and serve until told to stop. 2: unsafe configuration; 1: cannot start."""
    try:
        tell(purge_once())
        check = tokens.required(options.host)
        listening = Address(options.host, options.port).bind()
    except (tokens.ConfigurationError, RetentionProblem) as error:
        print(error, file=sys.stderr)
        return MISCONFIGURED
    except OSError as error:
        print(f"Impossible d'écouter sur {options.host}:{options.port} : {cause(error)}.", file=sys.stderr)
        return 1
    return _start(options, check, listening)


def _start(options: argparse.Namespace, check: tokens.Tokens | None, listening: socket.socket) -> int:
    try:
        _serve(options, ready_model(), check, listening)
    except tokens.ConfigurationError as error:  # a channel's own settings
        print(error, file=sys.stderr)
        return MISCONFIGURED
    except (TrainingError, NotReady) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _serve(options: argparse.Namespace, model: Path, check: tokens.Tokens | None, listening: socket.socket) -> None:
    project = Project()
    prepare(project.config)
    import uvloop

    from bot.channels.server import application, serve
    from bot.runtime import load

    async def main() -> None:
        runtime = await load(model, project, Path(options.endpoints) if options.endpoints else None)
        credentials = Path(options.credentials) if options.credentials else ROOT / "credentials.yml"
        purging = asyncio.ensure_future(daily())
        try:
            await serve(application(runtime, credentials, check), listening)
        finally:
            purging.cancel()
            runtime.close()
            keeper.release()

    uvloop.install()
    asyncio.run(main())
