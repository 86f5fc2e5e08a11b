"""Experiences: shared from what was tested, seen and taken up by others, withdrawn; what came first, never why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from samordner.improvement.models import Experience, Uptake
from samordner.improvement.operations.experiences import (
    Noted,
    change_experience,
    note_uptake,
    propose_experience,
    remove_uptake,
    restore_uptake,
    share_again,
    withdraw_experience,
)
from samordner.improvement.queries.experiences import Wanted, lines, shared, spread
from samordner.journal.deeds import Conflict, Refusal
from tests.factories.participation import DAY, Region, region
from tests.improvement.making import ACTS, decided, experience, noted, project, studied, told

pytestmark = pytest.mark.django_db
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def place() -> Region:
    return region(4)


@pytest.fixture
def one(place: Region) -> Experience:
    return experience(decided(project(place[0])))


def later(days: int) -> dict[str, Any]:
    return {"by": ACTS["by"], "now": ACTS["now"] + timedelta(days=days)}


def test_only_what_is_decided_is_shared_also_when_it_was_abandoned(place: Region) -> None:
    row = project(place[0])
    with pytest.raises(Refusal, match="Only what is tested"):
        experience(studied(row))
    made = experience(decided(row, "abandon"))
    assert (made.act, made.participation, made.proposed_on) == ("abandon", place[0], DAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"solution": "Z9"}, "solution"), ({"solution": ""}, "solution"), ({"title": " "}, "title"),
        ({"what": ""}, "what"), ({"for_whom": "010350 12345"}, "for_whom"), ({"takes": "01035012345"}, "takes"),
    ],
)  # fmt: skip
def test_an_experience_that_cannot_be_told_is_refused_at_its_input(
    place: Region, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        experience(decided(project(place[0])), **more)
    assert refused.value.field == field


def test_a_cycle_is_shared_once_with_each_solution(one: Experience) -> None:
    with pytest.raises(Refusal, match="shared already"):
        propose_experience(one.cycle, told(), **ACTS)
    other = propose_experience(one.cycle, told(solution="A1"), **ACTS)
    with pytest.raises(Refusal, match="shared already"):
        change_experience(other, told(), version=1, **ACTS)


def test_a_withdrawn_one_is_in_no_list_and_comes_back_with_what_was_noted(
    place: Region, one: Experience
) -> None:
    noted(one, place[1])
    with pytest.raises(Refusal, match="why"):
        withdraw_experience(one, " ", version=1, **ACTS)
    gone = withdraw_experience(one, "Det holdt ikke", version=1, **ACTS)
    assert list(shared()) == []
    with pytest.raises(Refusal, match="withdrawn"):
        noted(gone, place[2])
    again = share_again(gone, version=2, **ACTS)
    assert (list(shared()), again.withdrawn_why, again.uptakes.count()) == ([one], "", 1)


def test_it_cannot_come_back_beside_another_of_the_same(one: Experience) -> None:
    gone = withdraw_experience(one, "Skrives på nytt", version=1, **ACTS)
    propose_experience(one.cycle, told(title="På nytt"), **ACTS)
    with pytest.raises(Refusal, match="shared already"):
        share_again(gone, version=2, **ACTS)


def test_what_came_first_is_told_and_what_is_not_known_is_told_apart(place: Region, one: Experience) -> None:
    late = later(20)
    after = Noted(seen_on=DAY, taken_up_on=DAY + timedelta(days=5), stopped_on=DAY + timedelta(days=9))
    before = Noted(seen_on=TOMORROW, taken_up_on=DAY - timedelta(days=50))
    note_uptake(one, place[1], after, **late)
    note_uptake(one, place[2], before, **late)
    note_uptake(one, place[3], Noted(taken_up_on=TOMORROW), **late)
    found = spread(one.uptakes.all())
    by_name = {name: [each.participation_id for each in getattr(found, name)] for name in vars(found)}
    a, b, c = (place[number].pk for number in (1, 2, 3))
    order = {a: 1, b: 2, c: 3}
    assert {name: sorted(order[each] for each in there) for name, there in by_name.items()} == {
        "seen": [1, 2], "taken_up": [1, 2, 3], "after_seeing": [1], "before_seeing": [2], "unknown": [3], "stopped": [1],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Noted(), "seen_on"),
        (Noted(seen_on=TOMORROW), "seen_on"),
        (Noted(seen_on=DAY - timedelta(days=1)), "seen_on"),
        (Noted(seen_on=DAY, taken_up_on=TOMORROW), "taken_up_on"),
        (Noted(seen_on=DAY, stopped_on=DAY), "stopped_on"),
        (Noted(taken_up_on=DAY, stopped_on=DAY - timedelta(days=1)), "stopped_on"),
        (Noted(seen_on=DAY, how="010350 12345"), "how"),
    ],
)
def test_what_cannot_have_been_is_refused_at_its_input(
    place: Region, one: Experience, said: Noted, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        note_uptake(one, place[1], said, **ACTS)
    assert refused.value.field == field
    assert not Uptake.objects.exists()


def test_nobody_takes_up_their_own_or_what_another_office_shared(place: Region, one: Experience) -> None:
    far = region(1, key="fjernt", county="81")
    for who, words in ((place[0], "own experience"), (far[0], "its own office only")):
        with pytest.raises(Refusal, match=words):
            noted(one, who)


def test_two_who_note_the_same_do_not_overwrite_each_other(place: Region, one: Experience) -> None:
    first = noted(one, place[1])
    with pytest.raises(Conflict):
        noted(one, place[1], taken=0)
    row = note_uptake(one, place[1], Noted(seen_on=DAY, taken_up_on=DAY), version=first.version, **ACTS)
    assert (Uptake.objects.count(), row.state) == (1, "taken_up")


def test_what_was_noted_by_mistake_goes_and_comes_back(place: Region, one: Experience) -> None:
    row = remove_uptake(noted(one, place[1]), version=1, **ACTS)
    assert spread(one.uptakes.all()).seen == ()
    newer = noted(one, place[1])
    with pytest.raises(Refusal, match="noted meanwhile"):
        restore_uptake(row, version=2, **ACTS)
    remove_uptake(newer, version=1, **ACTS)
    assert restore_uptake(row, version=2, **ACTS).removed_at is None


def test_the_list_is_narrowed_by_what_others_did(place: Region, one: Experience) -> None:
    row = project(place[2], name="Noe annet", solutions=("A1",))
    other = experience(decided(row, "abandon"), solution="A1", title="Ble ikke noe")
    noted(one, place[1], taken=0)

    def found(**more: Any) -> list[Experience]:
        return [line.experience for line in lines(shared(), Wanted(**more), place.definition)]

    assert found(uptake="taken_up") == found(solution="B1") == found(area="B") == [one]
    assert found(uptake="none") == found(act="abandon") == found(words="noe ble") == [other]
    assert found(municipality=place[2].municipality.code) == [other]
    assert (
        next(each.experience for each in lines(shared(), Wanted(), place.definition, sort="-taken_up")) == one
    )
