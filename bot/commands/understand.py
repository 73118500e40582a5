"""`prioig understand`: what a sentence says, one JSON line for one line of French."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from bot import strict_json
from bot.commands.model import ready_model
from bot.environment import prepare
from bot.paths import Project
from bot.training import TrainingError


def run(options: argparse.Namespace) -> int:
    """Understand every line of standard input, or score a file of annotated sentences. 1 when the bot cannot start."""
    try:
        model = ready_model()
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    prepare(Project().config)
    return asyncio.run(_understand(model, options))


async def _understand(model: Any, options: argparse.Namespace) -> int:
    from bot.runtime import NotReady, load
    from bot.understanding import read

    try:
        runtime = await load(model)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    if options.score:
        from bot.commands.score import score

        return await score(runtime, options.score)
    for line in sys.stdin:
        print(strict_json.dumps((await read(runtime, line.rstrip("\r\n"))).to_json()), flush=True)
    return 0
