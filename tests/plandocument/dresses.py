"""Invented plans of invented offices, each in a dress of its own, to be drawn as text, Word document and web page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from docx import Document
from docx.oxml import OxmlElement

from tests.plandocument.plans import saved


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1
    bold: bool = False  # a bold paragraph instead of a style


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells. `down` and `across` hold by (row, column) over how many a cell lies; those covered are ""."""

    rows: tuple[tuple[str, ...], ...]
    heads: int = 1
    caption: str = ""
    down: Mapping[tuple[int, int], int] = field(default_factory=dict)
    across: Mapping[tuple[int, int], int] = field(default_factory=dict)


Part = Title | Heading | Text | Bullets | Table
Said = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Dress:
    parts: tuple[Part, ...]
    says: Said  # register → rows, each with the cells that hold something; "parent" for a group


# Drawn


def as_text(parts: Sequence[Part]) -> bytes:
    lines: list[str] = []
    for part in parts:
        match part:
            case Title() | Heading() | Text():
                lines += [part.text, ""]
            case Bullets():
                lines += [*(f"- {item}" for item in part.items), ""]
            case Table():
                lines += [part.caption] if part.caption else []
                lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in part.rows] + [""]
    return "\n".join(lines).encode()


def as_docx(parts: Sequence[Part]) -> bytes:
    document = Document()
    for part in parts:
        match part:
            case Title():
                document.add_paragraph(part.text, style="Title")
            case Heading(bold=True):
                document.add_paragraph().add_run(part.text).bold = True
            case Heading():
                document.add_heading(part.text, part.level)
            case Text():
                document.add_paragraph(part.text)
            case Bullets():
                for item in part.items:
                    document.add_paragraph(item, style="List Bullet")
            case Table():
                _draw(document, part)
    return saved(document)


def _draw(document: Any, part: Table) -> None:
    if part.caption:
        document.add_paragraph(part.caption, style="Caption")
    table = document.add_table(len(part.rows), len(part.rows[0]))
    for at, row in enumerate(part.rows):
        for place, text in enumerate(row):
            if text:
                table.cell(at, place).text = text
        if at < part.heads:
            table.rows[at]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for (at, place), count in part.down.items():
        table.cell(at, place).merge(table.cell(at + count - 1, place))
    for (at, place), count in part.across.items():
        table.cell(at, place).merge(table.cell(at, place + count - 1))
    document.add_paragraph("")


def as_html(parts: Sequence[Part]) -> bytes:
    out = ["<!DOCTYPE html><html lang='nb'><head><meta charset='utf-8'><title>x</title></head><body><main>"]
    for part in parts:
        match part:
            case Title():
                out.append(f"<h1>{escape(part.text)}</h1>")
            case Heading(bold=True):
                out.append(f"<p><b>{escape(part.text)}</b></p>")
            case Heading():
                out.append(f"<h{part.level + 1}>{escape(part.text)}</h{part.level + 1}>")
            case Text():
                out.append(f"<p>{escape(part.text)}</p>")
            case Bullets():
                out.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in part.items) + "</ul>")
            case Table():
                out.append(_page_table(part))
    return "".join([*out, "</main></body></html>"]).encode()


