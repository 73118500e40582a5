"""What stands around a mention: denied, doubted, about somebody else, or past (`context.yml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.nlu.match import Mention, every_mention
from bot.nlu.terms import Lexicon
from bot.nlu.text import Text, fold, words_of

# "dysphagie sévère (non)", "transfusion : pas besoin"
_ANSWERED_NO = re.compile(
    r"\s*[(:=]\s*(?:(?:non|nan|0|neg|aucune?|absente?s?)(?![a-z0-9])|pas\s+(?:besoin|necess|indiqu|requis))"
)
# "le pronostic vital ne semble pas engagé", "atteinte oculaire peu sévère"
_WEAKENED = re.compile(
    r"\s*(?:(?:ne|n')\s*(?:est|sont|semble(?:nt)?|parait|serai(?:en)?t|etait|etaient|a|ont)\s+(?:pas|plus|jamais|point)\b"
    r"|(?:non|peu|pas|sans)\s+(?:tres\s+)?(?:sever|etend|grave|marqu|importan|extensi))"
)
_OR_ELSE = re.compile(  # "Kawasaki ou scarlatine ?", "Kawasaki vs scarlatine"
    r"\s*(?:(?:vs\.?|versus)\s|(?:ou)\s+[^?;.!\n]{2,40}\?)"
)
_CLAUSE = re.compile(r"[,;:()\n!?]|\.(?:\s|$)|->|→")


@dataclass(frozen=True)
class Cue:
    """A word of context at words[first:last + 1]."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True)
