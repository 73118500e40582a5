"""The page of a form: what it is made from, what it refuses, the course over time; in a real browser."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from bot.channels.forms import FOLDER
from tests.page.browsing import DESKTOP, SMALL, Person, axe_source
from tests.page.conftest import People
from tests.page.test_accessibility import LOOKS, RULES, SMALL_TARGETS, WIDE
from tests.serving import Server, said

VISITS = ("M0", "M3", "M6", "M9", "M12", "M18", "M24")
RODNAN = (32, 28, 22, None, 18, None, 16)


def begun(server: Server, sender: str) -> str:
    """A form filled in two conversations; its reference."""
    for text in ("formulaire SIVIG", "AB", "1962", "féminin", "première perfusion 12/03/2010"):
        replies = server.say(sender, text)
    reference = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", said(server.say(sender, "où en est-on ?")))
    assert reference and replies
    server.say(f"{sender}-later", f"continuer le formulaire {reference.group()}")
    for visit, value in zip(VISITS, RODNAN):
        if value:
            server.say(f"{sender}-later", f"{visit} Rodnan {value}, CVF {100 - value} %")
    server.say(f"{sender}-later", "section 5")
    server.say(f"{sender}-later", "méthotrexate 15 mg/semaine de 03/2008 à 06/2009")
    return reference.group()


@pytest.fixture(scope="module")
def reference(server: Server) -> str:
    return begun(server, "forme")


def ask(server: Server, name: str, **body: Any) -> httpx.Response:
    return server.client.post(f"/page/form/{name}", json=body)


def test_what_two_conversations_said_is_on_the_page_and_the_other_way_round(server: Server, reference: str) -> None:
    data = ask(server, "open", reference=reference).json()
    assert [data["answers"].get(f"rodnan@{visit}") for visit in VISITS] == list(RODNAN)
    after = ask(server, "answer", reference=reference, cell="hb@M6", value="105 g/L").json()
    assert (after["answers"]["hb@M6"], after["shown"]["hb@M6"]) == (10.5, "10,5 g/dL")
    replies = said(server.say("forme-last", f"continuer le formulaire {reference}"))
    assert "M6 3/28" in replies
    assert "10,5 g/dL" in said(server.say("forme-last", "hémoglobine M6 10,5"))


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("rodnan@M6", "60", "out_of_range"),
        ("crp@M6", "3 g/L", "wrong_unit"),
        ("visit_date@M6", "31/02/2010", "wrong_date"),
        ("visit_date@M6", "01/03/2010", "date_order"),  # before the first infusion
        ("visit_date@M6", "01/03/2031", "future_date"),
        ("rodnan@M7", "12", "unknown_visit"),
        ("rodnan", "12", "unknown_visit"),
        ("nothing", "12", "unknown_question"),
        ("sex", "X", "unknown_choice"),
        ("rodnan@M6", "18 et 19", "wrong_value"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    server: Server, reference: str, cell: str, value: str, code: str
) -> None:
    before = ask(server, "open", reference=reference).json()["answers"]
    assert ask(server, "answer", reference=reference, cell=cell, value=value).json()["problem"]["code"] == code
    assert ask(server, "open", reference=reference).json()["answers"] == before


def test_free_texts_are_masked_as_in_the_channels(server: Server, reference: str) -> None:
    after = ask(server, "answer", reference=reference, cell="event@M24", value="vu avec Mme Dupont").json()
    assert after["answers"]["event@M24"] == "vu avec Mme [nom]"
    assert "event@M24" not in ask(server, "answer", reference=reference, cell="event@M24", value=None).json()["answers"]


def test_a_reference_that_is_not_there_is_refused(server: Server) -> None:
    assert ask(server, "open", reference="ABCD-EFGH").status_code == 404
    assert ask(server, "open", reference="AB-1962-F").status_code == 404, "the key opens nothing here"


def test_the_export_is_that_of_the_command_line(server: Server, reference: str) -> None:
    file = ask(server, "export", reference=reference, format="csv").json()
    assert file["name"] == f"sivig-{reference}.csv"
    assert len(file["text"].splitlines()) == 1 + len(VISITS)


def test_the_page_is_strict_light_and_apart_from_the_chat(server: Server) -> None:
    html = server.client.get("/formulaire")
    assert "trusted-types prioig" in html.headers["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", html.text) == []
    announced = set(re.findall(r'(?:modulepreload" href|module" src)="/formulaire/([^"]+)"', html.text))
    assert announced == {file.name for file in FOLDER.glob("*.js")}
    assert max(len(file.read_text("utf-8").splitlines()) for file in FOLDER.glob("*.js")) < 120
    assert "/formulaire" not in server.client.get("/sw.js").text.splitlines()[0]


def test_no_question_of_a_form_stands_in_the_page() -> None:
    words = re.compile(r"rodnan|sivig|M24|medsger|ulc[eè]re", re.IGNORECASE)
    scripts = {file.name: words.findall(file.read_text("utf-8")) for file in FOLDER.glob("*.js")}
    assert scripts == {name: [] for name in scripts}


def opened(one: Person, reference: str) -> Person:
    one.page.goto(f"{one.address}/formulaire#{reference}")
    one.page.locator("#section-title").wait_for()
    return one


def section(one: Person, name: str) -> None:
    one.page.locator("#sections button").filter(has_text=name).click()
    one.page.locator("#section-title").filter(has_text=name).wait_for()


def test_one_fills_by_hand_and_what_is_refused_stays_in_its_field(people: People, reference: str) -> None:
    one = opened(people(DESKTOP), reference)
    section(one, "Efficacité")
    one.page.get_by_role("button", name="M18 après").click()
    rodnan = one.page.get_by_label("Rodnan")
    rodnan.fill("60")
    rodnan.press("Tab")
    one.page.locator("[data-cell='rodnan@M18'] .error").filter(has_text="60/51 n'est pas possible").wait_for()
    nyha = one.page.get_by_label("NYHA")
    nyha.select_option("II")
    one.page.get_by_role("button", name="M18 après la première perfusion, 1 sur 28").wait_for()
    assert rodnan.input_value() == "60"
    rodnan.fill("17")
    rodnan.press("Tab")
    one.page.get_by_role("button", name="M18 après la première perfusion, 2 sur 28").wait_for()
    assert one.page.locator(".error:not(:empty)").count() == 0
    one.page.reload()
    section(one, "Efficacité")
    one.page.get_by_role("button", name="M18 après").click()
    assert one.page.get_by_label("Rodnan").input_value() == "17"
    assert one.errors == [] and {url for url in one.requests if not url.startswith(one.address)} == set()


def test_the_course_over_time_reads_without_colour(people: People, reference: str) -> None:
    one = opened(people(DESKTOP), reference)
    section(one, "Évolution")
    rodnan = one.page.get_by_role("img", name=re.compile("^Rodnan"))
    assert "M0 : 32/51 ; M3 : 28/51 ; M6 : 22/51" in (rodnan.get_attribute("aria-label") or "")
    assert rodnan.locator("text.value").all_text_contents()[:3] == ["32", "28", "22"]
    assert rodnan.locator("text").filter(has_text=re.compile("^51$")).count() == 1, "the bound of the paper is the axis"


def test_the_chat_leads_to_the_form(people: People, reference: str) -> None:
    one = people(DESKTOP).open()
    one.type(f"continuer le formulaire {reference}")
    one.page.get_by_role("link", name=f"/formulaire#{reference}").click()
    one.page.locator("#section-title").wait_for()


@pytest.mark.parametrize("name", ["Identification", "inclusion", "antérieurs", "Efficacité", "Évolution"])
def test_no_violation_no_overflow_and_targets_as_large_as_a_thumb(people: People, reference: str, name: str) -> None:
    one = opened(people(SMALL, reduced_motion="reduce"), reference)
    section(one, name)
    for width, height, scheme in LOOKS:
        one.page.set_viewport_size({"width": width, "height": height})
        one.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if not one.page.evaluate("globalThis.axe !== undefined"):
            one.page.evaluate(axe_source())
        found = one.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert [f"{item['id']}: {[node['target'] for node in item['nodes']]}" for item in found["violations"]] == []
        assert one.page.evaluate(WIDE) <= 0, "the page never scrolls sideways"
        targets = SMALL_TARGETS.replace("summary, input,", "summary, .line input, select, .options label,")
        assert one.page.evaluate(targets) == []


def test_a_page_without_a_reference_asks_for_one(people: People, reference: str) -> None:
    one = people(SMALL)
    one.page.goto(f"{one.address}/formulaire")
    one.page.get_by_label("Référence du formulaire").fill(reference.lower())
    one.page.get_by_role("button", name="Ouvrir").click()
    one.page.locator("#section-title").wait_for()


def test_the_files_weigh_little(server: Server) -> None:
    files = [
        server.client.get(f"/formulaire/{file.name}" if file.name != "index.html" else "/formulaire")
        for file in FOLDER.iterdir()
    ]
    assert sum(int(response.headers["Content-Length"]) for response in files) < 20_000, (
        "compressed, without the shared files"
    )
