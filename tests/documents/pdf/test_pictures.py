"""What people type beside letters, small pictures most of all, is seen on the page and heard as it was typed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import outloud  # type: ignore[import-untyped]
import pdfua
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samordner.documents import pdf
from samordner.documents.blocks import Document, Heading, Paragraph, Table
from samordner.documents.pdf.letters import PICTURES, WITHIN
from samordner.documents.recognition.pdf import read
from tests.documents.invented import DOCUMENT, FIGURE
from tests.documents.pdf.aloud import Pdf, lines
from tests.documents.pdf.test_structure import WORDS, squeezed

PRINTED_AS_TYPED = (
    "Glad 😀, takk 👍🏽 og 👏🏿",
    "👩‍⚕️ og 👨‍👩‍👧‍👦 med ❤️‍🔥",
    "🙂‍↔️ ⛹🏽‍♀️ 🐻‍❄ ✌🏽",
    "🇳🇴 🇸🇪 🇳 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🏳️‍🌈 🏴‍☠️",
    "Ǧákti, ŋ ŧ đ č š ž Á",
    "☐ ☑ ☒ ✓ ✔ ✅ ❌ ⭐ ⏰ © ® ™",
)
MARKS = "m\u0306 og A\u0331"
OTHERWISE = {
    "⚠️ ☎️ ✔️": "⚠ ☎ ✔",
    "1️⃣ #️⃣": "1 #",
    "🏽": "",
    "e\u0301": "é",
    "中文 og 日本": "[Kinesisk skrift, 2 tegn] og [Kinesisk skrift, 2 tegn]",
    "ひ": "[Japansk skrift, 1 tegn]",
    "שלום": "[Hebraisk skrift, 4 tegn]",
    "ᚠᚢ": "[Runic, 2 tegn]",
    "𝄞": "[musical symbol g clef]",
    "\U000f1234": "[u+f1234]",
    "\uf0b7 punkt \uf04a": "• punkt ☺",
}


def printed(*texts: str) -> Pdf:
    row = ("\n".join(texts), texts[0])
    blocks = (Paragraph("\n".join(texts)), Heading(1, f"H {texts[0]}"), Table(WORDS, (row,), caption="C"))
    return Pdf(pdf.file(Document("T", "nb", blocks)))


@pytest.mark.parametrize("text", PRINTED_AS_TYPED)
def test_what_was_typed_is_heard_and_copied_as_it_was_typed(text: str) -> None:
    made = printed(text)
    assert [squeezed(each) for each in lines(made.tree)].count(squeezed(text)) == 3
    assert made.tree.all("H1")[0].text.split() == ["H", *text.split()]


def test_what_was_typed_is_read_back_from_the_file_but_for_joiners() -> None:
    texts = (*PRINTED_AS_TYPED, MARKS)
    content = pdf.file(Document("T", "nb", (Heading(1, "H"), *map(Paragraph, texts))))
    found = [block.text for block in read(content).blocks]
    assert found[2 : 2 + len(texts)] == [text.replace("\u200d", "") for text in texts]


@pytest.mark.parametrize(("text", "said"), OTHERWISE.items())
def test_what_has_no_shape_here_is_said_in_words(text: str, said: str) -> None:
    made = printed(f"Se {text}")
    assert made.tree.all("H1")[0].text.split() == f"H Se {said}".split()
    assert "\ufffd" not in made.tree.text


def test_every_picture_prints_with_skin_and_in_company() -> None:
    def letters(ranges: str) -> Iterator[str]:
        for part in ranges.split():
            first, *last = (int(end, 16) for end in part.split("-"))
            yield from map(chr, range(first, (last or [first])[0] + 1))

    drawn = list(letters(PICTURES))
    assert len(drawn) > 1200
    texts = [
        " ".join(make(each) for each in drawn)
        for make in (str, lambda each: f"{each}\ufe0f🏽", lambda each: f"{each}\u200d😀")
    ]
    texts.append(" ".join(f"😀\u200d{each}\ufe0f" for each in letters(PICTURES + WITHIN)))
    # typst refuses to print a letter without a shape.
    made = Pdf(pdf.file(Document("T", "nb", tuple(map(Paragraph, texts)))))
    assert made.errors == []
    fonts = {
        char["fontname"].split("+")[1] for page in made.pages for char in page.chars if char["text"] in drawn
    }
    assert fonts == {"NotoEmoji-Regular"}


@settings(max_examples=60, deadline=None)
@given(st.text("😀👍❤☑✔1a #🏴🇳🇴🏽⚕♀中\u0301\u200d\ufe0f\ufe0e\u20e3\U000e0067\U000e007f", max_size=30))
def test_signs_in_any_order_print(text: str) -> None:
    made = printed(f"x{text}", f"{text}x")
    assert made.errors == []
    assert "\ufffd" not in made.tree.text


def test_a_row_of_pictures_without_a_space_stays_in_its_column_and_each_stays_whole() -> None:
    many = "👨‍👩‍👧‍👦" * 60
    made = Pdf(pdf.table_file(WORDS, ((many, "b " * 200),), language="nb"))
    cells = made.tree.all("TD")
    assert squeezed(cells[0].text) == many
    family = [char for char in made.pages[0].chars if char["text"] == "👨‍👩‍👧‍👦"]
    assert len(family) == 60
    assert max(char["x1"] for char in family) < min(
        char["x0"] for char in made.pages[0].chars if char["text"] == "b"
    )


def test_a_drawing_with_a_picture_prints() -> None:
    figure = replace(
        FIGURE,
        title="Glad 👩‍⚕️",
        svg=FIGURE.svg.replace("</svg>", '<text x="9" y="9">Glad 👩‍⚕️ 😀</text></svg>'),
    )
    made = Pdf(pdf.file(Document("T", "nb", (figure,))))
    assert made.tree.all("Caption")[0].text == "Figur 1. Glad 👩‍⚕️"
    assert made.errors == []


def test_two_checkers_find_nothing_against_pictures(tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    blocks = (*DOCUMENT.blocks, Heading(1, "Glad 😀"), Paragraph("\n".join((*PRINTED_AS_TYPED, *OTHERWISE))))
    path.write_bytes(pdf.file(replace(DOCUMENT, title="Plan 👍🏽", blocks=blocks)))
    assert not pdfua.validate(str(path)).findings
    found = outloud.check(str(path))
    assert (found.error, found.findings) == (None, [])
    assert Pdf(path.read_bytes()).errors == []


def test_the_font_of_pictures_comes_only_where_there_is_one() -> None:
    def fonts(text: str) -> set[str]:
        return {char["fontname"].split("+")[1] for char in printed(text).pages[0].chars}

    assert "NotoEmoji-Regular" not in fonts("☐ ☑ ✓ ☎️")
    assert "NotoEmoji-Regular" in fonts("✅")
