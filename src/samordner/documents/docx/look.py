"""How a printed DOCX looks: styles, list markers and page sizes, as WordprocessingML."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from samordner.documents.lines import DEEPEST, MARKERS
from samordner.documents.look import Look

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

# Twentieths of a point. A4 with 2 cm margins.
LONG_SIDE, SHORT_SIDE, MARGIN = 16838, 11906, 1134
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = SHORT_SIDE - 2 * MARGIN, LONG_SIDE - 2 * MARGIN

FONT, INK, LINE, QUIET = "Arial", "1B2530", "C3CEDB", "4A5563"
SETTINGS = (
    f'<w:settings {NAMESPACES}><w:defaultTabStop w:val="708"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:decimalSymbol w:val=","/>'
    '<w:listSeparator w:val=";"/></w:settings>'
)
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "no": "nb-NO"}


def language_tag(language: str) -> str:
    return LANGUAGES.get(language, language)


def hexadecimal(colour: str) -> str:
    """A colour as Word writes it: "1F3A5F"."""
    return colour.removeprefix("#").upper()


def styles(language: str, look: Look) -> str:
    """The whole styles part."""
    accent = hexadecimal(look.accent)
    return f"""<w:styles {NAMESPACES}>
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/><w:color w:val="{INK}"/>
<w:sz w:val="20"/><w:szCs w:val="20"/>
<w:lang w:val="{language_tag(language)}" w:eastAsia="en-US" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr>
</w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>
<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>
{_paragraph("Title", "Title", "", "before=0 after=240 line=240", f"sz=60 b color={accent}")}
{_paragraph("Subtitle", "Subtitle", "", "after=360", f"sz=28 color={QUIET}")}
{_barred(_paragraph("Issuer", "Issuer", "", "before=0 after=2600", f"sz=24 b color={accent}"), accent)}
{_heading(1, 360, 160, 36, accent)}{_heading(2, 300, 120, 27, accent)}{_heading(3, 240, 80, 23, accent)}
{_heading(4, 200, 60, 20, accent)}
{_paragraph("TOCHeading", "TOC Heading", "", "before=0 after=240 next", f"sz=36 b color={accent}")}
{_contents(1, 0)}{_contents(2, 340)}{_contents(3, 680)}
{_paragraph("Caption", "caption", "", "before=160 after=100 next", f"sz=18 b color={accent}")}
{_paragraph("Figure", "Figure", "", "before=200 after=60 next", "")}
{_paragraph("ListParagraph", "List Paragraph", "", "after=60", "")}
{_paragraph("TableText", "Table Text", "", "after=40 line=252", "sz=17")}
{_paragraph("TableHeading", "Table Heading", "TableText", "next after=40", "b color=FFFFFF")}
{_paragraph("TableGroup", "Table Group", "TableText", "next before=40 after=60", "b")}
{_paragraph("TableNumber", "Table Number", "TableText", "right", "")}
{_paragraph("TableTextKept", "Table Text Kept", "TableText", "next", "")}
{_paragraph("TableNumberKept", "Table Number Kept", "TableNumber", "next right", "")}
{_paragraph("Notice", "Notice", "", "before=120 after=200 box", "b")}
{_paragraph("Header", "header", "", "after=0 right", f"sz=16 color={QUIET}")}
{_paragraph("Footer", "footer", "", "after=0 right", f"sz=16 color={QUIET}")}
{_paragraph("SectionEnd", "Section End", "", "after=0 line=20", "sz=2")}
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B4A94"/>
<w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Register"><w:name w:val="Register"/><w:basedOn w:val="TableNormal"/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{accent}"/>
<w:bottom w:val="single" w:sz="8" w:color="{accent}"/><w:insideH w:val="single" w:sz="4" w:color="{LINE}"/>
</w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
<w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>
</w:tblPr></w:style>
</w:styles>"""


def _heading(level: int, before: int, after: int, size: int, accent: str) -> str:
    look = _paragraph(
        f"Heading{level}",
        f"heading {level}",
        "",
        f"before={before} after={after} next",
        f"sz={size} b color={accent}",
    )
    return look.replace("<w:keepNext/>", "<w:keepNext/><w:keepLines/>").replace(
        "</w:pPr>", f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
    )


def _barred(style: str, accent: str) -> str:
    """The style with a bar of the accent's colour above."""
    bar = f'<w:pBdr><w:top w:val="single" w:sz="48" w:space="14" w:color="{accent}"/></w:pBdr>'
    return style.replace("<w:pPr>", f"<w:pPr>{bar}")


