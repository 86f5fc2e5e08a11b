"""An open round gets a later deadline, is closed, opened again, or cancelled."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.asks import operations as asks
from samordner.asks.operations import why_not_touch
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import Detail, record
from samordner.letters.models import Letter
from samordner.letters.operations import withdraw_all
from samordner.letters.queries import about as letters_about
from samordner.links.operations import prolong
from samordner.mapping import letters
from samordner.mapping.dates import day_words, is_past, links_end
from samordner.mapping.models import MappingRound, RoundStep
from samordner.mapping.rounds.operations.answered import mark_answered, waiting
from samordner.mapping.rounds.operations.planning import LAST
from samordner.mapping.rounds.operations.sending import KIND, PURPOSE, end_links, locked, tell
from samordner.mapping.rounds.waiting import standing, unanswered

State, Verb = MappingRound.State, RoundStep.Verb


def _step(
    row: MappingRound, verb: str, by: str, now: datetime, *, before: date | None = None, why: str = ""
) -> None:
    RoundStep.objects.create(
        round=row, verb=verb, before=before, after=row.deadline if before else None, why=why.strip()[:500], at=now, by=by
    )  # fmt: skip


def _asking(row: MappingRound) -> QuerySet[Letter]:
    """The letters that ask something: what thanks for an answer is sent whatever becomes of the round."""
    return letters_about(letters.about(row)).exclude(kind=letters.RECEIPT.key)


# More time


def why_not_extend(row: MappingRound, deadline: date | None, day: date) -> str | None:
    """Why the deadline cannot be moved (to that day); None: it can."""
    if row.state != State.OPEN:
        return _("Only a round that is open can be given more time.")
    return _why_not_until(row, deadline, day)


def _why_not_until(row: MappingRound, deadline: date | None, day: date) -> str | None:
    if deadline is None:
        return None
    if deadline > LAST:
        return _("Write a day of this century.")
    if deadline <= row.deadline:
        return _("The new deadline must be after the one that holds now.")
    return _("The new deadline has passed already.") if deadline < day else None


@transaction.atomic
def extend(
    row: MappingRound, *, deadline: date, why: str = "", told: bool = True, version: int, day: date, by: str,
    now: datetime,
) -> MappingRound:  # fmt: skip
    """Give everyone more time: the request is postponed, links last longer, and (`told`) those who have not answered are
    written to. Raises Refusal, Conflict.
    """
    row = locked(row)
    if sentence := why_not_extend(row, deadline, day):
        raise Refusal(sentence, field="deadline")
    before = row.deadline
    row = _moved(row, deadline, version=version, by=by, now=now)
    _step(row, Verb.EXTENDED, by, now, before=before, why=why)
    number = _tell_of_time(row, before, why, day, by, now) if told else 0
    detail: Detail = {"from": before.isoformat(), "to": deadline.isoformat(), "letters": number}
    record(by, "extend", "mapping_round", str(row.pk), now, detail, office=row.office.key)
    return row


def _moved(
    row: MappingRound, deadline: date, *, version: int, by: str, now: datetime, **fields: object
) -> MappingRound:
    """The round with a later deadline, its request and its links with it."""
    row = change(row, version=version, deadline=deadline, **fields)
    keys = [str(pk) for pk in standing(row).values_list("pk", flat=True)]
    prolong(PURPOSE, KIND, keys, expires_at=links_end(deadline, now), now=now)
    if row.ask is not None and not why_not_touch(row.ask) and deadline > row.ask.due:
        asks.postpone(row.ask, deadline=deadline, version=row.ask.version, by=by, now=now)
    return row


def _tell_of_time(row: MappingRound, before: date, why: str, day: date, by: str, now: datetime) -> int:
    more = {}
    for language in ("nb", "nn"):
        with override(language):
            more[language] = {"before": day_words(before), "words": why.strip()}
    rows = list(unanswered(row).exclude(sent_at=None))
    return tell(letters.EXTENDED, row, rows, f"extended-{row.version}", more=more, day=day, by=by, now=now)


# The end


def why_not_close(row: MappingRound, now: datetime) -> str | None:
    """Why the round cannot be closed now; None: it can."""
    if row.state != State.OPEN:
        return _("Only a round that is open can be closed.")
    if not is_past(row, now):
        return _("Until the deadline has passed, answers may be sent in and corrected: close it then.")
    return None


@transaction.atomic
def close(row: MappingRound, *, version: int, day: date, by: str, now: datetime) -> MappingRound:
    """Nothing more is written: who has not answered was asked, and has not said no. Raises Refusal, Conflict."""
    row = locked(row)
    if sentence := why_not_close(row, now):
        raise Refusal(sentence)
    row = change(row, version=version, state=State.CLOSED, closed_at=now)
    if row.anonymous:
        answered = row.respondents.filter(answered=True, participation__isnull=False)
        mark_answered(
            row, set(answered.values_list("participation", flat=True)), row.deadline, by=by, now=now
        )
    if row.ask is not None and (left := [one for one in waiting(row) if one.closed_on is None]):
        asks.close(row.ask, left, on=row.deadline, by=by, now=now)
    withdraw_all(_asking(row), by=by, now=now)
    _step(row, Verb.CLOSED, by, now)
    record(by, "close", "mapping_round", str(row.pk), now, office=row.office.key)
    return row


def why_not_reopen(row: MappingRound, deadline: date | None, day: date) -> str | None:
    """Why the round cannot be opened again (until that day); None: it can.

    An anonymous one that has been told of stays closed: whoever answered now would be known by the difference, so what
    they wrote could never be told.
    """
    if row.state != State.CLOSED:
        return _("Only a round that is closed can be opened again.")
    if row.anonymous and row.submissions.count() >= row.fewest:
        return _(
            "What was answered has been told since it closed, and each answer that came now would show in the difference: "
            "prepare a new round instead."
        )
    return _why_not_until(row, deadline, day)


@transaction.atomic
def reopen(
    row: MappingRound, *, deadline: date, why: str = "", told: bool = False, version: int, day: date, by: str,
    now: datetime,
) -> MappingRound:  # fmt: skip
    """It was closed too early: answers are taken again until a later deadline. Raises Refusal, Conflict."""
    row = locked(row)
    if sentence := why_not_reopen(row, deadline, day):
        raise Refusal(sentence, field="deadline")
    before = row.deadline
    row = _moved(row, deadline, version=version, by=by, now=now, state=State.OPEN, closed_at=None)
    if row.ask is not None and (closed := [one for one in waiting(row) if one.closed_on]):
        asks.reopen(row.ask, closed, by=by, now=now)
    _step(row, Verb.REOPENED, by, now, before=before, why=why)
    number = _tell_of_time(row, before, why, day, by, now) if told else 0
    detail: Detail = {"from": before.isoformat(), "to": deadline.isoformat(), "letters": number}
    record(by, "reopen", "mapping_round", str(row.pk), now, detail, office=row.office.key)
    return row


def why_not_cancel(row: MappingRound) -> str | None:
    """Why the round cannot be cancelled; None: it can."""
    if row.state not in (State.DRAFT, State.OPEN):
        return _("The round is closed or cancelled.")
    return None


@transaction.atomic
def cancel(
    row: MappingRound, *, why: str = "", version: int, day: date, by: str, now: datetime
) -> MappingRound:
    """Nobody needs to answer: the request is withdrawn, the links open nothing, and those who were asked are told.

    What was sent in already is kept. One that was only being prepared is put away. Raises Refusal, Conflict.
    """
    row = locked(row)
    if sentence := why_not_cancel(row):
        raise Refusal(sentence)
    opened = row.state == State.OPEN
    if opened and not why.strip():
        raise Refusal(_("Say in a few words why, to those who were asked."), field="why")
    row = change(row, version=version, state=State.CANCELLED)
    number = 0
    if opened:
        withdraw_all(_asking(row), by=by, now=now)
        everybody = list(standing(row))
        end_links(everybody, now)
        sent = [one for one in everybody if one.sent_at]
        said = {"words": why.strip()}
        number = tell(letters.CANCELLED, row, sent, "cancelled", linked=False, more={"nb": said, "nn": said},
                      day=day, by=by, now=now)  # fmt: skip
        if row.ask is not None and (left := waiting(row)):
            on = max(day, row.ask.sent)
            asks.withdraw(row.ask, left, on=on, why=why.strip()[:300], today=on, by=by, now=now)
    else:
        row.respondents.all().delete()
    _step(row, Verb.CANCELLED, by, now, why=why)
    record(by, "cancel", "mapping_round", str(row.pk), now, {"letters": number}, office=row.office.key)
    return row
