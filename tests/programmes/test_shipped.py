"""The two real programmes say what their sources say, and no more."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from samordner.programmes.definition import (
    Definition,
    Text,
    canonical,
    from_canonical,
    read_programme,
    shipped,
)


@pytest.fixture(scope="module")
def first() -> Definition:
    return read_programme("leve-hele-livet")


@pytest.fixture(scope="module")
def second() -> Definition:
    return read_programme("bo-trygt-hjemme")


def texts(value: object, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from texts(item, f"{path}[{place}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, f"{path}.{key}")


def test_two_programmes_ship() -> None:
    assert shipped() == ["bo-trygt-hjemme", "leve-hele-livet"]


def test_the_first_has_five_areas_of_five_solutions(first: Definition) -> None:
    assert {area.key: [one.key for one in first.solutions_in(area.key)] for area in first.areas} == {
        letter: [f"{letter}{number}" for number in range(1, 6)] for letter in "ABCDE"
    }


def test_exactly_the_ten_names_without_a_source_are_marked_unverified(first: Definition) -> None:
    unverified = [solution.key for solution in first.solutions if not solution.verified]
    assert unverified == ["B1", "B2", "B5", "C2", "C5", "D3", "D4", "D5", "E3", "E4"]


def test_only_sourced_nynorsk_forms_count_as_verified(first: Definition) -> None:
    assert [solution.key for solution in first.solutions if solution.nn_verified] == ["B3", "C1"]


def test_the_last_day_was_moved_twice(first: Definition) -> None:
    assert [period.last_day for period in first.periods] == [
        date(2023, 12, 31), date(2024, 12, 31), date(2023, 12, 31),
    ]  # fmt: skip
    assert first.period.until == date(2024, 1, 1)


def test_decided_is_not_the_same_as_documented_that_it_will_be(first: Definition) -> None:
    assert [(value.key, value.takes_expected_day) for value in first.values_of("plan_status")] == [
        ("not_begun", False), ("in_process", True), ("to_be_decided", True), ("decided", False),
    ]  # fmt: skip


def test_the_subjects_are_those_that_the_coordinator_follows(first: Definition) -> None:
    assert [(one.key, one.holds, one.many, one.per) for one in first.subjects] == [
        ("plan_status", "value", False, ""),
        ("anchoring", "value", True, ""),
        ("stand_on_solutions", "value", False, ""),
        ("phase", "value", False, ""),
        ("grant_priority", "value", False, ""),
        ("solution_stage", "value", False, "solutions"),
        ("last_contact", "day", False, ""),
    ]
    assert [value.key for value in first.values_of("phase")] == ["1", "2", "3", "4"]
    assert first.items_of("solution_stage") == first.solutions


def test_unknown_is_never_a_value(first: Definition, second: Definition) -> None:
    keys = {value.key for one in (first, second) for scale in one.scales for value in scale.values}
    assert keys & {"unknown", "no_answer", "none"} == set()


def test_no_two_values_of_a_scale_share_a_sign(first: Definition, second: Definition) -> None:
    for programme in (first, second):
        for subject in programme.subjects:
            signs = [value.sign for value in programme.values_of(subject.key)]
            assert len(set(signs)) == len(signs), subject.key


@pytest.mark.parametrize(
    ("clause", "subject", "values"),
    [
        ("7 av 26 kommuner har vedtatt en politisk plan", "plan_status", ("decided",)),
        ("7 av 26 kommunar har vedteke ein plan", "plan_status", ("decided",)),
        ("19 kommuner er i prosess for å vedta en plan", "plan_status", ("in_process",)),
        ("Alle 26 er godkjent for å bli prioritert", "grant_priority", ("approved",)),
        ("Alle 26 er godkjende for prioritering", "grant_priority", ("approved",)),
        ("26 har teke stilling til løysingane", "stand_on_solutions", ("taken",)),
        ("16 har satt reformen inn i planstrategien", "anchoring", ("planning_strategy",)),
        ("307 har vedtak, eller dokumentert at det kommer", "plan_status", ("decided", "to_be_decided")),
    ],
)
def test_a_documents_number_is_known_by_the_words_around_it(
    first: Definition, clause: str, subject: str, values: tuple[str, ...]
) -> None:
    rule = next(rule for rule in first.claims if rule.stems.found_in(clause))
    assert (rule.subject, rule.values) == (subject, values)


def test_eight_contents_are_required_and_each_is_answered_somewhere(first: Definition) -> None:
    assert len(first.required_contents) == 8
    in_chapters = {key for chapter in first.chapters for key in chapter.all_registers}
    for content in first.required_contents:
        assert content.chapters
        assert set(content.registers) <= in_chapters


def test_the_plan_has_nine_chapters_one_for_its_evaluation_and_two_attachments(first: Definition) -> None:
    assert [chapter.number for chapter in first.chapters if not chapter.is_attachment] == list(range(1, 11))
    assert [chapter.key for chapter in first.chapters if chapter.is_attachment] == [
        "audiences",
        "actor_measures",
    ]


def test_reports_are_due_in_spring_autumn_and_winter(first: Definition) -> None:
    yearly = {one.key: (one.month, one.day) for one in first.deadlines if one.year is None}
    assert yearly == {
        "assignment": (1, None),
        "half_year_spring": (5, 15),
        "half_year_autumn": (11, 1),
        "yearly_status": (2, 1),
    }


def test_the_crosswalk_is_a_proposal_that_hits_areas_of_the_other_programme(
    first: Definition, second: Definition
) -> None:
    (crosswalk,) = first.crosswalks
    assert (crosswalk.programme, crosswalk.origin) == (second.key, "proposal")
    assert {link.there for link in crosswalk.links} == {area.key for area in second.areas}
    assert {link.here[0] for link in crosswalk.links} == {area.key for area in first.areas}


def test_the_second_has_four_areas_and_says_nothing_of_what_is_not_known(second: Definition) -> None:
    assert [area.key for area in second.areas] == ["1", "2", "3", "4"]
    assert (second.solutions, second.phases, second.cycle, second.required_contents) == ((), (), (), ())
    assert second.period.last_day is None
    assert second.period.until is None
    assert {subject.origin for subject in second.subjects} == {"product"}
    assert len(second.chapters) == 12


@pytest.mark.parametrize("key", ["leve-hele-livet", "bo-trygt-hjemme"])
def test_every_text_has_bokmal_and_nynorsk(key: str) -> None:
    found = list(texts(read_programme(key), key))
    assert len(found) > 20
    assert [path for path, text in found if not (text.nb.strip() and text.nn.strip())] == []


@pytest.mark.parametrize("key", ["leve-hele-livet", "bo-trygt-hjemme"])
def test_the_stored_text_reads_back_to_the_same_programme(key: str) -> None:
    definition = read_programme(key)
    assert from_canonical(canonical(definition)) == definition
