"""The numbers of a report: counted from what is registered, silence apart, and the nation the sum of its offices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from samordner.journal.deeds import Refusal
from samordner.reports.comparing import compared
from samordner.reports.content import Content, Count, Number, Part, Place, frozen, thawed
from samordner.reports.documents import office_rows, rows_of, topics
from samordner.reports.dues import dues, usual_status_day
from samordner.reports.gathering import gather
from samordner.reports.models import Report
from samordner.reports.operations import change_report
from samordner.support.operations import Asked, Given, log_help, raise_need
from tests.boards.conftest import SignIn
from tests.factories.borders import become
from tests.factories.participation import BY, DAY, NOW, lively, region, say
from tests.programmes.invented import invented
from tests.reports.conftest import SPRING, YEAR, begun, due

pytestmark = pytest.mark.django_db


def shown(content: Content, title: str) -> dict[str, tuple[int, int, str]]:
    rows = dict(topics(list(content.numbers), content))[title]
    return {row.text: (row.number, row.of, row.share) for row in rows}


def test_decided_and_documented_that_it_will_be_are_kept_apart_and_their_sum_says_so() -> None:
    place = region(26)
    for row in place.participations[:7]:
        say(row, "plan_status", "decided")
    for row in place.participations[7:9]:
        say(row, "plan_status", "to_be_decided")
    for row in place.participations[9:23]:
        say(row, "plan_status", "in_process")
    content = gather(begun(place), {})
    assert shown(content, "Planstatus") == {
        "Vedtatt": (7, 26, "26.9–38.5 %"),
        "Dokumentert at den skal vedtas": (2, 26, "7.7–19.2 %"),
        "I prosess": (14, 26, "53.8–65.4 %"),
        "Ikke startet": (0, 26, "0.0–11.5 %"),
        "Vedtatt + Dokumentert at den skal vedtas": (9, 26, "34.6–46.2 %"),
        "unknown": (3, 26, ""),
    }


def test_silence_is_never_no_and_moves_the_share_both_ways() -> None:
    place = region(4)
    say(place[0], "anchoring", "yes", item="own_case")
    say(place[1], "anchoring", "no", item="own_case")
    content = gather(begun(place), {})
    assert shown(content, "Forankret i")["Egen sak"] == (1, 4, "25.0–75.0 %")
    assert shown(content, "Forankret i")["Temaplan, handlingsplan eller strategi"] == (0, 4, "0.0–100.0 %")
    assert shown(content, "Fase")["unknown"] == (4, 4, "")


def test_those_for_whom_it_is_not_relevant_stand_apart_from_every_share() -> None:
    number = Number(
        "s", "value", "S",
        counts=(Count("no", "nei", applies=False, codes=("1", "2")), Count("yes", "ja", codes=("3",))),
        unknown=("4",),
    )  # fmt: skip
    content = gather(begun(region(1)), {})
    found = {row.text: (row.number, row.of, row.low, row.high) for row in rows_of([number], content)}
    assert found == {"ja": (1, 4, 50.0, 100.0), "nei": (2, 4, None, None), "unknown": (1, 4, None, None)}


def test_the_nation_is_the_sum_of_what_each_office_reports() -> None:
    one, other = region(9), region(5, key="sorviken", county="92")
    lively(one.participations)
    lively(other.participations[1:])
    nation = gather(begun(one, YEAR, status_day=DAY, national=True), {})
    parts = [gather(begun(place, SPRING, status_day=DAY), {}) for place in (one, other)]
    assert len(nation.places) == 14
    counted = 0
    for number in nation.numbers:
        theirs = [
            next(each for each in part.numbers if (each.subject, each.item) == (number.subject, number.item))
            for part in parts
        ]
        for place, row in enumerate(rows_of([number], nation)):
            each = [rows_of([their], part)[place] for their, part in zip(theirs, parts, strict=True)]
            assert sorted(row.codes) == sorted(code for their in each for code in their.codes)
            table = office_rows([row], nation)
            assert [line.parts["0"] for line in table] == [*(their.number for their in each), row.number]
            assert [line.parts["of"] for line in table] == [9, 5, 14]
            counted += row.number
    assert counted > 40


CODES = ["1501", "1502", "1503", "1504", "1505"]
STANDINGS = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["?", "a", "b", "c"]))


def reading(standing: dict[str, str]) -> Content:
    counts = tuple(
        Count(key, key, codes=tuple(code for code, value in standing.items() if value == key))
        for key in "abc"
    )
    unknown = tuple(code for code, value in standing.items() if value == "?")
    whole = gather(begun_once(), {})
    number = Number("s", "value", "S", counts=counts, unknown=unknown)
    part = Part("q", "Q", numbers=(number,))
    places = tuple(Place(code, code, "havbukta") for code in standing)
    return replace(whole, places=places, parts=(part,))


def begun_once() -> Report:
    return Report.objects.select_related("programme", "office").first() or begun(region(1))


@given(then=STANDINGS, now=STANDINGS)
def test_every_change_is_made_of_municipalities_that_came_left_are_new_or_are_gone(
    then: dict[str, str], now: dict[str, str]
) -> None:
    found = compared(reading(then), reading(now))
    for one in found.differences:
        assert one.change == len(one.came) - len(one.left) + len(one.new) - len(one.gone)
    assert sum(one.then for one in found.differences) == len(then)
    assert sum(one.now for one in found.differences) == len(now)
    assert set(found.new) == now.keys() - then.keys()
    assert set(found.gone) == then.keys() - now.keys()


def test_what_was_frozen_thaws_to_the_same() -> None:
    place = region(3)
    lively(place.participations)
    content = gather(begun(place), {}, known_at=place.participations[0].observations.latest("pk").recorded_at)
    assert thawed(frozen(content)) == content
    assert frozen(thawed(frozen(content))) == frozen(content)


def test_every_number_opens_to_as_many_municipalities(signed_in: SignIn, today: date) -> None:
    place = region(6)
    lively(place.participations)
    content = gather(begun(place), {})
    client = signed_in(office=place.office)
    rows = rows_of(list(content.numbers), content)
    assert len(rows) > 20
    for row in rows:
        if row.form == "unknown" or row.query:
            answer = client.get(row.address).content.decode()
            assert f'<p class="figure-number">{row.number} of 6</p>' in answer, row
            assert parse_qs(urlsplit(row.address).query)["office"] == ["havbukta"]


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_takes_the_same_few_queries_for_one_and_for_many(count: int) -> None:
    place = region(count)
    lively(place.participations)
    report = begun(place)
    gather(report, {})
    with CaptureQueriesContext(connection) as queries:
        gather(report, {})
    assert len(queries) == 12, [query["sql"][:120] for query in queries]


def test_deadlines_stay_on_their_day_and_the_national_one_comes_once_more_after_the_end() -> None:
    place = region(1)
    found = dues(place.definition, date(2021, 4, 27))
    assert [(one.form.key, one.day.isoformat()) for one in found] == [
        ("year", "2022-02-01"), ("half_year", "2021-05-15"), ("year", "2021-02-01"), ("half_year", "2020-11-01"),
        ("half_year", "2020-05-15"), ("year", "2020-02-01"), ("half_year", "2019-11-01"), ("half_year", "2019-05-15"),
    ]  # fmt: skip
    assert date(2021, 5, 15).weekday() == 5
    late = dues(place.definition, date(2026, 1, 1))
    assert [one.day for one in late][:3] == [date(2024, 2, 1), date(2023, 11, 1), date(2023, 5, 15)]
    assert usual_status_day(due(place, YEAR), DAY) == date(2020, 12, 31)
    assert usual_status_day(due(place, SPRING), DAY) == DAY
    assert dues(replace(invented(), reports=()), DAY) == []


def test_only_what_held_on_the_day_of_the_numbers_counts() -> None:
    place = region(2)
    say(place[0], "plan_status", "decided", since=date(2021, 4, 1))
    say(place[1], "plan_status", "decided", since=date(2021, 3, 1))
    content = gather(begun(place, status_day=date(2021, 3, 31)), {})
    assert shown(content, "Planstatus")["Vedtatt"] == (1, 2, "50.0–100.0 %")


def test_what_was_done_for_a_municipality_before_it_was_merged_still_counts() -> None:
    place = region(2)
    acts: dict[str, Any] = {"by": BY, "now": NOW}
    raise_need(place[0], Asked("Skyss", date(2021, 3, 1), "contact"), **acts)
    log_help([place[0]], Given(date(2021, 3, 2), "call", "KS"), **acts)
    become(place.participations, ["Storvik"], date(2021, 4, 1))
    content = gather(begun(place, status_day=DAY), {}, language="en")
    told = {one.key: one.number for part in content.parts for one in part.told}
    assert {key: told.get(key) for key in ("help", "helped", "raised", "open")} == dict.fromkeys(
        ("help", "helped", "raised", "open"), 1
    )


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2021, 4, 28), date(1, 1, 1), date(9999, 12, 31)])
def test_a_report_tells_of_no_day_before_the_programme_or_to_come(day: date) -> None:
    report = begun(region(1))
    with pytest.raises(Refusal):
        change_report(report, status_day=day, language="nb", version=1, by=BY, now=NOW)
