"""Deeds on cohorts and their gatherings: when they meet, what is done until then, and who was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Reason, Refusal, change, refuse, seen, sentence_of
from samordner.journal.keeping import not_this_century
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.networks.learning.operations.keeping import locked, noted, plain
from samordner.networks.models.learning import MOST, Attendance, Cohort, Gathering, Team
from samordner.networks.models.network import NetworkMeeting, RunningNetwork

MOST_PEOPLE = 500


@dataclass(frozen=True, kw_only=True)
class CohortSaid:
    """What a cohort is. Fields as in `Cohort`."""

    name: str
    since: date
    until: date | None = None
    gatherings_planned: int = 4
    guidance_least: int = 4
    about: str = ""

    def fields(self) -> dict[str, object]:
        return asdict(self) | {"name": plain(self.name), "about": self.about.strip()}


def not_a_cohort(network: RunningNetwork, said: CohortSaid, besides: int | None = None) -> Reason:
    if network.removed_at:
        return "", _("The network is removed.")
    if not said.name.strip():
        return "name", _("Say what the cohort is called.")
    for field in ("since", "until"):
        if fault := not_this_century(**{field: getattr(said, field)}):
            return fault
    if said.until and said.until <= said.since:
        return "until", _("It must end after it begins.")
    if not 1 <= said.gatherings_planned <= MOST:
        return "gatherings_planned", _("Write a number from 1 to %(most)d.") % {"most": MOST}
    if not 0 <= said.guidance_least <= MOST:
        return "guidance_least", _("Write a number from 0 to %(most)d.") % {"most": MOST}
    same = network.cohorts.filter(name__iexact=plain(said.name), removed_at=None)
    if (same.exclude(pk=besides) if besides else same).exists():
        return "name", _("The network has a cohort of that name already.")
    return None


def why_not_begin(network: RunningNetwork, said: CohortSaid) -> str | None:
    """Why this cohort cannot begin; None: it can."""
    return sentence_of(not_a_cohort(network, said))


@transaction.atomic
def begin_cohort(network: RunningNetwork, said: CohortSaid, *, by: str, now: datetime) -> Cohort:
    """A new cohort of a learning network. Raises Refusal."""
    network = RunningNetwork.objects.select_for_update(no_key=True).get(pk=network.pk)
    refuse(not_a_cohort(network, said))
    made = Cohort.objects.create(network=network, made_at=now, made_by=by, **said.fields())
    noted(made, "begin", by, now, network=network.pk)
    return made


@transaction.atomic
def change_cohort(cohort: Cohort, said: CohortSaid, *, version: int, by: str, now: datetime) -> Cohort:
    """Write a cohort anew. Raises Refusal and Conflict."""
    refuse(not_a_cohort(locked(cohort).network, said, cohort.pk))
    change(cohort, version=version, **said.fields())
    noted(cohort, "change", by, now)
    return cohort


# Gatherings


@dataclass(frozen=True, kw_only=True)
class GatheringSaid:
    """What a gathering is. Fields as in `Gathering`; `day` and `called_off` only of one that is no meeting."""

    ordinal: int
    topic: str = ""
    day: date | None = None
    called_off: bool = False
    homework: str = ""
    homework_due: date | None = None
    note: str = ""

    def fields(self) -> dict[str, object]:
        texts = {"topic": plain(self.topic), "homework": self.homework.strip(), "note": self.note.strip()}
        return asdict(self) | texts


def not_a_gathering(cohort: Cohort, said: GatheringSaid, row: Gathering | None = None) -> Reason:
    if cohort.removed_at:
        return "", _("The cohort is removed.")
    if not 1 <= said.ordinal <= MOST:
        return "ordinal", _("Write a number from 1 to %(most)d.") % {"most": MOST}
    for field in ("day", "homework_due"):
        if fault := not_this_century(**{field: getattr(said, field)}):
            return fault
    if said.homework_due and not said.homework.strip():
        return "homework", _("Say what is to be done until then.")
    meeting = row.meeting if row else None
    if meeting and (said.day or said.called_off):
        return "day", _("The day is that of the meeting, and is changed there.")
    if said.called_off and not said.day:
        return "called_off", _("Only a gathering with a day can be called off.")
    on = meeting.day if meeting else said.day
    if on and said.homework_due and said.homework_due < on:
        return "homework_due", _("The homework is given at the gathering, so it is due after it.")
    same = cohort.gatherings.filter(ordinal=said.ordinal, removed_at=None)
    if (same.exclude(pk=row.pk) if row else same).exists():
        return "ordinal", _("There is a gathering with that number already.")
    return None


def why_not_gather(cohort: Cohort, said: GatheringSaid) -> str | None:
    """Why this gathering cannot be added; None: it can."""
    return sentence_of(not_a_gathering(cohort, said))


@transaction.atomic
def add_gathering(cohort: Cohort, said: GatheringSaid, *, by: str, now: datetime) -> Gathering:
    """A gathering of a cohort. Raises Refusal."""
    cohort = locked(cohort)
    refuse(not_a_gathering(cohort, said))
    made = Gathering.objects.create(cohort=cohort, made_at=now, made_by=by, **said.fields())
    noted(made, "add", by, now, cohort=cohort.pk, number=said.ordinal)
    return made


@transaction.atomic
def change_gathering(
    gathering: Gathering, said: GatheringSaid, *, version: int, by: str, now: datetime
) -> Gathering:
    """Write a gathering anew. Raises Refusal and Conflict."""
    refuse(not_a_gathering(locked(gathering.cohort), said, gathering))
    change(gathering, version=version, **said.fields())
    noted(gathering, "change", by, now)
    return gathering


def why_not_attach(gathering: Gathering, meeting: Meeting | None = None) -> str | None:
    """Why it cannot become a meeting, or this very one; None: it can."""
    if gathering.removed_at:
        return _("The gathering is removed.")
    if gathering.meeting_id:
        return _("The gathering is a meeting already.")
    if meeting is None:
        return None
    network = gathering.cohort.network
    if (meeting.office_id, meeting.programme_id) != (network.office_id, network.programme_id):
        return _("That meeting belongs to another office or programme.")
    if meeting.removed_at:
        return _("That meeting is removed.")
    if gathering.cohort.gatherings.filter(meeting=meeting, removed_at=None).exists():
        return _("That meeting is another gathering of the cohort.")
    return None


@transaction.atomic
def attach_meeting(
    gathering: Gathering, meeting: Meeting, *, version: int, by: str, now: datetime
) -> Gathering:
    """The gathering is this meeting: its day, place, programme and participants stand there. Raises Refusal, Conflict."""
    locked(gathering.cohort)
    seen(gathering, version)
    if sentence := why_not_attach(gathering, meeting):
        raise Refusal(sentence, field="meeting")
    change(gathering, version=version, meeting=meeting, day=None, called_off=False)
    NetworkMeeting.objects.get_or_create(network=gathering.cohort.network, meeting=meeting)
    noted(gathering, "attach", by, now, meeting=meeting.pk)
    return gathering


@transaction.atomic
def make_meeting(gathering: Gathering, facts: Facts, *, version: int, by: str, now: datetime) -> Gathering:
    """Plan a meeting and let the gathering be it, in one step. Raises Refusal and Conflict."""
    seen(gathering, version)
    if sentence := why_not_attach(gathering):
        raise Refusal(sentence)
    network = gathering.cohort.network
    meeting = plan_meeting(network.programme, network.office, facts, by=by, now=now)
    return attach_meeting(gathering, meeting, version=version, by=by, now=now)


@transaction.atomic
def detach_meeting(gathering: Gathering, *, version: int, by: str, now: datetime) -> Gathering:
    """The gathering is that meeting no more; it keeps the meeting's day. Raises Refusal and Conflict."""
    seen(gathering, version)
    if gathering.meeting is None:
        raise Refusal(_("The gathering is no meeting."))
    meeting = gathering.meeting
    change(gathering, version=version, meeting=None, day=meeting.day)
    noted(gathering, "detach", by, now, meeting=meeting.pk)
    return gathering


