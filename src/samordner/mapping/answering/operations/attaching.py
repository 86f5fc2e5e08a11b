"""Files that belong to an answer: documents and pictures, told by their content and never by their name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samordner.files.models import File
from samordner.files.operations import LIMIT, keep, plain_name
from samordner.journal.deeds import Refusal
from samordner.journal.operations import Detail, record
from samordner.mapping.answering.operations.saving import NOTHING, cell_of, keep_cells, locked
from samordner.mapping.answering.queries import (
    actor_of,
    content_of,
    why_not_answer,
    writable,
)
from samordner.mapping.models import Attachment, How, Respondent, Response

OFFICE_FILES = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE_FILES}wordprocessingml.document",
    "xlsx": f"{OFFICE_FILES}spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
}
MOST = 5
"""So many files belong to one question."""
MOST_PARTS, LONGEST_LIST = 10_000, 1_000_000


def kind_of(content: bytes) -> str:
    """What the file is, by its content: a key of `MEDIA_TYPES`; "": nothing that is received, macros among it."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return _kind_in(content) if content.startswith(b"PK\x03\x04") else ""


def _kind_in(content: bytes) -> str:
    """What a packed file holds. Nothing of it is unpacked but two short lists."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            if len(names) > MOST_PARTS:
                return ""
            if "mimetype" in names:
                said = _begins(parts, "mimetype").decode("ascii", "replace").strip()
                return "odt" if said == MEDIA_TYPES["odt"] else ""
            types = _begins(parts, "[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return ""
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        return ""
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        if part in names and f"{MEDIA_TYPES[kind]}.main+xml".encode() in types:
            return kind
    return ""


def _begins(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(LONGEST_LIST)


def why_not_attach(content: bytes) -> str | None:
    """Why a file is not received; None: it is."""
    if not content:
        return _("The file is empty.")
    if len(content) > LIMIT:
        return _("The file is larger than 20 MB.")
    if not kind_of(content):
        return _(
            "Only documents and pictures can be sent: PDF, DOCX, XLSX, ODT, PNG or JPEG, without macros."
        )
    return None


def attach(
    respondent: Respondent,
    cell: str,
    name: str,
    content: bytes,
    *,
    by: str,
    now: datetime,
    how: str = How.LINK,
) -> Attachment:
    """Let a file belong to the answer to a question that asks for one. The same file once more is the same. Raises Refusal."""
    try:
        return _attach(respondent, cell, name, content, by=by, now=now, how=how)
    except IntegrityError:  # another wrote the first word of the same answer at the same moment
        return _attach(respondent, cell, name, content, by=by, now=now, how=how)


@transaction.atomic
def _attach(
    respondent: Respondent, cell: str, name: str, content: bytes, *, by: str, now: datetime, how: str
) -> Attachment:  # fmt: skip
    _may(respondent, cell)
    if respondent.round.anonymous:
        raise Refusal(_("A file could tell who you are, so none is received here. Write it in words."))
    if sentence := why_not_attach(content):
        raise Refusal(sentence)
    who = by or actor_of(respondent)
    kind = kind_of(content)
    file, _is_new = keep(name, content, MEDIA_TYPES[kind], by=who, now=now)
    response = locked(respondent)
    response = response or keep_cells(respondent, None, {}, now)
    standing = list(response.attachments.filter(cell=cell, removed_at=None))
    if same := next((row for row in standing if row.file_id == file.pk), None):
        return same
    if len(standing) >= MOST:
        raise Refusal(_("At most 5 files belong to one question. Remove one first."))
    row = Attachment.objects.create(
        response=response, cell=cell, file=file, name=_named(name, kind), added_at=now
    )
    _tell(respondent, response, cell, how, who, now)
    _journal("attach", row, file, respondent, by, now)
    return row


@transaction.atomic
def detach(
    respondent: Respondent, attachment: Attachment, *, by: str, now: datetime, how: str = How.LINK
) -> None:
    """The file belongs to the answer no more; to what was sent in with it, it still does. Twice is once. Raises Refusal."""
    _may(respondent, attachment.cell)
    response = locked(respondent)
    if response is None or attachment.response_id != response.pk:
        raise Refusal(_("The file belongs to another answer."))
    if Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=now):
        _tell(respondent, response, attachment.cell, how, by or actor_of(respondent), now)
        _journal("detach", attachment, attachment.file, respondent, by, now)


def _may(respondent: Respondent, cell: str) -> None:
    if sentence := why_not_answer(respondent):
        raise Refusal(sentence)
    found = writable(content_of(respondent.round), respondent.sections).get(cell)
    if found is None or found.question.kind != "file":
        raise Refusal(_("No file is asked for there."))


def _named(name: str, kind: str) -> str:
    """The name with an ending that says what the file is, whatever it was called."""
    said = plain_name(name)
    endings = (".jpg", ".jpeg") if kind == "jpg" else (f".{kind}",)
    return said if said.casefold().endswith(endings) else f"{said[:240] or 'fil'}.{kind}"


def _tell(respondent: Respondent, response: Response, cell: str, how: str, by: str, now: datetime) -> None:
    """The cell of a file holds the names of those that belong to it, in order."""
    names = list(
        response.attachments.filter(cell=cell, removed_at=None).order_by("pk").values_list("name", flat=True)
    )
    cells: dict[str, dict[str, Any]] = response.cells
    there: Mapping[str, Any] = cells.get(cell, NOTHING)
    keep_cells(respondent, response, cells | {cell: cell_of(there, {"v": names or None}, how, by, now)}, now)


def _journal(verb: str, row: Attachment, file: File, respondent: Respondent, by: str, now: datetime) -> None:
    detail: Detail = {"cell": row.cell, "digest": file.digest, "size": file.size}
    office = respondent.round.office.key
    record(by, verb, "response", str(row.response_id), now, detail, office=office)
