"""A little French grammar: agreement with the patient, alternatives, elisions, numbers as they are written.

In a sentence `{il}`, `{e}`, `{le}`, `{du}`, `{au}`, `{un}` agree with the patient, `<masculin|féminin>` chooses by sex,
`[une façon|une autre]` chooses at random, `{value}` is the figure with a decimal comma.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any, Mapping

from actions.training.cases import phrases
from actions.training.cases.patient import FEMALE, Patient
from actions.wording.text import number, sentence

ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
BY_SEX = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
ELIDED = re.compile(r"\b([Qq]ue|[Dd]e|[Ll]orsque|[Pp]uisque) (?=(?:ils?|elles?|une?|l'?on)\b)")
VOWEL = "aeiouyhâàéèêëîïôûœAEIOUÉÈÊ"


def forms(patient: Patient, chance: Random) -> dict[str, str]:
    """The words that agree with a patient, the same ones for a whole case."""
    data = phrases.load("people")
    group = next(item for item in data["groups"] if patient.age < item["below"])[patient.sex]
    le = chance.choice(group["le"])
    found = {name: pair[patient.sex == FEMALE] for name, pair in data["words"].items()}
    found |= {"le": le, "du": of(le), "au": to(le), "age": age(patient)}
    return {**found, "un": chance.choice(group["un"]).format_map(found)}


def age(patient: Patient) -> str:
    """The age with its preposition: "de 6 ans", "d'un mois"."""
    said = phrases.load("people")["ages"]
    if patient.days is not None:
        return str(said["day"] if patient.days == 1 else said["days"].format(n=patient.days))
    if patient.months is not None:
        return str(said["month"] if patient.months == 1 else said["months"].format(n=patient.months))
    return str(said["years"].format(n=number(patient.age)))


def of(name: str) -> str:
    """A name with its article after "de": "du patient", "de l'enfant"."""
    return (
        f"du {name[3:]}" if name.startswith("le ") else f"des {name[4:]}" if name.startswith("les ") else f"de {name}"
    )


def to(name: str) -> str:
    """A name with its article after "à": "au patient", "à l'enfant"."""
    return f"au {name[3:]}" if name.startswith("le ") else f"aux {name[4:]}" if name.startswith("les ") else f"à {name}"


def without_article(name: str) -> str:
    """A name after "de", its article left out: "de corticoïdes", "d'échanges plasmatiques"."""
    return f"d'{name}" if name[:1] in VOWEL else f"de {name}"


def say(text: str, words: Mapping[str, Any], sex: str, chance: Random) -> str:
    """One sentence made of a pattern: alternatives chosen, words agreed, a capital and a full stop."""
    while ALTERNATIVES.search(text):
        text = ALTERNATIVES.sub(lambda match: chance.choice(match[1].split("|")), text, count=1)
    text = BY_SEX.sub(lambda match: match[2] if sex == FEMALE else match[1], text)
    return sentence(" ".join(ELIDED.sub(_elide, text.format_map(words)).split()))


def _elide(match: re.Match[str]) -> str:
    return f"{match[1][:-1]}'"
