"""How it stands with what is offered: municipality by municipality, audience by audience, office by office."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.offers.heirs import Formers, formers, not_offered, passed_on
from samordner.offers.models import RoundMeeting, RoundMember
from samordner.offers.sources import Proof, Question, Stand, Window, proofs
from samordner.participation.borders import Borders
from samordner.participation.models import Participation
from samordner.plans.models import Followed
from samordner.programmes.definition import Definition, Offer
from samordner.timeline.lasting import overlap

STANDS = tuple(Stand)
"""From the best to the worst."""
BEST = {stand: place for place, stand in enumerate(STANDS)}
MISSING = {Stand.NOT_YET, Stand.UNKNOWN}
"""Nobody can say that these were offered it."""
A_YEAR = timedelta(days=366)
"""So long before a window somebody may have been invited to what is in it, and been merged since."""
WHOLE = ""
"""In place of an audience: the municipality as such."""

# Windows


def windows_of(offer: Offer, day: date) -> tuple[Window, ...]:
    """The windows of an offer that have begun by `day`, the last first; the first one when none has."""
    if not offer.yearly:
        return (Window(offer, offer.since, offer.last_day),)
    years = range(offer.since.year, max(offer.since.year, min(day.year, offer.last_day.year)) + 1)
    return tuple(
        Window(offer, max(offer.since, date(year, 1, 1)), min(offer.last_day, date(year, 12, 31)))
        for year in reversed(years)
    )


def window_of(offer: Offer, day: date, year: int | None = None) -> Window | None:
    """The window of that year, else the last that has begun; None: the offer has no such year."""
    found = windows_of(offer, day)
    if year is None:
        return found[0]
    return next((window for window in found if window.year == year), None)


def newest(definition: Definition, day: date, *, office: str = "") -> tuple[Window, ...]:
    """Every offer that concerns the office (its key; "": some office), each in its last window."""
    offers = (offer for offer in definition.offers if not office or offer.concerns(office))
    return tuple(windows_of(offer, day)[0] for offer in offers)


# Boards


@dataclass(frozen=True, slots=True)
class Cell:
    """How it stands with a municipality, or with an audience in it. `proofs`: all, the last first. `unseen`: the former
    municipalities that others follow, so that the reader does not see what they were offered."""

    stand: Stand
    proofs: tuple[Proof, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def best(self) -> Proof | None:
        """The proof that the stand rests on."""
        return next((one for one in self.proofs if one.counts and one.stand is self.stand), None)

    @property
    def doubtful(self) -> Proof | None:
        """Why nothing counts although something was tried."""
        if self.stand not in MISSING:
            return None
        return next((one for one in self.proofs if not one.counts), None)

    @property
    def offered_on(self) -> date | None:
        """The first day that it was offered."""
        return min((one.offered_on for one in self.proofs if one.counts), default=None)


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality on a board. `cells` by audience. `planned`: the meeting that a round has for it, where none invited yet.

    `not_offered`: the former municipalities in it that were not offered it, where others were.
    """

    participation: Participation
    whole: Cell
    cells: Mapping[str, Cell]
    planned: RoundMeeting | None = None
    not_offered: tuple[str, ...] = ()

    @property
    def municipality(self) -> str:
        return str(self.participation.municipality)

    @property
    def is_gap(self) -> bool:
        return self.whole.stand is Stand.NOT_YET

    @property
    def lacking(self) -> tuple[str, ...]:
        """The audiences that have not been offered it."""
        return tuple(key for key, cell in self.cells.items() if cell.stand is Stand.NOT_YET)

    def cell(self, audience: str) -> Cell:
        return self.cells[audience] if audience else self.whole

    @property
    def came(self) -> int:
        return sum(proof.came for proof in self.whole.proofs if proof.counts)


@dataclass(frozen=True)
class Board:
    """An offer in a window, as known on `day`. `on` is the day whose municipalities these are: within the window, or (on
    today's `borders`) the last day until today that anybody took part."""

    window: Window
    day: date
    on: date
    rows: tuple[Row, ...]
    borders: Borders = "that-day"

    @property
    def offer(self) -> Offer:
        return self.window.offer

    @property
    def audiences(self) -> tuple[str, ...]:
        return self.offer.audiences

    def numbers(self, audience: str = WHOLE) -> Counter[Stand]:
        return Counter(row.cell(audience).stand for row in self.rows)

    @property
    def gaps(self) -> tuple[Row, ...]:
        """Those who have not been offered it at all."""
        return tuple(row for row in self.rows if row.is_gap)

    @property
    def offered(self) -> int:
        return sum(row.whole.stand not in MISSING for row in self.rows)

    @property
    def open(self) -> tuple[Row, ...]:
        """Those of whom nobody has decided whether what a former one was offered holds for them."""
        return tuple(row for row in self.rows if row.whole.stand is Stand.UNKNOWN)

    @property
    def days_left(self) -> int:
        """Until the deadline; negative when it has passed."""
        return (self.window.last_day - self.day).days

    @property
    def begun(self) -> bool:
        return self.window.since <= self.day

    def row(self, code: str) -> Row | None:
        return next((row for row in self.rows if row.participation.municipality.code == code), None)


