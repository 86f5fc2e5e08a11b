"""Deeds on a driver diagram: add, say otherwise, move up and down, hang under another, remove a branch, bring it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.improvement.models import Cycle, Driver, Project
from samordner.improvement.operations.keeping import not_written, noted, seen, stop, why_not_work
from samordner.journal.deeds import change, refuse

KIND = "improvement_driver"
MOST = 100
"""Boxes of one diagram: more than that nobody can read."""
Kind = Driver.Kind


def why_not_hang(kind: str, parent: Driver | None) -> str | None:
    """Why a driver of that kind cannot hang there (None: on the aim), as a sentence; None when it can."""
    if parent is None:
        return None if kind == Kind.PRIMARY else _("Only a primary driver hangs on the aim itself.")
    if kind == Kind.PRIMARY:
        return _("A primary driver hangs on the aim itself.")
    if parent.kind == Kind.IDEA:
        return _("Nothing hangs under a change idea.")
    if kind == Kind.SECONDARY and parent.kind != Kind.PRIMARY:
        return _("A secondary driver hangs under a primary one.")
    return None


@transaction.atomic
def add_driver(
    project: Project, text: str, *, kind: str, parent: Driver | None = None, by: str, now: datetime
) -> Driver:
    """Put a driver or an idea into the diagram, last among its neighbours. Raises Refusal."""
    _hold(project)
    _check_text(text)
    if kind not in Kind.values:
        refuse(("kind", _("Say whether it is a driver or a change idea.")))
    if parent is not None and (parent.project_id != project.pk or parent.removed_at):
        refuse(("parent", _("What it was to hang under is not there any more.")))
    if sentence := why_not_hang(kind, parent):
        refuse(("parent", sentence))
    standing = project.drivers.filter(removed_at=None)
    if standing.count() >= MOST:
        refuse(("text", _("The diagram is full: nobody can read more than %(n)d boxes.") % {"n": MOST}))
    if standing.filter(parent=parent, text=text.strip()).exists():
        refuse(("text", _("It stands there already.")))
    row = Driver.objects.create(
        project=project, parent=parent, kind=kind, text=text.strip(), position=_next(project, parent),
        made_at=now, made_by=by,
    )  # fmt: skip
    noted(KIND, project, "add_driver", by, now, driver=row.pk)
    return row


@transaction.atomic
def change_driver(row: Driver, text: str, *, version: int, by: str, now: datetime) -> Driver:
    """Say it otherwise. Raises Refusal, or Conflict when another changed it."""
    seen(row, version)
    _hold(row.project)
    stop(_gone(row))
    _check_text(text)
    change(row, version=version, text=text.strip())
    noted(KIND, row.project, "change_driver", by, now, driver=row.pk)
    return row


@transaction.atomic
def move_driver(row: Driver, way: Literal["up", "down"], *, version: int, by: str, now: datetime) -> Driver:
    """Change places with the neighbour above or below. Raises Refusal, or Conflict."""
    seen(row, version)
    _hold(row.project)
    stop(_gone(row))
    there = list(row.project.drivers.filter(parent=row.parent_id, removed_at=None))
    place = next(number for number, one in enumerate(there) if one.pk == row.pk)
    other = place - 1 if way == "up" else place + 1
    if not 0 <= other < len(there):
        stop(_("It stands first already.") if way == "up" else _("It stands last already."))
    there[place], there[other] = there[other], there[place]
    for number, one in enumerate(there, start=1):
        if one.pk != row.pk and one.position != number:
            Driver.objects.filter(pk=one.pk).update(position=number)
    change(row, version=version, position=other + 1)
    noted(KIND, row.project, "move_driver", by, now, driver=row.pk)
    return row


def why_not_move_under(row: Driver, parent: Driver | None) -> str | None:
    """Why it cannot hang there with all that hangs under it, as a sentence; None when it can."""
    if parent is not None and (parent.project_id != row.project_id or parent.removed_at):
        return _("What it was to hang under is not there any more.")
    if parent is not None and row.pk in {one.pk for one in _upwards(parent)}:
        return _("It cannot hang under itself.")
    if row.parent_id == (parent.pk if parent else None):
        return _("It hangs there already.")
    kind = _kind_under(row, parent)
    if kind == Kind.SECONDARY and row.kind == Kind.PRIMARY:
        below = row.children.filter(removed_at=None, kind=Kind.SECONDARY)
        if below.exists():
            return _("Secondary drivers hang under it: move them first.")
    return why_not_hang(kind, parent)


@transaction.atomic
def move_under(row: Driver, parent: Driver | None, *, version: int, by: str, now: datetime) -> Driver:
    """Hang it, with all that hangs under it, under another driver, or on the aim (None). Raises Refusal, or Conflict.

    A driver under the aim becomes a primary one, under a primary one a secondary; an idea stays an idea.
    """
    seen(row, version)
    _hold(row.project)
    stop(_gone(row))
    if sentence := why_not_move_under(row, parent):
        refuse(("parent", sentence))
    kind, position = _kind_under(row, parent), _next(row.project, parent)
    change(row, version=version, parent=parent, kind=kind, position=position)
    noted(KIND, row.project, "move_driver", by, now, driver=row.pk)
    return row


def why_not_remove_driver(row: Driver) -> str | None:
    """Why it cannot be removed with all that hangs under it, as a sentence; None when it can."""
    tried = Cycle.objects.filter(idea__in=[one.pk for one in _branch(row)], removed_at=None)
    if tried.exists():
        return _("A cycle tries an idea that hangs here: it stays in the diagram.")
    return None


@transaction.atomic
def remove_driver(row: Driver, *, version: int, by: str, now: datetime) -> Driver:
    """Take it out with all that hangs under it. Raises Refusal, or Conflict."""
    seen(row, version)
    _hold(row.project)
    stop(_gone(row) or why_not_remove_driver(row))
    below = [one.pk for one in _branch(row) if one.pk != row.pk]
    Driver.objects.filter(pk__in=below).update(removed_at=now)
    change(row, version=version, removed_at=now)
    noted(KIND, row.project, "remove_driver", by, now, driver=row.pk, below=len(below))
    return row


@transaction.atomic
def restore_driver(row: Driver, *, version: int, by: str, now: datetime) -> Driver:
    """Bring a removed branch back as it was: that which was removed with it. Raises Refusal, or Conflict."""
    seen(row, version)
    _hold(row.project)
    if row.removed_at is None:
        stop(_("It is not removed."))
    if row.parent and row.parent.removed_at:
        stop(_("What it hung under is removed: bring that back instead."))
    below = [one.pk for one in _branch(row, removed_at=row.removed_at) if one.pk != row.pk]
    Driver.objects.filter(pk__in=below).update(removed_at=None)
    change(row, version=version, removed_at=None)
    noted(KIND, row.project, "restore_driver", by, now, driver=row.pk, below=len(below))
    return row


def _kind_under(row: Driver, parent: Driver | None) -> str:
    if row.kind == Kind.IDEA:
        return Kind.IDEA
    return Kind.PRIMARY if parent is None else Kind.SECONDARY


def _check_text(text: str) -> None:
    if not text.strip():
        refuse(("text", _("Write what it is.")))
    refuse(not_written(text=text))


def _gone(row: Driver) -> str | None:
    return _("It is removed: bring it back first.") if row.removed_at else None


def _hold(project: Project) -> None:
    """Hold the diagram until the deed is done, so that two who move at once do not tangle it. Raises Refusal."""
    Project.objects.select_for_update().get(pk=project.pk)
    project.refresh_from_db(fields=["ended_on", "removed_at"])
    stop(why_not_work(project))


def _next(project: Project, parent: Driver | None) -> int:
    last = project.drivers.filter(parent=parent).order_by("-position").first()
    return last.position + 1 if last else 1


def _branch(row: Driver, removed_at: datetime | None = None) -> Iterator[Driver]:
    """It and all that hangs under it, of those removed at that moment (None: of those that stand)."""
    yield row
    below: dict[int | None, list[Driver]] = {}
    for one in row.project.drivers.filter(removed_at=removed_at):
        below.setdefault(one.parent_id, []).append(one)
    waiting = [row.pk]
    while waiting:
        for one in below.get(waiting.pop(), ()):
            yield one
            waiting.append(one.pk)


def _upwards(row: Driver) -> Iterator[Driver]:
    yield row
    while row.parent is not None:
        row = row.parent
        yield row
