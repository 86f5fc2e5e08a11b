"""The reader with the programme's words, as the deeds and the command line call it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samordner.documents.recent import Recent
from samordner.documents.recognition.sources import Unreadable
from samordner.plandocument.reading.apart import read_guarded

AT_MOST = 16
"""So many readings are remembered: a document is often read again as it is, when somebody has been asked about it."""
_read: Recent[str, str] = Recent(AT_MOST)


class Refused(Exception):
    """The document cannot be read, or a correction fits nothing: one sentence for a person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_with(content: bytes, programme: str, corrections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document as `Reading.as_json` gives it, after these corrections. Raises `Refused`.

    Opened and read in a process of its own, with limits: it may be anybody's file.
    """
    asked = json.dumps([programme, str(settings.PROGRAMMES_DIR), [dict(each) for each in corrections]])
    key = hashlib.sha256(content).hexdigest() + asked
    if (known := _read.get(key)) is not None:
        again: dict[str, Any] = json.loads(known)
        return again
    try:
        answer = read_guarded(
            content, programme=programme, folder=settings.PROGRAMMES_DIR, corrections=corrections
        )
    except Unreadable as problem:
        raise Refused(problem.told(gettext)) from problem
    if "misfit" in answer:
        raise Refused(
            _("The change does not fit what the document says, and nothing was changed. (%(detail)s)")
            % {"detail": answer["misfit"]}
        )
    reading: dict[str, Any] = answer["reading"]
    _read.keep(key, json.dumps(reading))
    return reading
