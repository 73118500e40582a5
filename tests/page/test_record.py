"""The reference of a decision on the screen, and the case taken up again from another phone."""

from __future__ import annotations

from tests.page.conftest import People

CIDP = "PIDC évolutive, corticoïdes en échec, échanges plasmatiques en échec, 72 kg, 180 cm, pas de risque rénal"


def test_the_card_gives_its_reference_and_another_phone_follows_the_case(people: People) -> None:
    one, other = people().open(), people().open()
    one.type(CIDP)
    note = one.page.locator(".card .note").text_content() or ""
    assert note.startswith("Référence ") and note.endswith(".")
    reference = note.removeprefix("Référence ").rstrip(".")
    other.type(f"suite {reference.lower().replace('-', ' ')}")
    assert f"Référence {reference} · RÉSERVÉ [UF]" in (other.page.locator("#log").text_content() or "")
    other.tap("cure faite")
    other.tap("aujourd'hui")
    other.tap("145 g")
    assert "145 g (1 en tout)" in (other.page.locator("#log").text_content() or "")
    other.tap("renouvellement")
    assert other.card()["row"].endswith("(renouvellement)")
    assert (other.page.locator(".card:not(.old) .note").text_content() or "") == note
    assert (one.errors, other.errors) == ([], [])
