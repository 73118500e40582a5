"""Decisions of cases written as keyword arguments."""

from __future__ import annotations

from typing import Any

from rules import Decision, decide, parse_case
from rules.model import Plan

GBS = {"age_years": 45, "plasma_exchange": "unavailable", "pregnant": False, "renal_risk": False}


def decided(indication: str, **facts: Any) -> Decision:
    return decide(parse_case({"indication": indication, "facts": facts}))


def selected(indication: str, **facts: Any) -> Plan:
    """The regimen for this patient."""
    dose = decided(indication, **facts).dose
    assert dose is not None and dose.selected is not None
    return dose.regimens[dose.selected]


def codes(indication: str, **facts: Any) -> set[str]:
    return {warning.code for warning in decided(indication, **facts).warnings}
