"""Training for interns: cases, sessions, progress. Never part of care: nothing here enters the decision record."""
