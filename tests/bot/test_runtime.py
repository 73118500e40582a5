"""The agent in one process, on the stand-in project."""

from __future__ import annotations

import asyncio
import sys
import tarfile
from pathlib import Path
from typing import Any, Iterator

import pytest
from jsonschema import Draft202012Validator, ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from ruamel.yaml import YAML

from bot import runtime, training
from bot.failures import NotReady
from bot.graph import StraightRunner
from bot.inprocess import InProcessActions
from bot.paths import ROOT, Project
from bot.results import check_result
from bot.talk import say
from bot.tuning import lighten_classifier
from tests.bot.standin.serve import knows_bonjour
from tests.serving import said

STANDIN = Path(__file__).parent / "standin"
PROJECT = Project(STANDIN, "standin_actions")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The stand-in's model, and its actions within reach."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRIOIG_MODELS", str(tmp_path_factory.mktemp("models")))
        patch.syspath_prepend(str(STANDIN))
        yield training.train(PROJECT)
        sys.modules.pop("standin_actions", None)


def outputs(runner: GraphRunner, metadata: ModelMetadata) -> list[Any]:
    """What the model of `metadata` makes of some messages, and the action that it predicts first."""
    tracker = DialogueStateTracker.from_events("s1", [], metadata.domain.slots)
    made: list[Any] = []
    for text in ("bonjour", "panne", "autre chose", "/greet"):
        inputs = {
            PLACEHOLDER_MESSAGE: [UserMessage(text, sender_id="s1", message_id=text)],
            PLACEHOLDER_TRACKER: tracker,
        }
        understood = runner.run(inputs=inputs, targets=[metadata.nlu_target])[metadata.nlu_target]
        made.append(understood[0].as_dict(only_output_properties=True))
    predicted = runner.run(inputs={PLACEHOLDER_TRACKER: tracker}, targets=[metadata.core_target])
    return [*made, predicted[metadata.core_target].probabilities]


def test_the_same_graph_gives_the_same_without_dask_and_with_a_lighter_classifier(model: Path) -> None:
    _, metadata, dask = MessageProcessor._load_model(model)
    stock = outputs(dask, metadata)
    straight = StraightRunner.of(dask)
    lighten_classifier(straight)
    (classifier,) = (one for one in straight.components() if isinstance(one, LogisticRegressionClassifier))
    assert classifier.clf.coef_.flags.f_contiguous
    assert outputs(straight, metadata) == stock


RESULTS = {
    "un résultat vide": {"events": [], "responses": []},
    "une valeur retenue": {"events": [{"event": "slot", "name": "case", "value": {"a": 1}}], "responses": []},
    "un événement sans nom": {"events": [{"event": "slot", "value": 1}], "responses": []},
    "un événement inconnu": {"events": [{"event": "prescription"}], "responses": []},
    "un événement qui n'en est pas un": {"events": ["slot"], "responses": []},
    "un événement sans espèce": {"events": [{"name": "case"}], "responses": []},
    "une suite": {"events": [{"event": "followup", "name": "action_listen"}], "responses": []},
    "une suite mal nommée": {"events": [{"event": "followup", "name": 7}], "responses": []},
    "un message": {"events": [{"event": "user", "text": "a", "parse_data": {"intent": {"name": "b"}}}]},
    "un message dont l'intention est un nombre": {"events": [{"event": "user", "parse_data": {"intent": {"name": 1}}}]},
    "un rappel sans date": {"events": [{"event": "reminder", "intent": "a"}]},
    "des événements qui n'en sont pas": {"events": "slot"},
    "des réponses qui n'en sont pas": {"events": [], "responses": ["P"]},
    "une liste": [],
}


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_the_compiled_check_says_what_rasa_s_says(result: object) -> None:
    schema = RemoteAction.action_response_format_spec()
    stock = _refuses(lambda: validate(result, schema))
    ours = _refuses(lambda: check_result(RemoteAction("a", None), result))  # type: ignore[arg-type]
    assert ours == stock
    assert Draft202012Validator(schema).is_valid(result) is not stock


def _refuses(check: object) -> bool:
    try:
        check()  # type: ignore[operator]
    except ValidationError:
        return True
    return False


def test_endpoints_of_the_working_directory_are_not_read(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endpoints.yml").write_text("action_endpoint:\n  url: http://ailleurs.example/webhook\n")
    monkeypatch.chdir(tmp_path)
    assert isinstance(runtime.endpoints(None, PROJECT).action, InProcessActions)
    named = runtime.endpoints(tmp_path / "endpoints.yml", PROJECT)
    assert named.action is not None
    assert named.action.url == "http://ailleurs.example/webhook"


def test_a_separate_action_server_that_is_down_becomes_a_sentence(model: Path, tmp_path: Path) -> None:
    (tmp_path / "endpoints.yml").write_text("action_endpoint:\n  url: http://127.0.0.1:9/webhook\n")

    async def talk() -> str:
        started = await runtime.load(model, PROJECT, tmp_path / "endpoints.yml", knows_bonjour)
        return said(await say(started, "s1", "bonjour"))

    assert asyncio.run(talk()).startswith("Une erreur interne m'empêche de conclure")


def without_classifier(model: Path, damaged: Path) -> Path:
    """A copy of `model` in which the classifier's file is missing."""
    with tarfile.open(model) as whole, tarfile.open(damaged, "w:gz") as less:
        for member in whole.getmembers():
            if "LogisticRegressionClassifier" not in member.name:
                less.addfile(member, whole.extractfile(member) if member.isfile() else None)
    return damaged


def test_a_model_that_comes_back_untrained_is_not_served(model: Path, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="Le modèle chargé n'est pas entraîné"):
        asyncio.run(runtime.load(without_classifier(model, tmp_path / "damaged.tar.gz"), PROJECT, check=knows_bonjour))


def test_one_action_is_a_whole_turn_in_every_dialogue_rule() -> None:
    rules = YAML(typ="safe").load((ROOT / "data" / "dialogue" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    assert {tuple(key for step in rule["steps"] for key in step) for rule in rules} == {("intent", "action")}
