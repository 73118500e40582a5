"""A person in front of the page, in Debian's Chromium: opens it, types, taps, reads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"viewport": {"width": 412, "height": 915}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SMALL = {"viewport": {"width": 320, "height": 568}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
SENTENCE = "PTI adulte, Khellaf 9, urgence, corticoïdes en cours"


class Person:
    """One tab, and what one does in it. Console errors and requests to elsewhere are kept."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: str = "/") -> Person:
        """Load the page and wait until it shows the version of its table."""
        self.page.goto(self.address + path)
        self.page.locator("#version:not(:empty)").wait_for()
        return self

    def said(self) -> int:
        """How many messages of the person stand on the screen."""
        return self.page.locator("#log .said.me").count()

    def answered(self, count: int) -> None:
        """Wait until that many messages are on the screen and all have their answer.

        With locators: a policy without `unsafe-eval` also forbids what Playwright waits for by evaluation.
        """
        self.page.locator("#log .said.me[data-done]").nth(count - 1).wait_for()
        self.page.locator("#log .said.me:not([data-done])").first.wait_for(state="detached")

    def type(self, text: str) -> None:
        """Write in the field, press Enter and wait for the answer."""
        before = self.said()
        self.page.locator("#message").fill(text)
        self.page.locator("#message").press("Enter")
        self.answered(before + 1)

    def tap(self, label: str) -> None:
        """Press the quick reply of that name (as the page writes it) and wait for the answer."""
        before = self.said()
        self.choice(label).click()
        self.answered(before + 1)

    def choice(self, label: str) -> Locator:
        """The quick reply of that name."""
        return self.page.locator(".replies button").get_by_text(label, exact=True)

    def choices(self) -> list[str]:
        """The quick replies on offer."""
        return [text.strip() for text in self.page.locator(".replies button").all_text_contents()]

    def card(self) -> dict[str, str]:
        """The answer in force: status, word, row, what to do, the first figure of the dose."""
        last = self.page.locator("#log .card:not(.old)")
        parts = {"word": ".word", "row": ".row", "todo": ".todo", "total": ".total"}
        read = {name: last.locator(path) for name, path in parts.items()}
        texts = {name: found.text_content() or "" for name, found in read.items() if found.count()}
        texts["row"] = texts["row"].removeprefix(" : ")
        return {"status": last.get_attribute("data-status") or "", **texts}

    def close(self) -> None:
        """Close the tab and its storage."""
        self.context.close()


def person(browser: Browser, address: str, device: dict[str, Any] = PHONE, **options: Any) -> Person:
    """Someone new with that device: nothing is shared with anybody else."""
    context = browser.new_context(**{**device, "locale": "fr-FR", **options})
    context.set_default_timeout(20_000)
    return Person(context, address)


def address_of(server: Any) -> str:
    """The origin of a running server."""
    return str(server.client.base_url).rstrip("/")


def axe_source() -> str:
    """The text of axe-core."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
