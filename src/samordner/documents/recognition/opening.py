"""Opens a file of whatever kind as a source, or refuses it with a sentence."""

from pathlib import Path

from samordner.documents.recognition import pdf, plaintext, webpage, wordfile
from samordner.documents.recognition.archive import SIGN
from samordner.documents.recognition.sources import MOST_BYTES, Source, Unreadable, gettext_noop


def open_source(file: bytes | str | Path) -> Source:
    """Read a file (its bytes or its path) into a `Source`; raises `Unreadable` with a sentence."""
    content = file if isinstance(file, bytes) else _content(Path(file))
    if len(content) > MOST_BYTES:
        raise Unreadable(gettext_noop("The file is larger than 20 MB."))
    if not content.strip():
        raise Unreadable(gettext_noop("The file is empty."))
    if content.startswith(SIGN):
        return wordfile.read(content)
    if content.startswith(b"%PDF"):
        return pdf.read(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        sentence = gettext_noop("This is an old or a locked Word file. Save it as DOCX without a password.")
        raise Unreadable(sentence)
    if content.startswith(b"{\\rtf"):
        raise Unreadable(gettext_noop("This is an RTF file. Save it as DOCX or as text first."))
    if webpage.is_page(content):
        return webpage.read(content)
    return plaintext.read(content)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(gettext_noop("The file is larger than 20 MB."))
        return path.read_bytes()
    except OSError as problem:
        raise Unreadable(gettext_noop("The file cannot be opened.")) from problem
