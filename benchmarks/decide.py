# /// script
# requires-python = ">=3.10,<3.12"
# dependencies = ["durable-rules==2.0.28", "ruamel.yaml>=0.17.21,<0.17.22", "clipspy==1.0.6", "zen-engine==2.1.3"]
# ///
"""`rules.decide` against CLIPS and ZEN holding the same compiled table, and with ten times as many rows.

    uv run --script benchmarks/decide.py            # an environment of its own: nothing is added to the project's

One process, one thread; the engines take turns on blocks of cases, in an order that rotates. Every engine must give the
status and row of `decide` on every case, or the run stops. CLIPS and ZEN conclude that much alone; `decide` also gives
opinions, warnings, explanation, grams in vials and the next question.
"""

from __future__ import annotations

import gc
import os
import platform
import random
import statistics
import sys
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Callable, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.engines import Clips, Zen, fields  # noqa: E402
from rules import Case, hierarchy, vocabulary  # noqa: E402
from rules.consult import Consultation  # noqa: E402
from rules.expression import Expression, Group, Leaf, Modal, NumberTest  # noqa: E402
from rules.knowledge import Knowledge  # noqa: E402
from rules.tables import Hierarchy, Situation  # noqa: E402
from tests.rules.seeded import random_cases  # noqa: E402

CASES, WARM_UP, COPIES, SEED = 3000, 3000, 10, 20250520
STRANGERS = 0.1  # the chance of each fact that only the header reads; 0.8 for those that the situation prints
BLOCK = 50  # cases that an engine takes before the next engine's turn: its own data stay in the processor's caches
FRESH = 200  # cases for which a CLIPS environment is kept
Answer = Callable[[int], Any]