def boards(
    actor: Actor,
    definition: Definition,
    windows: Sequence[Window],
    day: date,
    *,
    office: str = "",
    codes: Collection[str] = (),
    today: date | None = None,
) -> list[Board]:
    """The boards of these windows, of one office (its key) or all that `actor` reaches; nine queries for all of them, and
    three more when municipalities went up in others meanwhile.

    `codes`: only these municipalities. `today`: on the borders of that day, not on those of the windows.
    """
    if not windows:
        return []
    rows = _taking_part(actor, definition, windows, office, codes, today)
    on = {window.key: _on(window, rows, day, today) for window in windows}
    since = min(window.since for window in windows) - A_YEAR
    before = formers(actor, definition, rows, since, max(on.values()))
    asked = {row.pk for row in rows} | {
        pk for each in before.values() for one in each for pk in one.participations
    }
    question = Question(actor, definition, tuple(windows), sorted(asked), day)
    found: dict[tuple[tuple[str, date], int], list[Proof]] = defaultdict(list)
    for proof in proofs(question):
        found[proof.window, proof.participation].append(proof)
    planned = _planned(actor, definition, windows, office)
    borders: Borders = "that-day" if today is None else "today"
    made = [_board(window, on[window.key], rows, found, before, planned, day) for window in windows]
    return [replace(each, borders=borders) for each in made]


def _on(window: Window, rows: Iterable[Participation], day: date, today: date | None) -> date:
    """The day whose municipalities a board is about."""
    if today is None:
        return max(window.since, min(day, window.last_day))
    ends = [
        row.until - timedelta(days=1) if row.until else today
        for row in rows
        if row.since and row.since <= today
    ]
    return min(today, max(ends, default=today))


def _taking_part(
    actor: Actor, definition: Definition, windows: Sequence[Window], office: str, codes: Collection[str], today: date | None
) -> list[Participation]:  # fmt: skip
    rows = visible(Participation.objects.all(), actor, "offer.read").filter(programme__key=definition.key)
    until = max(each.offer.until for each in windows)
    if today is not None:
        until = max(until, today + timedelta(days=1))
    rows = rows.filter(overlap(min(each.since for each in windows), until))
    if office:
        rows = rows.filter(office__key=office)
    if codes:
        rows = rows.filter(municipality__code__in=codes)
    return list(rows.select_related("municipality__county", "office"))


def _planned(
    actor: Actor, definition: Definition, windows: Sequence[Window], office: str
) -> dict[tuple[tuple[str, date], int], RoundMeeting]:
    """For whom a round has a meeting that was not removed; one query."""
    rows = (
        visible(RoundMember.objects.all(), actor, "offer.read")
        .filter(
            meeting__round__programme__key=definition.key,
            meeting__round__offer__in={window.offer.key for window in windows},
            meeting__round__undone_at=None,
            meeting__meeting__removed_at=None,
        )
        .exclude(meeting__meeting__status_key=Followed.Status.DROPPED)
    )
    if office:
        rows = rows.filter(meeting__round__office__key=office)
    rows = rows.select_related("meeting__round", "meeting__meeting").order_by("pk")
    return {
        ((row.meeting.round.offer, row.meeting.round.since), row.participation_id): row.meeting
        for row in rows
    }


def _board(
    window: Window,
    on: date,
    rows: Iterable[Participation],
    found: Mapping[tuple[tuple[str, date], int], list[Proof]],
    before: Formers,
    planned: Mapping[tuple[tuple[str, date], int], RoundMeeting],
    day: date,
) -> Board:
    said = {pk: proofs for (key, pk), proofs in found.items() if key == window.key}
    here = [row for row in rows if row.holds(on) and window.offer.concerns(row.office.key)]
    made = []
    for row in here:
        place, mine = row.municipality, list(said.get(row.pk, ()))
        went_in = [one for one in before.get(row.pk, ()) if one.since <= on]
        mine += passed_on(went_in, place, on, said)
        unseen = tuple(one.name_beside(place) for one in went_in if one.hidden and one.before > window.since)
        whole = _cell(mine, unseen)
        cells: dict[str, Cell] = {
            role: _cell([one for one in mine if role in one.roles], unseen) for role in window.offer.audiences
        }
        lacking = not_offered(went_in, place, on, said) if whole.stand not in MISSING else ()
        made.append(Row(row, whole, cells, planned.get((window.key, row.pk)), lacking))
    return Board(window, day, on, tuple(made))


def _cell(found: Iterable[Proof], unseen: tuple[str, ...] = ()) -> Cell:
    """The best that counts; unknown where nothing does and it is undecided, or not to be seen, what a former one got."""
    ordered = tuple(sorted(found, key=lambda one: (one.offered_on, one.day or date.min), reverse=True))
    stands = [one.stand for one in ordered if one.counts]
    nothing = Stand.UNKNOWN if unseen or any(one.undecided for one in ordered) else Stand.NOT_YET
    return Cell(min(stands, key=BEST.__getitem__, default=nothing), ordered, unseen)


def board(
    actor: Actor, definition: Definition, window: Window, day: date, *, office: str = "", today: date | None = None
) -> Board:  # fmt: skip
    [found] = boards(actor, definition, [window], day, office=office, today=today)
    return found