def _page_table(part: Table) -> str:
    covered = {(at + n, place) for (at, place), count in part.down.items() for n in range(1, count)} | {
        (at, place + n) for (at, place), count in part.across.items() for n in range(1, count)
    }
    rows = []
    for at, row in enumerate(part.rows):
        tag = "th" if at < part.heads else "td"
        cells = []
        for place, text in enumerate(row):
            if (at, place) in covered:
                continue
            spans = f" rowspan={part.down[at, place]}" if (at, place) in part.down else ""
            spans += f" colspan={part.across[at, place]}" if (at, place) in part.across else ""
            lines = text.split("\n")
            inner = escape(text)
            if len(lines) > 1 and all(line.startswith("- ") for line in lines):
                inner = "<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>"
            cells.append(f"<{tag}{spans}>{inner}</{tag}>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    caption = f"<caption>{escape(part.caption)}</caption>" if part.caption else ""
    return f"<table>{caption}{''.join(rows)}</table>"


KINDS = {"text": as_text, "docx": as_docx, "html": as_html}


def said(reading: Mapping[str, Any]) -> Said:
    """What a reading's registers say, as a dress tells it; lines within a cell as one."""
    found: Said = {}
    for register, rows in reading["rows"].items():
        for row in rows:
            cells = {key: text or row["carried"].get(key, "") for key, text in row["cells"].items()}
            cells |= {"parent": row["parent"] or ""}
            plain = {key: " ".join(text.split()) for key, text in cells.items() if text}
            found.setdefault(register, []).append(plain)
    return found


# The offices

FRONT = (
    Title("Regional gjennomføringsplan for reforma 2022–2024"),
    Text("Dato: 3. mars 2022"),
    Text("Godkjent av: Styringsgruppa"),
)


def rows(*lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)


DRESSES: dict[str, Dress] = {}


def dress(name: str, *parts: Part, **says: Sequence[Mapping[str, str]]) -> None:
    DRESSES[name] = Dress(
        (*FRONT, *parts), {key: [dict(row) for row in given] for key, given in says.items()}
    )


dress(
    "nynorsk headings, columns in another order",
    Heading("1. Bakgrunn"),
    Text("Vi held fram med arbeidet som vi byrja på i fjor."),
    Heading("2. Kven som er med i støtteapparatet"),
    Table(
        rows(
            "Møtestader og nettverk | Aktør | Stillingsressurs | Mandat og rolle | Satsingsområde",
            "Leiarmøte | Statsforvaltaren | 50 % | Leier arbeidet | Mat og helse",
            "KS-møte | KS | 20 % | Forankrar | Leiing",
        )
    ),
    Heading("3. Handlingsplan for åra"),
    Table(
        rows(
            "Planlagde tiltak | Innsatsområde | Årstal",
            "Kurs i mat og helse | Mat | 2022",
            "Fagdag om demens | Helse | 2023",
        )
    ),
    actors=[
        {
            "organisation": "Statsforvaltaren",
            "mandate": "Leier arbeidet",
            "focus": "Mat og helse",
            "arenas": "Leiarmøte",
            "posts": "50 %",
        },
        {
            "organisation": "KS",
            "mandate": "Forankrar",
            "focus": "Leiing",
            "arenas": "KS-møte",
            "posts": "20 %",
        },
    ],
    period_plan=[
        {"year": "2022", "area": "Mat", "measure": "Kurs i mat og helse"},
        {"year": "2023", "area": "Helse", "measure": "Fagdag om demens"},
    ],
)

dress(
    "extra columns that no register has",
    Heading("Organisering og ansvar"),
    Text("Vi møtes seks ganger i året for å planlegge og følge opp arbeidet."),
    Heading("Møteplan", 2),
    Table(
        rows(
            "Nr. | Dato | Sted | Tema",
            "1 | 12. januar 2022 | Teams | Oppstart",
            "2 | 9. mars 2022 | Havna | Kartlegging",
        )
    ),
    Heading("Samarbeid med andre aktører"),
    Text("Tabellen viser hvem vi samarbeider med, og om hva."),
    Table(
        rows(
            "Samarbeidspartner | Kontaktinfo | Samarbeidsform | Ansvar og oppgaver",
            "Husbanken | post@husbanken.example | Faste møter | Bolig for eldre",
            "NAV | post@nav.example | Avtale | Hjelpemidler",
        )
    ),
    meetings=[
        {"nr": "1", "date": "12. januar 2022", "sted": "Teams", "topic": "Oppstart"},
        {"nr": "2", "date": "9. mars 2022", "sted": "Havna", "topic": "Kartlegging"},
    ],
    cooperation=[
        {
            "partner": "Husbanken",
            "kontaktinfo": "post@husbanken.example",
            "form": "Faste møter",
            "responsibilities": "Bolig for eldre",
        },
        {
            "partner": "NAV",
            "kontaktinfo": "post@nav.example",
            "form": "Avtale",
            "responsibilities": "Hjelpemidler",
        },
    ],
)

dress(
    "missing columns",
    Heading("1 Kommunikasjonsplan"),
    Table(
        rows(
            "Mottaker | Kanal | Budskap | Tidspunkt",
            "Innbyggerne | Nettsiden | Hva reformen er | Vår 2022",
            "Ordførerne | Brev | Forventninger | Høst 2022",
        )
    ),
    Heading("2 Regionale nettverk"),
    Table(
        rows(
            "Nettverk | Ledes av | Deltakere",
            "Demensnettverket | USHT | Alle kommuner",
            "Ernæringsnettverket | KS | Kjøkkensjefer",
        )
    ),
    communication=[
        {"audience": "Innbyggerne", "form": "Nettsiden", "topic": "Hva reformen er", "when": "Vår 2022"},
        {"audience": "Ordførerne", "form": "Brev", "topic": "Forventninger", "when": "Høst 2022"},
    ],
    networks=[
        {"name": "Demensnettverket", "operated_by": "USHT", "audience": "Alle kommuner"},
        {"name": "Ernæringsnettverket", "operated_by": "KS", "audience": "Kjøkkensjefer"},
    ],
)

dress(
    "merged cells: years over rows, a group over columns",
    Heading("1. Tiltak i perioden"),
    Table(
        rows(
            "År | Satsingsområde | Aktiviteter",
            "2022 | Mat | Kurs",
            " | Helse | Fagdag",
            "2023 | Bolig | Befaring",
        ),
        down={(1, 0): 2},
    ),
    Heading("2. Samarbeidspartnere"),
    Table(
        rows(
            "Organisasjon | Avtale | Rolle",
            "Helseforetaket | Ja | Utskriving",
            "Fylkeskommunen | | ",
            "Tannhelse | Nei | Munnhelse",
        ),
        across={(2, 0): 3},
    ),
    period_plan=[
        {"year": "2022", "area": "Mat", "measure": "Kurs"},
        {"year": "2022", "area": "Helse", "measure": "Fagdag"},
        {"year": "2023", "area": "Bolig", "measure": "Befaring"},
    ],
    cooperation=[
        {"partner": "Helseforetaket", "agreement": "Ja", "responsibilities": "Utskriving"},
        {
            "partner": "Tannhelse",
            "agreement": "Nei",
            "responsibilities": "Munnhelse",
            "parent": "Fylkeskommunen",
        },
    ],
)

dress(
    "headings printed again after a page",
    Heading("1. Kommunikasjon"),
    Table(
        rows(
            "Målgruppe | Form | Mål | Tema | Når | Ansvarlig",
            "Eldre | Møter | Trygghet | Trygg heimen | 2022 | KS",
            "Målgruppe | Form | Mål | Tema | Når | Ansvarlig",
            "Pårørende | Brosjyre | Kunnskap | Avlastning | 2023 | USHT",
        )
    ),
    Heading("2. Evaluering"),
    Text("Vi ser hvert år på hva som ble gjort, og retter planen etter det."),
    communication=[
        {
            "audience": "Eldre",
            "form": "Møter",
            "goal": "Trygghet",
            "topic": "Trygg heimen",
            "when": "2022",
            "responsible": "KS",
        },
        {
            "audience": "Pårørende",
            "form": "Brosjyre",
            "goal": "Kunnskap",
            "topic": "Avlastning",
            "when": "2023",
            "responsible": "USHT",
        },
    ],
)

dress(
    "headings of columns in two rows with a merged one above",
    Heading("1. Handlingsplan"),
    Table(
        rows(
            "År | Hva | | Oppfølging | ",
            " | Område | Tiltak | Ansvarlig | Frist",
            "2022 | Mat | Kurs | USHT | 1. juni 2022",
            "2023 | Helse | Fagdag | KS | høst 2023",
        ),
        heads=2,
        down={(0, 0): 2},
        across={(0, 1): 2, (0, 3): 2},
    ),
    Heading("2. Økonomi"),
    Text("Planen gjennomføres innenfor de rammene som vi har hvert år."),
    period_plan=[
        {"year": "2022", "area": "Mat", "measure": "Kurs", "owner": "USHT", "deadline": "1. juni 2022"},
        {"year": "2023", "area": "Helse", "measure": "Fagdag", "owner": "KS", "deadline": "høst 2023"},
    ],
)

dress(
    "a grown period plan: goal, owner, deadline, status, indicator, money, strategies",
    Heading("Tiltaksplan"),
    Table(
        rows(
            "Område | Mål | Tiltak | Ansvarlig | Frist | Status | Indikator | Kostnad | Bærekraftsmål",
            "Mat | Gode måltider | Kurs | USHT | 2022 | I gang | Antall kurs | 50 000 kr | 3",
            "Helse | Færre fall | Fallgruppe | KS | 2023 | Ikke startet | Antall fall | 20 000 kr | 3 og 10",
        )
    ),
    Heading("Bakgrunn"),
    Text("Planen bygger på det som kommunene har sagt at de trenger."),
    period_plan=[
        {
            "area": "Mat",
            "goal": "Gode måltider",
            "measure": "Kurs",
            "owner": "USHT",
            "deadline": "2022",
            "status": "I gang",
            "indicator": "Antall kurs",
            "money": "50 000 kr",
            "sdgs": "3",
        },
        {
            "area": "Helse",
            "goal": "Færre fall",
            "measure": "Fallgruppe",
            "owner": "KS",
            "deadline": "2023",
            "status": "Ikke startet",
            "indicator": "Antall fall",
            "money": "20 000 kr",
            "sdgs": "3 og 10",
        },
    ],
)

dress(
    "bold paragraphs for headings, chapters without numbers",
    Heading("Nasjonale føringer", bold=True),
    Bullets(("Demensplan 2025", "Kompetanseløft 2025")),
    Heading("Intern organisering", bold=True),
    Table(
        rows(
            "Avdeling | Ansvarsområde | Årsverk | Kontaktperson",
            "Helseavdelingen | Leder arbeidet | 0,5 | Fagsjefen",
            "Sosialavdelingen | Bolig | 0,2 | Rådgiveren",
        )
    ),
    Heading("Videre oppfølging", bold=True),
    Bullets(("Møte naboembetet", "Skrive årsrapport")),
    guidelines=[{"text": "Demensplan 2025"}, {"text": "Kompetanseløft 2025"}],
    internal_organisation=[
        {
            "unit": "Helseavdelingen",
            "responsibility": "Leder arbeidet",
            "posts": "0,5",
            "contact": "Fagsjefen",
        },
        {"unit": "Sosialavdelingen", "responsibility": "Bolig", "posts": "0,2", "contact": "Rådgiveren"},
    ],
    follow_up=[{"text": "Møte naboembetet"}, {"text": "Skrive årsrapport"}],
)

dress(
    "chapters in another order, registers in attachments",
    Heading("1. Evaluering"),
    Text("Vi ser hvert år på hva som ble gjort, og retter planen etter det."),
    Heading("2. Formål"),
    Text("Alle kommuner skal få tilbud om hjelp til arbeidet med reformen."),
    Heading("Vedlegg 1: Oversikt over målgrupper"),
    Table(
        rows(
            "Målgruppe | Kjennetegn | Arena | Tiltak | Ansvar",
            "Pårørende | Slitne | Møteplassen | Samtaler | Kommunene",
            "Hjemmeboende | Alene | Heimen | Besøk | Frivillige",
        )
    ),
    Heading("Vedlegg 2: Tiltak fra aktørene"),
    Table(
        rows(
            "Aktør | Tiltak | Innsatsområde | Målgruppe | Tidsrom | Status",
            "KS | Nettverk | Leiing | Rådmenn | 2022 | Pågår",
            "USHT | Kurs | Mat | Kokker | 2023 | Planlagt",
        )
    ),
    audiences=[
        {
            "audience": "Pårørende",
            "description": "Slitne",
            "arena": "Møteplassen",
            "measure": "Samtaler",
            "responsible": "Kommunene",
        },
        {
            "audience": "Hjemmeboende",
            "description": "Alene",
            "arena": "Heimen",
            "measure": "Besøk",
            "responsible": "Frivillige",
        },
    ],
    actor_measures=[
        {
            "actor": "KS",
            "measure": "Nettverk",
            "area": "Leiing",
            "audience": "Rådmenn",
            "when": "2022",
            "status": "Pågår",
        },
        {
            "actor": "USHT",
            "measure": "Kurs",
            "area": "Mat",
            "audience": "Kokker",
            "when": "2023",
            "status": "Planlagt",
        },
    ],
)

dress(
    "tables with captions above, all in one chapter",
    Heading("1. Arbeidet i støtteapparatet"),
    Text("Her står det vi har blitt enige om, i tabeller etter hverandre."),
    Table(
        rows("Tidspunkt | Tema | Ansvar", "5. mai 2022 | Oppstart | KS", "6. juni 2022 | Status | USHT"),
        caption="Tabell 1: Møteplan",
    ),
    Text("Så følger de som vi samarbeider med."),
    Table(
        rows("Hvem | Hvordan | Hva", "Husbanken | Møter | Bolig", "NAV | Avtale | Arbeid"),
        caption="Tabell 2: Samarbeidspartnere",
    ),
    Heading("2. Formål"),
    Text("Alle kommuner skal få tilbud om hjelp til arbeidet med reformen."),
    meetings=[
        {"date": "5. mai 2022", "topic": "Oppstart", "ansvar": "KS"},
        {"date": "6. juni 2022", "topic": "Status", "ansvar": "USHT"},
    ],
    cooperation=[
        {"partner": "Husbanken", "form": "Møter", "responsibilities": "Bolig"},
        {"partner": "NAV", "form": "Avtale", "responsibilities": "Arbeid"},
    ],
)

dress(
    "a column of numbers first, lists in cells",
    Heading("1. Regionalt støtteapparat"),
    Table(
        rows(
            "# | Organisasjon | Oppgaver og ansvar | Fokusområder",
            "1 | KS | - Forankre\n- Informere | Leiing",
            "2 | USHT | - Kurse\n- Veilede | Fag",
        )
    ),
    Heading("2. Nettverksarbeid"),
    Table(
        rows(
            "Nr | Navn på nettverket | Driftes av | Nytt eller eksisterende | Målgruppe | Tema | Møtefrekvens | Gevinst",
            "1 | Demens | USHT | Nytt | Alle | Omsorg | Hver vår | Bedre tjenester",
        )
    ),
    actors=[
        {"organisation": "KS", "mandate": "- Forankre - Informere", "focus": "Leiing", "column": "1"},
        {"organisation": "USHT", "mandate": "- Kurse - Veilede", "focus": "Fag", "column": "2"},
    ],
    networks=[
        {
            "nr": "1",
            "name": "Demens",
            "operated_by": "USHT",
            "status": "Nytt",
            "audience": "Alle",
            "theme": "Omsorg",
            "working_form": "Hver vår",
            "benefit": "Bedre tjenester",
        }
    ],
)

dress(
    "cooperation with agreement, expiry and next step; follow-up as a table",
    Heading("1. Samarbeid"),
    Table(
        rows(
            "Samarbeidspart | Samarbeidsform | Oppgåver | Avtale | Gjeld til | Neste steg",
            "Husbanken | Møte | Bustad | Ja | 31.12.2023 | Fornye",
            "NAV | Brev | Arbeid | Nei | | Lage avtale",
        )
    ),
    Heading("2. Vidare oppfølging"),
    Table(
        rows(
            "Oppfølging | Saman med | Når", "Dele røynsler | Nabofylket | Vår 2022", "Rapportere | KS | 2023"
        )
    ),
    cooperation=[
        {
            "partner": "Husbanken",
            "form": "Møte",
            "responsibilities": "Bustad",
            "agreement": "Ja",
            "expires": "31.12.2023",
            "next_step": "Fornye",
        },
        {
            "partner": "NAV",
            "form": "Brev",
            "responsibilities": "Arbeid",
            "agreement": "Nei",
            "next_step": "Lage avtale",
        },
    ],
    follow_up=[
        {"text": "Dele røynsler", "with_whom": "Nabofylket", "when": "Vår 2022"},
        {"text": "Rapportere", "with_whom": "KS", "when": "2023"},
    ],
)

dress(
    "one big table for the whole work",
    Heading("1. Plan for perioden"),
    Table(
        rows(
            "Periode | Tema | Tiltak | Hvem har ansvar | Målgruppe",
            "Vår 2022 | Mat | Kurs | USHT | Kokker",
            "Høst 2022 | Helse | Fagdag | KS | Leger",
        )
    ),
    Heading("2. Mål"),
    Text("Målet er at alle skal få den hjelpen som de trenger, der de bor."),
    period_plan=[
        {"year": "Vår 2022", "area": "Mat", "measure": "Kurs", "owner": "USHT", "målgruppe": "Kokker"},
        {"year": "Høst 2022", "area": "Helse", "measure": "Fagdag", "owner": "KS", "målgruppe": "Leger"},
    ],
)

dress(
    "national guidelines as a table, meetings with two columns for time",
    Heading("1. Styrende dokumenter"),
    Table(
        rows(
            "Nasjonal føring | Kilde", "Demensplan 2025 | Departementet", "Kompetanseløft 2025 | Direktoratet"
        )
    ),
    Heading("2. Møteoversikt"),
    Table(
        rows(
            "Møtedato | Klokkeslett | Saker",
            "5. mai 2022 | 09–11 | Oppstart",
            "6. juni 2022 | 12–14 | Status",
        )
    ),
    guidelines=[
        {"text": "Demensplan 2025", "kilde": "Departementet"},
        {"text": "Kompetanseløft 2025", "kilde": "Direktoratet"},
    ],
    meetings=[
        {"date": "5. mai 2022", "klokkeslett": "09–11", "topic": "Oppstart"},
        {"date": "6. juni 2022", "klokkeslett": "12–14", "topic": "Status"},
    ],
)
