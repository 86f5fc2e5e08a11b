"""What was asked of whom, and how much work it is for each municipality, month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from samordner.asks.models import Ask, AskRecipient, Kind
from samordner.participation.models import Participation
from samordner.timeline.months import month_after, months_between

DUE = Coalesce("ask__deadline", "ask__sent")
"""The day that the work is counted on, as in `Ask.due`."""

# For pages


def every_ask() -> QuerySet[Ask]:
    """Asks with their programme and office. Narrow through the grants, then make distinct."""
    return Ask.objects.select_related("programme", "office")


def every_recipient() -> QuerySet[AskRecipient]:
    """Recipients with the ask and the municipality."""
    return AskRecipient.objects.select_related("ask", "participation__municipality", "participation__office")


# Of one municipality


@dataclass(frozen=True)
class Asked:
    """One thing that a municipality was asked for. `state`: open, late, answered or withdrawn, on the day."""

    recipient: AskRecipient
    state: str

    @property
    def ask(self) -> Ask:
        return self.recipient.ask


def asks_of(participation: Participation, day: date) -> tuple[Asked, ...]:
    """What a municipality had been asked for by `day`, the last sent first; one query."""
    rows = every_recipient().filter(participation=participation, ask__sent__lte=day)
    return tuple(Asked(row, row.state_on(day)) for row in rows.order_by("-ask__sent", "-ask__pk"))


def waiting(rows: QuerySet[AskRecipient], day: date) -> tuple[Asked, ...]:
    """What was sent by `day` and waits for an answer, of the visible `rows`; the first due first."""
    found = rows.filter(ask__sent__lte=day).filter(_in_state("waiting", day))
    found = found.select_related("ask", "participation__municipality", "participation__office")
    return tuple(Asked(row, row.state_on(day)) for row in found.order_by(DUE, "ask__pk", "pk"))


# Load


@dataclass(frozen=True)
class Amount:
    """How many times somebody was asked, and the estimated work of it in minutes."""

    asks: int = 0
    minutes: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.asks + other.asks, self.minutes + other.minutes)

    @property
    def hours(self) -> float:
        """Hours with one decimal."""
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class Load:
    """The work asked of municipalities, by the month that it falls due in. Absent in `cells`: none."""

    months: tuple[date, ...]
    participations: tuple[int, ...]
    cells: Mapping[tuple[int, date], Amount] = field(hash=False)

    def of(self, participation: int, month: date) -> Amount:
        return self.cells.get((participation, month), Amount())

    def row(self, participation: int) -> Amount:
        return sum((self.of(participation, month) for month in self.months), Amount())

    def column(self, month: date) -> Amount:
        return sum((self.of(pk, month) for pk in self.participations), Amount())

    @property
    def total(self) -> Amount:
        return sum(self.cells.values(), Amount())


def load(participations: Iterable[Participation], since: date, until: date, *, asked_by: str = "") -> Load:
    """The work that falls due from `since` until `until` (exclusive), of one organisation or all; one query.

    What was withdrawn for a municipality is no work for it.
    """
    ids = tuple(row.pk for row in participations)
    rows = AskRecipient.objects.filter(participation__in=ids, withdrawn_on=None)
    if asked_by:
        rows = rows.filter(ask__asked_by=asked_by)
    counted = (
        rows.annotate(due=DUE)
        .filter(due__gte=since, due__lt=until)
        .order_by()
        .annotate(month=TruncMonth("due"))
        .values_list("participation", "month")
        .annotate(asks=Count("pk"), minutes=Sum("ask__minutes"))
    )
    cells = {(pk, month): Amount(asks, minutes) for pk, month, asks, minutes in counted}
    return Load(months_between(since, until), ids, cells)


# Many at once

MANY, SPAN, LONG = 3, timedelta(days=14), 8 * 60
"""A municipality is asked for much at once when this many requests, or this many minutes of work, fall due
within so many days."""


@dataclass(frozen=True)
class Crowd:
    """A municipality that is asked for much at once: `others` fall due within 14 days together with this one."""

    participation: Participation
    others: tuple[Ask, ...]
    minutes: int

    @property
    def number(self) -> int:
        """How many requests, this one too."""
        return len(self.others) + 1

    @property
    def hours(self) -> float:
        return Amount(0, self.minutes).hours


def crowding(
    rows: QuerySet[AskRecipient],
    participations: Iterable[Participation],
    due: date,
    minutes: int,
    *,
    besides: Ask | None = None,
) -> list[Crowd]:
    """Who is asked for much at once, if they get one more due on that day; the most burdened first; one query.

    `besides`: the ask itself, when it is already written down. Of every programme and office that is among the
    visible `rows`: what others ask is not told to one who may not read it.
    """
    places = {row.municipality_id: row for row in participations}
    near = rows.annotate(due=DUE).filter(
        participation__municipality__in=places, withdrawn_on=None, due__gt=due - SPAN, due__lt=due + SPAN
    )
    if besides is not None:
        near = near.exclude(ask=besides)
    others: dict[int, list[Ask]] = {}
    for one in near.select_related("ask", "participation").order_by("due", "ask__pk"):
        others.setdefault(one.participation.municipality_id, []).append(one.ask)
    found = []
    for municipality, row in places.items():
        if worst := _worst(others.get(municipality, []), due, minutes):
            found.append(Crowd(row, *worst))
    return sorted(found, key=lambda one: (-one.number, -one.minutes))


def _worst(others: list[Ask], due: date, minutes: int) -> tuple[tuple[Ask, ...], int] | None:
    """The fullest 14 days that hold the day `due` and are too full: the others in them, minutes in all."""
    full: list[tuple[int, int, tuple[Ask, ...]]] = []
    for start in {due, *(one.due for one in others if one.due < due)}:
        within = tuple(one for one in others if start <= one.due < start + SPAN)
        work = minutes + sum(one.minutes for one in within)
        if within and (len(within) + 1 >= MANY or work >= LONG):
            full.append((len(within), work, within))
    if not full:
        return None
    _number, work, within = max(full, key=lambda each: each[:2])
    return within, work


# Lists


@dataclass(frozen=True)
class Narrowing:
    """What a list of asks is narrowed to; empty: not. Months by their first day; `last` is included."""

    words: str = ""
    asked_by: str = ""
    kind: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    municipality: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


STATES = ("waiting", "late", "answered", "withdrawn")


def narrowed(rows: QuerySet[AskRecipient], by: Narrowing, day: date) -> QuerySet[AskRecipient]:
    """The recipients that a list is about. An unknown kind or state asks for nothing."""
    for word in by.words.split():
        rows = rows.filter(Q(ask__title__icontains=word) | Q(ask__why__icontains=word))
    if by.asked_by:
        rows = rows.filter(ask__asked_by=by.asked_by)
    if by.kind in Kind.values:
        rows = rows.filter(ask__kind=by.kind)
    if by.municipality:
        rows = rows.filter(participation__municipality__code=by.municipality)
    if by.state in STATES:
        rows = rows.filter(_in_state(by.state, day))
    rows = rows.annotate(due=DUE)
    if by.first:
        rows = rows.filter(due__gte=by.first)
    if by.last:
        rows = rows.filter(due__lt=month_after(by.last))
    return rows


def _in_state(state: str, day: date) -> Q:
    answered, withdrawn = Q(answered_on__lte=day), Q(withdrawn_on__lte=day)
    not_done = (Q(answered_on=None) | Q(answered_on__gt=day)) & (
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
    )
    match state:
        case "answered":
            return answered
        case "withdrawn":
            return withdrawn
        case "late":
            return not_done & Q(ask__deadline__lt=day)
        case _:
            return not_done


@dataclass(frozen=True)
class Line:
    """An ask in a list, with the numbers of those recipients that the list is about."""

    ask: Ask
    recipients: int
    answered: int
    withdrawn: int

    @property
    def counted(self) -> int:
        """Those for whom it is work."""
        return self.recipients - self.withdrawn

    @property
    def amount(self) -> Amount:
        return Amount(self.counted, self.counted * self.ask.minutes)


SORTS: dict[str, Callable[[Line], Any]] = {
    "sent": lambda line: (line.ask.sent, line.ask.pk),
    "due": lambda line: (line.ask.due, line.ask.pk),
    "title": lambda line: (line.ask.title.casefold(), line.ask.pk),
    "asked_by": lambda line: (line.ask.asked_by.casefold(), line.ask.pk),
    "work": lambda line: (line.amount.minutes, line.ask.pk),
}


def lines(rows: QuerySet[AskRecipient], day: date, *, sort: str = "") -> list[Line]:
    """Each ask that some of the recipients have got, the last sent first unless sorted; two queries."""
    counts = {
        pk: numbers
        for pk, *numbers in rows.order_by()
        .values_list("ask")
        .annotate(
            recipients=Count("pk"),
            answered=Count("pk", filter=Q(answered_on__lte=day)),
            withdrawn=Count("pk", filter=Q(withdrawn_on__isnull=False)),
        )
    }
    found = [Line(ask, *counts[ask.pk]) for ask in every_ask().filter(pk__in=counts)]
    read = SORTS.get(sort.removeprefix("-"), SORTS["sent"])
    return sorted(found, key=read, reverse=sort.startswith("-") or sort.removeprefix("-") not in SORTS)


def organisations(rows: QuerySet[AskRecipient]) -> list[str]:
    """Everyone who has asked something of the visible `rows`."""
    return list(rows.order_by("ask__asked_by").values_list("ask__asked_by", flat=True).distinct())


def recipients_of(rows: QuerySet[AskRecipient], ask: Ask) -> list[AskRecipient]:
    """The visible recipients of an ask, in Norwegian order."""
    return list(rows.filter(ask=ask).select_related("ask", "participation__municipality"))
