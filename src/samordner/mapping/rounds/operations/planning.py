"""A round is prepared: what it asks, when, in whose name, and of whom. Nothing leaves the house yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.asks.audiences import Audience
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import record
from samordner.letters.composing import can_be_reached
from samordner.mapping.models import FEWEST, MOST_DAYS, MappingRound, Respondent
from samordner.participation.models import Contact, Participation
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.questionnaires.models import Questionnaire

State, For = MappingRound.State, MappingRound.For
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
MOST_MINUTES, MOST_REMINDERS, MOST_FEWEST = 60 * 24 * 20, 5, 100
LEAST = 3
"""Of fewer answers than this nothing is ever told in an anonymous round, whatever the office chooses."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a round says of itself. Fields as in `MappingRound`."""

    title: str
    asked_by: str
    minutes: int
    opens: date
    deadline: date
    why: str = ""
    remind_days: Sequence[int] = ()
    answered_for: str = For.MUNICIPALITY.value
    anonymous: bool = False
    fewest: int = FEWEST
    retention_days: int = 365


def facts_of(row: MappingRound) -> Facts:
    """What a round says now."""
    return Facts(**{each.name: getattr(row, each.name) for each in fields(Facts)})


def why_not_say(said: Facts) -> tuple[str, str] | None:
    """Why a round cannot say this: (the input it concerns, a sentence); None: it can."""
    if not said.title.strip():
        return "title", _("Give the round a title.")
    if not said.asked_by.strip():
        return "asked_by", _("Say who asks.")
    if not 0 < said.minutes <= MOST_MINUTES:
        return "minutes", _("Say how many minutes it takes.")
    for name, day in (("opens", said.opens), ("deadline", said.deadline)):
        if not FIRST <= day <= LAST:
            return name, _("Write a day of this century.")
    if said.deadline < said.opens:
        return "deadline", _("The deadline cannot be before the day that it opens.")
    return _why_not_remind(said) or _why_not_keep(said)


def _why_not_remind(said: Facts) -> tuple[str, str] | None:
    if len(said.remind_days) > MOST_REMINDERS:
        return "remind_days", _("Remind at most %(number)d times.") % {"number": MOST_REMINDERS}
    open_for = (said.deadline - said.opens).days
    if any(not 0 <= days <= 365 for days in said.remind_days):
        return "remind_days", _("Write how many days before the deadline, with commas between: 7, 2.")
    if any(days >= open_for for days in said.remind_days if days):
        return "remind_days", _("A reminder must come after the round has opened.")
    return None


def _why_not_keep(said: Facts) -> tuple[str, str] | None:
    if said.answered_for not in For.values:
        return "answered_for", _("Choose whom an answer is for.")
    if said.anonymous and said.answered_for != For.PERSON:
        return "anonymous", _("Only a round that each person answers for themselves can be anonymous.")
    if said.anonymous and not LEAST <= said.fewest <= MOST_FEWEST:
        return "fewest", _(
            "Tell nothing of fewer than %(number)d answers, or people can be known by them."
        ) % {"number": LEAST}
    if not 1 <= said.retention_days <= MOST_DAYS:
        return "retention_days", _("Write a number of days, at most %(number)d.") % {"number": MOST_DAYS}
    return None


def _fields(said: Facts) -> dict[str, Any]:
    held = asdict(said)
    held["title"], held["asked_by"] = " ".join(said.title.split()), " ".join(said.asked_by.split())
    held["remind_days"] = sorted({int(days) for days in said.remind_days}, reverse=True)
    return held


@transaction.atomic
def make_round(
    programme: Programme, office: Office, questionnaire: Questionnaire, said: Facts, *, meeting: int | None = None,
    by: str, now: datetime,
) -> MappingRound:  # fmt: skip
    """Prepare a round with a questionnaire of the office; whom it asks is chosen next. Raises Refusal."""
    if (questionnaire.programme_id, questionnaire.office_id) != (programme.pk, office.pk):
        raise Refusal(_("Choose a questionnaire of this office."), field="questionnaire")
    if questionnaire.put_away_at:
        raise Refusal(_("The questionnaire is put away. Take it out first."), field="questionnaire")
    if fault := why_not_say(said):
        raise Refusal(fault[1], field=fault[0])
    row = MappingRound.objects.create(
        programme=programme, office=office, questionnaire=questionnaire, roles=[Contact.Role.MAIN.value],
        meeting=meeting, made_at=now, made_by=by, **_fields(said),
    )  # fmt: skip
    record(
        by, "make", "mapping_round", str(row.pk), now, {"questionnaire": questionnaire.pk}, office=office.key
    )
    return row


def why_not_change(row: MappingRound) -> str | None:
    """Why nothing in a round can be changed any more; None: something can."""
    if row.state in (State.CLOSED, State.CANCELLED):
        return _("The round is closed or cancelled.")
    return None


