"""Figures over a file of annotated sentences: situations, facts, and wrong situations decided without asking.

One JSON object a line: `split`, `text`, `indication` (identifier, "not_listed" or null), `candidates` where several,
`facts`. A situation is right when `indication` (and `candidates`, as a set, where given) match. A fact counts
when its value is the annotated one.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping

from actions.understanding import Understanding

Reader = Callable[[str], Understanding]


@dataclass
class Tally:
    """The counts of one split."""

    sentences: int = 0
    situations_right: int = 0
    wrong_without_asking: int = 0
    facts_right: int = 0
    facts_found: int = 0
    facts_expected: int = 0

    @property
    def situation_accuracy(self) -> float:
        """Share of sentences whose situation is right, in percent."""
        return 100.0 * self.situations_right / self.sentences if self.sentences else 0.0

    @property
    def facts_f1(self) -> float:
        """Harmonic mean of precision and recall of the facts, between 0 and 1."""
        total = self.facts_found + self.facts_expected
        return 2.0 * self.facts_right / total if total else 1.0


@dataclass
class Score:
    """All splits, and what went wrong by category (no sentence is kept)."""

    splits: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    facts: Counter[tuple[str, str]] = field(default_factory=Counter)
    situations: Counter[tuple[str, str]] = field(default_factory=Counter)


def situation_right(expected: Mapping[str, Any], got: Understanding) -> bool:
    """Whether the situation is the annotated one."""
    if expected.get("candidates"):
        return bool(got.indication == expected["indication"]) and set(got.candidates) == set(expected["candidates"])
    return bool(got.indication == expected["indication"])


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if (
        isinstance(left, (int, float))
        and isinstance(right, (int, float))
        and not isinstance(left, bool)
        and not isinstance(right, bool)
    ):
        return abs(left - right) <= 0.005 + 0.001 * abs(right)
    return type(left) is type(right) and bool(left == right)


def _add(score: Score, expected: Mapping[str, Any], got: Understanding) -> None:
    tally = score.splits[str(expected["split"])]
    tally.sentences += 1
    if situation_right(expected, got):
        tally.situations_right += 1
    else:
        score.situations[
            (_named(expected["indication"], expected.get("candidates")), _named(got.indication, got.candidates))
        ] += 1
    if got.indication is not None and got.indication != expected["indication"] and not got.to_confirm:
        tally.wrong_without_asking += 1
    facts = expected["facts"]
    tally.facts_expected += len(facts)
    tally.facts_found += len(got.facts)
    for fact in facts.keys() | got.facts.keys():
        verdict = (
            "missed"
            if fact not in got.facts
            else "added"
            if fact not in facts
            else "right"
            if _same(facts[fact], got.facts[fact])
            else "wrong"
        )
        tally.facts_right += verdict == "right"
        if verdict != "right":
            score.facts[(fact, verdict)] += 1


def _named(indication: str | None, candidates: Iterable[str] | None) -> str:
    return indication or "/".join(sorted(candidates or ())) or "none"


def score(path: Path, read: Reader) -> Score:
    """Score a file. Raises ValueError where a line is not a JSON object of the format above."""
    result = Score()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            expected = json.loads(line)
            _add(result, expected, read(expected["text"]))
        except (KeyError, json.JSONDecodeError) as error:
            raise ValueError(f"{path}:{number}: ligne illisible ({error})") from error
    return result


def report(result: Score, categories: bool = False) -> str:
    """The figures in French, one line per split; with `categories`, what was missed, by fact and by situation."""
    lines = []
    for split in ("plain", "typed", "hard", *sorted(set(result.splits) - {"plain", "typed", "hard"})):
        if split in result.splits:
            tally = result.splits[split]
            lines.append(
                f"{split:6} {tally.sentences:4} phrases   situation {tally.situation_accuracy:5.1f} %   "
                f"faits F1 {tally.facts_f1:.3f}   "
                f"situation fausse décidée sans demander : {tally.wrong_without_asking}"
            )
    if categories:
        lines += [f"{count:4}  {fact}: {verdict}" for (fact, verdict), count in result.facts.most_common()]
        lines += [f"{count:4}  {wanted} -> {got}" for (wanted, got), count in result.situations.most_common()]
    return "\n".join(lines)
