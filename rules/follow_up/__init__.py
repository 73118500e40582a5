"""What a treatment still owes after the decision: milestones of the table, reactions to record. Data first."""

from rules.follow_up.due import Course, Due, History, due
from rules.follow_up.load import Milestone, Reaction, Tolerance, milestones, tolerance

__all__ = [
    "Course",
    "Due",
    "History",
    "Milestone",
    "Reaction",
    "Tolerance",
    "due",
    "milestones",
    "tolerance",
]
