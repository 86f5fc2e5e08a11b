"""What is registered of the municipality that answers, asked as "still right?"; only of its own participation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samordner.documents.cells import day_text
from samordner.mapping.answering.queries import content_of
from samordner.mapping.models import Respondent
from samordner.participation.contacts.queries import reached
from samordner.participation.lines import Standing
from samordner.participation.models import HOLDS, Contact, Evidence, Observation, Participation, SourceKind
from samordner.participation.queries import state
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition
from samordner.questionnaires.answering import Known, cells_in, choices_in, typed_of, understand, words_of
from samordner.questionnaires.content import Cell, Content, Question

VALUE = "value"
Found = tuple[Cell, Any, str, str]
"""A cell, what is registered of it, since when and where from in words."""


def known_of(respondent: Respondent, day: date, language: str) -> dict[str, Known]:
    """What is registered on `day` of what the questions ask, by cell; nothing where no municipality answers.

    At most four queries.
    """
    place, of = respondent.participation, respondent.round
    if place is None or of.anonymous or of.edition is None:
        return {}
    content = content_of(of)
    bound = [each for each in content.questions if each.bound]
    if not bound:
        return {}
    says = definition(of.programme.key)
    found = [*_subjects(content, says, bound, place, day), *_contacts(content, bound, place, day)]
    known = {}
    for cell, value, since, source in found:
        read = understand(content, cell, typed_of(value))
        if read.value is not None and not read.fault:
            words = words_of(content, cell.name, read.value, language)
            known[cell.name] = Known(words, since, source, read.value)
    return known


# Statuses


def _subjects(
    content: Content, says: Definition, bound: list[Question], place: Participation, day: date
) -> Iterator[Found]:  # fmt: skip
    there = {one.key for one in says.subjects}
    asked = [
        each for each in bound if each.bound and each.bound.to == "subject" and each.bound.subject in there
    ]
    subjects = sorted({each.bound.subject for each in asked if each.bound})
    if not subjects:
        return
    held = {
        (series.subject, series.item): one
        for (_pk, series), one in state([place], says, day, subjects=subjects).standings.items()
    }
    details = _details(asked, held)
    for question in asked:
        about = question.bound
        assert about is not None
        if about.part != VALUE:
            row = details.get((about.subject, about.item))
            if row is not None and (value := _detail(row, about.part)) not in (None, ""):
                yield Cell(question.key, question), value, *_told(held[about.subject, about.item])
        elif question.kind == "many":
            taken = [
                one
                for (subject, _item), one in held.items()
                if subject == about.subject and one.value == HOLDS
            ]
            if taken:
                chosen = {one.series.item for one in taken}
                keys = [
                    one.key for one in choices_in(content, question) if _meant(question, one.key) in chosen
                ]
                yield Cell(question.key, question), keys, *_told(max(taken, key=lambda one: one.since))
        else:
            for cell in cells_in(content, question):
                standing = held.get((about.subject, cell.row or about.item))
                if standing and cell.name.count("/") == bool(cell.row):
                    yield cell, _answer(content, question, standing.value), *_told(standing)


def _meant(question: Question, key: str) -> str:
    """What a choice says on the programme's scale."""
    to = (question.bound.values if question.bound else None) or {}
    return to.get(key, key)


def _answer(content: Content, question: Question, value: str) -> str:
    """The choice that says that value; the value itself where nothing is chosen, as of a day. "": no choice says it."""
    choices = choices_in(content, question)
    if not choices:
        return value
    return next((one.key for one in choices if _meant(question, one.key) == value), "")


def _told(one: Standing) -> tuple[str, str]:
    since = _("since %(day)s") % {"day": day_text(one.since)}
    return since, f"{SourceKind(one.source_kind).label}, {Evidence(one.evidence).label}"


def _details(
    asked: list[Question], held: dict[tuple[str, str], Standing]
) -> dict[tuple[str, str], Observation]:
    wanted = {
        (each.bound.subject, each.bound.item) for each in asked if each.bound and each.bound.part != VALUE
    }
    ids = {held[key].observation: key for key in wanted if key in held}
    rows = Observation.objects.filter(pk__in=ids) if ids else ()
    return {ids[row.pk]: row for row in rows}


def _detail(row: Observation, part: str) -> Any:
    match part:
        case "since":
            return row.since.isoformat()
        case "decision_day":
            return row.decision_day.isoformat() if row.decision_day else None
        case "expected":
            return row.expected_label
        case "decision_body" | "case_number" | "link" | "note":
            return getattr(row, part)
    return None


# Contacts


def _contacts(content: Content, bound: list[Question], place: Participation, day: date) -> Iterator[Found]:
    asked = [each for each in bound if each.bound and each.bound.to == "contact"]
    if not asked:
        return
    [line] = reached([place], Contact.objects.all(), day)
    first: dict[str, Contact] = {}
    for one in line.contacts:
        if one.name:
            first.setdefault(one.role, one)
    for question in asked:
        about = question.bound
        assert about is not None
        contact = first.get(about.item)
        if contact is not None and about.part in ("name", "position", "email", "phone"):
            value = getattr(contact, about.part)
            since = _("since %(day)s") % {"day": day_text(contact.since)} if contact.since else ""
            if value:
                yield Cell(question.key, question), value, since, _("registered as contact")
