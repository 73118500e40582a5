"""How people reach PrioIg. This layer knows no medicine."""

__version__ = "0.1.0"
