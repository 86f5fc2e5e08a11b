"""Archives (DOCX, ODT, XLSX): judged by their directory before anything is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from samordner.documents.recognition.sources import Unreadable, gettext_noop

MOST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 1000
XINCLUDE = b"http://www.w3.org/2001/XInclude"
SIGN = b"PK\x03\x04"

TOO_BIG = gettext_noop("The file unpacks to more than 100 MB or 1000 parts.")
DAMAGED = gettext_noop("The file is damaged.")
LOCKED = gettext_noop("The file is locked with a password.")

Element = etree._Element


def tag_of(element: Element) -> str:
    """The element's name without its namespace; empty for a comment and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, its directory judged. `Unreadable`: too big, locked, or damaged in whatever is read of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listing = archive.infolist()
            if len(listing) > MOST_MEMBERS or sum(member.file_size for member in listing) > MOST_UNPACKED:
                raise Unreadable(TOO_BIG)
            if any(member.flag_bits & 1 for member in listing):
                raise Unreadable(LOCKED)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as problem:
        raise Unreadable(DAMAGED) from problem


def names(archive: zipfile.ZipFile) -> frozenset[str]:
    """The names of the parts, in small letters."""
    return frozenset(name.casefold() for name in archive.namelist())


def holds_macros(archive: zipfile.ZipFile) -> bool:
    """Whether any part is a program."""
    return any(
        name.endswith("vbaproject.bin") or "/macrosheets/" in name or name.startswith("basic/")
        for name in names(archive)
    )


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part unpacked, even where the directory lied about its size."""
    with archive.open(name) as file:
        content = file.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise Unreadable(TOO_BIG)
    return content


def begins(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a part."""
    with archive.open(name) as file:
        return file.read(4096)


def parsed(content: bytes, refusal: str) -> Element:
    """A part's XML. Declarations are refused with the sentence `refusal`; nothing outside the part is looked up."""
    head = content[:4096]
    if b"<!DOCTYPE" in head or b"\x00<\x00!" in head or b"<!ENTITY" in content or XINCLUDE in content:
        raise Unreadable(refusal)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        if getattr(problem, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from problem
        raise Unreadable(DAMAGED) from problem
