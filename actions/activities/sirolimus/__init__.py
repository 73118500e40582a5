"""Sirolimus in a child's ITP, as a conversation: candidate or not, dose, level and response, follow-up, precautions."""

from actions.activities.sirolimus.activity import SirolimusActivity

__all__ = ["SirolimusActivity"]
