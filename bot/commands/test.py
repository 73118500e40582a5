"""`prioig test`: the whole test suite."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from bot.paths import ROOT


def run(options: argparse.Namespace) -> int:
    """Run pytest in a process of its own, from the checkout, and return its status."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    child = subprocess.Popen([sys.executable, "-m", "pytest", *options.pytest], cwd=ROOT, env=environment)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.wait()  # pytest has received the signal too: let it close its servers
        raise
