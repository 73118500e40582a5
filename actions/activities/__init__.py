"""Everything that a conversation can do beside a consultation, in the order in which a message is offered to them."""

from actions.activities.base import Activity, Context, Outcome
from actions.activities.classify import Classifying
from actions.activities.form import FormActivity
from actions.activities.score import ScoreActivity
from actions.activities.sirolimus import SirolimusActivity
from actions.follow_up.activity import FollowUp
from actions.training.activity import Training

ACTIVITIES: tuple[Activity, ...] = (
    Training(),
    Classifying(),
    FormActivity(),
    ScoreActivity(),
    SirolimusActivity(),
    FollowUp(),
)

__all__ = ["ACTIVITIES", "Activity", "Context", "Outcome"]
