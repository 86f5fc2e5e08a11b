"""The pages of requests: who reaches them, what they show, and what they take."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.asks.audiences import audiences
from samordner.asks.models import Ask, AskRecipient
from samordner.asks.operations import Wording, ask
from samordner.divisions.operations import keep_by_rule
from samordner.places.models import Grouping
from samordner.places.operations import join, make_grouping
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region, say
from tests.factories.rights import client_of

pytestmark = pytest.mark.django_db

FILLED = {
    "title": "Spørreundersøkelse om mat", "asked_by": "USHT", "kind": "survey", "minutes": "45",
    "sent": "2021-04-27", "deadline": "2021-05-20",
}  # fmt: skip


def asked(place: Region, *who: int, title: str = "Halvårsrapport", minutes: int = 90) -> Ask:
    wording = Wording(
        asked_by="Direktoratet", title=title, kind="report", minutes=minutes, sent=date(2021, 4, 1),
        deadline=date(2021, 5, 15),
    )  # fmt: skip
    return ask(place.programme, place.office, wording, [place[n] for n in who], by=BY, now=NOW)


READ = {
    "administrator": 200, "coordinator": 200, "partner": 200, "contact": 200, "directorate": 200,
}  # fmt: skip
WRITE = {"administrator": 403, "coordinator": 200, "partner": 200, "contact": 403, "directorate": 403}


@pytest.mark.parametrize("role", READ)
def test_each_role_reads_and_writes_what_the_policy_says(signed_in: SignIn, today: date, role: str) -> None:
    place, other = region(2), region(1, key="innlandet", county="92")
    row, theirs = asked(place, 0, 1), asked(other, 0, title="Hemmelig undersøkelse")
    client = client_of(signed_in, role, place)
    for address in ("/henvendelser/", "/henvendelser/belastning/", f"/henvendelser/{row.pk}/"):
        assert (address, client.get(address).status_code) == (address, READ[role])
    for address in ("/henvendelser/ny/", f"/henvendelser/{row.pk}/endre/"):
        assert (address, client.get(address).status_code) == (address, WRITE[role])
    for deed in ("utsett", "mottakere", "flere"):
        answer = client.post(f"/henvendelser/{row.pk}/{deed}/", {"version": "1"})
        assert (deed, answer.status_code) == (deed, 422 if WRITE[role] == 200 else 403)
    national = role in {"administrator", "directorate"}
    assert client.get(f"/henvendelser/{theirs.pk}/").status_code == (200 if national else 404)
    assert ("Hemmelig" in client.get("/henvendelser/").content.decode()) is national
    assert ("Hemmelig" in client.get("/henvendelser/?format=csv").content.decode()) is national


def test_another_office_s_request_is_not_changed_and_a_visitor_signs_in(
    signed_in: SignIn, today: date
) -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    theirs = asked(other, 0)
    client = signed_in("coordinator", place.office)
    for path in ("endre/", "utsett/", "mottakere/", "flere/"):
        assert client.post(f"/henvendelser/{theirs.pk}/{path}", FILLED).status_code == 404
    recipient = AskRecipient.objects.get(ask=theirs)
    mine = asked(place, 0)
    tried = client.post(
        f"/henvendelser/{mine.pk}/mottakere/", {"who": recipient.pk, "on": "2021-04-27", "deed": "answered"}
    )
    recipient.refresh_from_db()
    assert (tried.status_code, recipient.answered_on) == (422, None)
    assert client.post("/henvendelser/ny/?office=innlandet", FILLED).status_code == 404
    assert Client().get("/henvendelser/").status_code == 302


def test_a_contact_sees_what_the_own_municipality_is_asked_for_and_nothing_of_the_others(
    signed_in: SignIn, today: date
) -> None:
    place = region(3)
    row, hidden = asked(place, 0, 1), asked(place, 1, title="Bare til en annen")
    client = signed_in("contact", place.office, place[0].municipality)
    page = client.get(f"/henvendelser/{row.pk}/").content.decode()
    names = [str(each.municipality) in page for each in place.participations]
    assert names == [True, False, False]
    assert client.get(f"/henvendelser/{hidden.pk}/").status_code == 404
    load = client.get("/henvendelser/belastning/?format=json").json()
    assert [line["municipality"] for line in load["rows"]] == [str(place[0].municipality)]
    listed = client.get("/henvendelser/?format=json").json()["rows"]
    assert [(line["title"], line["recipients"], line["hours"]) for line in listed] == [
        ("Halvårsrapport", 1, 1.5)
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/henvendelser/", 11), ("/henvendelser/belastning/", 11)],
)
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int, address: str, queries: int
) -> None:
    place = region(4)
    rows = [asked(place, *range(count), title=f"Nr. {number}") for number in range(count)]
    client = signed_in("coordinator", place.office)
    assert len(rows) == count
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    assert len(taken) == queries


@pytest.mark.parametrize("count", [3, 6])
def test_a_request_among_many_takes_the_same_few_queries_for_three_and_for_six(
    signed_in: SignIn, today: date, count: int
) -> None:
    place = region(7)
    rows = [asked(place, *range(count), title=f"Nr. {number}") for number in range(count)]
    client = signed_in("coordinator", place.office)
    client.get(f"/henvendelser/{rows[0].pk}/")
    with CaptureQueriesContext(connection) as taken:
        assert "requests from" in client.get(f"/henvendelser/{rows[0].pk}/").content.decode()
    assert len(taken) == 15


def test_a_request_is_written_to_an_audience_and_to_those_ticked(signed_in: SignIn, today: date) -> None:
    place = region(4)
    grouping = make_grouping(place.office, name="Kystrådet", kind=Grouping.Kind.OTHER, by=BY, now=NOW)
    for number in (0, 1):
        join(grouping, place[number].municipality, since=date(2020, 1, 1), by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    data = {**FILLED, "audience": f"grouping:{grouping.pk}", "who": [place[1].pk, place[3].pk]}
    looked = client.post("/henvendelser/ny/", {**data, "look": "1"})
    assert (looked.status_code, Ask.objects.count()) == (200, 0)
    assert "3 municipalities are asked" in looked.content.decode()
    made = client.post("/henvendelser/ny/", data)
    row = Ask.objects.get()
    assert (made.status_code, made.headers["Location"]) == (302, f"/henvendelser/{row.pk}/")
    assert {each.participation_id for each in row.recipients.all()} == {place[n].pk for n in (0, 1, 3)}
    assert (row.audience, row.minutes, row.due) == ("Kystrådet", 45, date(2021, 5, 20))


def test_those_asked_for_much_are_named_while_planning_and_it_can_still_be_written(
    signed_in: SignIn, today: date
) -> None:
    place = region(2)
    for title in ("Rapport", "Møte"):
        asked(place, 0, title=title, minutes=30)
    client = signed_in("partner", place.office)
    data = {**FILLED, "audience": "all"}
    page = client.post("/henvendelser/ny/", {**data, "look": "1"}, headers={"HX-Request": "true"})
    text = page.content.decode()
    assert "<html" not in text
    assert "3 requests from 2 actors in these two weeks" in text
    assert "1 of 2 municipalities is asked" in text
    assert "3 requests" in text
    assert client.post("/henvendelser/ny/", data).status_code == 302


def test_nothing_typed_is_lost_when_something_is_missing(signed_in: SignIn, today: date) -> None:
    place = region(2)
    client = signed_in("coordinator", place.office)
    for wrong in ({"minutes": "mange"}, {"deadline": "2021-01-01"}, {}):
        answer = client.post("/henvendelser/ny/", {**FILLED, **wrong})
        assert (wrong, answer.status_code) == (wrong, 422)
        assert 'value="Spørreundersøkelse om mat"' in answer.content.decode()
    assert Ask.objects.count() == 0


def test_answers_withdrawals_and_their_undoing_are_marked_many_at_a_time(
    signed_in: SignIn, today: date
) -> None:
    place = region(3)
    row = asked(place, 0, 1, 2)
    one, two, _three = row.recipients.order_by("pk")
    client = signed_in("coordinator", place.office)
    address = f"/henvendelser/{row.pk}/mottakere/"
    client.post(address, {"who": [one.pk, two.pk], "on": "2021-04-20", "deed": "answered"})
    client.post(address, {"who": two.pk, "on": "2021-04-21", "deed": "reopen"})
    client.post(address, {"who": two.pk, "on": "2021-04-21", "why": "Sykdom", "deed": "withdraw"})
    states = {each.pk: each.state_on(DAY) for each in row.recipients.all()}
    assert list(states.values()) == ["answered", "withdrawn", "open"]
    client.post(address, {"who": [one.pk, two.pk], "on": "2021-04-21", "deed": "reopen"})
    assert [each.state_on(DAY) for each in row.recipients.all()] == ["open"] * 3
    refused = client.post(address, {"who": one.pk, "on": "2021-04-21", "deed": "withdraw"})
    assert refused.status_code == 422
    assert "Say in a few words why it is withdrawn." in refused.content.decode()


def test_a_conflict_shows_both_and_postponing_moves_the_deadline(signed_in: SignIn, today: date) -> None:
    place = region(1)
    row = asked(place, 0)
    client = signed_in("coordinator", place.office)
    client.post(f"/henvendelser/{row.pk}/utsett/", {"version": 1, "deadline": "2021-06-15"})
    row.refresh_from_db()
    assert row.deadline == date(2021, 6, 15)
    answer = client.post(f"/henvendelser/{row.pk}/endre/", {**FILLED, "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Spørreundersøkelse om mat" in text
    assert "Halvårsrapport" in text


def test_the_list_narrows_by_organisation_kind_month_state_and_words(signed_in: SignIn, today: date) -> None:
    place = region(2)
    asked(place, 0, title="Rapport om mat")
    asked(place, 1, title="Rapport om trening")
    client = signed_in("coordinator", place.office)
    for query, expected in {
        "q=mat": {"mat"}, "asked_by=Direktoratet": {"mat", "trening"}, "asked_by=KS": set(), "kind=survey": set(),
        "kind=report": {"mat", "trening"}, "first=2021-05&last=2021-05": {"mat", "trening"}, "first=2021-06": set(),
        "state=waiting": {"mat", "trening"}, "state=answered": set(), "first=rubbish": {"mat", "trening"},
        f"municipality={place[1].municipality.code}": {"trening"},
    }.items():  # fmt: skip
        text = client.get(f"/henvendelser/?{query}").content.decode()
        assert (query, {word for word in ("mat", "trening") if f"Rapport om {word}" in text}) == (
            query,
            expected,
        )


def test_the_groups_of_a_division_are_audiences_and_hold_their_members() -> None:
    place = region(3)
    say(place[0], "phase", "1")
    say(place[1], "phase", "3")
    keep_by_rule(
        place.programme, place.office, place.definition, place.definition.division("tracks"),
        place.participations, day=DAY, known_at=NOW, by=BY, now=NOW,
    )  # fmt: skip
    found = {
        each.key.split(":")[0] + "/" + str(each.label): each
        for each in audiences(place.programme, place.office, DAY)
    }
    members = {
        label: [row.pk for row in each.members(place.programme, place.office, DAY)]
        for label, each in found.items()
    }
    assert {label: rows for label, rows in members.items() if label.startswith("group/")} == {
        f"group/{place.definition.division('tracks').groups[0].name}": [place[0].pk],
        f"group/{place.definition.division('tracks').groups[1].name}": [place[1].pk],
        next(label for label in members if members[label] == [place[2].pk]): [place[2].pk],
    }


def test_a_long_list_comes_in_pages_and_leaves_whole_as_a_file(signed_in: SignIn, today: date) -> None:
    place = region(1)
    for number in range(101):
        asked(place, 0, title=f"Skjema {number:03}")
    client = signed_in(office=place.office)
    pages = [
        client.get(f"/henvendelser/?sort=title&page={page}").content.decode().count(">Skjema ")
        for page in (1, 2)
    ]
    assert pages == [100, 1]
    assert len(client.get("/henvendelser/?format=json").json()["rows"]) == 101
