"""Names that are easily something else: "DM" (diabetes), "PAM" (a blood pressure), "Lambert" (a surname)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Mapping

from ruamel.yaml import YAML

from bot.nlu.situations import Situation
from bot.nlu.terms import HOME, lexicon
from bot.nlu.text import Text, fold

_OF_ANYBODY = frozenset({"age_years", "pregnant"})  # facts that say nothing of the situation


@lru_cache(maxsize=1)
def _facts_of() -> Mapping[str, frozenset[str]]:
    """The facts that decide each situation of the table."""
    with (HOME.parent / "vocabulary.yml").open(encoding="utf-8") as stream:
        indications = YAML(typ="safe").load(stream)["indications"]
    return {name: frozenset(entry.get("facts", ())) - _OF_ANYBODY for name, entry in indications.items()}


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon().data["context"]["confirm_alone"])


def mistakable(text: Text, said: Situation, facts: Mapping[str, Any]) -> bool:
    """Whether a situation rests on such a word alone (`confirm_alone` in `context.yml`), without a fact of its own."""
    if said.decided is None or not said.used:
        return False
    if facts.keys() & _facts_of().get(said.decided, frozenset()):
        return False
    return all(item.first == item.last and text.words[item.first].text in _words() for item in said.used)
