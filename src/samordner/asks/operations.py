"""Writing down what municipalities are asked for, and how it went with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samordner.asks.models import Ask, AskRecipient, Kind
from samordner.journal.deeds import Refusal, change, sentence_of
from samordner.journal.keeping import not_this_century
from samordner.journal.operations import Detail, record
from samordner.participation.models import Participation
from samordner.places.models import Office
from samordner.programmes.models import Programme

WAITING = Q(answered_on=None, withdrawn_on=None, closed_on=None)
NOT_SETTLED = Q(answered_on=None, withdrawn_on=None)
"""Those who wait, and those for whom it was closed."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What an ask says. Fields as in `Ask`."""

    asked_by: str
    title: str
    kind: str
    minutes: int
    sent: date
    deadline: date | None = None
    why: str = ""
    link: str = ""
    source: str = ""


def why_not_say(wording: Wording) -> tuple[str, str] | None:
    """Why an ask cannot say this: (the input it concerns, a sentence); None: it can."""
    if not wording.title.strip():
        return "title", _("Say what is asked.")
    if not wording.asked_by.strip():
        return "asked_by", _("Say who asks.")
    if wording.kind not in Kind.values:
        return "kind", _("Choose what kind of request it is.")
    if fault := not_this_century(sent=wording.sent, deadline=wording.deadline):
        return fault
    if wording.deadline and wording.deadline < wording.sent:
        return "deadline", _("The deadline cannot be before the day that it is sent.")
    return None


def why_not_ask(programme: Programme, office: Office, participations: Sequence[Participation]) -> str | None:
    """Why these municipalities cannot be asked; None: they can."""
    if not participations:
        return _("Choose at least one municipality.")
    for row in participations:
        if (row.programme_id, row.office_id) != (programme.pk, office.pk):
            return _("%(municipality)s does not take part here.") % {"municipality": row}
    return None


@transaction.atomic
def ask(
    programme: Programme,
    office: Office,
    wording: Wording,
    participations: Sequence[Participation],
    *,
    audience: str = "",
    by: str,
    now: datetime,
) -> Ask:
    """Write down that these municipalities are asked for something. Being asked for much is never refused."""
    _say(wording)
    if sentence := why_not_ask(programme, office, participations):
        raise Refusal(sentence, field="who")
    if Ask.objects.filter(programme=programme, office=office, **_core(wording)).exists():
        raise Refusal(_("This is written down already: %(title)s.") % {"title": wording.title}, field="title")
    row = Ask.objects.create(
        programme=programme,
        office=office,
        audience=audience,
        recorded_at=now,
        recorded_by=by,
        **asdict(wording),
    )
    _add(row, participations)
    detail: Detail = {"recipients": len(participations), "due": row.due.isoformat()}
    record(by, "ask", "ask", str(row.pk), now, detail, office=office.key)
    return row


@transaction.atomic
def change_ask(row: Ask, wording: Wording, *, version: int, by: str, now: datetime) -> Ask:
    """Let an ask say something else. Raises Conflict if someone changed it after `version` was read."""
    _say(wording)
    _hold(row)
    change(row, version=version, **asdict(wording))
    record(by, "change", "ask", str(row.pk), now, {"due": row.due.isoformat()}, office=row.office.key)
    return row


def why_not_postpone(row: Ask, deadline: date) -> str | None:
    """Why the deadline cannot be moved to that day; None: it can."""
    if sentence := why_not_touch(row):
        return sentence
    if fault := not_this_century(deadline=deadline):
        return sentence_of(fault)
    if deadline <= row.due:
        return _("The new deadline must be after the one that holds now.")
    return None


@transaction.atomic
def postpone(row: Ask, *, deadline: date, version: int, by: str, now: datetime) -> Ask:
    """Give everyone more time. Raises Conflict if someone changed the ask after `version` was read."""
    _hold(row)
    if sentence := why_not_postpone(row, deadline):
        raise Refusal(sentence, field="deadline")
    before = row.due.isoformat()
    change(row, version=version, deadline=deadline)
    detail = {"from": before, "to": deadline.isoformat()}
    record(by, "postpone", "ask", str(row.pk), now, detail, office=row.office.key)
    return row


@transaction.atomic
def ask_more(row: Ask, participations: Sequence[Participation], *, by: str, now: datetime) -> None:
    """Ask the same of more municipalities; those that have it already keep what is known of them."""
    _hold(row)
    if sentence := why_not_ask(row.programme, row.office, participations):
        raise Refusal(sentence, field="who")
    there = set(row.recipients.values_list("participation", flat=True))
    new = [each for each in participations if each.pk not in there]
    if not new:
        raise Refusal(_("They have been asked already."), field="who")
    _add(row, new)
    record(by, "ask_more", "ask", str(row.pk), now, _of(new), office=row.office.key)


