"""The generated pages are those of the rule base of today, and hold what they must."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import FOLDER, pages
from docs.pages.questions import largest_with_follow_up
from docs.pages.table import SIGN
from rules import hierarchy
from rules.consult import consultation
from rules.protocols import sirolimus
from rules.protocols.records import Branch

PAGES = pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.name))
def test_the_page_is_not_stale(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "lancez : python -m docs.generate"


@pytest.mark.parametrize("indication", hierarchy().situations)
def test_no_situation_needs_more_than_seven_questions(indication: str) -> None:
    largest, mean = consultation().planner(indication).counts()
    assert mean <= largest <= 7


def test_a_treatment_said_to_be_never_tried_brings_one_more_question() -> None:
    names = ("guillain_barre", "myasthenia_gravis", "catastrophic_antiphospholipid_syndrome", "cidp", "itp_adult")
    found = {name: (consultation().planner(name).counts()[0], largest_with_follow_up(name)) for name in names}
    assert found == {
        "guillain_barre": (2, 3),
        "myasthenia_gravis": (7, 8),
        "catastrophic_antiphospholipid_syndrome": (4, 5),
        "cidp": (3, 3),
        "itp_adult": (5, 5),
    }


def test_every_row_and_every_unjustified_situation_can_be_signed() -> None:
    text = PAGES[FOLDER / "table.md"]
    rows = [row for situation in hierarchy().situations.values() for row in situation.rows]
    blocks = text.split("#### ")[1:]
    assert [block.split("`")[1] for block in blocks] == [row.id for row in rows]
    assert [block for block in blocks if SIGN not in block] == []
    assert [name for name in hierarchy().unjustified if f"(`{name}`)" not in text] == []


def test_every_row_and_sentence_of_the_sirolimus_protocol_can_be_re_read_and_signed() -> None:
    text, rules = PAGES[FOLDER / "sirolimus.md"], sirolimus.rules().protocol
    rows = [row for situation in rules.situations.values() for row in situation.rows if isinstance(row, Branch)]
    blocks = {block.split("`")[1]: block for block in text.split("### ")[1:]}
    assert [row.id for row in rows if SIGN not in blocks.get(row.id, "")] == []
    printed = [line for row in rows for line in row.says] + [item.text for row in rows for item in row.warnings]
    printed += [*rules.texts.vaccines, *rules.dose_notes.values(), *(item.message for item in rules.header.exclusions)]
    printed += [item.text for item in (*rules.interactions, *rules.adverse_effects)]
    assert [sentence for sentence in printed if sentence not in text] == []


def test_every_criterion_and_every_sentence_of_the_rule_base_is_printed() -> None:
    text = PAGES[FOLDER / "table.md"]
    situations = hierarchy().situations.values()
    printed = [row.confirm for item in situations for row in item.rows if row.confirm]
    printed += [warning.text for item in situations for row in item.rows for warning in (*row.warnings, *item.warnings)]
    printed += [note for item in situations for row in item.rows for note in row.notes]
    printed += [exclusion.message for exclusion in hierarchy().header.exclusions]
    assert [sentence for sentence in printed if sentence not in text] == []
