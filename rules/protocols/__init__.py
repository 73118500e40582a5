"""Protocols beside the table: the same loader, engine and questions, each with its own source and date."""
