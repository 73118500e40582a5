"""The model that every talking command needs: trained the first time, reused afterwards."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from pathlib import Path
from typing import Iterator

from bot import training
from bot.paths import Project

PROJECT = Project()
USUAL_SECONDS = 20.0  # of a training on a small machine; the bar slows down near its end when it takes longer


@contextlib.contextmanager
def training_bar() -> Iterator[None]:
    """Say on standard error that the training goes on, with a bar in a terminal. Rasa does not say how far it is."""
    if not sys.stderr.isatty():
        print("Apprentissage du modèle…", file=sys.stderr, flush=True)
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, TimeElapsedColumn

    over = threading.Event()
    with Progress(*Progress.get_default_columns()[:2], TimeElapsedColumn(), console=Console(stderr=True)) as progress:
        task = progress.add_task("Apprentissage du modèle (une seule fois)", total=1.0)
        thread = threading.Thread(target=_fill, args=(progress, task, over), daemon=True)
        thread.start()
        try:
            yield
            progress.update(task, completed=1.0)
        finally:
            over.set()
            thread.join()


def _fill(progress: object, task: object, over: threading.Event) -> None:
    started = time.monotonic()
    while not over.wait(0.2):
        share = (time.monotonic() - started) / USUAL_SECONDS
        progress.update(task, completed=share / (1 + share))  # type: ignore[attr-defined]


def ready_model(project: Project = PROJECT, force: bool = False) -> Path:
    """The trained model of the present inputs; trains it first when needed. Raises `training.TrainingError`."""
    found = None if force else training.trained(project)
    if found is not None:
        return found
    with training_bar():
        return training.train(project)
