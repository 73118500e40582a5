"""The record: what was decided, on what, by which version, and nothing about who. Append-only, chained, purged."""
