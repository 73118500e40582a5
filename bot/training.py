"""Train once, and reuse the model as long as nothing that it was made from has changed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Iterator

from bot.environment import prepare
from bot.paths import ROOT, Project, models_dir

KEPT = 3  # models left on disk, the newest ones


class TrainingError(RuntimeError):
    """The training gave no model; the message is in French."""


def inputs(project: Project) -> list[Path]:
    """The files that the model depends on: configuration, domain, examples, our components and the terminology."""
    folders = [(project.data, "*.yml"), (ROOT / "bot" / "nlu", "*.py"), (ROOT / "bot" / "nlu", "*.yml")]
    folders += [(ROOT / "rules" / "terminology", "*.yml"), (ROOT / "rules", "vocabulary.yml")]
    found = {path for folder, pattern in folders for path in folder.rglob(pattern) if path.is_file()}
    return sorted({project.config, project.domain, *found})


def fingerprint(project: Project) -> str:
    """What identifies a model: the contents of its inputs and the versions that it was trained with (16 hex digits)."""
    digest = hashlib.sha256()
    for name in ("rasa", "scikit-learn", "numpy"):
        digest.update(f"{name}=={version(name)}\n".encode())
    digest.update(".".join(platform.python_version_tuple()[:2]).encode())
    for path in inputs(project):
        digest.update(f"{path.relative_to(project.root if path.is_relative_to(project.root) else ROOT)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def trained(project: Project) -> Path | None:
    """The model of the present inputs, or None when it is still to be trained."""
    path = models_dir() / f"prioig-{fingerprint(project)}.tar.gz"
    return path if path.exists() else None


def train(project: Project) -> Path:
    """Train now, and return the model's path. Raises `TrainingError` when Rasa gives no model.

    The archive takes its name only once complete: an interrupted training leaves no half model.
    """
    prepare(project.config)
    from rasa.model_training import train as rasa_train

    from bot.runtime import quiet_logs

    quiet_logs(logging.ERROR)
    models = models_dir()
    models.mkdir(parents=True, exist_ok=True)
    name = f"prioig-{fingerprint(project)}"
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        _scratch(models / f".{name}.part") as scratch,
    ):
        try:
            result = rasa_train(
                domain=str(project.domain),
                config=str(project.config),
                training_files=[str(project.data)],
                output=str(scratch),
                fixed_model_name=name,
                force_training=True,
            )
        except Exception as error:  # Rasa raises what it likes; nothing about a patient can be in it
            raise TrainingError(f"L'apprentissage a échoué ({type(error).__name__} : {error}).") from error
        if result.code != 0 or result.model is None:
            raise TrainingError(f"L'apprentissage a échoué. Rasa dit : {said.getvalue().strip()}")
        finished = Path(result.model).replace(models / f"{name}.tar.gz")
    _prune(models)
    return finished


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prune(models: Path) -> None:
    """Keep the newest models only."""
    archives = sorted(models.glob("prioig-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in archives[KEPT:]:
        old.unlink(missing_ok=True)
