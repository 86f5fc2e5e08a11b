"""Files that are no plan, or worse, built in memory: name → (the file, how the refusal begins)."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import partial

import pikepdf
from docx import Document
from openpyxl import Workbook

from tests.plandocument.plans import printed_plan

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LETTER = """Til kommunene

Invitasjon til samling

Vi inviterer til samling 5. mai. Program:

Tid\tTema
09.00\tVelkommen
11.00\tLunsj

Vennlig hilsen
Embetet
"""
DAMAGED = "The file is damaged"
LOCKED = "The file is locked with a password."
NO_TEXT = "The file is not text."
TOO_LONG = "The file has more than 10,000 lines or 2 million letters."
TOO_BIG = "The file unpacks to more than 100 MB or 1000 parts."
GREEDY = "The file takes more than 128 MB of memory to read."
NO_PLAN = "No chapter or table of a plan was recognised"
WORD_XML = "The file holds XML declarations that no Word document has."
ENTITIES = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def archive(**parts: bytes | str) -> bytes:
    """A zip file; "__" in a name is a slash, and the last "_" a full stop."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            stem, _, ending = name.replace("__", "/").rpartition("_")
            file.writestr(f"{stem}.{ending}" if stem else ending, content)
    return target.getvalue()


def word(body: str, before: str = "") -> bytes:
    return archive(word__document_xml=f"{before}<w:document {SPACE}><w:body>{body}</w:body></w:document>")


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A document with one part more."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as file:
        file.writestr(name, part)
    return target.getvalue()


def fetching(address: str) -> bytes:
    """A Word document that would fetch a template and a picture, were it opened in Word."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document = Document(io.BytesIO(printed_plan()))
    document.part.rels.get_or_add_ext_rel(f"{relation}/attachedTemplate", f"{address}/template.dotx")
    document.part.rels.get_or_add_ext_rel(f"{relation}/image", f"{address}/picture.png")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def encrypted_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


def workbook() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def rows(count: int) -> bytes:
    return "\n".join(["År\tOmråde\tTiltak", *["2022\tMat\tKurs"] * count]).encode()


def word_rows(count: int) -> bytes:
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("2022", "Mat", "Kurs")
    )
    return word(f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * count}</w:tbl>")


def odt(manifest: bytes = b"") -> bytes:
    return archive(
        _mimetype=b"application/vnd.oasis.opendocument.text",
        content_xml=b"garbled",
        **{"META-INF__manifest_xml": manifest},
    )


def flagged(content: bytes) -> bytes:
    """A zip file whose directory says that its first part is encrypted."""
    found = bytearray(content)
    found[found.index(b"PK\x01\x02") + 8] |= 1
    return bytes(found)


def nested() -> bytes:
    inner = archive(word__document_xml=b"0" * 50_000_000)
    return archive(a_zip=inner, b_zip=archive(c_zip=inner))


MEGABYTE = 1024 * 1024
MANY = "The table that begins with “{}” (line, paragraph or row 1) has more than 1,000 rows."
Make = Callable[[], bytes]

HOSTILE: dict[str, tuple[Make, str]] = {
    "an empty file": (lambda: b"", "The file is empty."),
    "a locked Word file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        LOCKED,
    ),
    "an old Word file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "This is an old or a locked Word file.",
    ),
    "a zip file with a password": (lambda: flagged(word("")), LOCKED),
    "a locked ODT file": (lambda: odt(b"<m:encryption-data/>"), LOCKED),
    "a locked PDF": (encrypted_pdf, LOCKED),
    "a Word file with macros": (
        lambda: with_part(printed_plan(), "word/vbaProject.bin", b"x"),
        "The file holds macros. Save it as DOCX, which has none.",
    ),
    "a Word file cut short": (lambda: cut(printed_plan()), DAMAGED),
    "a PDF cut short": (lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", DAMAGED),
    "a PDF of objects within objects": (
        lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * MEGABYTE + b"<</A " * MEGABYTE + b"\nstartxref\n0\n%%EOF",
        DAMAGED,
    ),
    "a PDF that never comes to an end": (
        lambda: b"%PDF-1.7\n1 0 obj\n" + b"[ 1 " * 2 * MEGABYTE + b"\nstartxref\n0\n%%EOF",
        "The file takes more than 2 seconds to read. No plan does: is it the right file?",
    ),
    "a bomb": (lambda: archive(word__document_xml=b" " * (100 * MEGABYTE + 1)), TOO_BIG),
    "a bomb just within the limit": (lambda: word("<w:p/>" * 16_000_000), GREEDY),
    "bombs in one another": (nested, "This is no Word document."),
    "a thousand and one parts": (lambda: archive(**{f"m{n}": b"" for n in range(1001)}), TOO_BIG),
    "entities that grow": (lambda: word("<w:p>&b;</w:p>", ENTITIES), WORD_XML),
    "an entity from elsewhere": (
        lambda: word("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        WORD_XML,
    ),
    "a part from elsewhere": (
        lambda: word('<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'),
        WORD_XML,
    ),
    "a page with entities": (
        f"{ENTITIES.replace('DOCTYPE l', 'DOCTYPE html')}<html>&b;</html>".encode,
        "The file holds XML declarations that no web page has.",
    ),
    "an XML file": (f'<?xml version="1.0"?>{ENTITIES}<l>&b;</l>'.encode, "This is an XML file."),
    "5,000 rows as text": (partial(rows, 5000), MANY.format("År | Område | Tiltak")),
    "5,000 rows in Word": (partial(word_rows, 5000), MANY.format("2022 | Mat | Kurs")),
    "a page with very wide rows": (
        lambda: b"<!doctype html><table><tr>" + b"<td colspan=1000 rowspan=1000>x" * 500,
        "A table has more than 100 columns.",
    ),
    "a page of tags": (lambda: b"<!doctype html>" + b"<b>" * 400_001, TOO_LONG),
    "20 MB of nonsense": (lambda: random.Random("x").randbytes(20 * MEGABYTE), NO_TEXT),
    "20 MB of nonsense that says it is Word": (
        lambda: b"PK\x03\x04" + random.Random("x").randbytes(20 * MEGABYTE - 4),
        DAMAGED,
    ),
    "20 MB of letters": (lambda: b"a" * 20 * MEGABYTE, TOO_LONG),
    "more than 20 MB": (lambda: b"a" * (20 * MEGABYTE + 1), "The file is larger than 20 MB."),
    "zeros between the letters": (lambda: b"Dato\x00Tema\n" * 100, NO_TEXT),
    "a letter": (LETTER.encode, NO_PLAN),
    "a letter as UTF-16": (lambda: LETTER.encode("utf-16"), NO_PLAN),
    "a letter as Latin-1": (lambda: LETTER.encode("latin-1"), NO_PLAN),
    "a workbook that is called plan.docx": (workbook, "This is a workbook, not a document."),
    "a presentation that is called plan.docx": (
        lambda: archive(ppt__presentation_xml=b"<p/>"),
        "This is a presentation, not a document.",
    ),
    "a picture that is called plan.docx": (lambda: b"\x89PNG\r\n\x1a\n....", "This is a picture."),
    "an archive that is called plan.docx": (lambda: archive(plan_txt=b"hei"), "This is no Word document."),
}
