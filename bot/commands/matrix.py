"""`prioig matrix`: the bridge to a Matrix homeserver, in its own process and its own environment.

`docs/decisions/0030-matrix-bridge.md`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bot.paths import ROOT

PROJECT = ROOT / "bot" / "matrix"
ENVIRONMENT = ROOT / ".venv-matrix"
INSTALLED = ENVIRONMENT / ".prioig-installed"


class NotInstalled(RuntimeError):
    """The bridge's environment cannot be made; the message is in French."""


def python() -> Path:
    """The interpreter of the bridge's environment, installed as its lock file says. Raises `NotInstalled`."""
    interpreter = ENVIRONMENT / "bin" / "python"
    lock = hashlib.sha256((PROJECT / "uv.lock").read_bytes()).hexdigest()
    if not interpreter.exists() or not INSTALLED.exists() or INSTALLED.read_text() != lock:
        _install()
        INSTALLED.write_text(lock)
    return interpreter


def _install() -> None:
    print("Installation du pont Matrix (une seule fois)…", file=sys.stderr)
    command = [_uv(), "sync", "--frozen", "--quiet", "--project", str(PROJECT), "--python", sys.executable]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT)}
    environment.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, env=environment, stdout=sys.stderr).returncode != 0:
        raise NotInstalled("Le pont Matrix n'a pas pu être installé. Vérifiez le réseau (ou le proxy), puis relancez.")


def _uv() -> str:
    """uv, as the start script finds it."""
    own = ROOT / ".tools" / "uv" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if found is None:
        raise NotInstalled("uv est introuvable. Lancez une fois « ./prioig version », puis recommencez.")
    return found


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
