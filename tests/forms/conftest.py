"""The forms of the tests: SIVIG, and a second study's form that the program does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from actions.forms import labels, opening
from rules.forms import Form, form, load

CACHES = (load.forms, labels.labels, opening.openers)


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Form]:
    """The second form, as a centre adds it: a file in a folder of its own."""
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "souffle.yml").write_text(Path(__file__).with_name("asthma.yml").read_text("utf-8"), "utf-8")
    monkeypatch.setenv("PRIOIG_FORMS", str(folder))
    for cache in CACHES:
        cache.cache_clear()
    yield form("souffle")
    monkeypatch.delenv("PRIOIG_FORMS")
    for cache in CACHES:
        cache.cache_clear()
