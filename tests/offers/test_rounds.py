"""Meetings are proposed for the gaps, adjusted, made, and undone as long as nobody is invited."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client

from samordner.asks.audiences import audience
from samordner.divisions.operations import keep_by_rule
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, cancel_meeting
from samordner.offers.models import Round, RoundMember
from samordner.offers.operations import NewMeeting, make_round, undo_round, why_not_undo
from samordner.offers.queries import proposed, window_of, without
from samordner.offers.sources import Stand
from samordner.participation.models import Participation
from samordner.places.models import Grouping
from samordner.places.operations import join, make_grouping
from samordner.timeline.periods import Period
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region, say
from tests.letters.test_at_once import apart
from tests.offers.making import MEETING_DAY, answered, board_of, guest, invited, place_of, talk
from tests.plans.test_at_once import until_someone_waits

pytestmark = pytest.mark.django_db


def one_of(
    *members: Participation, kind: str = "talk", day: date | None = MEETING_DAY, name: str = "Gruppe"
) -> NewMeeting:
    period = Period(f"{day:%d.%m.%Y}", day, day) if day else Period("våren 2021")
    return NewMeeting(name, Facts(topic="Samtale", kind=kind, period=period), members)


def made(place: Region, *meetings: NewMeeting, form: str = "f1") -> Round:
    window = window_of(place.definition.offer("talk"), DAY)
    assert window is not None
    return make_round(
        place.programme, place.office, window, meetings, grouped="Spor", form=form, by=BY, now=NOW
    )


def test_groups_are_as_even_as_can_be_and_nobody_is_lost() -> None:
    place = place_of(11)
    ids = [row.pk for row in place.participations]
    groups = proposed(place.participations, [("Nord", ids[:7]), ("Sør", ids[5:9])], 4)
    assert [(one.name, len(one.members)) for one in groups] == [
        ("Nord 1", 3),
        ("Nord 2", 4),
        ("Sør", 2),
        ("", 2),
    ]
    assert [row.pk for one in groups for row in one.members] == ids
    assert proposed([], [("Nord", ids)], 4) == []


def test_a_round_plans_the_meetings_and_its_groups_can_be_invited_at_once() -> None:
    place = place_of(3)
    row = made(place, one_of(place[0], place[1], name="Nord"), one_of(place[2], name="Sør"))
    assert [str(each.meeting) for each in row.meetings.all()] == ["Samtale", "Samtale"]
    found = board_of(place)
    assert [each.planned.name if each.planned else "" for each in found.rows] == ["Nord", "Nord", "Sør"]
    assert without(found, {Stand.NOT_YET}) == []
    part = row.meetings.get(name="Nord")
    named = audience(f"offer:{part.pk}", place.programme, place.office, DAY)
    assert named is not None
    assert list(named.members(place.programme, place.office, DAY)) == [place[0], place[1]]
    entry = Entry.objects.filter(kind="offer_round").get()
    assert (entry.verb, entry.detail["meetings"], entry.detail["municipalities"]) == ("make", 2, 3)
    assert first_break() is None


def test_the_same_form_sent_twice_makes_one_round() -> None:
    place = place_of(1)
    first = made(place, one_of(place[0]))
    assert made(place, one_of(place[0])) == first
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("nobody", "Put at least one"),
        ("empty", "needs somebody"),
        ("twice", "only be in one"),
        ("kind", "kind of meeting that fulfils"),
        ("day", "from 01.01.2021 to 30.06.2021"),
        ("office", "belongs to another office"),
    ],
)
def test_what_cannot_be_made_says_why_and_makes_nothing(wrong: str, sentence: str) -> None:
    place, other = place_of(2), place_of(1, key="innlandet", county="92")
    meetings = {
        "nobody": [],
        "empty": [one_of()],
        "twice": [one_of(place[0]), one_of(place[0])],
        "kind": [one_of(place[0], kind="fair")],
        "day": [one_of(place[0], day=date(2021, 7, 1))],
        "office": [one_of(other[0])],
    }[wrong]
    with pytest.raises(Refusal, match=sentence):
        made(place, *meetings)
    assert (Round.objects.count(), Meeting.objects.count()) == (0, 0)


def test_nobody_is_planned_for_twice_unless_the_first_meeting_was_cancelled_or_the_round_undone() -> None:
    place = place_of(2)
    row = made(place, one_of(place[0]))
    with pytest.raises(Refusal, match=str(place[0])):
        made(place, one_of(place[0]), form="f2")
    undo_round(row, by=BY, now=NOW)
    again = made(place, one_of(place[0]), form="f3")
    meeting = again.meetings.get().meeting
    cancel_meeting(meeting, why="Storm", version=meeting.version, by=BY, now=NOW)
    assert without(board_of(place), {Stand.NOT_YET}) == [place[0], place[1]]
    made(place, one_of(place[0]), form="f4")


def test_a_round_is_undone_whole_and_only_while_nobody_is_invited() -> None:
    place = place_of(2)
    row = made(place, one_of(place[0]), one_of(place[1]))
    undo_round(row, by=BY, now=NOW)
    assert Meeting.objects.filter(removed_at=None).count() == 0
    assert without(board_of(place), {Stand.NOT_YET}) == place.participations
    row.refresh_from_db()
    assert why_not_undo(row) == "It is undone already."
    later = made(place, one_of(place[0]), one_of(place[1]), form="f2")
    invited(later.meetings.first().meeting, guest(place[0]))  # type: ignore[union-attr]
    with pytest.raises(Refusal, match="Somebody is invited"):
        undo_round(later, by=BY, now=NOW)
    assert Meeting.objects.filter(removed_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_plan_for_the_same_municipality_at_once_one_does() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")
    place = place_of(1)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            made(place, one_of(place[0]))
            theirs = other.submit(apart, made, place, one_of(place[0]), form="f2")
            until_someone_waits()
        with pytest.raises(Refusal):
            theirs.result(timeout=30)
    assert (Round.objects.count(), RoundMember.objects.count()) == (1, 1)


# On the pages


def grouped(place: Region) -> None:
    council = make_grouping(place.office, name="Kystrådet", kind=Grouping.Kind.OTHER, by=BY, now=NOW)
    for row in place.participations[:2]:
        join(council, row.municipality, since=date(2020, 1, 1), by=BY, now=NOW)


def post_of(client: Client, address: str, **more: str) -> dict[str, str]:
    """What the form on the page would send, with some of it typed anew."""
    page = client.get(address)
    proposal = page.context["proposal"]
    data = {"form": page.context["form_key"], "meetings": str(len(proposal.forms))}
    for form in proposal.forms:
        data |= {form.add_prefix(name): str(form.initial.get(name, "")) for name in form.fields}
    data |= {f"place-{row.pk}": proposal.places.get(row.pk, "") for row in proposal.rows}
    return {**data, **more}


def test_a_proposal_is_adjusted_accepted_and_undone(signed_in: SignIn, today: date) -> None:
    place = place_of(4)
    grouped(place)
    client = signed_in("coordinator", place.office)
    address = "/tilbud/talk/forslag/?by=Grouping&most=8"
    page = client.get(address)
    assert [len(members) for _number, _form, members in page.context["proposal"].numbered] == [2, 2, 0]
    data = post_of(
        client, address, **{f"place-{place[3].pk}": "", "m1-day": "2021-05-11", "m2-label": "våren 2021"}
    )
    answer = client.post(address, data)
    row = Round.objects.get()
    assert answer.headers["Location"] == f"/tilbud/runder/{row.pk}/"
    meetings = list(row.meetings.all())
    assert [(one.meeting.day, one.members.count()) for one in meetings] == [(date(2021, 5, 11), 2), (None, 1)]
    assert meetings[0].meeting.minutes_each == 120
    assert client.post(address, data).headers["Location"] == f"/tilbud/runder/{row.pk}/"
    shown = client.get(f"/tilbud/runder/{row.pk}/").content.decode()
    assert f"audience=offer:{meetings[0].pk}" in shown
    client.post(f"/tilbud/runder/{row.pk}/angre/")
    assert Meeting.objects.filter(removed_at=None).count() == 0


def test_nothing_typed_is_lost_when_a_day_is_wrong(signed_in: SignIn, today: date) -> None:
    place = place_of(2)
    client = signed_in("coordinator", place.office)
    address = "/tilbud/talk/forslag/"
    data = post_of(client, address, **{"m1-topic": "Vatn og brønnar", "m1-day": "2021-12-01"})
    answer = client.post(address, data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Vatn og brønnar" in text
    assert "from 01.01.2021 to 30.06.2021" in text
    wrong = client.post(address, {**data, "m1-day": "i morgon"})
    assert (wrong.status_code, Round.objects.count()) == (422, 0)


def test_what_is_wrong_in_a_proposal_is_said_of_the_meeting_that_it_is_wrong_in(
    signed_in: SignIn, today: date
) -> None:
    place = place_of(4)
    grouped(place)
    client = signed_in("coordinator", place.office)
    address = "/tilbud/talk/forslag/?by=Grouping&most=8"
    hours = {"m2-name": "Sør", "m2-day": "2021-05-11", "m2-starts": "12:00", "m2-ends": "10:00"}
    answer = client.post(address, post_of(client, address, **hours))
    assert (answer.status_code, Round.objects.count(), Meeting.objects.count()) == (422, 0, 0)
    assert "Sør: It must end after it begins." in answer.content.decode()


def test_those_who_have_declined_come_along_when_asked_for(signed_in: SignIn, today: date) -> None:
    place = place_of(2)
    [row] = invited(talk(place), guest(place[0]))
    answered(row, "declined")
    client = signed_in("coordinator", place.office)
    assert len(client.get("/tilbud/talk/forslag/").context["proposal"].rows) == 1
    assert len(client.get("/tilbud/talk/forslag/?declined=on").context["proposal"].rows) == 2


def test_groups_can_be_those_of_a_division(signed_in: SignIn, today: date) -> None:
    place = region(3)
    for row, phase in zip(place.participations, ("1", "3", "1"), strict=True):
        say(row, "phase", phase)
    rule = place.definition.division("tracks")
    keep_by_rule(
        place.programme, place.office, place.definition, rule, place.participations, day=DAY, known_at=NOW, by=BY, now=NOW
    )  # fmt: skip
    client = signed_in("coordinator", place.office)
    page = client.get("/tilbud/network/forslag/", {"by": "Two tracks", "most": "8"})
    groups = [
        (form.initial["name"], [str(row) for row in members])
        for _number, form, members in page.context["proposal"].numbered
    ]
    names = [str(row) for row in place.participations]
    assert groups == [("Planning", [names[0], names[2]]), ("Carrying out", [names[1]]), ("", [])]
