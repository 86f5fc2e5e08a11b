"""Arenas: who went when, what was said, how long nobody has been, and what municipalities said they need."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.cooperation.models import Arena, ArenaVisit, VisitNeed
from samordner.cooperation.operations.arenas import (
    Day,
    Described,
    call_off,
    change_arena,
    change_visit,
    raise_there,
    take_up,
)
from samordner.cooperation.operations.keeping import remove, restore
from samordner.cooperation.queries.arenas import (
    Line,
    Narrowing,
    VisitNarrowing,
    lines,
    narrowed,
    ordered,
    visited,
    visits_narrowed,
)
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.places.models import Grouping
from samordner.places.operations import make_grouping
from samordner.support.models import Where
from samordner.support.operations import Asked
from tests.factories import cooperation as make
from tests.factories.participation import BY, DAY, NOW, region

pytestmark = pytest.mark.django_db


def line(day: date = DAY) -> Line:
    (one,) = lines(Arena.objects.all(), day)
    return one


@pytest.mark.parametrize(
    ("every", "been", "planned", "state", "quiet"),
    [
        (6, (), (), "never", None),
        (6, (date(2020, 10, 27),), (), "in_time", 6),
        (6, (date(2020, 10, 26),), (), "late", 6),
        (6, (date(2020, 10, 28),), (), "in_time", 5),
        (6, (date(2020, 1, 1),), (date(2021, 4, 27),), "in_time", 15),
        (6, (date(2020, 1, 1),), (date(2021, 4, 26),), "late", 15),
        (None, (), (), "none", None),
        (6, (date(2021, 4, 27),), (), "in_time", 0),
    ],
)
def test_an_arena_is_quiet_from_the_last_day_that_somebody_was_there(
    every: int | None, been: tuple[date, ...], planned: tuple[date, ...], state: str, quiet: int | None
) -> None:
    arena = make.arena(region(1), visit_every=every)
    for day in been:
        make.visit(arena, day)
    for day in planned:
        make.visit(arena, day, "planned")
    assert (line().state(DAY), line().quiet_months(DAY)) == (state, quiet)


def test_a_day_that_was_planned_and_is_past_counts_as_nobody_there_until_it_is_written_up() -> None:
    arena = make.arena(region(1), visit_every=6)
    planned = make.visit(arena, date(2021, 4, 20), "planned", theme="Mat")
    assert (line().last, line().unwritten, planned.is_unwritten(DAY)) == (None, 1, True)
    said = Day(
        day=planned.day, state="been", theme="Mat", said="Vi fortalte", agreed="Tas opp igjen",
        organisations=("KS", "ks", "Embetet"), accounts=("u7",),
    )  # fmt: skip
    change_visit(planned, said, version=1, today=DAY, by=BY, now=NOW)
    assert (line().last, line().unwritten) == (date(2021, 4, 20), 0)
    (one,) = visited(ArenaVisit.objects.all(), VisitNeed.objects.all())
    assert (set(one.organisations), one.accounts) == ({"ks", "Embetet"}, ("u7",))


def test_what_cannot_be_is_refused() -> None:
    arena = make.arena(region(1))
    for day, state, more, word in (
        (date(2021, 4, 28), "been", {}, "not come"),
        (date(2021, 4, 20), "been", {"organisations": ()}, "who was there"),
        (date(2021, 5, 20), "planned", {"said": "Noe"}, "has been there"),
        (date(2021, 5, 20), "cancelled", {}, "is going"),
        (date(1814, 5, 17), "planned", {}, "1990"),
    ):
        with pytest.raises(Refusal, match=word):
            make.visit(arena, day, state, **more)
    make.visit(arena, DAY)
    with pytest.raises(Refusal, match="noted already"):
        make.visit(arena, DAY)
    with pytest.raises(Refusal, match="there already"):
        make.arena(region(0), name="KYSTRÅDET")
    assert ArenaVisit.objects.count() == 1


def test_a_grouping_and_a_meeting_of_another_office_are_refused() -> None:
    place, other = region(1), region(1, key="sorvik", county="92")
    theirs = make_grouping(other.office, name="Rådet", kind=Grouping.Kind.OTHER, by=BY, now=NOW)
    with pytest.raises(Refusal, match="another office"):
        make.arena(place, grouping=theirs)
    arena, meeting = make.arena(place), make.met(other, date(2021, 4, 20))
    with pytest.raises(Refusal, match="another office"):
        make.visit(arena, DAY, meeting=meeting)


def test_a_day_is_called_off_taken_up_removed_and_brought_back() -> None:
    arena = make.arena(region(1))
    day = make.visit(arena, date(2021, 5, 20), "planned")
    call_off(day, why="Utsatt av rådet", version=1, by=BY, now=NOW)
    assert (line().next, day.state) == (None, "cancelled")
    take_up(day, version=2, by=BY, now=NOW)
    assert (line().next, day.why) == (date(2021, 5, 20), "")
    with pytest.raises(Conflict):
        call_off(day, why="", version=1, by=BY, now=NOW)
    remove(day, version=3, by=BY, now=NOW)
    other = make.visit(arena, date(2021, 5, 20), "planned")
    with pytest.raises(Refusal, match="taken its place"):
        restore(day, version=4, by=BY, now=NOW)
    remove(other, version=1, by=BY, now=NOW)
    restore(day, version=4, by=BY, now=NOW)
    assert line().next == date(2021, 5, 20)
    verbs = list(Entry.objects.filter(kind="arena_visit", key=str(day.pk)).values_list("verb", flat=True))
    assert sorted(verbs) == ["call_off", "planned", "remove", "restore", "take_up"]


def test_an_arena_with_history_is_kept_and_one_without_is_removed_and_comes_back() -> None:
    place = region(1)
    arena = make.arena(place)
    day = make.visit(arena)
    with pytest.raises(Refusal, match="history"):
        remove(arena, version=1, by=BY, now=NOW)
    remove(day, version=1, by=BY, now=NOW)
    remove(arena, version=1, by=BY, now=NOW)
    assert lines(Arena.objects.all(), DAY) == []
    make.arena(place)
    with pytest.raises(Refusal, match="taken its place"):
        restore(arena, version=2, by=BY, now=NOW)


def test_a_need_raised_there_stands_among_the_municipality_s_needs_with_where_it_was_said() -> None:
    place = region(2)
    day = make.visit(make.arena(place), date(2021, 4, 20))
    asked = Asked("Hjelp til skyss", day.day, Where.OTHER, raised_by="ordfører")
    need = raise_there(day, place[1], asked, by=BY, now=NOW)
    assert (need.participation, need.raised_on, need.raised_reference) == (
        place[1], date(2021, 4, 20), "Kystrådet, 20.04.2021"
    )  # fmt: skip
    (one,) = visited(ArenaVisit.objects.all(), VisitNeed.objects.all())
    assert one.needs == 1
    with pytest.raises(Refusal, match="Needs were raised"):
        remove(day, version=1, by=BY, now=NOW)
    later = make.visit(Arena.objects.get(), date(2021, 5, 20), "planned")
    with pytest.raises(Refusal, match="Nobody has been there"):
        raise_there(later, place[1], asked, by=BY, now=NOW)
    assert VisitNeed.objects.count() == 1


def test_an_arena_is_written_anew_and_another_s_change_is_not_overwritten() -> None:
    arena = make.arena(region(1), owner="Fylket")
    change_arena(
        arena, Described(name="Kystrådet", kind="forum", rhythm="to ganger i året"), version=1, by=BY, now=NOW
    )
    assert (arena.kind, arena.owner, arena.owner_key) == ("forum", "", "")
    with pytest.raises(Conflict):
        change_arena(arena, Described(name="Rådet", kind="forum"), version=1, by=BY, now=NOW)


def test_lists_narrow_and_sort() -> None:
    place = region(1)
    coast, inland = make.arena(place, visit_every=6), make.arena(place, "Ågruppa", kind="forum", owner="KS")
    make.visit(coast, date(2021, 4, 1), theme="Mat", said="Om skyss", organisations=("USHT",))
    make.visit(inland, date(2021, 6, 1), "planned")
    found = lines(Arena.objects.all(), DAY)
    for by, names in (
        (Narrowing(), ["Kystrådet", "Ågruppa"]), (Narrowing(kind="forum"), ["Ågruppa"]), (Narrowing(words="ks"), ["Ågruppa"]),
        (Narrowing(state="wait"), []), (Narrowing(state="none"), ["Ågruppa"]), (Narrowing(state="in_time"), ["Kystrådet"]),
        (Narrowing(office="sorvik"), []), (Narrowing(state="x", kind="y"), ["Kystrådet", "Ågruppa"]),
    ):  # fmt: skip
        assert (by, [one.arena.name for one in ordered(narrowed(found, by, DAY))]) == (by, names)
    rows = ArenaVisit.objects.all()
    for wanted, number in (
        (VisitNarrowing(words="skyss"), 1), (VisitNarrowing(words="kystrådet mat"), 1), (VisitNarrowing(organisation="USHT"), 1),
        (VisitNarrowing(organisation="KS"), 0), (VisitNarrowing(state="planned"), 1), (VisitNarrowing(first=date(2021, 5, 1)), 1),
        (VisitNarrowing(last=date(2021, 4, 1)), 1), (VisitNarrowing(office="sorvik"), 0), (VisitNarrowing(), 2),
    ):  # fmt: skip
        assert (wanted, visits_narrowed(rows, wanted).count()) == (wanted, number)
