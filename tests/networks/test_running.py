"""A network is run, from a plan's row or not; what the plan says is held against it; it ends and goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.networks.documents import NETWORKS, facts
from samordner.networks.models import Network, RunningNetwork
from samordner.networks.operations.keeping import remove, restore
from samordner.networks.operations.running import (
    Facts,
    change_network,
    end_network,
    facts_of,
    resume_network,
    run_row,
    settle_with_plan,
)
from samordner.networks.queries.comparing import (
    CELLS,
    differences,
    plan_rows,
    said_of,
    standing_in,
)
from samordner.networks.queries.lists import state_of
from samordner.plans.operations import change_row, remove_row
from samordner.plans.registers import register
from tests.factories import networks as make
from tests.factories.participation import BY, DAY, NOW

pytestmark = pytest.mark.django_db


def told(network: RunningNetwork) -> list[tuple[str, str]]:
    """(column, "new" or "own") of what the plan says otherwise."""
    row = plan_rows(Network.objects.all()).of(network)
    assert row is not None
    return [(one.column, "new" if one.new else "own") for one in differences(network, row)]


def write(row: Network, **cells: str) -> Network:
    changed: Network = change_row(register("networks"), row, version=row.version, cells=cells, by=BY, now=NOW)
    return changed


def test_the_running_network_has_the_columns_of_the_plans_table_and_no_others() -> None:
    assert tuple(column.key for column in NETWORKS.table.columns) == CELLS


def test_run_from_a_row_it_says_what_the_row_says_under_the_plans_own_headings() -> None:
    place = make.place_of(1)
    made = run_row(make.row(make.plan(place)), by=BY, now=NOW, kind="leaders")
    assert [(str(title), text) for title, text in facts(made)] == [
        ("Operated by", "Embetet"),
        ("Existing, developed further or new", "New"),
        ("Audience", "Kommunalsjefer"),
        ("What of the reform is taken up, and how", "Det kommunene trenger"),
        ("Working form and regularity", "Samlinger 4 ganger per år"),
        ("Expected benefit for the municipality", "Tettere dialog"),
    ]
    assert (made.name, made.kind, told(made)) == ("Lederringen", "leaders", [])
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.kind, entry.detail) == (
        "run",
        "network",
        {"kind": "leaders", "row": made.row_id},
    )


def test_a_row_is_run_once() -> None:
    row = make.row(make.plan(make.place_of(1)))
    made = run_row(row, by=BY, now=NOW)
    with pytest.raises(Refusal, match="run already"):
        run_row(row, by=BY, now=NOW)
    remove(made, version=1, by=BY, now=NOW)
    again = run_row(row, by=BY, now=NOW)
    with pytest.raises(Refusal, match="taken its place"):
        restore(made, version=2, by=BY, now=NOW)
    assert RunningNetwork.objects.filter(removed_at=None).get() == again


@pytest.mark.parametrize(
    ("cell", "standing"),
    [
        ("Eksisterende", "existing"), ("Finst frå før", "existing"), ("Nyetablering i 2020", "new"), ("Nytt nettverk", "new"),
        ("Nyskipa", "new"), ("Eksisterende, skal videreutvikles", "developed"), ("Vidareutvikling", "developed"),
        ("Existing", "existing"), ("Finst, nytt namn", ""), ("Under avklaring", ""), ("", ""), ("nyttig", ""),
    ],
)  # fmt: skip
def test_what_stands_in_the_plan_means_existing_developed_or_new_only_when_it_is_sure(
    cell: str, standing: str
) -> None:
    assert standing_in(cell) == standing


def test_when_the_plans_row_changes_the_difference_is_new_until_somebody_has_looked() -> None:
    row = make.row(make.plan(make.place_of(1)))
    made = run_row(row, by=BY, now=NOW)
    change_network(made, replace(facts_of(made), benefit="Egne ord"), version=1, by=BY, now=NOW)
    assert told(made) == [("benefit", "own")]
    row = write(row, audience="Alle ledere", working_form="To samlinger")
    assert told(made) == [("audience", "new"), ("working_form", "new"), ("benefit", "own")]
    settle_with_plan(made, row, ["audience"], version=2, row_version=row.version, by=BY, now=NOW)
    assert (made.audience, made.form, made.benefit) == (
        "Alle ledere",
        "Samlinger 4 ganger per år",
        "Egne ord",
    )
    assert told(made) == [("working_form", "own"), ("benefit", "own")]
    row.refresh_from_db()
    assert row.benefit == "Tettere dialog"  # the plan prints the row as it was written


def test_form_and_rhythm_together_are_the_plans_one_column() -> None:
    made = run_row(make.row(make.plan(make.place_of(1)), working_form="Samlinger\n4 i året"), by=BY, now=NOW)
    change_network(
        made, replace(facts_of(made), form="Samlinger", rhythm="4 i året"), version=1, by=BY, now=NOW
    )
    assert (said_of(made, "working_form"), told(made)) == ("Samlinger\n4 i året", [])


def test_what_was_looked_at_is_taken_over_only_if_nobody_changed_the_row_meanwhile() -> None:
    row = make.row(make.plan(make.place_of(1)))
    made = run_row(row, by=BY, now=NOW)
    seen = row.version
    row = write(row, audience="Alle")
    with pytest.raises(Conflict):
        settle_with_plan(made, row, ["audience"], version=1, row_version=seen, by=BY, now=NOW)
    made.refresh_from_db()
    assert (made.version, made.audience) == (1, "Kommunalsjefer")


def test_the_next_plan_carries_the_network_on_by_its_name() -> None:
    place = make.place_of(1)
    made = run_row(make.row(make.plan(place)), by=BY, now=NOW)
    later = make.row(make.plan(place, "2024-2026", "Neste plan"), name="lederringen ", audience="Alle")
    other = make.row(later.plan, name="Fagringen")
    rows = plan_rows(Network.objects.all())
    assert (rows.of(made), rows.not_run([made])) == (later, [other])
    assert told(made) == [("audience", "new")]
    settle_with_plan(made, later, [], version=1, row_version=1, by=BY, now=NOW)
    assert (made.row, told(made)) == (later, [("audience", "own")])


def test_a_row_that_was_removed_from_the_plan_is_not_run_and_takes_nothing_over() -> None:
    row = make.row(make.plan(make.place_of(1)))
    made = run_row(row, by=BY, now=NOW)
    remove_row(register("networks"), row, version=1, by=BY, now=NOW)
    row.refresh_from_db()
    with pytest.raises(Refusal, match="removed from the plan"):
        settle_with_plan(made, row, [], version=1, row_version=row.version, by=BY, now=NOW)
    assert plan_rows(Network.objects.all()).not_run([]) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 301}, "name"), ({"kind": "nonsense"}, "kind"),
        ({"standing": "old"}, "standing"), ({"meet_every": 0}, "meet_every"), ({"meet_every": 121}, "meet_every"),
        ({"since": date(1066, 1, 1)}, "since"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_network_is_refused_by_its_field(
    said: dict[str, object], field: str
) -> None:
    place = make.place_of(1)
    with pytest.raises(Refusal) as refusal:
        make.network(place, **said)  # type: ignore[arg-type]
    assert (refusal.value.field, RunningNetwork.objects.count()) == (field, 0)


def test_two_networks_of_an_office_have_two_names() -> None:
    place = make.place_of(1)
    make.network(place, "Kretsen")
    with pytest.raises(Refusal) as refusal:
        make.network(place, "kretsen ")
    assert refusal.value.field == "name"
    other = make.network(place, "Ringen")
    with pytest.raises(Refusal):
        change_network(other, Facts(name="KRETSEN"), version=1, by=BY, now=NOW)
    assert make.network(make.place_of(1, "sorviken", "92"), "Kretsen").name == "Kretsen"


def test_a_network_ends_after_its_last_day_and_goes_on_when_that_is_undone() -> None:
    made = make.network(make.place_of(1))
    end_network(made, last_day=DAY, why="Nådde målet", version=1, by=BY, now=NOW)
    assert (state_of(made, DAY), state_of(made, date(2021, 4, 28))) == ("running", "ended")
    with pytest.raises(Refusal, match="has ended already"):
        end_network(made, last_day=DAY, why="", version=2, by=BY, now=NOW)
    resume_network(made, version=2, by=BY, now=NOW)
    assert (made.until, made.ended_why, state_of(made, date(2021, 4, 28))) == (None, "", "running")
    with pytest.raises(Refusal) as refusal:
        end_network(made, last_day=date(2020, 12, 31), why="", version=3, by=BY, now=NOW)
    assert refusal.value.field == "last_day"


def test_two_who_change_a_network_at_once_are_told_of_each_other() -> None:
    made = make.network(make.place_of(1))
    change_network(made, replace(facts_of(made), theme="Det ene"), version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):
        change_network(made, replace(facts_of(made), theme="Det andre"), version=1, by=BY, now=NOW)
    made.refresh_from_db()
    assert made.theme == "Det ene"


def test_a_removed_network_takes_no_deeds_until_it_is_back() -> None:
    made = make.network(make.place_of(1))
    remove(made, version=1, by=BY, now=NOW)
    with pytest.raises(Refusal, match="removed"):
        change_network(made, Facts(name="Ny"), version=2, by=BY, now=NOW)
    restore(made, version=2, by=BY, now=NOW)
    assert made.removed_at is None
