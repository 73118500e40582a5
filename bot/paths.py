"""Where things are on disk. Everything that PrioIg writes lies under `var`, `models` or `.cache`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from actions.paths import ROOT, var_dir


def models_dir() -> Path:
    """The folder of trained models (`PRIOIG_MODELS`, by default `models/` of the checkout)."""
    return Path(os.environ.get("PRIOIG_MODELS") or ROOT / "models")


@dataclass(frozen=True)
class Project:
    """What Rasa learns from, and the package that holds the actions."""

    root: Path = ROOT
    actions: str = "actions.rasa_actions"

    @property
    def config(self) -> Path:
        """The pipeline and the policies."""
        return self.root / "config.yml"

    @property
    def domain(self) -> Path:
        """What the bot can hear and remember."""
        return self.root / "domain.yml"

    @property
    def data(self) -> Path:
        """Examples of sentences and dialogue rules."""
        return self.root / "data"


__all__ = ["ROOT", "Project", "models_dir", "var_dir"]
