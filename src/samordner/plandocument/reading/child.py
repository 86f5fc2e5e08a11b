"""What the guarded process does with a document: opens, reads, corrects, and answers with plain data."""

from pathlib import Path
from typing import Any

from samordner.plandocument.reading.assembly import read
from samordner.plandocument.reading.correcting import correct
from samordner.plandocument.reading.corrections import CorrectionRefused, corrections_of
from samordner.plandocument.reading.judging import refuse_no_plan
from samordner.plandocument.reading.previewing import preview
from samordner.plandocument.reading.vocabularies import of_programme


def task(content: bytes, arguments: dict[str, Any]) -> dict[str, Any]:
    """`reading`: what `Reading.as_json` gives after the corrections; or `misfit`: which of them fits nothing.

    With a `width` also the lines of a `preview` for a terminal. Raises `Unreadable`.
    """
    vocabulary = of_programme(arguments["programme"], Path(arguments["folder"]))
    reading = read(content, vocabulary)
    refuse_no_plan(reading, vocabulary)
    try:
        reading = correct(reading, corrections_of(arguments["corrections"]))
    except CorrectionRefused as problem:
        return {"misfit": str(problem)}
    shown = list(preview(reading, arguments["width"])) if "width" in arguments else []
    return {"reading": reading.as_json(), "preview": shown}
