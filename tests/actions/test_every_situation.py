"""Every situation of the table, asked to the end: few questions, none of them twice, none on what was given."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from actions.conversation import Conversation, ask, rulebook
from actions.wording import table
from rules import vocabulary
from rules.model import Decision
from tests.actions.talk import Heard, Talk

MOST = 7  # questions before the verdict
THRESHOLDS = (2, 3, 3.9, 4, 8, 9, 10, 17, 18, 2000, 2001, 9999, 10000)


def answers(case: Conversation, fact: str) -> list[Any]:
    """Values of a fact on every side of every threshold: each class of answers has one at least."""
    offered = list(ask.offered(case, fact))
    if offered:
        return offered
    known = vocabulary().facts[fact]
    values = {known.low, *THRESHOLDS, known.high}
    whole = known.integer
    return sorted(value for value in values if known.low <= value <= known.high and (not whole or value == int(value)))


def same(decision: Decision) -> Any:
    """What the next questions depend on."""
    return decision.status, decision.missing_facts, [(f.criterion, f.row, f.state) for f in decision.explanation]


def longest(case: Conversation, fact: str) -> int:
    """The number of questions, this one included, on the longest way to a verdict."""
    seen: list[Any] = []
    most = 0
    for value in answers(case, fact):
        after = case.with_facts({fact: value})
        decision = rulebook.decide(after)
        if same(decision) not in seen:
            seen.append(same(decision))
            most = max(most, longest(after, decision.missing_facts[0]) if decision.missing_facts else 0)
    return 1 + most


@pytest.mark.parametrize("name", table.situations())
def test_jamais_plus_de_sept_questions_avant_la_reponse(name: str) -> None:
    case = Conversation(indication=name)
    missing = rulebook.decide(case).missing_facts
    assert (longest(case, missing[0]) if missing else 0) <= MOST


def talked(name: str, turn: int) -> Iterator[tuple[str, Any, Heard]]:
    """Answer each question with its answer number `turn` until the verdict; yields fact, value and reply."""
    talk = Talk()
    heard = talk.says(table.situation(name))
    while heard.verdict in (None, "incomplete"):
        assert heard.asked is not None, heard.text
        offered = answers(talk.case, heard.asked)
        fact, value = heard.asked, offered[turn % len(offered)]
        heard = talk.taps(value)
        assert heard.codes == []
        yield fact, value, heard


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("name", table.situations())
def test_les_questions_menent_a_une_reponse_sans_se_repeter(name: str, turn: int) -> None:
    asked = [fact for fact, _, _ in talked(name, turn)]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("name", [*table.situations(), *table.unjustified()])
def test_le_nom_de_chaque_situation_tape_en_entier_est_compris(name: str) -> None:
    talk = Talk()
    talk.says("bonjour")
    talk.says(table.situation(name))
    assert talk.case.indication == name


@pytest.mark.parametrize("name", table.situations())
def test_apres_la_reponse_tout_peut_etre_passe(name: str) -> None:
    talk = Talk()
    heard = talk.says(table.situation(name))
    while heard.verdict in (None, "incomplete"):
        heard = talk.taps(answers(talk.case, str(heard.asked))[0])
    verdict, left = heard.verdict, []
    while heard.asked:
        left.append(heard.asked)
        heard = talk.moves("skip")
    assert len(left) == len(set(left))
    assert heard.verdict == verdict
