"""Printed as DOCX, in our own look, and readable back from what a person can see.

**Reading it back.** Nothing is hidden in the file; what a table says stands in it:

- Its first row holds the columns' titles.
- A row of one cell across all columns is a group's heading. The rows under it belong to the group as long as
  their first cell begins with an en dash and a no-break space ("– Transport"); the dash is not part of the
  value. The first row without it, or the next heading, ends the group. (Indentation alone would be seen but
  not heard; a closing row would have to be explained.)
- A line of a cell is a paragraph. A bullet is a list item whose list draws the marker that was written
  (`w:lvlText`), its level `w:ilvl`: marker, space, text gives the line again, two spaces before it a level.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, assert_never

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Emu
from lxml import etree

from samordner.charts.figures import Figure
from samordner.charts.pictures import png
from samordner.documents.blocks import (
    Block,
    BulletList,
    Checklist,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from samordner.documents.columns import Layout, Row, TableDefinition
from samordner.documents.docx.look import (
    LANDSCAPE_WIDTH,
    NAMESPACES,
    PORTRAIT_WIDTH,
    SETTINGS,
    language_tag,
    numbering,
    section,
    styles,
)
from samordner.documents.docx.table import facts_table, simple_table, table
from samordner.documents.docx.text import Links, paragraphs, run
from samordner.documents.fonts import font_files
from samordner.documents.headings import heading_text
from samordner.documents.landscape import landscapes
from samordner.documents.lines import Line

EMU_PER_TWIP = 635
UNUSED = {"stylesWithEffects", "thumbnail", "customXml", "theme", "fontTable", "webSettings"}
PAGE_BREAK = '<w:p><w:pPr><w:pStyle w:val="SectionEnd"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


def table_file(
    definition: TableDefinition[Row], rows: Sequence[Row], *, language: str, layout: Layout | None = None
) -> bytes:
    """One table as a document of its own."""
    block = Table(definition, tuple(rows), layout)
    return file(Document(definition.title, language, (Heading(1, definition.title), block)))


def file(document: Document) -> bytes:
    """The document as a file. The words in figures are set in the fonts that come with the product."""
    with override(document.language):
        made = docx.Document()
        _replace(made.styles.element, styles(document.language, document.look))
        _replace(made.part.numbering_part.element, numbering())
        _strip(made)
        _describe(made, document)
        printer = _Printer(document, made)
        references = _head_and_foot(made, document)
        _replace(made.element.body, f"<w:body {NAMESPACES}>{printer.body(references)}</w:body>")
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def _replace(element: Any, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _describe(made: Any, document: Document) -> None:
    core = made.core_properties
    core.title, core.language = str(document.title), language_tag(document.language)
    core.author = _author(document)
    core.comments = core.keywords = core.subject = ""
    for name in ("created", "modified", "lastModifiedBy", "revision"):
        for child in core._element.findall(f"{{*}}{name}"):
            core._element.remove(child)


def _author(document: Document) -> str:
    return str(document.front.issuer) if document.front else ""


def _strip(made: Any) -> None:
    """Takes away what the library's empty document brings along: a preview, a second set of styles."""
    for relations in (made.part.rels, made.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in UNUSED:
                del relations[key]
    _replace(made.settings.element, SETTINGS)


def _head_and_foot(made: Any, document: Document) -> str:
    """Writes the head and foot of every page but the first; returns the references that name them."""
    first = made.sections[0]
    head = " · ".join(filter(None, (str(document.notice), str(document.title))))
    first.header.is_linked_to_previous = first.footer.is_linked_to_previous = False
    _replace(first.header._element, f"<w:hdr {NAMESPACES}>{paragraphs(head, style='Header')}</w:hdr>")
    page = _("Page %(page)s of %(pages)s") % {"page": "\0PAGE\0", "pages": "\0NUMPAGES\0"}
    # What the head says already is not said again in the foot.
    foot = str(document.footer) if str(document.footer) != str(document.title) else _author(document)
    parts = [f"{foot} · "] if foot else []
    runs = "".join(
        _field(part) if index % 2 else run(part)
        for index, part in enumerate("".join([*parts, page]).split("\0"))
        if part
    )
    _replace(
        first.footer._element,
        f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{runs}</w:p></w:ftr>',
    )
    names = ("headerReference", "footerReference")
    return "".join(
        etree.tostring(child, encoding="unicode")
        for child in first._sectPr
        if etree.QName(child).localname in names
    )


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _page_of(heading: int) -> str:
    """The page of a heading: marked as not reckoned yet, so that whoever opens the file reckons it."""
    return (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF _Toc{heading:04d} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


class _Printer:
    """Prints the blocks one after the other, counting headings and figures."""

    def __init__(self, document: Document, made: Any) -> None:
        self.document, self.made = document, made
        self.headings, self.figures = count(1), count(1)
        self.links = Links(
            lambda address: str(made.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        )

    def body(self, references: str) -> str:
        blocks, lying = self.document.blocks, landscapes(self.document.blocks)
        front = self.document.front is not None
        out = [self._front()]
        lies, is_first = not front and lying[:1] == [True], True
        for index, block in enumerate(blocks):
            turns_next = lying[index + 1 : index + 2] == [not lies]
            if lying[index] != lies:
                out.append(self._section_end(lies, references if is_first else "", front and is_first))
                lies, is_first = lying[index], False
            elif (front and not index) or (isinstance(block, PageBreak) and not turns_next):
                # The break stands under a table instead of the air: after a table that fills the page both would need a page
                out[-1] = out[-1].removesuffix(_gap())
                out.append(PAGE_BREAK)
            out.append(self._block(block, LANDSCAPE_WIDTH if lies else PORTRAIT_WIDTH))
        out.append(
            section(landscape=lies, references=references if is_first else "", first_page=front and is_first)
        )
        return "".join(out)

    def _section_end(self, landscape: bool, references: str, first_page: bool) -> str:
        properties = section(landscape=landscape, references=references, first_page=first_page)
        return f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{properties}</w:pPr></w:p>'

    def _front(self) -> str:
        document, front = self.document, self.document.front
        notice = paragraphs(str(document.notice), style="Notice") if document.notice else ""
        if front is None:
            return paragraphs(str(document.title), style="Title") + notice
        return (
            (paragraphs(str(front.issuer), style="Issuer") if front.issuer else "")
            + paragraphs(str(document.title), style="Title")
            + (paragraphs(str(front.subtitle), style="Subtitle") if front.subtitle else "")
            + (facts_table(front.facts, PORTRAIT_WIDTH) + _gap() if front.facts else "")
            + notice
        )

    def _block(self, block: Block, width: int) -> str:
        match block:
            case Heading():
                return self._heading(block, next(self.headings))
            case Paragraph():
                return paragraphs(str(block.text), language=block.language, links=self.links)
            case BulletList():
                items = "\n".join(str(Line("•", 0, " ".join(str(item).split()))) for item in block.items)
                return paragraphs(items, style="ListParagraph", language=block.language, links=self.links)
            case Facts():
                return facts_table(block.pairs, width, block.language) + _gap()
            case Table():
                caption = paragraphs(str(block.caption), style="Caption") if block.caption else ""
                return caption + table(block, width, self.links, self.document.look) + _gap()
            case Figure():
                return self._figure(block, width)
            case Checklist():
                rows = [
                    (str(item.text), _("Yes") if item.done else _("No"), str(item.note))
                    for item in block.items
                ]
                columns = (_("Content"), _("In place"), _("Where"))
                return simple_table(_("Checklist"), columns, rows, width, self.document.look) + _gap()
            case PageBreak():
                return ""
            case Contents():
                return "".join(self._contents(block.depth))
            case _:
                assert_never(block)

    def _heading(self, heading: Heading, number: int) -> str:
        mark = f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number:04d}"/>'
        words = run(heading_text(heading), heading.language)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Heading{min(heading.level, 4)}"/></w:pPr>{mark}{words}'
            f'<w:bookmarkEnd w:id="{number}"/></w:p>'
        )

    def _contents(self, depth: int) -> Iterator[str]:
        """A line for each heading, its page number a field. Not one field around all: then no page is reckoned until
        someone asks for it."""
        yield paragraphs(_("Contents"), style="TOCHeading")
        headings = [block for block in self.document.blocks if isinstance(block, Heading)]
        for number, heading in enumerate(headings, 1):
            if heading.level <= depth:
                words = run(heading_text(heading), heading.language)
                yield (
                    f'<w:p><w:pPr><w:pStyle w:val="TOC{min(heading.level, 3)}"/></w:pPr>'
                    f'<w:hyperlink w:anchor="_Toc{number:04d}" w:history="1">{words}{_page_of(number)}</w:hyperlink></w:p>'
                )

    def _figure(self, figure: Figure, width: int) -> str:
        number = next(self.figures)
        picture = png(figure, font_files=font_files())
        shown = int(min(width, PORTRAIT_WIDTH) * EMU_PER_TWIP)
        inline = self.made.part.new_pic_inline(
            io.BytesIO(picture), Emu(shown), Emu(int(shown * figure.height / figure.width))
        )
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("id", str(number))
        inline.docPr.set("descr", figure.alt)
        inline.docPr.set("title", figure.title)
        caption = _("Figure %(number)d. %(title)s") % {"number": number, "title": figure.title}
        return (
            '<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing>'
            f"{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r></w:p>"
            f"{paragraphs(caption, style='Caption')}"
            f"{simple_table(caption, figure.table.columns, figure.table.rows, width, self.document.look)}{_gap()}"
        )


def _gap() -> str:
    """A little air after a table; without a paragraph there, Word joins two tables into one."""
    return '<w:p><w:pPr><w:spacing w:after="80" w:line="200" w:lineRule="auto"/></w:pPr></w:p>'
