"""Who is in a network, for how long, and what is left when they go or are erased."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.meetings.models import Meeting
from samordner.networks.audiences import key_of, members_of_networks
from samordner.networks.models import NetworkMeeting, NetworkMember
from samordner.networks.operations.keeping import remove, why_not_remove
from samordner.networks.operations.meeting import attach, detach
from samordner.networks.operations.members import (
    Outside,
    change_member,
    erase_member,
    join,
    leave,
    remove_member,
    restore_member,
    undo_join,
    undo_leave,
)
from samordner.networks.operations.running import end_network
from tests.factories import networks as make
from tests.factories.participation import BY, DAY, NOW

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def test_all_municipalities_come_in_at_once_and_those_who_are_in_are_left() -> None:
    place = make.place_of(3)
    network = make.network(place)
    make.members(network, [place[1]])
    made = join(network, place.participations, since=DAY, by=BY, now=NOW)
    assert [one.participation for one in made] == [place[0], place[2]]
    assert network.members.get(participation=place[1]).since == make.SINCE
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.detail["municipalities"]) == ("join", 2)
    with pytest.raises(Refusal, match="at least one") as refusal:
        join(network, place.participations, since=DAY, by=BY, now=NOW)
    assert refusal.value.field == "who"


def test_taken_in_by_mistake_all_are_out_again_but_those_who_were_touched_since() -> None:
    place = make.place_of(3)
    network = make.network(place)
    made = make.members(network, place.participations)
    leave(made[1], last_day=DAY, why="", version=1, by=BY, now=NOW)
    assert undo_join(network, made[0], by=BY, now=NOW) == 2
    assert list(network.members.filter(removed_at=None)) == [made[1]]
    with pytest.raises(Refusal, match="already"):
        undo_join(network, made[0], by=BY, now=NOW)


def test_who_leaves_and_comes_back_was_in_it_twice() -> None:
    place = make.place_of(1)
    network = make.network(place)
    [first] = make.members(network, place.participations)
    leave(first, last_day=DAY, why="Fikk ikke tid", version=1, by=BY, now=NOW)
    assert (first.until, first.left_why) == (DAY + A_DAY, "Fikk ikke tid")
    with pytest.raises(Refusal):
        make.members(network, place.participations, DAY)
    [again] = make.members(network, place.participations, DAY + A_DAY)
    with pytest.raises(Refusal, match="come in again"):
        undo_leave(first, version=2, by=BY, now=NOW)
    with pytest.raises(Refusal, match="overlap"):
        change_member(again, None, since=DAY, version=1, by=BY, now=NOW)
    remove_member(again, version=1, by=BY, now=NOW)
    undo_leave(first, version=2, by=BY, now=NOW)
    with pytest.raises(Refusal, match="come in again"):
        restore_member(again, version=2, by=BY, now=NOW)
    assert (first.until, first.left_why) == (None, "")


def test_nobody_leaves_before_they_came_or_twice() -> None:
    place = make.place_of(1)
    [member] = make.members(make.network(place), place.participations)
    with pytest.raises(Refusal) as refusal:
        leave(member, last_day=make.SINCE - A_DAY, why="", version=1, by=BY, now=NOW)
    assert refusal.value.field == "last_day"
    leave(member, last_day=DAY, why="", version=1, by=BY, now=NOW)
    with pytest.raises(Refusal, match="left already"):
        leave(member, last_day=DAY, why="", version=2, by=BY, now=NOW)
    with pytest.raises(Conflict):
        undo_leave(member, version=1, by=BY, now=NOW)


def test_the_municipality_of_another_office_or_of_another_time_does_not_come_in() -> None:
    place, far = make.place_of(1), make.place_of(1, "sorviken", "92")
    network = make.network(place)
    with pytest.raises(Refusal, match="another office"):
        make.members(network, [place[0], far[0]])
    with pytest.raises(Refusal, match="does not take part then"):
        make.members(network, [place[0]], date(2024, 1, 1))
    assert NetworkMember.objects.count() == 0


def test_nobody_comes_into_a_network_that_has_ended() -> None:
    place = make.place_of(1)
    network = make.network(place)
    end_network(network, last_day=DAY, why="", version=1, by=BY, now=NOW)
    with pytest.raises(Refusal) as refusal:
        make.members(network, place.participations, DAY + A_DAY)
    assert refusal.value.field == "since"


def test_a_work_contact_outside_is_erased_for_good_and_never_stands_in_the_journal() -> None:
    network = make.network(make.place_of(1))
    member = make.outside(network)
    with pytest.raises(Refusal, match="already"):
        make.outside(network)
    change_member(
        member, Outside(organisation="Helseforetaket", name="Kim Ny", email="ny@hf.example"), since=DAY, version=1,
        by=BY, now=NOW,
    )  # fmt: skip
    erase_member(member, version=2, by=BY, now=NOW)
    assert (member.organisation, member.name, member.email) == ("Helseforetaket", "", "")
    with pytest.raises(Refusal):
        erase_member(member, version=3, by=BY, now=NOW)
    with pytest.raises(Refusal, match="erased"):
        change_member(member, Outside(name="Kim"), since=DAY, version=3, by=BY, now=NOW)
    assert "Kim" not in str(list(Entry.objects.values_list("detail", "key")))


def test_a_person_of_no_organisation_is_erased_too() -> None:
    member = make.outside(make.network(make.place_of(1)), organisation="")
    erase_member(member, version=1, by=BY, now=NOW)
    assert str(member) == "(erased)"


@pytest.mark.parametrize(
    ("said", "field"),
    [({"organisation": " ", "name": ""}, "organisation"), ({"name": "", "role": ""}, "name")],
)
def test_somebody_outside_is_someone(said: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        make.outside(make.network(make.place_of(1)), **said)
    assert refusal.value.field == field


def test_the_members_of_a_network_are_an_audience_as_long_as_they_are_in_it() -> None:
    place = make.place_of(3)
    network, empty = make.network(place), make.network(place, "Tom")
    make.outside(empty)
    members = make.members(network, place.participations[:2])
    leave(members[0], last_day=DAY, why="", version=1, by=BY, now=NOW)

    def there(day: date) -> dict[str, list[object]]:
        found = members_of_networks(place.programme, place.office, day)
        return {one.key: list(one.members(place.programme, place.office, day)) for one in found}

    assert there(DAY) == {key_of(network): place.participations[:2]}
    assert there(DAY + A_DAY) == {key_of(network): [place[1]]}
    end_network(network, last_day=DAY, why="", version=1, by=BY, now=NOW)
    assert there(DAY + A_DAY) == {}


def test_a_meeting_is_planned_for_the_network_and_another_is_attached_and_let_go() -> None:
    place = make.place_of(1)
    network, other = make.network(place), make.network(place, "Andre")
    planned = make.meeting(network)
    with pytest.raises(Refusal, match="already"):
        attach(network, planned, by=BY, now=NOW)
    attach(other, planned, by=BY, now=NOW)
    detach(network, planned, by=BY, now=NOW)
    with pytest.raises(Refusal):
        detach(network, planned, by=BY, now=NOW)
    assert [one.network for one in NetworkMeeting.objects.filter(meeting=planned)] == [other]
    assert Meeting.objects.get().removed_at is None
    with pytest.raises(Refusal, match="another office"):
        attach(make.network(make.place_of(1, "sorviken", "92")), planned, by=BY, now=NOW)


def test_a_network_whose_members_were_invited_is_ended_not_removed() -> None:
    network = make.network(make.place_of(1))
    meeting = make.meeting(network)
    assert why_not_remove(network) is None
    Meeting.objects.filter(pk=meeting.pk).update(announced_at=NOW)
    with pytest.raises(Refusal, match="End the network instead"):
        remove(network, version=1, by=BY, now=NOW)
