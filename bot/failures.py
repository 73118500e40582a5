"""Failures: the one that stops the start, and how the others are logged, without what the patient's case says."""

from __future__ import annotations

import logging
import traceback

logger = logging.getLogger(__name__)


class NotReady(RuntimeError):
    """The bot cannot talk: no model, or a model that does not understand a known sentence. The message is in French."""


def report(what: str, error: BaseException) -> None:
    """Log that `what` failed. The message of the error is left out: it may repeat what was typed."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    logger.error("%s failed: %s at %s", what, type(error).__name__, places)
