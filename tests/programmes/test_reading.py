"""A programme's folder is read strictly, whatever programme it is."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from samordner.programmes.definition import (
    DefinitionError,
    Stems,
    Text,
    Value,
    canonical,
    from_canonical,
    load_reading,
    read_programme,
)
from tests.programmes.invented import copy_with, invented


def faults_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(DefinitionError) as caught:
        read_programme(folder)
    return caught.value.problems


def test_an_invented_programme_has_its_own_areas_phases_and_scales() -> None:
    programme = invented()
    assert [area.key for area in programme.areas] == ["kilder", "ror", "folk"]
    assert [solution.key for solution in programme.solutions_in("kilder")] == ["k-1", "k-2"]
    assert programme.solutions_in("folk") == ()
    assert [value.key for value in programme.values_of("agreement")] == ["asked", "agreed"]
    assert [chapter.key for chapter in programme.chapters] == ["background", "people"]
    assert programme.guidance == {"background": Text("Skriv hvor brønnene er.", "Skriv kvar brønnane er.")}


def test_the_last_version_of_the_period_is_in_force() -> None:
    period = invented().period
    assert (period.since, period.last_day, period.until) == (
        date(2030, 1, 1), date(2032, 6, 30), date(2032, 7, 1),
    )  # fmt: skip


def test_a_scale_from_the_phases_has_the_phases_as_values() -> None:
    programme = invented()
    assert programme.value_of("phase_by_area", "mend") == Value(
        "mend", Text("Reparere", "Reparere"), "▲", "success", Text("Reparere", "Reparere"), source="Oppdiktet"
    )
    assert programme.items_of("phase_by_area") == programme.areas
    assert programme.items_of("agreement") is None


def test_a_day_has_no_values() -> None:
    assert invented().values_of("last_visit") == ()


def test_the_board_shows_only_the_subjects_meant_for_it() -> None:
    assert [subject.key for subject in invented().board_subjects] == ["agreement", "last_visit"]


def test_the_sections_registers_follow_the_chapters_own() -> None:
    assert invented().chapter("background").all_registers == ("actors", "meetings")


def test_an_unknown_key_is_refused_by_name_with_its_path(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, ('name = { nb = "Rør", nn = "Røyr" }', 'naem = { nb = "Rør", nn = "Røyr" }'))
    assert faults_of(folder) == (
        "areas[1].naem: unknown key; did you mean name?",
        "areas[1].name: is missing",
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    folder = copy_with(
        tmp_path,
        ('short_name = { nb = "KV", nn = "KV" }', 'short_name = { nb = "KV" }'),
        ("first_year = 2030", 'first_year = "2030"'),
        ("first_year = 2031", "first_year = true"),
        ('form = "share"', 'form = "pie"'),
        ("since = 2030-01-01", 'since = "soon"'),
        ('key = "people"', 'key = ""'),
        ("evidence = []", "evidence = 3"),
    )
    assert set(faults_of(folder)) == {
        "short_name.nn: is missing",
        "phases[0].first_year: must be a whole number",
        "phases[1].first_year: must be a whole number",
        "figures[0].form: must be one of share, steps, tracks, tiles, course",
        "periods[0].since: must be a day, such as 2019-01-01",
        "chapters[1].key: must be a text",
        "phases[1].evidence: must be a list",
    }


def test_what_points_nowhere_is_told(tmp_path: Path) -> None:
    folder = copy_with(
        tmp_path,
        ('area = "ror"', 'area = "roer"'),
        ('scale = "answer"', 'scale = "answers"'),
        ('values = ["agreed"]', 'values = ["agree"]'),
        ('chapters = ["background"]', 'chapters = ["backdrop"]'),
        ('key = "k-2"', 'key = "k-1"'),
        ('key = "folk"', 'key = "folk og fe"'),
    )
    assert set(faults_of(folder)) == {
        "solutions[2].area: there is no area “roer”",
        "subjects[0].scale: there is no scale “answers”",
        "required_contents[0].chapters: there is no chapter “backdrop”",
        "solutions[1].key: “k-1” is used twice",
        "areas[2].key: “folk og fe” must be letters, digits, - and _ only",
    }


def test_a_claim_about_a_value_that_the_scale_lacks_is_told(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, ('values = ["agreed"]', 'values = ["agree"]'))
    assert faults_of(folder) == ("claims[0].values: there is no value of agreement “agree”",)


@pytest.mark.parametrize(
    ("groups", "adds_up"),
    [
        ([["asked"], ["agreed"]], True),
        ([["agreed"]], False),
        ([["asked", "agreed"], ["agreed"]], False),
    ],
)
def test_a_figure_that_does_not_add_up_is_told(
    tmp_path: Path, groups: list[list[str]], adds_up: bool
) -> None:
    name = '{ nb = "Løp", nn = "Løp" }'
    said = ", ".join(f'{{ key = "g{n}", name = {name}, values = {v} }}' for n, v in enumerate(groups))
    folder = copy_with(tmp_path, ('form = "share"', f'form = "tracks"\ngroups = [{said}]'))
    if adds_up:
        assert [group.key for group in read_programme(folder).figures[0].groups] == ["g0", "g1"]
    else:
        told = ("figures[0].groups: each value must be in one group, or the figure does not add up",)
        assert faults_of(folder) == told


def test_what_the_programme_itself_says_needs_a_source(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, ('origin = "product"', 'origin = "programme"'))
    assert faults_of(folder) == ("subjects[2].source: what the programme itself says needs a source",)


def test_guidance_needs_both_languages(tmp_path: Path) -> None:
    folder = copy_with(tmp_path)
    (folder / "sections" / "background.nn.md").unlink()
    assert faults_of(folder) == ("guidance.background.nn: is missing",)


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, ('key = "klart-vann"', "key = klart vann"))
    assert faults_of(folder)[0].startswith("programme.toml: Invalid value")


def test_the_folder_is_named_by_the_key(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, ('key = "klart-vann"', 'key = "klar"'))
    assert faults_of(folder) == ("key: “klar” must be the folder's name, “klart-vann”",)


def test_a_programme_without_phases_still_has_its_phase_subject_with_nothing_to_choose(
    tmp_path: Path,
) -> None:
    folder = copy_with(tmp_path)
    file = folder / "programme.toml"
    start, _, rest = file.read_text("utf-8").partition("[[phases]]")
    file.write_text(start + "[[scales]]" + rest.partition("[[scales]]")[2], "utf-8")
    programme = read_programme(folder)
    assert programme.phases == ()
    assert programme.values_of("phase_by_area") == ()


def test_a_programme_without_chapters_is_laid_out_as_usual(tmp_path: Path) -> None:
    folder = copy_with(tmp_path)
    file = folder / "programme.toml"
    file.write_text(file.read_text("utf-8").partition("[[chapters]]")[0], "utf-8")
    chapters = read_programme(folder).chapters
    assert [chapter.number for chapter in chapters] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0]
    assert [key for chapter in chapters for key in chapter.all_registers] == [
        "internal_organisation", "meetings", "actors", "period_plan", "cooperation", "communication",
        "networks", "guidelines", "follow_up", "audiences", "actor_measures",
    ]  # fmt: skip


def test_the_canonical_text_holds_the_whole_definition() -> None:
    assert from_canonical(canonical(invented())) == invented()


def test_a_programme_without_rules_for_reading_has_none() -> None:
    assert load_reading(Path(__file__).parent) == {}


def test_a_text_reads_in_the_readers_language_and_falls_back_to_bokmal() -> None:
    text = Text(nb="Løsning", nn="Løysing")
    both = Text(nb="Fase", nn="Fase", en="Phase")
    shown = {}
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            shown[language] = (str(text), str(both))
    assert shown == {"nb": ("Løsning", "Fase"), "nn": ("Løysing", "Fase"), "en": ("Løsning", "Phase")}
    assert text.get("nn-no") == "Løysing"
    assert both.variants() == ("Fase", "Phase")


def test_stems_fit_when_all_of_one_entry_begin_a_word() -> None:
    stems = Stems(nb=("godkjen priorit",), nn=("vedteken",))
    assert stems.found_in("Alle er GODKJENT for å bli «prioritert».")
    assert stems.found_in("planen er vedteken")
    assert not stems.found_in("alle er godkjent")
    assert not stems.found_in("upriorterte og ikke godkjent for å bli nedprioritert")


def test_programmes_are_read_without_any_settings_or_database() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from samordner.programmes.definition import read_programme, shipped\n"
            "for key in shipped(): print(key, read_programme(key).name)",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"), "PYTHONUTF8": "1"},
    )
    assert said.stdout.splitlines() == [
        "bo-trygt-hjemme Bo trygt hjemme",
        "leve-hele-livet Leve hele livet",
    ]
