"""durable-rules, sealed: the only importer of it.

durable-rules is not thread-safe, keeps what it is told until `delete_state`, swallows what a
consequent raises, and ignores a fact that no rule mentions. So: one lock; one fact a case, deleted
after it; consequents that only record. In doubt, EngineError: the caller then concludes nothing.
"""

from __future__ import annotations

import itertools
import threading
from typing import Any, Callable, Iterable, Mapping

from durable import engine as durable

from rules.compile import TRUE, Condition
from rules.model import EngineError, State

LOCK = threading.Lock()
SEEN = "seen"  # the rule that every fact meets: its absence tells that the engine did not run
_NUMBERS = itertools.count()


class QuietHost(durable.Host):  # type: ignore[misc]
    """A host without durable-rules' two timer threads.

    They poll every rule set and, now and then, take the action of the assertion under way: it then comes
    back with nothing concluded. We have neither timers nor queued events, so nothing is left for them to do.
    """

    def _run(self) -> None:
        return


class RuleSet:
    """A compiled rule set over one fact; `calls` counts the cases that reached the engine."""

    def __init__(self, name: str, conditions: Mapping[str, Condition]) -> None:
        self.name = f"{name}#{next(_NUMBERS)}"  # rule set names are global to the process
        self.calls = 0
        self._fired: list[str] = []
        self._host = QuietHost()
        every = {**conditions, SEEN: TRUE}
        rules = {rule: {"all": [{"m": part}], "run": self._recorder(rule)} for rule, part in every.items()}
        try:
            with LOCK:
                self._host.set_rulesets({self.name: rules})
        except Exception as error:  # durable-rules raises bare exceptions with a number
            raise EngineError(f"{name} : règles refusées par le moteur ({error})") from error

    def _recorder(self, rule: str) -> Callable[[Any], None]:
        return lambda _context: self._fired.append(rule)

    def run(self, fields: Mapping[str, Any]) -> frozenset[str]:
        """The rules that one fact meets. Raises EngineError where the engine is in error."""
        with LOCK:
            self.calls += 1
            sid = str(self.calls)
            self._fired.clear()
            try:
                state = self._host.assert_fact(self.name, {"sid": sid, "asserted": 1, **fields})
                self._host.delete_state(self.name, sid)
            except Exception as error:  # whatever the engine raises, nothing is concluded
                raise EngineError(f"{self.name} : {type(error).__name__} {error}") from error
            if not isinstance(state, dict) or "exception" in state:
                raise EngineError(f"{self.name} : exception dans une règle")
            fired = frozenset(self._fired)  # a rule fires once for each way in which it is met
        if SEEN not in fired:
            raise EngineError(f"{self.name} : le moteur n'a rien conclu")
        return fired - {SEEN}


def split(name: str, fired: frozenset[str], subjects: Iterable[str]) -> tuple[dict[str, State], frozenset[str]]:
    """States by subject, and effects. Raises EngineError unless each subject came out in exactly one state."""
    states: dict[str, State] = {}
    effects = set()
    for rule in fired:
        subject, bar, state = rule.rpartition("|")
        if not bar:
            effects.add(rule)
        elif subject in states:
            raise EngineError(f"{name} : deux conclusions pour {subject}")
        else:
            states[subject] = State(state)
    missing = [subject for subject in subjects if subject not in states]
    if missing:
        raise EngineError(f"{name} : aucune conclusion pour {', '.join(missing)}")
    return states, frozenset(effects)
