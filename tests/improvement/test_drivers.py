"""A driver diagram: what hangs where, what moves along, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samordner.improvement.models import Driver, Project
from samordner.improvement.operations.drivers import (
    add_driver,
    change_driver,
    move_driver,
    move_under,
    remove_driver,
    restore_driver,
)
from samordner.improvement.queries.drivers import Box, diagram, every_box
from samordner.journal.deeds import Conflict, Refusal
from tests.factories.participation import region
from tests.improvement.making import ACTS, cycle, driver, project

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Project:
    return project(region(1)[0])


def drawn(of: Project) -> Any:
    """The diagram as nested lists of texts."""

    def texts(boxes: tuple[Box, ...]) -> Any:
        return [(one.driver.text, texts(one.below)) if one.below else one.driver.text for one in boxes]

    return texts(diagram(of))


def again(one: Driver) -> Driver:
    return Driver.objects.get(pk=one.pk)


def test_what_hangs_where(row: Project) -> None:
    primary = driver(row)
    secondary = driver(row, "Færre avbrudd", primary)
    idea = driver(row, "TV av", secondary, "idea")
    assert drawn(row) == [("Ro i rommet", [("Færre avbrudd", ["TV av"])])]
    for kind, parent, words in (
        ("secondary", None, "Only a primary driver hangs on the aim"),
        ("idea", None, "Only a primary driver hangs on the aim"),
        ("primary", primary, "hangs on the aim itself"),
        ("secondary", secondary, "under a primary one"),
        ("idea", idea, "Nothing hangs under a change idea"),
    ):
        with pytest.raises(Refusal, match=words):
            add_driver(row, "Noe annet", kind=kind, parent=parent, **ACTS)
    with pytest.raises(Refusal, match="stands there already"):
        driver(row, "TV av", secondary, "idea")
    with pytest.raises(Refusal, match="national identity number"):
        driver(row, "Fru 010350 12345")


def test_one_hangs_in_its_own_project_alone(row: Project) -> None:
    other = project(row.participation, name="Et annet")
    with pytest.raises(Refusal, match="not there any more"):
        driver(row, "TV av", driver(other), "idea")


def test_boxes_change_places_and_stop_at_the_ends(row: Project) -> None:
    first, second, third = (driver(row, text) for text in ("en", "to", "tre"))
    move_driver(again(third), "up", version=1, **ACTS)
    assert drawn(row) == ["en", "tre", "to"]
    move_driver(again(first), "down", version=1, **ACTS)
    assert drawn(row) == ["tre", "en", "to"]
    with pytest.raises(Refusal, match="first already"):
        move_driver(again(third), "up", version=2, **ACTS)
    with pytest.raises(Refusal, match="last already"):
        move_driver(again(second), "down", version=1, **ACTS)
    with pytest.raises(Conflict):
        move_driver(again(third), "down", version=1, **ACTS)


def test_a_branch_moves_with_all_that_hangs_under_it_and_takes_the_kind_of_its_place(row: Project) -> None:
    one, two = driver(row, "en"), driver(row, "to")
    below = driver(row, "under", one)
    driver(row, "idé", below, "idea")
    move_under(again(below), two, version=1, **ACTS)
    assert drawn(row) == ["en", ("to", [("under", ["idé"])])]
    moved = move_under(again(below), None, version=2, **ACTS)
    assert (moved.kind, drawn(row)) == ("primary", ["en", "to", ("under", ["idé"])])
    assert move_under(again(below), two, version=3, **ACTS).kind == "secondary"
    with pytest.raises(Refusal, match="Secondary drivers hang under it"):
        move_under(again(two), one, version=1, **ACTS)
    with pytest.raises(Refusal, match="under itself"):
        move_under(again(two), again(below), version=1, **ACTS)
    with pytest.raises(Refusal, match="hangs there already"):
        move_under(again(below), two, version=4, **ACTS)


def test_a_removed_branch_comes_back_whole_without_what_was_removed_before(row: Project) -> None:
    one = driver(row, "en")
    below = driver(row, "under", one)
    gone = driver(row, "borte", below, "idea")
    driver(row, "idé", below, "idea")
    remove_driver(gone, version=1, **ACTS)
    later = {"by": ACTS["by"], "now": ACTS["now"].replace(hour=9)}
    removed = remove_driver(again(one), version=1, **later)
    assert drawn(row) == []
    with pytest.raises(Refusal, match="bring that back instead"):
        restore_driver(again(below), version=1, **later)
    restore_driver(again(removed), version=2, **later)
    assert drawn(row) == [("en", [("under", ["idé"])])]


def test_an_idea_that_is_tried_stays_in_the_diagram(row: Project) -> None:
    one = driver(row, "en")
    idea = driver(row, "TV av", one, "idea")
    cycle(row, idea=idea)
    with pytest.raises(Refusal, match="A cycle tries an idea"):
        remove_driver(again(one), version=1, **ACTS)
    assert [box.cycles for box in every_box(diagram(row))] == [0, 1]


def test_two_who_say_it_otherwise_do_not_overwrite_each_other(row: Project) -> None:
    one = driver(row)
    change_driver(again(one), "Mer ro", version=1, **ACTS)
    with pytest.raises(Conflict):
        change_driver(again(one), "Mindre ro", version=1, **ACTS)
    assert again(one).text == "Mer ro"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_is_moved_every_box_stands_once_and_hangs_where_it_may(
    row: Project, data: st.DataObject
) -> None:
    row = project(row.participation, name=f"Arbeid {Project.objects.count()}")
    boxes = [driver(row, "1"), driver(row, "2")]
    boxes += [
        driver(row, "1.1", boxes[0]),
        driver(row, "2.1", boxes[1]),
        driver(row, "idé", boxes[0], "idea"),
    ]
    for _number in range(data.draw(st.integers(1, 6))):
        one = again(data.draw(st.sampled_from(boxes)))
        where = data.draw(st.sampled_from([None, "up", "down", *boxes]))
        try:
            if isinstance(where, str):
                move_driver(one, "up" if where == "up" else "down", version=one.version, **ACTS)
            else:
                move_under(one, again(where) if where else None, version=one.version, **ACTS)
        except Refusal:
            continue
    found = [box.driver for box in every_box(diagram(row))]
    assert sorted(one.text for one in found) == ["1", "1.1", "2", "2.1", "idé"]
    for one in found:
        above = one.parent.kind if one.parent else None
        assert (one.kind, above) in {
            ("primary", None), ("secondary", "primary"), ("idea", "primary"), ("idea", "secondary"),
        }  # fmt: skip
