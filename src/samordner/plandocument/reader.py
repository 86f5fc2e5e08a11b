"""The reader with the programme's words, as the deeds and the command line call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samordner.documents.recognition.sources import Unreadable
from samordner.plandocument.reading.assembly import read
from samordner.plandocument.reading.correcting import correct
from samordner.plandocument.reading.corrections import CorrectionRefused, corrections_of
from samordner.plandocument.reading.vocabularies import of_programme


class Refused(Exception):
    """The document cannot be read, or a correction fits nothing: one sentence for a person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_with(content: bytes, programme: str, corrections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document as `Reading.as_json` gives it, after these corrections. Raises `Refused`."""
    try:
        reading = read(content, of_programme(programme, settings.PROGRAMMES_DIR))
        return correct(reading, corrections_of(corrections)).as_json()
    except Unreadable as problem:
        raise Refused(gettext(str(problem))) from problem
    except CorrectionRefused as problem:
        raise Refused(
            _("The change does not fit what the document says, and nothing was changed. (%(detail)s)")
            % {"detail": problem}
        ) from problem
