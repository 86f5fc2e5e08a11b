"""A report as one neutral document, its numbers as a table, and the list of reports: each defined once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.documents.blocks import Block, Document, Facts, Front, Heading, Paragraph, Table
from samordner.documents.cells import day_text, moment_text, number_text
from samordner.documents.columns import Column, Kind, Label, Layout, TableDefinition
from samordner.documents.look import Look
from samordner.documents.printing import DocumentFormat, print_document
from samordner.participation.models import HOLDS
from samordner.reports.comparing import Difference
from samordner.reports.content import UNKNOWN, Content, Count, Number, Told, frozen
from samordner.reports.operations import Printed
from samordner.reports.queries import Line

R = TypeVar("R")

# Numbers


@dataclass(frozen=True, slots=True)
class Row:
    """One number as it is shown: `number` of `of`, of whom `unknown` are not known.

    `form` is "value", "sum", "apart" (not relevant: outside every share) or "unknown". A share lies between
    `low` and `high` percent: as if none, or all, of the unknown had the value.
    """

    title: str
    text: str
    sign: str
    tone: str
    form: str
    number: int
    of: int
    unknown: int
    relevant: int
    query: str
    codes: tuple[str, ...]

    @property
    def low(self) -> float | None:
        return self._share(self.number)

    @property
    def high(self) -> float | None:
        return self._share(self.number + self.unknown)

    def _share(self, number: int) -> float | None:
        if self.form in {"apart", "unknown"} or not self.relevant:
            return None
        return round(100 * number / self.relevant, 1)

    @property
    def share(self) -> str:
        """ "26,9 %", or "26,9–38,5 %" where silence leaves it open."""
        if self.low is None or self.high is None:
            return ""
        ends = [number_text(self.low)] + ([number_text(self.high)] if self.unknown else [])
        return f"{'–'.join(ends)} %"

    @property
    def label(self) -> str:
        """The value in words, without its sign: in a printed text some signs read as bullets."""
        return f"{_('Together:')} {self.text}" if self.form == "sum" else self.text

    @property
    def address(self) -> str:
        """Where the number opens to its municipalities."""
        return f"{reverse('boards:number')}?{self.query}" if self.query else ""


def rows_of(numbers: Sequence[Number], content: Content) -> list[Row]:
    """Every value of every number, the furthest of a scale first; sums after what they add; the unknown last."""
    return [row for number in numbers for row in _rows(number, content)]


def _rows(number: Number, content: Content) -> Iterator[Row]:
    if number.kind == "many":
        held = next(count for count in number.counts if count.key == HOLDS)
        yield _row(number, content, held, "value", "value", HOLDS)
        return
    if number.kind == "day":
        known = Count("known", _("known"), codes=tuple(c for one in number.counts for c in one.codes))
        yield _row(number, content, known, "value", "known")
    else:
        for count in reversed(number.counts):
            yield _row(number, content, count, "value" if count.applies else "apart", "value", count.key)
        for one in number.sums:
            both = Count(",".join(one.keys), one.name, "Σ", codes=number.codes(*one.keys))
            yield _row(number, content, both, "sum", "value", both.key)
    unknown = Count(UNKNOWN, _("unknown"), UNKNOWN, codes=number.unknown)
    yield _row(number, content, unknown, "unknown", "unknown")


def _row(number: Number, content: Content, count: Count, form: str, kind: str, value: str = "") -> Row:
    asked = {
        "kind": kind,
        "subject": number.subject,
        "item": number.item if kind != "unknown" or number.kind != "many" else "",
        "value": value,
        "programme": content.programme,
        "office": content.office,
        "day": content.status_day.isoformat(),
        "known": content.known_at.isoformat() if content.known_at else "",
    }
    title = number.title if number.kind == "many" or not number.option else f"{number.title}: {number.option}"
    return Row(
        title, number.option if number.kind == "many" else count.name, count.sign, count.tone, form,
        count.number, number.of, len(number.unknown), number.relevant,
        urlencode({key: text for key, text in asked.items() if text}), count.codes,
    )  # fmt: skip


def numbers_table(content: Content) -> TableDefinition[Row]:
    """Every number of the report: for the page, the document and the file to copy from."""
    names = content.names
    return TableDefinition(
        key="numbers",
        title=_("Numbers as of %(day)s") % {"day": day_text(content.status_day)},
        columns=(
            Column(key="title", title=_("What is asked")),
            Column(key="label", title=_("Status"), names_row=True),
            Column(key="number", title=_("Municipalities"), kind=Kind.NUMBER),
            Column(key="of", title=_("Of"), kind=Kind.NUMBER),
            Column(key="unknown", title=_("Unknown"), kind=Kind.NUMBER),
            Column(key="share", title=_("Share")),
            Column(key="low", title=_("Share at least, %"), kind=Kind.NUMBER),
            Column(key="high", title=_("Share at most, %"), kind=Kind.NUMBER),
            Column(
                key="codes", title=_("Which"), kind=Kind.TEXT,
                value=lambda row: ", ".join(names[code] for code in row.codes),
            ),
        ),
        layout=Layout(("label", "number", "of", "unknown", "share"), (5, 2, 1, 1.4, 2.2)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office's part of the national numbers; the last row is the sum of the rows above it."""

    name: str
    parts: dict[str, int]

    @property
    def in_order(self) -> list[int]:
        """The parts, and then all of the office's municipalities."""
        return [*(number for key, number in self.parts.items() if key != "of"), self.parts["of"]]


