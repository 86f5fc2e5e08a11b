"""Words as people write them in a table: headings and values in any of our languages, or by their key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from samordner.documents.columns import Label
from samordner.participation.models import (
    HOLDS,
    HOLDS_NOT,
    Evidence,
    Fidelity,
    Outcome,
    Precision,
    SourceKind,
)
from samordner.programmes.definition import Definition, Subject

FIELDS: Mapping[str, Label] = {
    "number": _("Municipality number"),
    "name": _("Municipality"),
    "subject": _("What it is about"),
    "item": _("Concerns"),
    "value": _("Status"),
    "since": _("Since"),
    "precision": _("Precision"),
    "evidence": _("Evidence"),
    "source": _("Source"),
    "reference": _("Reference"),
    "decision_body": _("Decided by"),
    "decision_day": _("Day of the decision"),
    "case_number": _("Case number"),
    "link": _("Link"),
    "outcome": _("What was decided"),
    "reach_count": _("Reaches"),
    "reach_of": _("Out of"),
    "reach_unit": _("Counted in"),
    "fidelity": _("How fully it is carried out"),
    "expected": _("Expected to be done"),
    "note": _("Note"),
}
"""The columns of a table with one statement a row, with the headings that our own template has."""

CHOICES: Mapping[str, type[TextChoices]] = {
    "precision": Precision, "evidence": Evidence, "source": SourceKind, "outcome": Outcome, "fidelity": Fidelity,
}  # fmt: skip

# What spreadsheets in the field call the same columns
ALSO = {
    "number": ("nr", "knr", "kommunenr", "kommunenummer", "no", "code", "municipality no"),
    "name": ("kommune", "kommunenavn", "kommunenamn", "namn", "navn"),
    "since": ("siden", "sidan", "dato", "date", "fra", "frå", "fra dato", "frå dato", "from"),
    "value": ("verdi", "value"),
    "subject": ("tema", "emne", "subject"),
    "item": ("løsning", "løysing", "solution", "innsatsområde", "option"),
    "case_number": ("saksnr", "saksnummer", "case no"),
    "link": ("lenkje", "lenke", "url"),
    "note": ("merknad", "kommentar", "notat", "comment"),
}
YES, NO = pgettext_lazy("table", "yes"), pgettext_lazy("table", "no")
UNKNOWN = frozenset({"?", "-", "–", "ukjent", "ukjend", "unknown", "vet ikke", "veit ikkje"})
"""Cells that say nothing: unknown is no status, and is registered by registering nothing."""


def folded(text: object) -> str:
    """Words as they are compared: small letters, one space, without the star of what must be filled in."""
    return " ".join(str(text).replace("_", " ").casefold().split()).rstrip(" :*")


def said(label: Label) -> tuple[str, ...]:
    """A label in each of our languages."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(label))
    return tuple(dict.fromkeys(found))


@cache
def headings() -> Mapping[str, str]:
    """Every heading that names a column, folded -> the column."""
    return {
        folded(words): key
        for key, label in FIELDS.items()
        for words in (key, *said(label), *ALSO.get(key, ()))
    }


@cache
def words_of(column: str) -> Mapping[str, str]:
    """Every way of writing a choice of that column, folded -> its key."""
    return {
        folded(words): str(choice.value)
        for choice in CHOICES[column]
        for words in (choice.value, *said(choice.label))
    }


@cache
def yes_and_no() -> Mapping[str, str]:
    found = dict.fromkeys(map(folded, ("yes", "x", "true", "1", "ja", *said(YES))), HOLDS)
    return found | dict.fromkeys(map(folded, ("no", "false", "0", "nei", *said(NO))), HOLDS_NOT)


def _only_one(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Words -> what they name; words that name several things name none."""
    found: dict[str, Any] = {}
    twice = set()
    for words, meant in pairs:
        if found.setdefault(words, meant) != meant:
            twice.add(words)
    return {words: meant for words, meant in found.items() if words not in twice}


def subject_words(says: Definition) -> dict[str, str]:
    """Every way of writing a subject, folded -> its key."""
    return _only_one(
        (folded(words), one.key) for one in says.subjects for words in (one.key, *one.name.variants())
    )


def item_words(says: Definition, subject: Subject) -> dict[str, str]:
    """Every way of writing an item or option of the subject, folded -> its key; none when it has none."""
    names = {one.key: one.name for one in says.items_of(subject.key) or ()}
    if subject.many:
        names = {one.key: one.name for one in says.values_of(subject.key)}
    return _only_one(
        (folded(words), key)
        for key, name in names.items()
        for text in name.variants()
        for words in (key, text, f"{key} {text}")
    )


def value_words(says: Definition, subject: Subject) -> Mapping[str, str]:
    """Every way of writing a value of the subject, with or without its sign, folded -> its key."""
    if subject.many:
        return yes_and_no()
    return _only_one(
        (folded(words), one.key)
        for one in says.values_of(subject.key)
        for text in one.name.variants()
        for words in (one.key, text, f"{one.sign} {text}")
    )


def series_words(says: Definition) -> dict[str, tuple[str, str]]:
    """Every heading of a column that holds one subject, or one item or option of it -> (subject, item)."""
    pairs: list[tuple[str, tuple[str, str]]] = []
    for subject in says.subjects:
        names = [folded(name) for name in (subject.key, *subject.name.variants())]
        if not subject.per:
            pairs += [(name, (subject.key, "")) for name in names]
        for words, item in item_words(says, subject).items():
            pairs += [(f"{name}: {words}", (subject.key, item)) for name in names]
            if subject.per:
                pairs.append((words, (subject.key, item)))
    return _only_one(pairs)
