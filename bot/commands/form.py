"""`prioig form`: the forms of studies, from the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Callable, Mapping

from actions.database import DatabaseProblem
from actions.forms import export, importing
from actions.forms.opening import key_in
from actions.forms.store import FormStore, Stored, opened
from actions.forms.text import typed
from actions.wording import forms as wording
from actions.wording.text import sentence
from bot.commands.causes import cause
from bot.privacy import mask
from rules.forms import Form, Record, forms
from rules.forms.checks import problems
from rules.forms.completeness import completeness
from rules.forms.inclusion import inclusion
from rules.model import State

FAILED, MISUSE = 1, 2


class Misuse(ValueError):
    """Something was asked for that is not there; the message is French."""


def run(options: argparse.Namespace) -> int:
    """One action. 0 done, 1 an answer is to be seen again or the file cannot be used, 2 misuse or nothing read."""
    try:
        with opened() as store:
            return ACTIONS[options.action](store, options)
    except DatabaseProblem as error:
        print(error, file=sys.stderr)
        return FAILED
    except (Misuse, importing.Unreadable) as error:
        print(sentence(str(error)), file=sys.stderr)
    except OSError as error:
        print(f"Impossible de lire ou d'écrire {error.filename} : {cause(error)}.", file=sys.stderr)
    return MISUSE


def _now() -> datetime:
    return datetime.now(timezone.utc)


def hide(text: str) -> str:
    """A free text without identities, as the channels mask them."""
    return mask(text).text


def _form(name: str) -> Form:
    if name not in forms():
        raise Misuse(f"l'étude « {name} » n'existe pas ici : {', '.join(forms())}")
    return forms()[name]


def _one(store: FormStore, name: str) -> Stored:
    """The record of a reference, or of a key that only one has. Raises Misuse."""
    found = store.stored(name)
    if found is not None:
        return found
    keyed = [one for one in store.all() if one.record.key() == name.upper()]
    if len(keyed) == 1:
        return keyed[0]
    several = f" Références : {', '.join(one.record.reference for one in keyed)}" if keyed else ""
    raise Misuse(f"{'plusieurs formulaires' if keyed else 'aucun formulaire'} « {name} ».{several}")


def _list(store: FormStore, options: argparse.Namespace) -> int:
    found = store.all(_form(options.form).id if options.form else None)
    for one in found:
        share = completeness(one.record).total
        print(
            f"{one.record.reference}  {one.record.form.id:8}  {one.record.key():12}  {share.percent:3} %  "
            f"{share.filled}/{share.wanted}  {one.updated}"
        )
    if not found:
        print("Aucun formulaire. Commencez-en un : prioig form new AB-1962-F, ou « formulaire SIVIG » en conversation.")
    return 0


def _new(store: FormStore, options: argparse.Namespace) -> int:
    form = _form(options.form)
    key = key_in(form, typed(options.key), _now().date())
    missing = [form.questions[part].label for part in form.key if part not in {cell.question for cell in key}]
    if missing:
        raise Misuse(f"clé incomplète, il manque : {', '.join(missing)}. Exemple : AB-1962-F")
    record = store.create(form, key, _now())
    print(f"{wording.title(record)}\n{wording.address(record.reference)}")
    return 0


def _show(store: FormStore, options: argparse.Namespace) -> int:
    record = _one(store, options.reference).record
    print(wording.progress(record))
    for section in record.form.sections.values():
        for visit in record.form.visits if section.by_visit else (None,):
            text = wording.reread(record, section.id, visit)
            if "\n" in text:
                print(f"\n{text}")
    if record.form.inclusion:
        print(f"\n{wording.enters(record)}")
    return 0


def _export(store: FormStore, options: argparse.Namespace) -> int:
    form = _form(options.form)
    found = [_one(store, name) for name in options.references] or store.all(form.id)
    other = [one.record.reference for one in found if one.record.form.id != form.id]
    if other:
        raise Misuse(f"{', '.join(other)} n'est pas de l'étude « {form.id} »")
    suffix = Path(options.output).suffix.lower() if options.output else ""
    as_json = options.format == "json" or (options.format is None and suffix == ".json")
    text = export.to_json(form, found) if as_json else f"\ufeff{export.to_csv(form, found)}"
    if options.output is None:
        sys.stdout.write(text)
        return 0
    Path(options.output).write_text(text, encoding="utf-8", newline="")
    print(f"{len(found)} formulaire(s) dans {options.output}.", file=sys.stderr)
    return 0


def _import(store: FormStore, options: argparse.Namespace) -> int:
    data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise importing.Unreadable("le fichier n'est pas en UTF-8 : enregistrez-le en « CSV UTF-8 »") from error
    loaded = importing.load(text, _now().date(), hide)
    if loaded.faults:
        print("\n".join(loaded.faults), file=sys.stderr)
        print(f"{len(loaded.faults)} faute(s) : rien n'est écrit.", file=sys.stderr)
        return FAILED
    counts = importing.write(store, loaded, _now(), options.replace)
    print(", ".join(f"{count} {what}" for what, count in counts.items()) + ".")
    return 0


def _delete(store: FormStore, options: argparse.Namespace) -> int:
    record = _one(store, options.reference).record
    question = wording.DELETE.format(key=record.key(), reference=record.reference, count=len(record.answers))
    if not options.yes:
        if not sys.stdin.isatty():
            raise Misuse("ajoutez --yes pour supprimer sans être interrogé")
        if input(f"{question} (oui/non) ").strip().lower() not in ("oui", "o"):
            print(wording.NOT_DELETED)
            return FAILED
    store.delete(record.reference)
    print(wording.DELETED.format(reference=record.reference))
    return 0


def _check(store: FormStore, options: argparse.Namespace) -> int:
    for form in forms().values():
        visits = f", {len(form.visits)} visites" if form.visits else ""
        print(f"{form.id} {form.version} : {len(form.sections)} sections, {len(form.questions)} questions{visits}.")
    faults = [line for one in store.all() for line in _faults(one.record)]
    print("\n".join(faults) if faults else "Tout est en ordre.")
    return FAILED if faults else 0


def _faults(record: Record) -> list[str]:
    found = [f"{record.reference} : {problem.message}" for problem in problems(record)]
    if record.form.inclusion and inclusion(record).state is State.NOT_MET:
        found.append(f"{record.reference} : {wording.VERDICTS[State.NOT_MET]}")
    if record.form.inclusion and any(one.conflict for one in inclusion(record).criteria):
        found.append(f"{record.reference} : {wording.enters(record)}")
    return found


ACTIONS: Mapping[str, Callable[[FormStore, argparse.Namespace], int]] = {
    "list": _list,
    "new": _new,
    "show": _show,
    "export": _export,
    "import": _import,
    "delete": _delete,
    "check": _check,
}
