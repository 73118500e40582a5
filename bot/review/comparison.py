"""A replayed case in French: what was said then and what the table of today says, side by side."""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from actions.record.replay import Replay
from actions.wording.questions import facts as fact_words
from actions.wording.table import body
from actions.wording.text import listing, span

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


def verdict(found: Replay) -> str:
    """Whether the table of today says the same, in one sentence."""
    if found.now is None:
        return f"Ce cas ne peut plus être décidé : {found.problem}"
    if not found.changed:
        return "La table d'aujourd'hui dit la même chose."
    return f"La table d'aujourd'hui dit autre chose : {listing(NAMES[name] for name in found.changed)}."


def rows(found: Replay) -> Iterator[tuple[str, str, str]]:
    """What is compared, then, today."""
    then, now = found.then, found.now
    for key, name in NAMES.items():
        yield name, shown(key, then), shown(key, now) if now else "–"
    yield "table et règles", _versions(then), _versions(now) if now else "–"


def text(found: Replay) -> str:
    """The comparison for a terminal: the sentence, then what changed."""
    now = found.now or {}
    changed = [f"- {NAMES[key]} : {shown(key, found.then)} → {shown(key, now)}" for key in found.changed]
    return "\n".join((verdict(found), *changed))


def _versions(content: Mapping[str, Any]) -> str:
    return f"{content['table']} ({content['rules']})"


def shown(key: str, content: Mapping[str, Any]) -> str:
    """One compared field of a decision's content, in French."""
    value = content.get(key)
    if key == "status":
        return STATUSES.get(str(value), str(value))
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
