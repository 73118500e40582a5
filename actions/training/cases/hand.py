"""The cases written by hand, as YAML: the project's own and a teacher's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from actions.training.cases.model import Vignette

FOLDER = Path(__file__).parents[1] / "vignettes"


@lru_cache(maxsize=1)
def hand_written() -> tuple[Vignette, ...]:
    """The project's own written cases, in the order of the files."""
    return ()