class Context:
    """The cues of a message, and how far each reaches."""

    text: Text
    cues: tuple[Cue, ...]
    stops: frozenset[str]
    reach: dict[str, int]
    terms: tuple[Mention, ...]
    not_doubts: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    told: tuple[Mention, ...] = ()  # where the patient stands with the treatment just before ("EPO pas fait")

    def state(self, mention: Mention) -> str:
        """asserted | negated | doubt | family | history: the strongest context of the mention."""
        for kind in ("family", "negation", "doubt", "history"):
            if self._before(mention, kind) or self._after(mention, kind):
                return {"negation": "negated"}.get(kind, kind)
        return "asserted"

    def negated(self, mention: Mention) -> bool:
        """Whether the mention is denied."""
        return (
            self._before(mention, "negation")
            or self._after(mention, "negation")
            or self._verb_denied(mention)
            or _ANSWERED_NO.match(self._following(mention)) is not None
        )

    def _following(self, mention: Mention) -> str:
        return self.text.folded[self.text.words[mention.last].end :]

    def _verb_denied(self, mention: Mention) -> bool:
        """ "Ne persistent pas": the denial surrounds the verb."""
        words = self.text.words
        if mention.last + 1 >= len(words) or words[mention.last + 1].text not in ("pas", "plus", "jamais"):
            return False
        lead = self.text.folded[max(0, words[mention.first].start - 4) : words[mention.first].start]
        return bool(re.search(r"(?<![a-z])n(?:e\s|')$", lead))

    def doubted(self, mention: Mention) -> bool:
        """Whether the mention is only suspected, or asked."""
        return (
            self._before(mention, "doubt")
            or self._after(mention, "doubt")
            or self._half_denied(mention)
            or _WEAKENED.match(self._following(mention)) is not None
        )

    def _half_denied(self, mention: Mention) -> bool:
        """A denial close before the mention that does not quite reach it ("pas calculé urgence", "pas de menace pour
        le pronostic vital"): neither yes nor no."""
        for cue in self.cues:
            if cue.kind != "negation_before" or not 0 < mention.first - cue.last <= 1 + self.reach["negation"]:
                continue
            if self.text.words[cue.last].text != "pas" or self._hidden(cue, mention) or self._spent(cue, mention):
                continue
            between = range(cue.last + 1, mention.first + 1)
            stops = {self.text.words[index].text for index in between[:-1]} & self.stops
            if stops <= {"pour"} and not any(_CLAUSE.search(self.text.words[index].gap) for index in between):
                return not self.negated(mention)
        return False

    def situation_doubted(self, mention: Mention) -> bool:
        """Whether a situation is only suspected; "si", "en cas de", "quid" ask about it and doubt nothing."""
        certain = tuple(cue for cue in self.cues if self._said(cue) not in self.not_doubts)
        around = replace(self, cues=certain)
        if _OR_ELSE.match(self._following(mention)):
            return True
        return around._before(mention, "doubt") or around._after(mention, "doubt")

    def _said(self, cue: Cue) -> str:
        return " ".join(word.text for word in self.text.words[cue.first : cue.last + 1])

    def of_somebody_else(self, mention: Mention) -> bool:
        """Whether the mention is about the family or the neighbours."""
        return self._before(mention, "family") or self._after(mention, "family")

    def antecedent(self, mention: Mention) -> bool:
        """Whether the mention is said to be an antecedent; "a eu" alone may be of today."""
        recent = tuple(cue for cue in self.cues if self.text.words[cue.last].text != "eu")
        return replace(self, cues=recent).past(mention)

    def past(self, mention: Mention) -> bool:
        """Whether the mention is an antecedent."""
        return self._before(mention, "history") or self._after(mention, "history")

    def _before(self, mention: Mention, kind: str) -> bool:
        return any(cue.kind == f"{kind}_before" and self._reaches(cue, mention, kind) for cue in self.cues)

    def _reaches(self, cue: Cue, mention: Mention, kind: str) -> bool:
        words = self.text.words
        if cue.last >= mention.first or mention.first - cue.last - 1 > self._span(cue, kind):
            return False
        for index in range(cue.last + 1, mention.first + 1):
            if _CLAUSE.search(words[index].gap):
                return False
            if (
                index < mention.first
                and words[index].text in self.stops
                and not (kind == "family" and words[index].text in ("pour", "et", "chez"))
                and not (kind == "family" and words[index].text == "avec" and index - cue.last <= 2)
            ):
                return False
        if kind in ("negation", "doubt") and self._spent(cue, mention):
            return False
        return kind != "negation" or not (self._hidden(cue, mention) or self._of_a_verb(cue, mention))

    def _of_a_verb(self, cue: Cue, mention: Mention) -> bool:
        """ "Khellaf pas calculé urgence": "pas" denies the word between, unless that is only an adverb."""
        words = self.text.words
        if words[cue.last].text != "pas" or cue.last + 2 != mention.first or self._span(cue, "negation") > 1:
            return False
        return words[cue.last + 1].text not in self.adverbs

    def _span(self, cue: Cue, kind: str) -> int:
        """How many words may stand between: "pas de" reaches far, "pas vacciné" and "non vacciné" one word."""
        words = self.text.words
        if kind == "negation" and words[cue.last].text in ("pas", "non") and cue.last + 1 < len(words):
            spoken = self.text.folded[words[cue.last].end : words[cue.last + 1].start]
            return (
                self.reach[kind]
                if re.search(r"(?<![a-z])d(?:e|es|u)?(?![a-z])", spoken)
                else 1
                if words[cue.last].text == "pas"
                else 0
            )
        return self.reach[kind]

    def _hidden(self, cue: Cue, mention: Mention) -> bool:
        """A denial stops at the first term that it meets, unless "ou" or "ni" carries it on."""
        for term in self.terms:
            if cue.last < term.first and term.last < mention.first:
                between = {word.text for word in self.text.words[term.last + 1 : mention.first]}
                return between.isdisjoint({"ou", "ni"})
        return False

    def _spent(self, cue: Cue, mention: Mention) -> bool:
        """Whether a cue is a part of a term's own words and says nothing of what follows ("pas de risque vital échec
        ctc", "EPO pas fait transfusions"), unless "ou", "ni" or "de" carries it on."""
        words = self.text.words
        for term in self.terms + self.told:
            if term.first <= cue.first and cue.last <= term.last and term.first < term.last < mention.first:
                spoken = self.text.folded[words[term.last].end : words[term.last + 1].start]
                between = {word.text for word in words[term.last + 1 : mention.first]}
                if between.isdisjoint({"ou", "ni"}) and not re.search(r"(?<![a-z])d(?:e|es|u)?(?![a-z])", spoken):
                    return True
        return False

    def _after(self, mention: Mention, kind: str) -> bool:
        words = self.text.words
        following = words[mention.last + 1].gap if mention.last + 1 < len(words) else self.text.tail
        if kind == "doubt" and "?" in following and not self._question(mention):
            return True
        for cue in self.cues:
            right_after = cue.kind == f"{kind}_after" and cue.first == mention.last + 1
            apart = re.search(r"[,;.()\n?]", following)
            if kind == "negation" and right_after and self._begins_a_term(cue):
                continue
            if right_after and not apart and (kind != "negation" or self._closes(cue)):
                return True
        return False

    def _begins_a_term(self, cue: Cue) -> bool:
        """ "CAPS pas engagé vital": the denial belongs to what follows."""
        return any(term.first == cue.first and cue.last < term.last for term in self.terms)

    def _question(self, mention: Mention) -> bool:
        """ "PTI de l'enfant, quel centre ?": the sentence asks about something else than the term."""
        asked = {
            "quel",
            "quelle",
            "quels",
            "quelles",
            "combien",
            "comment",
            "qui",
            "quoi",
            "peut",
            "puis",
            "est",
            "dois",
            "faut",
            "ou",
            "ig",
            "igiv",
            "ivig",
            "indication",
            "prioritaire",
            "on",
        }
        first = self.text.words[mention.first].sentence
        return any(word.text in asked for word in self.text.words if word.sentence == first)

    def _closes(self, cue: Cue) -> bool:
        """ "urgence : non" denies; "PTI non splénectomisé" does not."""
        words = self.text.words
        if self.text.words[cue.first].text != "non" or cue.last > cue.first or cue.last + 1 >= len(words):
            return True
        return bool(_CLAUSE.search(words[cue.last + 1].gap))


def lexicon_words(term: str, lexicon: Lexicon) -> list[str]:
    """The words of a term as a message has them, without the small ones."""
    words, _ = words_of(fold(term), lexicon.small)
    return [word.text for word in words]


def context(text: Text, lexicon: Lexicon, terms: tuple[Mention, ...], told: tuple[Mention, ...] = ()) -> Context:
    """Read the cues of a message. `terms`: where a denial stops; `told`: the statuses of treatments."""
    data = lexicon.data["context"]
    found = tuple(
        Cue(sense.kind, item.first, item.last)
        for item in every_mention(text, "cue", lexicon, frozenset())
        for sense in item.senses
    )
    reach = {
        "negation": data["negation"]["reach"],
        "doubt": 4,
        "family": data["family"]["reach"],
        "history": data["history"]["reach"],
    }
    stops = frozenset(fold(word) for word in data["negation"]["stop"])
    asking = frozenset(" ".join(lexicon_words(term, lexicon)) for term in data["doubt"]["not_of_situations"])
    return Context(text, found, stops, reach, terms, asking, frozenset(map(fold, data["negation"]["adverbs"])), told)
