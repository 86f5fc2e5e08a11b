"""What was asked of whom, how it stands, narrowed and counted; what was merged into what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from samordner.asks.models import Ask, AskMerge, AskRecipient, Kind
from samordner.asks.queries.loads import DUE, Amount
from samordner.journal.models import Entry
from samordner.participation.models import Participation
from samordner.timeline.months import month_after

# For pages


def every_ask() -> QuerySet[Ask]:
    """Asks with their programme and office. Narrow through the grants, then make distinct."""
    return Ask.objects.select_related("programme", "office")


def every_recipient() -> QuerySet[AskRecipient]:
    """Recipients with the ask and the municipality."""
    return AskRecipient.objects.select_related("ask", "participation__municipality", "participation__office")


def postponed_from(asks: Iterable[int]) -> dict[int, date]:
    """The deadline that each of these asks had before it was last postponed; absent: it was not. One query."""
    keys = [str(pk) for pk in asks]
    rows = Entry.objects.filter(kind="ask", verb="postpone", key__in=keys).order_by("number")
    return {int(key): date.fromisoformat(detail["from"]) for key, detail in rows.values_list("key", "detail")}


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


STATES = ("waiting", "late", "answered", "unanswered", "withdrawn")


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
    closed = Q(closed_on__lte=day)
    not_done = Q()
    for name in ("answered_on", "withdrawn_on", "closed_on"):
        not_done &= Q(**{name: None}) | Q(**{f"{name}__gt": day})
    match state:
        case "answered":
            return answered
        case "withdrawn":
            return withdrawn
        case "unanswered":
            return closed
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


def merges_of(ask: Ask) -> list[AskMerge]:
    """What was merged into the ask and still is."""
    return list(ask.merges.filter(undone_at=None).select_related("closed", "kept"))


def near(rows: QuerySet[Ask], ask: Ask, day: date) -> list[Ask]:
    """Of the visible `rows`, those of the same office and programme that still wait on `day` and could be merged into the
    ask; the first due first. One query."""
    waiting = AskRecipient.objects.filter(
        ask=OuterRef("pk"), answered_on=None, withdrawn_on=None, closed_on=None
    )
    found = rows.filter(Exists(waiting), office=ask.office, programme=ask.programme, merged_into=None)
    found = found.annotate(last=Coalesce("deadline", "sent")).filter(last__gte=day)
    return list(found.exclude(pk=ask.pk).exclude(kind=Kind.MEETING).order_by("last", "pk").distinct())


def merge_of(ask: Ask) -> AskMerge | None:
    """How the ask was merged into another; None: it was not."""
    if not ask.merged_into_id:
        return None
    return ask.closings.filter(undone_at=None).select_related("kept", "closed").first()


def recipients_of(rows: QuerySet[AskRecipient], ask: Ask) -> list[AskRecipient]:
    """The visible recipients of an ask, in Norwegian order."""
    return list(rows.filter(ask=ask).select_related("ask", "participation__municipality"))
