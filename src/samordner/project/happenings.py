"""Everything that has a day, told to the calendar by every package: the one list, since `project` knows them all.

Each source tells only what its reader reaches by the rights of what it tells, in a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from samordner.access.grants import visible
from samordner.asks import queries as asks
from samordner.asks.models import AskRecipient
from samordner.happenings.happenings import Concerned, Happening, Kind, Place
from samordner.happenings.sources import Asked, Source
from samordner.invitations.models import EventTerms
from samordner.journal.queries import deeds_to
from samordner.localplans.models import LocalPlan, Statement
from samordner.participation.models import Participation
from samordner.programmes.definition import Deadline, Definition
from samordner.programmes.queries import definition
from samordner.project import cooperation_happenings as cooperation
from samordner.project import improvement_happenings as improvement
from samordner.project import learning_happenings as learning
from samordner.project import mapping_happenings as mapping
from samordner.project import meeting_happenings as meetings
from samordner.project import minute_happenings as minutes
from samordner.project import plan_happenings as plans
from samordner.reports import dues as reports
from samordner.revisions import dues as revisions
from samordner.support import queries as support
from samordner.support.documents import scheme_names, scheme_text
from samordner.support.models import Grant, Need

ASK = Kind("ask", pgettext_lazy("calendar", "Answer to a request"), "→")
HEARING = Kind("hearing", pgettext_lazy("calendar", "Statement on a municipal plan"), "§")
REPORT = Kind("report", pgettext_lazy("calendar", "Report"), "▤")
PLAN = Kind("plan", pgettext_lazy("calendar", "Plan to be sent"), "▥")
DEADLINE = Kind("deadline", pgettext_lazy("calendar", "Deadline of the programme"), "!")
NEED = Kind("need", pgettext_lazy("calendar", "Help by"), "?")
GRANT = Kind("grant", pgettext_lazy("calendar", "Grant"), "¤")
A_LINE = 120
BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
"""Of what does not say when it was written down."""
OF = ("participation__municipality", "participation__office", "participation__programme")


def _place(row: Participation) -> Place:
    return Place(row.municipality.code, row.municipality.name)


def _line(text: str) -> str:
    line = " ".join(text.split("\n", maxsplit=1)[0].split())
    return line if len(line) <= A_LINE else f"{line[: A_LINE - 1].rstrip()}…"


def requests(asked: Asked) -> Iterator[Happening]:
    """The deadlines of what municipalities are asked for; cancelled when it is withdrawn for all that are reached."""
    rows = visible(asks.every_recipient(), asked.actor, "ask.read").filter(
        ask__deadline__gte=asked.since, ask__deadline__lt=asked.until
    )
    if asked.meant:  # who plans is told of the meeting itself
        rows = rows.exclude(ask__in=EventTerms.objects.filter(ask__isnull=False).values("ask"))
    of: dict[int, list[AskRecipient]] = defaultdict(list)
    for row in rows.select_related(
        "ask__programme", "ask__office", "participation__municipality", "participation__office"
    ):
        of[row.ask_id].append(row)
    done = deeds_to(("ask", pk) for pk in of)
    postponed = asks.postponed_from(of)
    for pk, recipients in of.items():
        ask, states = recipients[0].ask, [row.state_on(asked.day) for row in recipients]
        assert ask.deadline is not None
        left = [row for row, state in zip(recipients, states, strict=True) if state != "withdrawn"]
        answered = states.count("answered")
        yield Happening(
            key=f"ask:{pk}",
            kind=ASK,
            title=ask.title,
            start=ask.deadline,
            address=reverse("asks:ask", args=[pk]),
            note=_("%(count)d of %(all)d have answered") % {"count": answered, "all": len(left)} if answered else "",
            programme=ask.programme.key,
            concerned=Concerned(
                office=ask.office.key,
                municipalities=tuple(_place(row.participation) for row in left or recipients),
                organisations=(ask.asked_by,),
                accounts=(ask.recorded_by,),
            ),
            cancelled=not left,
            moved_from=postponed.get(pk),
            **plans.stamp(done.get(("ask", pk)), ask.version, ask.recorded_at),
        )  # fmt: skip


def hearings(asked: Asked) -> Iterator[Happening]:
    """The last days for statements on municipalities' own plans."""
    given = Statement.objects.filter(plan=OuterRef("pk"), given_on__lte=asked.day)
    rows = visible(LocalPlan.objects.all(), asked.actor, "localplan.read").annotate(
        last=Coalesce("deadline", "hearing_to"), given=Exists(given)
    )
    rows = rows.filter(removed_at=None, last__gte=asked.since, last__lt=asked.until)
    found = list(rows.select_related("municipality", "office"))
    done = deeds_to(("local_plan", row.pk) for row in found)
    for row in found:
        assert row.due is not None
        yield Happening(
            key=f"local-plan:{row.pk}",
            kind=HEARING,
            title=row.title,
            start=row.due,
            address=reverse("localplans:plan", args=[row.pk]),
            note=_("the statement is given") if row.given else "",
            concerned=Concerned(
                office=row.office.key,
                municipalities=(Place(row.municipality.code, row.municipality.name),),
                apparatus=True,
            ),
            **plans.stamp(done.get(("local_plan", row.pk)), row.version, BEGAN),
        )


