"""Costs of a turn that buy nothing, removed in this process. The figures are in docs/performance.md."""

from __future__ import annotations

import functools
import gc
from types import SimpleNamespace
from typing import Any, Callable, TypeVar

import numpy as np
import rasa.core.processor
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import hstack

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


def lighten_classifier(runner: StraightRunner) -> None:
    """Spare the classifier of `runner` what its verdict does not depend on: a third of its time."""
    for component in runner.components():
        if isinstance(component, LogisticRegressionClassifier):
            _lay_out(component.clf)
            component._create_X = functools.partial(_features_of_sentences, component._create_X)


def _lay_out(model: Any) -> None:
    """Keep the weights in the order in which scipy reads them: it copies them all at each message else."""
    weights = getattr(model, "coef_", None)
    if weights is not None:  # an untrained one is refused by the check of the model
        model.coef_ = np.asfortranarray(weights)


def _features_of_sentences(stock: Callable[[list[Message]], Any], messages: list[Message]) -> Any:
    """The matrix that `stock` makes, without the features of each word, which it puts together and drops."""
    if len(messages) != 1:
        return stock(messages)
    _, sparse = messages[0]._filter_sparse_features(TEXT, [])
    _, dense = messages[0]._filter_dense_features(TEXT, [])
    found = [features.features for features in (*sparse, *dense)]
    return hstack(found, format="csr") if found else stock(messages)
