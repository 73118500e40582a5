"""The sets of sentences written fresh after each round of mending (`unseen_*.jsonl`): they do not get worse.

Their first-sight figures, the honest ones, are in docs/nlu.md. They are never training data.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.cli_understand import reader
from bot.nlu.score import Score, score

HERE = Path(__file__).parent
FLOORS = [("plain", 99.0, 0.98), ("typed", 97.0, 0.96), ("hard", 90.0, 0.90)]  # the figures asked for


@pytest.fixture(scope="module", params=["unseen_2.jsonl", "unseen_3.jsonl", "evaluation.jsonl"])
def scored(request: pytest.FixtureRequest) -> Score:
    """One file of annotated sentences, scored."""
    return score(HERE / str(request.param), reader)


def test_no_wrong_situation_is_decided_without_asking(scored: Score) -> None:
    assert {name: tally.wrong_without_asking for name, tally in scored.splits.items()} == {
        "plain": 0,
        "typed": 0,
        "hard": 0,
    }


@pytest.mark.parametrize(("split", "situations", "facts"), FLOORS)
def test_the_figures_hold(scored: Score, split: str, situations: float, facts: float) -> None:
    tally = scored.splits[split]
    assert (tally.situation_accuracy >= situations, tally.facts_f1 >= facts) == (True, True)
