"""Offers as tables and as a document: one definition for screen, file and print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samordner.documents.blocks import Block, Document, Facts, Front, Heading, Paragraph, Table
from samordner.documents.cells import day_text
from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.offers.queries import MISSING, STANDS, Board, Cell, OfficeLine, Row
from samordner.offers.sources import Proof, Stand
from samordner.offers.wording import audience_words, numbers, roles_words, stand_words
from samordner.participation.models import Contact, Participation
from samordner.places.alphabet import norwegian_key
from samordner.places.documents import municipality_columns

# Tables


def board_table(board: Board) -> TableDefinition[Row]:
    """Municipality by municipality, audience by audience."""
    several = bool(board.audiences)
    columns: list[Column[Row]] = [
        *municipality_columns(lambda row: row.participation.municipality),
        Column(key="state", title=_("Status"), value=lambda row: stand_words(row.whole.stand)),
    ]
    for audience in board.audiences:
        columns.append(
            Column(key=f"state-{audience}", title=audience_words(audience), value=_stand_of(audience))
        )
    columns += [
        Column(key="offered_on", title=_("Offered"), kind=Kind.DAY, value=lambda row: row.whole.offered_on),
        Column(key="what", title=_("What"), value=_best("what")),
        Column(key="when", title=_("When"), value=_best("when")),
        Column(key="where", title=_("Where"), value=_best("where")),
        Column(key="letter", title=_("Letter"), value=_best("letter")),
        Column(key="answered_on", title=_("Answered"), kind=Kind.DAY, value=lambda row: _of(row.whole, "answered_on")),
        Column(key="why", title=_("Why not"), kind=Kind.TEXT, value=lambda row: why_of(row.whole)),
        Column(key="came", title=_("How many came"), kind=Kind.NUMBER, value=lambda row: row.came),
        Column(key="former", title=_("Offered to the former"), value=lambda row: formers_words(row.whole)),
        Column(key="not_offered", title=_("Not offered to the former"), value=lambda row: ", ".join(row.not_offered)),
        Column(key="planned", title=_("Planned"), value=lambda row: row.planned.name if row.planned else ""),
    ]  # fmt: skip
    shown = (
        "municipality",
        "state",
        *(f"state-{each}" for each in board.audiences),
        "offered_on",
        "when",
        "why",
        "came",
    )
    return TableDefinition(
        key="offer",
        title=board.window.name,
        columns=tuple(columns),
        layout=Layout(columns=shown, landscape=several, optional=frozenset({"why", "when"})),
    )


def _stand_of(audience: str) -> Callable[[Row], str]:
    return lambda row: stand_words(row.cell(audience).stand)


def _best(name: str) -> Callable[[Row], str]:
    return lambda row: str(_of(row.whole, name) or "")


def _of(cell: Cell, name: str) -> Any:
    return getattr(cell.best, name) if cell.best else None


def why_of(cell: Cell) -> str:
    """Why it was declined, or why what was tried does not count."""
    if cell.doubtful:
        return cell.doubtful.doubt
    if cell.stand is Stand.UNKNOWN:
        text = _("you do not see what the former %(municipalities)s was offered")
        return text % {"municipalities": ", ".join(cell.unseen)}
    return cell.best.why if cell.best else ""


def formers_words(cell: Cell) -> str:
    """The municipalities that have gone up in this one and that something which counts was offered to."""
    return ", ".join(
        sorted({one.former for one in cell.proofs if one.counts and one.former}, key=norwegian_key)
    )


def office_table(name: str) -> TableDefinition[OfficeLine]:
    """Office by office: how many, and how they stand."""
    return TableDefinition(
        key="offices",
        title=name,
        columns=(
            Column(key="name", title=_("Office"), names_row=True),
            Column(key="number", title=_("Municipalities"), kind=Kind.NUMBER),
            *(
                Column(key=stand.value, title=stand_words(stand), kind=Kind.NUMBER, value=_number_of(stand))
                for stand in STANDS
            ),
        ),
    )


def _number_of(stand: Stand) -> Callable[[OfficeLine], int]:
    return lambda line: line.numbers.get(stand, 0)


# The report: who was offered, who came


@dataclass(frozen=True)
class Line:
    """One time that a municipality was offered something; or, without a proof, one that was offered nothing (`stand`: or of
    which nobody can say)."""

    participation: Participation
    proof: Proof | None
    missing: Stand = Stand.NOT_YET

    @property
    def stand(self) -> Stand:
        return self.proof.stand if self.proof else self.missing

    @property
    def heading(self) -> str:
        if self.proof is None:
            return stand_words(self.missing).capitalize()
        return ", ".join(part for part in (self.proof.what, self.proof.when, self.proof.where) if part)


def report_lines(board: Board) -> list[Line]:
    """Meeting by meeting in order of days; last those who were offered none."""
    lines = [
        Line(row.participation, _together(proofs))
        for row in board.rows
        for proofs in _by_meeting(proof for proof in row.whole.proofs if proof.counts)
    ]
    lines.sort(key=lambda line: _place(line.proof))
    left = [*board.open, *board.gaps]
    return [*lines, *(Line(row.participation, None, row.whole.stand) for row in left)]


def _by_meeting(found: Iterable[Proof]) -> list[list[Proof]]:
    groups: dict[tuple[int, str, str, str], list[Proof]] = {}
    for proof in found:
        groups.setdefault((proof.meeting, proof.what, proof.when, proof.former), []).append(proof)
    return list(groups.values())


def _together(found: Sequence[Proof]) -> Proof:
    """What went to several in one municipality as one: the best that happened, everyone it went to, all who came."""
    best = min(found, key=lambda proof: STANDS.index(proof.stand))
    said = [proof.why for proof in found if proof.why and proof.stand is best.stand]
    days = [proof.answered_on for proof in found if proof.answered_on]
    return replace(
        best,
        roles=tuple(sorted({role for proof in found for role in proof.roles}, key=Contact.Role.values.index)),
        offered_on=min(proof.offered_on for proof in found),
        answered_on=min(days, default=None),
        came=sum(proof.came for proof in found),
        why="; ".join(dict.fromkeys(said)),
    )


def _place(proof: Proof | None) -> tuple[date, str, int]:
    assert proof is not None
    return proof.day or date.max, proof.what, proof.meeting


def report_table() -> TableDefinition[Line]:
    """Who was offered what, to whom it went, what they answered, and how many came."""
    return TableDefinition(
        key="offered",
        title=_("Who was offered, who came"),
        group=Column(key="meeting", title=_("Meeting"), value=lambda line: line.heading),
        columns=(
            *municipality_columns(lambda line: line.participation.municipality),
            Column(
                key="state", title=_("Status"),
                value=lambda line: stand_words(line.stand),
            ),
            Column(key="former", title=_("Offered to the former"), value=_proof("former")),
            Column(key="offered_on", title=_("Offered"), kind=Kind.DAY, value=_proof("offered_on")),
            Column(key="roles", title=_("Went to"), value=lambda line: roles_words(line.proof.roles) if line.proof else ""),
            Column(key="letter", title=_("Letter"), value=_proof("letter")),
            Column(key="answered_on", title=_("Answered"), kind=Kind.DAY, value=_proof("answered_on")),
            Column(key="why", title=_("Why not"), kind=Kind.TEXT, value=_proof("why")),
            Column(key="came", title=_("How many came"), kind=Kind.NUMBER, value=_proof("came")),
        ),
        layout=Layout(
            columns=("municipality", "state", "former", "offered_on", "roles", "why", "came"), widths=(3, 3, 2, 2, 3, 3, 2),
            optional=frozenset({"former", "why"}),
        ),
    )  # fmt: skip


def _proof(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line.proof, name) if line.proof else None


@dataclass(frozen=True)
class Met:
    """One meeting of a report in numbers: municipalities offered, accepted, declined, that came; people who came."""

    what: str
    when: str
    where: str
    offered: int
    declined: int
    came: int
    people: int


def meetings_in(lines: Iterable[Line]) -> list[Met]:
    found: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        if line.proof is not None:
            found.setdefault((line.proof.meeting, line.heading), []).append(line)
    made = []
    for held in found.values():
        proofs = [line.proof for line in held if line.proof]
        places = {line.participation.pk for line in held}
        came = {line.participation.pk for line in held if line.proof and line.proof.came}
        declined = {
            line.participation.pk for line in held if line.proof and line.proof.stand is Stand.DECLINED
        }
        people = sum(proof.came for proof in proofs)
        one = proofs[0]
        made.append(Met(one.what, one.when, one.where, len(places), len(declined - came), len(came), people))
    return made


def meeting_table() -> TableDefinition[Met]:
    return TableDefinition(
        key="meetings",
        title=_("Meeting by meeting"),
        columns=(
            Column(key="what", title=_("Meeting"), names_row=True),
            Column(key="when", title=_("When")),
            Column(key="where", title=_("Where")),
            Column(key="offered", title=_("Municipalities offered"), kind=Kind.NUMBER),
            Column(key="declined", title=_("Declined"), kind=Kind.NUMBER),
            Column(key="came", title=_("Municipalities that came"), kind=Kind.NUMBER),
            Column(key="people", title=_("People"), kind=Kind.NUMBER),
        ),
        layout=Layout(
            columns=("what", "when", "where", "offered", "declined", "came", "people"), widths=(4, 3, 2, 2, 2, 2, 2),
            standing=7,
        ),
    )  # fmt: skip


def share_words(board: Board, lines: Sequence[Line]) -> str:
    """ "35 of 35 municipalities were offered it, 33 came." """
    came = {line.participation.pk for line in lines if line.proof and line.proof.came}
    words = {"offered": board.offered, "all": len(board.rows), "came": len(came)}
    return _("%(offered)d of %(all)d municipalities were offered it; %(came)d came.") % words


def report_document(
    board: Board, lines: Sequence[Line], *, language: str, issuer: str, programme: str, notice: str = ""
) -> Document:
    """The report to print."""
    offer = board.offer
    facts: list[tuple[str, str]] = [
        (_("As known on"), day_text(board.day)),
        (_("The municipalities of"), day_text(board.on)),
        (_("Deadline"), day_text(board.window.last_day)),
    ]
    facts += [
        (stand_words(each.stand).capitalize(), f"{each.number}") for each in numbers(board, lambda _stand: "")
    ]
    for audience in board.audiences:
        counted = board.numbers(audience)
        number = len(board.rows) - sum(counted[stand] for stand in MISSING)
        words = _("%(number)d of %(all)d municipalities offered") % {"number": number, "all": len(board.rows)}
        facts.append((audience_words(audience), words))
    blocks: list[Block] = [
        Heading(1, _("In short")),
        Paragraph(share_words(board, lines)),
        Facts(tuple(facts)),
    ]
    if offer.help:
        blocks.append(Paragraph(str(offer.help)))
    if offer.source:
        blocks.append(Paragraph(_("Where the offer is said: %(source)s") % {"source": offer.source}))
    if not offer.verified:
        blocks.append(Paragraph(_("That it is to be offered is a proposal: no source demands it.")))
    if met := meetings_in(lines):
        blocks += [Heading(1, _("Meeting by meeting")), Table(meeting_table(), tuple(met))]
    offered = report_table()
    blocks += [
        Heading(1, _("Municipality by municipality")),
        Table(offered, tuple(lines), offered.fitted(lines)),
    ]
    return Document(
        title=f"{_('Who was offered, who came')}: {board.window.name}",
        language=language,
        blocks=tuple(blocks),
        front=Front(issuer=issuer, subtitle=programme, facts=((_("As known on"), day_text(board.day)),)),
        notice=notice,
    )
