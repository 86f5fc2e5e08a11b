"""What an answer can be bound to, as a person chooses it; and what the choices are that it then has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.participation.models import Contact
from samordner.programmes.definition import Definition
from samordner.questionnaires.checking.bindings import PARTS
from samordner.questionnaires.content import Bound, ChoiceList
from samordner.questionnaires.ready import list_from


def part_words(part: str) -> str:
    """What of a statement, a need or a contact an answer says."""
    return {
        "value": pgettext("bound", "the status"),
        "since": pgettext("bound", "since when"),
        "decision_body": pgettext("bound", "who decided"),
        "decision_day": pgettext("bound", "the day of the decision"),
        "case_number": pgettext("bound", "the case number"),
        "link": pgettext("bound", "the link"),
        "expected": pgettext("bound", "when it is expected"),
        "note": pgettext("bound", "a note"),
        "text": pgettext("bound", "what help"),
        "theme": pgettext("bound", "the theme"),
        "sector": pgettext("bound", "the sector"),
        "period": pgettext("bound", "when"),
        "name": pgettext("bound", "the name"),
        "position": pgettext("bound", "the position"),
        "email": pgettext("bound", "the e-mail"),
        "phone": pgettext("bound", "the telephone"),
    }[part]


def bound_key(bound: Bound | None) -> str:
    """ "subject:plan_status:value", as a form sends it; "" for nothing."""
    return f"{bound.to}:{bound.subject}:{bound.part}" if bound else ""


def things(definition: Definition, kind: str) -> list[Any]:
    """Everything that a question of this kind can be bound to, grouped, as choices of a form."""
    grouped: list[Any] = [("", _("Nothing: it is told of, but nothing is registered"))]
    for subject in definition.subjects:
        parts = [part for part, kinds in PARTS["subject"].items() if kind in kinds]
        if subject.holds == "day":
            parts = ["value"] if kind == "date" else []
        found = [(f"subject:{subject.key}:{part}", f"{subject.name}: {part_words(part)}") for part in parts]
        grouped += [(str(subject.name), found)] if found else []
    for to, name in (("need", _("What help is wanted")), ("contact", _("A contact"))):
        found = [
            (f"{to}::{part}", f"{name}: {part_words(part)}")
            for part, kinds in PARTS[to].items()
            if kind in kinds
        ]
        grouped += [(name, found)] if found else []
    return grouped


def items(definition: Definition) -> list[Any]:
    """What it is about: a solution, an area, or the role of a contact."""
    grouped: list[Any] = [("", _("The municipality as such"))]
    seen = set()
    for subject in definition.subjects:
        if subject.per and subject.per not in seen:
            seen.add(subject.per)
            found = [(each.key, f"{each.key} {each.name}") for each in definition.items_of(subject.key) or ()]
            name = _("Solutions") if subject.per == "solutions" else _("Areas")
            grouped += [(name, found)] if found else []
    return [*grouped, (_("Contacts"), [(key, str(label)) for key, label in Contact.Role.choices])]


def read_bound(text: str, item: str, values: dict[str, str] | None) -> Bound | None:
    """What a form sent, which must be one of `things`; None for nothing."""
    to, _colon, rest = text.partition(":")
    subject, _colon, part = rest.partition(":")
    match to:
        case "subject":
            return Bound("subject", subject, item, part, values)
        case "need":
            return Bound("need", item=item, part=part, values=values)
        case "contact":
            return Bound("contact", item=item or Contact.Role.MAIN.value, part=part)
        case _:
            return None


def lists_for(definition: Definition, bound: Bound, kind: str) -> tuple[ChoiceList | None, ChoiceList | None]:
    """The choices and the rows that the programme has for what a question is bound to; None where it has none."""
    try:
        if bound.to == "need":
            return (list_from(definition, "", f"{bound.part}s") if kind == "one" else None), None
        if bound.to != "subject" or bound.part != "value" or kind not in {"one", "many", "matrix"}:
            return None, None
        rows = list_from(definition, bound.subject, "items") if kind == "matrix" else None
        return list_from(definition, bound.subject), rows
    except KeyError:
        return None, None
