"""How people reach PrioIg. This layer knows no medicine."""
