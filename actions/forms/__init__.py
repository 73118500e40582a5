"""Filling the form of a study: typed answers, storage, export. No form and no figure is known here (`rules.forms`)."""
