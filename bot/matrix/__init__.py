"""PrioIg on Matrix: a bridge between a homeserver and the REST door of `prioig serve`.

It runs in a process and an environment of its own (`pyproject.toml` beside this file), started by `prioig matrix`:
nothing here imports Rasa, and nothing of Rasa's environment imports this.
"""
