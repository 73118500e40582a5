"""The figures over annotated sentences, and those that the project promises."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.nlu.cli_understand import reader, run, run_score
from bot.nlu.score import score

EVALUATION = Path(__file__).parent / "evaluation.jsonl"
TARGETS = [("plain", 99.0, 0.98), ("typed", 97.0, 0.96), ("hard", 90.0, 0.90)]


@pytest.mark.parametrize(("split", "situations", "facts"), TARGETS, ids=[split for split, _, _ in TARGETS])
def test_the_evaluation_reaches_what_is_promised(split: str, situations: float, facts: float) -> None:
    tally = score(EVALUATION, reader).splits[split]
    assert tally.situation_accuracy >= situations
    assert tally.facts_f1 >= facts


def test_no_wrong_situation_is_decided_without_asking() -> None:
    assert {name: tally.wrong_without_asking for name, tally in score(EVALUATION, reader).splits.items()} == {
        "plain": 0,
        "typed": 0,
        "hard": 0,
    }


def _line(**fields: object) -> str:
    return json.dumps({"split": "plain", "facts": {}, "indication": None, **fields}) + "\n"


def test_the_figures_count_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        _line(text="Kawasaki, 12 kg", indication="kawasaki", facts={"weight_kg": 12})
        + _line(text="Kawasaki, 12 kg", indication="cidp", facts={"weight_kg": 13, "height_cm": 80})
        + _line(text="PTI", candidates=["itp_adult", "itp_child"])
        + _line(text="PTI", candidates=["itp_adult"]),
        encoding="utf-8",
    )
    tally = score(path, reader).splits["plain"]
    counts = (tally.sentences, tally.situations_right, tally.wrong_without_asking)
    assert (counts, tally.facts_right, tally.facts_found, tally.facts_expected) == ((4, 2, 1), 1, 2, 3)
    assert tally.facts_f1 == pytest.approx(0.4)


def test_the_figures_are_written_in_french(tmp_path: Path) -> None:
    path, out = tmp_path / "cases.jsonl", io.StringIO()
    path.write_text(_line(text="Kawasaki", indication="kawasaki"), encoding="utf-8")
    run_score(path, out)
    assert out.getvalue() == (
        "plain     1 phrases   situation 100.0 %   faits F1 1.000   situation fausse décidée sans demander : 0\n"
    )


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="cases.jsonl:1: ligne illisible"):
        score(path, reader)


def test_understand_writes_one_json_line_a_sentence_with_identities_masked() -> None:
    out = io.StringIO()
    run(["Mme DUPONT, PTI adulte, 72 kg\n", "bonjour\n"], out)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert {key: first[key] for key in ("text", "intent", "indication", "candidates", "facts", "masked")} == {
        "text": "Mme [nom], PTI adulte, 72 kg",
        "intent": "inform",
        "indication": "itp_adult",
        "candidates": ["itp_adult"],
        "facts": {"weight_kg": 72},
        "masked": ["name"],
    }
    assert second["intent"] == "greet"
