"""What the minutes say as things stand: gathered from what is written and noted, in a constant number of questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.documents.cells import day_text
from samordner.meetings.models import Organiser
from samordner.minutes.content import Content, NeedSaid, Observed, Point, TaskSaid
from samordner.minutes.models import Minutes, MinutesNeed, MinutesObservation, Said, Task
from samordner.minutes.naming import in_language, kind_name, when_text
from samordner.minutes.queries import attendance, earlier, whole
from samordner.participation.models import HOLDS
from samordner.people.queries import names_of
from samordner.places.queries import issuer_name
from samordner.programmes.definition import Definition
from samordner.programmes.queries import definition


def owner_text(task: Task, persons: Mapping[str, str]) -> str:
    """Who has a task, in words: the person and the organisation, as far as they are known."""
    return ", ".join(part for part in (persons.get(task.account, ""), task.organisation) if part) or "–"


def gather(minutes: Minutes, *, approved_on: date | None = None, approved_by: str = "") -> Content:
    """The minutes as they stand, in their own form of Norwegian."""
    meeting, language = minutes.meeting, minutes.language
    says = definition(meeting.programme.key)
    points = whole(minutes)
    over = list(earlier(meeting)) if any(point.follows_up for point in points) else []
    persons = names_of(
        [task.account for task in [*over, *(one for point in points for one in _tasks(point))]]
    )
    there = attendance(meeting)
    with override(language):
        return Content(
            meeting=meeting.pk,
            language=language,
            title=str(meeting) or kind_name(meeting, says, language),
            kind=kind_name(meeting, says, language),
            when=when_text(meeting),
            place=meeting.place,
            programme=in_language(says.name, language),
            issuer=issuer_name(meeting.office, meeting.period_start or date(2020, 1, 1), language),
            organisers=tuple(
                Organiser.objects.filter(meeting=meeting).values_list("organisation", flat=True)
            ),
            present=minutes.present,
            counted=there.counted,
            places=there.places,
            points=tuple(_point(point, over, persons, says, language) for point in points),
            edition=minutes.edition,
            correcting=minutes.correcting,
            approved_on=approved_on,
            approved_by=approved_by,
        )


def _tasks(point: Said) -> Sequence[Task]:
    return point.kept_tasks  # type: ignore[attr-defined, no-any-return]


def _point(
    point: Said, over: Sequence[Task], persons: Mapping[str, str], says: Definition, language: str
) -> Point:
    needs: list[MinutesNeed] = point.kept_needs  # type: ignore[attr-defined]
    observed: list[MinutesObservation] = point.kept_observed  # type: ignore[attr-defined]
    themes = {one.key: in_language(one.name, language) for one in says.themes}
    return Point(
        title=point.title,
        text=point.text,
        decisions=tuple(one.text for one in point.kept_decisions),  # type: ignore[attr-defined]
        tasks=tuple(TaskSaid(one.text, owner_text(one, persons), one.deadline) for one in _tasks(point)),
        earlier=tuple(_earlier(one, persons) for one in over) if point.follows_up else (),
        needs=tuple(
            NeedSaid(one.need.participation.municipality.name, one.need.text, themes.get(one.need.theme, ""))
            for one in needs
        ),
        observed=tuple(_observed(one, says, language) for one in observed),
    )


def _earlier(task: Task, persons: Mapping[str, str]) -> TaskSaid:
    state = "done" if task.done_on else "open"
    return TaskSaid(task.text, owner_text(task, persons), task.deadline, state, task.done_how)


def _observed(one: MinutesObservation, says: Definition, language: str) -> Observed:
    seen = one.observation
    return Observed(
        seen.participation.municipality.name,
        subject_text(says, seen.subject, seen.item, language),
        value_text(says, seen.subject, seen.item, seen.value, language),
    )


def subject_text(says: Definition, subject: str, item: str, language: str) -> str:
    """What was observed, in words: the subject, and the solution, area or option that it is about."""
    asked = next((one for one in says.subjects if one.key == subject), None)
    if asked is None:
        return subject
    name = in_language(asked.name, language)
    return f"{name}: {item_text(says, subject, item, language)}" if item else name


def item_text(says: Definition, subject: str, item: str, language: str) -> str:
    """A solution or an area by number and name, or an option of a many-valued subject by its name."""
    items = says.items_of(subject)
    if items is not None:
        found = next((one for one in items if one.key == item), None)
        return f"{item} {in_language(found.name, language)}" if found else item
    option = next((one for one in says.values_of(subject) if one.key == item), None)
    return in_language(option.name, language) if option else item


def value_text(says: Definition, subject: str, item: str, value: str, language: str) -> str:
    """A value in words."""
    asked = next((one for one in says.subjects if one.key == subject), None)
    if asked is None:
        return value
    if asked.holds == "day":
        return day_text(date.fromisoformat(value))
    if asked.many:
        with override(language):
            return _("yes") if value == HOLDS else _("no")
    found = next((one for one in says.values_of(subject) if one.key == value), None)
    return in_language(found.name, language) if found else value
