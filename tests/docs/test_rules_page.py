"""docs/rules.md says what the loader takes: its keys, its grammar and its example of a case."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from docs.generate import FOLDER
from rules import decide, parse_case, vocabulary
from rules.expression import parse_test
from rules.load import RENAL, load
from tests.rules.mutation import broken

TEXT = (FOLDER / "rules.md").read_text(encoding="utf-8")
ROW, CASE = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_the_keys_of_a_row_are_those_that_the_loader_names(tmp_path: Path) -> None:
    folder = broken(
        tmp_path, "neurologie.yml", "        place: « Neurologie », ligne 1\n", "        x: 1\n        place: y\n"
    )
    with pytest.raises(ValueError) as caught:
        load(folder)
    known = str(caught.value).split("attendues : ")[1].split()
    shown = re.findall(r"^ {6}(?:- | {2})(\w+):", ROW, re.MULTILINE)
    assert sorted(shown) == sorted(known)


def test_the_tests_of_the_grammar_can_be_read() -> None:
    grammar = TEXT.split("## The grammar")[1].split("## A case")[0]
    examples = re.findall(r"^\| (`.+?) \|", grammar, re.MULTILINE)
    tests = [test for line in examples for test in re.findall(r"`([a-z_]+ [^`]+|not \w+|[a-z]+_[a-z_]+)`", line)]
    assert len(tests) == 6
    assert [parse_test(test, vocabulary()).text for test in tests] == tests


def test_the_renal_rules_are_all_explained() -> None:
    assert [name for name in RENAL if f"`{name}`" not in TEXT] == []


def test_the_case_is_decided_as_written() -> None:
    (case,) = YAML(typ="safe").load(CASE)
    found = decide(parse_case(case["case"]))
    said = {"status": found.status, "row": found.row, "start": found.start, "missing": list(found.missing_facts)}
    assert said == case["expect"]