CHANGED_LATER = ("remind_days", "retention_days", "fewest")
"""What may still be changed when a round is open: nothing of what those who are asked were told."""


@transaction.atomic
def change_round(
    row: MappingRound, said: Facts, *, questionnaire: Questionnaire | None = None, version: int, by: str, now: datetime
) -> MappingRound:  # fmt: skip
    """Let a round say something else. Raises Refusal, Conflict.

    When it is open, only when it reminds and how long names are kept; and `fewest` only upwards, for those who have
    answered were promised it. The deadline is moved by `running.extend`.
    """
    if sentence := why_not_change(row):
        raise Refusal(sentence)
    wanted = _fields(said)
    if row.state == State.OPEN:
        wanted = {name: wanted[name] for name in CHANGED_LATER}
        said = Facts(**{**asdict(facts_of(row)), **wanted})
        if said.fewest < row.fewest:
            raise Refusal(
                _("Those who have answered were promised that nothing is told of fewer."), field="fewest"
            )
    if fault := why_not_say(said):
        raise Refusal(fault[1], field=fault[0])
    if questionnaire is not None and row.state == State.DRAFT:
        if (questionnaire.programme_id, questionnaire.office_id) != (row.programme_id, row.office_id):
            raise Refusal(_("Choose a questionnaire of this office."), field="questionnaire")
        wanted["questionnaire"] = questionnaire
    change(row, version=version, **wanted)
    record(by, "change", "mapping_round", str(row.pk), now, office=row.office.key)
    return row


# Whom


@dataclass(frozen=True, kw_only=True)
class Outside:
    """An organisation or a person outside the municipalities, or an address given for a municipality."""

    email: str
    name: str = ""
    organisation: str = ""
    language: str = "nb"


def why_not_choose(row: MappingRound) -> str | None:
    """Why whom a round asks cannot be chosen any more; None: it can."""
    if row.state != State.DRAFT:
        return _("The round has opened: add or withdraw those who are asked one by one.")
    return None


@transaction.atomic
def choose(
    row: MappingRound, *, audience: Audience | None, roles: Sequence[str], by_hand: Sequence[Participation] = (),
    left_out: Sequence[Participation] = (), given: Mapping[int, Outside] | None = None,
    outside: Sequence[Outside] = (), version: int, by: str, now: datetime,
) -> MappingRound:  # fmt: skip
    """Say whom a round asks when it opens: all that was said before is forgotten. Raises Refusal, Conflict.

    `by_hand`: municipalities besides the audience; `left_out`: those of it that are not asked; `given`: an address for a
    municipality (by `Participation.pk`) where no contact can be written to.
    """
    if sentence := why_not_choose(row):
        raise Refusal(sentence)
    if unknown := [role for role in roles if role not in Contact.Role.values]:
        raise Refusal(_("There is no role “%(role)s”.") % {"role": unknown[0]}, field="roles")
    addresses = {pk: one for pk, one in (given or {}).items() if one.email.strip()}
    for one in (*addresses.values(), *outside):
        if not can_be_reached(one.email.strip()):
            raise Refusal(_("“%(address)s” is no e-mail address.") % {"address": one.email}, field="outside")
    for place in (*by_hand, *left_out):
        if place.office_id != row.office_id or place.programme_id != row.programme_id:
            raise Refusal(_("%(municipality)s belongs to another office.") % {"municipality": place})
    change(
        row, version=version, audience=audience.key if audience else "",
        audience_words=str(audience.label)[:300] if audience else "", roles=list(dict.fromkeys(roles)),
    )  # fmt: skip
    row.respondents.all().delete()
    spared = {place.pk for place in left_out}
    asked = {place.pk for place in by_hand if place.pk not in spared}
    made: dict[str, Any] = {"round": row, "made_at": now, "made_by": by}
    rows = [Respondent(participation_id=pk, **made) for pk in sorted(asked - addresses.keys())]
    rows += [Respondent(participation_id=pk, withdrawn_at=now, **made) for pk in sorted(spared)]
    rows += [
        Respondent(participation_id=pk, email=one.email.strip(), name=one.name.strip(), **made)
        for pk, one in addresses.items() if pk not in spared
    ]  # fmt: skip
    rows += [
        Respondent(
            email=one.email.strip(), name=one.name.strip(), organisation=one.organisation.strip(),
            language=one.language, **made
        )
        for one in {each.email.strip().casefold(): each for each in outside}.values()
    ]  # fmt: skip
    Respondent.objects.bulk_create(rows, batch_size=200)
    record(by, "choose", "mapping_round", str(row.pk), now, {"by_hand": len(rows)}, office=row.office.key)
    return row
