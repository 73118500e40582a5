"""What must be settled before Rasa is imported: no telemetry, no noise, no TensorFlow.

Rasa imports TensorFlow (and with it Keras and JAX) whatever the pipeline. Ours uses none of it, and it costs
ten times the start and 370 MB (docs/performance.md). `docs/decisions/0005-no-tensorflow-at-run-time.md`.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import types
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

ABSENT = ("tensorflow", "keras", "tensorflow_addons", "tensorflow_hub")
# The components of Rasa that compute with TensorFlow: a pipeline that names one gets the real library.
NEEDS_TENSORFLOW = (
    "DIETClassifier",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "LanguageModelFeaturizer",
    "ConveRTFeaturizer",
)
SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "RASA_MAX_CACHE_SIZE": "0",  # its cache of trained components would be written in the working directory
}


class _StandInType(type):
    """The type of stand-ins: any attribute of a stand-in is another one."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)


class _StandIn(metaclass=_StandInType):
    """Enough for class bodies and decorators of code that is imported and never run."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]  # used as a decorator
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Accept anything: a decorator's own arguments, a layer's parameters."""

    def __call__(self, function: Any = None, *args: Any, **kwargs: Any) -> Any:
        return function


def _stand_in(name: str) -> Any:
    return _StandInType(name, (_StandIn,), {})


class _StandInModule(types.ModuleType):
    """A module in which every name exists."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)


class _StandInFinder(MetaPathFinder, Loader):
    """Answers every import of a library of `ABSENT` with a stand-in."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The stand-in's specification, or None for any other module."""
        if fullname.partition(".")[0] in ABSENT:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """An empty module that answers every name."""
        return _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run."""


def needs_tensorflow(config: Path) -> bool:
    """Whether the pipeline or the policies of `config` (a Rasa config.yml) compute with TensorFlow."""
    text = config.read_text(encoding="utf-8") if config.exists() else ""
    return any(name in text for name in NEEDS_TENSORFLOW)


def prepare(config: Path) -> None:
    """Settle the process for Rasa; to be called before the first import of it, more than once if need be.

    `config` is the Rasa config.yml that will be trained or loaded.
    """
    os.environ.update(SETTINGS)
    # What Rasa's neighbours say of their own futures concerns nobody who reads our standard error.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
    already = any(isinstance(finder, _StandInFinder) for finder in sys.meta_path) or "tensorflow" in sys.modules
    if not already and not needs_tensorflow(config):
        sys.meta_path.insert(0, _StandInFinder())
    # Rasa's classifier loads its file with skops, which looks through every loaded module for each of 750 names:
    # imported before Rasa it takes 1.2 s, after it 3.2 s.
    importlib.import_module("skops.io")
