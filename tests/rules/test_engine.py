"""The engine: three states, nothing concluded in doubt, one answer whatever the threads, memory that stays flat."""

from __future__ import annotations

import itertools
import random
import resource
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

import pytest

from rules import Case, EngineError, State, consult, decide, hierarchy, vocabulary
from rules.case import parse_value
from rules.compile import CODES, TRUE, definitions
from rules.consult import Consultation
from rules.engine import RuleSet, split
from rules.expression import Expression, Group, Leaf, Modal, parse_test
from rules.knowledge import FactRules, Knowledge
from tests.rules.seeded import random_cases

MET, NOT_MET, UNKNOWN = State.MET, State.NOT_MET, State.UNKNOWN
SEVERE = Case("itp_adult", {"life_threatening_bleeding": True})  # priority P when all is well


class RaisingRuleSet(RuleSet):
    """A rule set in which what the rule of a met row runs raises."""

    def _recorder(self, rule: str) -> Callable[[Any], None]:
        if rule.startswith("row:") and rule.endswith("|met"):
            return lambda _context: 1 / 0  # type: ignore[return-value]
        return super()._recorder(rule)


class CrashingRuleSet(RuleSet):
    """A rule set whose host is handed what it cannot take."""

    def run(self, fields: Any) -> frozenset[str]:
        return super().run({**fields, "never": object()})


class DeafRuleSet(RuleSet):
    """A rule set whose fact meets not even the rule that every fact meets."""

    def run(self, fields: Any) -> frozenset[str]:
        return super().run({**fields, "asserted": 0})


def itp_definitions() -> dict[str, Any]:
    """The compiled rules of adult ITP, by name."""
    rules = Consultation(Knowledge(hierarchy())).knowledge.rules("itp_adult")
    rows = {f"row:{row.id}": row.criteria for row in hierarchy().situations["itp_adult"].rows}
    return definitions(rows, {}, {test: f"t{index}" for index, test in enumerate(rules.main.tests)})


def consultation_on(rule_set: RuleSet) -> Consultation:
    """A consultation in which adult ITP is concluded by this rule set."""
    consultation = Consultation(Knowledge(hierarchy()))
    consultation.knowledge.rules("itp_adult").main.rules = rule_set
    return consultation


def test_the_case_of_these_tests_is_a_priority_when_all_is_well() -> None:
    assert consultation_on(RuleSet("sound", itp_definitions())).decide(SEVERE).status == "P"


@pytest.mark.parametrize("removed", ["row:itp_adult_severe|met", "row:itp_adult_exceptional|unknown"])
def test_a_rule_set_with_a_rule_removed_concludes_nothing(removed: str) -> None:
    rules = {name: part for name, part in itp_definitions().items() if name != removed}
    with pytest.raises(EngineError) as caught:
        consultation_on(RuleSet("short", rules)).decide(SEVERE)
    assert str(caught.value).endswith(f"aucune conclusion pour {removed.split('|')[0]}")


@pytest.mark.parametrize("doubled", ["row:itp_adult_severe|met", "row:itp_adult_severe|not_met"])
def test_two_conclusions_for_a_row_conclude_nothing(doubled: str) -> None:
    with pytest.raises(EngineError) as caught:
        consultation_on(RuleSet("double", {**itp_definitions(), doubled: TRUE})).decide(SEVERE)
    assert str(caught.value).endswith("deux conclusions pour row:itp_adult_severe")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        pytest.param(RaisingRuleSet, "exception dans une règle", id="ce que lance une règle lève une exception"),
        pytest.param(CrashingRuleSet, "TypeError", id="le moteur lève une exception"),
        pytest.param(DeafRuleSet, "le moteur n'a rien conclu", id="la règle que tout cas remplit ne répond pas"),
    ],
)
def test_an_engine_in_error_concludes_nothing(kind: type[RuleSet], message: str) -> None:
    with pytest.raises(EngineError) as caught:
        consultation_on(kind("wrong", itp_definitions())).decide(SEVERE)
    assert message in str(caught.value)


def test_an_engine_in_error_concludes_nothing_the_second_time_either() -> None:
    consultation = consultation_on(RaisingRuleSet("wrong", itp_definitions()))
    for _ in range(2):
        with pytest.raises(EngineError):
            consultation.decide(SEVERE)


def test_a_conclusion_against_the_possible_worlds_concludes_nothing() -> None:
    """The rules change once the worlds are built: both are right alone, and they disagree."""
    consultation = Consultation(Knowledge(hierarchy()))
    assert consultation.decide(SEVERE).status == "P"
    rules = itp_definitions()
    swapped = {**rules, "row:itp_adult_severe|met": rules["row:itp_adult_severe|not_met"]}
    swapped["row:itp_adult_severe|not_met"] = rules["row:itp_adult_severe|met"]
    consultation.knowledge.rules("itp_adult").main.rules = RuleSet("swapped", swapped)
    consultation.forget()
    with pytest.raises(EngineError) as caught:
        consultation.decide(SEVERE)
    assert str(caught.value) == "itp_adult_severe : conclusion not_met, mondes possibles met"


