"""One more is asked; one is written to again, at a better address, or need not answer; those who have not are reminded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.asks import operations as asks
from samordner.asks.operations import why_not_touch
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import record
from samordner.letters.addressing import languages
from samordner.letters.composing import can_be_reached
from samordner.letters.operations import withdraw_all
from samordner.letters.queries import about as letters_about
from samordner.letters.queries import letterhead_of
from samordner.mapping import letters
from samordner.mapping.dates import is_past
from samordner.mapping.models import MappingRound, Respondent
from samordner.mapping.rounds.operations.answered import handed_on_letter, waiting
from samordner.mapping.rounds.operations.opening import AT_ONCE, add_rows, write_first
from samordner.mapping.rounds.operations.sending import end_links, locked, tell
from samordner.mapping.rounds.waiting import every_respondent, has_answered, unanswered
from samordner.mapping.rounds.whom import Somebody
from samordner.participation.models import Participation

State = MappingRound.State


def why_not_ask_more(row: MappingRound, now: datetime) -> str | None:
    """Why nobody more can be asked now; None: they can."""
    if row.state != State.OPEN:
        return _("The round is not open.")
    return _("The deadline has passed. Give more time first.") if is_past(row, now) else None


@transaction.atomic
def ask_more(
    row: MappingRound, people: Sequence[Somebody], *, day: date, by: str, now: datetime
) -> list[Respondent]:
    """Ask these too, by the letter that the others had. Who is asked already is left as it stands. Raises Refusal."""
    row = locked(row)
    if sentence := why_not_ask_more(row, now):
        raise Refusal(sentence)
    rows = row.respondents.filter(withdrawn_at=None).values_list("participation", "email")
    there = {(place, email.casefold()) for place, email in rows}
    new = [one for one in {each.key: each for each in people}.values() if one.key not in there]
    if not new:
        raise Refusal(_("They are asked already."), field="email")
    for one in new:
        if one.email and not can_be_reached(one.email):
            raise Refusal(_("“%(address)s” is no e-mail address.") % {"address": one.email}, field="email")
        if one.participation and (one.participation.office_id, one.participation.programme_id) != (
            row.office_id, row.programme_id,
        ):  # fmt: skip
            raise Refusal(
                _("%(municipality)s belongs to another office.") % {"municipality": one.participation}
            )
    made = add_rows(row, new, by=by, now=now)
    write_first(row, made, day=day, by=by, now=now)
    places = {one.participation.pk: one.participation for one in new if one.participation}
    row = _ask_them(row, list(places.values()), by, now)
    record(by, "ask_more", "mapping_round", str(row.pk), now, {"number": len(made)}, office=row.office.key)
    return made


def _ask_them(row: MappingRound, places: list[Participation], by: str, now: datetime) -> MappingRound:
    """The request goes to these too, and waits again for those of them who had been spared."""
    if not places or row.ask is None or why_not_touch(row.ask):
        return row
    there = {
        one.participation_id: one for one in row.ask.recipients.select_related("participation__municipality")
    }
    if new := [place for place in places if place.pk not in there]:
        asks.ask_more(row.ask, new, by=by, now=now)
    spared = [there[place.pk] for place in places if place.pk in there and there[place.pk].withdrawn_on]
    if spared:
        asks.reopen(row.ask, spared, by=by, now=now)
    return row


def spoken_by(row: MappingRound, place: Participation | None, day: date) -> str:
    """The language that somebody is written to in."""
    otherwise = str(letterhead_of(row.office).language)
    return languages([place], day, otherwise)[place.pk][0] if place else otherwise


# One of them


def _of(row: Respondent) -> tuple[MappingRound, Respondent]:
    """The round, held until the deed is done, and the one who is asked as it stands now."""
    of = locked(row.round)
    return of, every_respondent().get(pk=row.pk)


def why_not_write(row: Respondent, of: MappingRound, now: datetime) -> str | None:
    """Why this one cannot be written to again; None: they can."""
    if of.state != State.OPEN:
        return _("The round is not open.")
    if row.erased_at:
        return _("Whom it went to is erased.")
    return _("The deadline has passed. Give more time first.") if is_past(of, now) else None


@transaction.atomic
def write_again(
    row: Respondent, *, email: str, name: str = "", version: int, day: date, by: str, now: datetime
) -> Respondent:
    """Send a new link to one, at the same address or a better one; also to one who was withdrawn, who is asked again.

    A better address: links that went astray open nothing any more. Raises Refusal, Conflict.
    """
    of, held = _of(row)
    if sentence := why_not_write(held, of, now):
        raise Refusal(sentence)
    email = email.strip()
    if not can_be_reached(email):
        raise Refusal(_("“%(address)s” is no e-mail address.") % {"address": email}, field="email")
    alike = of.respondents.filter(participation=held.participation_id, email__iexact=email, withdrawn_at=None)
    if held.handed_by_id is None and alike.filter(handed_by=None).exclude(pk=held.pk).exists():
        raise Refusal(_("Somebody with this address is asked already."), field="email")
    if email.casefold() != held.email.casefold():
        end_links([held], now)
    again = held.withdrawn_at is not None
    held = change(
        held,
        version=version,
        email=email,
        name=" ".join(name.split()) or held.name,
        withdrawn_at=None,
        sent_at=now,
    )
    held = every_respondent().get(pk=held.pk)
    if held.handed_by_id:
        handed_on_letter(held, "", now, by=by)
    else:
        tell(letters.INVITATION, of, [held], f"again-{held.version}", day=day, by=by, now=now)
    if again and held.participation:
        _ask_them(of, [held.participation], by, now)
    record(by, "write_again", "respondent", str(held.pk), now, {"round": of.pk}, office=of.office.key)
    return held


def why_not_withdraw(row: Respondent, of: MappingRound) -> str | None:
    """Why this one must not be spared; None: they may."""
    if of.state != State.OPEN:
        return _("The round is not open.")
    if row.withdrawn_at:
        return _("They need not answer already.")
    return _("An answer is sent in already.") if has_answered(row) else None


@transaction.atomic
def withdraw(
    row: Respondent, *, why: str = "", version: int, day: date, by: str, now: datetime
) -> Respondent:
    """This one need not answer: the link opens nothing, and neither do those of whom a part was handed on to.

    A municipality of which nobody is asked any more is spared the request. Raises Refusal, Conflict.
    """
    of, held = _of(row)
    if sentence := why_not_withdraw(held, of):
        raise Refusal(sentence)
    change(held, version=version, withdrawn_at=now)
    parts = list(every_respondent().filter(handed_by=held, withdrawn_at=None))
    Respondent.objects.filter(pk__in=[one.pk for one in parts]).update(withdrawn_at=now)
    held = every_respondent().get(pk=held.pk)
    these = [held, *parts]
    end_links(these, now)
    for one in these:
        waits = letters_about(letters.about(of)).filter(key__startswith=letters.key_of(one, ""))
        withdraw_all(waits, by=by, now=now)
    said = {"words": why.strip()}
    told = [one for one in these if one.sent_at]
    tell(letters.CANCELLED, of, told, f"withdrawn-{held.version}", linked=False, more={"nb": said, "nn": said},
         day=day, by=by, now=now)  # fmt: skip
    _spare(of, held, why, day, by, now)
    record(by, "withdraw", "respondent", str(held.pk), now, {"round": of.pk}, office=of.office.key)
    return held


def _spare(of: MappingRound, row: Respondent, why: str, day: date, by: str, now: datetime) -> None:
    if of.ask is None or row.participation_id is None:
        return
    if of.respondents.filter(participation=row.participation_id, withdrawn_at=None).exists():
        return
    if left := waiting(of, [row.participation_id]):
        on, words = max(day, of.ask.sent), why.strip()[:300] or _("The municipality need not answer.")
        asks.withdraw(of.ask, left, on=on, why=words, today=on, by=by, now=now)


# Reminders


def why_not_remind(row: MappingRound, now: datetime) -> str | None:
    return why_not_ask_more(row, now)


@transaction.atomic
def remind(
    row: MappingRound, *, only: Collection[int] | None = None, since: datetime | None = None, day: date, by: str,
    now: datetime,
) -> int:  # fmt: skip
    """Remind those who have not answered, each once a day at most. How many letters were new. Raises Refusal.

    `only`: those of them (`Respondent.pk`). `since`: only who has not been written to since that moment.
    """
    row = locked(row)
    if sentence := why_not_remind(row, now):
        raise Refusal(sentence)
    rows = unanswered(row).exclude(email="").exclude(sent_at=None)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    due = [one for one in rows if _is_due(one, since, now)]
    number = tell(letters.REMINDER, row, due, f"reminder-{day.isoformat()}", day=day, by=by, now=now)
    if number:
        for start in range(0, len(due), AT_ONCE):
            for one in due[start : start + AT_ONCE]:
                one.reminded_at, one.reminders = now, one.reminders + 1
            Respondent.objects.bulk_update(due[start : start + AT_ONCE], ["reminded_at", "reminders"])
        record(by, "remind", "mapping_round", str(row.pk), now, {"number": number}, office=row.office.key)
    return number


def _is_due(row: Respondent, since: datetime | None, now: datetime) -> bool:
    assert row.sent_at is not None
    last = max(row.sent_at, row.reminded_at or row.sent_at)
    if since is not None:
        return last < since
    return row.reminded_at is None or row.reminded_at.date() != now.date()
