"""What survives a restart of the bridge, and the order in which it is saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.matrix.lease import Taken, lease
from bot.matrix.pseudonyms import Pseudonyms, private_key
from bot.matrix.state import Begun, State
from bot.matrix.turns import Turns
from bot.matrix.watermark import Watermark


def test_what_was_begun_is_known_after_a_crash(tmp_path: Path) -> None:
    before = State(tmp_path / "state")
    assert [before.begin(event) for event in ("lost", "waiting", "sent", "withdrawn")] == [None] * 4
    before.answered("waiting", "[]")
    before.end("sent")
    before.withdraw("withdrawn")
    after = State(tmp_path / "state")
    assert [after.begin(event) for event in ("lost", "waiting", "sent", "withdrawn")] == [
        Begun(False, None),
        Begun(False, "[]"),
        Begun(True, None),
        None,
    ]


def test_an_answer_is_forgotten_once_it_is_sent(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    state.begin("event")
    state.answered("event", "zyxwvut")
    state.end("event")
    state.close()
    assert b"zyxwvut" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_choices_and_the_token_are_those_of_the_last_start(tmp_path: Path) -> None:
    before = State(tmp_path / "state")
    assert before.token is None
    before.token = "s1"
    before.offer("conversation", ("/a", "/b"))
    after = State(tmp_path / "state")
    assert (after.token, after.choices("conversation"), after.first_start) == ("s1", ("/a", "/b"), before.first_start)
    after.offer("conversation", ())
    assert after.choices("conversation") == ()


def test_the_token_moves_only_when_all_before_it_is_done() -> None:
    saved: list[str] = []

    async def scenario() -> None:
        slow, quick = asyncio.Event(), asyncio.Event()
        mark = Watermark(saved.append)
        first, second = asyncio.create_task(slow.wait()), asyncio.create_task(quick.wait())
        mark.add("s1", [first])
        mark.add("s2", [second])
        quick.set()
        await second
        assert (saved, mark.pending) == ([], {first})
        slow.set()
        await first
        await asyncio.sleep(0)
        mark.add("s3", [])

    asyncio.run(scenario())
    assert saved == ["s2", "s3"]


def test_what_was_cancelled_is_read_again() -> None:
    saved: list[str] = []

    async def scenario() -> None:
        mark = Watermark(saved.append)
        task = asyncio.create_task(asyncio.Event().wait())
        mark.add("s1", [task])
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        mark.add("s2", [])

    asyncio.run(scenario())
    assert saved == []


def test_the_messages_of_a_conversation_are_taken_in_order() -> None:
    order: list[int] = []

    async def message(turns: Turns, number: int) -> None:
        async with turns.of("conversation"):
            await asyncio.sleep(0)
            order.append(number)

    async def scenario() -> None:
        turns = Turns()
        await asyncio.gather(*(message(turns, number) for number in range(5)))
        assert turns._locks == {}

    asyncio.run(scenario())
    assert order == [0, 1, 2, 3, 4]


def test_a_second_bridge_finds_the_store_taken(tmp_path: Path) -> None:
    with lease(tmp_path), pytest.raises(Taken), lease(tmp_path):
        pass
    with lease(tmp_path):
        pass


def test_a_conversation_has_the_same_name_at_each_start_and_says_nothing(tmp_path: Path) -> None:
    first, second = (Pseudonyms(private_key(tmp_path / "key")) for _ in range(2))
    elsewhere = Pseudonyms(private_key(tmp_path / "other"))
    names = {
        first.conversation("!r:h", "@a:h"),
        first.conversation("!r:h", "@b:h"),
        first.conversation("!s:h", "@a:h"),
        elsewhere.conversation("!r:h", "@a:h"),
    }
    assert len(names) == 4
    assert second.conversation("!r:h", "@a:h") == first.conversation("!r:h", "@a:h")
    assert all(len(name) <= 64 and "@" not in name and "!" not in name for name in names)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