def office_rows(rows: Sequence[Row], content: Content) -> list[OfficeRow]:
    """How each office contributes to these numbers, and the nation as their sum."""
    parts = {str(place): content.by_office(row.codes) for place, row in enumerate(rows)}
    whole = content.by_office(tuple(place.code for place in content.places))
    found = [
        OfficeRow(name, {"of": whole[key]} | {place: part[key] for place, part in parts.items()})
        for key, name in content.offices.items()
    ]
    total = {key: sum(row.parts[key] for row in found) for key in ("of", *parts)}
    return [*found, OfficeRow(_("All offices"), total)]


def offices_table(rows: Sequence[Row], title: str) -> TableDefinition[OfficeRow]:
    def part(key: str, title: str) -> Column[OfficeRow]:
        return Column(key=key, title=title, kind=Kind.NUMBER, value=lambda row: row.parts[key])

    return TableDefinition(
        key="offices",
        title=title,
        columns=(
            Column(key="name", title=_("Office"), names_row=True),
            *(part(str(place), row.label) for place, row in enumerate(rows)),
            part("of", _("Municipalities in all")),
        ),
    )


def topics(numbers: Sequence[Number], content: Content) -> list[tuple[str, list[Row]]]:
    """The rows of the numbers, together under what is asked."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(numbers, content):
        found.setdefault(row.title, []).append(row)
    return list(found.items())


# The report


def report_document(content: Content, *, notice: str = "", look: Look | None = None) -> Document:
    """The report in its own labels and its office's look; what people wrote stays as they wrote it."""
    with override(content.language):
        return Document(
            title=content.name,
            language=content.language,
            front=Front(
                issuer=content.issuer, subtitle=content.programme_name, facts=tuple(_facts(content))
            ),
            blocks=tuple(_blocks(content)),
            notice=notice,
            footer=f"{content.issuer} · {content.name}",
            look=look or Look(),
        )  # fmt: skip


def _facts(content: Content) -> Iterator[tuple[str, str]]:
    yield _("To"), content.receiver
    yield _("Due"), day_text(content.due)
    yield _("Numbers as of"), day_text(content.status_day)
    if content.known_at:
        yield _("As known"), moment_text(content.known_at)
    yield _("Municipalities counted"), str(len(content.places))
    if content.edition > 1:
        yield _("Edition"), f"{content.edition}"
    if content.replaces:
        yield _("Replaces the report with receipt number"), str(content.replaces)


