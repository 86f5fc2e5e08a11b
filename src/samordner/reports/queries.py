"""Questions about reports: who sees which, what is due and how it stands, what was said last time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from samordner.access.actors import Actor
from samordner.access.grants import allowed, filter_for
from samordner.files.models import File
from samordner.participation.choosing import Following
from samordner.places.queries import office_names
from samordner.reports.content import Content, Source, thawed
from samordner.reports.dues import Due, dues
from samordner.reports.models import Answer, Report, Sending

# Who sees which


def reachable(actor: Actor) -> QuerySet[Report]:
    """A draft for those who may write it; what was sent for those who may read it. Nobody else sees a draft."""
    sent, of_offices, of_nation = Q(sending__isnull=False), Q(office__isnull=False), Q(office__isnull=True)
    ways = (
        ("report.write", of_offices), ("report.read", of_offices & sent),
        ("yearreport.write", of_nation), ("yearreport.read", of_nation & sent),
    )  # fmt: skip
    found = Q(pk__in=())
    for right, which in ways:
        condition = filter_for(Report, actor, right)
        if condition is not None:
            found |= which & condition
    return Report.objects.filter(found).select_related(
        "programme", "office", "sending", "replaces__sending", "replaced_by__sending"
    )


def may_write(report: Report, actor: Actor) -> bool:
    return allowed(report, actor, "yearreport.write" if report.is_national else "report.write")


def may_send(report: Report, actor: Actor) -> bool:
    return allowed(report, actor, "yearreport.write" if report.is_national else "report.send")


# What is due


STATES = ("draft", "open", "missing", "sent", "late")


@dataclass(frozen=True)
class Line:
    """What is due from one office (key; "": the nation), and how it stands.

    `state`: "sent" (in time), "late" (sent after the day), "draft", "open" (not sent, not due yet) or "missing".
    `sent` is the newest edition that was sent, `draft` one being written that the reader may see.
    """

    due: Due
    office: str
    name: str
    state: str
    days_left: int
    sent: Report | None
    draft: Report | None
    first_sent: date | None

    @property
    def key(self) -> str:
        return f"{self.due.form.key}/{self.due.day.isoformat()}/{self.office}"


def lines(
    about: Following, reports: Iterable[Report], day: date, *, offices: Sequence[str], national: bool
) -> list[Line]:
    """Every report that was or is due, of these offices and (with `national`) the nation; the latest first.

    `reports` are those of the programme that the reader may see, with their sendings.
    """
    editions: dict[tuple[str, str, date], list[Report]] = {}
    for report in reports:
        office = report.office.key if report.office else ""
        editions.setdefault((report.form, office, report.due), []).append(report)
    found = []
    for due in dues(about.definition, day):
        if due.is_national:
            if national:
                found.append(_line(due, "", "", editions, day))
            continue
        found += [
            _line(due, key, about.offices[key], editions, day)
            for key in offices
            if about.took_part(key, due.day)
        ]
    return found


def _line(
    due: Due, office: str, name: str, editions: Mapping[tuple[str, str, date], list[Report]], day: date
) -> Line:
    here = sorted(editions.get((due.form.key, office, due.day), ()), key=lambda report: report.edition)
    sent = [report for report in here if report.is_sent]
    draft = next((report for report in here if not report.is_sent), None)
    first = sent[0].sending.sent_on if sent else None
    if first is not None:
        standing = "late" if first > due.day else "sent"
    elif draft is not None:
        standing = "draft"
    else:
        standing = "missing" if due.day < day else "open"
    return Line(due, office, name, standing, (due.day - day).days, sent[-1] if sent else None, draft, first)


def waiting(found: Iterable[Line]) -> list[tuple[Due, list[Line]]]:
    """For each report of the offices that is missing or comes next: those that have not sent it."""
    open_ones: dict[date, tuple[Due, list[Line]]] = {}
    for line in found:
        if line.sent is None and not line.due.is_national:
            open_ones.setdefault(line.due.day, (line.due, []))[1].append(line)
    return list(open_ones.values())


# One report


def answers_of(report: Report) -> dict[str, Answer]:
    """What is written so far, by question."""
    return {answer.question: answer for answer in report.answers.all()}


def fingerprint(report: Report, answers: Mapping[str, Answer]) -> int:
    """A number that grows with every change to the report or an answer: what a sender has seen."""
    return report.version + sum(answer.version for answer in answers.values())


def content_of(sending: Sending) -> Content:
    """What a sent report says: read from its own file, never from the registers."""
    return thawed(bytes(sending.data.content))


def sent_before(report: Report) -> Sending | None:
    """What the same office (or the nation) sent last before this one, its newest edition."""
    rows = Sending.objects.filter(
        report__programme=report.programme_id, report__office=report.office_id, report__form=report.form,
        report__due__lt=report.due,
    )  # fmt: skip
    newest = rows.select_related("report", "data").order_by("-report__due", "-report__edition")
    return newest.first()


def materials(report: Report) -> list[tuple[Source, Content]]:
    """What the offices sent in the year before a national report is due: their newest editions, in Norwegian order."""
    rows = Sending.objects.filter(
        report__programme=report.programme_id, report__office__isnull=False,
        report__due__gt=report.due - timedelta(days=366), report__due__lt=report.due,
    )  # fmt: skip
    newest: dict[tuple[int | None, str, date], Sending] = {}
    for row in rows.select_related("report__office", "data").order_by("report__edition"):
        newest[row.report.office_id, row.report.form, row.report.due] = row
    names = list(office_names(report.status_day))
    found = [(row, content_of(row)) for row in newest.values()]
    place = {key: number for number, key in enumerate(names)}
    found.sort(key=lambda one: (one[0].report.due, place.get(one[1].office, len(place)), one[1].office))
    return [
        (Source(content.office, f"{content.issuer}: {content.name}", row.number, row.data.digest), content)
        for row, content in found
    ]


def sources_of(report: Report) -> list[Source]:
    """The sent reports that a national one builds on; none for an office's."""
    return [source for source, _content in materials(report)] if report.is_national else []


def is_unchanged(sending: Sending) -> bool:
    """Whether every file of the sending still has the digest that it was sent with."""
    return all(_digest(row) == row.digest for row in (sending.data, sending.page, sending.letter))


def _digest(row: File) -> str:
    return hashlib.sha256(bytes(row.content)).hexdigest()
