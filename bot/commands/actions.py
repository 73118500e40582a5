"""`prioig actions`: the actions in a server of their own, for installations with several servers."""

from __future__ import annotations

import argparse
import sys

from actions.record.purge import RetentionProblem
from actions.record.versions import identify
from bot import __version__
from bot.environment import prepare
from bot.housekeeping import purge_once, tell
from bot.paths import Project


def run(options: argparse.Namespace) -> int:
    """Run rasa_sdk's action server until told to stop. 2: a setting that cannot be."""
    try:
        tell(purge_once())
    except RetentionProblem as error:
        print(error, file=sys.stderr)
        return 2
    project = Project()
    prepare(project.config)
    from rasa_sdk.endpoint import run as run_server

    identify(__version__, None)
    run_server(project.actions, port=options.port)
    return 0
