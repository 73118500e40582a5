"""The answer on the screen: pictures, folds, copy, link, print."""

from __future__ import annotations

from urllib.parse import unquote

from tests.page.browsing import SENTENCE, Person
from tests.page.conftest import People

SECONDARY = "myélome, hypogammaglobulinémie, IgG 3,2, infection sévère hospitalisée, antibioprophylaxie en échec, 70 kg"


def test_the_igg_are_drawn_against_the_threshold_of_the_criterion(someone: Person) -> None:
    someone.type(SECONDARY)
    assert someone.card()["status"] == "UF"
    gauge = someone.page.locator(".gauge")
    assert gauge.get_attribute("aria-label") == "IgG : 3,2\u00a0g/L ; seuil 4\u00a0g/L"
    places = {name: gauge.locator(path).bounding_box() for name, path in {"value": ".value", "limit": ".limit"}.items()}
    assert places["value"] and places["limit"]
    assert places["value"]["x"] + places["value"]["width"] / 2 < places["limit"]["x"], "3,2 stands left of 4"


def test_the_infusions_are_a_calendar_with_the_vials_of_each_day(someone: Person) -> None:
    someone.type("Guillain-Barré, 6 ans, 20 kg, insuffisance rénale")
    days = someone.page.locator(".day")
    read = [" ".join((day.text_content() or "").split()) for day in days.all()]
    assert read == ["J110 g1 × 10 g", *(f"J{day}7,5 g1 × 5 g1 × 2,5 g" for day in (2, 3, 4, 5))]
    assert days.first.locator(".vial").count() == 1
    assert days.last.locator(".vial").count() == 2


def test_criteria_are_ticks_that_also_say_their_word(someone: Person) -> None:
    someone.type(f"{SENTENCE}, 72 kg, pas de risque rénal")
    someone.page.get_by_text("Critères", exact=False).first.click()
    lines = someone.page.locator(".criterion").all_text_contents()
    assert lines == [
        "Score de Khellaf modifié supérieur à 8\u00a0: oui",
        "Situation d'urgence\u00a0: oui",
        "Saignement intracérébral ou viscéral avec déglobulisation\u00a0: inconnu",
    ]


def test_the_text_for_the_chart_is_copied_without_identity(people: People) -> None:
    someone = people(permissions=["clipboard-read", "clipboard-write"]).open()
    someone.type(f"{SENTENCE}, 72 kg, Mme Durand née le 01/02/1950")
    someone.page.get_by_role("button", name="Copier pour le dossier").click()
    someone.page.locator("#toast:not(:empty)").wait_for()
    text = someone.page.evaluate("navigator.clipboard.readText()")
    lines = text.split("\n")
    assert lines[:3] == [
        "Immunoglobulines humaines : hiérarchisation de l'ANSM",
        "PRIORITAIRE [P] - PTI de l'adulte, forme sévère",
        "Table ANSM du 20/05/2025, Hématologie.",
    ]
    assert any(line.startswith("72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g") for line in lines)
    assert "Durand" not in text and "1950" not in text


def shared_link(one: Person) -> str:
    """The link that the page gives of the answer in force."""
    one.page.evaluate("navigator.share = undefined")
    one.page.get_by_role("button", name="Partager").click()
    one.page.locator("#toast:not(:empty)").wait_for()
    return str(one.page.evaluate("navigator.clipboard.readText()"))


def test_a_shared_case_holds_no_measure_and_gives_the_same_answer(people: People) -> None:
    giver = people(permissions=["clipboard-read", "clipboard-write"]).open()
    giver.type("Mme Durand, 67 ans, 1,62 m, " + SECONDARY)
    link = shared_link(giver)
    address, _, case = unquote(link).partition("#")
    assert address == giver.address + "/"
    assert sorted(case.removeprefix("cas?").split("&")) == [
        "antibiotic_prophylaxis=failed",
        "igg_g_per_l=below.4",
        "severe_infection_hospitalised=true",
        "situation=secondary_immunodeficiency",
    ]
    taker = people().open("/" + link.removeprefix(address))
    taker.page.wait_for_selector("#case .card")
    assert taker.page.locator("#case .card").get_attribute("data-status") == "UF"
    taker.page.get_by_role("button", name="Reprendre dans la conversation").click()
    taker.page.locator("#message:focus").press("Enter")  # the field has the focus: Enter is all that is left to do
    taker.answered(1)
    assert taker.card()["status"] == "UF"


def test_a_link_that_says_anything_else_is_refused_in_french(people: People) -> None:
    someone = people().open("/#cas?situation=itp_adult&khellaf_score=<b>90</b>")
    someone.page.wait_for_selector("#case .warnings")
    assert (someone.page.locator("#case").text_content() or "").endswith(".")
    assert someone.page.locator("#case b").count() == 0


def test_paper_shows_the_answer_alone(someone: Person) -> None:
    someone.type(f"{SENTENCE}, 72 kg")
    someone.page.emulate_media(media="print")
    assert someone.page.locator(".card .total").is_visible()
    for hidden in ("#composer", ".actions", ".bar nav", ".said.me"):
        assert someone.page.locator(hidden).first.is_visible() is False


def test_where_the_table_leaves_the_days_open_the_calendars_unfold(someone: Person) -> None:
    someone.type("rejet humoral, rein, 80 kg, pas de risque rénal")
    assert someone.page.get_by_text("Par jour : en 2 jours, 80 g ; en 3 jours,").is_visible()
    assert someone.page.locator(".calendar").first.is_visible() is False
    someone.page.get_by_text("Calendriers possibles").click()
    assert someone.page.locator(".calendar-title:visible").all_text_contents() == [
        "En 2 jours",
        "En 3 jours",
        "En 4 jours",
    ]
