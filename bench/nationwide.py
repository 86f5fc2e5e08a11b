"""The pages at the size of the nation, beside a plain Django page of the same content: `python -m bench --national`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
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
from samordner.people.models import Assignment, User
from samordner.programmes.models import Programme
from samordner.project.jobs import rebuild_sheets
from samordner.reports.dues import due_on
from samordner.reports.models import Report
from samordner.reports.operations import begin_report

BOARD, OFFICE, MUNICIPALITY, NUMBER, XLSX, REPORT = 60.0, 20.0, 20.0, 20.0, 1000.0, 3000.0
SIZE, GROWTH, NOISE = 120 * 1024, 1.3, 2.0
"""Bytes gzipped; how many times the time twice the history may take; ms that a clock may be off."""
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}
DAYS = (date(2024, 9, 30), date(2025, 5, 17), national.DAY)
FIRST, WEEKS = date(2024, 10, 4), 20
"""So many days that no page is remembered of long enough for them all: each is read anew."""
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
    report: Report
    programme: str = f"programme={national.KEY}"

    def page(
        self, name: str, addresses: Sequence[str], target: float, queries: int, tries: int, size: int = 0
    ) -> Line:
        """The pages at these addresses in turn. `queries`: a literal; `size`: how many bytes it may be, gzipped."""
        largest = max(len(self.server.get(address, **GZIP)) for address in addresses)
        # Now and then the session is written down too: that is once in five minutes, not on each page
        asked = max(min(self.server.queries(address) for _ in range(2)) for address in addresses)
        turn = cycle(addresses)
        found = times(lambda: self.server.get(next(turn), **GZIP), tries=tries, warm=len(addresses))
        if size:
            name = f"{name}, {largest / 1024:.0f} kB"
        too_large = (
            (f"{largest / 1024:.0f} kB, the target is {size / 1024:.0f}",) if size and largest > size else ()
        )
        return Line(name, found, target, (asked, queries), too_large)

    def lines(self, tries: int) -> Iterator[Line]:
        root, asked = reverse("boards:board"), f"?{self.programme}&day={national.DAY}"
        days = [f"{root}?{self.programme}&day={day}" for day in DAYS]
        number = f"{reverse('boards:number')}{asked}&subject=matter3&value=decided"
        known = f"{reverse('boards:number')}{asked}&subject=matter3&kind=known"
        # Of a number that nobody stands behind there are no observations to look for: that is one query less
        of_office = f"{number},in_use"
        office = "&office=more-og-romsdal"
        place = f"{reverse('boards:municipality', args=['1505'])}{asked}"
        report = reverse("reports:report", args=[self.report.pk])
        yield self.page("board of the nation, any day", days, BOARD, 12, tries, SIZE)
        unread = [f"{root}?{self.programme}&day={FIRST + timedelta(days=7 * week)}" for week in range(WEEKS)]
        yield self.page("a board of the nation that is read anew, any day", unread, BOARD, 12, tries, SIZE)
        yield self.page("board of an office", [f"{root}{asked}{office}"], OFFICE, 12, tries)
        yield self.page("number of an office, explained", [f"{of_office}{office}"], NUMBER, 13, tries)
        yield self.page("number of the nation, explained", [number], NUMBER, 13, tries)
        yield self.page("number of the nation, nearly all", [known], NUMBER, 13, tries)
        yield self.page("a municipality", [place], MUNICIPALITY, 21, tries)
        yield self.page("report of the nation", [report], REPORT, 17, 3)
        yield self.page("current state of all as XLSX", [f"{root}{asked}&format=xlsx"], XLSX, 12, 3)


def measured(tries: int) -> Iterator[Line]:
    """Everything at this size: cold, warm, the baseline beside it, and with twice the history."""
    began = perf_counter()
    count = national.load()
    print(f"ground    {count:,} observations loaded in {perf_counter() - began:.0f} s")
    ids = list(Participation.objects.filter(programme__key=national.KEY).values_list("pk", flat=True))
    yield Line("all sheets made anew, cold", _once(lambda: rebuild_sheets(ids)))
    national.settle()
    baseline = times(lambda: plain(national.DAY), tries=2, warm=0)
    yield Line("baseline: window query and template matrix", baseline)
    yield Line("fold of all observations, one probe a cell", times(_probed, tries=3))
    nation = Nation(Server(served(), signed_in(_director())), _report())
    before = list(nation.lines(tries))
    yield from before
    for line in before:
        print(f"          {line.what}: 1/{baseline.median / line.times.median:.0f} of the baseline")
    national.lengthen()
    rebuild_sheets(ids)
    national.settle()
    for old, new in zip(before, nation.lines(tries), strict=True):
        # By the quickest of all tries: two measurements minutes apart are not to tell who else was busy
        first, second = min(old.times.wall), min(new.times.wall)
        growth, off = second / first, second > first * GROWTH + NOISE
        slower = (f"{growth:.2f} times as long, the target is {GROWTH}",) if off else ()
        what = f"{old.what.partition(', ')[0]}, twice the history: × {growth:.2f}"
        yield replace(new, what=what, target=None, also=slower)


def _probed() -> None:
    rows = list(taking_part(national.KEY, national.DAY))
    state(rows, national.definition(), national.DAY, known_at=clock.now())


def served() -> WSGIHandler:
    """The product as the web server has it: what is in memory after the start is left in peace."""
    from samordner.project.wsgi import application

    return application


def _report() -> Report:
    """The nation's report of the year, begun."""
    programme, says = Programme.objects.get(key=national.KEY), national.definition()
    due = due_on(says, says.reports[0].key, date(2026, 2, 1))
    assert due is not None
    return begin_report(
        programme, None, due, status_day=date(2025, 12, 31), language="nb", by=national.BY, now=clock.now()
    )


def _once(deed: Callable[[], object]) -> Times:
    return times(deed, tries=1, warm=0)


def _director() -> User:
    """Someone of the directorate, who sees the whole country."""
    user = User.objects.create(
        email="nation@example.org", name="Oppdiktet", created_at=clock.now(), is_demo=True
    )
    Assignment.objects.create(user=user, role="directorate", since=date(2019, 1, 1))
    return user
