"""A PDF is read into the same registers however its office has dressed it, and no word of it is lost."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pikepdf
import pytest
import typst

from samordner.documents.recognition import pdf
from samordner.documents.recognition.pdf.pages import File
from samordner.documents.recognition.sources import Block, Unreadable
from samordner.plandocument.reading import Reading, general
from samordner.plandocument.reading.assembly import read
from tests.documents.dresses import (
    ACTORS,
    AUDIENCES,
    BACKGROUND,
    GUIDELINES,
    MEETINGS,
    PARTNERS,
    PERIOD,
    Dress,
    Rows,
    made,
)

DRESSES = {
    "with tags": Dress(tags=True),
    "ruled": Dress(),
    "level lines only": Dress(stroke="(x, y) => (top: 0.5pt, bottom: 0.5pt)"),
    "shaded rows": Dress(stroke="none", fill="(x, y) => if calc.odd(y) { luma(230) }"),
    "nothing drawn": Dress(stroke="none", merged=False),
    "nothing drawn, rows close": Dress(stroke="none", merged=False, inset="3pt"),
    "lines round the headings": Dress(
        stroke="(x, y) => if y == 0 { (top: 1pt, bottom: 0.5pt) }", merged=False
    ),
    "upright lines only": Dress(stroke="(x, y) => (left: 0.5pt, right: 0.5pt)", merged=False),
    "landscape": Dress(head="#set page(flipped: true)"),
    "headings not repeated": Dress(repeat=False),
    "narrow, justified, hyphenated": Dress(
        head="#set par(justify: true)\n#set text(hyphenate: true)\n#set page(margin: 4cm)"
    ),
    "bold lines for headings": Dress(headings='#text(weight: "bold")['),
}


def document(source: str, *, tags: bool = False) -> bytes:
    content = typst.compile(source.encode(), pdf_tags=tags)
    assert isinstance(content, bytes)
    return content


def blocks(content: bytes) -> list[Block]:
    return [block for block in pdf.read(content).blocks if block.role != "page"]


def texts(content: bytes) -> list[str]:
    return [block.text for block in blocks(content)]


def said(reading: Reading, register: str) -> list[tuple[str, ...]]:
    """The cells of a register that say something; a bullet is a dash."""
    rows = reading.rows.get(register, ())
    return [tuple(cell.replace("•", "-") for cell in row.cells.values() if cell) for row in rows]


def expected(table: Rows) -> list[tuple[str, ...]]:
    return [tuple(cell for cell in row if cell) for row in table[1:] if row != ("Fylkeskommunen", "", "")]


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_plan_in_every_dress_has_the_same_registers_and_chapters(dress: str) -> None:
    found = read(made(DRESSES[dress]), general())
    assert {
        "meetings": said(found, "meetings"),
        "actors": said(found, "actors"),
        "period_plan": said(found, "period_plan"),
        "cooperation": said(found, "cooperation"),
        "communication": said(found, "communication"),
        "guidelines": said(found, "guidelines"),
    } == {
        "meetings": expected(MEETINGS),
        "actors": expected(ACTORS),
        "period_plan": expected(PERIOD),
        "cooperation": expected(PARTNERS),
        "communication": expected(AUDIENCES),
        "guidelines": [(each,) for each in GUIDELINES],
    }
    assert [(one.number, one.title) for one in found.chapters] == [
        (1, "Bakgrunn"),
        (2, "Organisering og ansvar"),
        (3, "Plan for perioden"),
        (4, "Samarbeid med andre aktører"),
        (5, "Kommunikasjonsplan"),
        (6, "Nasjonale føringer"),
    ]
    assert all(paragraph in found.chapters[0].text for paragraph in BACKGROUND)
    assert [(claim.numerator, claim.denominator) for claim in found.claims] == [(7, 26), (19, 26)]
    assert [row.parent for row in found.rows["cooperation"]][:2] == [None, "Fylkeskommunen"]
    assert found.unread == ()


@pytest.mark.parametrize("dress", ["with tags", "ruled", "nothing drawn", "narrow, justified, hyphenated"])
def test_every_letter_on_the_pages_is_in_the_blocks_once(dress: str) -> None:
    content = made(DRESSES[dress])
    drawn = Counter(
        letter
        for page in File(content).pages()
        for word in page.words
        for letter in word.text
        if letter.isalnum()
    )
    read_in = Counter(
        letter
        for block in pdf.read(content).blocks
        for cell in block.cells
        for letter in cell
        if letter.isalnum()
    )
    assert read_in == drawn


def test_running_heads_feet_and_numbers_of_pages_are_furniture() -> None:
    found = read(made(DRESSES["ruled"]), general())
    edge = [entry.text for entry in found.furniture if entry.kind == "page"]
    assert edge[:4] == [
        "Regional plan for Nordvik",
        "Side 1 av 9",
        "Regional plan for Nordvik",
        "Side 2 av 9",
    ]
    assert all("Side" not in chapter.text for chapter in found.chapters)


def test_each_block_tells_the_page_it_stands_on() -> None:
    source = pdf.read(document("= En\nFørste side.\n#pagebreak()\n= To\nAndre side."))
    assert [(place.first, place.page) for place in source.places] == [(1, 1), (3, 2)]


# What a page may hold


def test_a_row_that_the_end_of_a_page_cuts_is_one_row_and_in_doubt() -> None:
    long = "\n\n".join(f"Avsnitt {number} om arbeidet." for number in range(14))
    table = f"""= Samarbeid med andre aktører
