"""The register that ships: what it says, and that a faulty one is refused row by row."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from samordner.places.facts import FOLDER, Facts, Faulty, check, kind_of, moves_county, read, replay


def test_every_day_has_the_municipalities_that_there_were(facts: Facts) -> None:
    days = [date(2018, 1, 1), date(2019, 1, 1), date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    assert [len(facts.codes(day)) for day in days] == [422, 422, 356, 356, 357]


def test_the_changes_of_each_day_make_the_new_list_of_the_old(facts: Facts) -> None:
    for day in sorted({row.day for row in facts.changes}):
        before = facts.codes(day - timedelta(days=1))
        assert replay(before, [row for row in facts.changes if row.day == day]) == facts.codes(day)


def test_kinds_follow_from_the_rows(facts: Facts) -> None:
    assert Counter((row.day.year, kind_of(row, facts)) for row in facts.changes) == {
        (2019, "renumber"): 1,
        (2020, "merge"): 107,
        (2020, "renumber"): 202,
        (2020, "split_and_merge"): 5,
        (2024, "renumber"): 113,
        (2024, "split"): 2,
    }


def test_seven_municipalities_moved_to_another_county(facts: Facts) -> None:
    moved = {
        (facts.municipality[row.from_code].name, row.to_code)
        for row in facts.changes
        if moves_county(row, facts)
    }
    assert moved == {
        ("Rindal", "5061"),
        ("Hornindal", "1577"),
        ("Halsa", "5055"),
        ("Jevnaker", "3053"),
        ("Lunner", "3054"),
        ("Svelvik", "3005"),
        ("Tjeldsund", "5412"),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "data"))


def places_of_faults(folder: Path) -> list[str]:
    """File and line of each fault of a register that cannot be read."""
    with pytest.raises(Faulty) as refusal:
        read(folder)
    return [fault.split(": ")[0] for fault in refusal.value.faults]


HARAM = "1580,Haram,2024-01-01,"
RINDAL = "2019-01-01,1567,5061"
NORDLAND = "nordland,18,2019-01-01,"
TRONDELAG = "50,Trøndelag,2018-01-01,"
VIKEN = "30,Viken,2020-01-01,2024-01-01,"
AGDER = "agder,Agder,2019-01-01,"


@pytest.mark.parametrize(
    ("name", "old", "new", "fault_in"),
    [
        ("municipalities.csv", HARAM, "1580,Haram,2024-13-01,", "municipalities.csv"),
        ("municipalities.csv", HARAM, "1580,,2024-01-01,", "municipalities.csv"),
        ("municipalities.csv", HARAM, "1508,Haram,2024-01-01,", "municipalities.csv"),
        ("municipalities.csv", HARAM, "1580,Haram,2024-01-01,2023-01-01", "municipalities.csv"),
        ("municipalities.csv", HARAM, "1380,Haram,2024-01-01,", "municipalities.csv"),
        ("municipalities.csv", HARAM, "1580,Haram,2023-01-01,", "municipalities.csv"),
        ("changes.csv", "2024-01-01,1507,1580", "2024-01-01,1507,1508", "changes.csv"),
        ("changes.csv", f"{RINDAL}\n", "", "municipalities.csv"),
        ("changes.csv", RINDAL, "2019-01-02,1567,5061", "changes.csv"),
        ("counties.csv", TRONDELAG, f"{TRONDELAG}2024-01-01", "municipalities.csv"),
        ("counties.csv", VIKEN, f"{VIKEN}03 ", "counties.csv"),
        ("office_areas.csv", NORDLAND, "nordland,18,2019-02-01,", "counties.csv"),
        ("office_areas.csv", NORDLAND, f"{NORDLAND}\nagder,18,2020-01-01,", "office_areas.csv"),
        ("office_areas.csv", NORDLAND, "nowhere,18,2019-01-01,", "office_areas.csv"),
        ("office_names.csv", AGDER, f"{AGDER}2020-01-01", "office_names.csv"),
    ],
)  # fmt: skip
def test_a_faulty_register_is_refused_and_the_row_named(
    folder: Path, name: str, old: str, new: str, fault_in: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    assert fault_in in {place.split(":")[0] for place in places_of_faults(folder)}


def test_every_bad_row_is_named(folder: Path) -> None:
    path = folder / "municipalities.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    for number in (10, 200, 500):
        lines[number - 1] = lines[number - 1].replace("-01-01", "-01-32")
    path.write_text("\n".join(lines), encoding="utf-8")
    wanted = ["municipalities.csv:10", "municipalities.csv:200", "municipalities.csv:500"]
    assert places_of_faults(folder) == wanted


def test_a_change_that_changes_nothing_is_refused(facts: Facts) -> None:
    idle = replace(facts.changes[0], where="changes.csv:999", from_code="1505", to_code="1505")
    assert [fault.split(": ")[0] for fault in check(replace(facts, changes=(*facts.changes, idle)))] == [
        "changes.csv:999"
    ]
