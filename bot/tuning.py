"""Costs of a turn that buy nothing, removed in this process. The figures are in docs/performance.md."""

from __future__ import annotations

import gc
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np
import rasa.core.processor
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier

from bot.graph import StraightRunner

Argument = TypeVar("Argument")


def _as_it_is(argument: Argument) -> Argument:
    return argument


def copy_nothing_for_silent_logs() -> None:
    """Rasa's processor copies events and slots in depth for debug messages that nobody writes, and for nothing else."""
    setattr(rasa.core.processor, "copy", SimpleNamespace(copy=_as_it_is, deepcopy=_as_it_is))  # noqa: B010


def keep_what_is_loaded() -> None:
    """Spare the garbage collector a walk through the million objects that stay as long as the process."""
    gc.collect()
    gc.freeze()


def lay_out_classifier(runner: StraightRunner) -> None:
    """Keep the classifier's weights in the order in which scipy reads them: it copies them all at each message else."""
    for component in runner.components():
        if isinstance(component, LogisticRegressionClassifier):
            weights: Any = getattr(component.clf, "coef_", None)
            if weights is not None:  # an untrained one is refused by the check of the model
                component.clf.coef_ = np.asfortranarray(weights)
