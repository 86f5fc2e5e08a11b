"""The days of plans, told to the calendar: rows of the registers, deadlines, agreements, and reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samordner.access.grants import visible
from samordner.documents.cells import cell_text
from samordner.documents.columns import Kind as Cell
from samordner.happenings.happenings import Concerned, Happening, Kind
from samordner.happenings.sources import Asked
from samordner.journal.queries import Done, deeds_to
from samordner.meetings.models import Meeting
from samordner.plans.models import Earlier, Followed, Plan, RegisterRow, Timed
from samordner.plans.registers import Register, registers
from samordner.plans.reigning import reigns
from samordner.revisions.models import Revision
from samordner.timeline.periods import Period

MEASURE = Kind("measure", pgettext_lazy("calendar", "Measure"), "●")
COMMUNICATION = Kind("communication", pgettext_lazy("calendar", "Communication"), "✉")
FOLLOW_UP = Kind("follow-up", pgettext_lazy("calendar", "Follow-up"), "↻")
DEADLINE = Kind("deadline-of-measure", pgettext_lazy("calendar", "Deadline of a measure"), "!")
AGREEMENT = Kind("agreement", pgettext_lazy("calendar", "Agreement runs out"), "§")
REVIEW = Kind("review", pgettext_lazy("calendar", "Comments on a plan"), "✎")

KINDS: Mapping[str, Kind] = {
    "communication": COMMUNICATION, "follow_up": FOLLOW_UP,
}  # fmt: skip
"""The kind of a register's rows by the register's key; of any other it is a measure."""
DAYS: Mapping[str, Kind] = {"deadline_day": DEADLINE, "expires_day": AGREEMENT}
"""Fields of rows that hold a day of their own."""
FEW_DAYS, A_MONTH = timedelta(days=7), timedelta(days=31)
"""A period of up to a week names its days. One of up to a month is told as lying somewhere in it. A longer one is no
day, but a time to work in, and stands in the plan."""
LONG_TITLE = 120
NOT_WHAT = frozenset({"area", "audience", "actor", "owner", "responsible"})


class Stamp(TypedDict):
    """How often a happening was changed, and when last."""

    sequence: int
    changed_at: datetime


def stamp(done: Done | None, version: int, since: datetime) -> Stamp:
    """Every deed and every version makes it more; `since` is when the row was made, of what has no deed of its own."""
    number, last = (done.number, done.last) if done else (0, since)
    return {"sequence": version - 1 + number, "changed_at": max(last, since)}


def of_plans(asked: Asked) -> Iterator[Happening]:
    """The rows of plans that name a day or a few, and the days by which something is to be done. Meetings tell of
    themselves (`meeting_happenings`).
    """
    rows = visible(Plan.objects.all(), asked.actor, "plan.read").select_related("office", "programme")
    plans = {plan.pk: plan for plan in rows}
    reign = reigns(plans.values())
    told = [register for register in registers() if register.model is not Meeting]
    found = [(register, row) for register in told for row in _rows(register, plans, asked)]
    moved = _moved(found)
    done = deeds_to((register.key, row.pk) for register, row in found)
    for register, row in found:
        plan = plans[row.plan_id]
        key = (register.key, row.pk)
        changes = moved.get(key, NOT_MOVED)
        stamped = stamp(done.get(key), row.version, changes.last or plan.created_at)
        for one in _told(register, row, plan, changes.stood, stamped):
            if reign[plan.pk].since <= one.start < reign[plan.pk].until:
                yield one


def _day_fields(register: Register[Any]) -> list[str]:
    names = {field.name for field in register.model._meta.get_fields()}
    return [name for name in DAYS if name in names]


def _rows(register: Register[Any], plans: Mapping[int, Plan], asked: Asked) -> list[Any]:
    """The kept rows of a register with a day among those asked for."""
    days = Q()
    if issubclass(register.model, Timed):
        ends = Q(period_end__isnull=True) | Q(period_end__gte=asked.since)
        starts = Q(period_start__isnull=True) | Q(period_start__lt=asked.until)
        known = Q(period_start__isnull=False) | Q(period_end__isnull=False)
        days |= known & starts & ends & Q(period_recurrence="")
    for name in _day_fields(register):
        days |= Q(**{f"{name}__gte": asked.since, f"{name}__lt": asked.until})
    if not days or not plans:
        return []
    rows = visible(register.rows().filter(plan__in=plans, removed_at=None), asked.actor, "plan.read")
    return list(rows.filter(days))


@dataclass(frozen=True)
class Changes:
    """Where a row last stood before it was moved, its first and its last day (None: it was not); and when it was last
    changed.
    """

    stood: tuple[date, date] | None = None
    last: datetime | None = None


NOT_MOVED = Changes()


def _moved(found: Iterable[tuple[Register[Any], RegisterRow]]) -> dict[tuple[str, int], Changes]:
    """What became of the rows that were changed, by register and id; one query."""
    rows = {(register.key, row.pk): row for register, row in found if row.version > 1}
    wanted = Q()
    for kind in {kind for kind, _pk in rows}:
        wanted |= Q(kind=kind, key__in=[pk for other, pk in rows if other == kind])
    earlier = Earlier.objects.filter(wanted).order_by("version") if rows else Earlier.objects.none()
    moved: dict[tuple[str, int], Changes] = {}
    for kind, key, fields, at in earlier.values_list("kind", "key", "fields", "at"):
        row, stood = rows[kind, key], moved.get((kind, key), NOT_MOVED).stood
        if isinstance(row, Timed):
            then = _span_then(fields)
            stood = then if then and then != _span(row.period) else stood
        moved[kind, key] = Changes(stood, at)
    return moved


def _span_then(fields: Mapping[str, Any]) -> tuple[date, date] | None:
    start, end = _day(fields.get("period_start")), _day(fields.get("period_end"))
    return _span(Period("", start, end, fields.get("period_recurrence") or None))


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _span(period: Period) -> tuple[date, date] | None:
    """The first and the last day of a period that names its days or its month; None for a longer one, or none."""
    if period.recurrence:
        return None
    start, end = period.start or period.end, period.end or period.start
    return (start, end) if start and end and end - start < A_MONTH else None


def _told(
    register: Register[Any], row: Any, plan: Plan, moved: tuple[date, date] | None, stamped: Stamp
) -> Iterator[Happening]:
    kind = KINDS.get(register.key, MEASURE)
    over = isinstance(row, Followed) and row.is_over
    usual: dict[str, Any] = {
        "title": _title(register, row) or str(kind.label),
        "address": reverse("plans:row", args=[plan.pk, register, row.pk]),
        "note": _note(row),
        "programme": plan.programme.key,
        "cancelled": isinstance(row, Followed) and row.status_key == Followed.Status.DROPPED,
        **stamped,
    }
    said = (
        row.filled_by,
        getattr(row, "owner", ""),
        getattr(row, "responsible", ""),
        getattr(row, "actor", ""),
    )
    concerned = Concerned(
        office=plan.office.key,
        organisations=tuple(dict.fromkeys(name for text in said for name in _names(text))),
    )
    if isinstance(row, Timed) and (span := _span(row.period)):
        start, end = span
        settled = end - start < FEW_DAYS
        yield Happening(
            key=f"{register.key}:{row.pk}", kind=kind, start=start, end=end,
            loosely="" if settled else row.period_label,
            moved_from=moved[0] if moved and settled and moved[1] - moved[0] < FEW_DAYS else None,
            concerned=concerned, **usual,
        )  # fmt: skip
    for name in _day_fields(register):
        day = getattr(row, name)
        if day and not (
            over and name == "deadline_day" and not usual["cancelled"] and _done_before(row, day)
        ):
            yield Happening(
                key=f"{register.key}:{row.pk}:{name}",
                kind=DAYS[name],
                start=day,
                concerned=concerned,
                **usual,
            )


def _done_before(row: Any, day: date) -> bool:
    """Whether it was done by its deadline: then the deadline calls for nothing."""
    return row.done_on is not None and row.done_on <= day


def _title(register: Register[Any], row: Any) -> str:
    """What the row is about, in one line: not its area, which many rows share, not who does it, and not its days."""
    shared = {register.table.group.key} if register.table.group else set()
    told = [
        column for column in register.columns
        if column.kind in {Cell.TEXT, Cell.SHORT} and column.key not in {*shared, *NOT_WHAT}
    ]  # fmt: skip
    for column in told:
        if text := cell_text(column, row).strip():
            line = " ".join(text.split("\n")[0].split()).rstrip(":")
            return line if len(line) <= LONG_TITLE else f"{line[: LONG_TITLE - 1].rstrip()}…"
    return ""


def _names(text: str) -> list[str]:
    """The organisations that a cell names, one by one or one a line."""
    return [name for part in re.split(r"[,;/\n]", text) if (name := " ".join(part.split()))]


def _note(row: Any) -> str:
    if not isinstance(row, Followed) or row.status_key == Followed.Status.DROPPED:
        return ""
    return " ".join(row.status.split()) or (str(row.get_status_key_display()) if row.status_key else "")


def reviews(asked: Asked) -> Iterator[Happening]:
    """Plans that are out for review: the last day for comments."""
    rows = visible(Revision.objects.all(), asked.actor, "plan.review").filter(
        status=Revision.Status.REVIEW, review_until__gte=asked.since, review_until__lt=asked.until
    )
    found = list(rows.select_related("plan__office", "plan__programme"))
    done = deeds_to(("revision", row.pk) for row in found)
    for row in found:
        assert row.review_until is not None
        yield Happening(
            key=f"revision:{row.pk}",
            kind=REVIEW,
            title=_("%(plan)s, revision %(number)d") % {"plan": row.plan.title, "number": row.number},
            start=row.review_until,
            address=reverse("revisions:review_page", args=[row.pk]),
            programme=row.plan.programme.key,
            concerned=Concerned(office=row.plan.office.key, apparatus=True),
            **stamp(done.get(("revision", row.pk)), row.version, row.begun_at),
        )
