"""Which row of a document is which row of the register."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samordner.plandocument.pairing import Entry, likeness, merged, paired
from samordner.plandocument.wording import beside


def entry(name: str, rest: str = "") -> Entry:
    return Entry((name, rest), name, rest)


TEXTS = st.sampled_from(["Helseforetaket", "Fylkeskommunen", "Bondelaget", "Bondelag", "NAV", ""])
ENTRIES = st.lists(st.builds(entry, TEXTS, TEXTS), max_size=8)


def test_rows_in_another_order_are_known_again() -> None:
    old = [entry("Helseforetaket", "Avtale"), entry("Fylkeskommunen", "Tannhelse"), entry("NAV", "Arbeid")]
    assert paired(old, [old[2], old[0], old[1]]) == {0: 2, 1: 0, 2: 1}


def test_a_row_whose_name_is_written_a_little_differently_is_the_same_row() -> None:
    old = [entry("Bondelaget", "Inn på tunet"), entry("Fylkeskommunen", "Tannhelse")]
    new = [entry("Fylkeskommunen (tannhelse)", "Tannhelse for eldre"), entry("Bondelag", "Inn på tunet")]
    assert paired(old, new) == {0: 1, 1: 0}


def test_a_row_with_the_same_name_is_the_same_row_though_all_else_is_new() -> None:
    assert paired([entry("KS", "Kurs for ledere")], [entry("KS", "Ansvar for nettverkene våre")]) == {0: 0}


def test_a_row_whose_day_is_new_is_known_by_its_theme() -> None:
    old = [entry("1. juni 2021", "Reiser i distriktet"), entry("4. mai 2021", "Mat og måltid")]
    new = [entry("12. mai 2022", "Mat og måltid"), entry("9. juni 2022", "Reiser i distriktet")]
    assert paired(old, new) == {0: 1, 1: 0}


def test_rows_that_have_nothing_in_common_are_not_taken_for_one() -> None:
    assert paired([entry("Helseforetaket", "Avtale")], [entry("Bondelaget", "Gårdsbesøk")]) == {}


def test_of_two_rows_that_say_the_same_each_is_paired_once() -> None:
    twice = [entry("NAV"), entry("NAV")]
    assert paired(twice, twice) == {0: 0, 1: 1}
    assert paired(twice, twice[:1]) == {0: 0}


@given(ENTRIES, ENTRIES)
def test_no_row_is_in_two_pairs_and_what_says_the_same_is_never_left_alone(
    old: list[Entry], new: list[Entry]
) -> None:
    found = paired(old, new)
    assert len({*found.values()}) == len(found)
    alone_old = [each.whole for at, each in enumerate(old) if at not in found.values()]
    alone_new = [each.whole for at, each in enumerate(new) if at not in found]
    assert not {*alone_old} & {*alone_new}


@given(ENTRIES)
def test_a_list_beside_itself_is_paired_place_by_place(rows: list[Entry]) -> None:
    found = paired(rows, rows)
    assert [rows[was].whole for was in found.values()] == [rows[at].whole for at in found]
    assert len(found) == len(rows)


def test_likeness_is_of_words_and_letters_not_of_signs() -> None:
    assert likeness("Kurs, mat og måltid.", "kurs mat og måltid") == 1.0
    assert likeness("", "noe") == 0.0


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_merging_keeps_the_first_order_and_loses_nothing(first: list[int], second: list[int]) -> None:
    order = merged(first, second)
    assert [each for each in order if each in first] == first
    assert (len(order), {*order}) == (len({*first, *second}), {*first, *second})


def test_what_only_the_other_has_stands_after_what_it_stood_after() -> None:
    assert merged("ACD", "ABCXD") == list("ABCXD")
    assert merged("CA", "ABC") == list("CAB")


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_the_parts_of_two_texts_are_the_texts(was: str, becomes: str) -> None:
    left, right = beside(was, becomes)
    assert ("".join(text for text, _differs in left), "".join(text for text, _differs in right)) == (
        was,
        becomes,
    )
    assert [text.split() for text, differs in left if not differs] == [
        text.split() for text, differs in right if not differs
    ]


def test_only_the_words_that_differ_are_marked() -> None:
    was, becomes = beside("Kurs i mat i mai", "Kurs i mat og drikke i mai")
    assert was == (("Kurs i mat ", False), ("i mai", False))
    assert becomes == (("Kurs i mat ", False), ("og drikke ", True), ("i mai", False))


def test_a_long_stretch_that_is_the_same_is_shortened() -> None:
    same = "ord " * 200
    left, _right = beside(f"{same}slutt", f"{same}ende")
    begins, ends = left[0][0].split(" … ")
    assert set(begins.split()) == set(ends.split()) == {"ord"}
    assert len(left[0][0]) < 300
