"""Conversations on disk."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any, Coroutine, TypeVar

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.store import WINDOW, SqliteTrackerStore

DOMAIN = Domain.load(str(Path(__file__).parent / "standin" / "domain.yml"))
Result = TypeVar("Result")


def now(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of `coroutine`."""
    return asyncio.run(coroutine)


def opened(path: Path) -> SqliteTrackerStore:
    """A store on the file at `path`."""
    return SqliteTrackerStore(DOMAIN, db=str(path))


def turn(store: SqliteTrackerStore, sender: str, number: int, slot: Any = None) -> DialogueStateTracker:
    """One saved turn of the conversation of `sender`."""
    tracker = now(store.get_or_create_tracker(sender, append_action_listen=False))
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(f"message {number}", {"name": "greet"}))
    if slot is not None:
        tracker.update(SlotSet("case", slot))
    tracker.update(ActionExecuted("action_count"))
    tracker.update(BotUttered(f"réponse {number}"))
    now(store.save(tracker))
    return tracker


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    """What was typed in the events that the tracker holds."""
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_a_conversation_is_the_same_after_a_restart(tmp_path: Path) -> None:
    store = opened(tmp_path / "c.sqlite")
    turn(store, "a", 1, {"weight_kg": 72})
    before = turn(store, "a", 2)
    store.close()
    after = now(opened(tmp_path / "c.sqlite").retrieve("a"))
    assert after is not None
    assert after.current_state() == before.current_state()
    assert list(after.events)[-WINDOW:] == list(before.events)[-WINDOW:]


def test_each_event_is_written_once(tmp_path: Path) -> None:
    store = opened(tmp_path / "c.sqlite")
    for number in range(3):
        turn(store, "a", number)
    tracker = now(store.retrieve("a"))
    assert tracker is not None
    now(store.save(tracker))
    assert texts(now(store.retrieve_full_tracker("a"))) == ["message 0", "message 1", "message 2"]


def test_a_long_conversation_keeps_what_was_said_first(tmp_path: Path) -> None:
    store = opened(tmp_path / "c.sqlite")
    turn(store, "a", 0, {"weight_kg": 72})
    for number in range(1, 3 * WINDOW):
        held = turn(store, "a", number)
    assert held.copy().get_slot("case") == {"weight_kg": 72}
    assert len(held.events) <= 2 * WINDOW
    again = now(opened(tmp_path / "c.sqlite").retrieve("a"))
    assert again is not None
    assert again.copy().get_slot("case") == {"weight_kg": 72}
    assert len(texts(now(store.retrieve_full_tracker("a")))) == 3 * WINDOW


def test_two_conversations_do_not_mix(tmp_path: Path) -> None:
    store = opened(tmp_path / "c.sqlite")
    turn(store, "a", 1, {"weight_kg": 72})
    turn(store, "b", 2, {"weight_kg": 5})
    states = [tracker.get_slot("case") for sender in ("a", "b") if (tracker := now(store.retrieve(sender)))]
    assert states == [{"weight_kg": 72}, {"weight_kg": 5}]
    assert sorted(now(store.keys())) == ["a", "b"]
    assert now(store.retrieve("c")) is None


def test_a_turn_that_fails_leaves_no_half_state(tmp_path: Path) -> None:
    store = opened(tmp_path / "c.sqlite")
    turn(store, "a", 1, {"weight_kg": 72})
    half = now(store.retrieve("a"))
    assert half is not None
    half.update(SlotSet("case", {"weight_kg": 7000}))
    whole = now(store.retrieve("a"))
    assert whole is not None
    assert whole.get_slot("case") == {"weight_kg": 72}


def test_what_another_process_writes_is_noticed(tmp_path: Path) -> None:
    here, there = opened(tmp_path / "c.sqlite"), opened(tmp_path / "c.sqlite")
    turn(here, "a", 1, {"weight_kg": 72})
    turn(there, "a", 2, {"weight_kg": 5})
    tracker = now(here.retrieve("a"))
    assert tracker is not None
    assert (tracker.get_slot("case"), tracker.latest_message.text) == ({"weight_kg": 5}, "message 2")


def test_rasa_s_own_store_reads_the_same_file(tmp_path: Path) -> None:
    tracker = turn(opened(tmp_path / "c.sqlite"), "a", 1, {"weight_kg": 72})
    theirs = now(SQLTrackerStore(DOMAIN, db=str(tmp_path / "c.sqlite")).retrieve("a"))
    assert theirs is not None
    assert theirs.current_state() == tracker.current_state()


def test_a_file_that_cannot_be_written_is_an_error_never_a_silence(tmp_path: Path) -> None:
    store = opened(tmp_path / "c.sqlite")
    turn(store, "a", 1)
    with sqlite3.connect(tmp_path / "c.sqlite") as other:
        other.execute("DROP TABLE events")
    with pytest.raises(sqlite3.OperationalError):
        turn(store, "a", 2)


def test_the_file_is_in_the_folder_of_prioig_var(own_folder: Path) -> None:
    assert SqliteTrackerStore(DOMAIN).path == own_folder / "conversations.sqlite"