def _blocks(content: Content) -> Iterator[Block]:
    table = numbers_table(content)
    told = told_table()
    tables = count(1)
    for place, part in enumerate(content.parts, 1):
        yield Heading(1, part.name, str(place))
        if part.judged:
            yield Facts(((_("Risk"), part.judged),))
        yield Paragraph(part.text or _("Not answered."))
        for title, rows in topics(part.numbers, content):
            yield Table(_keyed(table, tables), tuple(rows), caption=title)
            if content.is_national:
                caption = _("%(subject)s, by office") % {"subject": title}
                offices = _keyed(offices_table(rows, caption), tables)
                yield Table(offices, tuple(office_rows(rows, content)), caption=caption)
        if part.told:
            yield Table(_keyed(told, tables), part.told, caption=_("From the registers"))
        for drawing in part.drawings:
            yield drawing.figure
    yield Heading(1, _("How it is counted"))
    yield Paragraph(
        _(
            "Each municipality counts once, by the newest statement that held on the day and has not been corrected. "
            "Those of whom nothing is known are in the whole, never among the no’s: where there are any, a share is "
            "told as the least and the most that it can be. Those for whom it is not relevant are outside the share."
        )
    )
    if content.sources:
        yield Heading(2, _("The reports it builds on"))
        yield Facts(
            tuple(
                (
                    one.name,
                    _("receipt %(number)d, SHA-256 %(digest)s")
                    % {"number": one.number, "digest": one.digest},
                )
                for one in content.sources
            )
        )


def _keyed(definition: TableDefinition[R], places: Iterator[int]) -> TableDefinition[R]:
    """The same table with a key of its own, since one document shows it several times."""
    return replace(definition, key=f"{definition.key}-{next(places)}")


def told_table() -> TableDefinition[Told]:
    """Numbers of other registers."""
    return TableDefinition(
        key="told",
        title=_("From the registers"),
        columns=(
            Column(key="name", title=_("What"), names_row=True),
            Column(key="number", title=_("Number"), kind=Kind.NUMBER),
            Column(key="note", title=_("Note")),
        ),
    )


def printed(content: Content, *, notice: str = "", look: Look | None = None) -> Printed:
    """The report in the three forms that are kept when it is sent."""
    document = report_document(content, notice=notice, look=look)
    return Printed(
        frozen(content),
        print_document(document, DocumentFormat.HTML).content,
        print_document(document, DocumentFormat.DOCX).content,
    )


# Compared


def differences_table() -> TableDefinition[Difference]:
    return TableDefinition(
        key="differences",
        title=_("Compared"),
        columns=(
            Column(key="title", title=_("What is asked"), value=_asked),
            Column(key="value", title=_("Status"), names_row=True),
            Column(key="then", title=_("Then"), kind=Kind.NUMBER),
            Column(key="now", title=_("Now"), kind=Kind.NUMBER),
            Column(key="change", title=_("Change in number"), kind=Kind.NUMBER),
            Column(key="why", title=_("What it is made of"), kind=Kind.TEXT),
        ),
    )


def _asked(row: Difference) -> str:
    return f"{row.title}: {row.option}" if row.option else row.title


# The list


def state_words() -> dict[str, Label]:
    """How a report stands, in words."""
    return {
        "draft": _("draft"),
        "open": _("not sent yet"),
        "missing": _("missing"),
        "sent": _("sent in time"),
        "late": _("sent late"),
    }


def lines_table() -> TableDefinition[Line]:
    """What is due and how it stands."""
    return TableDefinition(
        key="reports",
        title=_("Reports"),
        columns=(
            Column(key="report", title=_("Report"), value=lambda row: row.due.name, names_row=True),
            Column(key="office", title=_("Office"), value=lambda row: row.name or _("National")),
            Column(key="due", title=_("Due"), kind=Kind.DAY, value=lambda row: row.due.day),
            Column(key="days_left", title=_("Days left"), kind=Kind.NUMBER),
            Column(key="state", title=_("State"), kind=Kind.CHOICE, choices=state_words()),
            Column(key="sent", title=_("Sent"), kind=Kind.DAY, value=lambda row: row.first_sent),
            Column(key="edition", title=_("Edition"), kind=Kind.NUMBER, value=_edition),
            Column(key="receipt", title=_("Receipt number"), kind=Kind.NUMBER, value=_receipt),
        ),
    )


def _edition(row: Line) -> int | None:
    return row.sent.edition if row.sent else None


def _receipt(row: Line) -> int | None:
    return row.sent.sending.number if row.sent else None


def reminder(name: str, due: date, receiver: str, *, day: date) -> str:
    """A text to copy into a letter or an e-mail to those who have not sent a report."""
    if due < day:
        text = _(
            "%(report)s was due %(day)s, and %(receiver)s has not received it. Please send it as soon as you can."
        )
    else:
        text = _("%(report)s is due %(day)s. %(receiver)s has not received it yet.")
    return text % {"report": name, "day": day_text(due), "receiver": receiver}
