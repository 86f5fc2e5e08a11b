"""Where the municipalities are on a day, and what they come from and become."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from samordner.places import queries
from samordner.places.alphabet import norwegian_key
from samordner.places.facts import Facts, read
from samordner.places.models import Change, County, Municipality, Office
from samordner.places.operations import load

pytestmark = pytest.mark.usefixtures("register")

Y2018, Y2019, Y2020, Y2021, Y2024 = (date(year, 1, 1) for year in (2018, 2019, 2020, 2021, 2024))

# How many municipalities each county had, in the years 2018, 2019, 2020 and 2024.
PER_COUNTY = """
Østfold,18,18,,12
Akershus,22,22,,21
Buskerud,21,21,,18
Viken,,,51,
Oslo,1,1,1,1
Hedmark,22,22,,
Oppland,26,26,,
Innlandet,,,46,46
Vestfold,9,9,,6
Telemark,18,18,,17
Vestfold og Telemark,,,23,
Aust-Agder,15,15,,
Vest-Agder,15,15,,
Agder,,,25,25
Rogaland,26,26,23,23
Hordaland,33,33,,
Sogn og Fjordane,26,26,,
Vestland,,,43,43
Møre og Romsdal,36,35,26,27
Trøndelag,47,48,38,38
Nordland,44,44,41,41
Troms,24,24,,21
Finnmark,19,19,,18
Troms og Finnmark,,,39,
"""


def place(code: str) -> Municipality:
    return Municipality.objects.get(code=code)


def test_there_are_422_then_356_then_357_municipalities() -> None:
    assert [queries.municipalities(day).count() for day in (Y2018, Y2019, Y2020, Y2024)] == [
        422,
        422,
        356,
        357,
    ]


@pytest.mark.parametrize("column", range(4))
def test_each_county_has_the_municipalities_of_the_published_table(column: int) -> None:
    day = (Y2018, Y2019, Y2020, Y2024)[column]
    table = {line.split(",")[0]: line.split(",")[1 + column] for line in PER_COUNTY.strip().splitlines()}
    wanted = {name: int(number) for name, number in table.items() if number}
    counts = queries.counts(day)
    assert {county.name: counts.counties[county.code] for county in queries.counties(day)} == wanted
    assert {county.name: queries.of_county(county, day).count() for county in queries.counties(day)} == wanted
    assert counts.total == sum(wanted.values())


def test_an_office_is_not_a_county() -> None:
    assert queries.counts(date(2024, 6, 1)).offices == {
        "oslo-og-viken": 52,
        "innlandet": 46,
        "vestfold-og-telemark": 23,
        "agder": 25,
        "rogaland": 23,
        "vestland": 43,
        "more-og-romsdal": 27,
        "trondelag": 38,
        "nordland": 41,
        "troms-og-finnmark": 39,
    }
    assert queries.of_office("oslo-og-viken", Y2024).count() == 52
    assert queries.of_office(Office.objects.get(key="more-og-romsdal"), Y2021).count() == 26


def test_counts_take_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        queries.counts(Y2024)


def test_nothing_is_known_of_offices_before_2019() -> None:
    assert queries.office_of(place("1505"), Y2018) is None
    assert list(queries.offices(Y2018)) == []
    assert queries.counts(Y2018).offices == {}


def test_rindal_and_jevnaker_changed_office_with_their_county() -> None:
    def office(code: str, day: date) -> str | None:
        found = queries.office_of(place(code), day)
        return found.key if found else None

    assert (office("5061", Y2019), office("5061", Y2024)) == ("trondelag", "trondelag")
    assert (office("0532", Y2019), office("3053", Y2020)) == ("innlandet", "oslo-og-viken")
    assert office("0532", Y2020) is None  # it has another code by then


def test_offices_and_the_authority_are_called_what_they_were_called_that_day() -> None:
    office = Office.objects.get(key="more-og-romsdal")
    assert queries.office_title(office, date(2020, 12, 31), "nn") == "Fylkesmannen i Møre og Romsdal"
    assert queries.office_title(office, Y2021, "nn") == "Statsforvaltaren i Møre og Romsdal"
    assert queries.office_title(office, Y2021, "nb") == "Statsforvalteren i Møre og Romsdal"
    eastern = Office.objects.get(key="oslo-og-viken")
    assert queries.office_title(eastern, date(2023, 12, 31), "nb") == "Statsforvalteren i Oslo og Viken"
    assert (
        queries.office_title(eastern, Y2024, "nb") == "Statsforvalteren i Østfold, Buskerud, Oslo og Akershus"
    )
    names = list(queries.office_names(Y2024).values())
    assert (len(names), names[0], names[-1]) == (10, "Agder", "Østfold, Buskerud, Oslo og Akershus")


def test_a_name_that_two_share_is_shown_with_its_county() -> None:
    assert str(place("1515")) == "Herøy (Møre og Romsdal)"
    assert str(place("1818")) == "Herøy (Nordland)"
    assert str(place("1507")) == "Ålesund"
    labels = {day: [str(row) for row in queries.municipalities(day)] for day in (Y2018, Y2020, Y2024)}
    assert all(len(set(shown)) == len(shown) for shown in labels.values())


def test_municipalities_come_in_norwegian_order() -> None:
    names = [row.name for row in queries.of_office("more-og-romsdal", Y2024)]
    assert (names[0], names[-3:]) == ("Aukra", ["Volda", "Ørsta", "Ålesund"])
    every = list(queries.municipalities(Y2024))
    assert every == sorted(every, key=lambda row: (norwegian_key(row.name), row.code))


@pytest.mark.parametrize(
    ("code", "day", "codes", "divided", "same"),
    [
        ("1534", Y2021, {"1507"}, False, False),  # Haram went into Ålesund …
        (
            "1534",
            Y2024,
            {"1508", "1580"},
            True,
            False,
        ),  # … and whether it is Haram again is for people to say
        ("1507", Y2024, {"1508", "1580"}, True, False),
        ("5012", Y2020, {"5055", "5056", "5059"}, True, False),  # Snillfjord
        ("1850", Y2024, {"1806", "1875"}, True, False),  # Tysfjord
        ("1567", Y2019, {"5061"}, False, True),  # Rindal, to another county under another code
        ("0101", Y2024, {"3101"}, False, True),  # Halden, renumbered twice
        ("1103", Y2024, {"1103"}, False, False),  # Stavanger kept its code and took others in
        ("1141", Y2020, {"1103"}, False, False),
        ("1444", Y2020, {"1577"}, False, False),  # Hornindal, across a county border
        ("1505", Y2024, {"1505"}, False, True),
    ],
)
def test_heirs(code: str, day: date, codes: set[str], divided: bool, same: bool) -> None:
    heirs = queries.heirs(place(code), on=day)
    assert (set(heirs.codes), heirs.divided, heirs.same) == (codes, divided, same)


@pytest.mark.parametrize(
    ("code", "day", "codes", "divided"),
    [
        ("1580", Y2021, {"1507"}, True),
        ("1580", Y2018, {"1504", "1523", "1529", "1534", "1546"}, True),
        ("1506", Y2019, {"1502", "1543", "1545"}, False),
        ("5055", Y2018, {"1571", "5011", "5012"}, True),
        ("1806", Y2018, {"1805", "1850", "1854"}, True),
        ("1875", Y2018, {"1849", "1850"}, True),
        ("1103", Y2018, {"1103", "1141", "1142"}, False),
        ("1103", Y2020, {"1103"}, False),
        ("5061", Y2018, {"1567"}, False),
    ],
)
def test_ancestors(code: str, day: date, codes: set[str], divided: bool) -> None:
    ancestors = queries.ancestors(place(code), on=day)
    assert (set(ancestors.codes), ancestors.divided) == (codes, divided)


def test_heirs_of_a_time_before_and_ancestors_of_a_time_after_are_refused() -> None:
    with pytest.raises(ValueError, match="1580"):
        queries.heirs(place("1580"), on=Y2021)
    with pytest.raises(ValueError, match="1534"):
        queries.ancestors(place("1534"), on=Y2021)


def test_the_heirs_of_the_whole_country_take_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = list(queries.municipalities(Y2018))
    with django_assert_num_queries(1):
        heirs = queries.heirs_of(rows, Y2024)
    assert {code for lineage in heirs.values() for code in lineage.codes} == {
        row.code for row in queries.municipalities(Y2024)
    }


def test_a_county_move_is_told_by_the_change() -> None:
    change = Change.objects.get(old__code="1567")
    assert (change.kind, change.moves_county) == (Change.Kind.RENUMBER, True)
    assert County.objects.get(code="50") == queries.county_of(change.new)


class AnyDay(TestCase):
    """Over every municipality and every day since the register begins."""

    register: Facts

    @classmethod
    def setUpTestData(cls) -> None:
        cls.register = read()
        load(cls.register, by="test", now=datetime.fromisoformat("2021-04-27T08:00:00+00:00"))

    @given(st.integers(0, 780), st.integers(0, 3000))
    def test_whoever_inherits_from_a_municipality_descends_from_it(self, number: int, wait: int) -> None:
        start = place(self.register.municipalities[number].code)
        assert start.since is not None
        day = start.since + timedelta(days=wait)
        for heir in queries.heirs(start, on=day).municipalities:
            assert heir.holds(day)
            assert start.code in queries.ancestors(heir, on=start.since).codes

    @given(st.dates(Y2019, date(2030, 1, 1)))
    def test_every_municipality_lies_in_one_county_and_one_office(self, day: date) -> None:
        counts = queries.counts(day)
        assert sum(counts.counties.values()) == counts.total == len(self.register.codes(day))
        covered = [row.code for key in counts.offices for row in queries.of_office(key, day)]
        assert sorted(covered) == sorted(self.register.codes(day))
