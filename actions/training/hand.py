"""What an intern's conversation remembers of training: where they are, and the answer that is being given."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Mapping

# Where the intern is: naming themselves, answering, saying how sure they are, between cases, confirming a deletion.
NAME, ANSWER, SURE, BETWEEN, ERASE, TEACHER = "name", "answer", "sure", "between", "erase", "teacher"


@dataclass(frozen=True)
class Hand:
    """The small state kept in the conversation's slot; all else is in the file of training.

    `room` is a room's code (None: alone), `run` groups the answers of one pass, `case` a vignette, `ask` one of its
    questions, `said` the parts of its answer so far. `tag` numbers the questions: a button tapped late has another.
    `before` is the stage to come back to after a question of ours (a deletion).
    """

    stage: str = BETWEEN
    player: str | None = None
    room: str | None = None
    run: str = ""
    case: str | None = None
    ask: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    hints: int = 0
    since: str = ""
    tag: int = 0
    before: str = BETWEEN
    offered: tuple[str, ...] = ()

    def asking(self, ask: str, now: datetime) -> Hand:
        """The same hand with a new question."""
        return replace(
            self, stage=ANSWER, ask=ask, said={}, hints=0, since=now.isoformat(), tag=self.tag + 1, offered=()
        )

    def seconds(self, now: datetime) -> float:
        """How long the question has been in hand."""
        return max(0.0, (now - datetime.fromisoformat(self.since)).total_seconds()) if self.since else 0.0

    def to_json(self) -> dict[str, Any]:
        """What the slot keeps; what is empty is left out."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items() if value
        }

    @staticmethod
    def from_json(data: Mapping[str, Any] | None) -> Hand:
        """The inverse of `to_json`; nothing is a new hand."""
        known = {name: value for name, value in (data or {}).items() if name in Hand.__dataclass_fields__}
        return Hand(**{**known, "offered": tuple(known.get("offered", ()))})
