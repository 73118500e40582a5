"""The words of a follow-up (words.yml), and where they stand in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Iterable, Mapping

from ruamel.yaml import YAML

from actions.wording.text import fold

PATH = Path(__file__).with_name("words.yml")


@cache
def words() -> Mapping[str, Any]:
    """The lists of words by name."""
    return dict(YAML(typ="safe").load(PATH.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Sentence:
    """A message, as it was typed and folded."""

    typed: str
    folded: str

    @staticmethod
    def of(text: str) -> Sentence:
        """The sentence of a text."""
        return Sentence(text, fold(text))

    def says(self, name: str) -> bool:
        """Whether it holds one of the words of a list."""
        return self.has(words()[name])

    def is_only(self, name: str) -> bool:
        """Whether it is one of the words of a list and nothing else."""
        return self.folded in words()[name]

    def has(self, any_of: Iterable[str]) -> bool:
        """Whether it holds one of these words, whole."""
        return any(_whole(word).search(self.folded) for word in any_of)

    def has_unless_denied(self, any_of: Iterable[str]) -> bool:
        """The same, but not after "pas de", "sans", "aucun" ("pas de céphalées")."""
        return any(not self._denied(found.start()) for word in any_of for found in _whole(word).finditer(self.folded))

    def _denied(self, at: int) -> bool:
        return bool(_negation().search(self.folded[:at]))


@cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")


@cache
def _negation() -> re.Pattern[str]:
    """A denial that ends just before the word, with one word between at most ("aucune autre céphalée")."""
    listed = "|".join(re.escape(word) for word in words()["negation"])
    return re.compile(rf"(?<![a-z0-9])(?:{listed})\s*(?:[a-z]+\s+)?$")
