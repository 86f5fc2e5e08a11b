"""Printed as PDF/UA-1 by typst, in our own look, and readable back from what a person hears.

**Reading it back.** Nothing is hidden in the file. Its structure tree says what the document says, in reading order
(`/Lang` stands on the nearest element whenever it differs from the document's, which `/Catalog/Lang` says):

- `Document` is the root. On the front page: the issuer is a `P`, the title `Title` (mapped to `P`), the subtitle and
  the notice `P`. `P`s before the first `H1` are the front page.
- Facts (also those of the front page) are an `L` whose `LI`s hold the label in `Lbl/Strong` and the value in `LBody`.
- Contents: an `H1` with the word for contents, then `TOC`, nested by level, with `TOCI/Reference/Link`.
- A heading is `H1` … `H4`, its number first, as in DOCX ("2. Organisasjon", "a) Rammer").
- A line of running text is a `P`. A bullet is an `LI`: `Lbl` holds the marker as it was written, `LBody` the text,
  directly or in a first `P`. An `L` within an `L` is one level deeper (two spaces before the marker). A bullet that
  was written deeper than it can stand (a second level with none above it) stands as deep as it can.
  Neighbouring bullets with different markers are `L`s of their own. A bullet list of the document has the marker "•".
- A link is `Link` around its words.
- A table is `Table`, at first its `Caption` where it has one, then `THead` with one `TR` of `TH` (`Scope` Column; the
  columns' titles), then `TBody` with `TR`s of `TD`. It is one `Table` however many pages it runs over, and a row is one
  `TR`: what is repeated on a new page (the titles) is an artifact. No row is cut in two unless it is taller than a page.
- A group's heading is a `TR` of one `TD` with `ColSpan` (the number of columns), its text in `Strong`. The rows under
  it belong to the group as long as their first cell begins with an en dash and a no-break space ("– Transport"); the
  dash is no part of the value. The first row without it, or the next heading, ends the group (as in DOCX). A table of
  one column has no `ColSpan`; its group headings are known by the `Strong` alone.
- A cell of one line holds its text directly (or in `Link`, `P` or `Strong`: a row's own heading is bold); of several,
  a `P` for each line and `L` for bullets, as in running text. A line of nothing but white space leaves no trace.
- A checklist is a `Table` of three columns (content, in place, where), as in DOCX.
- A figure is `Div` with `Caption` and `Figure` (`Alt` says what the drawing shows; the words inside the drawing are
  its content), and under it a `Table` with its numbers.
- Running heads, page numbers and lines are artifacts.

A printed line ends with the space that was written there, so the characters of an element, put together in order, are
its text. Words are not divided: only a word that is wider than its column is, with no sign and no space. Soft hyphens
are left out. Text comes out as it was written but for: control characters, which no printer writes; tabs, which are
spaces; letters that no font here has, which become the plain letters they stand for (①: 1) or what they are, in
brackets; accents apart from their letter, which are joined to it (NFC); a heading's level, which is never more than one
below the last.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import override

from samordner.documents.blocks import Document, Table
from samordner.documents.columns import Layout, Row, TableDefinition
from samordner.documents.pdf.data import data_of
from samordner.documents.pdf.typesetter import typeset


def file(document: Document) -> bytes:
    """The document as a file, in its own language."""
    with override(document.language):
        return typeset(data_of(document))


def table_file(
    definition: TableDefinition[Row], rows: Sequence[Row], *, language: str, layout: Layout | None = None
) -> bytes:
    """One table as a document of its own, titled by the table."""
    return file(Document(definition.title, language, (Table(definition, tuple(rows), layout),)))
