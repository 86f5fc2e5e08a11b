"""`samordner print-plan --out FILE`: a plan as a file from the command line, or a sentence with the choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from samordner.plandocument.jobs import print_plan
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter
from samordner.plans.operations import create_plan
from samordner.programmes.definition import read_programme
from samordner.programmes.operations import load
from samordner.timeline.periods import read
from tests.documents.pdf.aloud import Pdf
from tests.factories import plans as make

pytestmark = pytest.mark.django_db

BEGINS = {"pdf": b"%PDF-1.7", "docx": b"PK", "html": b"<!doctype html>"}


def plan_of(office: str, *, title: str = "Plan for gode dager", dated: str = "27.april") -> Plan:
    edition = load(read_programme("leve-hele-livet"), by=make.BY, now=make.NOW)
    return create_plan(
        programme=edition.programme,
        office=make.office(office),
        title=title,
        period=read("2021-2023"),
        dated=read(dated, year=2021),
        approved_by="Styringsgruppa",
        prepared_by=["Embetet"],
        language="nb",
        chapters=(NewChapter("Bakgrunn", 1, "Slik er det."),),
        by=make.BY,
        now=make.NOW,
    )


@pytest.mark.parametrize("ending", BEGINS)
def test_the_only_plan_is_printed_without_a_choice(ending: str, tmp_path: Path) -> None:
    plan_of("fjordane")
    out = tmp_path / f"plan.{ending}"
    assert print_plan(["--as", ending, "--lang", "nb", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(BEGINS[ending])


@pytest.mark.parametrize(("language", "word"), [("nb", "Innhold"), ("nn", "Innhald")])
def test_the_labels_are_in_the_language_asked_for(language: str, word: str, tmp_path: Path) -> None:
    plan_of("fjordane")
    out = tmp_path / "plan.pdf"
    assert print_plan(["--lang", language, "--out", str(out)]) == 0
    made = Pdf(out.read_bytes())
    assert [each.text for each in made.tree.all("H1")] == [word, "1. Bakgrunn"]
    assert str(made.file.Root.Lang) == f"{language}-NO"


def test_of_an_offices_plans_the_newest_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for office, year in (("fjordane", 2021), ("fjordane", 2020), ("innlandet", 2022)):
        plan_of(office, title=f"Plan {office} {year}", dated=f"1. mars {year}")
    out = tmp_path / "plan.html"
    assert print_plan(["--as", "html", "--office", "fjordane", "--out", str(out)]) == 0
    assert "Plan fjordane 2021" in out.read_text(encoding="utf-8")
    assert capsys.readouterr().out.startswith("Plan fjordane 2021\n")


def test_plans_of_several_offices_are_told_apart_by_a_sentence_with_the_choices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = plan_of("fjordane", title="Vår"), plan_of("innlandet", title="Deres")
    out = tmp_path / "plan.pdf"
    assert print_plan(["--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.splitlines()[0] == "Several plans answer to that. Choose one of:"
    assert sorted(line.split()[1] for line in said.splitlines()[1:]) == sorted(
        [str(first.pk), str(second.pk)]
    )
    assert not out.exists()
    assert print_plan(["--plan", str(second.pk), "--out", str(out)]) == 0


def test_what_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path / "plan.pdf")]
    assert (print_plan(out), capsys.readouterr().err) == (2, "There is no plan in the database.\n")
    plan_of("fjordane")
    assert (print_plan(["--office", "nix", *out]), capsys.readouterr().err.splitlines()[0]) == (
        2,
        "There is no such plan. The plans are:",
    )
    assert print_plan(["--out", str(tmp_path / "no" / "folder.pdf")]) == 2
    assert "folder.pdf" in capsys.readouterr().err
