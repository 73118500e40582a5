"""What an intern is told once a case is answered: what was right or misread, the card, the criteria, the source."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

import rules
from actions.conversation.say import Button, Say
from actions.training import misread
from actions.training.answers import Answered
from actions.training.ask import said
from actions.training.cases import Vignette, expected
from actions.training.right import right
from actions.training.told import one_result
from actions.wording import card, details, sentences
from actions.wording import training as wording
from rules.model import Case, Decision


def case_in(vignette: Vignette) -> Case:
    """The case that the rules read."""
    return rules.parse_case({"indication": vignette.indication, "facts": dict(vignette.facts)})


def errors(vignette: Vignette, question: str, answer: Mapping[str, Any]) -> tuple[misread.Error, ...]:
    """What was misread in one answer to a case."""
    decision = expected(vignette)
    return misread.errors(question, answer, case_in(vignette), decision, right(decision), vignette.families)


def feedback(vignette: Vignette, answers: Sequence[Answered], buttons: Iterable[Button]) -> tuple[Say, ...]:
    """The result with its errors, the answer's card, then what it rests on and the way on."""
    decision = expected(vignette)
    found = {answer.question: errors(vignette, answer.question, answer.answer) for answer in answers}
    result = said(_result(vignette, answers, decision, found), (), _object(vignette, answers, decision, found))
    return result, said(answer_card(decision)), said(rests_on(vignette, decision), buttons)


def _result(
    vignette: Vignette,
    answers: Sequence[Answered],
    decision: Decision,
    found: Mapping[str, Sequence[misread.Error]],
) -> str:
    points = sum(answer.score for answer in answers)
    lines = [wording.result(points, len(vignette.asks), sum(answer.seconds for answer in answers))]
    for answer in answers:
        lines.append(f"- {one_result(answer, right(decision))}")
        lines += [f"! {error.text}" for error in found[answer.question]]
    return "\n".join(lines)


def answer_card(decision: Decision) -> str:
    """The card of the consultation, under a title that says that it is no consultation."""
    lines = card.card(decision).split("\n")
    return "\n".join((wording.ANSWER_CARD, *(line for line in lines if line != card.way_on(decision))))


def rests_on(vignette: Vignette, decision: Decision) -> str:
    """The criteria one by one, what would change the answer, what to remember, the place in the table."""
    changes = details.changes(rules.what_would_change(case_in(vignette)))
    criteria = [f"- {line}" for line in details.criteria(decision)]
    lines = [
        *(("Critères :", *criteria) if criteria else ()),
        *((sentences.CHANGES, *dict.fromkeys(changes)) if changes else ()),
        f"{wording.REMEMBER} : {vignette.learning_point}",
        f"Source : {vignette.source}",
    ]
    return "\n".join(lines)


def _object(
    vignette: Vignette,
    answers: Sequence[Answered],
    decision: Decision,
    found: Mapping[str, Sequence[misread.Error]],
) -> dict[str, Any]:
    """The object for programs: a decision inside is named so that nothing takes it for one of care."""
    return {
        **wording.TRAINING,
        "type": "training_feedback",
        "case": vignette.id,
        "score": round(sum(answer.score for answer in answers), 4),
        "of": len(vignette.asks),
        "answers": [
            {
                "question": answer.question,
                "answer": dict(answer.answer),
                "score": answer.score,
                "confidence": answer.confidence,
                "hints": answer.hints,
                "seconds": answer.seconds,
                "errors": [{"family": error.family, "text": error.text} for error in found[answer.question]],
            }
            for answer in answers
        ],
        "decision": {**rules.decision_json(decision), "type": "training_decision", **wording.TRAINING},
        "remember": vignette.learning_point,
        "source": vignette.source,
    }