def main() -> None:
    """Run everything and print Markdown."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    print(f"{date.today():%d/%m/%Y}, {machine}; {CASES} cases, seed {SEED}.\n")
    cases = random_cases(CASES + WARM_UP, SEED, STRANGERS)
    compare(cases[:WARM_UP], cases[WARM_UP:])
    scale(cases)


def compare(before: Sequence[Case], cases: Sequence[Case]) -> None:
    """One table: microseconds per case for each engine."""
    table = hierarchy()
    seen, fresh, emptied = (Consultation(Knowledge(table)) for _ in range(3))
    for case in before:
        fresh.decide(case)
        emptied.decide(case)
    expected = [(found.status, found.row) for found in map(seen.decide, cases)]
    told = [fields(case, seen.knowledge) for case in cases]
    others: dict[str, Any] = {"clipspy": Clips(table), "zen-engine, one table": Zen(table, False)}
    others["zen-engine, one table per situation"] = Zen(table, True)
    exact = [at for at in range(len(cases)) if all(_same(other, told[at], expected[at]) for other in others.values())]
    answers: dict[str, Answer] = {
        "decide, cases like it seen before": lambda at: seen.decide(cases[at]),
        "decide, new cases after others": lambda at: fresh.decide(cases[at]),
        "decide, memo emptied before each case": lambda at: emptied.decide(cases[at]),
    }
    for name, other in others.items():
        given = [other.prepared(item) for item in told]
        answers[name] = lambda at, other=other: other.status(  # type: ignore[misc]
            other.prepared(fields(cases[at], seen.knowledge))
        )
        answers[f"{name}, facts converted beforehand"] = lambda at, other=other, given=given: other.status(  # type: ignore[misc]
            given[at]
        )
    first = {"decide, memo emptied before each case": emptied.forget}
    first |= {name: partial(_renewed, others["clipspy"]) for name in answers if name.startswith("clipspy")}
    times = timed(answers, exact, first, expected)
    print(
        f"{len(exact)} cases ({len(cases) - len(exact)} left out: true of every possible world, open to the others).\n"
    )
    report(times)


def _renewed(engine: Clips) -> None:
    if engine.seen >= FRESH:
        engine.renew()


def _same(other: Any, told: Any, expected: Any) -> bool:
    """Whether the other engine gives the same; it may only be less certain, never of another mind."""
    found = other.status(other.prepared(told))
    if found != expected and found[0] != "incomplete":
        raise SystemExit(f"{type(other).__name__} says {found}, decide {expected}: {told}")
    return bool(found == expected)


def timed(
    answers: dict[str, Answer], order: Sequence[int], first: dict[str, Callable[[], None]], expected: Sequence[Any]
) -> dict[str, list[float]]:
    """Seconds per case by name; turns rotate from block to block, `first` is done before the clock starts."""
    names = list(answers)
    times: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    gc.disable()
    for turn, start_at in enumerate(range(0, len(order), BLOCK)):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            for at in order[start_at : start_at + BLOCK]:
                first.get(name, lambda: None)()
                start = time.perf_counter()
                found = answers[name](at)
                times[name].append(time.perf_counter() - start)
                if expected and (found if isinstance(found, tuple) else (found.status, found.row)) != expected[at]:
                    raise SystemExit(f"{name} says {found}, not {expected[at]}")
    gc.enable()
    return times


def report(times: dict[str, list[float]]) -> None:
    """Median, mean and 95th percentile in microseconds."""
    print("| engine | median | mean | 95th percentile |\n|---|---:|---:|---:|")
    for name, seconds in times.items():
        found = [number * 1e6 for number in seconds]
        ninety_five = statistics.quantiles(found, n=20)[-1]
        print(f"| {name} | {statistics.median(found):.0f} | {statistics.fmean(found):.0f} | {ninety_five:.0f} |")
    print()


def scale(cases: Sequence[Case]) -> None:
    """Ten times as many rows, every copy with thresholds of its own, against the table as it is."""
    one, ten = Consultation(Knowledge(hierarchy())), Consultation(Knowledge(multiplied(hierarchy(), COPIES)))
    chance = random.Random(SEED)
    inside = [case for case in cases if case.indication in hierarchy().situations]
    renamed = [Case(f"{case.indication}_{chance.randrange(COPIES)}", case.facts) for case in inside]
    before, after = inside[: len(inside) // 2], range(len(inside) // 2, len(inside))
    for case in before:  # every copy of a situation has seen what the situation has seen
        one.decide(case)
        for copy in range(COPIES):
            ten.decide(Case(f"{case.indication}_{copy}", case.facts))

    def small(at: int) -> Any:
        return one.decide(inside[at])

    def large(at: int) -> Any:
        return ten.decide(renamed[at])

    new = {"as it is, new cases after others": small, "ten times the rows, new cases after others": large}
    again = {"as it is, cases seen before": small, "ten times the rows, cases seen before": large}
    cold = {"as it is, memo emptied": small, "ten times the rows, memo emptied": large}
    times = timed(new, after, {}, ())
    times |= timed(again, after, {}, ())
    times |= timed(cold, after, dict(zip(cold, (one.forget, ten.forget))), ())
    report(times)


def multiplied(table: Hierarchy, copies: int) -> Hierarchy:
    """The same table with each situation `copies` times under other ids, its thresholds a little moved."""
    situations = {
        f"{name}_{copy}": _copy(situation, copy)
        for name, situation in table.situations.items()
        for copy in range(copies)
    }
    return replace(table, situations=MappingProxyType(situations))


def _copy(situation: Situation, copy: int) -> Situation:
    rows = tuple(replace(row, id=f"{row.id}_{copy}", criteria=_moved(row.criteria, copy)) for row in situation.rows)
    return replace(situation, id=f"{situation.id}_{copy}", rows=rows)


def _moved(expression: Expression, copy: int) -> Expression:
    if isinstance(expression, Group):
        return Group(expression.kind, tuple(_moved(part, copy) for part in expression.parts))
    if isinstance(expression, Modal):
        return Modal(expression.kind, _moved(expression.part, copy))
    test = expression.test
    if not isinstance(test, NumberTest) or vocabulary().facts[test.fact].integer:
        return expression
    threshold = round(test.threshold * (1 + copy / 1000), 6)
    text = f"{test.fact} {test.operator} {threshold:g}"
    return Leaf(NumberTest(text, test.fact, test.operator, threshold), expression.label)


if __name__ == "__main__":
    main()
