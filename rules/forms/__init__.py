"""Forms of studies, described as data in this folder, and what can be said of one that is being filled.

No form is known to the code: `forms()` reads every YAML file, and all that a person sees is made from it.
"""

from rules.forms.load import form, forms
from rules.forms.model import Cell, Form, FormProblem, Question, Record, Rows, Section, Visit

__all__ = ["Cell", "Form", "FormProblem", "Question", "Record", "Rows", "Section", "Visit", "form", "forms"]
