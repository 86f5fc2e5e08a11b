"""Municipalities are divided by a rule and by hand, and what was kept stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db import connection as database
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samordner.divisions.models import OUTSIDE, UNKNOWN, Division, DivisionGroup, Placement
from samordner.divisions.operations import Moved, keep_by_hand, keep_by_rule
from samordner.divisions.queries import (
    divided,
    drifted,
    groups_of,
    in_force,
    kept,
    latest,
    moved_since,
    placements_of,
)
from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.participation.queries import observations
from tests.factories.participation import BY, DAY, NOW, Region, region, say

pytestmark = pytest.mark.django_db


def keep(
    place: Region, moves: dict[int, Moved] | None = None, *, rule: str = "tracks", **more: object
) -> Division:
    usual: dict[str, object] = {"day": DAY, "known_at": NOW, "by": BY, "now": NOW}
    return keep_by_rule(
        place.programme, place.office, place.definition, place.definition.division(rule), place.participations,
        moves=moves, **{**usual, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def members(division: Division) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in placements_of(division):
        found.setdefault(each.group.key, []).append(each.participation_id)
    return found


def test_the_rule_divides_by_what_is_known_and_unknown_is_a_group_of_its_own() -> None:
    place = region(4)
    yesterday = DAY - timedelta(days=1)
    said = say(place[0], "phase", "1", yesterday)
    say(place[1], "phase", "3", yesterday)
    say(place[2], "phase", "4", DAY)
    made = keep(place, day=yesterday)
    assert members(made) == {
        "planning": [place[0].pk], "carrying_out": [place[1].pk], UNKNOWN: [place[2].pk, place[3].pk],
    }  # fmt: skip
    rests = {each.participation_id: (each.observation_id, each.value) for each in placements_of(made)}
    assert rests[place[0].pk] == (said.pk, "1")
    assert rests[place[3].pk] == (None, "")


def test_a_value_that_the_rule_has_no_group_for_is_outside_and_not_unknown() -> None:
    place = region(1)
    rule = place.definition.division("dialogue_groups")
    covered = {value for group in rule.groups for value in group.values}
    loose = [v.key for v in place.definition.values_of(rule.subject) if v.key not in covered]
    for value in loose:
        say(place[0], rule.subject, value)
        found = divided(place.participations, place.definition, rule, DAY)
        assert [one.group for one in found] == [OUTSIDE]
    say(place[0], rule.subject, "decided")
    assert [one.group for one in divided(place.participations, place.definition, rule, DAY)] == ["decided"]


def test_what_was_kept_stays_when_statuses_change_and_the_change_is_told() -> None:
    place = region(2)
    say(place[0], "phase", "1")
    say(place[1], "phase", "3")
    made = keep(place)
    say(place[0], "phase", "3", DAY, now=NOW + timedelta(hours=1))
    assert members(made) == {"planning": [place[0].pk], "carrying_out": [place[1].pk]}
    with override("en"):
        found = [
            (one.participation.pk, one.then, one.today)
            for one in drifted(made, place.definition, place.participations, DAY)
        ]
    assert found == [(place[0].pk, "Planning", "Carrying out")]
    again = keep(place, known_at=NOW, now=NOW + timedelta(hours=2))
    assert members(again) == members(made)


def test_a_division_is_refused_by_the_database_when_someone_would_change_it() -> None:
    place = region(1)
    say(place[0], "phase", "1")
    made = keep(place)
    for model in (Division, DivisionGroup, Placement):
        for words in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with pytest.raises(DatabaseError), transaction.atomic(), database.cursor() as cursor:
                cursor.execute(words.format(model._meta.db_table))
    assert members(made) == {"planning": [place[0].pk]}


def test_moving_by_hand_needs_a_reason_and_both_places_are_kept() -> None:
    place = region(2)
    say(place[0], "phase", "1")
    with pytest.raises(Refusal) as refused:
        keep(place, {place[0].pk: Moved("carrying_out", " ")})
    assert refused.value.field == f"reason-{place[0].pk}"
    with pytest.raises(Refusal):
        keep(place, {place[0].pk: Moved("no_such_group", "Ja")})
    assert Division.objects.count() == 0
    made = keep(place, {place[0].pk: Moved("carrying_out", "Er alt i gang"), place[1].pk: Moved(UNKNOWN)})
    one, two = placements_of(made)
    assert one.ruled is not None
    assert (one.group.key, one.ruled.key, one.reason, one.moved) == (
        "carrying_out", "planning", "Er alt i gang", True,
    )  # fmt: skip
    assert (two.group.key, two.reason, two.moved) == (UNKNOWN, "", False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.bulk_create(
            [Placement(division=made, participation=place[0], group=one.group, ruled=one.ruled, reason="")]
        )


def test_a_new_division_replaces_the_last_and_tells_who_moved_by_rule_and_by_hand() -> None:
    place = region(4)
    for number, phase in enumerate(("1", "1", "3")):
        say(place[number], "phase", phase)
    first = keep(place)
    later = DAY + timedelta(days=30)
    moment = NOW + timedelta(days=30)
    say(place[0], "phase", "3", later, now=moment)
    second = keep(
        place, {place[1].pk: Moved("carrying_out", "Sa det i møtet")}, day=later, known_at=moment, now=moment
    )
    with override("en"):
        found = [
            (one.participation.pk, one.old, one.new, one.by_hand, one.reason) for one in moved_since(second)
        ]
    assert found == [
        (place[0].pk, "Planning", "Carrying out", False, ""),
        (place[1].pk, "Planning", "Carrying out", True, "Sa det i møtet"),
    ]
    assert moved_since(first) == []
    asked = (place.programme.key, place.office.key, "tracks")
    assert (latest(*asked), latest(*asked, day=DAY), latest(*asked, day=DAY - timedelta(days=1))) == (
        second, first, None,
    )  # fmt: skip
    groups = {day: [one.group.key for one in groups_of(place[1], day)] for day in (DAY, later)}
    assert groups == {DAY: ["planning"], later: ["carrying_out"]}


def test_who_saw_another_last_division_is_told_instead_of_replacing_it_unseen() -> None:
    place = region(1)
    first = keep(place, seen=0)
    with pytest.raises(Refusal):
        keep(place, seen=0)
    second = keep(place, seen=first.pk)
    assert [second.replaces, Division.objects.count()] == [first, 2]


def test_divided_by_hand_those_left_are_not_placed_and_a_name_is_a_kind_of_its_own() -> None:
    place = region(3)

    def by_hand(name: str, names: tuple[str, ...], moves: dict[int, Moved]) -> Division:
        return keep_by_hand(
            place.programme, place.office, place.participations, name=name, names=names, day=DAY, moves=moves,
            by=BY, now=NOW,
        )  # fmt: skip

    first = by_hand("Møter i mai", ("Nord", "Sør"), {place[0].pk: Moved("1"), place[1].pk: Moved("2")})
    other = by_hand("Andre møter", ("Nord",), {})
    second = by_hand("Møter i mai", ("Sør", "Nord"), {place[0].pk: Moved("2"), place[1].pk: Moved("2")})
    assert (first.replaces, other.replaces, second.replaces) == (None, None, first)
    with override("en"):
        assert [str(one.group) for one in kept(first)] == ["Nord", "Sør", "Not placed"]
        assert [(one.participation.pk, one.old, one.new) for one in moved_since(second)] == [
            (place[1].pk, "Sør", "Nord")
        ]
    assert {str(one) for one in in_force(place.programme, place.office, DAY)} == {
        "Andre møter",
        "Møter i mai",
    }
    with pytest.raises(Refusal):
        by_hand("Uten grupper", (" ",), {})


def test_a_division_is_one_entry_in_the_journal() -> None:
    place = region(2)
    before = Entry.objects.count()
    made = keep(place)
    entries = [(one.verb, one.key, one.detail) for one in Entry.objects.order_by("number")[before:]]
    assert entries == [
        ("divide", str(made.pk), {"rule": "tracks", "day": "2021-04-27", "number": 2, "by_hand": 0})
    ]


class TestEveryoneIsSomewhere(TestCase):
    """Whatever is known, everyone is in exactly one group, and the group is what the observation says."""

    @given(
        phases=st.lists(st.sampled_from(["", "1", "2", "3", "4"]), min_size=1, max_size=6),
        days=st.lists(st.integers(0, 6), min_size=6, max_size=6),
    )
    def test_everyone_is_in_one_group_that_the_observation_bears_out(
        self, phases: list[str], days: list[int]
    ) -> None:
        place = region(len(phases))
        for number, (phase, ago) in enumerate(zip(phases, days, strict=False)):
            if phase:
                say(place[number], "phase", phase, DAY - timedelta(days=ago))
        made = keep(place, day=DAY - timedelta(days=3))
        places = placements_of(made)
        assert [each.participation_id for each in places] == [row.pk for row in place.participations]
        seen = {
            one.pk: one for one in observations(each.observation_id for each in places if each.observation_id)
        }
        for each, phase, ago in zip(places, phases, days, strict=False):
            known = bool(phase) and ago >= 3
            expected = {"1": "planning", "2": "planning", "3": "carrying_out", "4": "carrying_out"}
            assert each.group.key == (expected[phase] if known else UNKNOWN)
            if each.observation_id:
                assert (seen[each.observation_id].value, seen[each.observation_id].since <= DAY) == (
                    phase,
                    True,
                )
                assert each.value in each.group.values


def test_the_day_of_a_division_is_a_day() -> None:
    assert keep(region(1)).made_on == date(2021, 4, 27)


def test_nobody_is_divided_on_a_day_that_has_not_come() -> None:
    with pytest.raises(Refusal, match=r"ikke kommet|not come"):
        keep(region(1), day=DAY + timedelta(days=1))
    assert Division.objects.count() == 0
