"""Writing a questionnaire: made, changed, put away; and kept as it was whenever it is asked."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import record
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.questionnaires.content import Content, Section, Words, written
from samordner.questionnaires.models import Earlier, Edition, Questionnaire

LONGEST_NAME = 200
MOST_QUESTIONS, MOST_LETTERS = 500, 1_000_000
KEPT_EARLIER = 30
"""So many earlier versions of a draft are kept, to be taken back."""


def why_not_name(
    programme: Programme, office: Office, name: str, *, but: Questionnaire | None = None
) -> str | None:
    """Why a questionnaire cannot have this name; None: it can."""
    if not name.strip():
        return _("Give the questionnaire a name.")
    if len(name.strip()) > LONGEST_NAME:
        return _("The name is too long: at most %(most)s letters.") % {"most": LONGEST_NAME}
    others = Questionnaire.objects.filter(
        programme=programme, office=office, name=name.strip(), put_away_at=None
    )
    if any(but is None or each.pk != but.pk for each in others):
        return _("There is a questionnaire with this name already.")
    return None


def why_not_hold(content: Content) -> str | None:
    """Why so much cannot be kept as one questionnaire; None: it can. What cannot be asked yet can well be kept."""
    if len(content.questions) > MOST_QUESTIONS:
        return _("A questionnaire has at most %(most)s questions.") % {"most": MOST_QUESTIONS}
    if len(written(content)) > MOST_LETTERS:
        return _("The questionnaire is too long.")
    return None


@transaction.atomic
def make_questionnaire(
    programme: Programme,
    office: Office,
    name: str,
    content: Content,
    *,
    ready: str = "",
    by: str,
    now: datetime,
) -> Questionnaire:
    """A new questionnaire that says `content`. `ready`: the key of the ready one that it is made from. Raises Refusal."""
    if sentence := why_not_name(programme, office, name):
        raise Refusal(sentence, field="name")
    if sentence := why_not_hold(content):
        raise Refusal(sentence)
    row = Questionnaire.objects.create(
        programme=programme,
        office=office,
        name=name.strip(),
        ready=ready,
        draft=written(content),
        made_at=now,
        made_by=by,
    )
    _record("make", row, by, now, questions=len(content.questions), ready=ready)
    return row


@transaction.atomic
def save_content(
    row: Questionnaire, content: Content, *, version: int, by: str, now: datetime, deed: str = "change"
) -> Questionnaire:
    """Let it say something else; also what cannot be asked yet. `deed`: what was done, for whoever takes it back.

    Saying the same again changes nothing. Raises Refusal, or Conflict if someone changed it after `version` was read.
    """
    if sentence := why_not_touch(row) or why_not_hold(content):
        raise Refusal(sentence)
    text = written(content)
    before = row.draft
    if row.version != version:
        raise Conflict(row)
    if text == before:
        return row
    change(row, version=version, draft=text)
    _fresh(row)
    Earlier.objects.create(questionnaire=row, version=version, text=before, deed=deed, at=now, by=by)
    row.earlier.filter(version__lte=version - KEPT_EARLIER).delete()
    _record(deed, row, by, now, questions=len(content.questions))
    return row


def why_not_undo(row: Questionnaire) -> str | None:
    """Why the last change cannot be taken back; None: it can."""
    if sentence := why_not_touch(row):
        return sentence
    return None if row.earlier.exists() else _("Nothing was changed yet.")


@transaction.atomic
def undo(row: Questionnaire, *, version: int, by: str, now: datetime) -> Questionnaire:
    """Take back the last change, whatever it was; once more brings it back. Raises Refusal, Conflict."""
    if sentence := why_not_undo(row):
        raise Refusal(sentence)
    last = row.earlier.latest("version")
    return save_content(row, last.content, version=version, by=by, now=now, deed="undo")


@transaction.atomic
def rename(row: Questionnaire, name: str, *, version: int, by: str, now: datetime) -> Questionnaire:
    """Give it another name in the office's list. Raises Refusal, Conflict."""
    if sentence := why_not_touch(row):
        raise Refusal(sentence)
    if sentence := why_not_name(row.programme, row.office, name, but=row):
        raise Refusal(sentence, field="name")
    if name.strip() == row.name:
        return row
    change(row, version=version, name=name.strip())
    _record("rename", row, by, now)
    return row


def why_not_touch(row: Questionnaire) -> str | None:
    """Why it cannot be changed; None: it can."""
    return _("It is put away. Take it out before you change it.") if row.put_away_at else None


@transaction.atomic
def put_away(row: Questionnaire, *, by: str, now: datetime) -> Questionnaire:
    """Out of the list of what can be asked; rounds that ask it go on. Doing it twice does nothing."""
    if row.put_away_at:
        return row
    change(row, version=row.version, put_away_at=now)
    _record("put_away", row, by, now)
    return row


def why_not_take_out(row: Questionnaire) -> str | None:
    """Why it cannot be taken out again; None: it can."""
    if row.put_away_at and why_not_name(row.programme, row.office, row.name, but=row):
        return _("Another questionnaire has got the name “%(name)s” meanwhile. Rename that one first.") % {
            "name": row.name
        }
    return None


@transaction.atomic
def take_out(row: Questionnaire, *, by: str, now: datetime) -> Questionnaire:
    """Back into the list of what can be asked. Doing it twice does nothing. Raises Refusal."""
    if not row.put_away_at:
        return row
    if sentence := why_not_take_out(row):
        raise Refusal(sentence)
    change(row, version=row.version, put_away_at=None)
    _record("take_out", row, by, now)
    return row


@transaction.atomic
def edition_of(row: Questionnaire, *, by: str, now: datetime) -> Edition:
    """What it says now, as an edition that never changes; the same content is the same edition.

    Called within the deed that asks with it, which writes the journal entry.
    """
    held = Questionnaire.objects.select_for_update().get(pk=row.pk)
    digest = sha256(held.draft.encode()).hexdigest()
    editions = Edition.objects.filter(questionnaire=held)
    found = editions.filter(digest=digest).first()
    if found:
        return found
    last = editions.order_by("-number").first()
    return Edition.objects.create(
        questionnaire=held,
        number=last.number + 1 if last else 1,
        digest=digest,
        text=held.draft,
        made_at=now,
        made_by=by,
    )


def empty(name: str) -> Content:
    """A questionnaire with nothing in it but a section to begin in; titled by its name until somebody writes more."""
    return Content(Words(nb=name.strip(), nn=name.strip()), (Section("section_1", Words()),))


def _fresh(row: Questionnaire) -> None:
    """What was read of the row before it was changed is read anew."""
    row.__dict__.pop("content", None)


def _record(verb: str, row: Questionnaire, by: str, now: datetime, **detail: str | int) -> None:
    record(by, verb, "questionnaire", str(row.pk), now, detail, office=row.office.key)
