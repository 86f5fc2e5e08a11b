"""`samordner read-plan FILE --office KEY`: a document into the registers from the command line, or a sentence why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samordner.files.models import File
from samordner.journal.models import Entry
from samordner.plandocument.jobs import read_plan
from samordner.plandocument.models import PlanReading
from samordner.plans.models import Plan
from samordner.plans.registers import register
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.stating import everything, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "plan.txt"
    place.write_bytes(text())
    return place


def run(file: Path, region: Region, *more: str) -> int:
    arguments = [str(file), "--office", region.office.key, "--programme", region.programme.key, *more]
    return read_plan(arguments, now=NOW)


def written() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (File, PlanReading, Plan, Entry))


def test_a_plan_goes_in_and_again_is_no_change(
    file: Path, region: Region, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, region, "--json") == 0
    plan = Plan.objects.get()
    assert json.loads(capsys.readouterr().out) == {
        "plan": plan.pk, "title": plan.title, "change": True, "added": 4, "changed": 0, "removed": 0, "kept": 0, "to_look_at": 0,
    }  # fmt: skip
    before = everything(plan)
    assert run(file, region) == 0
    assert capsys.readouterr().out == (
        "PLAN FOR GODE DAGER 2021-2023\nNo change: the registers say what the document says.\n"
    )
    assert everything(plan) == before


@pytest.mark.parametrize("ending", ["json", "toml"])
def test_corrections_are_carried_out_on_the_way_in(
    ending: str, file: Path, region: Region, tmp_path: Path
) -> None:
    edits = tmp_path / f"corrections.{ending}"
    edit = {"do": "set-front", "field": "title", "value": "Bedre tittel"}
    edits.write_text(
        json.dumps([edit])
        if ending == "json"
        else "[[corrections]]\n" + "\n".join(f'{key} = "{value}"' for key, value in edit.items())
    )
    assert run(file, region, "--corrections", str(edits)) == 0
    assert (Plan.objects.get().title, PlanReading.objects.get().corrections) == ("Bedre tittel", [edit])


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ("{", "the corrections cannot be read"),
        ('[{"do": "sing"}]', "correction 1: 'sing' is none of"),
        ('[{"do": "mark-certain", "register": "meetings", "row": "9@9-9"}]', "nothing was changed"),
    ],
)
def test_corrections_that_do_not_fit_leave_nothing(
    edits: str, said: str, file: Path, region: Region, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, before = tmp_path / "corrections.json", written()
    place.write_text(edits)
    assert run(file, region, "--corrections", str(place)) == 2
    told = capsys.readouterr()
    assert (told.out, said in told.err, "Traceback" in told.err) == ("", True, False)
    assert written() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--office", "atlantis"], "There is no office 'atlantis'. The offices are: havbukta."),
        (
            ["--programme", "atlantis"],
            "There is no programme 'atlantis'. The programmes are: leve-hele-livet.",
        ),
        (
            ["--programme", ""],
            "Say which programme the plan is for, with --programme. The programmes are: leve-hele-livet.",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_there_are(
    arguments: list[str], sentence: str, file: Path, region: Region, capsys: pytest.CaptureFixture[str]
) -> None:
    before = written()
    assert run(file, region, *arguments) == 2
    assert capsys.readouterr().err == f"{sentence}\n"
    assert written() == before


def test_a_file_that_is_missing_or_unreadable_is_a_sentence_and_leaves_nothing(
    region: Region, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = written()
    assert run(tmp_path / "none.txt", region) == 2
    assert capsys.readouterr().err == "The file cannot be opened.\n"
    damaged = tmp_path / "plan.docx"
    damaged.write_bytes(b"PK\x03\x04 not a document")
    assert run(damaged, region) == 2
    assert capsys.readouterr().err == "The file is damaged.\n"
    assert written() == before


def test_the_document_wins_unless_one_asks_to_keep_what_it_no_longer_has(
    file: Path, region: Region, capsys: pytest.CaptureFixture[str]
) -> None:
    def guidelines() -> list[str]:
        rows = register("guidelines").model._default_manager.filter(removed_at=None).order_by("position")
        return [row.text for row in rows]

    assert run(file, region) == 0
    file.write_bytes(text().replace(b"- Kompetanseplanen\n", b""))
    capsys.readouterr()
    assert run(file, region, "--keep-gone") == 0
    assert "No change: 1 that the document no longer has are kept." in capsys.readouterr().out
    assert guidelines() == ["Boligstrategien", "Kompetanseplanen"]
    assert run(file, region, "--json") == 0
    assert json.loads(capsys.readouterr().out)["removed"] == 1
    assert guidelines() == ["Boligstrategien"]
