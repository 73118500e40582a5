"""People in front of the page, in the browser of tests/conftest.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterator

import pytest

from tests.page.browsing import PHONE, Person, address_of, person
from tests.serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

People = Callable[..., Person]


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
