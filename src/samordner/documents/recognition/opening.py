"""Opens a file of whatever kind as a source, or refuses it with a sentence. Its content tells the kind, not its name."""

import re
from pathlib import Path

from samordner.documents.recognition.sources import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_TABLE_ROWS,
    TOO_WIDE,
    Source,
    Unreadable,
    gettext_noop,
    too_many_rows,
)

COMPOUND = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")  # what such a file names its contents
OTHERS = (
    (b"{\\rtf", gettext_noop("This is an RTF file. Save it as DOCX or as text first.")),
    *(
        (sign, gettext_noop("This is a picture. A plan is read from its text: choose the document itself."))
        for sign in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM\x00")
    ),
    *(
        (sign, gettext_noop("This is a packed file. Unpack it, and choose the document that lies in it."))
        for sign in (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
    ),
    *(
        (sign, gettext_noop("This is a web archive (MHT). Save it as a web page (HTML), DOCX or PDF first."))
        for sign in (b"MIME-Version:", b"From: <Saved by")
    ),
)
WORKBOOK = gettext_noop("This is a workbook, not a document. Save the plan as DOCX, PDF or text.")
PRESENTATION = gettext_noop("This is a presentation, not a document. Save the plan as DOCX, PDF or text.")
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|!ENTITY)")


def open_source(file: bytes | str | Path) -> Source:
    """Read a file (its bytes or its path) into a `Source`; raises `Unreadable` with a sentence."""
    content = file if isinstance(file, bytes) else content_of(Path(file))
    if len(content) > MOST_BYTES:
        raise Unreadable(gettext_noop("The file is larger than 20 MB."))
    if not content.strip():
        raise Unreadable(gettext_noop("The file is empty."))
    source = _read(content)
    _judge(source)
    return source


def _read(content: bytes) -> Source:
    """The reader of each kind is loaded when a file of that kind comes: some take long to load."""
    if content.startswith(b"PK\x03\x04"):
        return _read_archive(content)
    if is_pdf(content):
        from samordner.documents.recognition import pdf

        return pdf.read(content)
    if content.startswith(COMPOUND):
        if LOCKED in content:
            raise Unreadable(gettext_noop("The file is locked with a password."))
        sentence = gettext_noop("This is an old or a locked Word file. Save it as DOCX without a password.")
        raise Unreadable(sentence)
    for sign, sentence in OTHERS:
        if content.startswith(sign):
            raise Unreadable(sentence)
    from samordner.documents.recognition import plaintext, webpage

    if webpage.is_page(content):
        return webpage.read(content)
    if XML.match(content):
        raise Unreadable(gettext_noop("This is an XML file. Save it as DOCX, PDF or text first."))
    return plaintext.read(content)


def _read_archive(content: bytes) -> Source:
    from samordner.documents.recognition import archive, opendocument, wordfile

    with archive.opened(content) as parts:
        names = archive.names(parts)
        kind = archive.begins(parts, "mimetype") if "mimetype" in names else b""
        if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in kind:
            raise Unreadable(WORKBOOK)
        if "ppt/presentation.xml" in names or b"opendocument.presentation" in kind:
            raise Unreadable(PRESENTATION)
        return opendocument.read(parts) if b"opendocument.text" in kind else wordfile.read(parts)


def is_pdf(content: bytes) -> bool:
    """Whether a file says that it is a PDF; a few bytes may stand before."""
    return content.startswith(b"%PDF") or b"%PDF-" in content[:1024]


def _judge(source: Source) -> None:
    """Refuses a document with a table that no plan has."""
    rows = 0
    for at, block in enumerate(source.blocks):
        before = source.blocks[at - 1] if at else None
        same = block.row and before is not None and before.row and before.table == block.table
        goes_on = same and (block.table > 0 or not block.gap)
        rows = rows + 1 if goes_on else int(block.row)
        if len(block.cells) > MOST_COLUMNS:
            raise Unreadable(TOO_WIDE)
        if rows > MOST_TABLE_ROWS:
            raise too_many_rows(source.blocks[at - MOST_TABLE_ROWS])


def content_of(path: Path) -> bytes:
    """The bytes of a file that is not too large. Raises `Unreadable`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(gettext_noop("The file is larger than 20 MB."))
        return path.read_bytes()
    except OSError as problem:
        raise Unreadable(gettext_noop("The file cannot be opened.")) from problem
