"""From the first word to a decision: by typing only, by buttons only, by keyboard only; on a phone and on a desktop."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page.browsing import DESKTOP, PHONE, SENTENCE, Person
from tests.page.conftest import People

DEVICES = {"téléphone": PHONE, "ordinateur": DESKTOP}
SEVERE = {
    "status": "P",
    "word": "PRIORITAIRE [P]",
    "row": "PTI de l'adulte, forme sévère",
    "todo": "Commencer maintenant. Aucun avis exigé avant de commencer.",
}
CIDP = {
    "status": "UF",
    "word": "RÉSERVÉ [UF]",
    "row": "PIDC évolutive après échec des corticoïdes et des échanges plasmatiques",
}


@pytest.fixture(params=DEVICES.values(), ids=DEVICES)
def anyone(request: pytest.FixtureRequest, people: People) -> Person:
    """A person with each device in turn."""
    device: dict[str, Any] = request.param
    return people(device).open()


def test_by_typing_only(anyone: Person) -> None:
    anyone.type(SENTENCE)
    assert anyone.card() == {**SEVERE, "total": "1 g/kg en une fois."}
    assert anyone.page.locator("#unit").text_content() == "kg"
    anyone.type("72")
    assert anyone.card() == {**SEVERE, "total": "72,5 g en une fois"}
    assert anyone.errors == []


def test_by_buttons_only(anyone: Person) -> None:
    anyone.page.locator("#start").click()
    anyone.answered(1)
    for label in (
        "Neurologie",
        "Polyneuropathie inflammatoire démyélinisante chronique (PIDC)",
        "oui",
        "échec",
        "échec",
    ):
        anyone.tap(label)
    shown = anyone.card()
    assert {name: shown[name] for name in CIDP} == CIDP
    anyone.tap("passer")
    assert {name: anyone.card()[name] for name in CIDP} == CIDP
    assert anyone.errors == []


def press_until(one: Person, key: str, reached: str) -> None:
    """Press a key until the focus is on something that matches, as one does without a mouse."""
    for _ in range(60):
        if one.page.evaluate("path => document.activeElement.matches(path)", reached):
            return
        one.page.keyboard.press(key)
    raise AssertionError(f"the focus never reaches {reached}")


def focus_choice(one: Person, label: str) -> None:
    """Bring the focus to the quick reply of that name with Tab."""
    for _ in range(60):
        if one.page.evaluate("() => document.activeElement.textContent") == label:
            return
        one.page.keyboard.press("Tab")
    raise AssertionError(f"the focus never reaches {label}")


def test_by_keyboard_only(anyone: Person) -> None:
    press_until(anyone, "Tab", "#start")
    anyone.page.keyboard.press("Enter")
    anyone.answered(1)
    labels = ("Neurologie", "Polyneuropathie inflammatoire démyélinisante chronique (PIDC)", "oui", "échec", "échec")
    for count, label in enumerate(labels, start=2):
        focus_choice(anyone, label)
        anyone.page.keyboard.press("Enter")
        anyone.answered(count)
    assert anyone.page.evaluate("document.activeElement.id") == "message", (
        "a number is asked for: the field has the focus"
    )
    anyone.page.keyboard.type("70")
    anyone.page.keyboard.press("Enter")
    anyone.answered(len(labels) + 2)
    shown = anyone.card()
    assert {name: shown[name] for name in CIDP} == CIDP
    assert shown["total"] == "140 g en 5 jours"


def test_a_number_is_asked_with_its_unit_and_a_number_pad(someone: Person) -> None:
    field, unit = someone.page.locator("#message"), someone.page.locator("#unit")
    assert (field.get_attribute("inputmode"), unit.is_visible()) == (None, False)
    someone.type(SENTENCE)
    assert (field.get_attribute("inputmode"), unit.text_content()) == ("decimal", "kg")
    someone.page.get_by_role("button", name="Clavier de lettres").click()
    assert field.get_attribute("inputmode") == "text"
    someone.type("finalement 68 kilos")
    assert someone.card()["total"] == "67,5 g en une fois"


def test_a_score_has_a_pad_without_a_comma(someone: Person) -> None:
    someone.type("PTI adulte, urgence, pas de saignement menaçant le pronostic vital")
    assert someone.page.locator("#composer-label").text_content() == "Réponse : Khellaf"
    assert someone.page.locator("#message").get_attribute("inputmode") == "numeric"


def test_the_older_answer_is_folded_so_that_its_dose_is_not_read(someone: Person) -> None:
    someone.type(f"{SENTENCE}, 72 kg")
    someone.type("finalement 50 kg")
    assert someone.card()["total"] == "50 g en une fois"
    old = someone.page.locator(".card.old")
    assert old.count() == 1
    assert old.get_by_text("72,5 g en une fois").is_visible() is False
    assert old.get_by_text("Réponse remplacée plus bas").is_visible()


def test_a_new_patient_leaves_nothing_of_the_last_one_on_the_screen(someone: Person) -> None:
    someone.type(f"{SENTENCE}, 72 kg")
    someone.page.get_by_role("button", name="Nouveau patient").click()
    someone.page.wait_for_selector(".replies")
    assert someone.page.locator(".card").count() == 0
    assert "72" not in (someone.page.locator("#log .said.me").all_text_contents()[0])
    someone.page.reload()
    someone.page.wait_for_selector("#log .replies")
    assert someone.page.locator(".card").count() == 0
