"""What tests of reading share: the invented plans, and an account of words made without the reader."""

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.shared import Cm

PLANS = Path(__file__).parent.parent / "fixtures" / "plans"
WORD = re.compile(r"\w+")


def source_words(text: str) -> Counter[str]:
    """The words of a text file after its tags are stripped."""
    return Counter(WORD.findall(re.sub(r"</?[a-zA-Z][^<>]*>", " ", text)))


def placed_words(plain: dict[str, Any]) -> Counter[str]:
    """The words of rows, chapters, repeated and furniture of a reading as JSON."""
    total: Counter[str] = Counter()
    for rows in plain["rows"].values():
        for row in rows:
            for cell in row["cells"].values():
                total.update(WORD.findall(cell))
    for part in ("chapters", "repeated", "furniture"):
        for entry in plain[part]:
            total.update(WORD.findall(entry["text"]))
    return total


def strays(plain: dict[str, Any], text: str) -> list[str]:
    """Words in cells that do not stand on the lines that their row names."""
    lines = text.split("\n")
    found: list[str] = []
    for rows in plain["rows"].values():
        for row in rows:
            first, last = row["lines"]
            there = source_words("\n".join(lines[first - 1 : last]))
            own: Counter[str] = Counter()
            for cell in row["cells"].values():
                own.update(WORD.findall(cell))
            found += (own - there).elements()
    return found


def saved(document: Docx) -> bytes:
    """A Word document as the bytes of its file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def add_table(document: Docx, *rows: tuple[str, ...]) -> Any:
    """A table with these rows; the first is its headings."""
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


def pasted(name: str) -> bytes:
    """A text plan pasted into Word: every line a paragraph."""
    document = Document()
    for line in (PLANS / name).read_text(encoding="utf-8").split("\n"):
        document.add_paragraph(line)
    return saved(document)


def printed_plan(member: str = "") -> bytes:
    """A plan as a Word document with real headings and tables, in the shape that the product prints.

    `member` begins the names under a group; without it they are set in.
    """
    document = Document()
    document.add_paragraph("Regional gjennomføringsplan 2024–2026", style="Title")
    add_table(
        document, ("Dato", "Godkjent av", "Utarbeidet av"), ("5. mars", "Styringsgruppa", "KS, USHT og NAV")
    )
    document.add_heading("Innhold", 1)
    for entry in ("1. Bakgrunn\t2", "2. Organisering og ansvar\t3", "3. Samarbeid med andre aktører\t4"):
        document.add_paragraph(entry)
    document.add_heading("1. Bakgrunn", 1)
    document.add_paragraph("I 2024 hadde 3 av 12 kommuner vedtatt en plan.")
    document.add_paragraph("Figur 1: Status for planene", style="Caption")
    document.add_heading("2. Organisering og ansvar", 1)
    document.add_heading("Møteplan 2024", 2)
    add_table(document, ("Dato", "Tema"), ("12. januar", "Oppstart"), ("4. april", ""))
    document.add_heading("Plan for perioden", 2)
    plan = add_table(
        document,
        ("År", "Område", "Tiltak"),
        ("2024", "Mat", "Kurs"),
        ("", "Helse", "Fagdag\nNettmøte"),
        ("2025", "Bolig", ""),
    )
    plan.cell(1, 0).merge(plan.cell(2, 0))
    document.add_heading("3. Samarbeid med andre aktører", 1)
    document.add_paragraph("Tabellen viser hvem vi arbeider sammen med.")
    work = add_table(
        document,
        ("Organisasjon", "Samarbeidsform", "Ansvar, rolle, oppgaver"),
        ("Helseforetaket", "Avtale", "Utskriving"),
        ("Fylkeskommunen", "", ""),
        (f"{member}Tannhelse", "Møte", "Munnhelse"),
        (f"{member}Framtidskontoret", "", "Tall"),
        ("Bondelaget", "Møte", "Inn på tunet"),
    )
    work.cell(2, 0).merge(work.cell(2, 2))
    for row in () if member else (3, 4):
        work.cell(row, 0).paragraphs[0].paragraph_format.left_indent = Cm(0.5)
    cell = work.cell(5, 2)
    cell.add_paragraph("Gårdsbesøk", style="List Bullet")
    document.add_heading("4. Nasjonale føringer", 1)
    for text in ("Boligstrategien", "Kompetanseplanen"):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("Vedlegg", 1)
    document.add_paragraph("Oversikt over målgrupper")
    return saved(document)
