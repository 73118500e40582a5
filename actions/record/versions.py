"""By what a decision was made: the rules, the model that understood the sentence, the program."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Mapping

import rules

FOLDER = Path(rules.__file__).parent
SUFFIXES = (".yml", ".py")
SHOWN = 16  # hexadecimal digits: enough to tell two rule bases apart
_identity: dict[str, str | None] = {"program": "", "model": None}


def identify(program: str, model: str | None) -> None:
    """Say which program and which model this process runs; the layer above knows."""
    _identity.update(program=program, model=model)


@lru_cache(maxsize=1)
def rules_hash() -> str:
    """The hash of everything under `rules/`, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(item for item in FOLDER.rglob("*") if item.suffix in SUFFIXES):
        digest.update(f"{path.relative_to(FOLDER).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:SHOWN]


def versions() -> Mapping[str, str | None]:
    """The versions that every decision carries: `rules`, `program`, `model`."""
    return {"rules": rules_hash(), **_identity}
