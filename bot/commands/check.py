"""`prioig check`: the rule base read again, with what the loader alone cannot see."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.paths import ROOT
from rules import hierarchy
from rules.check import check
from rules.products import formulary

CASES = ROOT / "tests" / "cases"


def run(options: argparse.Namespace) -> int:
    """Say what the rule base holds, or raise RuleBaseError with every fault found."""
    check(Path(options.cases) if options.cases else CASES)
    formulary()
    table = hierarchy()
    rows = sum(len(situation.rows) for situation in table.situations.values())
    counted = f"{len(table.situations)} situations, {rows} lignes, {len(table.unjustified)} non justifiées"
    print(f"Table {table.document} {table.version} : {counted}.")
    print("Tout est en ordre : chaque ligne peut être atteinte, chaque situation et chaque ligne a ses cas.")
    return 0
