"""A room in figures: who is where, what went right by row and by family, case by case."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Mapping, Sequence

from actions.training import answers, tally
from actions.training.answers import Answered
from actions.training.cases import Vignette, expected
from actions.training.choose import known, row_of
from actions.training.database import first, rows
from actions.training.feedback import answer_card, rests_on
from actions.training.right import Right, right
from actions.training.rooms import Room
from actions.training.score import RIGHT, score
from actions.training.tally import Rate
from actions.training.told import right_said
from actions.wording import training as words
from actions.wording import training_report as wording

TOP_ERRORS = 3  # families that are named for a case


@dataclass(frozen=True)
class Bar:
    """One bar of a picture: a share from 0 to 1, and the text that says it without the picture."""

    label: str
    share: float
    text: str
    marked: bool = False  # the right answer, told by a word and not by a colour


@dataclass(frozen=True)
class Intern:
    """One intern: the share of points for each case (None: not answered yet), and their total."""

    pseudonym: str
    cells: tuple[float | None, ...]
    points: str


@dataclass(frozen=True)
class Question:
    """What was answered to one question of a case."""

    title: str
    right: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class CaseReport:
    """One case for the debriefing: its text, what was answered, and the answer of the rules today."""

    number: int
    title: str
    text: str
    answered: int
    success: str
    questions: tuple[Question, ...]
    errors: tuple[str, ...]
    card: str
    rests_on: str


@dataclass(frozen=True)
class Pair:
    """A family the first and the last time that the same interns met it."""

    label: str
    before: Bar
    after: Bar


@dataclass(frozen=True)
class Summary:
    """Everything of a room. `version` changes when anything does."""

    code: str
    name: str
    open: bool
    opened: str
    ended: str
    version: str
    interns: tuple[Intern, ...]
    rows: tuple[Bar, ...]
    families: tuple[Bar, ...]
    before_after: tuple[Pair, ...]
    calibration: tuple[Bar, ...]
    cases: tuple[CaseReport, ...]

    def to_json(self) -> dict[str, Any]:
        """The summary as JSON."""
        return asdict(self)


def version(room: Room, now: datetime) -> str:
    """What changes when anything that a summary tells does. Raises DatabaseProblem."""
    found = first(
        "SELECT (SELECT COUNT(*) || '-' || COALESCE(MAX(id), 0) FROM answers WHERE room = :room) AS answers, "
        "(SELECT COUNT(*) FROM seats WHERE room = :room) AS seats".replace(":room", "?1"),
        room.code,
    )
    assert found is not None
    return f"{found['answers']}-{found['seats']}-{'open' if room.is_open(now) else 'closed'}"


def summary(room: Room, now: datetime) -> Summary:
    """The figures of a room. Raises DatabaseProblem."""
    given = answers.of_room(room.code)
    cases = known(room.cases)
    return Summary(
        code=room.code,
        name=room.name,
        open=room.is_open(now),
        opened=_time(room.opened),
        ended=_time(room.ended),
        version=version(room, now),
        interns=_interns(room, cases, given),
        rows=tuple(_bar(wording.row(rate.key), rate) for rate in tally.by_row(given)),
        families=tuple(_bar(wording.family(rate.key), rate) for rate in tally.by_family(given)),
        before_after=_pairs(given),
        calibration=tuple(_bar(wording.CONFIDENCE[rate.key], rate) for rate in tally.calibration(given)),
        cases=tuple(_case(number, case, given) for number, case in enumerate(cases, 1)),
    )


def _time(at: datetime) -> str:
    return at.astimezone().strftime("%d/%m/%Y à %H:%M")


def _bar(label: str, rate: Rate) -> Bar:
    return Bar(label, rate.success, wording.over(rate))


def _pairs(given: Sequence[Answered]) -> tuple[Pair, ...]:
    found = tally.before_after(given)
    return tuple(
        Pair(wording.family(family), _bar(wording.BEFORE, before), _bar(wording.AFTER, after))
        for family, (before, after) in found.items()
    )


def _interns(room: Room, cases: Sequence[Vignette], given: Sequence[Answered]) -> tuple[Intern, ...]:
    seats = rows("SELECT player, pseudonym FROM seats WHERE room = ? ORDER BY taken, rowid", room.code)
    by_player: dict[str, list[Answered]] = defaultdict(list)
    for answer in given:
        by_player[answer.player].append(answer)
    return tuple(_intern(str(seat["pseudonym"]), cases, by_player[str(seat["player"])]) for seat in seats)


def _intern(pseudonym: str, cases: Sequence[Vignette], given: Sequence[Answered]) -> Intern:
    scores: dict[str, list[float]] = defaultdict(list)
    for answer in given:
        scores[answer.vignette].append(answer.score)
    cells = tuple(
        round(sum(found) / len(case.asks), 3) if len(found := scores[case.id]) >= len(case.asks) else None
        for case in cases
    )
    return Intern(pseudonym, cells, words.points(sum(answer.score for answer in given), len(given)))


def _case(number: int, case: Vignette, every: Sequence[Answered]) -> CaseReport:
    given = [answer for answer in every if answer.vignette == case.id]
    decision = expected(case)
    wanted = right(decision)
    missed = Counter(family for answer in given for family in answer.errors)
    rate = sum(answer.score for answer in given) / len(given) if given else None
    return CaseReport(
        number=number,
        title=wording.row(row_of(decision)),
        text=case.text,
        answered=len({answer.player for answer in given}),
        success=wording.percent(rate) if rate is not None else wording.NOT_YET,
        questions=tuple(_question(ask, wanted, given) for ask in case.asks),
        errors=tuple(wording.missed(family, count) for family, count in missed.most_common(TOP_ERRORS)),
        card=answer_card(decision),
        rests_on=rests_on(case, decision),
    )


def _question(ask: str, wanted: Right, given: Sequence[Answered]) -> Question:
    own = [answer for answer in given if answer.question == ask]
    said: Counter[str] = Counter(words.answer_said(answer.answer) for answer in own)
    good: Mapping[str, bool] = {
        words.answer_said(answer.answer): score(ask, answer.answer, wanted) >= RIGHT for answer in own
    }
    labels = list(words.PRIORITIES.values()) if ask == "priority" else []
    labels += [label for label, _ in said.most_common() if label not in labels]
    bars = tuple(
        Bar(
            label,
            round(said[label] / len(own), 4) if own else 0.0,
            str(said[label]),
            good.get(label, label == right_said(ask, wanted)),
        )
        for label in labels
    )
    return Question(words.ASKS[ask], right_said(ask, wanted), bars)
