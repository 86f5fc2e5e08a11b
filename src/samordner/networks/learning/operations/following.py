"""Deeds that follow a team: guidance meetings, what is ticked off, and how far it has come."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, Refusal, change, refuse, sentence_of
from samordner.journal.keeping import not_this_century
from samordner.networks.learning.operations.keeping import noted, plain
from samordner.networks.learning.operations.teams import not_on
from samordner.networks.learning.queries.teams import homework_item
from samordner.networks.learning.words import ITEMS
from samordner.networks.models.learning import SCORES, Assessment, ChecklistTick, Guidance, Team

State, Answer = Guidance.State, ChecklistTick.Answer


@dataclass(frozen=True, kw_only=True)
class GuidanceSaid:
    """A guidance meeting. Fields as in `Guidance`."""

    day: date
    state: str = State.PLANNED
    starts: time | None = None
    how: str = ""
    adviser: str = ""
    said: str = ""
    why: str = ""

    def fields(self) -> dict[str, object]:
        why = plain(self.why) if self.state == State.CANCELLED else ""
        return asdict(self) | {"adviser": plain(self.adviser), "said": self.said.strip(), "why": why}


def not_guidance(team: Team, said: GuidanceSaid, today: date) -> Reason:
    if team.removed_at:
        return "", _("The team is removed.")
    if fault := not_this_century(day=said.day):
        return fault
    if said.state not in State.values:
        return "state", _("Say whether it is planned, was held, or was called off.")
    if said.how and said.how not in Guidance.How.values:
        return "how", _("Choose how you meet.")
    if said.state == State.HELD and said.day > today:
        return "state", _("That day has not come, so the meeting cannot have been held.")
    if said.day < team.began_on:
        return "day", _("The team had not joined on that day.")
    if said.state == State.PLANNED and team.left_on and said.day >= team.left_on:
        return "day", _("The team has left by then.")
    return None


def why_not_guide(team: Team, said: GuidanceSaid, today: date) -> str | None:
    """Why this guidance meeting cannot be noted; None: it can."""
    return sentence_of(not_guidance(team, said, today))


@transaction.atomic
def note_guidance(team: Team, said: GuidanceSaid, *, today: date, by: str, now: datetime) -> Guidance:
    """A guidance meeting of the team is planned, was held, or was called off. Raises Refusal."""
    refuse(not_guidance(team, said, today))
    made = Guidance.objects.create(team=team, made_at=now, made_by=by, **said.fields())
    noted(made, said.state, by, now, team=team.pk)
    return made


@transaction.atomic
def change_guidance(
    row: Guidance, said: GuidanceSaid, *, today: date, version: int, by: str, now: datetime
) -> Guidance:
    """Write a guidance meeting anew: how it went. Raises Refusal and Conflict."""
    refuse(not_guidance(row.team, said, today))
    change(row, version=version, **said.fields())
    noted(row, said.state, by, now, team=row.team_id)
    return row


# Checklists, and homework that is done


def _is_an_item(team: Team, item: str) -> bool:
    kept = team.cohort.gatherings.filter(removed_at=None).exclude(homework="")
    return item in ITEMS or item in {homework_item(row) for row in kept}


@transaction.atomic
def say(team: Team, item: str, answer: str, *, by: str, now: datetime) -> ChecklistTick | None:
    """Something of a checklist is in place, is not, or is said nothing of any more; also that homework is done.

    None when that is what stands already. Raises Refusal.
    """
    team = Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)
    if team.removed_at:
        raise Refusal(_("The team is removed."))
    if not _is_an_item(team, item):
        raise Refusal(_("That does not stand in the checklists."))
    if answer not in Answer.values:
        raise Refusal(_("Say whether it is in place."))
    last = team.ticks.filter(item=item).order_by("pk").last()
    if (last.answer if last else "") == answer:
        return None
    made = ChecklistTick.objects.create(team=team, item=item, answer=answer, at=now, by=by)
    noted(made, "say", by, now, team=team.pk, item=item, answer=answer)
    return made


# How far it has come


def not_an_assessment(team: Team, score: Decimal, day: date, why: str, today: date) -> Reason:
    if fault := not_on(team, "day", day, today):
        return fault
    if score not in SCORES:
        return "score", _("Choose a step from 0.5 to 5.0.")
    if not why.strip():
        return "why", _("Say in a few words why this step.")
    return None


@transaction.atomic
def assess(
    team: Team,
    *,
    by_team: bool,
    score: Decimal,
    day: date,
    why: str,
    today: date,
    by: str,
    now: datetime,
) -> Assessment:
    """How far the team has come, as it sees it itself (`by_team`) or as its adviser does. Raises Refusal."""
    refuse(not_an_assessment(team, score, day, why, today))
    made = Assessment.objects.create(
        team=team, by_team=by_team, score=score, day=day, why=why.strip(), made_at=now, made_by=by
    )
    noted(made, "assess", by, now, team=team.pk, by_team=by_team)
    return made
