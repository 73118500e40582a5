"""`prioig understand`: what a sentence says, one JSON line for one line of French."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.causes import cause
from bot.commands.model import ready_model
from bot.environment import prepare
from bot.failures import NotReady
from bot.paths import Project
from bot.training import TrainingError

if TYPE_CHECKING:
    from actions.understanding import Understanding

UNREADABLE = 2


def run(options: argparse.Namespace) -> int:
    """Understand every line of standard input, or score annotated sentences. 1: cannot start; 2: unreadable file."""
    try:
        model = ready_model()
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    prepare(Project().config)
    try:
        return _understand(model, options.score)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1


def _understand(model: Path, annotated: str | None) -> int:
    from bot.nlu.cli_understand import run as read_lines
    from bot.nlu.cli_understand import run_score
    from bot.runtime import load
    from bot.understanding import read

    loop = asyncio.new_event_loop()
    runtime = loop.run_until_complete(load(model))

    def reader(text: str) -> Understanding:
        return loop.run_until_complete(read(runtime, text))

    if annotated is None:
        read_lines(sys.stdin, sys.stdout, reader)
        return 0
    try:
        run_score(Path(annotated), sys.stdout, reader)
    except (OSError, ValueError) as error:
        why = cause(error) if isinstance(error, OSError) else str(error)
        print(f"Impossible de lire {annotated} : {why}.", file=sys.stderr)
        return UNREADABLE
    return 0
