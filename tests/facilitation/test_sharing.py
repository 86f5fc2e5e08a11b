"""What is shared outside the office tells of no few persons; and what the documents say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from samordner.charts.figures import Figure
from samordner.documents import json
from samordner.documents.blocks import Document, Heading, Paragraph
from samordner.facilitation.documents.handout import handout
from samordner.facilitation.documents.report import network_report
from samordner.facilitation.documents.wording import tone_words
from samordner.facilitation.queries.changing import changed
from samordner.networks.models import Cohort
from tests.boards.conftest import SignIn
from tests.facilitation import making as make
from tests.factories import learning
from tests.factories.networks import place_of
from tests.factories.participation import DAY, Region
from tests.improvement import making as improving

pytestmark = pytest.mark.django_db

FEW = (
    "3/6",
    "2/5",
    "4/6",
    "3/7",
    "2/6",
    "3/5",
    "4/7",
    "3/6",
    "2/6",
    "3/7",
    "4/6",
    "3/6",
    "2/5",
    "3/6",
    "4/7",
)


def made(of: Cohort, place: Region, *, whole: bool = False, day: date = DAY) -> Document:
    return handout(
        of.gatherings.get(ordinal=1), make.known(of, place, day), make.series(of), place.definition, day=day,
        language="en", issuer="Embetet", whole=whole,
    )  # fmt: skip


def charts(document: Document) -> list[str]:
    return [block.title for block in document.blocks if isinstance(block, Figure)]


def words(document: Document) -> list[str]:
    return [str(block.text) for block in document.blocks if isinstance(block, (Heading, Paragraph))]


def test_a_chart_of_few_persons_is_left_out_of_what_is_shared_and_its_sentence_is_not() -> None:
    place = place_of(2)
    of = make.cohort(place, 2)
    make.measuring(make.team_of(of, 0), name="Mange")
    make.measuring(make.team_of(of, 1), FEW, name="Få")
    assert charts(made(of, place)) == ["Mange"]
    assert charts(made(of, place, whole=True)) == ["Mange", "Få"]
    assert "Some months are of so few persons that the chart is not shown here; the team has it." in words(
        made(of, place)
    )


def test_a_series_of_few_in_all_is_not_told_of_at_all() -> None:
    place = place_of(1)
    of = make.cohort(place)
    make.measuring(make.team_of(of), ["1/2", "0/2", "1/2"], name="Svært få")
    said = words(made(of, place))
    assert "The numbers are of so few persons that nothing of them is told here." in said
    assert not any("points" in text for text in said)


def test_what_counts_no_persons_is_shown_however_small() -> None:
    place = place_of(1)
    of = make.cohort(place)
    make.measuring(make.team_of(of), FEW, name="Turer", fewest=0)
    assert charts(made(of, place)) == ["Turer"]


def test_a_report_for_others_holds_neither_charts_nor_numbers_of_few(today: date, signed_in: SignIn) -> None:
    place = place_of(5)
    of = make.cohort(place, 5)
    for number in range(5):
        make.measuring(make.team_of(of, number), FEW if number else make.STEADY, name="Samtalen")
    found = make.known(of, place)
    series = make.series(of)
    document = network_report(
        found,
        series,
        changed(found, series, tone_words),
        place.definition,
        day=DAY,
        language="en",
        issuer="Embetet",
    )
    text = json.document_file(document)
    text = text if isinstance(text, str) else text.decode()
    assert charts(document) == ["Samtalen", "Samtalen"]  # of all together, and of the one team with many
    assert "42.9" not in text  # 3 of 7
    address = f"/nettverk/puljer/{of.pk}/oppfolging/rapport/"
    client = signed_in("partner", place.office)
    figures = [
        client.get(address, query).content.decode().count("<figure") for query in ({}, {"numbers": "all"})
    ]
    assert figures == [2, 6]


def test_names_of_members_and_calls_are_in_no_document() -> None:
    place = place_of(1)
    of = make.cohort(place)
    learning.member(make.team_of(of), "Kari Hemmelig", email="kari@kommune.example")
    text = str(json.document_file(made(of, place, whole=True)))
    assert ("Hemmelig" in text, "kari@" in text) == (False, False)


def test_a_handout_tells_each_team_its_aim_cycles_and_homework() -> None:
    place = place_of(1)
    of = make.cohort(place)
    team = make.team_of(of)
    improving.decided(make.project(team))
    make.measuring(team)
    text = str(json.document_file(made(of, place)))
    for wanted in ("Skriv målet", "20 May 2021", "Blir det roligere uten TV?", "To av tre ble roligere"):
        assert (wanted, wanted in text) == (wanted, True)


@pytest.mark.parametrize("name", ["handout", "report"])
@pytest.mark.parametrize(
    ("wanted", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype html>")]
)
def test_what_is_prepared_is_had_as_a_file(
    today: date, signed_in: SignIn, name: str, wanted: str, begins: bytes
) -> None:
    place = place_of(1)
    of = make.cohort(place)
    make.measuring(make.guided(make.team_of(of)))
    answer = document_of(signed_in("coordinator", place.office), of, name, {"format": wanted})
    assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
    assert document_of(signed_in("coordinator", place.office), of, name, {"format": "exe"}).status_code == 404


def document_of(client: Client, of: Cohort, name: str, query: dict[str, str]) -> Any:
    gathering = of.gatherings.get(ordinal=1).pk
    address = {
        "handout": f"/nettverk/samlinger/{gathering}/hefte/", "report": f"/nettverk/puljer/{of.pk}/oppfolging/rapport/",
    }[name]  # fmt: skip
    return client.get(address, query)
