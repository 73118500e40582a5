"""A plain evaluator of the verdict, against which the engine is checked."""
