"""The mapping report, and the answers for whoever studies them further: the same numbers, nobody's name, every gap told."""

from __future__ import annotations

import csv as plain_csv
import io
import zipfile
from datetime import date
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from samordner.charts.figures import Figure
from samordner.documents.blocks import Facts, Heading, Paragraph
from samordner.documents.csv import unguarded
from samordner.findings.documents.report import mapping_report
from samordner.findings.queries import results
from samordner.mapping.models import MappingRound
from samordner.questionnaires.content import Question
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import Region, region
from tests.factories.wording import words
from tests.findings.found import YES_NO, ask, evaluation, every_kind, one_question, round_with, send

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db

SECRET = ("Kari Kvamsøy", "kari.9101", "@example.org", "Arkiv")


@pytest.fixture
def place() -> Region:
    return region(4)


@pytest.fixture
def of(place: Region) -> MappingRound:
    made = round_with(place, every_kind())
    first, second, third, _silent = ask(made, place.participations)
    send(first, {"status": "adopted", "day": "2021-03-02", "anchored": ["strategy", "other"], "anchored/other": "Temaplan",
                 "stage/dinner": "used", "staff": 3, "content_with": 4, "who": "Kari Kvamsøy", "paper": "12"})  # fmt: skip
    send(
        second, {"status": "process", "why_not": "=1+1", "staff": 2.5}, how="telephone", source="Kari Kvamsøy"
    )
    send(third, {"content_with": 1})
    return made


@pytest.fixture
def client(place: Region, signed_in: SignIn, today: date) -> Client:
    return signed_in("coordinator", place.office)


def get(client: Client, of: MappingRound, format: str = "") -> bytes:
    answer = client.get(reverse("findings:report", args=[of.pk]), {"format": format} if format else {})
    assert answer.status_code == 200
    return answer.content


def test_the_report_says_who_asked_whom_and_who_did_not_answer(of: MappingRound) -> None:
    with override("en"):
        document = mapping_report(results(of), issuer="Statsforvalteren i Havbukta", language="en")
    assert document.front is not None
    facts = dict(document.front.facts)
    assert (facts["Asked by"], facts["Of whom"]) == ("Statsforvalteren i Havbukta", "Alle kommunene")
    assert facts["Answered"] == "3 of 4"
    after = {str(one.text): two for one, two in pairwise(document.blocks) if isinstance(one, Heading)}
    assert after["Who did not answer"] == Paragraph("Åsund")
    figures = {block.title: block.table for block in document.blocks if isinstance(block, Figure)}
    assert figures["Hvor langt er planen?"].rows == (
        ("Vedtatt", "1 of 4"), ("Under arbeid", "1 of 4"), ("Ikke begynt", "0 of 4"), ("Left open", "1 of 4"),
        ("Did not answer the questionnaire", "1 of 4"),
    )  # fmt: skip
    assert figures["Hvor langt er hver løsning?"].rows == (
        ("Middag", "0 of 4", "1 of 4", "3 of 4"), ("Turer", "0 of 4", "0 of 4", "4 of 4"),
    )  # fmt: skip
    assert any(
        isinstance(block, Facts) and ("The middle one (median)", "2.75") in block.pairs
        for block in document.blocks
    )


@pytest.mark.parametrize("format", ["", "docx", "pdf", "html", "json"])
def test_the_report_prints_in_every_form_and_names_no_person(
    of: MappingRound, client: Client, format: str
) -> None:
    content = get(client, of, format)
    if format == "docx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    if format == "pdf":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(content)) as pages:
            content = "\n".join(page.extract_text() for page in pages.pages).encode()
    said = content.decode()
    assert "Temaplan" in said
    assert "Bekkenes" in said
    for secret in SECRET:
        assert secret not in said
    assert client.get(reverse("findings:report", args=[of.pk]), {"format": "exe"}).status_code == 404


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    titles, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_the_sheet_of_answers_has_a_row_for_each_and_keeps_the_gaps_apart(
    of: MappingRound, client: Client
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(get(client, of, "xlsx")))
    assert book.sheetnames == ["Answers", "Code book", "What was written"]
    first, second, third, silent = rows_of(book["Answers"])
    assert [row["Who was asked"] for row in (first, second, third, silent)] == [
        "Bekkenes",
        "Dalgrend",
        "Øyvik",
        "Åsund",
    ]
    assert (first["status"], second["status"], third["status"], silent["status"]) == (
        "adopted",
        "process",
        "..",
        "..",
    )
    assert [row["Answered, 1 or 0"] for row in (first, silent)] == [1, 0]
    assert (second["why_not"], first["why_not"], third["why_not"], silent["why_not"]) == (
        "=1+1",
        ".",
        "..",
        "..",
    )
    assert (first["anchored=strategy"], first["anchored=budget"], second["anchored=budget"]) == (
        "1",
        "0",
        "..",
    )
    assert (first["staff"], second["staff"], third["staff"], third["staff.missing"]) == (3, 2.5, None, "..")
    assert (first["day"].date(), second["day"], second["day.missing"]) == (date(2021, 3, 2), None, ".")
    assert (first["who"], second["who"]) == (":", "..")
    assert book["Answers"]["A1"].value == "Municipality number"
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not any(secret in str(cell.value) for secret in SECRET)


