"""Reading a published regional plan: registers, chapters and claims, with where each word came from.

    reading = read(path, of_programme(None))
    reading = correct(reading, corrections_in(Path("corrections.toml")))
    reading.as_json()

No Django and no database here.
"""

from samordner.documents.recognition.sources import Unreadable
from samordner.plandocument.reading.assembly import read
from samordner.plandocument.reading.command import command, main
from samordner.plandocument.reading.correcting import correct
from samordner.plandocument.reading.corrections import (
    Correction,
    CorrectionRefused,
    as_mapping,
    corrections_in,
    corrections_of,
)
from samordner.plandocument.reading.result import Reading, Row
from samordner.plandocument.reading.vocabularies import general, of_programme

__all__ = [
    "Correction",
    "CorrectionRefused",
    "Reading",
    "Row",
    "Unreadable",
    "as_mapping",
    "command",
    "correct",
    "corrections_in",
    "corrections_of",
    "general",
    "main",
    "of_programme",
    "read",
]
