"""Scores beside the table, as conversations whose result goes into the case in hand."""

from actions.activities.score.activity import ScoreActivity

__all__ = ["ScoreActivity"]
