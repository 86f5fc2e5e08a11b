"""An invented table and document that hold one of everything that a printer must get right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from samordner.charts.shares import Share, Wording, stacked_bar
from samordner.documents.blocks import (
    BulletList,
    Check,
    Checklist,
    Contents,
    Document,
    Facts,
    Front,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from samordner.documents.columns import Column, Kind, Layout, Link, TableDefinition
from samordner.timeline.periods import Period


@dataclass(frozen=True)
class Partner:
    name: str
    text: str = ""
    parent: str = ""
    stage: str = ""
    when: Period | None = None
    first: date | None = None
    meetings: int | None = None
    page: Link | None = None
    people: tuple[str, ...] = ()
    language: str = ""


PARTNERS = TableDefinition[Partner](
    key="cooperation",
    title="Samarbeid med andre",
    columns=(
        Column(key="name", title="Organisasjon", names_row=True),
        Column(key="text", title="Ansvar", kind=Kind.TEXT, help="Hva de gjør"),
        Column(
            key="stage", title="Stadium", kind=Kind.CHOICE, choices={"begun": "I gang", "agreed": "Avtalt"}
        ),
        Column(key="when", title="Når", kind=Kind.PERIOD),
        Column(key="first", title="Første møte", kind=Kind.DAY),
        Column(key="meetings", title="Møter", kind=Kind.NUMBER),
        Column(key="page", title="Nettside", kind=Kind.LINK),
        Column(key="people", title="Kontakter", kind=Kind.PEOPLE),
    ),
    group=Column(key="parent", title="Hører til"),
    language=lambda partner: partner.language,
    layout=Layout(("name", "text", "when"), (1, 3, 1), landscape=True),
)
EVERYTHING = replace(PARTNERS, layout=Layout(tuple(column.key for column in PARTNERS.columns)))

ROWS = (
    Partner(
        "Sykehuset <Vest>",
        'Møter & råd:\n- fast møte "i mars"\n- kurs\n  o for nye\n• plan\n\nSlutt.',
        stage="agreed",
        when=Period("vår 2020", date(2020, 1, 1), date(2020, 6, 30)),
        first=date(2021, 4, 27),
        meetings=12500,
        page=Link("https://example.org/a?b=1&c=2", "Sykehuset"),
        people=("Berg, Kari", "Ola"),
    ),
    Partner("Tenner", "- eitt møte", parent="Fylket (FK)", language="nn"),
    Partner("Kultur", "Årleg\tsamling", parent="Fylket (FK)", when=Period("årleg", None, None, "yearly")),
    Partner("Banken", "=HYPERLINK(1)", stage="ukjent"),
)

WORDING = Wording("{count} av {total}", "Status", "Kommuner", "I alt")
FIGURE = stacked_bar("status", "Status", (Share("Vedtatt", 7), Share("I prosess", 19)), WORDING)

DOCUMENT = Document(
    title="Plan for perioden",
    language="nb",
    front=Front("Embetet", "Fylket", (("Dato", "27. april"), ("Utarbeidet av", "Embetet\nKS"))),
    notice="Oppdiktede tall",
    footer="Revidert",
    blocks=(
        Contents(),
        Heading(1, "Bakgrunn", "1"),
        Paragraph("Slik er det <nå>.\n- éin ting, sjå https://example.org/x.", language="nn"),
        FIGURE,
        Heading(2, "Hvem"),
        BulletList(("En", "To")),
        Facts((("Sted", "Molde"),)),
        Heading(1, "Samarbeid", "2"),
        Table(PARTNERS, ROWS, caption="Samarbeid"),
        PageBreak(),
        Heading(1, "Krav", "3"),
        Checklist((Check("Avtaler", False, "ingen"), Check("Dialog", True))),
    ),
)
