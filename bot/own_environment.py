"""Parts that run in an environment of their own, apart from Rasa's pins: installed at first use, as their lock says."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.paths import ROOT

MARK = ".prioig-installed"


class NotInstalled(RuntimeError):
    """The environment cannot be made; the message is in French."""


@dataclass(frozen=True)
class OwnEnvironment:
    """`project` holds pyproject.toml and uv.lock; `folder` is the environment; `name` says what it is ("le pont")."""

    project: Path
    folder: Path
    name: str

    def python(self) -> Path:
        """Its interpreter, installed as its lock file says. Raises `NotInstalled`."""
        interpreter, mark = self.folder / "bin" / "python", self.folder / MARK
        lock = hashlib.sha256((self.project / "uv.lock").read_bytes()).hexdigest()
        if not interpreter.exists() or not mark.exists() or mark.read_text() != lock:
            self._install()
            mark.write_text(lock)
        return interpreter

    def _install(self) -> None:
        print(f"Installation : {self.name} (une seule fois)…", file=sys.stderr)
        command = [_uv(), "sync", "--frozen", "--quiet", "--project", str(self.project), "--python", sys.executable]
        environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(self.folder)}
        environment.pop("VIRTUAL_ENV", None)
        if subprocess.run(command, env=environment, stdout=sys.stderr).returncode != 0:
            raise NotInstalled(
                f"Installation impossible : {self.name}. Vérifiez le réseau (ou le proxy), puis relancez."
            )


def _uv() -> str:
    """uv, as the start script finds it."""
    own = ROOT / ".tools" / "uv" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if found is None:
        raise NotInstalled("uv est introuvable. Lancez une fois « ./prioig version », puis recommencez.")
    return found
