"""The written cases of the sirolimus protocol: every branch, both sides of every number."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import pytest
from ruamel.yaml import YAML

from rules.model import CaseError
from rules.protocols import sirolimus
from rules.protocols.facts import case_of
from rules.protocols.sirolimus import Adjustment
from rules.protocols.to_json import conclusion_json, intake_json

FILE = Path(__file__).parents[1] / "cases" / "protocols" / "sirolimus.yml"
CASES = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
CONCLUDED = {
    "candidacy": sirolimus.candidacy,
    "pneumocystis": sirolimus.pneumocystis,
    "vzv": sirolimus.vzv,
}


def answered(topic: str, facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the protocol answers, in the words of the cases."""
    case = case_of(facts)
    if topic == "dose":
        return intake_json(sirolimus.dose(case))
    if topic in ("adjust", "control"):
        found = sirolimus.adjust(case, after_suspension=topic == "control")
    else:
        found = Adjustment(CONCLUDED[topic](case), None, None)
    said = conclusion_json(sirolimus.rules().protocol, found.conclusion, case.facts)
    codes = {warning["code"] for warning in said["warnings"]}
    return {
        **said,
        "missing": said["missing_facts"],
        "missing_set": sorted(said["missing_facts"]),
        "useful": said["useful_facts"],
        "next": [[item["what"], item["days"], item["months"]] for item in said["next"]],
        "dose": intake_json(found.dose),
        "later": intake_json(found.later),
        "codes": codes,
    }


def compared(expect: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What the answer says of each thing that the case expects."""
    found: dict[str, Any] = {}
    for key, wanted in expect.items():
        if key == "warnings":
            found[key] = [code for code in wanted if code in said["codes"]]
        elif key == "no_warnings":
            found[key] = [code for code in wanted if code not in said["codes"]]
        elif isinstance(wanted, dict) and isinstance(said[key], dict) and key in ("dose", "later"):
            found[key] = {name: said[key][name] for name in wanted}
        else:
            found[key] = said[key]
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_written_case(case: Mapping[str, Any]) -> None:
    expect = case["expect"]
    if expect and "error" in expect:
        with pytest.raises(CaseError) as refused:
            answered(case["topic"], case["facts"])
        assert refused.value.code == expect["error"]
        return
    said = answered(case["topic"], case["facts"])
    if expect is None or said is None:
        assert said == expect
        return
    wanted = {key: sorted(value) if key == "missing_set" else value for key, value in expect.items()}
    assert compared(expect, said) == wanted


def test_every_row_of_the_protocol_has_a_case() -> None:
    reached = {
        (said["topic"], said["row"])
        for case in CASES
        if case["topic"] != "dose" and not (case["expect"] or {}).get("error")
        for said in [answered(case["topic"], case["facts"])]
        if said
    }
    rows = {
        (name, row.id)
        for name, situation in sirolimus.rules().protocol.situations.items()
        for row in situation.rows
        if name not in ("profile", "offered")
    }
    assert rows <= reached
