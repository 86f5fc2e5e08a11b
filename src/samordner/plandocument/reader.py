"""The reader with the programme's words, as the deeds and the command line call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samordner.documents.recognition.guarded import Limits, run
from samordner.documents.recognition.opening import is_pdf
from samordner.documents.recognition.sources import Unreadable

TASK = "samordner.plandocument.reading.child:task"
LIMITS_OF_PDF = Limits(seconds=12, clock=40, megabytes=256)
"""A PDF tells where letters stand, not what they are: reading it takes its time."""


class Refused(Exception):
    """The document cannot be read, or a correction fits nothing: one sentence for a person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_with(content: bytes, programme: str, corrections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document as `Reading.as_json` gives it, after these corrections. Raises `Refused`.

    Opened and read in a process of its own, with limits: it may be anybody's file.
    """
    arguments = {
        "programme": programme,
        "folder": str(settings.PROGRAMMES_DIR),
        "corrections": [dict(each) for each in corrections],
    }
    try:
        answer = run(TASK, content, arguments, limits=LIMITS_OF_PDF if is_pdf(content) else Limits())
    except Unreadable as problem:
        raise Refused(problem.told(gettext)) from problem
    if "misfit" in answer:
        raise Refused(
            _("The change does not fit what the document says, and nothing was changed. (%(detail)s)")
            % {"detail": answer["misfit"]}
        )
    reading: dict[str, Any] = answer["reading"]
    return reading
