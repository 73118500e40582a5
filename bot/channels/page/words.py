"""The other names of a situation ("PTI", "GBS"), so that the table is found under the word one knows."""

from __future__ import annotations

from typing import Any

from bot.nlu.terms import HOME, load_yaml


def search_words() -> dict[str, str]:
    """For each situation of either list, its names and acronyms in the terminology, in one line."""
    found: dict[str, list[str]] = {}
    for file in sorted((HOME / "situations").glob("*.yml")):
        entries = load_yaml(f"situations/{file.name}")
        if isinstance(entries, dict):  # the others are in neither list
            for identifier, entry in entries.items():
                found.setdefault(identifier, []).extend(_names(entry))
    for entry in load_yaml("ambiguous.yml"):
        for identifier in entry["candidates"]:
            found.setdefault(identifier, []).extend(_names(entry))
    return {identifier: " ".join(dict.fromkeys(names)) for identifier, names in found.items()}


def _names(entry: dict[str, Any]) -> list[str]:
    return [str(name) for key in ("acronyms", "names") for name in entry.get(key) or ()]
