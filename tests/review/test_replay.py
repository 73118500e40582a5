"""A case of the record decided again: the same today, other rules, facts that no longer hold; and its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.record.replay import replay
from bot.review.case import fragment
from tests.review.kept import CIDP, ITP, drafted, month


def test_a_case_replayed_under_the_same_rules_is_the_same() -> None:
    found = replay(drafted("itp_adult", ITP))
    assert (found.changed, found.problem, found.now and found.now["status"]) == ((), None, "P")


def test_what_the_rules_of_today_say_otherwise_is_named() -> None:
    then = {**drafted("itp_adult", ITP), "status": "UF", "opinions": [{"bodies": ["RCP"]}]}
    assert replay(then).changed == ("status", "opinions")


def test_a_case_that_cannot_be_decided_any_more_says_why() -> None:
    found = replay({**drafted("cidp", CIDP), "facts": {"fievre": 39}})
    assert (found.now, found.problem) == (None, "Fait inconnu : « fievre ». Employez un identifiant du vocabulaire.")


def test_facts_that_were_declined_stay_unasked() -> None:
    facts = {"khellaf_score": 9}
    then = drafted("itp_adult", facts)
    assert replay({**then, "declined": ["emergency"]}).changed in ((), ("missing",))


def test_the_page_of_a_case_says_then_and_now_and_what_followed(own_folder: Path) -> None:
    references = month(own_folder)
    page = fragment(references["cidp"].lower().replace("-", " "))
    assert f"Dossier {references['cidp']}" in page
    assert "La table d&#x27;aujourd&#x27;hui dit la même chose." in page
    assert "120 g le 2026-11-12" in page and "RCP, le 2026-11-12, favorable" in page


TYPED = {"": "Une référence est une lettre", "<b>x</b>": "Une référence est une lettre"}


@pytest.mark.parametrize(("typed", "said"), TYPED.items(), ids=repr)
def test_what_is_no_reference_is_said_and_not_quoted(own_folder: Path, typed: str, said: str) -> None:
    month(own_folder)
    assert said in fragment(typed) and "<b>" not in fragment(typed)


def test_a_slip_offers_the_nearest_case(own_folder: Path) -> None:
    reference = month(own_folder)["cidp"]
    wrong = reference[:-1] + str((int(reference[-1]) + 1) % 10)
    assert f"Peut-être {reference} ?" in fragment(wrong) or f" {reference}" in fragment(wrong)
