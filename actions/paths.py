"""Where PrioIg writes."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def var_dir() -> Path:
    """The folder of conversations and records (`PRIOIG_VAR`, by default `var/` of the checkout), created if missing."""
    folder = Path(os.environ.get("PRIOIG_VAR") or ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
