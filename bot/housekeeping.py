"""The record kept in order while the bot is served: what is too old is deleted at the start, then once a day."""

from __future__ import annotations

import asyncio
import sys

from actions.database import DatabaseProblem
from actions.record.purge import expired, jumped, purge, retention_days
from actions.record.store import Record, record_path
from bot.failures import report

DOUBT = (
    "Registre : la purge automatique est suspendue, car l'horloge semble avoir sauté en avant ({old} écritures "
    "seraient supprimées). Vérifiez l'heure, puis lancez « prioig record purge »."
)
DAY = 24 * 3600.0  # seconds


def purge_once() -> str | None:
    """Delete what is too old, and say in French how much; None where there was nothing. Raises RetentionProblem.

    A record that cannot be used is told, and stops nothing: the bot answers without it.
    """
    days = retention_days()
    if not record_path().exists():
        return None
    try:
        record = Record()
        try:
            if jumped(record) and (old := expired(record, days)):
                return DOUBT.format(old=old)
            done = purge(record, days)
        finally:
            record.close()
    except DatabaseProblem as problem:
        return f"Registre : {problem} Les décisions sont données sans être enregistrées."
    if not done.removed:
        return None
    return f"Registre : {done.removed} écritures supprimées (durée de conservation : {done.days} jours)."


def tell(said: str | None) -> None:
    """Write a line about the record where the logs go."""
    if said:
        print(said, file=sys.stderr, flush=True)


async def daily(seconds: float = DAY) -> None:
    """`purge_once` at each day's end, beside the conversations; until cancelled."""
    while True:
        await asyncio.sleep(seconds)
        try:
            tell(await asyncio.to_thread(purge_once))
        except Exception as error:  # the next day tries again
            report("purge of the record", error)
