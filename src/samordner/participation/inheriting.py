"""The deed across borders: a person decides whether what was said of an old municipality holds for its heir."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.participation.models import Inheritance, Participation
from samordner.participation.statements import series_of
from samordner.places.models import Change, Municipality, Office
from samordner.places.queries import office_of
from samordner.programmes.definition import Definition
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition


def covering(heir: Municipality, today: date) -> Office | None:
    """The office that covers the heir today, or covered it last while it existed."""
    last = heir.until - timedelta(days=1) if heir.until and heir.until <= today else today
    return office_of(heir, max(last, heir.since) if heir.since else last)


def why_not_decide(
    programme: Programme,
    old: Municipality,
    heir: Municipality,
    *,
    today: date,
    subject: str = "",
    item: str = "",
    says: Definition | None = None,
) -> str | None:
    """Why it cannot be decided whether what was said of `old` holds for `heir`, as a sentence; None when it can."""
    names = {"old": old, "heir": heir, "old_code": old.code, "heir_code": heir.code}
    change = Change.objects.filter(old=old, new=heir).exclude(old=heir.pk).first()
    if change is None or change.day > today:
        text = _(
            "%(heir)s (%(heir_code)s) took nothing over from %(old)s (%(old_code)s): no border change joins them."
        )
        return text % names
    if change.kind == Change.Kind.RENUMBER:
        return (
            _("%(heir)s is the same municipality under a new number: what was known goes on by itself.")
            % names
        )
    if not Participation.objects.filter(programme=programme, municipality=old, since__lt=change.day).exists():
        return _("%(old)s did not take part before the border change: there is nothing to take over.") % names
    if covering(heir, today) is None:
        return _("No office covers %(heir)s, so nobody can decide for it.") % names
    return _why_not_about(says or definition(programme.key), subject, item)


def _why_not_about(says: Definition, subject: str, item: str) -> str | None:
    if not subject:
        return _("Say which subject the item belongs to.") if item else None
    if subject not in {one.key for one in says.subjects}:
        text = _("%(programme)s does not ask about “%(subject)s”.")
        return text % {"programme": says.short_name, "subject": subject}
    if item and item not in {series.item for series in series_of(says, subject)}:
        return _("“%(subject)s” does not have “%(item)s”.") % {
            "subject": says.subject(subject).name,
            "item": item,
        }
    return None


@transaction.atomic
def decide(
    programme: Programme,
    old: Municipality,
    heir: Municipality,
    *,
    holds: bool,
    reason: str,
    subject: str = "",
    item: str = "",
    by: str,
    now: datetime,
) -> Inheritance:
    """Decide whether what was said of `old` holds for `heir`: of one item, one subject, or all ("" and "").

    It counts from `now` on; a later decision on the same replaces it, and both stay. Raises Refusal.
    """
    today = localtime(now).date()
    if sentence := why_not_decide(programme, old, heir, today=today, subject=subject, item=item):
        raise Refusal(sentence, field="about")
    if not reason.strip():
        raise Refusal(_("Say in a few words what the decision rests on."), field="reason")
    office = covering(heir, today)
    assert office is not None
    made = Inheritance.objects.create(
        programme=programme, office=office, old=old, heir=heir, subject=subject, item=item, holds=holds,
        reason=reason.strip(), recorded_at=now, recorded_by=by,
    )  # fmt: skip
    detail: dict[str, str | bool | int | None] = {
        "old": old.code,
        "heir": heir.code,
        "subject": subject,
        "item": item,
        "holds": holds,
    }
    record(by, "decide", "inheritance", str(made.pk), now, detail, office=office.key)
    return made