#table(columns: (1fr, 1fr, 2fr), table.header([Samarbeidspartner], [Samarbeidsform], [Ansvar]),
  [Husbanken], [Møte], [Bolig], [Helse Vestkyst], [Avtale], [{long}], [NAV], [Møte], [Arbeid])"""
    content = document(f"#set page(width: 15cm, height: 9cm)\n{table}\n= Økonomi\nLite penger.")
    rows = read(content, general()).rows["cooperation"]
    assert [row.cells["partner"] for row in rows] == ["Husbanken", "Helse Vestkyst", "NAV"]
    assert rows[1].cells["responsibilities"].split() == long.split()
    assert [(doubt.cell, doubt.why) for doubt in rows[1].doubts] == [("responsibilities", "joined")]
    assert (
        read(
            document(f"#set page(width: 15cm, height: 9cm)\n{table}\n= Økonomi\nLite penger.", tags=True),
            general(),
        )
        .rows["cooperation"][1]
        .certain
    )


def test_text_in_two_columns_is_read_down_the_first_and_then_the_second() -> None:
    left = "Venstre spalte forteller om arbeidet i kommunene og om hvordan de følges opp gjennom året. " * 3
    right = "Høyre spalte forteller om pengene og om hvem som betaler for reiser, kurs og samlinger. " * 3
    content = document(f"= Bakgrunn\n#columns(2)[{left} #colbreak() {right}]\n= Økonomi\nLite.")
    found = texts(content)
    assert found == ["Bakgrunn", left.strip(), right.strip(), "Økonomi", "Lite."]


def test_two_tables_side_by_side_are_two_tables() -> None:
    content = document(
        "#grid(columns: 2, gutter: 1cm, table(columns: 2, [Dato], [Tema], [1. mai], [Oppstart]),"
        " table(columns: 2, [Post], [Beløp], [Kurs], [10]))"
    )
    assert [block.cells for block in blocks(content)] == [
        ("Dato", "Tema"),
        ("1. mai", "Oppstart"),
        ("Post", "Beløp"),
        ("Kurs", "10"),
    ]


def test_a_note_at_the_foot_of_a_page_is_a_note() -> None:
    source = "#set text(size: 11pt)\nKommunene er kartlagt#footnote[Kartleggingen ble gjort i mars.] og fulgt opp i tre møter."
    for tags in (False, True):
        notes = [block.text for block in blocks(document(source, tags=tags)) if block.role == "note"]
        assert [note.lstrip("1 ") for note in notes] == ["Kartleggingen ble gjort i mars."]


def test_a_contents_list_with_leaders_is_a_contents_list() -> None:
    content = made(DRESSES["ruled"])
    entries = [block.text for block in blocks(content) if block.role == "toc"]
    assert [entry.split("....")[0].strip() for entry in entries[:2]] == [
        "1. Bakgrunn",
        "2. Organisering og ansvar",
    ]


def test_a_turned_page_reads_as_one_that_stands_upright() -> None:
    with pikepdf.open(io.BytesIO(made(DRESSES["landscape"]))) as file:
        for page in file.pages:
            width, height = page.mediabox[2], page.mediabox[3]
            page.contents_add(pikepdf.Stream(file, f"q 0 1 -1 0 {height} 0 cm\n".encode()), prepend=True)
            page.contents_add(pikepdf.Stream(file, b"\nQ"))
            page.mediabox = pikepdf.Array([0, 0, height, width])
            page.Rotate = 90
        turned = saved(file)
    assert said(read(turned, general()), "actors") == expected(ACTORS)


# Hyphens and bullets of files that tell nothing of them


def plain_page(lines: list[tuple[float, float, str, str]], boxes: str = "") -> bytes:
    """A page written by hand, without structure: x, y, font and text of each line, and boxes that are drawn."""
    drawn = boxes + "".join(f"BT /{font} 11 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, font, text in lines)
    file = pikepdf.new()
    file.add_blank_page(page_size=(300, 400))
    fonts = {
        name: pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name("/" + base),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        for name, base in (("F", "/Helvetica"[1:]), ("B", "Helvetica-Bold"), ("S", "Wingdings-Regular"))
    }
    file.pages[0].Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary({f"/{name}": font for name, font in fonts.items()})
    )
    file.pages[0].Contents = pikepdf.Stream(file, drawn.encode("cp1252"))
    return saved(file)


def saved(file: pikepdf.Pdf, **how: Any) -> bytes:
    target = io.BytesIO()
    file.save(target, **how)
    return target.getvalue()


def test_a_word_broken_at_the_margin_is_whole_and_a_hyphen_that_belongs_to_it_stays() -> None:
    content = plain_page(
        [
            (20, 380, "F", "Kommunene lager en plan for gjennom-"),
            (20, 366, "F", "føringen, og den omtaler også helse-"),
            (20, 352, "F", "og omsorgstjenestene. Se KS-"),
            (20, 338, "F", "nettverket og Bo-trygt-hjemme-planen."),
        ]
    )
    assert texts(content) == [
        "Kommunene lager en plan for gjennomføringen, og den omtaler også helse- og omsorgstjenestene. Se"
        " KS-nettverket og Bo-trygt-hjemme-planen."
    ]


def test_words_on_both_sides_of_a_pages_end_are_parted_only_where_a_space_stands_between() -> None:
    page = "#set page(width: 3.9cm, height: 2.2cm, margin: 0.5cm)\n#set text(hyphenate: false)\n"
    said = "Støtte til A/Besøk i mars og/eller kurs og/ eller fest."
    content = document(f"{page}#table(columns: (1.2cm, 1.7cm), [Hva], [{said}])", tags=True)
    assert [page.words[-1].text for page in File(content).pages()] == ["A/", "mars", "og/", "fest."]
    assert [block.cells for block in blocks(content)] == [("Hva", said)]


def test_a_word_that_is_too_long_for_its_cell_is_whole_again() -> None:
    content = plain_page(
        [
            (24, 366, "F", "Organisasjo"),
            (24, 353, "F", "n"),
            (104, 366, "F", "Mandat"),
            (24, 326, "F", "Statsforvalt"),
            (24, 313, "F", "eren"),
            (104, 326, "F", "Leder"),
            (104, 313, "F", "arbeidet"),
        ],
        boxes="20 340 66 40 re 86 340 100 40 re 20 300 66 40 re 86 300 100 40 re S ",
    )
    assert [block.cells for block in blocks(content)] == [
        ("Organisasjon", "Mandat"),
        ("Statsforvalteren", "Leder arbeidet"),
    ]


def test_two_words_that_may_be_one_are_shown_as_in_doubt_unless_the_word_stands_whole_elsewhere() -> None:
    content = plain_page(
        [
            (20, 388, "F", "Her møter Statsforvalteren alle som vil være med."),
            (24, 366, "F", "Aktør"),
            (104, 366, "F", "Mandat"),
            (24, 326, "F", "Statsforvalt"),
            (24, 313, "F", "eren"),
            (104, 326, "F", "Leder"),
            (24, 286, "F", "Eldrerådene"),
            (24, 273, "F", "refererer"),
            (104, 286, "F", "Deltar"),
        ],
        boxes="20 340 66 40 re 86 340 100 40 re 20 300 66 40 re 86 300 100 40 re 20 260 66 40 re 86 260 100 40 re S ",
    )
    rows = [block for block in blocks(content) if block.row]
    assert [block.cells[0] for block in rows] == ["Aktør", "Statsforvalteren", "Eldrerådenerefererer"]
    assert [block.guessed for block in rows] == [frozenset(), frozenset(), frozenset({0})]
    assert [
        [(doubt.cell, doubt.why) for doubt in row.doubts if doubt.why == "word-joined"]
        for row in read(content, general()).rows["actors"]
    ] == [[], [("organisation", "word-joined")]]


def test_a_letter_of_a_font_of_signs_is_a_bullet() -> None:
    content = plain_page(
        [
            (20, 380, "F", "Vi skal gjøre tre ting i perioden:"),
            (20, 366, "S", "l"),
            (38, 366, "F", "Ringe alle kommunene hver måned i"),
            (38, 352, "F", "det første året."),
            (20, 338, "S", "l"),
            (38, 338, "F", "Besøke dem som vil."),
        ]
    )
    assert [(block.role, block.text) for block in blocks(content)] == [
        ("", "Vi skal gjøre tre ting i perioden:"),
        ("bullet", "• Ringe alle kommunene hver måned i det første året."),
        ("bullet", "• Besøke dem som vil."),
    ]


# Tags that cannot be trusted


def retagged(content: bytes, roles: dict[str, str]) -> bytes:
    """The file with elements of its structure called something else."""
    with pikepdf.open(io.BytesIO(content)) as file:
        for each in file.objects:
            if (
                isinstance(each, pikepdf.Dictionary)
                and "/S" in each
                and str(each.S)[1:] in roles
                and "/P" in each
            ):
                each.S = pikepdf.Name("/" + roles[str(each.S)[1:]])
        return saved(file)


def test_tables_that_are_tagged_as_paragraphs_are_read_by_their_lines() -> None:
    wrong = retagged(
        made(Dress(tags=True)), dict.fromkeys(("Table", "THead", "TBody", "TR", "TD", "TH"), "P")
    )
    found = read(wrong, general())
    assert said(found, "communication") == expected(AUDIENCES)
    assert said(found, "actors") == expected(ACTORS)


def test_a_structure_that_leaves_out_much_of_the_text_is_not_followed() -> None:
    with pikepdf.open(io.BytesIO(made(Dress(tags=True)))) as file:
        root = file.Root.StructTreeRoot.K
        top = root[0] if isinstance(root, pikepdf.Array) else root
        top.K = pikepdf.Array(list(top.K)[:3])
        cut = saved(file)
    assert said(read(cut, general()), "meetings") == expected(MEETINGS)


# Files that are refused


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        pdf.read(content)
    return str(refused.value)


def test_a_locked_file_is_refused_and_one_that_anybody_may_open_is_read() -> None:
    with pikepdf.open(io.BytesIO(document("Vi er i gang."))) as file:
        locked = saved(file, encryption=pikepdf.Encryption(owner="a", user="b"))
        open_to_all = saved(file, encryption=pikepdf.Encryption(owner="a", user=""))
    assert refusal(locked) == "The file is locked with a password."
    assert texts(open_to_all) == ["Vi er i gang."]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(share: float) -> None:
    whole = made(Dress(tags=True))
    assert refusal(whole[: int(share * len(whole))]).startswith("The file is damaged: its end is missing.")


def test_a_page_that_does_not_unpack_whole_is_not_read_in_part() -> None:
    with pikepdf.open(io.BytesIO(document("Vi er i gang med arbeidet. " * 100))) as file:
        raw = file.pages[0].Contents.read_raw_bytes()
        file.pages[0].Contents.write(raw[: len(raw) // 2], filter=pikepdf.Name.FlateDecode)
        broken = saved(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert refusal(broken) == "The file is damaged."


def picture() -> str:
    square = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    return f'#page(margin: 0pt)[#image(bytes("{square}"), width: 100%, height: 100%)]'


def scanned(pages: int, then: str = "") -> bytes:
    with pikepdf.open(io.BytesIO(document(f"#for i in range({pages}) [#page[]]\n{then}"))) as file:
        image = pikepdf.Stream(file, b"\x00")
        image.Type, image.Subtype, image.Width, image.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 1, 1
        image.BitsPerComponent, image.ColorSpace = 8, pikepdf.Name.DeviceGray
        for page in list(file.pages)[:pages]:
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
            page.Contents = pikepdf.Stream(file, b"q 595 0 0 842 0 0 cm /I Do Q")
        return saved(file)


def test_a_blank_page_that_was_put_in_is_no_damage() -> None:
    with pikepdf.open(io.BytesIO(document("Vi er i gang med arbeidet."))) as file:
        file.add_blank_page()
        assert texts(saved(file)) == ["Vi er i gang med arbeidet."]


def test_pages_that_are_pictures_are_refused_but_a_cover_may_be_one() -> None:
    assert refusal(scanned(3)).startswith("The pages of the file are pictures: there is no text to read.")
    assert refusal(scanned(3, "Et brev fulgte med.")).startswith("Half of the pages or more are pictures")
    assert texts(scanned(1, "Vi er i gang med arbeidet.")) == ["Vi er i gang med arbeidet."]


def test_a_file_of_very_many_pages_or_rows_is_refused() -> None:
    many = "The file has more than 300 pages. No plan is that long: is it the right file?"
    assert refusal(document("#for i in range(301) [#page[a]]")) == many
    rows = "#table(columns: 2, ..range(2040).map(i => [c #i]))"
    for tags in (True, False):
        assert refusal(document(rows, tags=tags)).startswith("A table in the file has more than 1,000 rows.")


def test_nonsense_is_refused() -> None:
    assert (
        refusal(b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\nstartxref\n0\n%%EOF\n")
        == "The file is damaged."
    )
