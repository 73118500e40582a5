"""docs/questions.md: how many questions each situation needs before its verdict, and in which order."""

from __future__ import annotations

from typing import Iterator

from rules import hierarchy
from rules.consult import consultation
from rules.protocols import sirolimus
from rules.questions import Planner
from rules.worlds import Worlds

NOT_TRIED = "not_tried"
TOP = """\
# How many questions before the verdict

Written by `python -m docs.generate` from the rule base; do not edit. A situation is known, nothing else is: the table
gives the largest number of questions and the mean over the answers (each value that a fact can take counted as equally
likely, the regions of a number as one each). The next question is the one that makes the expected number of questions
smallest (`rules/questions.py`), so the order depends on the answers; the last column is the order where each fact
stays unknown.

A treatment answered as never tried (`not_tried`), where only its impossibility counts, brings one more question: could
it be given now? The chat does not offer that answer where it would; typed by hand, or given by a program, it can be
given all the same. The third column counts it.

Facts that change only the dose or a warning are asked after the verdict and can be skipped; they are not counted here.
"""


def largest_with_follow_up(indication: str) -> int:
    """The largest number of questions where a treatment may be said to be never tried, then asked about again."""
    worlds, planner = consultation().worlds(indication), consultation().planner(indication)
    return Walk(worlds, planner).deepest(worlds.agreeing({}), frozenset())


class Walk:
    """Every way through the questions of a situation."""

    def __init__(self, worlds: Worlds, planner: Planner) -> None:
        self.worlds, self.planner = worlds, planner

    def deepest(self, mask: int, asked_again: frozenset[str]) -> int:
        """The largest number of questions from here; `asked_again` are the treatments already asked about twice."""
        order = self.planner.order(mask)
        if not order:
            return 0
        fact = order[0]
        found = [1 + self.deepest(part, asked_again) for part, _ in self.planner.answers(fact, mask)]
        at = self.worlds.index[fact]
        still_open = self.worlds.dimensions[at].of.get(NOT_TRIED, frozenset())
        if len(still_open) > 1 and fact not in asked_again:
            left = mask & sum(self.worlds.masks[at][number] for number in still_open)
            found.append(1 + self.deepest(left, asked_again | {fact}))
        return max(found)


def page() -> str:
    """The text of the page."""
    lines = [TOP, "| Situation | Largest | With `not_tried` | Mean | Order |", "|---|---:|---:|---:|---|"]
    counts = {}
    for name, situation in hierarchy().situations.items():
        planner = consultation().planner(name)
        counts[name] = planner.counts()
        largest, mean = counts[name]
        order = ", ".join(f"`{fact}`" for fact in planner.order(consultation().worlds(name).agreeing({}))) or "none"
        row = (
            f"{situation.label} (`{name}`)",
            largest,
            largest_with_follow_up(name),
            f"{mean:.2f}",
            order,
        )
        lines.append("| " + " | ".join(map(str, row)) + " |")
    whole = sum(mean for _, mean in counts.values()) / len(counts)
    most = max(largest for largest, _ in counts.values())
    lines.append(f"\nLargest of all: {most}. Mean over the {len(counts)} situations: {whole:.2f}.")
    return "\n".join((*lines, *_protocol())) + "\n"


def _protocol() -> Iterator[str]:
    """The same for the sirolimus protocol, whose situations the same planner asks about."""
    yield "\n## The sirolimus protocol\n"
    yield "| Situation | Largest | Mean | Order |\n|---|---:|---:|---|"
    book = sirolimus.rules()
    for name, situation in book.protocol.situations.items():
        planner = book.planner(name)
        largest, mean = planner.counts()
        order = ", ".join(f"`{fact}`" for fact in planner.order(planner.worlds.agreeing({})))
        yield f"| {situation.label} (`{name}`) | {largest} | {mean:.2f} | {order} |"
