"""Reading a document apart: in a process of its own, with limits, since it may be anybody's file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from samordner.documents.recognition.guarded import Limits, run
from samordner.documents.recognition.opening import is_pdf

TASK = "samordner.plandocument.reading.child:task"
OF_PDF = Limits(whole=12, clock=40, megabytes=256)
"""A PDF tells where letters stand, not what they say: reading it takes its time."""


def read_guarded(
    content: bytes,
    *,
    programme: str | None,
    folder: Path,
    corrections: Sequence[Mapping[str, Any]] = (),
    width: int | None = None,
) -> dict[str, Any]:
    """What `child.task` answers. Raises `Unreadable` with a sentence.

    `folder` holds the programmes; with a `width` the answer has a preview for a terminal.
    """
    arguments: dict[str, Any] = {
        "programme": programme,
        "folder": str(folder),
        "corrections": [dict(each) for each in corrections],
    }
    if width is not None:
        arguments["width"] = width
    answer: dict[str, Any] = run(TASK, content, arguments, limits=OF_PDF if is_pdf(content) else None)
    return answer
