"""A number of a whole country is explained in part at first; the count says how much, and files hold it all."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.boards.queries import Selection, selected
from samordner.participation.models import Observation
from samordner.participation.queries import state
from samordner.participation.statements import series_of
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, lively, raw, region

pytestmark = pytest.mark.django_db

ADDRESS = "/tavle/tall/?subject=plan_status&value=in_process"


def shown(client: Client, query: str = "") -> tuple[int, str]:
    """How many rows the page shows, and what it says about that."""
    page = client.get(ADDRESS + query).content.decode()
    rows = page.partition('id="table-number"')[2].partition("</table>")[0]
    text = " ".join(
        re.sub(r"<[^>]+>", "", page.partition('class="board-line"')[2].partition("</p>")[0]).split()
    )
    return rows.count('<th scope="row">'), text.partition(">")[2]


def spoken(count: int) -> Region:
    place = region(count)
    for row in place.participations:
        raw(row)
    return place


def test_of_many_rows_the_first_twenty_five_are_shown_and_all_on_request_and_in_files(
    signed_in: SignIn, today: None
) -> None:
    client = signed_in(office=spoken(26).office)
    assert shown(client) == (25, "The rows behind the number: 25 of 26 shown – show all")
    assert shown(client, "&all=1") == (26, "The rows behind the number: all 26 shown – show the first 25")
    page = client.get(ADDRESS).content.decode()
    assert '<p class="figure-number">26 of 26</p>' in page
    assert page.count("?subject=plan_status&amp;value=in_process&amp;all=1") == 2, "above the rows and below"
    file = client.get(ADDRESS + "&format=csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(file)))) == 1 + 26


def test_of_no_more_than_twenty_five_all_are_shown_and_nothing_is_said_of_it(
    signed_in: SignIn, today: None
) -> None:
    client = signed_in(office=spoken(25).office)
    assert shown(client) == (25, "The rows behind the number")


@pytest.mark.parametrize("count", [1, 3])
def test_a_number_takes_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: None, count: int
) -> None:
    client = signed_in(office=spoken(count).office)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ADDRESS).status_code == 200
    assert len(queries) == 15


@pytest.mark.parametrize("known_at", [False, True])
def test_whom_a_number_counts_is_told_by_what_is_known_of_each(known_at: bool) -> None:
    place = region(26)
    lively(place.participations)
    moment = Observation.objects.latest("recorded_at").recorded_at if known_at else None
    known = state(place.participations, place.definition, DAY, known_at=moment)
    counted = 0
    for subject in place.definition.subjects:
        for series in series_of(place.definition, subject.key):
            said = {row.pk: known.get(row.pk, series.subject, series.item) for row in place.participations}
            told = {pk: one.value for pk, one in said.items() if one}
            for value in {*told.values(), "never"}:
                rows = selected(
                    Selection("value", subject.key, series.item, (value,)), known, place.definition
                )
                assert rows == tuple(pk for pk in said if told.get(pk) == value)
            rows = selected(Selection("known", subject.key, series.item), known, place.definition)
            assert rows == tuple(told)
            unknown = selected(Selection("unknown", subject.key, series.item), known, place.definition)
            if series.item:
                assert unknown == tuple(pk for pk in said if pk not in told)
            counted += len(rows)
    assert counted > 100


def test_the_source_of_a_question_is_a_link_where_it_has_an_address(signed_in: SignIn, today: None) -> None:
    page = signed_in(office=spoken(1).office).get(ADDRESS).content.decode()
    address = "https://www.helsedirektoratet.no/rapporter/leve-hele-livet-arsrapport-2022"
    assert f'<a class="ds-link" href="{address}" rel="noreferrer">{address}</a> (regionalt' in page
