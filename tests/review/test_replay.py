"""A case of the record decided again: the same today, other rules, facts that no longer hold; and its page."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from actions.record.replay import replay
from bot.review import comparison
from bot.review.case import fragment
from tests.review.kept import CIDP, ITP, drafted, month
from tests.serving import ROOT


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
    assert "120 g" in page and "12/11/2026" in page


@pytest.mark.parametrize(("name", "status", "said"), [("itp", 0, "dit la même chose."), ("", 1, "n'est pas dans")])
def test_a_case_is_replayed_from_the_command_line(own_folder: Path, name: str, status: int, said: str) -> None:
    references = month(own_folder)
    command = [ROOT / "prioig", "record", "replay", references.get(name, "K7-482")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (run.returncode, said in (run.stdout or run.stderr)) == (status, True)


def test_what_changed_is_told_then_and_now() -> None:
    then = {**drafted("itp_adult", ITP), "status": "UF", "start": "after_opinion"}
    assert comparison.text(replay(then)).splitlines() == [
        "La table d'aujourd'hui dit autre chose : réponse et quand débuter.",
        "- réponse : réservé (UF) → prioritaire (P)",
        "- quand débuter : après avis → tout de suite",
    ]


TYPED = {"": "Une référence est une lettre", "<b>x</b>": "Une référence est une lettre"}


@pytest.mark.parametrize(("typed", "said"), TYPED.items(), ids=repr)
def test_what_is_no_reference_is_said_and_not_quoted(own_folder: Path, typed: str, said: str) -> None:
    month(own_folder)
    assert said in fragment(typed) and "<b>" not in fragment(typed)


def test_a_slip_offers_the_nearest_case(own_folder: Path) -> None:
    reference = month(own_folder)["cidp"]
    wrong = reference[:-1] + str((int(reference[-1]) + 1) % 10)
    assert f"Peut-être {reference} ?" in fragment(wrong) or f" {reference}" in fragment(wrong)