def test_rules_that_the_engine_cannot_read_are_refused() -> None:
    with pytest.raises(EngineError) as caught:
        RuleSet("unreadable", {"r": {"$perhaps": {"value": 1}}})
    assert "règles refusées par le moteur" in str(caught.value)


def test_a_rule_met_in_several_ways_counts_once() -> None:
    either = {"$or": [{"a": 1}, {"b": 1}]}
    fired = RuleSet("twice", {"row:x|met": {"$and": [either, either]}}).run({"a": 1, "b": 1})
    assert split("twice", fired, ["row:x"]) == ({"row:x": MET}, frozenset())


NUMBERS = [
    ("igg_g_per_l < 4", 3.99, MET),
    ("igg_g_per_l < 4", 4, NOT_MET),
    ("igg_g_per_l < 4", {"below": 4}, MET),
    ("igg_g_per_l < 4", {"at_most": 4}, UNKNOWN),
    ("igg_g_per_l < 4", {"at_most": 3.9}, MET),
    ("igg_g_per_l < 4", {"at_least": 4}, NOT_MET),
    ("igg_g_per_l < 4", {"above": 3.9}, UNKNOWN),
    ("igg_g_per_l < 4", {"above": 1, "below": 4}, MET),
    ("igg_g_per_l < 4", None, UNKNOWN),
    ("dsa_mfi > 2000", 2000, NOT_MET),
    ("dsa_mfi > 2000", 2000.01, MET),
    ("dsa_mfi > 2000", {"above": 2000}, MET),
    ("dsa_mfi > 2000", {"at_least": 2000}, UNKNOWN),
    ("dsa_mfi > 2000", {"at_most": 2000}, NOT_MET),
    ("treatment_months >= 3", 2.99, NOT_MET),
    ("treatment_months >= 3", 3, MET),
    ("treatment_months >= 3", {"at_least": 3}, MET),
    ("treatment_months >= 3", {"above": 3}, MET),
    ("treatment_months >= 3", {"below": 3}, NOT_MET),
    ("treatment_months >= 3", {"at_most": 3}, UNKNOWN),
    ("age_years >= 18", 17.99, NOT_MET),
    ("age_years >= 18", 18, MET),
    ("khellaf_score > 8", 8, NOT_MET),
    ("khellaf_score > 8", 9, MET),
    ("khellaf_score > 8", {"above": 8}, MET),
    ("khellaf_score > 8", {"at_least": 9}, MET),
    ("khellaf_score > 8", {"at_least": 8.5}, MET),
    ("khellaf_score > 8", {"below": 9}, NOT_MET),
    ("khellaf_score > 8", {"at_most": 8.5}, NOT_MET),
    ("khellaf_score > 8", {"at_least": 8}, UNKNOWN),
    ("buchanan_score >= 3", {"above": 2}, MET),
    ("buchanan_score >= 3", {"below": 3}, NOT_MET),
    ("treatment_year is 2", 2, MET),
    ("treatment_year is 2", 1, NOT_MET),
    ("treatment_year is 2", 3, NOT_MET),
    ("treatment_year is 2", {"above": 1, "below": 3}, MET),
    ("treatment_year is 2", {"at_least": 2}, UNKNOWN),
    ("treatment_year is 2", {"above": 2}, NOT_MET),
    ("treatment_year is 2", {"at_most": 2}, UNKNOWN),
    ("treatment_year is 2", {"below": 2}, NOT_MET),
    ("treatment_year is 2", None, UNKNOWN),
]
VALUES = [
    ("emergency", True, MET),
    ("emergency", False, NOT_MET),
    ("emergency", None, UNKNOWN),
    ("not emergency", True, NOT_MET),
    ("not emergency", False, MET),
    ("not emergency", None, UNKNOWN),
    ("gammopathy_isotype is IgG", "IgG", MET),
    ("gammopathy_isotype is IgG", "none", NOT_MET),
    ("gammopathy_isotype is IgG", None, UNKNOWN),
    ("organ in [liver, other]", "liver", MET),
    ("organ in [liver, other]", "kidney", NOT_MET),
]
TRIALS = {  # in the order of the vocabulary: not_tried, available, ongoing, failed, dependent, not_tolerated, …
    "corticosteroids in FAILED": "not_met not_met not_met met met met met not_met",
    "plasma_exchange in NOT_POSSIBLE": "unknown not_met not_met not_met not_met met met met",
    "plasma_exchange in [FAILED, NOT_POSSIBLE]": "unknown not_met not_met met met met met met",
    "plasma_exchange in [failed, NOT_POSSIBLE]": "unknown not_met not_met met not_met met met met",
    "corticosteroids is failed": "not_met not_met not_met met not_met not_met not_met not_met",
}
EVERY_TRIAL = vocabulary().trial
TRIED = [
    (text, value, State(state))
    for text, states in TRIALS.items()
    for value, state in zip(EVERY_TRIAL, states.split(), strict=True)
]


