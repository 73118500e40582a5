"""One case of the record as a piece of HTML: what was decided, what followed, and what the table of today says.

`python -m bot.review.case REFERENCE` prints it; the review's page in the browser shows it.
"""

from __future__ import annotations

import sys
from typing import Any, Iterator, Mapping

from actions.database import DatabaseProblem
from actions.record.entries import COURSE, DECISION, EFFECT, OPINION, TOLERANCE, Entry
from actions.record.read import CaseFile, case_file, nearest
from actions.record.reference import read
from actions.record.replay import Replay, replay
from actions.record.store import Record
from actions.wording.questions import facts as fact_words
from actions.wording.table import body
from actions.wording.text import listing, number, span
from bot.reports.page import heading, paragraph, table

NAMES = {"status": "réponse", "row": "ligne", "start": "quand débuter", "opinions": "avis", "regimen": "dose"}
NAMES["missing"] = "faits manquants"
STATUSES = {
    "P": "prioritaire (P)",
    "UF": "réservé (UF)",
    "NP": "non prioritaire (NP)",
    "not_justified": "non justifié",
    "criteria_not_met": "critères non réunis",
    "not_listed": "absent du tableau",
    "incomplete": "incomplet",
}
STARTS = {"now": "tout de suite", "urgent_opinion": "après avis urgent", "after_opinion": "après avis"}
KINDS = {OPINION: "avis obtenu", COURSE: "cure donnée", EFFECT: "effet", TOLERANCE: "tolérance"}
LEFT_OUT = {"v", "seq", "at", "kind", "reference", "sender", "channel"}


def fragment(typed: str) -> str:
    """The case of a reference as it was typed; where there is none, why, and the nearest ones."""
    asked = read(typed)
    if asked is None:
        return paragraph("Une référence est une lettre et des chiffres, comme K7-482.")
    record = Record(readonly=True)
    try:
        found = case_file(record, asked.reference) if asked.reference else None
        if found is None:
            near = listing((f"{case.reference}" for case in nearest(record, asked)), "ou")
            return paragraph(f"Aucune décision sous cette référence.{f' Peut-être {near} ?' if near else ''}")
    finally:
        record.close()
    return "\n".join(_case(found))


def _case(case: CaseFile) -> Iterator[str]:
    last = case.decisions[-1]
    yield heading(f"Dossier {case.reference}", 1)
    yield paragraph(f"{len(case.decisions)} décision(s), la dernière le {_when(last)}.")
    yield _decision(replay(last.content))
    yield table("Faits", ("Fait", "Valeur"), list(_facts(last.content["facts"])), words=2)
    followed = [entry for entry in case.entries if entry.kind in KINDS]
    if followed:
        rows = [(_when(entry), KINDS[entry.kind], _said(entry)) for entry in followed]
        yield table("Ce qui a suivi", ("Quand", "Quoi", "Détail"), rows, words=3)
    earlier = [entry for entry in case.decisions[:-1] if entry.kind == DECISION]
    if earlier:
        rows = [(_when(entry), _status(entry.content), entry.content["label"] or "") for entry in earlier]
        yield table("Décisions précédentes", ("Quand", "Réponse", "Ligne"), rows, words=3)


def _decision(found: Replay) -> str:
    then, now = found.then, found.now
    rows = [(name, _shown(key, then), _shown(key, now) if now else found.problem or "") for key, name in NAMES.items()]
    rows.append(("table et règles", _versions(then), _versions(now) if now else ""))
    if now is None:
        verdict = f"Ce cas ne peut plus être décidé : {found.problem}"
    elif found.changed:
        verdict = f"La table d'aujourd'hui dit autre chose : {listing(NAMES[name] for name in found.changed)}."
    else:
        verdict = "La table d'aujourd'hui dit la même chose."
    return paragraph(verdict) + table("Alors et aujourd'hui", ("", "Alors", "Aujourd'hui"), rows, words=3)


def _versions(content: Mapping[str, Any]) -> str:
    return f"{content['table']} ({content['rules']})"


def _shown(key: str, content: Mapping[str, Any]) -> str:
    value = content.get(key)
    if key == "status":
        return _status(content)
    if key == "row":
        return str(content["label"] or "–")
    if key == "start":
        return STARTS.get(str(value), "–")
    if key == "opinions":
        return listing(listing(map(body, item["bodies"]), "ou") for item in value or ()) or "aucun"
    if key == "missing":
        return listing(fact_words()[fact].label for fact in value or ()) or "aucun"
    return _regimen(value)


def _regimen(chosen: Mapping[str, Any] | None) -> str:
    if chosen is None:
        return "–"
    grams = chosen.get("grams_in_vials")
    dose = f"{span(chosen['g_per_kg_total'])} g/kg, voie {chosen['route']}"
    return f"{dose}, {span(grams)} g en flacons" if grams is not None else dose


def _status(content: Mapping[str, Any]) -> str:
    return STATUSES.get(content["status"], str(content["status"]))


def _when(entry: Entry) -> str:
    return f"{entry.at.astimezone():%d/%m/%Y à %H:%M}"


def _facts(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        words = fact_words().get(name)
        unit = f" {words.unit}" if words and words.unit and not isinstance(value, bool) else ""
        yield (words.label if words else name), _value(value, words.choices if words else {}) + unit


def _value(value: Any, choices: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, Mapping):
        signs = {"below": "<", "at_most": "≤", "above": ">", "at_least": "≥"}
        return listing(f"{signs.get(key, key)} {number(bound)}" for key, bound in value.items())
    return choices.get(str(value), str(value))


def _said(entry: Entry) -> str:
    """What an entry of the follow-up says; figures and identifiers of ours, nobody's words."""
    content = entry.content
    if entry.kind == OPINION:
        return f"{body(content['body'])}, le {content.get('day') or '?'}{_favour(content.get('favourable'))}"
    if entry.kind == COURSE:
        return f"{number(content['grams'])} g le {content.get('day') or '?'}" if content.get("grams") else "–"
    return " ; ".join(str(value) for name, value in content.items() if name not in LEFT_OUT and value not in (None, []))


def _favour(favourable: bool | None) -> str:
    return "" if favourable is None else ", favorable" if favourable else ", défavorable"


def main() -> int:
    """Print the case of the reference given. 1 where the record cannot be read."""
    try:
        print(fragment(sys.argv[1] if len(sys.argv) > 1 else ""))
    except DatabaseProblem as error:
        print(paragraph(str(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
