"""`prioig version`: what is installed."""

from __future__ import annotations

import argparse
import platform
from importlib.metadata import version

from bot import __version__


def run(options: argparse.Namespace) -> int:
    """Print the versions of PrioIg, of what it stands on, and of Python."""
    print(f"PrioIg {__version__}")
    for package in ("rasa", "durable-rules"):
        print(f"{package} {version(package)}")
    print(f"Python {platform.python_version()}")
    return 0
