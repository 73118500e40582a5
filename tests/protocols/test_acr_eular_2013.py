"""The ACR/EULAR 2013 classification: the written cases, and every completion of what is unknown counted plainly."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from rules.model import RuleBaseError
from rules.protocols.classification import FOLDER, classification, load, standing

ACR = classification("acr_eular_2013")
WRITTEN = YAML(typ="safe").load(Path(__file__).with_name("acr_eular_2013.yml").read_text(encoding="utf-8"))
GROUPS = {  # counted again here, apart from the data: a wrong figure in either is seen
    "fingers": {"puffy_fingers": 2, "sclerodactyly": 4},
    "fingertips": {"digital_ulcer": 2, "pitting_scar": 3},
    "telangiectasia": {"telangiectasia": 2},
    "nailfold": {"nailfold": 2},
    "lung": {"interstitial_lung_disease": 2, "pulmonary_arterial_hypertension": 2},
    "raynaud": {"raynaud": 3},
    "autoantibodies": {"anti_centromere": 3, "anti_topoisomerase_i": 3, "anti_rna_polymerase_iii": 3},
}
ITEMS = ("skin_beyond_mcp", *(item for group in GROUPS.values() for item in group))


def stated(case: Mapping[str, Any]) -> dict[str, bool]:
    said = {name: True for name in case.get("present", ())} | {name: False for name in case.get("absent", ())}
    rest = [] if case.get("rest") != "absent" else [name for name in ACR.items if name not in said]
    covered = {item for group in said if group in GROUPS for item in GROUPS[group]} - set(said)
    return said | {name: False for name in rest if name not in covered}


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case["name"])
def test_the_case_is_counted_as_written(case: Mapping[str, Any]) -> None:
    found = standing(ACR, stated(case))
    of_item = {name: reason for one in found.counted for name, reason in one.of_item.items()}
    whole = {
        "verdict": found.verdict,
        "points": [found.low, found.high],
        "sufficient": found.sufficient,
        "of_item": {name: of_item[name] for name in case["expect"].get("of_item", {})},
    }
    assert {key: whole[key] for key in case["expect"]} == case["expect"]


def points(present: Mapping[str, bool]) -> int:
    """All items known: the plain count."""
    if present["skin_beyond_mcp"]:
        return 9
    return sum(max((p for item, p in group.items() if present[item]), default=0) for group in GROUPS.values())


@given(st.dictionaries(st.sampled_from(ITEMS), st.booleans(), min_size=len(ITEMS) - 6))
def test_the_verdict_is_that_of_every_completion(said: dict[str, bool]) -> None:
    unknown = [item for item in ITEMS if item not in said]
    worlds = itertools.product((False, True), repeat=len(unknown))
    totals = [points({**said, **dict(zip(unknown, world))}) for world in worlds]
    verdicts = {total >= 9 for total in totals}
    found = standing(ACR, said)
    assert found.verdict == {(True,): "classified", (False,): "not_classified"}.get(tuple(verdicts), "open")
    assert found.high == max(totals)
    if found.sufficient or said.get("skin_beyond_mcp") is False:
        assert found.low == min(totals)


def test_the_largest_score_without_the_sufficient_item_is_nineteen() -> None:
    assert (ACR.largest_without_sufficient, ACR.threshold) == (19, 9)


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(ValueError, match="élément inconnu « gout »"):
        standing(ACR, {"gout": True})


def test_a_sufficient_item_below_the_threshold_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "acr_eular_2013.yml").read_text(encoding="utf-8").replace("points: 9\n", "points: 8\n")
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleBaseError, match=r"bad\.yml:\d+: un critère suffisant doit atteindre le seuil"):
        load(tmp_path / "bad.yml")
