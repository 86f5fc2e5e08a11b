"""The pages at the size of the nation, beside a plain Django page of the same content: `python -m bench --national`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from django.core.handlers.wsgi import WSGIHandler
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.template import Context, Engine
from django.urls import reverse

from bench import national
from bench.client import Server, signed_in
from bench.timing import Line, Times, times
from samordner.pages import clock
from samordner.participation.models import Observation, Participation
from samordner.participation.queries import state, taking_part
from samordner.participation.sheets import rebuild
from samordner.people.models import Assignment, User

BOARD, OFFICE, MUNICIPALITY, NUMBER, XLSX = 60.0, 20.0, 20.0, 20.0, 1000.0
SIZE, GROWTH = 120 * 1024, 1.3
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}
DAYS = (date(2024, 9, 30), date(2025, 5, 17), national.DAY)
MATRIX = Engine().from_string(
    "<table><tr><th></th>{% for subject in subjects %}<th>{{ subject.name }}</th>{% endfor %}</tr>"
    "{% for row, cells in rows %}<tr><th>{{ row.municipality.name }}</th>{% for cell in cells %}<td>"
    '<a href="/{{ row.pk }}/">{{ cell.value }} {{ cell.since|date:"d.m.Y" }} {{ cell.evidence }}</a></td>'
    "{% endfor %}</tr>{% endfor %}</table>"
)


def plain(day: date) -> str:
    """What one would write first: a window over all observations, and a template of rows and cells."""
    newest = Window(
        RowNumber(),
        partition_by=[F("participation"), F("subject"), F("item")],
        order_by=[F("since").desc(), F("recorded_at").desc(), F("pk").desc()],
    )
    standing = Observation.objects.filter(since__lte=day, withdrawn=False, corrected_by=None)
    found = {
        (one.participation_id, one.subject): one for one in standing.annotate(place=newest).filter(place=1)
    }
    subjects = national.definition().subjects
    rows = [
        (row, [found.get((row.pk, subject.key)) for subject in subjects])
        for row in Participation.objects.as_of(day).select_related("municipality")
    ]
    return MATRIX.render(Context({"subjects": subjects, "rows": rows}))


@dataclass(frozen=True)
class Nation:
    """Somebody who sees it all, asking for pages."""

    server: Server
    programme: str = f"programme={national.KEY}"

    def page(self, name: str, address: str, target: float, tries: int) -> Line:
        self.server.get(address, **GZIP)
        return Line(
            name, times(lambda: self.server.get(address, **GZIP), tries=tries, warm=2), target,
            (found := self.server.queries(address), found),
        )  # fmt: skip

    def lines(self, tries: int, what: str = "") -> Iterator[Line]:
        root, asked = reverse("boards:board"), f"?{self.programme}&day={national.DAY}"
        boards = [f"{root}?{self.programme}&day={day}" for day in DAYS]
        turn = iter(range(10_000))
        any_day: Callable[[], bytes] = lambda: self.server.get(boards[next(turn) % len(boards)], **GZIP)  # noqa: E731
        found = self.server.queries(boards[0])
        yield Line(
            f"board of the nation, any day{what}", times(any_day, tries=tries, warm=3), BOARD, (found, found)
        )
        yield self.page(f"board of an office{what}", f"{root}{asked}&office=more-og-romsdal", OFFICE, tries)
        number = f"{reverse('boards:number')}{asked}&subject=matter3&value=decided"
        yield self.page(
            f"number of an office, explained{what}", f"{number}&office=more-og-romsdal", NUMBER, tries
        )
        yield self.page(f"number of the nation, explained{what}", number, NUMBER, tries)
        yield self.page(
            f"a municipality{what}",
            f"{reverse('boards:municipality', args=['1505'])}{asked}",
            MUNICIPALITY,
            tries,
        )
        yield self.page(f"current state of all as XLSX{what}", f"{root}{asked}&format=xlsx", XLSX, 3)


def measured(tries: int) -> Iterator[Line]:
    """Everything at this size: cold, warm, the baseline beside it, and with twice the history."""
    began = perf_counter()
    count = national.load()
    print(f"ground    {count:,} observations loaded in {perf_counter() - began:.0f} s")
    ids = list(Participation.objects.filter(programme__key=national.KEY).values_list("pk", flat=True))
    yield Line("all sheets made anew, cold", _once(lambda: rebuild(ids)))
    national.settle()
    baseline = times(lambda: plain(national.DAY), tries=3)
    yield Line("baseline: window query and template matrix", baseline)
    yield Line("fold of all observations, one probe a cell", times(_probed, tries=5))
    nation = Nation(Server(WSGIHandler(), signed_in(_director())))
    before = list(nation.lines(tries))
    yield from before
    for line in before:
        print(f"          {line.what}: 1/{baseline.median / line.times.median:.0f} of the baseline")
    size = len(nation.server.get(f"{reverse('boards:board')}?{nation.programme}&day={national.DAY}", **GZIP))
    print(f"          board of the nation, gzipped: {size / 1024:.0f} KB, the target is {SIZE / 1024:.0f} KB")
    national.lengthen()
    rebuild(ids)
    national.settle()
    after = list(nation.lines(tries, ", twice the history"))
    yield from after
    for old, new in zip(before, after, strict=True):
        growth = new.times.median / old.times.median
        missed = "" if growth <= GROWTH else f"  MISSED: the target is {GROWTH}"
        print(f"          {old.what}: twice the history takes {growth:.2f} times as long{missed}")


def _probed() -> None:
    rows = list(taking_part(national.KEY, national.DAY))
    state(rows, national.definition(), national.DAY, known_at=clock.now())


def _once(deed: Callable[[], object]) -> Times:
    return times(deed, tries=1, warm=0)


def _director() -> User:
    """Someone of the directorate, who sees the whole country."""
    user = User.objects.create(
        email="nation@example.org", name="Oppdiktet", created_at=clock.now(), is_demo=True
    )
    Assignment.objects.create(user=user, role="directorate", since=date(2019, 1, 1))
    return user
