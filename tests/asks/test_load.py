"""The load is the sum of what was asked, and much at once is told by a literal rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.asks.models import Ask, AskRecipient
from samordner.asks.operations import Wording, answered, ask, change_ask, postpone, reopen, withdraw
from samordner.asks.queries import (
    LONG,
    MANY,
    SPAN,
    Amount,
    Narrowing,
    asks_of,
    crowding,
    every_recipient,
    lines,
    load,
    narrowed,
    waiting,
)
from samordner.asks.queries.crowds import _worst
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.participation.models import Participation
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db

APRIL, MAY, JUNE = date(2021, 4, 1), date(2021, 5, 1), date(2021, 6, 1)


def wording(**fields: object) -> Wording:
    usual = {
        "asked_by": "Direktoratet", "title": "Halvårsrapport", "kind": "report", "minutes": 90,
        "sent": date(2021, 4, 1), "deadline": date(2021, 5, 15),
    }  # fmt: skip
    return Wording(**{**usual, **fields})  # type: ignore[arg-type]


def asked(place: Region, *who: int, **fields: object) -> Ask:
    rows = [place[number] for number in who]
    return ask(place.programme, place.office, wording(**fields), rows, by=BY, now=NOW)


def test_the_load_is_the_sum_by_the_month_of_the_deadline_or_the_day_it_was_sent() -> None:
    place = region(3)
    asked(place, 0, 1)
    asked(place, 0, minutes=30, deadline=None, title="Ring oss")
    asked(place, 0, minutes=60, deadline=date(2021, 5, 31), asked_by="KS")
    asked(place, 0, minutes=500, deadline=date(2021, 6, 1))
    found = load(place.participations, APRIL, JUNE)
    assert found.months == (APRIL, MAY)
    assert found.cells == {
        (place[0].pk, APRIL): Amount(1, 30), (place[0].pk, MAY): Amount(2, 150), (place[1].pk, MAY): Amount(1, 90),
    }  # fmt: skip
    assert (found.row(place[0].pk), found.column(MAY), found.total) == (
        Amount(3, 180), Amount(3, 240), Amount(4, 270),
    )  # fmt: skip
    assert load(place.participations, APRIL, JUNE, asked_by="KS").total == Amount(1, 60)
    assert found.row(place[0].pk).hours == 3.0


def test_what_is_withdrawn_for_a_municipality_is_no_load_for_it_and_still_to_be_read() -> None:
    place = region(2)
    row = asked(place, 0, 1)
    spared = row.recipients.get(participation=place[0])
    withdraw(row, [spared], on=DAY, why="Kommunen har kommunesammenslåing", today=DAY, by=BY, now=NOW)
    assert load(place.participations, MAY, JUNE).cells == {(place[1].pk, MAY): Amount(1, 90)}
    assert [one.state for one in asks_of(place[0], DAY)] == ["withdrawn"]
    line = lines(narrowed(AskRecipient.objects.all(), Narrowing(), DAY), DAY)[0]
    assert (line.recipients, line.withdrawn, line.amount) == (2, 1, Amount(1, 90))


def test_every_number_of_the_load_is_the_list_that_it_opens_to() -> None:
    place = region(3)
    asked(place, 0, 1, 2)
    asked(place, 0, minutes=45, deadline=date(2021, 5, 3))
    asked(place, 1, minutes=20, deadline=None)
    row = asked(place, 2, minutes=20, deadline=date(2021, 4, 20))
    withdraw(row, list(row.recipients.all()), on=DAY, why="Dobbelt", today=DAY, by=BY, now=NOW)
    found = load(place.participations, APRIL, JUNE)
    for each in place.participations:
        for month in found.months:
            by = Narrowing(first=month, last=month, municipality=each.municipality.code)
            shown = lines(narrowed(AskRecipient.objects.all(), by, DAY), DAY)
            assert sum((line.amount for line in shown), Amount()) == found.of(each.pk, month)


def test_a_municipality_sees_how_each_request_stood_on_the_day() -> None:
    place = region(1)
    row = asked(place, 0, sent=date(2021, 3, 1), deadline=date(2021, 4, 1))
    later = asked(place, 0, sent=date(2021, 6, 1), deadline=None, title="Senere")
    answered(row, list(row.recipients.all()), on=date(2021, 4, 10), today=DAY, by=BY, now=NOW)
    days = {
        day: [(one.ask.title, one.state) for one in asks_of(place[0], day)]
        for day in (date(2021, 2, 1), date(2021, 3, 2), date(2021, 4, 5), date(2021, 4, 10))
    }
    assert list(days.values()) == [
        [], [("Halvårsrapport", "open")], [("Halvårsrapport", "late")], [("Halvårsrapport", "answered")],
    ]  # fmt: skip
    assert [one.ask.pk for one in waiting(AskRecipient.objects.all(), date(2021, 4, 5))] == [row.pk]
    assert [one.ask.pk for one in waiting(AskRecipient.objects.all(), date(2021, 6, 2))] == [later.pk]


def test_the_third_request_within_two_weeks_warns_and_nothing_is_refused() -> None:
    place = region(2)
    asked(place, 0, 1, minutes=10, deadline=date(2021, 5, 3))
    asked(place, 0, minutes=10, deadline=date(2021, 5, 16))
    assert crowding(every_recipient(), place.participations, date(2021, 5, 17), 10) == []
    found = crowding(every_recipient(), place.participations, date(2021, 5, 10), 10)
    assert [(one.participation.pk, one.number, one.minutes) for one in found] == [(place[0].pk, 3, 30)]
    asked(place, 0, minutes=10, deadline=date(2021, 5, 10))
    assert Ask.objects.count() == 3


def test_a_working_day_within_two_weeks_warns_too_but_one_request_alone_never_does() -> None:
    place = region(1)
    assert crowding(every_recipient(), place.participations, DAY, 900) == []
    row = asked(place, 0, minutes=420, deadline=date(2021, 5, 3))
    assert [
        one.minutes for one in crowding(every_recipient(), place.participations, date(2021, 5, 16), 60)
    ] == [480]
    assert crowding(every_recipient(), place.participations, date(2021, 5, 16), 59) == []
    assert crowding(every_recipient(), place.participations, date(2021, 5, 17), 60) == []
    assert crowding(every_recipient(), place.participations, date(2021, 5, 3), 60, besides=row) == []


@given(
    days=st.lists(st.integers(-13, 13), max_size=7),
    minutes=st.lists(st.integers(0, 300), min_size=7, max_size=7),
    own=st.integers(0, 300),
)
def test_much_at_once_is_what_any_fortnight_around_the_day_says(
    days: list[int], minutes: list[int], own: int
) -> None:
    others = [
        Ask(pk=number, sent=DAY + timedelta(days=day), minutes=work)
        for number, (day, work) in enumerate(sorted(zip(days, minutes, strict=False)), 1)
    ]
    full = False
    for size in range(1, len(others) + 1):
        for some in combinations(others, size):
            span = [DAY, *(one.due for one in some)]
            together = max(span) - min(span) < SPAN
            work = own + sum(one.minutes for one in some)
            full |= together and (size + 1 >= MANY or work >= LONG)
    assert (_worst(others, DAY, own) is not None) is full


def test_deeds_are_refused_in_a_sentence_and_leave_nothing_behind() -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    row = asked(place, 0)
    before = Entry.objects.count()
    who = list(row.recipients.all())
    for deed in (
        lambda: asked(place),
        lambda: asked(place, 0, deadline=date(2021, 3, 1)),
        lambda: ask(place.programme, place.office, wording(), [other[0]], by=BY, now=NOW),
        lambda: postpone(row, deadline=date(2021, 5, 15), version=1, by=BY, now=NOW),
        lambda: answered(row, who, on=date(2021, 3, 1), today=DAY, by=BY, now=NOW),
        lambda: answered(row, who, on=date(2021, 4, 28), today=DAY, by=BY, now=NOW),
        lambda: withdraw(row, who, on=DAY, why=" ", today=DAY, by=BY, now=NOW),
        lambda: withdraw(row, who, on=date(2021, 4, 28), why="Feil", today=DAY, by=BY, now=NOW),
        lambda: withdraw(row, who, on=date(2021, 3, 1), why="Feil", today=DAY, by=BY, now=NOW),
        lambda: reopen(row, who, by=BY, now=NOW),
        lambda: asked(place, 0),
        lambda: withdraw(row, [], on=DAY, why="Feil", today=DAY, by=BY, now=NOW),
    ):
        with pytest.raises(Refusal):
            deed()
    assert (Ask.objects.count(), Entry.objects.count()) == (1, before)


def test_two_who_change_one_request_never_overwrite_each_other() -> None:
    place = region(1)
    row = asked(place, 0)
    postpone(row, deadline=date(2021, 6, 1), version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):
        change_ask(Ask.objects.get(), wording(title="Annet"), version=1, by=BY, now=NOW)
    assert Ask.objects.values_list("title", "deadline", "version").get() == (
        "Halvårsrapport", date(2021, 6, 1), 2,
    )  # fmt: skip


def test_each_deed_is_one_entry_with_ids_and_counts_only() -> None:
    place = region(2)
    before = Entry.objects.count()
    row = asked(place, 0, 1)
    postpone(row, deadline=date(2021, 6, 1), version=1, by=BY, now=NOW)
    answered(row, list(row.recipients.all())[:1], on=DAY, today=DAY, by=BY, now=NOW)
    entries = Entry.objects.order_by("number")[before:]
    assert [(one.verb, one.kind, one.key, one.office, one.detail) for one in entries] == [
        ("ask", "ask", str(row.pk), "havbukta", {"recipients": 2, "due": "2021-05-15"}),
        ("postpone", "ask", str(row.pk), "havbukta", {"from": "2021-05-15", "to": "2021-06-01"}),
        ("answered", "ask", str(row.pk), "havbukta", {"number": 1, "municipalities": "9101"}),
    ]


def test_load_of_nobody_is_nothing() -> None:
    assert load(Participation.objects.none(), APRIL, JUNE).total == Amount()


def test_what_one_marks_is_not_overwritten_by_another_who_did_not_see_it() -> None:
    place = region(2)
    row = asked(place, 0, 1)
    first, second = row.recipients.order_by("pk")
    answered(row, [first], on=DAY, today=DAY, by=BY, now=NOW)
    before = Entry.objects.count()
    deeds: list[Callable[[], object]] = [
        lambda: withdraw(row, [first, second], on=DAY, why="Sykdom", today=DAY, by=BY, now=NOW),
        lambda: answered(row, [first], on=date(2021, 4, 20), today=DAY, by=BY, now=NOW),
        lambda: reopen(row, [first, second], by=BY, now=NOW),
    ]
    for deed in deeds:
        with pytest.raises(Refusal, match=r"Øyvik|Åsund"):
            deed()
    assert [(one.answered_on, one.withdrawn_on) for one in row.recipients.order_by("pk")] == [
        (DAY, None), (None, None),
    ]  # fmt: skip
    assert Entry.objects.count() == before
    reopen(row, [first], by=BY, now=NOW)
    assert row.recipients.filter(answered_on=None).count() == 2


def test_what_another_office_asks_is_not_named_to_one_who_may_not_read_it() -> None:
    place = region(1)
    asked(place, 0)
    asked(place, 0, title="Hemmelig")
    theirs = every_recipient().exclude(ask__title="Hemmelig")
    assert crowding(theirs, place.participations, date(2021, 5, 15), 10) == []
    assert len(crowding(every_recipient(), place.participations, date(2021, 5, 15), 10)[0].others) == 2
