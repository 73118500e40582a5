"""One message of a follow-up: find the case, write what was given, renew, tell what is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Mapping

from actions.activities.base import Context, Outcome
from actions.conversation.reply import respond
from actions.conversation.say import Button, Notice, answer_button
from actions.conversation.state import Conversation
from actions.conversation.take import Taken
from actions.follow_up import sentences
from actions.follow_up.entering import Missing, enter
from actions.follow_up.find import Found, asks, by_reference, find, typed_in
from actions.follow_up.heard import Said, bare_grams, heard
from actions.follow_up.renewal import renewed
from actions.follow_up.summary import EFFECTS, french, summary, title, to_do
from actions.follow_up.words import Sentence
from actions.record.entries import CANCELLED, COURSE, EFFECT, MEASURE, OPINION, TOLERANCE, Draft
from actions.record.keeper import Unrecorded, sender_of, with_record
from actions.record.read import CaseFile
from actions.understanding import Understanding
from actions.wording.text import capital
from rules.follow_up import tolerance

NAME = CODE = "follow_up"  # of the activity, and of what it says
ELSEWHERE = (
    "back",
    "help",
    "greet",
    "thank",
    "goodbye",
    "details",
    "why",
    "what_would_change",
    "dose_only",
    "network_only",
    "explain_term",
    "contact_help",
    "version",
)  # moves of the consultation
NAMES = {COURSE: "cure", OPINION: "avis", EFFECT: "effet", TOLERANCE: "tolérance", MEASURE: "mesure"}
EFFECT_WORDS, TOLERANCE_WORDS = ("effet", "quel effet"), ("tolerance", "quelle tolerance")
MOVES = tuple(
    answer_button(title, title)
    for title in ("cure faite", "avis obtenu", "effet", "tolérance", "renouvellement", "fin du suivi")
)


@dataclass(frozen=True)
class Turn:
    """One message, what the follow-up remembers, the consultation's case and who speaks."""

    state: Mapping[str, Any]
    conversation: Conversation
    message: Understanding
    context: Context

    @property
    def today(self) -> date:
        """The day, where the server stands."""
        return self.context.now.astimezone().date()

    @property
    def sentence(self) -> Sentence:
        """What was typed."""
        return Sentence.of(self.message.text)


def take(turn: Turn) -> Outcome | None:
    """What becomes of the message. Raises Unrecorded where the record cannot be read."""
    if asks(turn.sentence) and typed_in(turn.message.text):
        return _opened(turn)
    reference = _reference(turn)
    if reference is None:
        return _opened(turn)
    case = by_reference(reference)
    if turn.conversation.active != NAME and turn.message.intent == "renewal" and not _counts(turn, case):
        return None
    if case is None:
        return _missing_case(reference)
    return _moved(turn, case) or _said(turn, case)


def _reference(turn: Turn) -> str | None:
    """The case that is followed; once the floor was given back, the one in the consultation's hand comes first."""
    followed, in_hand = turn.state.get("reference"), turn.conversation.record.get("reference")
    found = (followed or in_hand) if turn.conversation.active == NAME else (in_hand or followed)
    return None if found is None else str(found)


def _counts(turn: Turn, case: CaseFile | None) -> bool:
    """Whether the record knows more for the renewal of the case in hand than the consultation does."""
    known = case is not None and (case.courses or case.effects or case.measures)
    return bool(known) and not turn.message.facts and turn.conversation.facts.get("phase") != "renewal"


def _opened(turn: Turn) -> Outcome | None:
    """The case of the reference that was typed, the nearest ones, or the question."""
    found = find(turn.message.text)
    if found.case is not None:
        return _shown(found.case, turn.today)
    if found.typed is not None:
        return _near(found)
    if turn.message.indication or turn.message.candidates:
        return None
    text = sentences.ASK_REFERENCE if asks(turn.sentence) else f"{sentences.UNREADABLE}\n{sentences.WAY_ON}"
    return Outcome((Notice(CODE, text).say(),), {}, active=True)


def _near(found: Found) -> Outcome:
    """No such case: say whether the reference itself is wrong, and offer those that one slip leads to."""
    typed = found.typed.reference if found.typed else None
    wrong = sentences.UNKNOWN.format(reference=typed) if typed else sentences.WRONG.format(reference=found.raw)
    if not found.near:
        return Outcome((Notice("unknown_reference", f"{wrong}\n{sentences.WAY_ON}").say(),), {}, active=True)
    lines = (f"- {_named(case)}" for case in found.near)
    buttons = tuple(answer_button(case.reference, case.reference) for case in found.near)
    notice = Notice("unknown_reference", "\n".join((wrong, sentences.NEAR, *lines)))
    return Outcome((notice.say(*buttons),), {}, active=True)


def _named(case: CaseFile) -> str:
    return f"{title(case).removeprefix('Référence ')}, {french(case.decisions[-1].at.astimezone().date())}"


def _missing_case(reference: str) -> Outcome:
    text = f"{sentences.UNKNOWN.format(reference=reference)}\n{sentences.WAY_ON}"
    return Outcome((Notice("unknown_reference", text).say(),), None, active=False)


def _shown(case: CaseFile, today: date) -> Outcome:
    text = f"{summary(case, today)}\n{sentences.EXAMPLES}"
    return Outcome((Notice(CODE, text).say(*MOVES),), {"reference": case.reference})


