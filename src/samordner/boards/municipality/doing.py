"""What needs doing with a municipality now, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.boards.municipality.gathering import Picture
from samordner.documents.cells import day_text
from samordner.participation.models import Contact
from samordner.support.models import Status

TONES = ("danger", "warning", "info")


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence, and where it is done."""

    sentence: str
    sign: str
    tone: str
    address: str


def points(picture: Picture) -> list[Point]:
    """What needs somebody, the most pressing first."""
    return in_order(_points(picture))


def in_order(found: Iterable[Point]) -> list[Point]:
    """The most pressing first."""
    return sorted(found, key=lambda point: TONES.index(point.tone))


def _points(picture: Picture) -> Iterator[Point]:
    yield from _of_statuses(picture)
    yield from _of_hearings(picture)
    yield from _of_needs(picture)
    yield from _of_asks(picture)
    contacts = picture.contacts_now
    if picture.contacts is not None and not any(
        one.role == Contact.Role.MAIN and one.name for one in contacts
    ):
        address = reverse("participation:municipality_contacts", args=[picture.participation.pk])
        yield Point(_("There is no main contact"), "☎", "warning", address)
    if picture.silent and picture.heard:
        text = _("Nothing has been heard since %(day)s") % {"day": day_text(picture.heard)}
        yield Point(text, "…", "warning", "#standing")


def _of_statuses(picture: Picture) -> Iterator[Point]:
    for line in picture.lines:
        words = {"subject": line.column.full}
        if not line.is_known:
            yield Point(_("%(subject)s: nobody has told us") % words, "?", "info", line.address)
        for mark in line.marks:
            if mark.late:
                said = words | {"value": mark.text, "late": mark.late}
                yield Point(_("%(subject)s: %(value)s, %(late)s") % said, "!", "danger", line.address)
        if line.stale:
            yield Point(_("%(subject)s is old: ask anew") % words, "↻", "warning", line.address)


def _of_hearings(picture: Picture) -> Iterator[Point]:
    for one in picture.waiting:
        words = {"plan": one.plan.title, "left": one.left or _("no deadline is set")}
        near = one.in_days is not None and one.in_days < 14
        tone = "danger" if one.is_late else "warning" if near else "info"
        address = reverse("localplans:plan", args=[one.plan.pk])
        yield Point(_("%(plan)s waits for a statement: %(left)s") % words, "✎", tone, address)


def _of_needs(picture: Picture) -> Iterator[Point]:
    for need in picture.needs or ():
        status = need.status(picture.day)
        if status not in {Status.OPEN, Status.TAKEN}:
            continue
        address = reverse("support:need", args=[need.pk])
        words = {"need": need.text, "who": need.taken_by}
        if need.is_overdue(picture.day):
            yield Point(_("Overdue need: %(need)s") % words, "!", "danger", address)
        elif status == Status.OPEN:
            yield Point(_("Nobody has taken the need: %(need)s") % words, "○", "warning", address)
        else:
            yield Point(_("%(who)s has the need: %(need)s") % words, "◑", "info", address)


def _of_asks(picture: Picture) -> Iterator[Point]:
    states = [one.state_on(picture.day) for one in picture.asks or ()]
    for state, tone, sign in (("late", "warning", "!"), ("open", "info", "✉")):
        if number := states.count(state):
            late = ngettext("%(n)d request is late", "%(n)d requests are late", number)
            waits = ngettext("%(n)d request waits for an answer", "%(n)d requests wait for an answer", number)
            yield Point((late if state == "late" else waits) % {"n": number}, sign, tone, "#asks")
