"""The pictures of docs/screenshots, taken again: `python -m tests.page.screenshots`. Developers only."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable

from playwright.sync_api import sync_playwright

from actions.training import teacher
from actions.training.report.page import page
from actions.training.report.summary import summary
from tests.page.browsing import ARGUMENTS, CHROMIUM, DESKTOP, PHONE, SENTENCE, SMALL, Person, address_of, person
from tests.serving import ROOT, Server
from tests.training.pupils import play

FOLDER = ROOT / "docs" / "screenshots"
SCHEMES = ("light", "dark")
DEVICES: dict[int, dict[str, Any]] = {320: SMALL, 412: PHONE, 1280: DESKTOP}


def welcome(one: Person) -> None:
    """The page as one finds it."""


def question(one: Person) -> None:
    """A question with its buttons."""
    one.type("PIDC évolutive")


def answer(one: Person) -> None:
    """An answer with this patient's grams."""
    one.type(f"{SENTENCE}, 72 kg")


def calendar(one: Person) -> None:
    """An answer over five days."""
    one.type("Guillain-Barré, 6 ans, 20 kg, insuffisance rénale")


def threshold(one: Person) -> None:
    """An answer with a measure against its threshold."""
    one.type(
        "myélome, hypogammaglobulinémie, IgG 3,2, infection sévère hospitalisée, antibioprophylaxie en échec, 70 kg"
    )
    one.page.locator(".gauge").scroll_into_view_if_needed()


def table(one: Person) -> None:
    """The table, searched, one row open."""
    one.page.goto(f"{one.address}/#tableau")
    one.page.locator("#search").fill("PTI")
    one.page.locator("#row-itp_adult_severe summary").click()


def followup(one: Person) -> None:
    """The follow-up of a treatment, as dates."""
    one.type("sirolimus, calendrier, débuté le 12/10/2026")


SCENES: dict[str, Callable[[Person], None]] = {
    "accueil": welcome,
    "question": question,
    "reponse": answer,
    "calendrier": calendar,
    "seuil": threshold,
    "tableau": table,
    "suivi": followup,
}
WIDE = ("reponse", "tableau", "suivi")  # the scenes that are worth a picture at every width


def take(server: Server, folder: Path) -> None:
    """Take every picture into `folder`."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, reach in SCENES.items():
            for width, device in DEVICES.items():
                if width != 412 and name not in WIDE:
                    continue
                for scheme in SCHEMES:
                    one = person(browser, address_of(server), device, color_scheme=scheme).open()
                    reach(one)
                    one.page.wait_for_timeout(400)
                    one.page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", scale="css")
                    one.close()
        browser.close()


def training(server: Server, folder: Path) -> None:
    """The pictures of a training room: the live view, the report, an intern's phone."""
    os.environ["PRIOIG_VAR"] = str(server.folder / "var")
    room, code = teacher.start("Hémato, novembre", 12, 90, datetime.now(timezone.utc), seed=5)
    for number in range(8):
        play(server.client, room.code, number, most=12 if number else 5)
    report = server.folder / "report.html"
    report.write_text(page(summary(room, datetime.now(timezone.utc))), encoding="utf-8")
    address = address_of(server)
    views = {
        "salle": f"{address}/entrainement/salle/{room.code}#{code}",
        "salle-rapport": report.as_uri(),
    }
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for scheme in SCHEMES:
            for name, url in views.items():
                one = person(browser, address, DESKTOP, color_scheme=scheme)
                one.page.goto(url)
                one.page.locator("tbody tr").nth(7).wait_for()
                one.page.wait_for_timeout(600)
                one.page.set_viewport_size({"width": 1280, "height": 2000})
                one.page.screenshot(path=folder / f"{name}-1280-{scheme}.png", scale="css")
                one.close()
            one = person(browser, address, color_scheme=scheme).open(f"/entrainement/{room.code}")
            one.page.locator("#message").press("Enter")
            one.answered(1)
            one.tap(one.choices()[0])
            one.tap("réservé [UF]")
            one.page.wait_for_timeout(400)
            one.page.screenshot(path=folder / f"salle-interne-412-{scheme}.png", scale="css")
            one.close()
        browser.close()


def main() -> None:
    """Start a server, take the pictures; `training` for those of a training room alone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Server.start(Path(folder)) as server:
        if "training" not in sys.argv[1:]:
            take(server, FOLDER)
        training(server, FOLDER)


if __name__ == "__main__":
    main()
