"""`prioig serve`: the bot on its channels, in one process."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.channels import tokens
from bot.commands.causes import cause
from bot.commands.model import ready_model
from bot.environment import prepare
from bot.paths import ROOT, Project
from bot.training import TrainingError

MISCONFIGURED = 2


def run(options: argparse.Namespace) -> int:
    """Train if needed, load, and serve until told to stop. 2: unsafe configuration; 1: cannot start."""
    try:
        check = tokens.required(options.host)
        model = ready_model()
    except tokens.ConfigurationError as error:
        print(error, file=sys.stderr)
        return MISCONFIGURED
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    return _serve(options, model, check)


def _serve(options: argparse.Namespace, model: Path, check: tokens.Tokens | None) -> int:
    project = Project()
    prepare(project.config)
    import uvloop

    from bot.channels.server import Address, application, serve
    from bot.runtime import NotReady, load

    async def main() -> int:
        try:
            listening = Address(options.host, options.port).bind()
        except OSError as error:
            print(f"Impossible d'écouter sur {options.host}:{options.port} : {cause(error)}.", file=sys.stderr)
            return 1
        runtime = await load(model, project, Path(options.endpoints) if options.endpoints else None)
        credentials = Path(options.credentials) if options.credentials else ROOT / "credentials.yml"
        await serve(application(runtime, credentials, check), listening)
        runtime.close()
        return 0

    uvloop.install()
    import asyncio

    try:
        return asyncio.run(main())
    except tokens.ConfigurationError as error:
        print(error, file=sys.stderr)
        return MISCONFIGURED
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
