"""Replies as the page shows them: beside each object, the sentences of the same answer, one by one.

The words are those of `actions.wording`, so that a screen and a terminal never say two things. Nothing is decided here:
the decision is the one that was said; it is only read again to be put into words.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

import rules
from actions.wording import card, dose, opinions, questions, sentences, table
from actions.wording.text import capital, sentence
from bot.channels.page.plan import calendars
from bot.channels.page.share import justification, link_facts
from bot.failures import report
from rules.expression import NUMBER_TEST
from rules.model import Decision
from rules.vocabulary import vocabulary

Reply = dict[str, Any]
KEY = "page"
NOT_DRAWN = ("age_years",)  # a threshold that needs no picture


def viewed(replies: Iterable[Reply]) -> list[Reply]:
    """The same replies; `page` holds what a screen needs beside a question or a decision, and beside its text."""
    shown = [dict(reply) for reply in replies]
    for index, reply in enumerate(shown):
        custom = reply.get("custom") or {}
        if custom.get("type") == "question":
            reply[KEY] = _question(custom)
        elif custom.get("type") == "training_question":
            reply[KEY] = {"label": str(custom.get("label")), "integer": False}
        elif custom.get("type") == "calendar":
            _calendar(shown, index)
        elif custom.get("type") == "decision":
            _decision(shown, index)
    return shown


def _calendar(shown: list[Reply], index: int) -> None:
    """Leave out of the text the dates that the page draws."""
    said = next((item for item in reversed(shown[:index]) if item.get("text")), None)
    if said is not None:
        title = f"{shown[index]['custom']['title']} :"
        kept = (line for line in said["text"].split("\n") if line != title and not line.startswith("- "))
        said[KEY] = {"before": "\n".join(kept)}


def _question(custom: Mapping[str, Any]) -> dict[str, Any]:
    fact = vocabulary().facts.get(str(custom.get("fact")))
    if fact is None:
        return {"label": str(custom.get("label") or "situation"), "integer": False}
    return {"label": questions.words(fact.name).label, "integer": fact.integer}


def _decision(shown: list[Reply], index: int) -> None:
    """Add its words to the decision, and to the text said with it what comes before the verdict."""
    said = next((item for item in reversed(shown[:index]) if item.get("text")), None)
    try:
        decision = _read(shown[index]["custom"])
        before, verdict, after = _parts(said["text"] if said else "", card.VERDICTS[decision.status])
        shown[index][KEY] = words(decision, _pending(shown[index:]), verdict, after, note(after))
    except Exception as error:  # the text says it all: a card that cannot be drawn must not hide it
        report("page view", error)
        return
    if said is not None and verdict:
        said[KEY] = {"before": before}


def _read(custom: Mapping[str, Any]) -> Decision:
    return rules.decide(rules.parse_case({"indication": custom["indication"], "facts": dict(custom["facts"])}))


def _parts(text: str, word: str) -> tuple[str, str, list[str]]:
    """The text before the line of the verdict, that line, and the lines after it."""
    lines = text.split("\n")
    at = next((index for index, line in enumerate(lines) if line.startswith(word)), None)
    return (text, "", []) if at is None else ("\n".join(lines[:at]), lines[at], lines[at + 1 :])


def _pending(following: Sequence[Reply]) -> tuple[str, ...]:
    """The facts still to be asked after the verdict: from the one that the same reply asks for."""
    decision = following[0]["custom"]
    asked = next((c["fact"] for item in following[1:] if (c := item.get("custom") or {}).get("fact")), None)
    facts = tuple(decision.get("dose_facts") or ())
    return facts[facts.index(asked) :] if asked in facts else ()


def note(lines: Iterable[str]) -> str:
    """The line that says under which reference a decision was written, or why it was not."""
    marks = tuple(text.partition("{")[0] for text in (sentences.REFERENCE, sentences.UNRECORDED))
    return next((line for line in lines if line.startswith(marks)), "")


def words(
    decision: Decision,
    pending: Iterable[str] = (),
    verdict: str = "",
    after: Sequence[str] = (),
    note: str = "",
) -> Reply:
    """The sentences of an answer. `verdict` and `after` are the lines that were said, where there are some, and `note`
    the one of the record.

    An answer that is still open says what each reply to what is unknown would give: those lines are kept as said.
    """
    word, _, title = (verdict or card.verdict(decision)).partition(" · ")
    shown = card.warnings(decision, pending)
    return {
        "situation": table.situation(decision.indication) if decision.indication else "",
        "word": word,
        "title": title,
        "meaning": card.MEANING.get(decision.status, "") or _open(decision, after, note),
        "todo": opinions.what_to_do(decision),
        "dose": list(dose.lines(decision)),
        "warnings": [item.text for item in shown],
        "way_on": card.way_on(decision),
        "understood": card.understood(decision),
        "source": card.source(decision),
        "note": note,
        "calendars": calendars(decision),
        "gauges": gauges(decision),
        **_on_demand(decision),
        "link": _link(decision),
        "justification": justification(decision, title, note),
    }


def _open(decision: Decision, after: Sequence[str], note: str) -> str:
    if decision.status != "incomplete":
        return ""
    ends = ("! ", card.understood(decision) or "\0", card.source(decision), note or "\0")
    return "\n".join(line for line in after if not line.startswith(ends)) or card.possible(decision)


def _on_demand(decision: Decision) -> dict[str, Any]:
    own = tuple(f for f in decision.explanation if f.row == decision.row) or decision.explanation
    criteria = {finding.label: finding.state.value for finding in own}
    return {
        "criteria": [{"label": capital(label), "state": state} for label, state in criteria.items()],
        "regimens": [capital(line) for line in dose.others(decision)],
        "opinions": [capital(line) for line in opinions.listed(decision.opinions)],
        "opinions_other_phase": [capital(line) for line in opinions.listed(decision.opinions_other_phase)],
        "renewal": decision.facts.get("phase") == "renewal",
        "notes": [sentence(note) for note in decision.notes],
        "all_warnings": [item.text for item in decision.warnings],
        "unsigned": sentences.UNSIGNED,
    }


def _link(decision: Decision) -> dict[str, Any] | None:
    facts = link_facts(decision) if decision.indication else None
    return None if facts is None else {"indication": decision.indication, "facts": facts}


def gauges(decision: Decision) -> list[dict[str, Any]]:
    """Each measure that a criterion of the answer compares with a threshold, to be drawn against it."""
    own = tuple(f for f in decision.explanation if f.row == decision.row) or decision.explanation
    values, drawn = rules.facts_json(decision.facts), {}
    for finding in own:
        test = NUMBER_TEST.match(finding.criterion)
        if test and test[1] in values and test[1] not in NOT_DRAWN:
            drawn[finding.criterion] = {
                "label": capital(questions.words(test[1]).label),
                "unit": questions.words(test[1]).unit,
                "value": values[test[1]],
                "threshold": float(test[3]),
                "state": finding.state.value,
                "criterion": capital(finding.label),
            }
    return list(drawn.values())
