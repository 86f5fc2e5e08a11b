"""Two requests become one and are taken apart again; the load around a planned day; the load against a municipality's size."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from samordner.asks.merging import merge, part, why_not_merge
from samordner.asks.models import Ask, AskMerge, AskRecipient
from samordner.asks.operations import (
    Wording,
    answered,
    ask,
    ask_more,
    change_ask,
    postpone,
    reopen,
    withdraw,
)  # fmt: skip
from samordner.asks.queries import later_than, load, pressure, sized
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.places.inhabitants import count, read
from samordner.places.models import Inhabitants
from samordner.project.jobs import count_inhabitants
from tests.asks.test_pages import FILLED, READ, WRITE
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.rights import client_of
from tests.letters.test_at_once import apart
from tests.plans.test_at_once import until_someone_waits

pytestmark = pytest.mark.django_db
DUE = date(2021, 5, 12)


@pytest.fixture(autouse=True)
def in_english(language_of_the_product: None) -> Iterator[None]:
    with translation.override("en"):
        yield


def asked(
    place: Region, *who: int, title: str = "Rapport", by: str = "USHT", minutes: int = 90,
    due: date = DUE, kind: str = "report",
) -> Ask:  # fmt: skip
    wording = Wording(
        asked_by=by, title=title, kind=kind, minutes=minutes, sent=date(2021, 4, 1), deadline=due
    )
    return ask(place.programme, place.office, wording, [place[n] for n in who], by=BY, now=NOW)


def merged(kept: Ask, closed: Ask, way: str = "larger") -> AskMerge:
    versions = kept.version, closed.version
    row = merge(kept, closed, way=way, versions=versions, today=DAY, by=BY, now=NOW)
    kept.refresh_from_db()
    closed.refresh_from_db()
    return row


def states(row: Ask) -> dict[str, str]:
    return {str(each.participation.municipality): each.state_on(DAY) for each in row.recipients.all()}


def minutes_of(place: Region) -> int:
    return load(place.participations, date(2021, 1, 1), date(2022, 1, 1)).total.minutes


@pytest.mark.parametrize(("way", "minutes"), [("larger", 90), ("sum", 130)])
def test_those_who_wait_with_either_are_asked_once(way: str, minutes: int) -> None:
    place = region(3)
    kept, closed = asked(place, 0, 1), asked(place, 1, 2, title="Møte med oss", by="KS", minutes=40)
    merged(kept, closed, way)
    names = [str(row.municipality) for row in place.participations]
    assert states(kept) == dict.fromkeys(names, "open")
    assert states(closed) == {names[1]: "withdrawn", names[2]: "withdrawn"}
    assert (kept.minutes, closed.merged_into, minutes_of(place)) == (minutes, kept, 3 * minutes)
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    assert (entry.verb, entry.key, entry.detail["closed"]) == ("merge", str(kept.pk), closed.pk)
    assert first_break() is None


def test_taken_apart_each_waits_where_it_waited_and_what_was_noted_meanwhile_holds_in_both() -> None:
    place = region(4)
    kept, closed = asked(place, 0, 1), asked(place, 1, 2, 3, title="Tal", minutes=200)
    answered(closed, [closed.recipients.get(participation=place[3])], on=DAY, today=DAY, by=BY, now=NOW)
    before = states(kept), states(closed), minutes_of(place)
    row = merged(kept, closed)
    part(row, by=BY, now=NOW)
    kept.refresh_from_db()
    assert (states(kept), states(closed), minutes_of(place)) == before
    assert (kept.minutes, Ask.objects.get(pk=closed.pk).merged_into) == (90, None)
    closed.refresh_from_db()
    row = merged(kept, closed)
    answered(kept, [kept.recipients.get(participation=place[2])], on=DAY, today=DAY, by=BY, now=NOW)
    part(row, by=BY, now=NOW)
    assert states(closed)[str(place[2].municipality)] == "answered"
    assert str(place[2].municipality) not in states(kept)
    with pytest.raises(Refusal, match="taken apart already"):
        part(row, by=BY, now=NOW)


def test_minutes_that_a_person_changed_since_stay_when_it_is_taken_apart() -> None:
    place = region(2)
    kept, closed = asked(place, 0), asked(place, 1, title="Tal", minutes=30)
    row = merged(kept, closed, "sum")
    sent = date(2021, 4, 1)
    wording = Wording(asked_by="USHT", title="Rapport", kind="report", minutes=77, sent=sent, deadline=DUE)
    change_ask(kept, wording, version=kept.version, by=BY, now=NOW)
    part(row, by=BY, now=NOW)
    assert Ask.objects.get(pk=kept.pk).minutes == 77


def test_what_cannot_be_merged_says_why() -> None:
    place, other = region(2), region(1, key="innlandet", county="92")
    kept, meeting = asked(place, 0, 1), asked(place, 0, title="Samling", kind="meeting")
    assert why_not_merge(kept, kept) == "A request cannot be merged into itself."
    assert "one office" in str(why_not_merge(kept, asked(other, 0)))
    assert "A meeting does not go into another request" in str(why_not_merge(kept, meeting))
    assert why_not_merge(meeting, kept) is None
    done = asked(place, 0, title="Ferdig")
    answered(done, list(done.recipients.all()), on=DAY, today=DAY, by=BY, now=NOW)
    assert str(place[0].municipality) in str(why_not_merge(done, kept))
    closed = asked(place, 1, title="Tal")
    merged(kept, closed)
    assert why_not_merge(meeting, closed) == "One of them is merged already."


def test_nothing_more_is_done_with_what_is_merged_away() -> None:
    place = region(3)
    kept, closed = asked(place, 0), asked(place, 1, title="Tal")
    stale = Ask.objects.get(pk=closed.pk)
    merged(kept, closed)
    one = list(closed.recipients.all())
    deeds = (
        lambda: postpone(stale, deadline=DUE + timedelta(days=9), version=1, by=BY, now=NOW),
        lambda: ask_more(stale, [place[2]], by=BY, now=NOW),
        lambda: reopen(stale, one, by=BY, now=NOW),
        lambda: withdraw(stale, one, on=DAY, why="x", today=DAY, by=BY, now=NOW),
    )
    for deed in deeds:
        with pytest.raises(Refusal, match="merged into another"):
            deed()
    assert AskRecipient.objects.filter(ask=closed).count() == 1


def test_one_who_saw_an_older_version_merges_nothing() -> None:
    place = region(2)
    kept, closed = asked(place, 0), asked(place, 1, title="Tal")
    postpone(closed, deadline=DUE + timedelta(days=3), version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):
        merge(kept, closed, way="sum", versions=(1, 1), today=DAY, by=BY, now=NOW)
    assert (AskMerge.objects.count(), Ask.objects.get(pk=kept.pk).minutes) == (0, 90)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_in_opposite_directions_merge_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")
    place = region(2)
    one, two = asked(place, 0), asked(place, 1, title="Tal")

    def other() -> AskMerge:
        return merge(two, one, way="sum", versions=(1, 1), today=DAY, by=BY, now=NOW)

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            merge(one, two, way="sum", versions=(1, 1), today=DAY, by=BY, now=NOW)
            theirs = beside.submit(apart, other)
            until_someone_waits()
        with pytest.raises(Refusal):
            theirs.result(timeout=30)
    assert AskMerge.objects.count() == 1
    assert first_break() is None


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_noted_while_the_request_is_merged_away_is_refused() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")
    place = region(2)
    kept, closed = asked(place, 0), asked(place, 1, title="Tal")
    row = closed.recipients.get()
    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            merge(kept, closed, way="sum", versions=(1, 1), today=DAY, by=BY, now=NOW)
            theirs = beside.submit(apart, answered, closed, [row], on=DAY, today=DAY, by=BY, now=NOW)
            until_someone_waits()
        with pytest.raises(Refusal):
            theirs.result(timeout=30)
    assert states(kept)[str(place[1].municipality)] == "open"


# While planning


def test_requests_and_different_actors_are_counted_whoever_asks_and_a_kinder_day_is_found() -> None:
    place = region(3)
    asked(place, 0, 1, title="Rapport", by="USHT")
    asked(place, 0, 1, title="Tal", by="usht ", due=DUE - timedelta(days=3))
    asked(place, 0, title="Undersøking", by="KS", due=DUE + timedelta(days=5))
    asked(place, 2, title="Langt unna", by="Husbanken", due=DUE + timedelta(days=40))
    found = pressure(AskRecipient.objects.all(), place.participations, DUE, 60, asked_by="Statsforvaltaren")
    assert (found.number, found.actors) == (4, ("Statsforvaltaren", "usht", "KS"))
    assert [(one.participation, one.number) for one in found.crowds] == [(place[0], 4), (place[1], 3)]
    assert found.crowds[0].actors == ("usht ", "USHT", "KS")
    assert (found.kinder, found.left) == (date(2021, 5, 26), 0)
    assert later_than(date(2021, 5, 3)) == date(2021, 5, 18)  # 17 May is a holiday
    assert later_than(date(2021, 5, 8)) == date(2021, 5, 25)  # 24 May, too
    assert pressure(AskRecipient.objects.all(), [place[2]], DUE, 60).crowds == ()


def test_the_load_around_a_day_takes_few_queries_however_many_there_are() -> None:
    place = region(6)
    taken = []
    for number in (2, 6):
        for title in ("a", "b", "c"):
            asked(place, *range(number), title=f"{title}{number}")
        with CaptureQueriesContext(connection) as queries:
            pressure(AskRecipient.objects.all(), place.participations[:number], DUE, 60)
        taken.append(len(queries))
    assert taken == [3, 3]


@pytest.mark.parametrize("role", READ)
def test_the_warning_is_shown_to_those_who_read_requests_and_tells_nothing_of_others(
    signed_in: SignIn, today: date, role: str
) -> None:
    place, other = region(2), region(1, key="innlandet", county="92")
    for title in ("Ein", "To"):
        asked(place, 0, 1, title=title)
        asked(other, 0, title=f"Hemmeleg {title}")
    client = client_of(signed_in, role, place)
    ask_for = (
        f"office=havbukta&programme=leve-hele-livet&due={DUE}&minutes=60&who={place[0].pk}&who={other[0].pk}"
    )
    answer = client.get(f"/henvendelser/belastning/varsel/?{ask_for}", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == READ[role]
    assert "3 requests from 1 actor" in text
    assert "Hemmeleg" not in text
    assert ("Postpone it to" in text) is (WRITE[role] == 200)
    assert client.get("/henvendelser/belastning/varsel/").status_code == READ[role]


def test_a_form_says_what_its_inputs_are_called(signed_in: SignIn, today: date) -> None:
    place = region(2)
    for title in ("Ein", "To"):
        asked(place, 0, title=title)
    client = signed_in("coordinator", place.office)
    said = "fields=due:period_start,minutes:minutes_each&audience=all&minutes_each=30"
    text = client.get(f"/henvendelser/belastning/varsel/?{said}&period_start={DUE}").content.decode()
    assert "3 requests from 1 actor" in text
    empty = client.get(f"/henvendelser/belastning/varsel/?{said}&period_start=snart").content.decode()
    assert "Say the day" in empty


def test_a_request_is_postponed_or_merged_in_one_step_from_the_warning(
    signed_in: SignIn, today: date
) -> None:
    place = region(2)
    planned, near, far = (asked(place, 0, title=title) for title in ("Planlagd", "Nær", "Fjern"))
    client = signed_in("coordinator", place.office)
    page = client.get(f"/henvendelser/{planned.pk}/").content.decode()
    assert "3 requests from 1 actor" in page
    assert "Merge it into this" in page
    moved = client.post(
        f"/henvendelser/{near.pk}/utsett/", {"version": 1, "deadline": "2021-05-26"}, headers={"HX-Request": "true"}
    )  # fmt: skip
    assert (moved.status_code, moved.headers["HX-Trigger"]) == (204, "load-changed")
    back = client.post(
        f"/henvendelser/{near.pk}/utsett/", {"version": 2, "deadline": "2021-05-27", "back": planned.pk}
    )
    assert back.headers["Location"] == f"/henvendelser/{planned.pk}/"
    data = {"version": 1, "other": far.pk, "other_version": 1, "way": "larger"}
    client.post(f"/henvendelser/{planned.pk}/sla-sammen/", data)
    far.refresh_from_db()
    assert far.merged_into == planned
    assert "Merged into another request" in client.get(f"/henvendelser/{far.pk}/").content.decode()
    again = client.post(f"/henvendelser/{planned.pk}/sla-sammen/", data, follow=True)
    assert "One of them is merged already." in again.content.decode()
    client.post(f"/henvendelser/{planned.pk}/skill/", {"merge": AskMerge.objects.get().pk})
    far.refresh_from_db()
    assert far.merged_into is None


def test_a_new_request_is_written_into_one_that_is_there(signed_in: SignIn, today: date) -> None:
    place = region(2)
    there = asked(place, 0, title="Finst")
    asked(place, 0, title="Òg")
    client = signed_in("coordinator", place.office)
    made = client.post("/henvendelser/ny/", {**FILLED, "audience": "all", "into": f"{there.pk}-1-sum"})
    there.refresh_from_db()
    assert (made.headers["Location"], there.minutes) == (f"/henvendelser/{there.pk}/", 135)
    assert states(there) == {str(row.municipality): "open" for row in place.participations}
    before = Ask.objects.count()
    stale = client.post(
        "/henvendelser/ny/", {**FILLED, "title": "Ny", "audience": "all", "into": f"{there.pk}-1-sum"}
    )
    assert (stale.status_code, Ask.objects.count()) == (422, before)


@pytest.mark.parametrize("role", WRITE)
def test_only_who_may_change_requests_merges_them_and_never_another_office_s(
    signed_in: SignIn, today: date, role: str
) -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    mine, also, theirs = asked(place, 0), asked(place, 0, title="To"), asked(other, 0)
    client = client_of(signed_in, role, place)
    data = {"version": 1, "other": theirs.pk, "way": "sum"}
    wanted = 404 if WRITE[role] == 200 else 403
    assert client.post(f"/henvendelser/{mine.pk}/sla-sammen/", data).status_code == wanted
    row = merged(mine, also)
    own = merged(theirs, asked(other, 0, title="Deira"))
    assert client.post(f"/henvendelser/{mine.pk}/skill/", {"merge": own.pk}).status_code == wanted
    assert client.post(f"/henvendelser/{theirs.pk}/skill/", {"merge": own.pk}).status_code == wanted
    assert AskMerge.objects.filter(undone_at=None).count() == 2
    assert row.kept == mine


# Against a municipality's size


def test_counts_are_read_as_statistics_norway_gives_them() -> None:
    assert [(one.code, one.number) for one in read("region;2020\n9101 Øyvik;1 234\nK-9102 Åsund;56\n\nSum;9\n")] == [
        ("9101", 1234), ("9102", 56),
    ]  # fmt: skip
    assert [(one.code, one.number) for one in read("code,number\n9101,7\n")] == [("9101", 7)]
    with pytest.raises(Refusal, match="twice"):
        read("9101,7\n9101,8\n")
    with pytest.raises(Refusal, match="No line"):
        read("hei\n")


def test_the_load_is_seen_against_how_many_live_there(signed_in: SignIn, today: date) -> None:
    place = region(3)
    asked(place, 0, 1, 2, minutes=60)
    on = date(2021, 1, 1)
    counts = read(f"{place[0].municipality.code},500\n{place[1].municipality.code},20000\n")
    assert count(counts, on=on, source="Oppdikta", by=BY, now=NOW) == 2
    assert count(counts, on=on, source="Oppdikta", by=BY, now=NOW) == 0
    since, until = date(2021, 1, 1), date(2022, 1, 1)
    seen = sized(load(place.participations, since, until), place.participations, until)
    assert [seen.weight(row.pk) for row in place.participations] == [2.0, 0.1, None]
    client = signed_in("coordinator", place.office)
    page = client.get("/henvendelser/belastning/?sort=weight").content.decode()
    assert "Of 1 municipality it is not known how many live there." in page
    rows = client.get("/henvendelser/belastning/?sort=weight&format=json").json()["rows"]
    assert [row["weight"] for row in rows] == [2.0, 0.1, None]
    with pytest.raises(Refusal, match="0000"):
        count(read("0000,5\n"), on=on, source="Oppdikta", by=BY, now=NOW)
    assert Inhabitants.objects.count() == 2


def test_without_any_counts_the_page_says_so(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    text = client.get("/henvendelser/belastning/").content.decode()
    assert "is not stored here" in text
    assert "Hours for each 1,000" not in text


def test_whoever_runs_the_system_loads_the_counts_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = region(1)
    file = tmp_path / "folk.csv"
    file.write_text(f"region;2021\n{place[0].municipality.code} Øyvik;812\n", "utf-8")
    arguments = [str(file), "--on", "2021-01-01", "--source", "Oppdikta"]
    assert count_inhabitants(arguments) == 0
    assert "1 municipalities counted on 2021-01-01, 1 of them new" in capsys.readouterr().out
    assert Inhabitants.objects.get().number == 812
    file.write_text("ingenting\n", "utf-8")
    assert count_inhabitants(arguments) == 1


def test_a_meeting_being_planned_is_seen_as_if_everyone_were_invited_unless_it_is_the_apparatus_own(
    signed_in: SignIn, today: date
) -> None:
    place = region(2)
    for title in ("Ein", "To"):
        asked(place, 0, title=title)
    client = signed_in("coordinator", place.office)
    about = f"fields=due:day,kind:kind&audience=all&assumed=1&day={DUE}"
    text = client.get(f"/henvendelser/belastning/varsel/?{about}&kind=dialogue").content.decode()
    assert "Nobody is chosen yet" in text
    assert "7 hours" in text  # four of them are what a dialogue meeting usually takes
    own = client.get(f"/henvendelser/belastning/varsel/?{about}&kind=own")
    assert (own.status_code, own.content) == (200, b"")
    page = client.get("/moter/nytt/").content.decode()
    assert "/henvendelser/belastning/varsel/" in page
