"""A copy of the rule base with one thing wrong in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from rules.load import latest


def broken(tmp_path: Path, file: str, before: str, after: str) -> Path:
    """The folder of a copy of the latest table in which `before`, written once in `file`, has become `after`."""
    folder = tmp_path / "table"
    shutil.copytree(latest(), folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"« {before} » : {text.count(before)} fois dans {file}"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return folder


def place(path: Path, words: str) -> str:
    """`file:line` of the first line that holds these words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return f"{path}:{next(number for number, line in enumerate(lines, 1) if words in line)}"
