"""Whom one can invite, who is invited, who comes, and how many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from samordner.invitations.models import Answer, EventTerms, Invitation, Registration, who_is
from samordner.letters.composing import can_be_reached
from samordner.meetings.models import Meeting, State
from samordner.participation.contacts.queries import reached
from samordner.participation.models import Contact, Participation
from samordner.places.models import Office

ROLES = tuple(Contact.Role.values)


def terms_of(meeting: Meeting) -> EventTerms:
    """The terms on which people come; those from the start, unsaved, where nobody has said any."""
    return EventTerms.objects.filter(meeting=meeting).first() or EventTerms(meeting=meeting)


def every_invitation() -> QuerySet[Invitation]:
    """Invitations with their meeting and municipality."""
    return Invitation.objects.select_related(
        "meeting__office", "meeting__programme", "participation__municipality", "participation__office"
    )


def every_registration() -> QuerySet[Registration]:
    return Registration.objects.select_related("meeting__office", "participation__municipality", "invitation")


# Whom


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody to invite: a contact, an address typed for a municipality, or somebody outside.

    `noted`: nobody can be written to, and the municipality is invited in this way instead. `language`: of somebody outside;
    none said: the one that the office writes in.
    """

    participation: Participation | None = None
    role: str = ""
    also: tuple[str, ...] = ()
    contact: Contact | None = None
    name: str = ""
    email: str = ""
    organisation: str = ""
    noted: str = ""
    language: str = ""

    @property
    def who(self) -> str:
        """As it is kept in `Invitation.who`; of a municipality that is only noted: the municipality."""
        return who_is(self.email) if self.email else who_is("", f"{self.participation_key} {self.name}")

    @property
    def participation_key(self) -> int | None:
        return self.participation.pk if self.participation else None


@dataclass(frozen=True)
class Line:
    """A municipality that one wants to invite. `unreachable`: contacts without an address; `lacking`: roles that nobody has."""

    participation: Participation
    guests: tuple[Guest, ...]
    unreachable: tuple[Contact, ...]
    lacking: tuple[str, ...]

    @property
    def reached(self) -> bool:
        return bool(self.guests)


def lines(
    participations: Sequence[Participation], contacts: QuerySet[Contact], roles: Collection[str], day: date
) -> list[Line]:
    """Whom an invitation to these municipalities goes to, by the roles that people have on `day`; one query.

    One who has several of the roles is one guest. Those who reach nobody stand as they are: they are written to at an
    address that is typed, or noted.
    """
    order = [role for role in ROLES if role in roles]
    found = {
        line.participation.pk: line.contacts
        for line in reached(participations, contacts.filter(role__in=order), day)
    }
    return [_line(row, found.get(row.pk, ()), order) for row in participations]


def _line(row: Participation, contacts: Sequence[Contact], roles: Sequence[str]) -> Line:
    people: dict[str, list[Contact]] = {}
    for one in contacts:
        if can_be_reached(one.email):
            people.setdefault(one.email.casefold(), []).append(one)
    guests = tuple(
        Guest(
            participation=row, role=held[0].role, also=tuple(dict.fromkeys(one.role for one in held[1:])),
            contact=held[0], name=held[0].name, email=held[0].email,
        )
        for held in people.values()
    )  # fmt: skip
    there = {one.role for one in contacts}
    without = tuple(one for one in contacts if one.name and not can_be_reached(one.email))
    return Line(row, guests, without, tuple(role for role in roles if role not in there))


def already_invited(meeting: Meeting) -> set[tuple[int | None, str]]:
    """Who is invited to the meeting already, as (municipality, who) of a `Guest`."""
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at=None)
    return set(rows.values_list("participation", "who"))


# How it stands


@dataclass(frozen=True)
class Standing:
    """How many are invited, what they answered, who comes, and who came."""

    invited: int = 0
    accepted: int = 0
    declined: int = 0
    tentative: int = 0
    withdrawn: int = 0
    places: int = 0
    waiting: int = 0
    attended: int = 0
    absent: int = 0

    @property
    def unanswered(self) -> int:
        return self.invited - self.accepted - self.declined - self.tentative

    @property
    def anything(self) -> bool:
        return bool(self.invited or self.withdrawn or self.places or self.waiting or self.attended)


def standing(meeting: Meeting) -> Standing:
    """The numbers of one meeting; two queries."""
    return standings([meeting.pk]).get(meeting.pk, Standing())


