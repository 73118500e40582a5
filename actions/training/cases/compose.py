"""The French of a case: an opening, the story, one sentence a fact, what does not matter, the body, the question."""

from __future__ import annotations

from random import Random
from typing import Any, Iterator, Mapping, Sequence

from actions.training.cases import phrases
from actions.training.cases.build import Draft, brought
from actions.training.cases.grammar import forms, of, say, to, without_article
from actions.training.cases.model import LIST
from actions.training.cases.patient import FEMALE, Patient
from actions.wording.said import said
from actions.wording.text import number
from rules.vocabulary import vocabulary

PREGNANCY = ("pregnant", "gestational_weeks")
BODY = ("weight_kg", "height_cm", "renal_risk", "no_venous_access", *PREGNANCY)
ANY = "any"
LINKED = 0.5


class Writer:
    """The sentences of one draft, drawn with one chance."""

    def __init__(self, draft: Draft, chance: Random) -> None:
        self.draft, self.chance = draft, chance
        self.patient = draft.patient
        key = draft.limit.boundary
        self.own = phrases.of(key.situation, key.row)
        self.words: dict[str, Any] = {**forms(draft.patient, chance), **_figures(draft.facts)}
        self.told = {"age_years", "phase", *brought(key.situation, draft.facts)}

    def text(self) -> str:
        """The whole case."""
        found = [*self.pick("openers"), *self.pick("story")]
        found += self.pregnancy() if self.draft.facts.get("pregnant") is True else []
        found += self.phase() + self.facts() + self.pick("noise") + self.background() + self.body() + self.closing()
        return " ".join(found)

    def one(self, variants: Sequence[Any], **more: Any) -> list[str]:
        """One of the variants that suit the patient, said; nothing where none does."""
        fitting = [item for item in variants if suits(item, self.patient, self.draft.facts)]
        if not fitting:
            return []
        chosen = self.chance.choice(fitting)
        pattern = chosen if isinstance(chosen, str) else chosen["say"]
        return [say(pattern, {**self.words, **more}, self.patient.sex, self.chance)]

    def pick(self, part: str) -> list[str]:
        """One sentence of a part of the situation's own file."""
        return self.one(self.own.get(part, ()))

    def phase(self) -> list[str]:
        """That it is a renewal, and that what follows is what was true at the start."""
        return self.one(phrases.load("facts")["renewal"]) if self.draft.phase == "renewal" else []

    def facts(self) -> list[str]:
        """One sentence for each fact, in the order in which a ward tells them."""
        facts = {fact: value for fact, value in self.draft.facts.items() if fact not in (*BODY, *self.told)}
        order = phrases.load("facts")["order"]
        found: list[str] = []
        linked: set[str] = set()
        for fact in sorted(facts, key=lambda name: order.index(name) if name in order else len(order)):
            said_of_it = self.fact(fact, facts[fact])
            found += self._linked(fact, said_of_it, linked)
        return found

    def _linked(self, fact: str, sentences: list[str], linked: set[str]) -> list[str]:
        """Now and then, what the first fact of a group is about ("Au bilan, …")."""
        links = phrases.load("facts")["links"]
        group = next((name for name, item in links.items() if fact in item["facts"]), None)
        if not sentences or group is None or group in linked:
            return sentences
        linked.add(group)
        first = sentences[0]
        acronym = not first[1:2].islower() and first[1:2] not in "'’ "
        if acronym or self.chance.random() > LINKED:
            return sentences
        return [f"{self.chance.choice(links[group]['say'])} {first[0].lower()}{first[1:]}", *sentences[1:]]

    def fact(self, fact: str, value: Any) -> list[str]:
        """The sentence of one fact, unless another sentence has told it."""
        if fact in self.told:
            return []
        self.told.add(fact)
        variants = list(sentences(fact, value, self.own))
        more = _treatment(fact) if vocabulary().facts[fact].kind == "trial" else {}
        return self.one(variants, value=_spelled(fact, value), **more) or [f"{said(fact, value).capitalize()}."]

    def background(self) -> list[str]:
        """Another disease or treatment of the patient, which changes nothing."""
        return (
            self.one(phrases.load("facts")["background"])
            if self.draft.limit.boundary.part == LIST or self.chance.random() < 0.6
            else []
        )

    def pregnancy(self) -> list[str]:
        """Whether a woman is pregnant, and her term."""
        facts = self.draft.facts if self.patient.sex == FEMALE else {}
        return [said for fact in PREGNANCY if fact in facts for said in self.fact(fact, facts[fact])]

    def body(self) -> list[str]:
        """Pregnancy where it is denied, kidneys, veins, weight and height."""
        facts, found = self.draft.facts, self.pregnancy()
        for fact in ("renal_risk", "no_venous_access"):
            found += self.fact(fact, facts[fact]) if fact in facts else []
        if "weight_kg" in facts:
            found += self.one(phrases.load("facts")["measures"]["both" if "height_cm" in facts else "weight"])
        return found

    def _often(self, share: float) -> bool:
        """Now and then; always where a case has little else to say."""
        return self.draft.limit.boundary.part == LIST or self.chance.random() < share

    def closing(self) -> list[str]:
        """What the ward asks, now and then."""
        return (
            self.one(phrases.load("facts")["closing"])
            if self.draft.limit.boundary.part == LIST or self.chance.random() < 0.7
            else []
        )


