"""One browser for the session; without it, the tests that need one say why they were not run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterator

import pytest

from tests.page.browsing import ARGUMENTS, CHROMIUM, PHONE, Person, address_of, person
from tests.serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_CHROMIUM = "Chromium est absent : apt-get install -y chromium (docs/page.md)."
NO_PLAYWRIGHT = "playwright est absent : uv sync --group page (docs/page.md)."
People = Callable[..., Person]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window and without its own traffic."""
    api = pytest.importorskip("playwright.sync_api", reason=NO_PLAYWRIGHT)
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def people(browser: Browser, server: Server) -> Iterator[People]:
    """Make people in front of the page: `people(DESKTOP, color_scheme="dark")`; they leave when the test ends."""
    present: list[Person] = []

    def arrive(device: dict[str, Any] = PHONE, address: str = "", **options: Any) -> Person:
        present.append(person(browser, address or address_of(server), device, **options))
        return present[-1]

    yield arrive
    for one in present:
        one.close()


@pytest.fixture
def someone(people: People) -> Person:
    """A person with a phone, the page open."""
    return people().open()
