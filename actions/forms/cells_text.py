"""One answer as the text of a CSV cell, and back. A text that a spreadsheet would run as a formula is escaped."""

from __future__ import annotations

from typing import Any

from rules.forms import Question
from rules.forms.model import UNKNOWN

SEPARATOR = "|"  # between the answers of a question with several
ESCAPED = ("=", "+", "-", "@", "'", "#", "\t")
BOOLEANS = {True: "oui", False: "non"}


def to_text(question: Question, value: Any) -> str:
    """The answer as it stands in a cell; nothing for none."""
    if value is None:
        return ""
    if value == UNKNOWN and isinstance(value, str):
        return UNKNOWN
    if question.kind == "boolean":
        return BOOLEANS[value]
    if question.kind == "number":
        return repr(value).replace(".", ",")
    if question.kind == "multiple":
        return SEPARATOR.join(value)
    text = str(value)
    return f"'{text}" if question.kind == "text" and text.startswith(ESCAPED) else text


def from_text(question: Question, text: str) -> Any:
    """The answer that a cell writes, still to be checked; what cannot be read stays text, for the check to refuse."""
    if question.kind == "text":
        return text[1:] if text.startswith("'") else text
    text = text.strip()
    if text == UNKNOWN:
        return UNKNOWN
    if question.kind == "boolean":
        return {word: value for value, word in BOOLEANS.items()}.get(text.lower(), text)
    if question.kind == "multiple":
        return text.split(SEPARATOR)
    return _number(text) if question.kind == "number" else text


def _number(text: str) -> Any:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value % 1 == 0 else value