def _moved(turn: Turn, case: CaseFile) -> Outcome | None:
    """Moves that write nothing of the treatment, and the renewal."""
    sentence = turn.sentence
    if sentence.is_only("leave"):
        return Outcome((Notice(CODE, sentences.ENDED.format(reference=case.reference)).say(),), None, active=False)
    if sentence.is_only("cancel"):
        return _cancelled(turn, case)
    if sentence.says("renewal") or turn.message.intent == "renewal":
        return _renewed(turn, case)
    if sentence.is_only("due"):
        return _told(case, *to_do(case, turn.today))
    if sentence.is_only("summary") or asks(sentence):
        return _shown(case, turn.today)
    if sentence.folded in EFFECT_WORDS:
        return _asked(
            case, Missing(sentences.EFFECT, tuple(answer_button(word, word) for word in EFFECTS.values()), {})
        )
    if sentence.folded in TOLERANCE_WORDS:
        return _asked(case, Missing(sentences.TOLERANCE, _reactions(), {}))
    return None


def _reactions() -> tuple[Button, ...]:
    labels = ("bien toléré", *(item.label for item in (*tolerance().minor, *tolerance().severe)))
    return tuple(answer_button(label, label) for label in labels)


def _said(turn: Turn, case: CaseFile) -> Outcome | None:
    """What is stated of the treatment is written; another patient goes back to the consultation."""
    said = _with_pending(turn, heard(turn.message.text, turn.message, turn.today))
    if not said.anything:
        if turn.message.indication or turn.message.candidates or turn.message.intent in ELSEWHERE:
            return None
        text = f"{sentences.NOT_UNDERSTOOD.format(reference=case.reference)} {sentences.EXAMPLES}"
        return Outcome((Notice("not_understood", text).say(*MOVES),), {"reference": case.reference})
    entered = enter(case, said, turn.today)
    lines: tuple[str, ...] = ()
    if entered.drafts:
        try:
            case = _write(turn, case, entered.drafts)
        except Unrecorded as problem:
            return _told(case, sentences.UNWRITTEN.format(problem=problem))
        lines = tuple(f"Noté sous {case.reference} : {line}" for line in entered.lines)
    if entered.missing:
        return _asked(case, replace(entered.missing, text="\n".join((*lines, entered.missing.text))))
    return _told(case, *lines, *to_do(case, turn.today))


def _with_pending(turn: Turn, said: Said) -> Said:
    """The message with what was said before of the entry that is not complete."""
    pending = turn.state.get("pending") or {}
    day = said.day or (date.fromisoformat(pending["day"]) if pending.get("day") else None)
    if pending.get("kind") == COURSE:
        grams = said.grams if said.grams is not None else bare_grams(said.sentence.folded)
        grams = grams if grams is not None else pending.get("grams")
        return replace(said, course=True, day=day, grams=grams)
    if pending.get("kind") == OPINION:
        bodies = said.bodies or tuple(pending.get("bodies", ()))
        favourable = said.favourable if said.favourable is not None else pending.get("favourable")
        return replace(said, opinion=True, day=day, bodies=bodies, favourable=favourable)
    return said


def _write(turn: Turn, case: CaseFile, drafts: tuple[Draft, ...]) -> CaseFile:
    """The case with these entries. Raises Unrecorded."""
    common = {"channel": turn.context.channel, "sender": sender_of(turn.context.sender, turn.context.now)}
    whole = [replace(draft, content={**draft.content, **common}) for draft in drafts]
    with_record(lambda record: record.add(whole))
    return by_reference(case.reference) or case


def _cancelled(turn: Turn, case: CaseFile) -> Outcome:
    """The last entry of the follow-up no longer counts; it stays in the record."""
    done = [entry for kind in NAMES for entry in case.of(kind)]
    if turn.state.get("pending") or not done:
        return _told(case, *(() if done else (sentences.NOTHING_TO_CANCEL,)), *to_do(case, turn.today))
    last = max(done, key=lambda entry: entry.seq)
    try:
        case = _write(turn, case, (Draft(CANCELLED, {"cancels": last.seq}, case.reference),))
    except Unrecorded as problem:
        return _told(case, sentences.UNWRITTEN.format(problem=problem))
    return _told(case, sentences.CANCELLED.format(what=NAMES[last.kind]), *to_do(case, turn.today))


def _renewed(turn: Turn, case: CaseFile) -> Outcome:
    """The case goes to the consultation under the renewal column, which decides and writes it."""
    asked = renewed(case, turn.today)
    day = french(case.decisions[-1].at.astimezone().date())
    lines = (sentences.RENEWAL.format(reference=case.reference), sentences.SAME_WEIGHT.format(day=day))
    after, says = respond(Taken(asked, Conversation(), lines=lines, understood=True))
    return Outcome(says, None, active=False, case=after)


def _told(case: CaseFile, *lines: str) -> Outcome:
    return Outcome((Notice(CODE, capital("\n".join(lines))).say(*MOVES),), {"reference": case.reference})


def _asked(case: CaseFile, missing: Missing) -> Outcome:
    state = {"reference": case.reference, "pending": dict(missing.pending)}
    return Outcome((Notice(CODE, missing.text).say(*missing.buttons),), state)
