"""A case taken up again by its reference: what was decided, what is due, the courses, opinions, effects, tolerance."""
