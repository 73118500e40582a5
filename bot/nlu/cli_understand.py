"""`prioig understand`: what each sentence says, as JSON, and the figures over annotated sentences.

The final intents are the model's; `reader` gives what the terminology alone says, without Rasa.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Callable, Iterable, TextIO

from actions.understanding import Understanding
from bot.nlu.score import report, score
from bot.nlu.understand import extract
from bot.privacy import mask

Reader = Callable[[str], Understanding]


def reader(text: str) -> Understanding:
    """What a sentence says, identities masked."""
    return extract(mask(text).text)


def run(lines: Iterable[str], out: TextIO, read: Reader = reader) -> None:
    """Write one JSON line for each line of French, in order."""
    for line in lines:
        out.write(json.dumps(read(line.rstrip("\r\n")).to_json(), ensure_ascii=False) + "\n")
        out.flush()


def run_score(path: Path, out: TextIO, read: Reader = reader, categories: bool = False) -> None:
    """Write the figures of a file of annotated sentences. Raises ValueError where a line is not readable."""
    out.write(report(score(path, read), categories) + "\n")
