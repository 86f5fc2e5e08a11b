"""Receiving a file."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samordner.documents.lines import clean
from samordner.files.models import File
from samordner.journal.deeds import Refusal
from samordner.journal.operations import record

LIMIT = 20 * 1024 * 1024
MEDIA_TYPES = {
    ".txt": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
}


@transaction.atomic
def receive(name: str, content: bytes, *, by: str, now: datetime, kind: str = "") -> File:
    """Keep the file, once per content. Refusal: it is empty, too large, or of a kind that is not received.

    `kind` is what the content was found to be ("docx"); without it the name's ending tells.
    """
    media_type = MEDIA_TYPES.get(f".{kind}" if kind else PurePath(plain_name(name)).suffix.lower())
    if media_type is None:
        raise Refusal(_("Only documents can be read here: DOCX, ODT, PDF, HTML or text."), field="file")
    if not content.strip():
        raise Refusal(_("The file is empty."), field="file")
    if len(content) > LIMIT:
        raise Refusal(_("The file is larger than 20 MB."), field="file")
    kept, is_new = keep(name, content, media_type, by=by, now=now)
    if is_new:
        record(by, "receive", "file", str(kept.pk), now, {"digest": kept.digest, "size": len(content)})
    return kept


def keep(name: str, content: bytes, media_type: str, *, by: str, now: datetime) -> tuple[File, bool]:
    """Store the bytes, once per content, and whether they were new. For files that we made ourselves, within a deed
    that tells of them in its own journal entry.
    """
    digest = hashlib.sha256(content).hexdigest()
    kept = File.objects.filter(digest=digest).first()
    if kept:  # looked for first, so that a large file is not sent to the database in vain
        return kept, False
    return File.objects.get_or_create(
        digest=digest,
        defaults={
            "name": plain_name(name),
            "media_type": media_type,
            "size": len(content),
            "content": content,
            "added_at": now,
            "added_by": by,
        },
    )


def plain_name(name: str) -> str:
    """The file's name without the folders that some browsers send along, at most 255 characters."""
    return PurePath(clean(name).replace("\\", "/")).name.strip()[-255:]
