"""What every municipality is to be offered, as the programme's data say it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from samordner.participation.models import Contact
from samordner.programmes.definition import canonical, from_canonical, read_programme
from samordner.programmes.definition.shapes import ContactRole
from tests.programmes.invented import copy_with, invented
from tests.programmes.test_reading import faults_of


def test_an_offer_has_a_window_kinds_of_meetings_and_audiences() -> None:
    talk, fair = invented().offers
    assert (talk.since, talk.last_day, talk.until) == (date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 1))
    assert (talk.kinds, talk.audiences, talk.yearly) == (("talk",), (), False)
    assert (fair.yearly, fair.audiences) == (True, ("leader", "politician"))
    assert invented().offer("fair") == fair


def test_an_audience_is_a_role_that_contacts_have() -> None:
    assert set(get_args(ContactRole)) == set(Contact.Role.values)


def test_an_offer_that_cannot_be_fulfilled_is_told(tmp_path: Path) -> None:
    folder = copy_with(
        tmp_path,
        ('kinds = ["talk"]', 'kinds = ["board", "walk"]'),
        ("last_day = 2021-06-30", "last_day = 2020-06-30"),
        ('audiences = ["leader", "politician"]', 'audiences = ["leader", "politician"]\nsurprise = 1'),
    )
    assert faults_of(folder) == ("offers[1].surprise: unknown key",)
    mended = copy_with(
        tmp_path / "two",
        ('kinds = ["talk"]', 'kinds = ["board", "walk"]'),
        ("last_day = 2021-06-30", "last_day = 2020-06-30"),
    )
    assert faults_of(mended) == (
        "offers[0].kinds: there is no kind of meeting that others are invited to “board”",
        "offers[0].kinds: there is no kind of meeting that others are invited to “walk”",
        "offers[0].last_day: is before the first day",
    )


def test_an_offer_concerns_the_offices_that_it_names_else_all() -> None:
    offers = {one.key: one for one in read_programme("leve-hele-livet").offers}
    assert offers["dialogue_2021"].concerns("more-og-romsdal")
    assert not offers["dialogue_2021"].concerns("vestland")
    assert offers["dialogue_2019"].concerns("vestland")


@pytest.mark.parametrize("key", ["leve-hele-livet", "bo-trygt-hjemme"])
def test_what_no_source_says_is_marked(key: str) -> None:
    for offer in read_programme(key).offers:
        assert bool(offer.source) is offer.verified, offer.key


def test_the_offers_are_in_the_edition_that_is_kept() -> None:
    assert from_canonical(canonical(invented())).offers == invented().offers