def standings(meetings: Iterable[int]) -> dict[int, Standing]:
    """The numbers of several; two queries."""
    ids = list(meetings)
    stands = Q(withdrawn_at=None)
    rows = Invitation.objects.filter(meeting__in=ids).order_by().values("meeting")
    invited = rows.annotate(
        invited=Count("pk", filter=stands),
        withdrawn=Count("pk", filter=~stands),
        **{f"{each}": Count("pk", filter=stands & Q(answer=each)) for each in Answer.values},
    )
    people = Registration.objects.filter(meeting__in=ids).order_by().values("meeting")
    registered = people.annotate(
        places=Count("pk", filter=Q(state=Registration.State.PLACE)),
        waiting=Count("pk", filter=Q(state=Registration.State.WAITING)),
        came=Count("pk", filter=Q(attended=True)),
        absent=Count("pk", filter=Q(attended=False)),
    )
    found: dict[int, dict[str, int]] = {}
    for numbers in (*invited, *registered):
        counted: dict[str, Any] = dict(numbers)
        pk = counted.pop("meeting")
        found.setdefault(pk, {}).update({OTHERWISE.get(key, key): each for key, each in counted.items()})
    return {pk: Standing(**numbers) for pk, numbers in found.items()}


OTHERWISE = {"came": "attended"}
"""A number is called otherwise in the question than what it is of, since a field has that name."""

STATES = ("waiting", "accepted", "declined", "tentative", "withdrawn")


def in_state(rows: QuerySet[Invitation], state: str) -> QuerySet[Invitation]:
    """Invitations that stand so; an unknown state asks for nothing."""
    if state not in STATES:
        return rows
    if state == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False)
    return rows.filter(withdrawn_at=None, answer="" if state == "waiting" else state)


def narrowed(rows: QuerySet[Registration], *, words: str = "", state: str = "") -> QuerySet[Registration]:
    """Registrations with these words in name, organisation, address or municipality, that stand so."""
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(organisation__icontains=word)
            | Q(email__icontains=word)
            | Q(participation__municipality__label__icontains=word)
        )
    match state:
        case "came":
            return rows.filter(attended=True)
        case "absent":
            return rows.filter(attended=False)
        case "place" | "waiting" | "cancelled":
            return rows.filter(state=state)
        case _:
            return rows


def place_in_line(row: Registration) -> int:
    """The place on the waiting list: 1 for the next one."""
    ahead = Registration.objects.filter(
        meeting=row.meeting_id, state=Registration.State.WAITING, number__lt=row.number
    )
    return ahead.count() + 1


def free_places(terms: EventTerms) -> int | None:
    """How many places there are left; None: there is no limit."""
    if terms.capacity is None:
        return None
    taken = Registration.objects.filter(meeting=terms.meeting_id, state=Registration.State.PLACE).count()
    return max(0, terms.capacity - taken)


def open_events(day: date) -> list[EventTerms]:
    """Events that everybody may come to, from `day` on, the first first."""
    rows = EventTerms.objects.filter(
        public=True,
        meeting__removed_at=None,
        meeting__period_end__gte=day,
        meeting__period_start__isnull=False,
    )
    rows = rows.select_related("meeting__office", "meeting__programme").order_by(
        "meeting__period_start", "meeting__starts", "pk"
    )
    return [
        row for row in rows if row.meeting.has_day and row.meeting.state in (State.PLANNED, State.INVITED)
    ]


def event_at(secret: str) -> EventTerms | None:
    """The open event at that address; None: there is none, or it is not open to everybody."""
    rows = EventTerms.objects.select_related("meeting__office", "meeting__programme")
    return rows.filter(meeting__secret=secret, public=True, meeting__removed_at=None).first()


def offices_of(keys: Iterable[str]) -> list[Office]:
    return list(Office.objects.filter(key__in=set(keys)))


# Reminders


def to_remind(now: datetime) -> list[Invitation]:
    """Unanswered invitations whose terms say that they are reminded now, and that have not been since they were told last."""
    rows = every_invitation().filter(
        answer="", withdrawn_at=None, erased_at=None, sent_at__isnull=False, reminded_at=None,
        meeting__terms__remind_days__isnull=False, meeting__terms__deadline__gt=now, meeting__removed_at=None,
    ).exclude(email="").select_related("meeting__terms")  # fmt: skip
    return [row for row in rows if row.meeting.state is State.INVITED and _is_due(row.meeting.terms, now)]


def _is_due(terms: EventTerms, now: datetime) -> bool:
    if terms.deadline is None or terms.remind_days is None:
        return False
    return terms.deadline - timedelta(days=terms.remind_days) <= now
