"""The pages of networks: what is typed is never lost, what was done can be undone, and what is offered is offered in one step."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from samordner.meetings.models import Meeting
from samordner.networks.models import MembershipOffer, Network, NetworkMember, RunningNetwork
from samordner.plans.operations import change_row
from samordner.plans.registers import register
from tests.boards.conftest import SignIn
from tests.factories import networks as make
from tests.factories.participation import BY, DAY, NOW, Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: object) -> Region:
    return make.place_of(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in("coordinator", place.office)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_empty_list_says_how_to_begin_and_offers_the_plans_rows(place: Region, client: Client) -> None:
    assert "No network is run here yet." in text(client, "/nettverk/")
    row = make.row(make.plan(place))
    assert "Run this network" in text(client, "/nettverk/")
    answer = client.post(f"/nettverk/fra-plan/{row.pk}/")
    made = RunningNetwork.objects.get()
    assert (answer.headers["Location"], made.row) == (f"/nettverk/{made.pk}/endre/", row)
    assert "Run this network" not in text(client, "/nettverk/")
    assert "Lederringen" in text(client, "/nettverk/?standing=new&operator=Embetet")
    assert "No network fits this." in text(client, "/nettverk/?kind=circle")


def test_a_network_is_run_and_a_name_that_is_taken_loses_nothing_typed(place: Region, client: Client) -> None:
    said = {"name": "Kretsen", "kind": "circle", "standing": "new", "theme": "Brønner", "meet_every": "2"}
    assert client.post("/nettverk/nytt/", said).status_code == 302
    answer = client.post("/nettverk/nytt/", said | {"name": " kretsen", "theme": "Mye arbeid"})
    page = answer.content.decode()
    assert (answer.status_code, "There is a network of that name already." in page, "Mye arbeid" in page) == (
        422,
        True,
        True,
    )
    assert RunningNetwork.objects.get().meet_every == 2


def test_two_who_change_a_network_see_what_the_other_wrote(place: Region, client: Client) -> None:
    network = make.network(place)
    address = f"/nettverk/{network.pk}/endre/"
    said = {"name": "Lærekretsen", "kind": "circle", "version": "1"}
    assert client.post(address, said | {"theme": "Det ene"}).status_code == 302
    answer = client.post(address, said | {"theme": "Det andre"})
    page = answer.content.decode()
    assert (answer.status_code, "Det ene" in page, "Det andre" in page) == (409, True, True)
    network.refresh_from_db()
    assert network.theme == "Det ene"


def test_all_municipalities_are_taken_in_by_one_choice_and_out_again_by_one_click(
    place: Region, client: Client
) -> None:
    network = make.network(place)
    answer = client.post(f"/nettverk/{network.pk}/medlemmer/", {"audience": "all", "since": "2021-04-27"})
    assert network.members.count() == 3
    assert "3 of 3 municipalities in the network" in text(client, answer.headers["Location"])
    first = NetworkMember.objects.order_by("pk")[0]
    client.post(f"/nettverk/{network.pk}/medlemmer/angre/", {"first": first.pk})
    assert network.members.filter(removed_at=None).count() == 0
    assert client.post(f"/nettverk/{network.pk}/medlemmer/", {"since": "2021-04-27"}).status_code == 422


def test_a_place_is_offered_answered_and_counts_on_the_board_of_what_is_offered(
    place: Region, client: Client
) -> None:
    network = make.network(place)
    said = {"audience": "all", "offered_on": "2021-04-20", "how": "I brev"}
    assert client.post(f"/nettverk/{network.pk}/tilbud/", said).status_code == 302
    offer = MembershipOffer.objects.order_by("pk")[0]
    answer = {"answer": "declined", "answered_on": "2021-04-26", "declined_why": "Ikke nå", "version": "1"}
    assert client.post(f"/nettverk/tilbud/{offer.pk}/", answer).status_code == 302
    page = text(client, f"/nettverk/{network.pk}/")
    assert ("Ikke nå" in page, "offered, no answer" in page) == (True, True)
    assert client.post(f"/nettverk/tilbud/{offer.pk}/", answer).status_code == 409
    board = client.get("/tilbud/talk/?format=json").json()["rows"]
    assert len(board) == 3
    proof = text(client, f"/tilbud/talk/{place[0].municipality.code}/")
    assert ("A place in the network: Lærekretsen" in proof, "Ikke nå" in proof) == (True, True)


def test_a_meeting_is_planned_in_one_step_with_the_members_as_audience(place: Region, client: Client) -> None:
    network = make.network(place)
    make.members(network, place.participations[:2])
    said = {"topic": "Samling om brønner", "kind": "fair", "day": "2021-06-01", "invite": "1"}
    answer = client.post(f"/nettverk/{network.pk}/moter/nytt/", said)
    meeting = Meeting.objects.get()
    invite = reverse("invitations:invite", args=[meeting.pk])
    assert answer.headers["Location"] == f"{invite}?audience=network:{network.pk}&roles=main"
    page = text(client, answer.headers["Location"])
    names = [str(row.municipality) for row in place.participations]
    assert "Lærekretsen" in page
    assert [f'<th scope="row">{name}' in page for name in names] == [True, True, False]
    assert (meeting.minutes_each, meeting.period_label) == (300, "1. juni 2021")
    assert f'href="/nettverk/{network.pk}/"' in text(client, f"/moter/{meeting.pk}/")
    assert client.get("/nettverk/?format=json").json()["rows"][0]["next"] == "2021-06-01"


def test_what_the_plan_says_otherwise_is_shown_and_taken_over(place: Region, client: Client) -> None:
    row = make.row(make.plan(place))
    client.post(f"/nettverk/fra-plan/{row.pk}/")
    network = RunningNetwork.objects.get()
    assert "says the same as the plan" in text(client, f"/nettverk/{network.pk}/plan/")
    cells = {"audience": "Alle ledere"}
    row = change_row(register("networks"), row, version=1, cells=cells, by=BY, now=NOW)
    assert "Look at the differences" in text(client, f"/nettverk/{network.pk}/")
    said = {"take": "audience", "version": "1"}
    assert client.post(f"/nettverk/{network.pk}/plan/", said | {"row_version": "1"}).status_code == 409
    assert (
        client.post(f"/nettverk/{network.pk}/plan/", said | {"row_version": f"{row.version}"}).status_code
        == 302
    )
    network.refresh_from_db()
    assert network.audience == "Alle ledere"
    assert Network.objects.get().audience == "Alle ledere"


def test_what_is_removed_is_brought_back_from_where_one_was_sent(place: Region, client: Client) -> None:
    network = make.network(place)
    member = make.outside(network)
    answer = client.post(f"/nettverk/medlemmer/{member.pk}/fjern/", {"version": "1"})
    assert f'action="/nettverk/medlemmer/{member.pk}/tilbake/"' in text(client, answer.headers["Location"])
    client.post(f"/nettverk/medlemmer/{member.pk}/tilbake/", {"version": "2"})
    answer = client.post(f"/nettverk/{network.pk}/fjern/", {"version": "1"})
    assert f'action="/nettverk/{network.pk}/tilbake/"' in text(client, answer.headers["Location"])
    client.post(f"/nettverk/{network.pk}/tilbake/", {"version": "2"})
    network.refresh_from_db()
    member.refresh_from_db()
    assert (network.removed_at, member.removed_at) == (None, None)


def test_members_and_offers_go_out_as_files(place: Region, client: Client) -> None:
    network = make.network(place)
    make.members(network, place.participations[:1])
    make.outside(network)
    make.offers(network, place.participations[1:2], DAY, how="I brev")
    members = client.get(f"/nettverk/{network.pk}/?format=csv").content.decode()
    offers = client.get(f"/nettverk/{network.pk}/?format=csv&what=offers").content.decode()
    assert ("kim@hf.example" in members, str(place[0].municipality) in members, "I brev" in offers) == (
        True,
        True,
        True,
    )
    for ending in ("xlsx", "docx", "json", "html"):
        assert client.get(f"/nettverk/?format={ending}").status_code == 200
    assert client.get("/nettverk/?format=exe").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?joined=999999999999",
        "?offered=x",
        "?gone=-1",
        "?taken=1e9",
        "?all=1",
        "?format=csv&what=nonsense",
        "?day=2020-01-01",
    ],
)
def test_a_strange_address_of_a_network_is_answered(place: Region, client: Client, query: str) -> None:
    network = make.network(place)
    make.members(network, place.participations)
    assert client.get(f"/nettverk/{network.pk}/{query}").status_code == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", {"name": "\0", "version": "1"}), ("", {"name": "A", "since": "0001-01-01", "version": "1"}),
        ("medlemmer/", {"who": ["x", "-1", "99999999999999999999"], "since": "2021-01-01"}),
        ("medlemmer/utenfor/", {"name": "<b>", "email": "x", "since": "2021-13-01"}),
        ("tilbud/", {"audience": "group:1", "offered_on": "9999-12-31"}),
        ("moter/nytt/", {"topic": "x" * 2000, "day": "2021-06-01"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_changes_nothing(
    place: Region, client: Client, path: str, said: dict[str, object]
) -> None:
    network = make.network(place)
    address = f"/nettverk/{network.pk}/{path or 'endre/'}"
    assert client.post(address, said).status_code == 422
    network.refresh_from_db()
    assert (network.version, network.members.count(), network.offers.count(), Meeting.objects.count()) == (
        1,
        0,
        0,
        0,
    )