# Who was there


@dataclass(frozen=True)
class Noted:
    """How many of a team were there; None: not known. `version`: of what was seen, 0 for nothing."""

    count: int | None
    version: int = 0


def why_not_note(gathering: Gathering, today: date) -> str | None:
    """Why it cannot be noted who was there; None: it can."""
    if gathering.removed_at:
        return _("The gathering is removed.")
    if gathering.is_off:
        return _("The gathering was called off.")
    if gathering.on is None:
        return _("The gathering has no day yet.")
    return None if gathering.on <= today else _("The day of the gathering has not come.")


@transaction.atomic
def note_attendance(
    gathering: Gathering, said: Mapping[Team, Noted], *, today: date, by: str, now: datetime
) -> int:
    """Note how many of each team were there; how many were noted anew. What is said again is left alone.

    Raises Refusal (its field is "team_<pk>"), and Conflict with a team's row that another noted otherwise meanwhile.
    """
    if sentence := why_not_note(gathering, today):
        raise Refusal(sentence)
    locked(gathering.cohort)
    standing = {row.team_id: row for row in gathering.attendance.all()}
    changed = 0
    for team, one in said.items():
        row = standing.get(team.pk)
        if one.count == (row.count if row else None):
            continue
        if team.cohort_id != gathering.cohort_id or team.removed_at:
            raise Refusal(_("That team is not in the cohort."))
        if one.count is not None and not 0 <= one.count <= MOST_PEOPLE:
            words = _("Write a number from 0 to %(most)d.") % {"most": MOST_PEOPLE}
            raise Refusal(words, field=f"team_{team.pk}")
        changed += 1
        if row:
            change(row, version=one.version, count=one.count, noted_at=now, noted_by=by)
        elif one.version:
            raise Conflict(Attendance(gathering=gathering, team=team, version=0))
        else:
            Attendance.objects.create(
                gathering=gathering, team=team, count=one.count, noted_at=now, noted_by=by
            )
    if changed:
        noted(gathering, "attendance", by, now, teams=changed)
    return changed
