"""Token buckets."""

from __future__ import annotations

from bot.channels.limits import KEPT, Buckets


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_burst_passes_then_one_waits_until_a_token_is_back() -> None:
    clock = Clock()
    buckets = Buckets(per_second=0.5, burst=3, clock=clock)
    assert [buckets.wait("a") for _ in range(4)] == [0, 0, 0, 2]
    clock.now = 1.9
    assert buckets.wait("a") == 1
    clock.now = 2.0
    assert [buckets.wait("a"), buckets.wait("a")] == [0, 2]


def test_one_who_sends_too_much_does_not_hold_back_another() -> None:
    buckets = Buckets(per_second=1, burst=1, clock=Clock())
    assert [buckets.wait("a"), buckets.wait("a"), buckets.wait("b")] == [0, 1, 0]


def test_waiting_never_gives_more_than_the_burst() -> None:
    clock = Clock()
    buckets = Buckets(per_second=1, burst=2, clock=clock)
    buckets.wait("a")
    clock.now = 3600
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 1]


def test_many_senders_do_not_fill_the_memory() -> None:
    buckets = Buckets(per_second=1, burst=1, clock=Clock())
    for number in range(KEPT + 10):
        buckets.wait(str(number))
    assert len(buckets._levels) == KEPT


def test_to_look_takes_nothing() -> None:
    buckets = Buckets(per_second=0.5, burst=1, clock=Clock())
    assert [buckets.empty("a"), buckets.empty("a"), buckets.wait("a"), buckets.empty("a")] == [0, 0, 0, 2]
