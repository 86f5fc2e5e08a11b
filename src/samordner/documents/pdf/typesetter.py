"""One typst for the process: the fonts are read once.

No network, no shell, no package, no font of the machine: the same document prints alike everywhere.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import typst

from samordner.documents.fonts import font_files, picture_file
from samordner.documents.pdf.letters import drawn_in

TEMPLATE = Path(__file__).with_name("template.typ")
MOST_CARRIED = 40
"""Headings that are carried over in one document, from its beginning on: each takes laying out once more."""
KEPT = 11
"""How many times typst compiles something else before it forgets what it laid out."""

_one_at_a_time = Lock()


def typeset(data: Any) -> bytes:
    """The document's data as PDF/UA-1.

    When a group's heading would stand alone at the foot of a page, all is laid out once more with that heading
    carried over to the next.
    """
    said = json.dumps(data, ensure_ascii=False)
    pictures = drawn_in(said)
    with _one_at_a_time:
        made, carried = _compiled(said, [], pictures), list[int]()
        while '"group"' in said and len(carried) < MOST_CARRIED and (alone := set(_alone()) - set(carried)):
            carried.append(min(alone))
            made = _compiled(said, carried, pictures)
        _forget()
        return made


def _compiled(said: str, carried: list[int], pictures: str) -> bytes:
    inputs = {"data": said, "carried": json.dumps(carried), "pictures": pictures}
    made = _compiler().compile(TEMPLATE, format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def _alone() -> list[int]:
    """The groups whose heading stands on another page than their first row."""
    heading, first_row = (
        dict(json.loads(_compiler().query(name, field="value"))) for name in ("<group>", "<member>")
    )
    return [mark for mark, page in heading.items() if first_row.get(mark, page) != page]


def _forget() -> None:
    """Else the last ten documents stay in memory: 20 MB each, for a second print of the very same to be fast."""
    for _time in range(KEPT):
        _compiler().compile(b"", format="pdf")


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_folder().name])
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)


@cache
def _folder() -> TemporaryDirectory[str]:
    """A folder of exactly these fonts: typst takes folders, and of two files with one font whichever comes first."""
    folder = TemporaryDirectory(prefix="samordner-fonts-")
    for file in (*font_files(), picture_file()):
        copy(file, folder.name)
    return folder
