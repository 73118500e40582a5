"""`prioig matrix`: the bridge to a Matrix homeserver, in its own process and its own environment.

`docs/decisions/0030-matrix-bridge.md`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bot.own_environment import NotInstalled, OwnEnvironment
from bot.paths import ROOT

__all__ = ["NotInstalled", "python", "run"]
ENVIRONMENT = OwnEnvironment(ROOT / "bot" / "matrix", ROOT / ".venv-matrix", "pont Matrix")


def python() -> Path:
    """The interpreter of the bridge's environment, installed as its lock file says. Raises `NotInstalled`."""
    return ENVIRONMENT.python()


def run(options: argparse.Namespace) -> int:
    """Install the environment if needed, then become the bridge."""
    try:
        interpreter = python()
    except NotInstalled as error:
        print(error, file=sys.stderr)
        return 1
    if options.install:
        return 0
    arguments = ["--config", options.config] if options.config else []
    arguments += ["--check"] if options.check else []
    arguments += ["--trust-again", options.trust_again] if options.trust_again else []
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    os.execve(interpreter, [str(interpreter), "-m", "bot.matrix", *arguments], environment)