@pytest.mark.parametrize(("text", "value", "state"), [*NUMBERS, *VALUES, *TRIED], ids=str)
def test_the_state_of_a_test(text: str, value: Any, state: State) -> None:
    test = parse_test(text, vocabulary())
    rules = FactRules(vocabulary().facts[test.fact], (test,))
    place = rules.axis.place(None if value is None else parse_value(test.fact, value))
    assert rules.at(place) == {text: state}


A, B, C = (Leaf(parse_test(name, vocabulary()), name) for name in ("emergency", "generalised", "stabilised"))
EXPRESSIONS: dict[str, Expression] = {
    "all": Group("all", (A, B, C)),
    "any": Group("any", (A, B, C)),
    "any dans all": Group("all", (A, Group("any", (B, C)))),
    "all dans any": Group("any", (A, Group("all", (B, C)))),
    "not": Modal("not", Group("all", (A, Group("any", (B, C))))),
    "unknown": Modal("unknown", Group("any", (A, Group("all", (B, C))))),
    "unless": Modal("unless", Group("all", (A, Group("any", (B, C))))),
    "unless dans all": Group("all", (A, Modal("unless", B), Modal("unknown", C))),
    "rien": Group("all", ()),
}
ORDER = (NOT_MET, UNKNOWN, MET)


def kleene(expression: Expression, states: dict[str, State]) -> State:
    """The state of an expression by the truth tables."""
    if isinstance(expression, Leaf):
        return states[expression.test.text]
    if isinstance(expression, Group):
        parts = [ORDER.index(kleene(part, states)) for part in expression.parts]
        return ORDER[(min if expression.kind == "all" else max)(parts, default=2)]
    part = kleene(expression.part, states)
    if expression.kind == "not":
        return ORDER[2 - ORDER.index(part)]
    return MET if (part is UNKNOWN if expression.kind == "unknown" else part is not MET) else NOT_MET


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_has_the_state_of_the_truth_tables(name: str) -> None:
    fields = {leaf.test.text: f"t{index}" for index, leaf in enumerate((A, B, C))}
    compiled = RuleSet("x", definitions({"row:x": EXPRESSIONS[name]}, {"effect": EXPRESSIONS[name]}, fields))
    for states in itertools.product(State, repeat=3):
        given = dict(zip(fields, states, strict=True))
        found = split("x", compiled.run({fields[test]: CODES[state] for test, state in given.items()}), ["row:x"])
        wanted = kleene(EXPRESSIONS[name], given)
        assert found == ({"row:x": wanted}, frozenset({"effect"} if wanted is MET else ())), given


def test_a_case_whose_like_was_seen_costs_no_engine_call() -> None:
    consultation = Consultation(Knowledge(hierarchy()))
    rules = consultation.knowledge.rules("itp_adult").main.rules
    facts = {"khellaf_score": 9, "emergency": True, "weight_kg": 72.0}
    first = consultation.decide(Case("itp_adult", facts))
    calls = rules.calls
    second = consultation.decide(Case("itp_adult", {**facts, "khellaf_score": 30, "weight_kg": 50.0}))
    assert (rules.calls, first.status, second.status) == (calls, "P", "P")
    assert first.dose and second.dose
    assert [first.dose.regimens[0].grams_exact, second.dose.regimens[0].grams_exact] == [72.0, 50.0]
    consultation.decide(Case("itp_adult", {**facts, "khellaf_score": 8}))
    assert rules.calls == calls + 1


def test_eight_threads_answer_as_one() -> None:
    cases = random_cases(500, seed=8)
    alone = Consultation(Knowledge(hierarchy()))
    expected = [alone.decide(case) for case in cases]
    shared = Consultation(Knowledge(hierarchy()))

    def answers(seed: int) -> bool:
        order = list(range(len(cases)))
        random.Random(seed).shuffle(order)
        for at in order:
            shared.forget()  # so that every decision goes to the engine
            if shared.decide(cases[at]) != expected[at]:
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answers, range(8))) == [True] * 8


def test_memory_stays_flat_over_thousands_of_engine_calls() -> None:
    """Without `delete_state` durable-rules raises MemoryError after some 1,500 of them."""
    rules = RuleSet("flat", itp_definitions())
    fields = {f"t{index}": code for index, code in enumerate(itertools.islice(itertools.cycle((0, 1, 2)), 12))}
    for _ in range(1000):
        rules.run(fields)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(5000):
        rules.run(fields)
    assert rules.calls == 6000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4096  # KiB


def test_a_full_memo_of_verdicts_starts_again_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consult, "VERDICTS", 3)
    consultation = Consultation(Knowledge(hierarchy()))
    cases = [case for case in random_cases(40, 7) for _ in (1, 2)]
    assert [consultation.decide(case) for case in cases] == [decide(case) for case in cases]
    assert 0 < len(consultation._verdicts) <= 3
