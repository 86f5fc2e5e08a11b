"""A project: what its aim lacks, what is refused, how it ends and comes back, and what is registered of its solutions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samordner.improvement.aims import aim_of
from samordner.improvement.models import Project
from samordner.improvement.operations.projects import (
    Ending,
    begin_project,
    change_project,
    end_project,
    remove_project,
    reopen_project,
    restore_project,
)
from samordner.improvement.queries.cycles import cycles_of
from samordner.improvement.queries.projects import course, registered
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.journal.private import holds_birth_number
from tests.factories.participation import DAY, Region, region, say
from tests.improvement.making import (
    ACTS,
    BEGAN,
    cycle,
    decided,
    experience,
    project,
    said,
    team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Region:
    return region(2)


def test_an_aim_is_one_sentence_and_says_what_it_lacks() -> None:
    whole = Project(
        name="Måltidsro", aim_what="flere rolige måltider", aim_how_much="fra 6 til 9 av 10",
        aim_for_whom="alle på avdelingen.", aim_by=date(2021, 8, 5),
    )  # fmt: skip
    with override("nb"):
        assert aim_of(whole).sentence.startswith("Flere rolige måltider: fra 6 til 9 av 10, ")
        assert aim_of(whole).lacks == ()
    typed = Project(aim_what="Ro", aim_how_much="Fra 6 til 9.", aim_for_whom="For Solhaugen")
    assert aim_of(typed).sentence == "Ro: fra 6 til 9, for Solhaugen."
    assert aim_of(Project(name="Uten")).sentence == ""
    assert aim_of(Project(name="Uten")).lacks == ("what is to be better", "how much", "for whom", "by when")
    assert aim_of(Project(aim_what="Mindre uro")).sentence == "Mindre uro."
    assert aim_of(Project(aim_how_much="Halvparten", aim_by=date(2021, 8, 5))).lacks == (
        "what is to be better", "for whom",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"name": " "}, "name", "Give the project a name"),
        ({"solutions": ("Z9",)}, "solutions", "no such solution"),
        ({"areas": ("Z9",)}, "areas", "no such area"),
        ({"aim_by": BEGAN - timedelta(days=1)}, "aim_by", "before the project begins"),
        ({"aim_by": date(1021, 1, 1), "began_on": None}, "aim_by", "this century"),
        ({"problem": "Hun med 010350 12345 er urolig"}, "problem", "national identity number"),
        ({"aim_for_whom": "01035012345"}, "aim_for_whom", "national identity number"),
    ],
)
def test_what_a_project_cannot_say_is_refused_at_its_input(
    place: Region, more: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        begin_project(place[0], said(**more), **ACTS)
    assert (refused.value.field, words in str(refused.value.sentence)) == (field, True)
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("født 010350 12345", True),
        ("01035012345", True),
        ("010350-12345", True),
        ("41035012345 er et D-nummer", True),
        ("01835012345 er laget for å prøve", True),
        ("99035012345", False),
        ("ring 99 88 77 66 eller 22003300", False),
        ("organisasjonsnummer 974 767 880", False),
        ("1 av 10 mellom 2019 og 2021", False),
        ("saken 2021/010350123456789", False),
    ],
)
def test_a_birth_number_is_known_however_it_is_written(text: str, holds: bool) -> None:
    assert holds_birth_number(text) is holds


@given(
    st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 99999), st.sampled_from(["", " ", "-", "."])
)
def test_every_birth_number_is_refused(born: date, rest: int, between: str) -> None:
    assert holds_birth_number(f"a {born:%d%m%y}{between}{rest:05} b")


def test_a_team_of_another_municipality_cannot_own_the_project(place: Region) -> None:
    with pytest.raises(Refusal, match="another municipality's"):
        project(place[0], team=team(place[1]))
    assert project(place[1], team=team(place[1])).team is not None


def test_the_same_name_twice_is_one_project_too_many(place: Region) -> None:
    project(place[0])
    with pytest.raises(Refusal, match="of that name already"):
        project(place[0])
    assert project(place[1]).name == "Måltidsro"


def test_two_who_change_at_once_do_not_overwrite_each_other(place: Region) -> None:
    row = project(place[0])
    change_project(Project.objects.get(pk=row.pk), said(name="Ro"), version=1, **ACTS)
    with pytest.raises(Conflict):
        change_project(Project.objects.get(pk=row.pk), said(name="Uro"), version=1, **ACTS)
    assert Project.objects.get().name == "Ro"


def test_a_project_ends_with_what_came_of_it_and_goes_on_again(place: Region) -> None:
    row = project(place[0])
    for ending, words in (
        (Ending(DAY + timedelta(days=1), "Det gikk"), "has not come"),
        (Ending(BEGAN - timedelta(days=1), "Det gikk"), "before it began"),
        (Ending(DAY, " "), "what came of it"),
    ):
        with pytest.raises(Refusal, match=words):
            end_project(row, ending, version=1, **ACTS)
    ended = end_project(row, Ending(DAY, "8 av 10"), version=1, **ACTS)
    assert (ended.standing(DAY), ended.standing(DAY - timedelta(days=1)), ended.outcome) == (
        "ended",
        "running",
        "8 av 10",
    )
    with pytest.raises(Refusal, match="ended: reopen it first"):
        cycle(ended)
    assert reopen_project(ended, version=2, **ACTS).standing(DAY) == "running"


def test_a_project_that_has_not_begun_cannot_end(place: Region) -> None:
    row = project(place[0], began_on=None)
    assert row.standing(DAY) == "planned"
    with pytest.raises(Refusal, match="not begun"):
        end_project(row, Ending(DAY, "Nei"), version=1, **ACTS)


def test_what_is_removed_comes_back_as_it_was_and_what_is_shared_stays(place: Region) -> None:
    row = project(place[0])
    removed = remove_project(row, version=1, **ACTS)
    with pytest.raises(Refusal, match="removed"):
        cycle(removed)
    assert restore_project(removed, version=2, **ACTS).removed_at is None
    experience(decided(row))
    row.refresh_from_db()
    with pytest.raises(Refusal, match="shared with others"):
        remove_project(row, version=3, **ACTS)


def test_the_journal_holds_ids_and_no_text(place: Region) -> None:
    row = project(place[0])
    entry = Entry.objects.get(kind="improvement_project")
    assert (entry.verb, entry.key, entry.office) == ("begin", str(row.pk), place.office.key)
    assert entry.detail == {"participation": place[0].pk, "team": None}


def test_what_is_registered_is_told_and_never_changed_by_a_project(place: Region) -> None:
    row = project(place[0], solutions=("B1", "A1"))
    before = place[0].observations.count()
    kept = DAY - timedelta(days=10)
    decided(row, act="adopt", on=kept)
    say(place[0], "solution_stage", "trying", DAY - timedelta(days=60), item="B1")
    found = {one.solution.key: one for one in registered(row, place.definition, DAY, kept)}
    assert found["B1"].value
    assert (found["B1"].value.key, found["B1"].behind) == ("trying", True)
    assert (found["A1"].value, found["A1"].behind) == (None, True)
    say(place[0], "solution_stage", "in_use", kept, item="B1")
    found = {one.solution.key: one for one in registered(row, place.definition, DAY, kept)}
    assert found["B1"].value
    assert (found["B1"].value.key, found["B1"].behind) == ("in_use", False)
    assert not registered(row, place.definition, DAY, None)[0].behind
    assert place[0].observations.count() == before + 2


def test_the_course_of_a_project_stands_in_order(place: Region) -> None:
    row = project(place[0])
    shared = experience(decided(row))
    cycle_ahead = cycle(Project.objects.get(pk=row.pk), begins=DAY + timedelta(days=1), ends=None)
    assert course(row, [cycle_ahead], [])[1].kind == "planned"
    cycle_ahead.delete()
    end_project(row, Ending(DAY, "Ja"), version=row.version, **ACTS)
    events = course(row, cycles_of(row), [shared])
    assert [one.kind for one in events] == ["began", "tried", "adapt", "shared", "ended"]
    assert [one.day for one in events] == sorted(one.day for one in events)