def sentences(fact: str, value: Any, own: Mapping[str, Any]) -> Iterator[Any]:
    """Every way to say a fact: the situation's own ways if it has some, else those of the fact, else of its kind."""
    key = ("yes" if value else "no") if isinstance(value, bool) else value if isinstance(value, str) else ANY
    for found in (own.get("facts", {}), phrases.load("facts")["facts"]):
        variants = found.get(fact, {})
        variants = variants.get(key, ()) if isinstance(variants, Mapping) else variants
        if variants:
            yield from variants
            return
    if vocabulary().facts[fact].kind == "trial":
        yield from phrases.load("facts")["trials"].get(value, ())


def suits(item: Any, patient: Patient, facts: Mapping[str, Any]) -> bool:
    """Whether a variant may be said of a patient: `from`, `below` (years), `sex`, `if` (facts with their values)."""
    if isinstance(item, str):
        return True
    if not item.get("from", 0) <= patient.age < item.get("below", 200) or item.get("sex", patient.sex) != patient.sex:
        return False
    return all(facts.get(fact) in expected for fact, expected in item.get("if", {}).items())


def _figures(facts: Mapping[str, Any]) -> dict[str, str]:
    found = {
        fact: number(value)
        for fact, value in facts.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }
    if "weight_kg" in facts and "height_cm" in facts:
        found["bmi"] = number(facts["weight_kg"] / (facts["height_cm"] / 100) ** 2, 1)
    return found


def _spelled(fact: str, value: Any) -> str:
    """A figure with the decimals that a laboratory gives: "4,0 g/L"."""
    if isinstance(value, (bool, str)):
        return str(value)
    step = phrases.load("values")["numbers"].get(fact, {}).get("step", 1)
    return f"{value:.1f}".replace(".", ",") if step < 1 else number(value)


def _treatment(fact: str) -> dict[str, str]:
    """The words that agree with a treatment."""
    found = phrases.load("facts")["treatments"][fact]
    name = found["name"]
    bare = name.removeprefix("les ").removeprefix("le ").removeprefix("la ").removeprefix("l'")
    plural = name.startswith("les ")
    return {
        "ils": name,
        "de_ils": of(name),
        "a_ils": to(name),
        "sans": without_article(bare),
        "ont": "ont" if plural else "a",
        "sont": "sont" if plural else "est",
        "s": "s" if plural else "",
        "ee": "e" if found.get("feminine") else "",
    }
