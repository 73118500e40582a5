"""The options of the commands: one module for each family, whose `add(commands)` declares them."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
ENDPOINTS_HELP = "fichier endpoints.yml de Rasa (serveur d'actions, stockage)"


def port_number(text: str) -> int:
    """A port from the command line. Raises ArgumentTypeError."""
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("un port va de 0 à 65535")
    return port
