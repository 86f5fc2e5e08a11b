"""Deeds on whole minutes: approve, begin a corrected edition, give it up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samordner.documents.printing import MEDIA_TYPES
from samordner.files.models import File
from samordner.files.operations import keep
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.meetings.models import State
from samordner.minutes.content import Content, digest, thawed
from samordner.minutes.models import Approval, Decision, Minutes, Task
from samordner.minutes.operations.writing import locked, noted, tidy

ENDINGS = {"data": "json", "page": "html", "docx": "docx", "pdf": "pdf"}
PLAIN_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Printed:
    """The minutes as files, ready to be frozen."""

    data: bytes
    page: bytes
    docx: bytes
    pdf: bytes


def why_not_approve(minutes: Minutes, content: Content, *, today: date) -> str | None:
    """Why the minutes cannot be approved as they stand, every reason in a sentence of its own; None: they can."""
    if minutes.approved:
        return _("The minutes are approved already.")
    reasons, meeting = [], minutes.meeting
    if meeting.state in {State.CANCELLED, State.POSTPONED}:
        reasons.append(_("The meeting has not been held."))
    elif meeting.period_start is None or meeting.period_start > today:
        reasons.append(_("The day of the meeting has not come."))
    if all(point.is_empty for point in content.points):
        reasons.append(_("Nothing is written in the minutes yet."))
    return " ".join(reasons) or None


@transaction.atomic
def approve(
    minutes: Minutes, content: Content, printed: Printed, *, seen: str, today: date, by: str, now: datetime
) -> Approval:
    """Freeze the minutes as they were printed. Nothing in this edition changes afterwards.

    `content` is what was printed. Conflict: it is not what was `seen` (a `content.digest`), since someone has written.
    Call it within a transaction that has locked the minutes before it gathered the content (`approving.approve_minutes`).
    """
    held = locked(minutes)
    if sentence := why_not_approve(held, content, today=today):
        raise Refusal(sentence)
    if digest(content) != seen:
        raise Conflict(held)
    files = {kind: _kept(content, kind, data, by=by, now=now) for kind, data in vars(printed).items()}
    change(held, version=held.version, approved=True)
    for decision in Decision.objects.filter(said__minutes=held):
        text = "" if decision.removed_at else decision.text
        if decision.approved != text:
            Decision.objects.filter(pk=decision.pk).update(approved=text)
    Task.objects.filter(said__minutes=held, removed_at=None).update(approved=True)
    digests = {kind: row.digest for kind, row in files.items()}
    number = noted(held, "approve", by, now, edition=held.edition, **digests)
    return Approval.objects.create(
        minutes=held,
        edition=held.edition,
        number=number,
        approved_on=today,
        approved_at=now,
        approved_by=by,
        **files,
    )


def file_name(content: Content) -> str:
    """What the files of the minutes are called, without ending."""
    parts = ("referat", content.kind, content.when, f"v{content.edition}" if content.edition > 1 else "")
    plain = "-".join(part for part in parts if part).lower().translate(PLAIN_LETTERS)
    return slugify(plain.replace("–", "-").replace(":", "").replace(".", "-"))[:120].strip("-")


def _kept(content: Content, kind: str, data: bytes, *, by: str, now: datetime) -> File:
    ending = ENDINGS[kind]
    return keep(f"{file_name(content)}.{ending}", data, MEDIA_TYPES[ending], by=by, now=now)[0]


# A corrected edition


def why_not_correct(minutes: Minutes) -> str | None:
    """Why no corrected edition can be begun; None: it can."""
    return None if minutes.approved else _("The minutes are not approved yet: write in them as they are.")


@transaction.atomic
def correct(minutes: Minutes, *, why: str, by: str, now: datetime) -> Minutes:
    """Open approved minutes for a new edition that says what it puts right. The approved one stays as it is."""
    held = locked(minutes)
    if sentence := why_not_correct(held):
        raise Refusal(sentence)
    words = tidy(why)
    if not words:
        raise Refusal(_("Say what is corrected."), field="why")
    change(held, version=held.version, approved=False, edition=held.edition + 1, correcting=words)
    noted(held, "correct", by, now, edition=held.edition)
    return held


def why_not_give_up(minutes: Minutes, content: Content) -> str | None:
    """Why a corrected edition cannot be given up; None: it can. `content`: as it stands."""
    if minutes.approved or minutes.edition == 1:
        return _("No corrected edition is being written.")
    last = Approval.objects.filter(minutes=minutes).select_related("data").first()
    if last is None:
        return _("No corrected edition is being written.")
    before = thawed(bytes(last.data.content))
    same = replace(content, edition=before.edition, correcting=before.correcting)
    if digest(same) != digest(before):
        return _("Something has been changed in the corrected edition: put it back first, or approve it.")
    return None


@transaction.atomic
def give_up(minutes: Minutes, content: Content, *, by: str, now: datetime) -> Minutes:
    """Let the edition that was approved last stand after all. Raises Refusal when something was changed in the new one."""
    held = locked(minutes)
    if sentence := why_not_give_up(held, content):
        raise Refusal(sentence)
    last = Approval.objects.filter(minutes=held).select_related("data").first()
    assert last is not None
    before = thawed(bytes(last.data.content))
    change(held, version=held.version, approved=True, edition=before.edition, correcting=before.correcting)
    noted(held, "give_up", by, now, edition=held.edition)
    return held
