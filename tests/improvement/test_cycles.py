"""A cycle: expected before it is done, done before it is studied, studied before it is decided; series; who changed what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samordner.improvement.models import Cycle, Project
from samordner.improvement.operations.cycles import (
    Decision,
    Done,
    change_plan,
    decide,
    next_of,
    plan_cycle,
    reconsider,
    remove_cycle,
    restore_cycle,
    write_done,
    write_study,
)
from samordner.improvement.operations.drivers import remove_driver
from samordner.improvement.queries.cycles import (
    Sought,
    by_solution,
    changes,
    cycles_of,
    cycles_run,
    kept_cycles,
    ramps,
    unfinished,
)
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from tests.factories.participation import DAY, Region, region
from tests.improvement.making import (
    ACTS,
    cycle,
    decided,
    driver,
    experience,
    planned,
    project,
    studied,
    team,
    tried,
)

pytestmark = pytest.mark.django_db
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def place() -> Region:
    return region(2)


@pytest.fixture
def row(place: Region) -> Project:
    return project(place[0])


def test_each_step_asks_for_the_one_before(row: Project) -> None:
    one = cycle(row, prediction="", begins=None, ends=None)
    with pytest.raises(Refusal, match="Write first what you expect"):
        write_done(one, Done("Vi prøvde", YESTERDAY), version=1, **ACTS)
    one = change_plan(one, planned(), version=1, **ACTS)
    with pytest.raises(Refusal, match="Write first what happened"):
        write_study(one, "Det gikk", version=2, **ACTS)
    with pytest.raises(Refusal, match="Study first"):
        decide(one, Decision("adopt", DAY), version=2, **ACTS)
    with pytest.raises(Refusal, match="Say when it began"):
        write_done(one, Done("Vi prøvde", None), version=2, **ACTS)
    one = write_done(one, Done("Vi prøvde", YESTERDAY), version=2, **ACTS)
    with pytest.raises(Refusal, match="stays as it was"):
        change_plan(one, planned(prediction="Det som hendte"), version=3, **ACTS)
    one = write_study(one, "Det gikk", version=3, **ACTS)
    assert decide(one, Decision("adopt", DAY), version=4, **ACTS).decided_on == DAY


def test_the_state_follows_from_what_is_written(row: Project) -> None:
    ahead = cycle(row, begins=DAY + timedelta(days=1), ends=None)
    begun = cycle(row, begins=YESTERDAY, ends=None)
    states = [one.state(DAY).value for one in (ahead, begun, tried(row), studied(row), decided(row))]
    assert states == ["planned", "running", "running", "studied", "decided"]


@pytest.mark.parametrize(
    "broken",
    [
        {"prediction": ""},
        {"begins": None, "ends": None},
        {"done": ""},
        {"study": ""},
        {"decided_on": None},
        {"act": ""},
    ],
)
def test_the_database_keeps_the_order_as_well(row: Project, broken: dict[str, Any]) -> None:
    one = decided(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=one.pk).update(**broken)


def test_the_last_step_can_be_taken_back_one_at_a_time(row: Project) -> None:
    one = decided(row)
    with pytest.raises(Refusal, match="take the decision back first"):
        write_study(one, "", version=one.version, **ACTS)
    one = reconsider(one, version=one.version, **ACTS)
    assert (one.act, one.decided_on, one.study != "") == ("", None, True)
    with pytest.raises(Refusal, match="take that back first"):
        write_done(one, Done("", one.begins), version=one.version, **ACTS)
    one = write_study(one, "", version=one.version, **ACTS)
    one = write_done(one, Done("", one.begins, one.ends), version=one.version, **ACTS)
    assert one.state(DAY) == "running"


def test_a_ramp_begins_with_what_was_learned_and_goes_on_from_it(row: Project) -> None:
    first = decided(row)
    then = next_of(first)
    assert (then.question, then.plan, then.prediction, then.begins) == (
        first.question,
        "Prøv med musikk",
        "",
        None,
    )
    second = plan_cycle(row, then, **ACTS)
    assert second.follows == first
    alone = cycle(row, question="Noe helt annet?")
    found = ramps(cycles_of(row))
    assert [(one.name, [each.number for each in one.cycles]) for one in found] == [
        (first.question, [1, 2]), ("", [alone.number]),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="Decide first"):
        plan_cycle(row, next_of(second), **ACTS)
    first.refresh_from_db()
    with pytest.raises(Refusal, match="Another cycle follows"):
        reconsider(first, version=first.version, **ACTS)


def test_a_number_is_never_used_again(row: Project) -> None:
    first = cycle(row)
    remove_cycle(first, version=1, **ACTS)
    assert cycle(row).number == 2
    assert restore_cycle(Cycle.objects.get(pk=first.pk), version=2, **ACTS).number == 1


def test_a_cycle_comes_back_only_with_its_idea(row: Project) -> None:
    idea = driver(row, "TV av", driver(row), "idea")
    one = cycle(row, idea=idea)
    one = remove_cycle(one, version=1, **ACTS)
    remove_driver(idea, version=1, **ACTS)
    with pytest.raises(Refusal, match="change idea is removed"):
        restore_cycle(one, version=2, **ACTS)


def test_what_is_shared_is_neither_reconsidered_nor_removed(row: Project) -> None:
    one = decided(row)
    experience(one)
    for deed in (reconsider, remove_cycle):
        with pytest.raises(Refusal, match="withdraw that first"):
            deed(one, version=one.version, **ACTS)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"question": ""}, "question"),
        ({"begins": None}, "begins"),
        ({"begins": DAY}, "ends"),
        ({"who": "010350 12345"}, "who"),
        ({"plan": "01035012345"}, "plan"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_input(
    row: Project, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        cycle(row, **more)
    assert refused.value.field == field


def test_an_idea_or_a_cycle_of_another_project_is_refused(place: Region, row: Project) -> None:
    other = project(place[1])
    with pytest.raises(Refusal, match="not in this project"):
        cycle(row, idea=driver(other, "TV av", driver(other), "idea"))
    with pytest.raises(Refusal, match="not in this project"):
        cycle(row, follows=decided(other))


def test_whoever_was_let_in_writes_what_happened_and_the_journal_says_who(row: Project) -> None:
    one = cycle(row)
    write_done(one, Done("Vi prøvde", YESTERDAY), version=1, by="m7", now=ACTS["now"])
    entry = Entry.objects.filter(kind="improvement_cycle").latest("number")
    assert (entry.actor, entry.verb, entry.detail) == (
        "m7", "do", {"participation": row.participation_id, "cycle": one.pk, "number": 1},
    )  # fmt: skip


def test_two_who_write_at_once_do_not_overwrite_each_other(row: Project) -> None:
    one = cycle(row)
    write_done(Cycle.objects.get(pk=one.pk), Done("Først", YESTERDAY), version=1, **ACTS)
    with pytest.raises(Conflict):
        write_done(Cycle.objects.get(pk=one.pk), Done("Sist", YESTERDAY), version=1, **ACTS)
    assert Cycle.objects.get().done == "Først"


def test_a_decision_lies_between_the_trying_and_today(row: Project) -> None:
    one = studied(row)
    for on, words in (
        (DAY + timedelta(days=1), "has not come"),
        (DAY - timedelta(days=31), "before it was tried"),
    ):
        with pytest.raises(Refusal, match=words):
            decide(one, Decision("adopt", on), version=one.version, **ACTS)
    with pytest.raises(Refusal, match="Choose adopt"):
        decide(one, Decision("maybe", DAY), version=one.version, **ACTS)


def test_teams_are_counted_by_what_they_tried_not_by_what_they_planned(place: Region) -> None:
    one, two = team(place[0]), team(place[1], "Team Fjord")
    mine, theirs = project(place[0], team=one), project(place[1], team=two)
    decided(mine), tried(mine), cycle(mine)
    cycle(theirs)
    assert cycles_run([one.pk, two.pk]) == {one.pk: 2}
    assert cycles_run([one.pk], DAY - timedelta(days=31)) == {}


def test_which_teams_changed_something_and_which_solution_it_belongs_to(place: Region) -> None:
    mine = project(place[0], team=team(place[0]), solutions=("A1", "B1"))
    theirs = project(place[1], solutions=(), areas=("D",))
    (
        decided(mine, "adopt"),
        decided(mine, "abandon", YESTERDAY),
        decided(theirs, "adapt", DAY),
        studied(theirs),
    )
    rows, says = kept_cycles(), place.definition
    assert [one.act for one in changes(rows, Sought(), says)] == ["adapt", "abandon", "adopt"]
    assert [one.act for one in changes(rows, Sought(solution="A1"), says)] == ["abandon", "adopt"]
    assert [one.act for one in changes(rows, Sought(area="B"), says)] == ["abandon", "adopt"]
    assert [one.act for one in changes(rows, Sought(area="D"), says)] == ["adapt"]
    assert [one.act for one in changes(rows, Sought(team="9" * 30), says)] == []
    assert [one.act for one in changes(rows, Sought(first=YESTERDAY, last=YESTERDAY), says)] == ["abandon"]
    assert [one.act for one in changes(rows, Sought(), says, sort="municipality")] == [
        "adopt",
        "abandon",
        "adapt",
    ]
    counted = [
        (one.solution, one.teams, one.kept, one.abandoned)
        for one in by_solution(changes(rows, Sought(), says))
    ]
    assert counted == [("A1", 1, 1, 1), ("B1", 1, 1, 1), ("", 1, 1, 0)]


def test_a_cycle_whose_days_are_over_without_a_word_is_unfinished(row: Project) -> None:
    late, _done, _ahead = cycle(row), decided(row), cycle(row, ends=DAY)
    assert list(unfinished([row.pk], DAY)) == [late]
