"""The pipeline of `config.yml`, really trained on `data/nlu`, and the check of a loaded model."""

from __future__ import annotations

import asyncio
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

from bot.environment import prepare
from bot.nlu.selfcheck import CLASSIFIED, NotTrained, assert_understands
from bot.nlu.understand import extract
from bot.paths import Project


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained for this module."""
    prepare(Project().config)
    from rasa.model_training import train_nlu

    out = str(tmp_path_factory.mktemp("nlu"))
    return Path(str(train_nlu(str(Project().config), str(Project().data / "nlu"), out, fixed_model_name="nlu")))


@pytest.fixture(scope="module")
def agent(model: Path) -> Any:
    """Its agent."""
    from rasa.core.agent import Agent

    return Agent.load(str(model))


def test_a_trained_model_passes_the_check(agent: Any) -> None:
    asyncio.run(assert_understands(agent.parse_message))


def test_the_check_asks_what_only_the_classifier_knows() -> None:
    assert [extract(sentence).intent for sentence, _ in CLASSIFIED] == ["nlu_fallback", "nlu_fallback"]


def test_a_model_whose_classifier_was_lost_is_refused(model: Path, tmp_path: Path) -> None:
    from rasa.core.agent import Agent

    with tarfile.open(model) as archive:
        archive.extractall(tmp_path / "content", filter="data")
    (lost,) = (tmp_path / "content" / "components").glob("*LogisticRegressionClassifier*")
    shutil.rmtree(lost)
    broken = tmp_path / "broken.tar.gz"
    with tarfile.open(broken, "w:gz") as archive:
        archive.add(tmp_path / "content", arcname="")
    with pytest.raises(NotTrained, match="n'est pas entraîné"):
        asyncio.run(assert_understands(Agent.load(str(broken)).parse_message))


def test_the_understanding_travels_with_the_parse_data(agent: Any) -> None:
    parsed = asyncio.run(agent.parse_message("PTI adulte, Khellaf 9, 72 kg"))
    assert (parsed["intent"]["name"], parsed["understanding"]["indication"], parsed["understanding"]["facts"]) == (
        "inform",
        "itp_adult",
        {"khellaf_score": 9, "weight_kg": 72},
    )


def test_a_payload_is_left_untouched(agent: Any) -> None:
    parsed = asyncio.run(agent.parse_message('/answer{"value": 3}'))
    assert (parsed["intent"]["name"], parsed["entities"][0]["value"]) == ("answer", 3)


def test_the_training_sentences_hold_none_of_the_evaluation() -> None:
    import json

    from ruamel.yaml import YAML

    evaluation = (Path(__file__).parent / "evaluation.jsonl").read_text(encoding="utf-8").splitlines()
    sentences = {json.loads(line)["text"].strip().lower() for line in evaluation if line.strip()}
    taught = {
        example[2:].strip().lower()
        for path in (Project().data / "nlu").glob("*.yml")
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]
        for example in block["examples"].splitlines()
    }
    # A greeting or a number alone is the same in any list; sentences with content are not.
    assert {text for text in sentences & taught if len(text.split()) > 3} == set()
