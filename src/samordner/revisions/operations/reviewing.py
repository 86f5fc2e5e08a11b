"""The comments of a review: write, withdraw, answer and settle; say that there is nothing more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samordner.documents.lines import clean
from samordner.journal.deeds import Refusal, change
from samordner.revisions.models import Comment, NothingMore, Revision
from samordner.revisions.operations.steps import LONGEST, Sentence, locked, note, refuse
from samordner.revisions.places import Place


def why_not_comment(revision: Revision) -> Sentence:
    """Why nobody can comment on the revision; None: they can, also after the day to answer by."""
    if revision.is_approved:
        return _("This revision is approved and no longer changes. Comment on the next one.")
    if not revision.is_in_review:
        return _("This revision is not out for review.")
    return None


@transaction.atomic
def comment(
    revision: Revision, place: Place, *, text: str, by: str, organisation: str = "", now: datetime
) -> Comment:
    """Comment on the whole, a chapter or a row. Whoever comments has more to say: that they were done is undone."""
    held = locked(revision)
    refuse(why_not_comment(held))
    text = clean(text).strip()
    if not text:
        raise Refusal(_("Write what you want to say."), field="text")
    if len(text) > LONGEST:
        raise Refusal(_("This is longer than a comment can be."), field="text")
    made = Comment.objects.create(
        revision=held, kind=place.kind, key=place.key, about=place.name, text=text, written_at=now, written_by=by,
        organisation=organisation,
    )  # fmt: skip
    NothingMore.objects.filter(revision=held, said_by=by).delete()
    note(held, "comment", by, now, comment=made.pk)
    return made


def why_not_withdraw(comment: Comment, by: str) -> Sentence:
    if comment.written_by != by:
        return _("Only its author can withdraw a comment.")
    if comment.revision.is_approved:
        return _("This revision is approved, and its comments stay as they are.")
    if comment.settled_at:
        return _("The comment is settled.")
    return _("The comment is withdrawn already.") if comment.withdrawn_at else None


@transaction.atomic
def withdraw_comment(comment: Comment, *, version: int, by: str, now: datetime) -> Comment:
    """Take a comment back. Nobody but its author reads its words any more. Conflict: it was answered meanwhile."""
    held = locked(comment.revision)
    refuse(why_not_withdraw(comment, by))
    change(comment, version=version, withdrawn_at=now)
    note(held, "withdraw", by, now, comment=comment.pk)
    return comment


@transaction.atomic
def bring_back_comment(comment: Comment, *, version: int, by: str, now: datetime) -> Comment:
    """Undo a withdrawal."""
    held = locked(comment.revision)
    refuse(why_not_comment(held))
    if comment.written_by != by or not comment.withdrawn_at:
        raise Refusal(_("Only its author can bring a withdrawn comment back."))
    change(comment, version=version, withdrawn_at=None)
    note(held, "bring_back", by, now, comment=comment.pk)
    return comment


def why_not_answer(comment: Comment) -> Sentence:
    if comment.revision.is_approved:
        return _("This revision is approved, and its comments stay as they are.")
    return _("Its author has withdrawn the comment.") if comment.withdrawn_at else None


@transaction.atomic
def answer_comment(
    comment: Comment, *, answer: str, settled: bool, version: int, by: str, now: datetime
) -> Comment:
    """Answer a comment, and say whether that settles it. Conflict: someone else answered, or it was withdrawn."""
    held = locked(comment.revision)
    refuse(why_not_answer(Comment.objects.select_related("revision").get(pk=comment.pk)))
    answer = clean(answer).strip()
    if not answer and not settled:
        raise Refusal(_("Write an answer, or say that the comment is settled."), field="answer")
    change(
        comment, version=version, answer=answer, answered_at=now, answered_by=by,
        settled_at=(comment.settled_at or now) if settled else None,
    )  # fmt: skip
    note(held, "answer", by, now, comment=comment.pk, settled=int(settled))
    return comment


@transaction.atomic
def say_nothing_more(revision: Revision, *, by: str, organisation: str = "", now: datetime) -> None:
    """Say that one has nothing, or nothing more, to remark. Said again, it changes nothing."""
    held = locked(revision)
    refuse(why_not_comment(held))
    fields = {"said_at": now, "organisation": organisation}
    _row, is_new = NothingMore.objects.get_or_create(revision=held, said_by=by, defaults=fields)
    if is_new:
        note(held, "nothing_more", by, now)


@transaction.atomic
def say_more(revision: Revision, *, by: str, now: datetime) -> None:
    """Undo that: there is more to come."""
    held = locked(revision)
    refuse(why_not_comment(held))
    if NothingMore.objects.filter(revision=held, said_by=by).delete()[0]:
        note(held, "more", by, now)
