"""The questionnaires that come with the programmes can be asked as they are, and follow what the programme says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samordner.programmes.definition import DefinitionError, folder, read_programme, shipped
from samordner.questionnaires.answering import asked
from samordner.questionnaires.checking import faults_of
from samordner.questionnaires.content import read_content, written
from samordner.questionnaires.ready import Ready, choices_from, read_ready, ready_ones
from tests.factories.participation import region
from tests.programmes.invented import FOLDER, copy_with, invented

PROGRAMMES = [*(folder() / key for key in shipped()), FOLDER]
DAY = date(2021, 4, 27)


def one(programme: str, key: str) -> Ready:
    says = read_programme(programme)
    return next(each for each in read_ready(folder() / programme, says) if each.key == key)


@pytest.mark.parametrize("place", PROGRAMMES, ids=lambda place: place.name)
def test_every_ready_questionnaire_has_no_fault_and_comes_back_as_it_was(place: Path) -> None:
    says = read_programme(place)
    found = read_ready(place, says)
    assert found
    for each in found:
        assert (each.key, faults_of(each.content, says)) == (each.key, [])
        assert read_content(written(each.content)) == each.content


@pytest.mark.parametrize("key", shipped())
def test_each_programme_that_ships_has_the_yearly_mapping_and_the_view_of_the_support(key: str) -> None:
    found = {each.key: each for each in read_ready(folder() / key, read_programme(key))}
    assert found.keys() == {"support_review", "yearly_mapping"}
    assert found["yearly_mapping"].minutes == 5
    assert [section.key for section in found["support_review"].content.sections] == [
        "understanding",
        "working",
        "organising",
        "support",
    ]


@pytest.mark.parametrize("key", shipped())
def test_every_text_of_them_is_written_in_english_too_where_it_is_our_own(key: str) -> None:
    for each in read_ready(folder() / key, read_programme(key)):
        assert [q.key for q in each.content.questions if not q.label.en] == []


def test_what_follows_the_programme_changes_with_it(tmp_path: Path) -> None:
    place = copy_with(
        tmp_path,
        (
            'key = "folk"\nname = { nb = "Folk", nn = "Folk" }',
            'key = "alle"\nname = { nb = "Alle", nn = "Alle" }',
        ),
    )
    [ready] = read_ready(place, read_programme(place))
    assert [choice.key for choice in ready.content.choices_of("areas")] == ["kilder", "ror", "alle"]
    assert [choice.key for choice in ready.content.choices_of("agreement")] == ["asked", "agreed", "unsure"]
    assert ready.content.choices_of("phases") == choices_from(invented(), "phase_by_area")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('key = "areas"\ntake = "areas"', 'key = "areas"\nfrom_programme = "gone"', "gone"),
        ('kind = "one"', 'kind = "two"', "kind"),
        ("minutes = 3", 'minutes = "x"', "minutes"),
        ("minutes = 3", "minutes = [", "wells.toml"),
        ("minutes = 3", "minutes = 3\nmintues = 4", "mintues"),
    ],
)
def test_a_fault_in_the_file_is_named_with_the_file(tmp_path: Path, old: str, new: str, named: str) -> None:
    place = copy_with(tmp_path)
    file = place / "questionnaires" / "wells.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DefinitionError) as error:
        read_ready(place, invented())
    assert "wells.toml" in str(error.value)
    assert named in str(error.value)


def test_a_programme_without_any_has_none(tmp_path: Path) -> None:
    assert read_ready(tmp_path, invented()) == ()


@pytest.mark.django_db
def test_they_are_found_by_the_programme_as_it_was_loaded() -> None:
    place = region(1)
    assert [each.key for each in ready_ones(place.programme.key)] == ["support_review", "yearly_mapping"]


def test_a_municipality_that_has_decided_nothing_is_asked_little() -> None:
    content = one("leve-hele-livet", "yearly_mapping").content
    little = asked(
        content,
        {"plan_status": "not_begun", "stand_on_solutions": "not_taken", "wants_help": "no"},
        today=DAY,
    )
    assert little.questions == {
        "plan_status", "anchoring", "phase", "stand_on_solutions", "hinders", "wants_help",
        "contact_name", "contact_position", "contact_email", "contact_phone",
    }  # fmt: skip
    much = asked(
        content, {"plan_status": "decided", "stand_on_solutions": "taken", "wants_help": "yes"}, today=DAY
    )
    assert much.questions - little.questions == {
        "decision_body", "decision_day", "case_number", "link", "solution_stage", "help_theme", "help_sector", "help_text",
    }  # fmt: skip
    begun = asked(content, {"plan_status": "in_process"}, today=DAY)
    assert begun.questions - little.questions == {"expected"}


def test_whoever_is_not_met_by_the_support_is_asked_what_they_lack() -> None:
    content = one("bo-trygt-hjemme", "support_review").content
    told = {value: "lacks" in asked(content, values, today=DAY).questions for value, values in {
        "nothing": {}, "badly": {"meets_needs": 2}, "well": {"meets_needs": 3},
    }.items()}  # fmt: skip
    assert told == {"nothing": False, "badly": True, "well": False}
