"""The personal links of a team's members: sent, taken back; and a reminder to those whose values are still missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.letters.composing import can_be_reached, worded_letters
from samordner.letters.operations import write
from samordner.letters.queries import standing
from samordner.links.models import PersonalLink
from samordner.links.operations import issue_all, revoke
from samordner.measurement import letters
from samordner.measurement.models import Indicator, Rhythm
from samordner.measurement.queries.entering import Due, due_of
from samordner.networks.learning.operations.teams import LINK_KIND, LINK_PURPOSE
from samordner.networks.models import Team, TeamMember

PURPOSE, KIND = LINK_PURPOSE, LINK_KIND
GOOD_FOR = timedelta(days=400)
MONTHLY_FROM = 5
"""From this day of a month on, whoever has not written in what was measured is reminded of it: once for each period."""
MEMBER = "teammember:"


def actor_of(member: TeamMember) -> str:
    """The member as the one who wrote something, where no account did."""
    return f"{MEMBER}{member.pk}"


def every_team() -> QuerySet[Team]:
    """Teams with all that a letter to them tells."""
    return Team.objects.select_related(
        "cohort__network__office", "cohort__network__programme", "participation__municipality",
        "participation__office", "participation__programme",
    )  # fmt: skip


def indicators_of(team: Team) -> QuerySet[Indicator]:
    """What the team measures, in the order of its projects."""
    rows = Indicator.objects.select_related(
        "project__participation__municipality",
        "project__participation__office",
        "project__participation__programme",
    )
    return rows.filter(project__team=team, project__removed_at=None, removed_at=None).order_by(
        "project", "position", "pk"
    )


def why_not_link(member: TeamMember, team: Team, day: date) -> str | None:
    """Why this member can have no personal link; None: it can be sent one."""
    if team.removed_at or not team.is_in(day):
        return _("The team is no longer with the others.")
    if member.erased_at or member.removed_at or not member.holds(day):
        return _("Is no longer in the team.")
    if not member.email or not can_be_reached(member.email):
        return _("Has no e-mail address.")
    return None


@transaction.atomic
def send_links(team: Team, members: Sequence[TeamMember], *, day: date, by: str, now: datetime) -> int:
    """Write to these members with a personal link each; links that they have go on. How many letters. Raises Refusal."""
    if not members:
        raise Refusal(_("Choose who is to get the link."), field="members")
    for member in members:
        if sentence := why_not_link(member, team, day):
            raise Refusal(f"{member.name or member.position}: {sentence}", field="members")
    secrets = issue_all(PURPOSE, KIND, [str(one.pk) for one in members], expires_at=now + GOOD_FOR, now=now)
    what = f"link/{now:%Y%m%d%H%M%S%f}"
    to = [
        letters.to_member(member, team, what, secret=secret, now=now)
        for member, secret in zip(members, secrets, strict=True)
    ]
    office = team.cohort.network.office
    number = write(worded_letters(letters.TEAM_LINK, office, to, day=day), by=by, now=now)
    record(by, "send_links", "team", str(team.pk), now, {"letters": number}, office=office.key)
    return number


@transaction.atomic
def end_links(team: Team, members: Sequence[TeamMember], *, by: str, now: datetime) -> int:
    """No link of these members opens anything any more, and they are reminded no longer. How many links. Raises Refusal."""
    number = revoke(PURPOSE, KIND, [str(one.pk) for one in members], now=now)
    if not number:
        raise Refusal(_("There is no link that is good now."))
    record(
        by, "end_links", "team", str(team.pk), now, {"links": number}, office=team.cohort.network.office.key
    )
    return number


def linked(members: Iterable[TeamMember], now: datetime) -> set[int]:
    """Those (pks) who have a link that is good now. One question."""
    keys = [str(one.pk) for one in members]
    rows = PersonalLink.objects.filter(
        purpose=PURPOSE, kind=KIND, key__in=keys, revoked_at=None, expires_at__gt=now
    )
    return {int(key) for key in rows.values_list("key", flat=True)}


# Reminders


def _is_asked(due: Due, day: date) -> bool:
    """Whether somebody is reminded of it on `day`: what is measured each month or quarter, when the newest period is missing."""
    if due.indicator.rhythm not in {Rhythm.MONTH, Rhythm.QUARTER} or day.day < MONTHLY_FROM:
        return False
    return bool(due.waiting)


def _recipients(team: Team, members: Sequence[TeamMember], good: set[int], day: date) -> list[TeamMember]:
    """Whom a reminder goes to: those who answer for the measurements, else the leader, else all; who have a link."""
    able = [one for one in members if one.pk in good and why_not_link(one, team, day) is None]
    for role in (TeamMember.Role.MEASURER, TeamMember.Role.LEADER):
        if chosen := [one for one in able if one.role == role]:
            return chosen
    return able


def remind(team: Team, *, day: date, by: str, now: datetime) -> int:
    """Remind the team of what is over and not written in; once for each newest period. How many letters."""
    running = indicators_of(team).filter(Q(project__ended_on=None) | Q(project__ended_on__gt=day))
    asked = [due for due in due_of(running, day) if _is_asked(due, day)]
    if not asked:
        return 0
    members = list(team.members.filter(removed_at=None, erased_at=None))
    newest = max(due.waiting[-1] for due in asked)
    what = f"values/{newest.isoformat()}"
    chosen = _recipients(team, members, linked(members, now), day)
    written = standing([letters.key_of(one, what) for one in chosen])
    chosen = [one for one in chosen if letters.key_of(one, what) not in written]
    if not chosen:
        return 0
    return _write_reminders(team, chosen, what, asked, day, by, now)


@transaction.atomic
def _write_reminders(
    team: Team,
    members: Sequence[TeamMember],
    what: str,
    asked: Sequence[Due],
    day: date,
    by: str,
    now: datetime,
) -> int:
    secrets = issue_all(PURPOSE, KIND, [str(one.pk) for one in members], expires_at=now + GOOD_FOR, now=now)
    waiting = [(due.indicator, due.waiting) for due in asked]
    to = [
        letters.to_member(member, team, what, secret=secret, waiting=waiting, now=now)
        for member, secret in zip(members, secrets, strict=True)
    ]
    office = team.cohort.network.office
    number = write(worded_letters(letters.REMINDER, office, to, day=day), by=by, now=now)
    if number:
        record(by, "remind", "team", str(team.pk), now, {"letters": number}, office=office.key)
    return number
