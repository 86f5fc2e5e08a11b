"""No plan, however odd, loses a word or puts it in two places."""

from typing import Any

from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from samordner.documents.recognition.opening import open_source
from samordner.documents.recognition.sources import Unreadable
from samordner.plandocument.reading import general, read
from tests.plandocument.plans import PLANS, add_table, placed_words, saved, source_words, strays

VOCABULARY = general()
NAMES = ("KS", "Husbanken", "Fylkeskommunen", "Samferdsel", "KoRus", "Helse Nord", "Fjellklubben", "Kultur")
HEADS = (
    ("Møte 2021", "Tema"),
    ("Organisasjon", "Samarbeidsform", "Ansvar, rolle oppgaver"),
    ("År", "Område", "Tiltak"),
    ("Tiltak", "År", "Område", "Pris"),
    ("Målgruppe", "Kommunikasjons-form", "Mål", "Tema", "Når", "Ansvar"),
    ("Post", "Beløp"),
)
CELLS = (
    "",
    "",
    "- punkt",
    "Møte 1g/år",
    "og videre.",
    "2021",
    "Vi møtes.",
    "<p>To</p> <p>linjer</p>",
    *NAMES,
)
LISTED = '<ul style="x"> • en • to'
LINES = (
    "",
    "",
    "- Et punkt",
    "o et punkt til",
    "Vi har 7 av 26 kommuner med, og 9 kommuner på vei i 2021.",
    "12",
    "\x0cSide 3 av 9",
    "Fig. 1",
    "Innhold",
    "1. Bakgrunn.....\t3",
    "VEDLEGG:",
    "Vedlegg 1: Tiltak",
    "a) Først",
    "2.1 Siden",
    "--\t---",
    "og den norske setningen går videre",
    *NAMES,
)
TITLES = ("Bakgrunn", "SAMARBEID", "Nasjonale føringer", "Møteplan", "Øvrig oppfølging", "Plan for perioden")

headings = st.builds(
    lambda number, title: f"\n{number}. {title}\n", st.integers(1, 9), st.sampled_from(TITLES)
)
table_rows = st.lists(st.sampled_from((*CELLS, LISTED)), min_size=2, max_size=7).map("\t".join)
table_heads = st.sampled_from(HEADS).map("\t".join)
lines = st.sampled_from(LINES) | headings | table_rows | table_heads | st.text(max_size=20)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lines, max_size=40).map("\n".join))
@example("Møte 2021\tTema\nInnhold\nMøte 2021\tTema\nMøte 2021\tTema")
def test_every_word_of_any_text_is_placed_once_and_on_its_rows_lines(text: str) -> None:
    content = text.encode("utf-8", errors="replace")
    try:
        source = open_source(content)
    except Unreadable:
        return
    plain = read(content, VOCABULARY).as_json()
    assert placed_words(plain) == source.words
    parts = ("rows", "chapters", "repeated", "furniture")
    assert sum(plain["accounting"][key] for key in parts) == plain["accounting"]["words"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(LINES) | headings | table_rows | table_heads, max_size=40).map("\n".join))
def test_the_words_of_a_cell_stand_on_the_lines_that_its_row_names(text: str) -> None:
    text = text.replace("\x0c", "")
    if not text.strip():
        return
    plain = read(text.encode(), VOCABULARY).as_json()
    assert placed_words(plain) == source_words(text)
    assert strays(plain, text) == []


def cut_at_random(data: st.DataObject) -> str:
    whole = (PLANS / "nordlia.txt").read_text(encoding="utf-8").split("\n")
    dropped = data.draw(st.sets(st.integers(0, len(whole) - 1), max_size=60))
    return "\n".join(line for at, line in enumerate(whole) if at not in dropped)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_plan_with_lines_missing_is_still_accounted_for(data: st.DataObject) -> None:
    text = cut_at_random(data)
    plain = read(text.encode(), VOCABULARY).as_json()
    assert placed_words(plain) == source_words(text)
    assert strays(plain, text) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from((*TITLES, *NAMES, *HEADS, "- Et punkt", "Vi har 7 av 26 kommuner med.")), max_size=12
    )
)
def test_every_word_of_any_word_document_is_placed_once(parts: list[Any]) -> None:
    document = Document()
    for part in parts:
        if isinstance(part, tuple):
            add_table(document, part, tuple("KS" for _ in part), (*("" for _ in part[1:]), "mer"))
        elif part in TITLES:
            document.add_heading(part, 1)
        else:
            document.add_paragraph(part)
    content = saved(document)
    assert placed_words(read(content, VOCABULARY).as_json()) == open_source(content).words
