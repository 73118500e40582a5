"""How a failure is logged: what failed and where in the code, never what the patient's case says."""

from __future__ import annotations

import logging
import traceback

logger = logging.getLogger(__name__)


def report(what: str, error: BaseException) -> None:
    """Log that `what` failed. The message of the error is left out: it may repeat what was typed."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    logger.error("%s failed: %s at %s", what, type(error).__name__, places)
