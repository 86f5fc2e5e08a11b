"""A feed's file says to two readers that know nothing of each other just what was written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from samordner.calendars.ics import written
from samordner.happenings.happenings import Concerned, Happening, Place, occurrences
from samordner.happenings.uids import uid_of
from samordner.timeline.series import Series
from tests.calendars.happenings import CHANGED, at, meeting, named_days, weekly
from tests.calendars.readers import DAY, WHOLE_YEAR, Read, first_reader, second_reader

ORIGIN = "https://samordner.example/"
Reader = Callable[[bytes, date, date], list[Read]]
READERS = pytest.mark.parametrize("reader", [first_reader, second_reader])


def file(*happenings: Happening) -> bytes:
    return written(happenings, name="Mine dager", language="nb", origin=ORIGIN)


def utc(when: datetime | date) -> str:
    return when.astimezone(UTC).isoformat() if isinstance(when, datetime) else f"{when}"


def events(content: bytes) -> list[dict[str, object]]:
    return [dict(event) for event in Calendar.from_ical(content).walk("VEVENT")]


def expected(*happenings: Happening) -> list[Read]:
    """What a calendar program is to show, from the happenings themselves."""
    found = []
    for happening in happenings:
        for one in occurrences(happening, *WHOLE_YEAR):
            if one.cancelled and happening.series:
                continue
            title = f"Møte: {happening.title}"
            end = one.end if isinstance(one.start, datetime) else one.last + DAY
            assert end is not None
            status, said = ("CANCELLED", f"Avlyst: {title}") if one.cancelled else ("CONFIRMED", title)
            found.append(Read(utc(one.start), utc(end), said, status, one.place))
    return sorted(found)


@READERS
def test_a_series_across_both_changes_of_the_clock_with_one_date_moved_and_one_cancelled(
    reader: Reader,
) -> None:
    series = weekly()
    found = reader(file(series), *WHOLE_YEAR)
    assert found == expected(series)
    assert len(found) == 25
    starts = [each.start for each in found]
    assert "2021-03-15T08:00:00+00:00" in starts  # winter
    assert "2021-03-30T10:30:00+00:00" in starts  # moved, in summer
    assert "2021-03-29T07:00:00+00:00" not in starts
    assert "2021-10-11T07:00:00+00:00" in starts  # summer
    assert "2021-10-25T07:00:00+00:00" not in starts  # cancelled
    assert "2021-11-08T08:00:00+00:00" in starts  # winter again


@READERS
def test_whole_days_named_one_by_one_with_one_moved_and_one_cancelled(reader: Reader) -> None:
    found = reader(file(named_days()), *WHOLE_YEAR)
    assert [(each.start, each.end) for each in found] == [
        ("2021-03-01", "2021-03-02"),
        ("2021-04-10", "2021-04-11"),
    ]


@READERS
@pytest.mark.parametrize(
    "start",
    [at(3, 27, 23, 30), at(3, 28, 1, 59), at(3, 28, 3), at(10, 30, 23, 30), at(10, 31, 3), at(10, 31, 12)],
    ids=str,
)
def test_single_moments_about_both_changes_of_the_clock(reader: Reader, start: datetime) -> None:
    one = meeting(start=start, end=(start.astimezone(UTC) + DAY / 24).astimezone(start.tzinfo))
    assert reader(file(one), *WHOLE_YEAR) == expected(one)


@READERS
def test_a_series_by_named_moments_keeps_the_clock(reader: Reader) -> None:
    series = Series(dates=(at(3, 22, 9), at(4, 7, 13), at(11, 1, 9)))
    one = meeting(start=at(3, 22, 9), end=at(3, 22, 10), series=series)
    assert [each.start for each in reader(file(one), *WHOLE_YEAR)] == [
        "2021-03-22T08:00:00+00:00", "2021-04-07T11:00:00+00:00", "2021-11-01T08:00:00+00:00",
    ]  # fmt: skip


@READERS
def test_what_is_cancelled_stays_and_says_so(reader: Reader) -> None:
    one = meeting(cancelled=True)
    (found,) = reader(file(one), *WHOLE_YEAR)
    assert (found.status, found.summary) == ("CANCELLED", "Avlyst: Møte: Møte om mat")


@READERS
def test_words_with_every_sign_and_of_any_length_come_through(reader: Reader) -> None:
    title = "Mat, måltid; «kvalitet» \\ vegen vidare — " + "ærleg talt æøå 🦌 " * 20 + "BEGIN:VEVENT"
    (found,) = reader(file(meeting(title=title.strip(), place="Kai 3; 2. etasje, rom «B»")), *WHOLE_YEAR)
    assert (found.summary, found.place) == (f"Møte: {title.strip()}", "Kai 3; 2. etasje, rom «B»")


def test_no_line_is_longer_than_75_octets_and_none_is_begun_by_a_title() -> None:
    content = file(meeting(title="ø" * 300), meeting("try:2", title="a\r\nBEGIN:VALARM\r\nb"))
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\r\nBEGIN:VALARM" not in content
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_what_has_no_settled_day_is_left_out() -> None:
    assert events(file(meeting(loosely="mai 2021"))) == []


def test_a_happening_keeps_its_uid_when_it_moves_and_its_sequence_goes_up() -> None:
    (before,) = events(file(meeting(sequence=1)))
    (after,) = events(file(meeting(sequence=2, start=at(5, 3, 9), end=at(5, 3, 10), moved_from=at(4, 28, 9))))
    assert before["UID"] == after["UID"] == uid_of("try:1")
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert "flyttet fra 28.04.2021 09.00" in str(after["DESCRIPTION"])
    assert uid_of("try:1") != uid_of("try:2")


def test_the_moved_date_of_a_series_has_the_uid_of_the_series_and_names_the_date_that_it_replaces() -> None:
    master, override = events(file(weekly()))
    assert master["UID"] == override["UID"]
    assert str(override["RECURRENCE-ID"].dt) == "2021-03-29 09:00:00+02:00"  # type: ignore[attr-defined]
    assert str(override["DTSTART"].dt) == "2021-03-30 12:30:00+02:00"  # type: ignore[attr-defined]
    assert [str(each.dt) for each in master["EXDATE"].dts] == ["2021-10-25 09:00:00+02:00"]  # type: ignore[attr-defined]
    assert b"DTSTART;TZID=Europe/Oslo:20210104T090000" in file(weekly())
    assert b"UNTIL=20211231T225959Z" in file(weekly())


def test_the_same_days_are_the_same_bytes_whatever_order_they_come_in() -> None:
    one, other = meeting(), meeting("try:2")
    assert file(one, other) == file(other, one)
    (event,) = events(file(one))
    assert event["DTSTAMP"].dt == CHANGED  # type: ignore[attr-defined]


def test_it_says_whom_it_concerns_and_where_its_page_is() -> None:
    places = tuple(Place(f"{number}", f"Vik {number}") for number in range(6))
    concerned = Concerned(municipalities=places, organisations=("USHT",))
    (event,) = events(file(meeting(concerned=concerned, address="/planer/1/", note="planlagt")))
    assert str(event["URL"]) == "https://samordner.example/planer/1/"
    assert str(event["DESCRIPTION"]) == (
        "Vik 0, Vik 1, Vik 2, Vik 3 og 2 til · USHT\nplanlagt\nhttps://samordner.example/planer/1/"
    )


# Meetings that are planned one by one, and belong together


def planned_weekly(**changes: dict[str, Any]) -> list[Happening]:
    """Tuesdays at nine from 16 March to 9 November, one meeting each; both changes of the clock lie within."""
    days = [date(2021, 3, 16) + 14 * number * DAY for number in range(18)]
    found = []
    for number, day in enumerate(days):
        start = at(day.month, day.day, 9)
        usual: dict[str, Any] = {
            "start": start, "end": at(day.month, day.day, 10, 30), "planned": start, "series_key": "try-series:1",
            "address": f"/moter/{number}/", "place": "Kai 3", "sequence": 1,
        }  # fmt: skip
        found.append(
            replace(meeting(f"try:{number}", "Arbeidsgruppe", **usual), **changes.get(f"n{number}", {}))
        )
    return found


MOVED_ONE = {"start": at(4, 14, 12), "end": at(4, 14, 13, 30), "moved_from": at(4, 13, 9), "sequence": 2}
IRREGULAR = {"planned": at(4, 8, 9), "start": at(4, 8, 9), "end": at(4, 8, 10, 30)}


@READERS
def test_dates_that_belong_together_are_a_series_with_one_moved_and_one_cancelled(reader: Reader) -> None:
    dates = planned_weekly(n2=MOVED_ONE, n16={"cancelled": True})
    content = file(*dates)
    found = reader(content, *WHOLE_YEAR)
    assert found == expected(*[one for one in dates if not one.cancelled])
    assert len(found) == 17
    starts = [each.start for each in found]
    assert "2021-03-16T08:00:00+00:00" in starts  # winter
    assert "2021-03-30T07:00:00+00:00" in starts  # summer
    assert "2021-04-14T10:00:00+00:00" in starts  # moved
    assert "2021-04-13T07:00:00+00:00" not in starts
    assert "2021-10-26T07:00:00+00:00" not in starts  # cancelled
    assert "2021-11-09T08:00:00+00:00" in starts  # winter again
    master, override = events(content)
    assert str(master["RRULE"].to_ical().decode()) == "FREQ=WEEKLY;UNTIL=20211109T225959Z;INTERVAL=2"  # type: ignore[attr-defined]
    assert master["UID"] == override["UID"] == uid_of("try-series:1")
    assert override["RECURRENCE-ID"].dt == at(4, 13, 9)  # type: ignore[attr-defined]
    assert "flyttet fra 13.04.2021 09.00" in str(override["DESCRIPTION"])


@READERS
def test_a_date_that_says_something_of_its_own_says_it_on_its_day(reader: Reader) -> None:
    dates = planned_weekly(n5={"title": "Avslutning", "place": "Storsalen", "end": at(5, 25, 12)})
    found = reader(file(*dates), *WHOLE_YEAR)
    assert found == expected(*dates)
    assert len(events(file(*dates))) == 2


@READERS
def test_a_date_that_was_never_planned_is_left_out_of_the_series(reader: Reader) -> None:
    dates = [one for number, one in enumerate(planned_weekly()) if number not in {8, 9}]
    assert reader(file(*dates), *WHOLE_YEAR) == expected(*dates)
    assert len(events(file(*dates))) == 1


@READERS
@pytest.mark.parametrize(
    "dates",
    [
        planned_weekly(n2=IRREGULAR),
        planned_weekly()[:2],
        [replace(one, title=f"Dialogmøte {number}") for number, one in enumerate(planned_weekly())],
        planned_weekly(n2={"start": date(2021, 4, 14), "end": None}),
    ],
    ids=["no rule", "too few", "nothing that comes back", "a day among moments"],
)
def test_dates_with_little_in_common_are_told_one_by_one(reader: Reader, dates: list[Happening]) -> None:
    assert reader(file(*dates), *WHOLE_YEAR) == expected(*dates)
    assert [str(event["UID"]) for event in events(file(*dates))] == sorted(uid_of(one.key) for one in dates)


@READERS
def test_a_series_of_days_that_is_called_off_stays_and_says_so(reader: Reader) -> None:
    days = [date(2021, 3, 26) + 7 * number * DAY for number in range(4)]
    dates = [
        meeting(f"try:{day}", start=day, end=None, planned=day, series_key="try-series:2", cancelled=True)
        for day in days
    ]
    found = reader(file(*dates), *WHOLE_YEAR)
    assert [(each.start, each.status) for each in found] == [(f"{day}", "CANCELLED") for day in days]


def test_a_change_of_any_date_gives_the_series_a_higher_sequence() -> None:
    later = CHANGED + DAY
    (before,) = events(file(*planned_weekly()))
    after, override = events(file(*planned_weekly(n2={**MOVED_ONE, "changed_at": later})))
    assert before["SEQUENCE"] < after["SEQUENCE"] == override["SEQUENCE"]  # type: ignore[operator]
    assert after["LAST-MODIFIED"].dt == later  # type: ignore[attr-defined]