def needs(asked: Asked) -> Iterator[Happening]:
    """The days by which municipalities are to have help, of needs that are not closed or were closed too late."""
    rows = visible(Need.objects.all(), asked.actor, "need.read")
    held = support.kept_needs().filter(pk__in=rows, deadline__gte=asked.since, deadline__lt=asked.until)
    found = list(held.select_related(*OF))
    done = deeds_to(("need", row.pk) for row in found)
    for row in found:
        assert row.deadline is not None
        yield Happening(
            key=f"need:{row.pk}",
            kind=NEED,
            title=_line(row.text),
            start=row.deadline,
            address=reverse("support:need", args=[row.pk]),
            note=str(row.status(asked.day).label),
            programme=row.participation.programme.key,
            concerned=Concerned(
                office=row.participation.office.key,
                municipalities=(_place(row.participation),),
                organisations=(row.taken_by,) if row.taken_by else (),
                accounts=(row.taken_account,) if row.taken_account else (),
            ),
            **plans.stamp(done.get(("need", row.pk)), row.version, row.recorded_at),
        )


GRANT_DAYS = ("applied_on", "granted_on", "reported_on")


def grants(asked: Asked) -> Iterator[Happening]:
    """The days on which money was applied for, granted or refused, and reported on."""
    words = {
        "applied_on": pgettext("grant", "applied for"), "granted_on": pgettext("grant", "granted"),
        "reported_on": pgettext("grant", "reported on"),
    }  # fmt: skip
    rows = visible(Grant.objects.all(), asked.actor, "grant.read").filter(removed_at=None)
    near = Q()
    for name in GRANT_DAYS:
        near |= Q(**{f"{name}__gte": asked.since, f"{name}__lt": asked.until})
    found = list(rows.filter(near).select_related(*OF))
    schemes = {key: scheme_names(definition(key)) for key in asked.programmes} if found else {}
    done = deeds_to(("grant", row.pk) for row in found)
    for row in found:
        programme = row.participation.programme.key
        for name in GRANT_DAYS:
            day: date | None = getattr(row, name)
            if day is None:
                continue
            refused = name == "granted_on" and row.granted == 0
            yield Happening(
                key=f"grant:{row.pk}:{name}",
                kind=GRANT,
                title=f"{scheme_text(row, schemes.get(programme, {}))} {row.year}: "
                + (pgettext("grant", "rejected") if refused else words[name]),
                start=day,
                address=reverse("support:grant", args=[row.pk]),
                programme=programme,
                concerned=Concerned(
                    office=row.participation.office.key, municipalities=(_place(row.participation),)
                ),
                **plans.stamp(done.get(("grant", row.pk)), row.version, row.recorded_at),
            )


def deadlines(asked: Asked) -> Iterator[Happening]:
    """The days of the programmes themselves: reports, plans to be sent, and what else there is a deadline for."""
    for key in asked.programmes:
        yield from _of_programme(definition(key), asked)


def _of_programme(says: Definition, asked: Asked) -> Iterator[Happening]:
    last = asked.until - timedelta(days=1)
    told: set[tuple[str, date]] = set()
    if asked.actor.may("report.read"):
        for due in reports.dues(says, last):
            told.add((due.deadline.key, due.day))
            yield _deadline(
                says,
                REPORT,
                f"{due.form.key}:{due.deadline.key}",
                due.name,
                due.day,
                reverse("reports:index"),
            )
    if asked.actor.may("plan.read"):
        for plan_due in revisions.dues(says, last):
            told.add((plan_due.deadline.key, plan_due.day))
            yield _deadline(
                says,
                PLAN,
                f"plan:{plan_due.deadline.key}",
                plan_due.name,
                plan_due.day,
                reverse("revisions:submitted"),
            )
    for deadline in says.deadlines:
        for day in _days(says, deadline, asked):
            if (deadline.key, day) not in told and not _is_told_elsewhere(says, deadline):
                yield _deadline(says, DEADLINE, deadline.key, str(deadline.name), day, "")


def _is_told_elsewhere(says: Definition, deadline: Deadline) -> bool:
    """Whether the deadline is that of a report or a plan, which those who have to do with it are told of as such."""
    return deadline.plan or any(deadline.key in form.deadlines for form in says.reports)


def _days(says: Definition, deadline: Deadline, asked: Asked) -> Iterator[date]:
    """The days of a deadline among those asked for, within the programme's period."""
    since, until = says.period.since, says.period.until
    if deadline.day is None:
        return
    for year in (deadline.year,) if deadline.year else range(asked.since.year, asked.until.year + 1):
        day = date(year, deadline.month, deadline.day)
        if asked.since <= day < asked.until and since <= day and (until is None or day < until):
            yield day


def _deadline(says: Definition, kind: Kind, key: str, title: str, day: date, address: str) -> Happening:
    return Happening(
        key=f"programme:{says.key}:{key}:{day.isoformat()}",
        kind=kind,
        title=title,
        start=day,
        address=address,
        programme=says.key,
        concerned=Concerned(apparatus=True),
    )


SOURCES: tuple[Source, ...] = (
    Source((meetings.MEETING,), meetings.of_meetings, meetings.open_ones),
    Source(
        (plans.MEASURE, plans.DEADLINE, plans.COMMUNICATION, plans.FOLLOW_UP, plans.AGREEMENT),
        plans.of_plans,
    ),
    Source((cooperation.AGREEMENT_DAY,), cooperation.of_agreements),
    Source((cooperation.ARENA,), cooperation.of_arenas),
    Source((learning.GATHERING,), learning.of_gatherings),
    Source((learning.GUIDANCE,), learning.of_guidance),
    Source((learning.HOMEWORK,), learning.of_homework),
    Source((improvement.AIM,), improvement.of_aims),
    Source((minutes.TASK,), minutes.of_minutes),
    Source((plans.REVIEW,), plans.reviews),
    Source((ASK,), requests),
    Source((mapping.ROUND,), mapping.of_rounds),
    Source((HEARING,), hearings),
    Source((NEED,), needs),
    Source((GRANT,), grants),
    Source((REPORT, PLAN, DEADLINE), deadlines),
)
