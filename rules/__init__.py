"""The medicine: `decide(parse_case({...}))` needs neither Rasa nor a server nor a database."""

from rules.case import parse_case, parse_value
from rules.consult import decide
from rules.load import hierarchy
from rules.model import Case, CaseError, Decision, EngineError, Interval, RuleBaseError, State
from rules.to_json import decision_json, facts_json
from rules.vocabulary import vocabulary
from rules.what_if import Change, Outcome, possible_answers, what_would_change

__all__ = [
    "Case",
    "CaseError",
    "Change",
    "Decision",
    "EngineError",
    "Interval",
    "Outcome",
    "RuleBaseError",
    "State",
    "decide",
    "decision_json",
    "facts_json",
    "hierarchy",
    "parse_case",
    "parse_value",
    "possible_answers",
    "vocabulary",
    "what_would_change",
]
