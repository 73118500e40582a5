"""Which situation a message speaks of: decided, to choose between, in neither list, or none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.nlu.context import Context
from bot.nlu.match import Mention
from bot.nlu.terms import Ambiguous, Lexicon, Sense
from bot.nlu.text import Text

NOT_LISTED = "not_listed"


@dataclass
class Situation:
    """The outcome. `candidates` are identifiers (or "not_listed"); one candidate is a decision unless `to_confirm`."""

    candidates: tuple[str, ...] = ()
    not_listed: str | None = None
    to_confirm: bool = False
    several: bool = False  # two situations were said
    ignored: list[str] = field(default_factory=list)
    used: list[Mention] = field(default_factory=list)

    @property
    def decided(self) -> str | None:
        """The one situation, where there is one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True)
class Evidence:
    """What decides: the mentions of situations, the concepts said, the age group, and the lexicon."""

    text: Text
    context: Context
    lexicon: Lexicon
    mentions: list[Mention]
    concepts: frozenset[str]
    group: str | None  # adult | child


def _quote(text: Text, mention: Mention) -> str:
    return text.quote(text.words[mention.first].start, text.words[mention.last].end)


def _sort(evidence: Evidence, out: Situation, told: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Mentions of the patient now, and of his past; those denied or of somebody else are ignored."""
    present: list[Mention] = []
    past: list[Mention] = []
    others: list[Mention] = []
    for mention in evidence.mentions:
        state = evidence.context.state(mention)
        if state in ("family", "history") and any(mention.overlaps(item) for item in told):
            state = "asserted"
        if state in ("negated", "family"):
            others.append(mention)
        else:
            (past if state == "history" else present).append(mention)
    if not present and not past and "prophylaxis" in evidence.concepts:
        past = [
            item for item in others if any(item.overlaps(name) for name in told)
        ]  # "aucun antécédent de …, prévention"
        others = [item for item in others if item not in past]
    exposure = [] if present else [item for item in others if _exposure(evidence, item)]
    out.ignored.extend(_quote(evidence.text, item) for item in others if item not in exposure)
    return present + [replace(item, senses=(_EXPOSED,)) for item in exposure], past


MEASLES = "measles_exposure"
_EXPOSED = Sense("situation", "situation", MEASLES)


def _measles(evidence: Evidence, mention: Mention) -> bool:
    """Whether a mention is the word measles, alone or in the name of the situation."""
    if mention.sense.kind == "ambiguous":
        return MEASLES in evidence.lexicon.ambiguous[int(mention.sense.value)].candidates
    return bool(mention.sense.value == MEASLES)


def _exposure(evidence: Evidence, mention: Mention) -> bool:
    """Measles around the patient ("sa sœur a la rougeole"), or denied in a history while an exposure is told."""
    if not _measles(evidence, mention):
        return False
    if "measles_contact" in evidence.concepts:
        return True
    return (
        evidence.context.of_somebody_else(mention)
        and not evidence.context.negated(mention)
        and not evidence.context.past(mention)
    )


OTHER_ORGANS = frozenset({"liver", "other"})


def other_organ(out: Situation, facts: dict[str, object]) -> None:
    """A humoral rejection of an organ that the rows do not name is on the list of unjustified uses."""
    if out.decided in ("antibody_mediated_rejection", "rejection_prophylaxis") and facts.get("organ") in OTHER_ORGANS:
        out.candidates = ("humoral_rejection_other_organ",)


def situation(evidence: Evidence, findings_used: list[Mention]) -> Situation:
    """Decide. `findings_used` are phrases of findings: a name inside a longer one is not the situation's."""
    out = Situation()
    evidence.mentions[:] = [
        item for item in evidence.mentions if not any(_swallowed(item, other) for other in findings_used)
    ]
    told = [
        item
        for item in findings_used
        if any(sense.kind == "previous_neonatal_haemochromatosis" for sense in item.senses)
    ]
    present, past = _sort(evidence, out, told)
    out.used = present or past
    out.to_confirm = bool(not present and past)
    mentions = present or past
    combined = _combined(evidence, mentions)
    if combined is not None:
        out.candidates, out.not_listed = combined
        out.used = []
        out.to_confirm = out.to_confirm or any(item.fuzzy for item in mentions)
    else:
        out = _named(evidence, mentions, out)
    out.to_confirm = out.to_confirm or _only_suspected(evidence, mentions)
    return out


def _only_suspected(evidence: Evidence, mentions: list[Mention]) -> bool:
    """ "Suspicion de Kawasaki", "PIDC ?": every name said is in doubt, so it is confirmed before it decides."""
    front = [item for item in mentions if item.sense.value not in evidence.lexicon.background] or mentions
    return bool(front) and all(evidence.context.situation_doubted(item) for item in front)


def _swallowed(item: Mention, other: Mention) -> bool:
    return item.inside(other) and any(sense.kind not in _KEEPS_NAME for sense in other.senses)


_KEEPS_NAME = frozenset(
    {
        "neutral",
        "acute_decompensation",
        "generalised",
        "stabilised",
        "first_flare",
        "measles_group",
        "measles_contact_confirmed",
        "severe_manifestations",
        "previous_neonatal_haemochromatosis",
        "organ",
        "post_transplant",
        "hyperimmunised_waiting",
        "rapidly_generalised",
        "immunodepressed",
        "extensive_or_severe_involvement",
        "parvovirus_b19_proven",
        "gammopathy_isotype",
    }
)


def _combined(evidence: Evidence, mentions: list[Mention]) -> tuple[tuple[str, ...], str | None] | None:
    """A situation said in several words (`combinations.yml`), unless another, unrelated one is named in full."""
    for rule in evidence.lexicon.data["combinations"]:
        if not set(rule["all"]) <= evidence.concepts or set(rule.get("without", ())) & evidence.concepts:
            continue
        target = rule.get("situation", NOT_LISTED)
        if (rule.get("weak") and _certain(evidence, mentions)) or set(rule.get("unless", ())) & _certain(
            evidence, mentions
        ):
            continue
        if _certain(evidence, mentions) <= _absorbed(rule, target, evidence) | set(rule.get("candidates", ())):
            return tuple(rule.get("candidates", (target,))), rule.get("not_listed")
    return None


def _certain(evidence: Evidence, mentions: list[Mention]) -> set[str]:
    named = {str(item.sense.value) for item in mentions if item.sense.kind in ("situation", "not_listed")}
    return named - evidence.lexicon.background


def _absorbed(rule: dict[str, object], target: str, evidence: Evidence) -> set[str]:
    """Names that a combination may replace: the target, and for allografts and immunodeficiency their neighbours."""
    known = {target, str(rule.get("not_listed")), *rule.get("absorbs", ())}  # type: ignore[misc]
    if target.startswith("allo_hsct") or target == "viral_infection_in_myeloma" or "allo_hsct" in rule["all"]:  # type: ignore[operator]
        known |= {name for name in evidence.lexicon.labels if name.startswith("allo_hsct")} | set(_VIRUSES)
    if rule.get("situation") == "ebv_macrophage_activation_syndrome":
        known |= {"macrophage_activation_syndrome"}
    if rule.get("situation") == "necrotising_or_antisynthetase_or_overlap_myositis":
        known |= {"systemic_sclerosis"}
    return known


_VIRUSES = (
    "COVID-19",
    "varicelle (immunoglobulines spécifiques)",
    "bronchiolite ou infection à VRS hors allogreffe",
    "méningo-encéphalite à entérovirus",
    "réaction du greffon contre l'hôte",
)


def _settled(entry: Ambiguous, group: str | None) -> tuple[str, ...]:
    if entry.settle != "age" or group is None:
        return entry.candidates
    other = "itp_child" if group == "adult" else "itp_adult"
    return tuple(item for item in entry.candidates if item != other)


def _named(evidence: Evidence, mentions: list[Mention], out: Situation) -> Situation:
    """Decide by the names said: full names first, then words that fit several situations."""
    certain: dict[str, list[Mention]] = {}
    groups: list[tuple[Ambiguous, Mention]] = []
    for item in mentions:
        sense = item.sense
        if sense.kind == "ambiguous":
            groups.append((evidence.lexicon.ambiguous[int(sense.value)], item))
        else:
            certain.setdefault(str(sense.value), []).append(item)
    certain = _foreground(certain, groups, evidence)
    if certain:
        return _from_names(evidence, certain, groups, out)
    return _from_groups(evidence, groups, out)


def _foreground(
    certain: dict[str, list[Mention]], groups: list[tuple[Ambiguous, Mention]], evidence: Evidence
) -> dict[str, list[Mention]]:
    """Leave aside a disease that is only the ground (lupus) when another situation is named."""
    background = evidence.lexicon.background
    exact = {name: found for name, found in certain.items() if not all(item.fuzzy for item in found)}
    certain = exact or certain
    front = {name: found for name, found in certain.items() if name not in background}
    strong = [entry for entry, _ in groups if not entry.weak and not entry.background]
    return front if front or strong else certain


def _from_names(
    evidence: Evidence, certain: dict[str, list[Mention]], groups: list[tuple[Ambiguous, Mention]], out: Situation
) -> Situation:
    labels = {name: found for name, found in certain.items()}
    ground = set(certain) <= evidence.lexicon.background
    names = [name if _listed(found) else NOT_LISTED for name, found in labels.items()]
    pool = list(dict.fromkeys(names))
    for entry, _ in groups:
        candidates = _settled(entry, evidence.group)
        if (
            (not entry.weak or (ground and entry.settle))
            and not entry.background
            and set(pool).isdisjoint(entry.candidates)
        ):
            pool.extend(item for item in candidates if item not in pool)
            out.several = True
    out.several = out.several or len(pool) > 1
    out.not_listed = next((name for name, found in labels.items() if not _listed(found)), None)
    out.candidates = tuple(pool)
    fuzzy = all(all(item.fuzzy for item in found) for found in labels.values())
    out.to_confirm = out.to_confirm or fuzzy
    return out


def _listed(found: list[Mention]) -> bool:
    return found[0].sense.kind == "situation"


def _from_groups(evidence: Evidence, groups: list[tuple[Ambiguous, Mention]], out: Situation) -> Situation:
    strong = [pair for pair in groups if not pair[0].weak] or groups
    front = [pair for pair in strong if not pair[0].background] or strong
    if not front:
        return out
    sets = [_settled(entry, evidence.group) for entry, _ in front]
    common = [item for item in sets[0] if all(item in other for other in sets)]
    pool = common or list(dict.fromkeys(item for items in sets for item in items))
    out.several = not common
    out.candidates = tuple(pool)
    out.not_listed = next((entry.not_listed for entry, _ in front if entry.not_listed), None)
    out.to_confirm = out.to_confirm or any(item.fuzzy for _, item in front) or (len(pool) == 1 and front[0][0].weak)
    return out
