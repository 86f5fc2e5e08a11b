"""One typst for the process: the fonts are read once, and what has been laid out before is not laid out again.

No network, no shell, no package, no font of the machine: the same document prints alike everywhere.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("template.typ")
FONTS = ("Regular", "Semibold", "Bold")
_one_at_a_time = Lock()


def font_files() -> list[str]:
    """The font files that come with the product, for whoever draws words."""
    folder = resources.files("font_source_sans_pro") / "files"
    return [str(folder / f"SourceSansPro-{weight}.ttf") for weight in FONTS]


@cache
def _folder() -> TemporaryDirectory[str]:
    """A folder of exactly these fonts: typst takes folders, and of two files with one font whichever comes first."""
    folder = TemporaryDirectory(prefix="samordner-fonts-")
    for file in font_files():
        copy(file, folder.name)
    return folder


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[_folder().name]
    )
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)


def typeset(data: Any) -> bytes:
    """The document's data as PDF/UA-1.

    When a group's heading would stand alone at the foot of a page, it is laid out once more with that heading
    carried over.
    """
    said = json.dumps(data, ensure_ascii=False)
    with _one_at_a_time:
        made, lonely = _compiled(said, []), list[int]()
        if '"group"' not in said:
            return made
        for _try in range(3):
            alone = [mark for mark in _alone() if mark not in lonely]
            if not alone:
                break
            lonely.append(alone[0])
            made = _compiled(said, lonely)
        return made


def _compiled(said: str, pushed: list[int]) -> bytes:
    inputs = {"data": said, "pushed": json.dumps(pushed)}
    made = _compiler().compile(format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def _alone() -> list[int]:
    """The groups whose heading stands on another page than their first row."""
    group = dict(json.loads(_compiler().query("<group>", field="value")))
    member = dict(json.loads(_compiler().query("<member>", field="value")))
    return [mark for mark, page in group.items() if member.get(mark, page) != page]
