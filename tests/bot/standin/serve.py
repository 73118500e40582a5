"""Serves the stand-in project on a free port of the loopback: `python serve.py CREDENTIALS`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, Awaitable, Callable

HERE = Path(__file__).resolve().parent
sys.path[0:0] = [str(HERE.parents[2]), str(HERE)]

from bot import training  # noqa: E402
from bot.environment import prepare  # noqa: E402
from bot.paths import Project  # noqa: E402

Parse = Callable[[str], Awaitable[dict[str, Any]]]
PROJECT = Project(HERE, "standin_actions")


async def knows_bonjour(parse: Parse) -> None:
    """The check of this model: it knows "bonjour". Raises `NotTrained`."""
    from bot.nlu.selfcheck import NotTrained

    if (await parse("bonjour"))["intent"]["name"] != "greet":
        raise NotTrained("« bonjour » n'est pas compris.")


async def main(credentials: Path) -> None:
    """Load the model, trained if need be, and serve until told to stop."""
    from bot.channels import tokens
    from bot.channels.address import Address
    from bot.channels.server import application, serve
    from bot.runtime import load

    model = training.trained(PROJECT) or training.train(PROJECT)
    runtime = await load(model, PROJECT, HERE / "no-endpoints.yml", knows_bonjour)
    await serve(application(runtime, credentials, tokens.from_environment()), Address("127.0.0.1", 0).bind())


if __name__ == "__main__":
    prepare(PROJECT.config)
    asyncio.run(main(Path(sys.argv[1])))
