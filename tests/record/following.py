"""A case of the record that is taken up again, for the tests of the follow-up."""

from __future__ import annotations

from typing import Any

from actions.activities import ACTIVITIES
from actions.record.keeper import with_record
from actions.record.read import CaseFile, case_file
from tests.record.ward import Ward

CIDP = "PIDC évolutive, corticoïdes en échec, échanges plasmatiques en échec, 72 kg, 180 cm, pas de risque rénal"


def someone() -> Ward:
    return Ward(activities=ACTIVITIES)


def decided(text: str = CIDP) -> str:
    """The reference of a case that somebody else decided."""
    heard = someone().says(text)
    assert heard.decision is not None
    return str(heard.decision["reference"])


def case(reference: str) -> CaseFile:
    found = with_record(lambda record: case_file(record, reference))
    assert found is not None
    return found


def contents(entries: Any) -> list[dict[str, Any]]:
    dropped = {"v", "seq", "at", "kind", "reference", "channel", "sender"}
    return [{key: value for key, value in entry.content.items() if key not in dropped} for entry in entries]
