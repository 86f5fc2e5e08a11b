"""Mail as it lies in a folder or a file: nothing there is changed, so that people read the same mailbox."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from pathlib import Path

LARGEST = 30 * 1024 * 1024
"""Bytes of a mail that is read; what is larger is no answer, and no bounce that anybody can use."""


def mails(path: Path) -> Iterator[tuple[str, bytes]]:
    """The mails in a Maildir, a folder of .eml files, an mbox or one .eml file: a name for each, and its bytes.

    A name stays the same however often the mail is looked at. OSError when the path cannot be read.
    """
    if path.is_dir():
        for each in _files(path):
            if (raw := _content(each)) is not None:
                yield _name(each), raw
    elif _is_mbox(path):
        for key, raw in _in_mbox(path):
            yield f"{path.name}/{key}", raw
    elif (raw := _content(path)) is not None:
        yield path.name, raw


def _files(folder: Path) -> list[Path]:
    if (folder / "new").is_dir() and (folder / "cur").is_dir():
        return sorted(each for part in ("new", "cur") for each in (folder / part).iterdir() if each.is_file())
    return sorted(each for each in folder.iterdir() if each.suffix.lower() == ".eml" and each.is_file())


def _name(file: Path) -> str:
    """Without the marks that a mail program adds when somebody has read it."""
    return file.name.partition(":")[0]


def _content(file: Path) -> bytes | None:
    """None: it is too large, or a mail program has just moved it."""
    try:
        return file.read_bytes() if file.stat().st_size <= LARGEST else None
    except FileNotFoundError:
        return None


def _is_mbox(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(5) == b"From "


def _in_mbox(file: Path) -> Iterator[tuple[str, bytes]]:
    box = mailbox.mbox(file, create=False)
    try:
        for key in box.iterkeys():
            raw = box.get_bytes(key)
            if len(raw) <= LARGEST:
                yield str(key), raw
    finally:
        box.close()
