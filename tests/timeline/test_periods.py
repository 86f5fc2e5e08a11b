"""Times as people write them in plans."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.timeline.periods import COUNTS, MONTH, SEASONS, Period, read


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2021-2023", date(2021, 1, 1), date(2023, 12, 31)),
        ("2021 - 23", date(2021, 1, 1), date(2023, 12, 31)),
        ("Vår 2020", date(2020, 1, 1), date(2020, 6, 30)),
        ("Hausten 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("I løpet av 2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2020 2021", date(2020, 1, 1), date(2021, 12, 31)),
        ("Januar 2021", date(2021, 1, 1), date(2021, 1, 31)),
        ("Februar 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("15.09.21", date(2021, 9, 15), date(2021, 9, 15)),
        ("Sept. 2021", date(2021, 9, 1), date(2021, 9, 30)),
        ("Vår 2020 Sept. 2021", date(2020, 1, 1), date(2021, 9, 30)),
        ("mars og september 2021", date(2021, 3, 1), date(2021, 9, 30)),
        ("20.–21. september 2022", date(2022, 9, 20), date(2022, 9, 21)),
        ("2. kvartal 2023", date(2023, 4, 1), date(2023, 6, 30)),
        ("fyrste halvår 2023", date(2023, 1, 1), date(2023, 6, 30)),
        ("uke 12 2022", date(2022, 3, 21), date(2022, 3, 27)),
        ("innen 1. mai 2022", None, date(2022, 5, 1)),
        ("innan utgangen av 2022", None, date(2022, 12, 31)),
        ("frå 2021", date(2021, 1, 1), None),
        ("31. februar 2021", None, None),
        ("snart", None, None),
    ],
)
def test_a_label_with_its_year_printed_gives_its_days(
    label: str, start: date | None, end: date | None
) -> None:
    assert read(label, year=1999) == Period(label, start, end) if start or end else not read(label).known


@pytest.mark.parametrize(
    ("label", "recurrence"),
    [
        ("Årlig", "yearly"),
        ("Årleg", "yearly"),
        ("kvart år", "yearly"),
        ("Møte 1g/år", "yearly"),
        ("Min.2g per år", "2/year"),
        ("2g per år, regionale samlinger", "2/year"),
        ("Samlinger 4 ganger per år", "4/year"),
        ("to gonger i året", "2/year"),
        ("Månadleg", "monthly"),
        ("hver uke", "weekly"),
        ("kvartalsvis", "4/year"),
        ("annakvart år", "every-2-years"),
        ("fortløpande", "ongoing"),
        ("ved behov", "as-needed"),
    ],
)
def test_how_often_something_comes_back_is_read(label: str, recurrence: str) -> None:
    assert read(label) == Period(label, recurrence=recurrence)


def test_a_year_that_is_not_printed_is_given_and_marked_inferred() -> None:
    assert read("27.april", year=2021) == Period(
        "27.april", date(2021, 4, 27), date(2021, 4, 27), inferred=True
    )
    assert read("12.03", year=2021).start == date(2021, 3, 12)


def test_without_a_year_anywhere_no_day_is_made_up() -> None:
    assert read("27.april") == Period("27.april")


PARTS = st.sampled_from(
    [
        *MONTH,
        *SEASONS,
        *COUNTS,
        "2020",
        "2021-2023",
        "15.",
        "31",
        "per år",
        "innen",
        "frå",
        "uke 53",
        "kvartal",
        "29.02.21",
        "/",
    ]
)


@given(st.text() | st.lists(PARTS).map(" ".join), st.none() | st.integers(1900, 2099))
def test_whatever_is_written_the_label_is_kept_and_the_days_are_in_order(
    label: str, year: int | None
) -> None:
    period = read(label, year=year)
    assert period.label == label
    assert period.start is None or period.end is None or period.start <= period.end
