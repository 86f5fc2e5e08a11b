"""Everything with one partner of an office, across its plans and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from samordner.cooperation.models import Partner, PartnerContact
from samordner.cooperation.queries.agreements import Rows, Standing, key_in, name_in, next_after
from samordner.meetings.models import Meeting, Organiser
from samordner.places.alphabet import norwegian_key
from samordner.places.models import Office
from samordner.plans.models import Cooperation, Followed
from samordner.programmes.models import Programme

Known = tuple[int, str]
"""An office's id and a partner's key."""
NOT_COMING = {Followed.Status.DROPPED, Followed.Status.POSTPONED}


@dataclass(frozen=True)
class Met:
    """The meetings with one partner: those held and those to come, the first first; called off ones are neither."""

    held: tuple[Meeting, ...] = ()
    coming: tuple[Meeting, ...] = ()

    @property
    def last(self) -> date | None:
        days = [day for one in self.held if (day := day_of(one))]
        return max(days, default=None)

    @property
    def next(self) -> date | None:
        days = [day for one in self.coming if (day := one.period_start)]
        return min(days, default=None)


def day_of(meeting: Meeting) -> date | None:
    """The day that a meeting was held: its last."""
    return meeting.period_end or meeting.period_start


NOT_MET = Met()


def kept_partners() -> QuerySet[Partner]:
    """What is settled about partners, with their offices."""
    return Partner.objects.select_related("office")


def every_contact() -> QuerySet[PartnerContact]:
    """Whom one reaches at partners, with these and their offices."""
    return PartnerContact.objects.select_related("partner__office")


def programme_of(key: str) -> Programme:
    """The programme of that key."""
    return Programme.objects.get(key=key)


@dataclass(frozen=True)
class Line:
    """One partner of an office. `rows`: the plans' kept rows of it, the newest plan's first."""

    office: Office
    key: str
    name: str
    kept: Partner | None
    rows: tuple[Cooperation, ...]
    in_plan: bool
    standings: tuple[Standing, ...]
    met: Met

    @property
    def row(self) -> Cooperation | None:
        return self.rows[0] if self.rows else None

    @property
    def parent(self) -> str:
        return name_in(self.row.parent) if self.row else ""

    @property
    def form(self) -> str:
        return self.row.form if self.row else ""

    @property
    def next_step(self) -> str:
        return self.row.next_step if self.row else ""

    @property
    def responsible(self) -> str:
        return self.kept.responsible if self.kept else ""

    @property
    def every(self) -> int | None:
        """In how many months it is to be met once."""
        return self.kept.meet_every if self.kept else None

    @property
    def due(self) -> date | None:
        """The day by which it is to be met: so long after the last time; None: not said, or never met."""
        return next_after(self.met.last, self.every) if self.every and self.met.last else None

    def meeting_state(self, day: date) -> str:
        """Whether it is met as often as it is to be: "" (not said), met, planned, late or never."""
        if not self.every:
            return ""
        if self.due is not None and self.due >= day:
            return "met"
        if self.met.next is not None:
            return "planned"
        return "never" if self.met.last is None else "late"

    def agreement_on(self, day: date) -> Standing | None:
        """The agreement that matters most on the day: one that ends soon, else one that holds, else the last."""
        order = {"soon": 0, "in_force": 1, "coming": 2, "ended": 3, "renewed": 4}
        return min(self.standings, key=lambda one: order[one.state(day)], default=None)


def partners(
    kept: QuerySet[Partner],
    rows: Rows,
    standings: Iterable[Standing],
    meetings: QuerySet[Meeting],
    day: date,
    *,
    only: Known | None = None,
) -> list[Line]:
    """Every partner that a plan names, that is kept here, or that there is an agreement with; three queries.

    `meetings` are those that the reader may see. `only`: one partner of one office.
    """
    offices: dict[int, Office] = {}
    names: dict[Known, str] = {}
    of_plan: dict[Known, list[Cooperation]] = defaultdict(list)
    settled: dict[Known, Partner] = {}
    agreed: dict[Known, list[Standing]] = defaultdict(list)
    for row in rows.every:
        if not row.removed_at and (key := key_in(row.partner)):
            offices[row.plan.office_id] = row.plan.office
            of_plan[row.plan.office_id, key].append(row)
            names.setdefault((row.plan.office_id, key), name_in(row.partner))
    for one in kept.filter(removed_at=None).select_related("office"):
        offices[one.office_id] = one.office
        settled[one.office_id, one.key] = one
        names.setdefault((one.office_id, one.key), one.name)
    for standing in standings:
        offices[standing.office.pk] = standing.office
        agreed[standing.office.pk, standing.key].append(standing)
        names.setdefault((standing.office.pk, standing.key), standing.partner)
    found = {known: name for known, name in names.items() if only is None or known == only}
    met = meetings_with(found, meetings, day)
    return [
        Line(
            office=offices[known[0]],
            key=known[1],
            name=name,
            kept=settled.get(known),
            rows=tuple(of_plan[known]),
            in_plan=any(row.plan_id in rows.newest for row in of_plan[known]),
            standings=tuple(agreed[known]),
            met=met.get(known, NOT_MET),
        )
        for known, name in found.items()
    ]


def meetings_with(of: Iterable[Known], meetings: QuerySet[Meeting], day: date) -> dict[Known, Met]:
    """The meetings that each of these partners was an organiser of, by office and partner; one query."""
    known = set(of)
    if not known:
        return {}
    held: dict[Known, list[Meeting]] = defaultdict(list)
    coming: dict[Known, list[Meeting]] = defaultdict(list)
    rows = Organiser.objects.filter(
        meeting__in=meetings.filter(removed_at=None),
        meeting__office__in={office for office, _key in known},
        organisation_key__in={key for _office, key in known},
    )
    for one in rows.select_related("meeting").order_by("meeting__period_start", "meeting"):
        meeting, who = one.meeting, (one.meeting.office_id, one.organisation_key)
        if who not in known:
            continue
        if meeting.status_key == Followed.Status.DONE:
            held[who].append(meeting)
        elif meeting.status_key not in NOT_COMING and (last := day_of(meeting)) and last >= day:
            coming[who].append(meeting)
    return {who: Met(tuple(held[who]), tuple(coming[who])) for who in {*held, *coming}}


def parts_of(rows: Rows, office: Office, key: str) -> list[Cooperation]:
    """The rows of the newest plans whose partners are parts of the body of that key."""
    return [row for row in rows.standing if row.plan.office_id == office.pk and key_in(row.parent) == key]


def contacts_of(partner: Partner | None, *, removed: bool = False) -> list[PartnerContact]:
    """Whom one reaches at a partner; those removed instead, when asked."""
    if partner is None:
        return []
    return list(partner.contacts.filter(removed_at__isnull=not removed).select_related("partner__office"))


# Lists


@dataclass(frozen=True)
class Narrowing:
    """What a list of partners is narrowed to; empty: not. `meeting` and `agreement`: their state on the day."""

    words: str = ""
    office: str = ""
    parent: str = ""
    meeting: str = ""
    agreement: str = ""
    responsible: str = ""

    @property
    def narrows(self) -> bool:
        return self != Narrowing()


def narrowed(found: Iterable[Line], by: Narrowing, day: date) -> list[Line]:
    """Those that fit. `meeting` "wait": late or never met; `agreement` "none": there is none."""
    words = by.words.casefold().split()
    return [one for one in found if _fits(one, by, words, day)]


def _fits(one: Line, by: Narrowing, words: list[str], day: date) -> bool:
    agreement = one.agreement_on(day)
    state = agreement.state(day) if agreement else "none"
    meeting = one.meeting_state(day) or "none"
    text = "\n".join([one.name, one.parent, one.form, one.next_step]).casefold()
    return (
        all(word in text for word in words)
        and (not by.office or one.office.key == by.office)
        and (not by.parent or one.parent == by.parent)
        and (not by.responsible or one.responsible == by.responsible)
        and (not by.agreement or state == by.agreement)
        and (not by.meeting or meeting == by.meeting or (by.meeting == "wait" and meeting in WAITING))
    )


WAITING = ("late", "never")
SORTS: Mapping[str, Callable[[Line], Any]] = {
    "name": lambda one: norwegian_key(one.name),
    "parent": lambda one: norwegian_key(one.parent),
    "met": lambda one: one.met.last or date.min,
    "due": lambda one: one.due or date.max,
    "responsible": lambda one: norwegian_key(one.responsible),
}


def ordered(found: Iterable[Line], sort: str = "") -> list[Line]:
    """In Norwegian order of the names, unless sorted."""
    by_name = sorted(found, key=lambda one: (norwegian_key(one.name), one.office.key))
    read = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return sorted(by_name, key=read, reverse=sort.startswith("-"))
