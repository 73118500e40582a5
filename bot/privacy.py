"""Identities typed in a message are masked before Rasa, the logs and the record see it.

Masked: the NIR (by its shape: one mistyped by a digit still names somebody; written in another way, by its key, checked
with python-stdnum), names with a civility, birth dates (the age is kept), telephone numbers, hospital identifiers (IPP,
NDA), e-mail and postal addresses. Medical content stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Callable, Mapping

from stdnum.fr import nir

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Masked:
    """A message without identities: `kinds` names what was hidden (name, nir, birth_date, phone, ipp, email, address),
    in reading order and once each; `facts` holds the age that a birth date gave, in years."""

    text: str
    kinds: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_PLAIN_MONTHS = {"fevrier": 2, "aout": 8, "decembre": 12, **{name: rank for rank, name in enumerate(_MONTHS, 1)}}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NIR = re.compile(
    r"(?<!\d)[1-478][\s.]?\d{2}[\s.]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.]?(?:\d{2}|2[AB])[\s.]?\d{3}[\s.]?\d{3}(?:[\s.-]*\d{2})?(?!\d)",
    re.IGNORECASE,
)
# The same fifteen characters in any grouping: only the key tells them from another number.
_NIR_KEY = re.compile(
    r"(?<!\d)(?:\d[\s./-]{0,2}){5}(?:[\dAB][\s./-]{0,2}){2}(?:\d[\s./-]{0,2}){7}\d(?!\d)", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\d,.])(?:(?:\+|00)33[\s.-]?(?:\(0\)[\s.-]?)?[1-9]|0[1-9])(?:[\s.-]?\d{2}){4}(?!\d)")
_IPP = re.compile(
    r"\b(?P<label>I\.?P\.?P\.?|N\.?I\.?P\.?|NDA|IEP|n[°ºo]\s*(?:de\s+)?(?:dossier|patient|séjour|sejour|ipp)|num[ée]ro\s+(?:de\s+)?(?:dossier|patient|s[ée]jour)|dossier(?=\s*[:=]?\s*\d{5})|dossier\s+n[°ºo]|INS)"
    r"\s*(?:n[°ºo]\s*)?[:=]?\s*(?P<id>[A-Z]{0,3}\d[\w/-]{3,})",
    re.IGNORECASE,
)
_BORN = (
    r"(?:n[ée]{1,2}(?:\(e\))?\s+(?:le\s+|en\s+)?|DDN\s*[:=]?\s*|DN\s*[:=]\s*|"
    r"date\s+de\s+naissance\s*[:=]?\s*(?:le\s+)?|naissance\s*[:=]?\s*(?:le\s+)?|naiss\.?\s*[:=]?\s*)"
)
_DATE = (
    rf"(?P<d>\d{{1,2}})(?:er)?\s*(?:[/.\s-]\s*(?P<m>\d{{1,2}})\s*[/.\s-]"
    rf"|\s+(?P<name>{'|'.join(_PLAIN_MONTHS)})\s+)\s*(?P<y>(?:19|20)?\d{{2}})(?!\d)"
)
_ISO = r"(?P<y2>(?:19|20)\d{2})-(?P<m2>\d{2})-(?P<d2>\d{2})(?!\d)"
_BIRTH = re.compile(rf"(?<!\w){_BORN}(?:{_DATE}|{_ISO})", re.IGNORECASE)
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ]+|[a-zà-öø-ÿ]+)(?:['’-][A-ZÀ-ÖØ-Þ]?[A-Za-zÀ-ÖØ-öø-ÿ]+)*"
_PARTICLE = r"(?:(?:de|du|des|le|la|d'|d’|van|von|ben|el|al)\s*)?"
_CIVILITY = re.compile(
    rf"(?<!\w)(?P<civility>(?i:M\.|Mr\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle|Mde|Docteur|Dr\.?)|Pr\.?|Professeur)\s+(?P<name>{_PARTICLE}{_NAME_WORD}(?:\s+{_PARTICLE}{_NAME_WORD}){{0,2}})"
)
_BARE_M = re.compile(r"(?<![\w])(?P<civility>M)\s+(?P<name>[A-ZÀ-ÖØ-Þ][\wÀ-ÿ'’-]{2,}(?:[\s-][A-ZÀ-ÖØ-Þ][\wÀ-ÿ-]+)?)")
_LOWER_NAME = re.compile(
    r"(?<!\w)(?P<civility>(?i:Mr|Mme|Mlle|monsieur|madame|mademoiselle))\.?\s+(?P<name>[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]{2,}(?:\s+[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]{2,})?)(?!\w)"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?P<civility>(?i:nom(?:\s+de\s+(?:naissance|famille))?|pr[ée]nom|nom\s+et\s+pr[ée]nom|patiente?|pt|pte|malade|dossier\s+de))\s*(?P<colon>:)?\s*(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,2}})"
)
_FORM_NAME = re.compile(
    r"(?<!\w)(?P<civility>(?i:nom(?:\s+de\s+(?:naissance|famille|jeune\s+fille))?|pr[ée]noms?))\s*:\s*"
    r"(?P<name>(?!\[)[\wÀ-ÿ'’-]{2,}(?:[ ](?!(?i:pr[ée]nom|nom)\b)[A-ZÀ-Þ][\wÀ-ÿ'’-]+)*)"
)
_MIXED_NAME = re.compile(
    r"(?<!\w)(?P<civility>(?i:M\.|Mr|Mme|Mlle|monsieur|madame|mademoiselle))\.?\s+"
    r"(?P<name>[a-zà-ÿ][\wà-ÿ-]+\s+[A-ZÀ-Þ]{2}[\wÀ-ÿ'’-]*)"
)
_ADDRESS = re.compile(
    r"(?<![\w/])\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?i:rue|avenue|av\.|boulevard|bd\.|impasse|all[ée]e|chemin|quai|square)\s+"
    r"(?:(?:de|du|des|la|le|les|l['’]|d['’])\s*)*[A-Za-zÀ-ÿ'’-]+(?:\s+(?:de|du|des|la|le)?\s?[A-ZÀ-Þ][a-zà-ÿ'’-]+)*"
    r"(?:,?\s+\d{5}(?:\s+[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+)*)?"
)

_LABEL = re.compile(r"\s*(?i:nom|pr[ée]noms?)\b")
_BARE_NAME = re.compile(rf"\s*(?P<name>{_PARTICLE}{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,2}})\s*[,:]\s")

PLACEHOLDER = {
    "name": "[nom]",
    "nir": "[NIR]",
    "birth_date": "[date de naissance]",
    "phone": "[téléphone]",
    "ipp": "[IPP]",
    "email": "[courriel]",
    "address": "[adresse]",
}


def mask(text: str, today: date | None = None) -> Masked:
    """Hide the identities of a message; the age behind a birth date is left ("[date de naissance] 46 ans").

    `today` is the day from which the age is counted (tests); an impossible date is hidden all the same.
    """
    day = today or date.today()
    found: list[tuple[int, str]] = []
    facts: dict[str, Any] = {}

    def hide(kind: str, match: re.Match[str]) -> str:
        found.append((match.start(), kind))
        return PLACEHOLDER[kind]

    text = _EMAIL.sub(lambda match: hide("email", match), text)
    text = _NIR.sub(lambda match: hide("nir", match), text)
    text = _NIR_KEY.sub(lambda match: hide("nir", match) if _has_key(match.group()) else match.group(), text)
    text = _IPP.sub(lambda match: f"{match['label']} {hide('ipp', match)}", text)
    text = _ADDRESS.sub(lambda match: hide("address", match), text)
    text = _PHONE.sub(lambda match: hide("phone", match), text)
    text = _BIRTH.sub(lambda match: _age(match, day, facts, hide), text)
    text = _opening(_names(text, hide), hide)
    kinds = tuple(dict.fromkeys(kind for _, kind in found))
    return Masked(text, kinds, MappingProxyType(facts))


def _has_key(number: str) -> bool:
    return bool(nir.is_valid(re.sub(r"[\s./-]", "", number)))


def _age(match: re.Match[str], today: date, facts: dict[str, Any], hide: Callable[[str, re.Match[str]], str]) -> str:
    hidden = hide("birth_date", match)
    born = _birth(match, today)
    if born is None or born > today:
        return hidden
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if years >= 3:
        facts["age_years"] = years
        return f"{hidden} {years} ans"
    if months >= 1:
        facts["age_years"] = round(months / 12, 3)
        return f"{hidden} {months} mois"
    days = (today - born).days
    facts["age_years"] = round(days / 365.25, 3)
    return f"{hidden} {days} jours de vie"


def _birth(match: re.Match[str], today: date) -> date | None:
    try:
        if match["y2"]:
            return date(int(match["y2"]), int(match["m2"]), int(match["d2"]))
        year = int(match["y"])
        if year < 100:
            year += 2000 if year + 2000 <= today.year else 1900
        month = int(match["m"]) if match["m"] else _PLAIN_MONTHS[match["name"].lower()]
        return date(year, month, int(match["d"]))
    except ValueError:
        return None


def _names(text: str, hide: Callable[[str, re.Match[str]], str]) -> str:
    """Names after a civility or a label. What is a word of medicine or of everyday ("Madame enceinte") stays."""

    def civil(match: re.Match[str]) -> str:
        kept, rest = _split(match["name"])
        if not kept and _eponym(match):
            kept, rest = match["name"], ""
        return match.group() if not kept else f"{match['civility']} {hide('name', match)}{rest}"

    text = _FORM_NAME.sub(lambda match: f"{match['civility']} : {hide('name', match)}", text)
    for pattern in (_MIXED_NAME, _CIVILITY, _BARE_M, _LABELLED, _LOWER_NAME):
        text = pattern.sub(civil, text)
    return text


def _opening(text: str, hide: Callable[[str, re.Match[str]], str]) -> str:
    """A bare name that opens the message of a case: "Dupont, PTI, 72 kg".

    Only words that the terminology knows in no spelling, before a comma or a colon, and only where the rest is about a
    patient: "Kawazaki, 12 kg" is a misspelt disease.
    """
    match = _BARE_NAME.match(text)
    words = [word for word in re.split(r"\s+", match["name"]) if word.lower() not in _PARTICLES] if match else []
    if match is None or not words or medical(words[0]) or _LABEL.match(text):
        return text
    from bot.nlu.understand import extract

    named, rest = extract(match["name"]), extract(text[match.end() :])
    if named.candidates or named.facts or named.unbound or not (rest.candidates or rest.facts):
        return text
    return f"{hide('name', match)}{text[match.end('name') :]}"


def _split(name: str) -> tuple[str, str]:
    """The words that are a name, and what follows them: the first word of the terminology ends the name."""
    parts = re.split(r"(\s+)", name)
    for index in range(0, len(parts), 2):
        if index < len(parts) - 1 and parts[index].lower() in _PARTICLES:
            continue
        if medical(parts[index]):
            return "".join(parts[:index]).strip(), "".join(parts[max(0, index - 1) :])
    return name, ""


_PARTICLES = frozenset({"de", "du", "des", "le", "la", "van", "von", "ben", "el", "al"})
_TITLES = re.compile(r"(?i)m\.?|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle")


def _eponym(match: re.Match[str]) -> bool:
    """ "M. Evans a un PTI": after a civility, the name of a disease is a name where the rest says another disease."""
    from bot.nlu.understand import extract

    if (
        not _TITLES.fullmatch(match["civility"])
        or not match["name"][0].isupper()
        or not medical(match["name"].split()[-1])
    ):
        return False
    return bool(extract(match.string[match.end() :]).candidates)


def medical(word: str) -> bool:
    """Whether a word is one of the terminology, or of everyday: no name."""
    from bot.nlu.terms import lexicon
    from bot.nlu.text import fold, stem

    folded = fold(word)
    terms = lexicon()
    if "-" in folded:
        return all(medical(part) for part in folded.split("-") if part)
    return (
        folded in terms.small
        or stem(folded) in terms.known
        or stem(folded) in terms.data["never"]
        or folded in terms.data["everyday"]
    )
