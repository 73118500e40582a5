"""What RGAA and WCAG AA ask, as far as a program can check it: axe-core, widths, targets, motion, roles."""

from __future__ import annotations

import re
from typing import Callable

import pytest

from tests.page.browsing import SENTENCE, SMALL, Person, axe_source
from tests.page.conftest import People

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NP = "myosite à inclusions"
UNJUSTIFIED = "autisme"


def welcome(one: Person) -> None:
    """The page as one finds it."""


def question(one: Person) -> None:
    """A question with its buttons."""
    one.page.locator("#start").click()
    one.answered(1)


def answer(one: Person) -> None:
    """An answer with everything unfolded, above it the one that it replaces."""
    one.type(SENTENCE)
    one.type("72")
    for summary in one.page.locator(".card:not(.old) summary").all():
        summary.click()


def not_first(one: Person) -> None:
    """An answer in black."""
    one.type(NP)


def refused(one: Person) -> None:
    """An answer without a colour."""
    one.type(UNJUSTIFIED)


def ranges(one: Person) -> None:
    """A dose in a range, drawn twice, with a threshold."""
    one.type(
        "myélome, hypogammaglobulinémie, IgG 3,2, infection sévère hospitalisée, antibioprophylaxie en échec, 70 kg"
    )


def table(one: Person) -> None:
    """The table with two rows open."""
    one.page.goto(one.address + "/#tableau/lambert_eaton")
    one.page.wait_for_selector(".entry[open]")
    one.page.locator("#row-itp_adult_severe summary").click()


def shared(one: Person) -> None:
    """A case that came by link."""
    one.page.goto(one.address + "/#cas?situation=itp_adult&khellaf_score=above.8&emergency=true")
    one.page.wait_for_selector("#case .card")


def followup(one: Person) -> None:
    """The dates of a follow-up, past and to come."""
    one.type("sirolimus, calendrier, débuté le 12/10/2026")


def training(one: Person) -> None:
    """A case of training with its questions, then the answer and what was right."""
    one.type("entraînement")
    one.tap(one.choices()[0])
    for _ in range(2):
        one.tap(one.choices()[0])


def score(one: Person) -> None:
    """The first line of a score, with its choices."""
    one.type("score de Khellaf")


def case_followed(one: Person) -> None:
    """A case taken up by its reference."""
    one.type(f"{SENTENCE}, 72 kg")
    found = re.search(r"\b[A-Z]\d+-\d{3}\b", one.page.locator("#log").inner_text())
    assert found is not None
    one.type(f"suite {found[0]}")


def form(one: Person) -> None:
    """A form in hand, with the link to its page."""
    one.type("nouveau formulaire sivig AB 1962 femme")
    one.type("section 2")


STATES: dict[str, Callable[[Person], None]] = {
    "accueil": welcome,
    "question": question,
    "réponse dépliée": answer,
    "réponse NP": not_first,
    "réponse non justifiée": refused,
    "fourchette et seuil": ranges,
    "tableau": table,
    "cas partagé": shared,
    "suivi": followup,
    "entraînement": training,
    "score": score,
    "cas suivi": case_followed,
    "formulaire": form,
}
LOOKS = ((412, 915, "light"), (320, 568, "dark"), (1280, 800, "dark"))  # width, height, scheme


def whole(one: Person) -> None:
    """Make the window as tall as the page: what a fixed field hides depends on where one has scrolled to."""
    size = one.page.viewport_size
    assert size is not None
    tall = int(one.page.evaluate("document.documentElement.scrollHeight"))
    one.page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall)})


def violations(one: Person) -> list[str]:
    """What axe-core finds on the whole page, one line a violation, with where."""
    whole(one)
    if not one.page.evaluate("globalThis.axe !== undefined"):
        one.page.evaluate(axe_source())
    found = one.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{item['id']}: {[node['target'] for node in item['nodes']]}" for item in found["violations"]]


WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, input, nav a, .sections a, .said a')]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.textContent || one.id, one.closest('.input') || one])
  .filter(([, one]) => { const box = one.getBoundingClientRect(); return box.width < 44 || box.height < 44; })
  .map(([name]) => name)"""


@pytest.mark.parametrize("reach", STATES.values(), ids=STATES)
def test_no_violation_no_overflow_and_targets_as_large_as_a_thumb(
    people: People, reach: Callable[[Person], None]
) -> None:
    one = people(SMALL, reduced_motion="reduce").open()  # no colour is caught on its way to another
    reach(one)
    for width, height, scheme in LOOKS:
        one.page.set_viewport_size({"width": width, "height": height})
        one.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert one.page.evaluate(WIDE) <= 0, "the page never scrolls sideways"
        assert violations(one) == []
        assert one.page.evaluate(SMALL_TARGETS) == []


def test_four_times_larger_text_still_fits(people: People) -> None:
    one = people({"viewport": {"width": 320, "height": 256}}).open()
    answer(one)
    assert one.page.evaluate(WIDE) <= 0
    assert one.page.locator("#composer").evaluate("one => getComputedStyle(one).position") == "static"


def test_reduced_motion_moves_nothing(people: People) -> None:
    one = people(reduced_motion="reduce").open()
    question(one)
    moving = one.page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).transitionDuration !== '0s').length"
    )
    assert moving == 0


def test_the_exchanges_are_a_polite_log_in_french(someone: Person) -> None:
    log = someone.page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert someone.page.locator("html").get_attribute("lang") == "fr"
    answer(someone)
    assert log.get_by_role("heading", level=2).count() == 2


@pytest.mark.parametrize("status", ["P", "UF", "NP", "not_justified", "incomplete"])
def test_each_verdict_is_a_word_and_a_mark_before_it_is_a_colour(someone: Person, status: str) -> None:
    said = {
        "P": "Guillain-Barré, 6 ans, 20 kg",
        "UF": "syndrome de Clarkson, 70 kg",
        "NP": NP,
        "not_justified": UNJUSTIFIED,
        "incomplete": "Guillain-Barré, adulte, échanges plasmatiques : je ne sais pas",
    }
    words = {
        "P": ("P", "PRIORITAIRE [P]"),
        "UF": ("UF", "RÉSERVÉ [UF]"),
        "NP": ("NP", "NON PRIORITAIRE [NP]"),
        "not_justified": ("Non", "NON JUSTIFIÉ"),
        "incomplete": ("?", "RÉPONSE INCOMPLÈTE"),
    }
    someone.type(said[status])
    if status == "incomplete" and not someone.page.locator(".card").count():
        someone.tap("je ne sais pas")
    card = someone.page.locator(".card:not(.old)")
    assert card.get_attribute("data-status") == status
    assert (card.locator(".code").text_content(), card.locator(".word").text_content()) == words[status]
