"""One invented plan set in the dresses that other offices give theirs, as PDF files made by Typst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import typst

Rows = Sequence[Sequence[str]]

MEETINGS = (
    ("Dato", "Tema"),
    ("14. januar", "Oppstart av arbeidet i støtteapparatet"),
    ("3. mars", "Kommunebesøk"),
    ("5. mai", "Planen vedtas"),
)
PERIOD = (
    ("År", "Område", "Tiltak"),
    ("2024", "Mat og måltider", "Kurs for kokker i alle kommunene"),
    ("", "Helse", "Fagdag om legemidler for ansatte i hjemmetjenesten"),
    ("2025", "Aktivitet", "Konferanse for frivillige om besøksvenner og turgrupper"),
)
PARTNERS = (
    ("Samarbeidspartner", "Samarbeidsform", "Ansvar, rolle og oppgaver"),
    ("Helse Vestkyst", "Avtale om utskriving", "Opplæring av ansatte i palliasjon"),
    ("Fylkeskommunen", "", ""),
    ("Folkehelse", "Møte to ganger i året", "Oversikt over helsetilstanden i befolkningen"),
    ("Husbanken", "Årlig møte", "Boliger som passer for eldre"),
)
ACTORS = (
    ("Organisasjon", "Mandat og rolle", "Satsingsområder", "Møteplasser/nettverk", "Ressurser"),
    (
        "Statsforvalteren",
        "Leder arbeidet i fylket.\nHolder kontakten med direktoratet og de andre embetene i landsdelen.",
        "Mat, helse og aktivitet",
        "- Ledermøte\n- Fagforum\n- Vårkonferanse",
        "1 stilling",
    ),
    (
        "KS",
        "Sikrer at kommunenes ønsker og behov blir ivaretatt",
        "Aldersvennlige lokalsamfunn",
        "- Rådmannsforum",
        "20 %",
    ),
)
AUDIENCES = (
    ("Målgruppe", "Kommunikasjonsform", "Mål", "Tema", "Når", "Ansvar"),
    *(
        (
            group,
            "Nettside og brev",
            f"{group} vet hva reformen betyr for dem, og hvor de kan spørre om mer",
            "Hva planen går ut på",
            "Årlig",
            "Alle",
        )
        for group in (
            "Innbyggerne",
            "Pårørende",
            "Ansatte",
            "Ledere",
            "Frivillige",
            "Folkevalgte",
            "Fastleger",
            "Studenter",
            "Eldreråd",
            "Pensjonistlag",
        )
    ),
)
BACKGROUND = (
    "Statsforvalteren skal følge opp kommunene slik at de setter reformen på dagsordenen og lager planer for hvordan"
    " den skal gjennomføres lokalt. I 2024 har 7 av 26 kommuner vedtatt en plan, og 19 kommuner er i prosess.",
    "Gjennomføringsplanen bygger på kartleggingen av kommunene, og den følges opp i møtene i støtteapparatet gjennom"
    " hele perioden. Den blir revidert hvert år etter at kommunene har fortalt hvor de står.",
)
GUIDELINES = ("Boligstrategien for eldre", "Kompetanseplanen som gir kommunene midler til kurs")


@dataclass(frozen=True)
class Dress:
    """How the plan is set: `stroke` and `fill` of tables, `tags`, and rules of Typst that stand first."""

    stroke: str = "0.5pt"
    fill: str = "none"
    tags: bool = False
    repeat: bool = True
    inset: str = "5pt"
    head: str = ""
    numbered: bool = True
    headings: str = "= "
    merged: bool = True


def made(dress: Dress) -> bytes:
    """The plan as a PDF file."""
    source = "\n".join(_source(dress))
    content = typst.compile(source.encode(), pdf_tags=dress.tags)
    assert isinstance(content, bytes)
    return content


def _source(dress: Dress) -> Iterator[str]:
    yield '#set document(title: "Regional gjennomføringsplan 2024–2026")'
    yield '#set text(lang: "nb", size: 10pt, font: "Libertinus Serif")'
    foot = "align(right)[Side #counter(page).display() av 9]"
    yield f'#set page(paper: "a4", header: [Regional plan for Nordvik], footer: context {foot})'
    yield "#show table: set text(size: 8pt)"
    yield dress.head
    yield "#text(size: 12pt)[Statsforvalteren i Nordvik]\n"
    yield '#align(center, text(size: 22pt, weight: "bold")[Regional gjennomføringsplan 2024–2026])'
    yield "#v(2cm)\nGodkjent av: Styringsgruppen\n\nDato: 5. mars 2024\n#pagebreak()"
    yield "#outline(title: [Innhold])\n#pagebreak()"
    number = iter(range(1, 20))

    def heading(title: str) -> str:
        at = f"{next(number)}. " if dress.numbered else ""
        return (
            f"{dress.headings}{at.replace('. ', chr(92) + '. ')}{title}"
            if dress.headings == "= "
            else f"{dress.headings}{at}{title}]\n"
        )

    yield heading("Bakgrunn")
    yield "\n\n".join(BACKGROUND)
    yield heading("Organisering og ansvar")
    yield _table(MEETINGS, dress, (1, 3))
    yield "Støtteapparatet møtes seks ganger i året, og oftere når arbeidet krever det."
    yield _table(ACTORS, dress, (3, 5, 4, 4, 2))
    yield heading("Plan for perioden")
    yield _table(PERIOD, dress, (1, 2, 4))
    yield heading("Samarbeid med andre aktører")
    yield "Tabellen viser hvem vi arbeider sammen med."
    yield _table(PARTNERS, dress, (2, 2, 3))
    yield heading("Kommunikasjonsplan")
    yield _table(AUDIENCES, dress, (3, 4, 5, 3, 2, 2))
    yield heading("Nasjonale føringer")
    yield "\n".join(f"- {each}" for each in GUIDELINES)


def _table(rows: Rows, dress: Dress, widths: Sequence[int]) -> str:
    columns = ", ".join(f"{width}fr" for width in widths)
    head = ", ".join(f"[*{cell}*]" for cell in rows[0])
    head = f"table.header({head})" if dress.repeat else head
    cells: list[str] = []
    for at, row in enumerate(rows[1:], 1):
        if dress.merged and row[1:] == ("",) * (len(row) - 1):
            cells.append(f"table.cell(colspan: {len(row)})[{row[0]}]")
            continue
        for column, cell in enumerate(row):
            blank = dress.merged and column == 0 and not cell
            below = dress.merged and column == 0 and cell and at + 1 < len(rows) and not rows[at + 1][0]
            if blank:
                continue
            text = "\n\n".join(_line(line) for line in cell.split("\n"))
            cells.append(f"table.cell(rowspan: 2)[{text}]" if below else f"[{text}]")
    body = ", ".join(cells)
    return (
        f"#table(columns: ({columns}), stroke: {dress.stroke}, fill: {dress.fill}, inset: {dress.inset},"
        f" align: left, {head}, {body})\n"
    )


def _line(line: str) -> str:
    return line if line.startswith("- ") else line.replace("%", "\\%")