def _contents(level: int, indent: int) -> str:
    style = _paragraph(f"TOC{level}", f"toc {level}", "", "after=80", "b" if level == 1 else "")
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{PORTRAIT_WIDTH}"/></w:tabs>'
    return style.replace("<w:pPr>", f"<w:pPr>{tabs}").replace(
        "</w:pPr>", f'<w:ind w:left="{indent}"/></w:pPr>'
    )


def _paragraph(key: str, name: str, base: str, paragraph: str, run: str) -> str:
    """A paragraph style from two short lists of what it changes; in the order that the schema demands."""
    spaces = {k: v for k, _, v in (part.partition("=") for part in paragraph.split()) if v}
    words = set(paragraph.split())
    next_ = "<w:keepNext/>" if "next" in words else ""
    box = (
        "<w:pBdr>"
        + "".join(f'<w:{side} w:val="single" w:sz="8" w:space="6" w:color="8A5A00"/>' for side in _SIDES)
        + '</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FFF6E0"/>'
        if "box" in words
        else ""
    )
    spacing = " ".join(f"w:{name}={quoteattr(value)}" for name, value in spaces.items())
    spacing = (
        f"<w:spacing {spacing}{' w:lineRule=' + chr(34) + 'auto' + chr(34) if 'line' in spaces else ''}/>"
        if spaces
        else ""
    )
    inset = '<w:ind w:left="140" w:right="140"/>' if "box" in words else ""
    align = '<w:jc w:val="right"/>' if "right" in words else ""
    looks = dict(part.partition("=")[::2] for part in run.split())
    bold = "<w:b/>" if "b" in looks else ""
    color = f'<w:color w:val="{looks["color"]}"/>' if "color" in looks else ""
    size = f'<w:sz w:val="{looks["sz"]}"/>' if "sz" in looks else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base or "Normal"}"/><w:qFormat/>'
        f"<w:pPr>{next_}{box}{spacing}{inset}{align}</w:pPr><w:rPr>{bold}{color}{size}</w:rPr></w:style>\n"
    )


_SIDES = ("top", "left", "bottom", "right")


def numbering() -> str:
    """The whole numbering part: one list for each marker, so that a bullet is drawn as it was written."""
    lists, numbers = [], []
    for index, marker in enumerate(MARKERS, 1):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
            f'<w:lvlText w:val="{marker}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{220 * (level + 1)}" w:hanging="220"/></w:pPr></w:lvl>'
            for level in range(DEEPEST + 1)
        )
        lists.append(
            f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}'
            "</w:abstractNum>"
        )
        numbers.append(f'<w:num w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>')
    return f"<w:numbering {NAMESPACES}>{''.join(lists)}{''.join(numbers)}</w:numbering>"


def list_number(marker: str) -> int:
    return MARKERS.index(marker) + 1


def section(*, landscape: bool, references: str = "", first_page: bool = False) -> str:
    """A section's properties. `references` name the head and foot; sections after the first inherit them."""
    width, height = (LONG_SIDE, SHORT_SIDE) if landscape else (SHORT_SIDE, LONG_SIDE)
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="1304" w:right="{MARGIN}" w:bottom="1191" w:left="{MARGIN}" w:header="567" '
        f'w:footer="510" w:gutter="0"/>{"<w:titlePg/>" if first_page else ""}</w:sectPr>'
    )
