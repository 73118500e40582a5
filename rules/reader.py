"""YAML read strictly: every error names the file and the line, unknown keys are refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, NoReturn, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rules.model import RuleBaseError

T = TypeVar("T")


@dataclass(frozen=True)
class Node:
    """A value of a YAML file with its place in it. `path` starts with the number of the document."""

    value: Any
    file: Path
    path: tuple[str | int, ...]

    def error(self, message: str) -> NoReturn:
        """Raise RuleBaseError with the file and the line of this value."""
        raise RuleBaseError(f"{self.where()}: {message}")

    def where(self) -> str:
        """The file and the line of this value, `file:line`."""
        return f"{self.file}:{_line(self.file, self.path)}"

    def keys(self, required: str, optional: str = "") -> None:
        """Refuse anything but a mapping with the required keys, the optional ones and no other (space separated)."""
        if not isinstance(self.value, dict):
            self.error("un dictionnaire est attendu ici")
        missing = [key for key in required.split() if key not in self.value]
        if missing:
            self.error(f"clé manquante : {', '.join(missing)}")
        for key in self.value:
            if key not in required.split() and key not in optional.split():
                self.child(key).error(f"clé inconnue « {key} » ; attendues : {' '.join((required, optional)).strip()}")

    def child(self, key: str | int) -> Node:
        """The value under a key or an index (None where a key is absent)."""
        value = self.value.get(key) if isinstance(self.value, dict) else self.value[key]
        return Node(value, self.file, (*self.path, key))

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self.value.get(key) is not None

    def items(self) -> Iterator[Node]:
        """The elements of a list; an absent list is empty."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            self.error("une liste est attendue ici")
        for index in range(len(self.value)):
            yield self.child(index)

    def text(self) -> str:
        """A non-empty text."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.error("un texte est attendu ici")
        return self.value.strip()

    def number(self) -> float:
        """A number, not a boolean."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            self.error("un nombre est attendu ici")
        return self.value

    def flag(self) -> bool:
        """A boolean."""
        if not isinstance(self.value, bool):
            self.error("« true » ou « false » est attendu ici")
        return self.value

    def one_of(self, names: Any, what: str) -> str:
        """A text that is one of `names`."""
        name = self.text()
        if name not in names:
            self.error(f"{what} : valeur inconnue « {name} »")
        return name

    def optional(self, key: str, read: Callable[[Node], T]) -> T | None:
        """What `read` makes of the value under `key`, or None where it is absent."""
        return read(self.child(key)) if self.has(key) else None


def documents(file: Path) -> list[Node]:
    """The documents of a YAML file. Raises RuleBaseError where it is not YAML or repeats a key."""
    try:
        found = list(YAML(typ="safe").load_all(file.read_text(encoding="utf-8")))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RuleBaseError(f"{file}:{line}: YAML illisible : {getattr(error, 'problem', error)}") from error
    except OSError as error:
        raise RuleBaseError(f"{file}:1: fichier illisible : {error.strerror}") from error
    return [Node(value, file, (index,)) for index, value in enumerate(found)]


def document(file: Path) -> Node:
    """The one document of a YAML file. Raises RuleBaseError where there is none, or more."""
    found = documents(file)
    if len(found) != 1:
        raise RuleBaseError(f"{file}:1: un document YAML, et un seul, est attendu ici")
    return found[0]


def _line(file: Path, path: tuple[str | int, ...]) -> int:
    """Where a value starts. Composed again on error only: the round-trip reader is slow."""
    nodes = list(YAML().compose_all(file.read_text(encoding="utf-8")))
    node = nodes[int(path[0])]
    for step in path[1:]:
        following = _step(node, step)
        if following is None:
            break
        node = following
    return int(node.start_mark.line) + 1


def _step(node: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return node.value[step] if isinstance(node.value, list) and step < len(node.value) else None
    if not isinstance(node.value, list):
        return None
    return next((value for key, value in node.value if key.value == step), None)
