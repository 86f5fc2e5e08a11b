"""What changed between two states of a plan: nothing is told that did not happen, and nothing that did is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samordner.revisions.comparing import Comparison, applied, compared
from samordner.revisions.state import Item, Part, State, frozen, said, thawed
from samordner.revisions.words import in_marks, woven

WORDS = st.text(alphabet="ab \nå.", max_size=30)
COLUMNS = {"partner": "Partner", "form": "Form", "year": "År"}


@st.composite
def cells(draw: st.DrawFn) -> dict[str, Any]:
    period = draw(
        st.none()
        | st.builds(
            lambda label, year: {
                "label": label, "start": f"{year}-01-01", "end": None, "recurrence": None, "inferred": False,
            },
            st.sampled_from(["2021", "vår"]),
            st.integers(2019, 2022),
        )
    )  # fmt: skip
    return {"partner": draw(WORDS), "form": draw(WORDS), "year": period}


@st.composite
def parts(draw: st.DrawFn, key: str) -> Part:
    ids = draw(st.lists(st.integers(1, 8), unique=True, max_size=6))
    return Part(key, key, COLUMNS, tuple(Item(id, f"row {id}", draw(cells())) for id in ids))


STATES = st.builds(lambda a, b: State("nb", (a, b)), parts("actors"), parts("cooperation"))


@given(STATES, STATES)
def test_what_changed_made_to_the_old_plan_gives_the_new_one(old: State, new: State) -> None:
    made = applied(old, compared(old, new))
    assert [[item.id for item in part.items] for part in made.parts] == [
        [item.id for item in part.items] for part in new.parts
    ]
    assert compared(made, new).is_empty


@given(STATES)
def test_a_plan_compared_with_itself_has_not_changed(state: State) -> None:
    assert compared(state, state).is_empty
    assert compared(state, thawed(frozen(state))).is_empty
    assert thawed(frozen(state)) == state


@given(STATES, STATES)
def test_the_numbers_add_up_to_the_rows(old: State, new: State) -> None:
    for part in compared(old, new).parts:
        assert part.before - part.count("gone") + part.count("new") == part.after
        assert part.unchanged + part.count("changed") + part.count("moved") + part.count("new") == part.after


@given(WORDS, WORDS)
def test_two_texts_woven_into_one_hold_both(before: str, after: str) -> None:
    found = woven(before, after)
    assert "".join(each.text for each in found if each.sign != "new") == before
    assert "".join(each.text for each in found if each.sign != "gone") == after


def of(*items: Item, key: str = "cooperation") -> State:
    return State("nb", (Part(key, "Samarbeid", COLUMNS, items),))


def row(id: int, partner: str, form: str = "Møter") -> Item:
    return Item(id, partner, {"partner": partner, "form": form, "year": None})


def told(found: Comparison) -> list[tuple[str, str]]:
    return [(change.verb, change.name) for change in found.changes]


def test_one_row_moved_up_is_one_row_moved() -> None:
    a, b, c, d = (row(id, name) for id, name in enumerate("ABCD"))
    assert told(compared(of(a, b, c, d), of(d, a, b, c))) == [("moved", "D")]


def test_a_row_before_others_that_goes_leaves_the_others_where_they_are() -> None:
    a, b, c = row(1, "A"), row(2, "B"), row(3, "C")
    assert told(compared(of(a, b, c), of(b, c))) == [("gone", "A")]
    assert told(compared(of(b, c), of(a, b, c))) == [("new", "A")]


def test_a_changed_cell_is_told_word_by_word() -> None:
    found = compared(of(row(1, "NAV", "Faste møter i året")), of(row(1, "NAV", "Faste møter hver måned")))
    change = found.changes[0]
    assert [(cell.title, [(each.sign, each.text) for each in cell.passages]) for cell in change.cells] == [
        ("Form", [("same", "Faste møter "), ("gone", "i året"), ("new", "hver måned")])
    ]
    assert (change.words, found.numbers) == (
        (2, 2),
        {"new": 0, "changed": 1, "gone": 0, "moved": 0, "words_new": 2, "words_gone": 2},
    )
    assert in_marks(change.cells[0].passages) == "Faste møter [–i året–] [+hver måned+]"


def test_a_row_may_both_move_and_change() -> None:
    a, b = row(1, "A"), row(2, "B")
    change = compared(of(a, b), of(row(2, "B", "Avtale"), a)).changes[0]
    assert (change.name, change.verb) in {("B", "changed"), ("A", "moved")}
    whole = compared(of(a, b, row(3, "C")), of(row(3, "C", "Avtale"), a, b)).changes
    assert [(each.name, each.verb, each.moved) for each in whole] == [("C", "changed", True)]


def test_chapters_counted_again_are_the_same_chapters() -> None:
    def chapter(id: int, name: str, answers: str, text: str = "Slik") -> Item:
        return Item(id, name, {"number": name[0], "title": name[3:], "text": text}, answers)

    old = of(chapter(1, "1. Bakgrunn", "background"), chapter(2, "2. Nettverk", "networks"), key="chapters")
    new = of(
        chapter(1, "1. Forord", ""), chapter(2, "2. Bakgrunn", "background"), chapter(3, "3. Nettverk", "networks"),
        key="chapters",
    )  # fmt: skip
    found = compared(old, new)
    assert told(found) == [("new", "1. Forord"), ("changed", "2. Bakgrunn"), ("changed", "3. Nettverk")]
    assert [cell.key for cell in found.changes[1].cells] == ["number"]


def test_a_register_that_came_since_has_only_new_rows_and_one_that_went_only_gone_ones() -> None:
    state = of(row(1, "NAV"))
    assert told(compared(State("nb"), state)) == [("new", "NAV")]
    assert told(compared(state, State("nb"))) == [("gone", "NAV")]


def test_a_column_that_came_since_and_says_nothing_is_no_change() -> None:
    old, new = of(row(1, "NAV")), of(row(1, "NAV"))
    item = new.parts[0].items[0]
    wider = replace(new.parts[0], items=(replace(item, cells={**item.cells, "goal": ""}),))
    assert compared(old, State("nb", (wider,))).is_empty


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-04-27", "2021-04-27", "27. april (27.04.2021)"),
        ("2021-04-27", "2021-04-28", "27. april (27.04.2021–28.04.2021)"),
        ("2021-04-27", "", "27. april (27.04.2021)"),
    ],
)
def test_a_day_is_said_once(start: str, end: str, expected: str) -> None:
    with override("nb"):
        assert said({"label": "27. april", "start": start, "end": end}) == expected
