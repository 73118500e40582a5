"""The model is made once, and again when what it is made from changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import training
from bot.paths import Project

STANDIN = Path(__file__).parent / "standin"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the stand-in project, and an empty folder of models."""
    monkeypatch.setenv("PRIOIG_MODELS", str(tmp_path / "models"))
    shutil.copytree(STANDIN, tmp_path / "project")
    return Project(tmp_path / "project", "standin_actions")


def append(path: Path, text: str) -> None:
    """Add `text` at the end of the file at `path`."""
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


INPUTS = {
    "un exemple de plus": ("data/nlu.yml", "      - coucou\n"),
    "une règle de dialogue": ("data/rules.yml", "# autre\n"),
    "le domaine": ("domain.yml", "# autre\n"),
    "la configuration": ("config.yml", "# autre\n"),
}


@pytest.mark.parametrize(("file", "text"), INPUTS.values(), ids=INPUTS)
def test_a_changed_input_asks_for_another_model(project: Project, file: str, text: str) -> None:
    before = training.fingerprint(project)
    append(project.root / file, text)
    assert training.fingerprint(project) != before


def test_a_file_that_is_no_input_keeps_the_model(project: Project) -> None:
    before = training.fingerprint(project)
    append(project.root / "standin_actions.py", "# autre\n")
    append(project.data / "notes.txt", "autre")
    assert training.fingerprint(project) == before


def test_our_components_and_the_vocabulary_are_inputs() -> None:
    names = {path.name for path in training.inputs(Project())}
    assert {"config.yml", "domain.yml", "rules.yml", "vocabulary.yml", "terms.py"} <= names


def test_a_model_is_trained_once_and_found_again(project: Project) -> None:
    assert training.trained(project) is None
    model = training.train(project)
    assert training.trained(project) == model
    assert [path.name for path in model.parent.iterdir()] == [model.name]


def test_a_training_that_fails_says_so_and_leaves_nothing(project: Project) -> None:
    append(project.config, "  - name: PolitiqueInconnue\n")
    with pytest.raises(training.TrainingError, match="L'apprentissage a échoué"):
        training.train(project)
    assert (training.trained(project), list((project.root.parent / "models").iterdir())) == (None, [])


def test_only_the_newest_models_are_kept(project: Project) -> None:
    models = training.models_dir()
    models.mkdir()
    for number in range(training.KEPT + 2):
        (models / f"prioig-{number}.tar.gz").touch()
    model = training.train(project)
    assert len(list(models.iterdir())) == training.KEPT
    assert model.exists()