def why_not_answer(row: Ask, on: date, today: date) -> str | None:
    """Why nobody can have answered on that day; None: they can."""
    if on < row.sent:
        return _("Nobody can have answered before it was sent.")
    return _("That day has not come yet.") if on > today else None


def why_not_withdraw(row: Ask, on: date, today: date) -> str | None:
    """Why nobody can be spared from that day; None: they can."""
    if on < row.sent:
        return _("Nobody can be spared before it was sent.")
    return _("That day has not come yet.") if on > today else None


@transaction.atomic
def answered(row: Ask, who: Sequence[AskRecipient], *, on: date, today: date, by: str, now: datetime) -> None:
    """Note that these have answered. Raises Refusal; also when one of them no longer waits.

    An answer that comes after it was closed is an answer.
    """
    if sentence := why_not_answer(row, on, today):
        raise Refusal(sentence, field="on")
    said = {"answered_on": on, "withdrawn_on": None, "withdrawn_why": "", "closed_on": None}
    _mark(row, who, "answered", NOT_SETTLED, by=by, now=now, **said)


@transaction.atomic
def withdraw(
    row: Ask, who: Sequence[AskRecipient], *, on: date, why: str, today: date, by: str, now: datetime
) -> None:
    """Spare these municipalities: they need not answer. `why` is for those who look later. Raises Refusal."""
    if sentence := why_not_withdraw(row, on, today):
        raise Refusal(sentence, field="on")
    if not why.strip():
        raise Refusal(_("Say in a few words why it is withdrawn."), field="why")
    said = {"answered_on": None, "withdrawn_on": on, "withdrawn_why": why.strip(), "closed_on": None}
    _mark(row, who, "withdraw", NOT_SETTLED, by=by, now=now, **said)


@transaction.atomic
def close(row: Ask, who: Sequence[AskRecipient], *, on: date, by: str, now: datetime) -> None:
    """Nobody there has answered, and it is too late: they are waited for no more. It was asked of them all the same.

    Raises Refusal; also when one of them no longer waits.
    """
    _mark(row, who, "close", WAITING, by=by, now=now, closed_on=max(on, row.sent))


@transaction.atomic
def reopen(row: Ask, who: Sequence[AskRecipient], *, by: str, now: datetime) -> None:
    """Undo an answer, a withdrawal or a closing: it waits again. Raises Refusal when one of them waits already."""
    said = {"answered_on": None, "withdrawn_on": None, "withdrawn_why": "", "closed_on": None}
    _mark(row, who, "reopen", ~WAITING, by=by, now=now, **said)


def _mark(
    row: Ask, who: Sequence[AskRecipient], verb: str, standing: Q, *, by: str, now: datetime, **fields: object
) -> None:
    """Mark them, if they still stand so: what another marked meanwhile is never overwritten."""
    if not who:
        raise Refusal(_("Choose at least one municipality."), field="who")
    _hold(row)
    there = row.recipients.filter(pk__in={each.pk for each in who})
    marked = list(there.exclude(standing).select_related("participation__municipality"))
    if marked or there.filter(standing).update(**fields) < len({each.pk for each in who}):
        names = ", ".join(str(each.participation) for each in marked)
        text = _(
            "Nothing was noted, since something else is noted meanwhile: %(municipalities)s. Look again."
        )
        raise Refusal(text % {"municipalities": names}, field="who")
    record(
        by, verb, "ask", str(row.pk), now, _of([each.participation for each in who]), office=row.office.key
    )


def why_not_touch(row: Ask) -> str | None:
    """Why nothing can be done with an ask any more; None: it can."""
    return _("It is merged into another request: go on there.") if row.merged_into_id else None


def _hold(row: Ask) -> None:
    """Hold the ask until the deed is done, so that nobody merges it away meanwhile. Raises Refusal if it is merged."""
    Ask.objects.select_for_update().get(pk=row.pk)
    row.refresh_from_db(fields=["merged_into"])
    if sentence := why_not_touch(row):
        raise Refusal(sentence)


def _of(rows: Sequence[Participation]) -> Detail:
    return {"number": len(rows), "municipalities": ",".join(row.municipality.code for row in rows)}


def _core(wording: Wording) -> dict[str, object]:
    """What makes two asks the same: sent twice by a second press of the button, or written by two colleagues."""
    return {name: getattr(wording, name) for name in ("title", "asked_by", "kind", "sent", "deadline")}


def _say(wording: Wording) -> None:
    if fault := why_not_say(wording):
        raise Refusal(fault[1], field=fault[0])


def _add(row: Ask, participations: Sequence[Participation]) -> None:
    AskRecipient.objects.bulk_create(
        AskRecipient(ask=row, participation=each)
        for each in {each.pk: each for each in participations}.values()
    )
