"""`prioig train`: make the model that the conversation needs."""

from __future__ import annotations

import argparse
import sys

from bot.commands.model import ready_model
from bot.training import TrainingError


def run(options: argparse.Namespace) -> int:
    """Train unless the model of the present inputs exists, and print its path."""
    try:
        print(f"Modèle prêt : {ready_model(force=options.force)}")
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