def test_the_code_book_says_what_every_key_means_in_both_forms(of: MappingRound, client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(get(client, of, "xlsx")))
    entries = {row["Key"]: row for row in rows_of(book["Code book"])}
    status = entries["status"]
    assert (status["Question in bokmål"], status["Question in nynorsk"]) == (
        "Hvor langt er planen?",
        "Kor langt er planen komen?",
    )
    assert status["Choices"] == "adopted = Vedtatt\nprocess = Under arbeid\nnot_begun = Ikke begynt"
    assert entries["why_not"]["Asked when"] == "${status} != 'adopted'"
    assert entries["content_with"]["Choices"].startswith("1–5\n1 = ikke nyttig / ikkje nyttig")
    assert (entries["who"]["Bound to"], entries["who"]["Missing for everyone"]) == ("contact/main/name", ":")
    assert entries["stage/dinner"]["Question in nynorsk"] == "Kor langt er kvar løysing?: Middag"
    assert {".", "..", ":"} < set(entries)
    titles = [cell.value for cell in book["Answers"][1]][7:]
    keys = {str(title).split("=")[0].removesuffix(".missing") for title in titles}
    assert keys <= set(entries)


def test_the_archive_holds_the_answers_in_long_form_with_their_code_book(
    of: MappingRound, client: Client
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(get(client, of, "csv")))
    assert archive.namelist() == ["answers.csv", "codebook.csv", "texts.csv"]
    read = plain_csv.reader(
        io.StringIO(archive.read("answers.csv").decode("utf-8-sig"), newline=""), delimiter=";"
    )
    titles, *rows = [[unguarded(cell) for cell in row] for row in read]
    assert titles[1:] == ["Who was asked", "Sent in", "Key", "Value", "In words", "Missing"]
    mine = [row[3:] for row in rows if row[1] == "Bekkenes"]
    assert ["status", "adopted", "Vedtatt", ""] in mine
    assert [row for row in mine if row[0] == "anchored"] == [
        ["anchored", "strategy", "Planstrategi", ""], ["anchored", "other", "Other", ""],
    ]  # fmt: skip
    assert ["who", "", "", ":"] in mine
    assert ["why_not", "", "", "."] in mine
    assert {row[6] for row in rows if row[1] == "Åsund"} == {".."}


def test_of_an_anonymous_round_only_numbers_leave_and_the_small_ones_suppressed(
    place: Region, client: Client
) -> None:
    content = one_question(Question("useful", "one", words("Nyttig?"), choices="yes_no"), YES_NO)
    of = evaluation(place, content, [{"useful": "yes"}] * 9 + [{"useful": "no"}] * 9 + [{}] * 2, asked=5)
    book = openpyxl.load_workbook(io.BytesIO(get(client, of, "xlsx")))
    numbers = {row["Answer"]: row["How many"] for row in rows_of(book["Results"])}
    assert numbers == {"Ja": ":", "Nei": "9"}
    archive = zipfile.ZipFile(io.BytesIO(get(client, of, "csv")))
    assert archive.read("answers.csv").decode("utf-8-sig").count("\r\n") == 3
    said = get(client, of).decode()
    assert "2 of" not in said.replace("20 of 25", "")
    few = evaluation(place, content, [{"useful": "yes"}] * 4)
    book = openpyxl.load_workbook(io.BytesIO(get(client, few, "xlsx")))
    assert rows_of(book["Results"]) == []
    assert "fewer than 5" in get(client, few).decode()
