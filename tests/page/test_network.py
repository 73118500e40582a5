"""A poor network, a reload, a restart: nothing lost, nothing twice, nothing mixed, nothing sent elsewhere."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.page.browsing import SENTENCE, Person, address_of, person
from tests.page.conftest import People
from tests.serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request, Route

TAB = "JSON.parse(sessionStorage['prioig.tab'])"


def conversation(one: Person) -> list[str]:
    """What the server holds of the messages of a tab."""
    body = {"sender": one.page.evaluate(TAB)}
    turns = httpx.post(f"{one.address}/page/conversation", json=body, timeout=60).json()
    return [turn["text"] for turn in turns]


def test_every_request_stays_on_the_origin(someone: Person) -> None:
    someone.type(f"{SENTENCE}, 72 kg")
    someone.page.get_by_role("link", name="Tableau").click()
    someone.page.wait_for_selector(".entry")
    assert {url for url in someone.requests if not url.startswith(someone.address + "/")} == set()
    assert someone.errors == []


def test_the_whole_page_weighs_less_than_a_hundred_kilobytes(people: People) -> None:
    someone = people()
    weights: list[int] = []

    def weigh(request: Request) -> None:
        sizes = request.sizes()
        weights.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    someone.context.on("requestfinished", weigh)  # the service worker's requests too
    someone.open("/#tableau")
    someone.page.wait_for_selector(".entry")
    someone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert 20_000 < sum(weights) < 100_000


def test_the_table_works_without_a_network_and_says_its_version(someone: Person) -> None:
    someone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    someone.context.set_offline(True)
    someone.page.goto(f"{someone.address}/#tableau")
    someone.page.reload()
    someone.page.wait_for_selector(".entry")
    version = someone.page.locator("#table-version").text_content()
    assert version == "Table ANSM du 20/05/2025 (copie gardée sur cet appareil)"
    someone.page.locator("#search").fill("Lambert eaton")
    rows = someone.page.locator(".entry:visible")
    assert rows.count() == 1
    rows.locator("summary").click()
    assert rows.get_by_text("FILNEMUS").first.is_visible()


def test_a_message_waits_for_the_network_and_is_sent_once(someone: Person) -> None:
    someone.type(SENTENCE)
    someone.context.set_offline(True)
    someone.page.locator("#message").fill("72")
    someone.page.locator("#message").press("Enter")
    someone.page.get_by_text("En attente du réseau…").wait_for()
    assert "votre message attend" in (someone.page.locator("#status").text_content() or "")
    someone.context.set_offline(False)
    someone.answered(2)
    assert someone.card()["total"] == "72,5 g en une fois"
    assert conversation(someone) == [SENTENCE, '/answer{"value":72,"fact":"weight_kg"}']
    assert someone.page.evaluate("sessionStorage['prioig.outbox']") is None


def test_a_message_that_waits_survives_a_reload(someone: Person) -> None:
    someone.type(SENTENCE)
    someone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    someone.context.set_offline(True)
    someone.page.locator("#message").fill("72 kg")
    someone.page.locator("#message").press("Enter")
    someone.page.get_by_text("En attente du réseau…").wait_for()
    someone.page.reload()
    someone.context.set_offline(False)
    someone.answered(2)
    assert someone.card()["total"] == "72,5 g en une fois"
    assert conversation(someone) == [SENTENCE, "72 kg"]


def test_an_answer_that_is_lost_on_its_way_is_not_a_second_message(someone: Person) -> None:
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(str(route.request.post_data))
        route.fetch()
        route.abort()

    someone.page.route("**/page/message", lose_once)
    someone.type(f"{SENTENCE}, 72 kg")
    assert len(lost) == 1
    assert someone.card()["total"] == "72,5 g en une fois"
    assert conversation(someone) == [f"{SENTENCE}, 72 kg"]


def test_the_conversation_comes_back_after_a_reload(someone: Person) -> None:
    someone.type(SENTENCE)
    someone.tap("passer")
    someone.page.reload()
    someone.answered(2)
    words = someone.page.locator("#log .said.me p:first-child").all_text_contents()
    assert words == [f"Vous : {SENTENCE}", "Vous : passer"]
    assert someone.card()["total"] == "1 g/kg en une fois."
    someone.type("72 kg")
    assert someone.card()["total"] == "72,5 g en une fois"


def test_two_tabs_do_not_mix(people: People) -> None:
    first = people().open()
    second = Person(first.context, first.address).open()
    first.type(f"{SENTENCE}, 72 kg")
    second.type("Guillain-Barré, 6 ans, 20 kg")
    assert first.page.evaluate(TAB) != second.page.evaluate(TAB)
    first.type("finalement 50 kg")
    assert first.card()["total"] == "50 g en une fois"
    assert second.card()["row"] == "Syndrome de Guillain-Barré"


def test_a_duplicated_tab_is_another_conversation(people: People) -> None:
    first = people().open()
    first.type(f"{SENTENCE}, 72 kg")
    kept = first.page.evaluate("({...sessionStorage})")
    first.context.add_init_script(f"if (!sessionStorage.length) Object.assign(sessionStorage, {kept})")
    copy = Person(first.context, first.address).open()
    copy.type("bonjour")
    assert copy.page.evaluate(TAB) != first.page.evaluate(TAB)
    assert copy.page.locator(".card").count() == 0


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_conversation_goes_on_after_a_restart_of_the_server(browser: Browser, tmp_path: Path) -> None:
    with Server.start(tmp_path, "--port", str(free_port())) as server:
        someone = person(browser, address_of(server)).open()
        someone.type(SENTENCE)
        server.stop(kill=True)
        someone.page.locator("#message").fill("72")
        someone.page.locator("#message").press("Enter")
        someone.page.get_by_text("En attente du réseau…").wait_for()
        server._launch()
        someone.answered(2)
        assert someone.card()["total"] == "72,5 g en une fois"
        assert conversation(someone) == [SENTENCE, '/answer{"value":72,"fact":"weight_kg"}']
        someone.page.reload()
        someone.answered(2)
        assert someone.card()["total"] == "72,5 g en une fois"
        someone.close()


def test_a_message_repeated_after_a_restart_is_known(tmp_path: Path) -> None:
    body = {"sender": "a" * 32, "id": "b" * 32, "message": SENTENCE}
    with Server.start(tmp_path) as first:
        before = first.client.post("/page/message", json=body).json()
        first.restart(kill=True)
        again = first.client.post("/page/message", json={**body, "again": True}).json()
        turns = first.client.post("/page/conversation", json=body).json()
    assert [reply.get("custom") for reply in again] == [reply.get("custom") for reply in before]
    assert [turn["text"] for turn in turns] == [SENTENCE]


def test_a_number_typed_twice_without_a_network_answers_its_own_question_only(someone: Person) -> None:
    someone.type("PTI adulte, Khellaf 9, urgence, corticoïdes en cours")
    before = someone.said()
    assert someone.page.locator("#unit").text_content() == "kg"
    someone.context.set_offline(True)
    for _ in range(2):
        someone.page.locator("#message").fill("72")
        someone.page.locator("#message").press("Enter")
    someone.context.set_offline(False)
    someone.answered(before + 2)
    log = someone.page.locator("#log").inner_text()
    assert "72 kg" in log and not any(mark in log for mark in ("[object", "/answer", "training:", "undefined"))
    assert someone.card()["status"] == "P"
