"""The dates of a follow-up, drawn by the page and said by the text alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.page.view import viewed
from tests.page.browsing import PHONE, SMALL
from tests.page.conftest import People
from tests.serving import Server

EVENTS = [
    {"date": "2026-10-19", "when": "J7", "items": [{"id": "trough", "label": "résiduel"}]},
    {"date": "2027-01-12", "when": "M3", "items": [{"id": "visit", "label": "consultation"}]},
]
CALENDAR = {"type": "calendar", "title": "Surveillance", "events": EVENTS}
SAID = "sirolimus, calendrier, débuté le 12/10/2026"


def test_the_page_leaves_out_of_the_text_the_dates_that_it_draws() -> None:
    text = "Surveillance :\n- J7, 19/10/2026 : résiduel\nHors AMM."
    shown = viewed([{"text": text}, {"custom": CALENDAR}])
    assert (shown[0]["text"], shown[0]["page"]) == (text, {"before": "Hors AMM."})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [SMALL, PHONE], ids=["320", "412"])
def test_the_follow_up_is_drawn_within_the_screen(people: People, device: dict[str, Any], scheme: str) -> None:
    one = people(device, color_scheme=scheme).open()
    one.type(SAID)
    drawn = one.page.locator(".followup")
    assert [when.strip() for when in drawn.locator(".when").all_inner_texts()] == [
        "J7", "J21", "J28", "M1", "M2", "M3", "M6", "M12", "M18", "M24",
    ]  # fmt: skip
    assert drawn.locator("time").first.get_attribute("datetime") == "2026-10-19"
    width = one.page.viewport_size["width"]
    box = drawn.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert "Hors AMM" in one.page.locator("#log .said.bot").last.inner_text()
    assert one.errors == []


def test_the_text_alone_says_the_dates(server: Server) -> None:
    replies = server.say("suivi", SAID)
    text = next(reply["text"] for reply in replies if "text" in reply)
    events = next(reply["custom"] for reply in replies if "custom" in reply)["events"]
    assert "- J7, 19/10/2026 : résiduel" in text
    assert len(events) == len([line for line in text.split("\n") if line.startswith("- ")])
