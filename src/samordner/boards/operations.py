"""Deeds on a table that somebody brings: begin with it, accept it whole or not at all."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.boards.importing.comparing import Preview, compare
from samordner.boards.importing.said_once import Common, common_of
from samordner.boards.importing.understanding import understand
from samordner.boards.models import Import
from samordner.documents.cells import day_text
from samordner.documents.recognition.sources import Unreadable
from samordner.documents.recognition.workbook import open_workbook
from samordner.files.operations import keep, plain_name
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import Detail, record
from samordner.participation.models import Participation
from samordner.participation.operations import keep_many
from samordner.participation.sheets import keep_up
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def begin_import(
    name: str, content: bytes, *, office: Office, programme: Programme, common: Common, by: str, now: datetime
) -> Import:
    """Keep the file, to be looked at before anything is registered from it. Raises Refusal.

    The same file with the same said of all its rows is the same import: once accepted, it is not begun anew. Read
    first: nobody else waits while a file is read.
    """
    try:
        open_workbook(content)
    except Unreadable as refused:
        raise Refusal(refused.told(_), field="file") from refused
    return _keep(name, content, office, programme, common, by, now)


@transaction.atomic
def _keep(
    name: str, content: bytes, office: Office, programme: Programme, common: Common, by: str, now: datetime
) -> Import:
    media_type = XLSX if content.startswith(b"PK") else CSV
    kept, _is_new = keep(plain_name(name), content, media_type, by=by, now=now)
    same = Import.objects.filter(file=kept, office=office, programme=programme, common=common.as_json())
    if before := same.first():
        if sentence := why_not_accept(before):
            raise Refusal(sentence, field="file")
        return before
    made = Import.objects.create(
        file=kept, name=plain_name(name), office=office, programme=programme, common=common.as_json(),
        begun_at=now, begun_by=by,
    )  # fmt: skip
    detail: Detail = {"file": kept.pk, "digest": kept.digest, "size": kept.size}
    record(by, "begin", "import", str(made.pk), now, detail, office=office.key)
    return made


def every_import() -> QuerySet[Import]:
    """Every table that was brought, with its file, office and programme."""
    return Import.objects.select_related("office", "programme", "file")


def previewed(found: Import, *, today: date) -> Preview:
    """What accepting it would do today, read anew from the file."""
    rows = Participation.objects.filter(programme=found.programme, office=found.office)
    understood = understand(
        open_workbook(bytes(found.file.content)),
        definition(found.programme.key),
        list(rows.select_related("municipality__county", "office", "programme")),
        common_of(found.common),
        today=today,
        file=found.name,
    )
    return compare(understood, today=today)


def why_not_accept(found: Import) -> str | None:
    """Why it cannot be accepted, as a sentence; None when it can (its rows may still have faults)."""
    if found.accepted_at is None:
        return None
    day = day_text(localtime(found.accepted_at).date())
    text = _("This file was accepted on %(day)s. Nothing is registered from it twice.")
    return text % {"day": day}


@transaction.atomic
def accept_import(found: Import, *, version: int, seen: str, by: str, now: datetime) -> Import:
    """Register every change that the file asks for: all, or none. Raises Refusal.

    `seen` names the preview that the person saw: when the register has changed since, nothing is written.
    """
    if sentence := why_not_accept(found):
        raise Refusal(sentence)
    try:
        change(found, version=version, status=Import.Status.ACCEPTED, accepted_at=now, accepted_by=by)
    except Conflict as conflict:
        current = Import.objects.get(pk=found.pk)
        raise Refusal(why_not_accept(current) or _changed()) from conflict
    preview = previewed(found, today=localtime(now).date())
    if preview.faults:
        raise Refusal(
            _("Nothing was registered: some rows cannot be understood. Mend the file and bring it again.")
        )
    if preview.seen != seen:
        raise Refusal(_changed())
    if not preview.changes:
        raise Refusal(_("Everything in the file is registered already."))
    pairs = [(one.line.participation, one.line.statement) for one in preview.changes]
    made = keep_many(pairs, by=by, now=now)
    found.registered, found.first, found.last = len(made), made[0].pk, made[-1].pk
    found.save(update_fields=["registered", "first", "last"])
    detail: Detail = {
        "registered": len(made), "first": made[0].pk, "last": made[-1].pk, "skipped": len(preview.skipped),
        "digest": found.file.digest,
    }  # fmt: skip
    record(by, "accept", "import", str(found.pk), now, detail, office=found.office.key)
    keep_up(made)
    return found


def _changed() -> str:
    return _(
        "What is registered has changed since you looked. Nothing was written: look over the changes as they are now."
    )
