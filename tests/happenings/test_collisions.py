"""While something is planned, it is seen what else the same municipalities have to do with then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from samordner.access.actors import Actor, Holding
from samordner.happenings.collisions import Collision, collisions, overlaps
from samordner.happenings.happenings import Concerned, Place
from samordner.happenings.sources import Asked, Source, install
from samordner.project.happenings import SOURCES
from tests.calendars.happenings import MEETING, at, meeting, weekly

VIK, NES, DAL = (Place(code, name) for code, name in (("9101", "Vik"), ("9102", "Nes"), ("9103", "Dal")))
OFFICE = Actor("u1", "Kim", (Holding("coordinator", "havbukta"),))
ASKED = Asked(OFFICE, date(2021, 4, 20), date(2021, 5, 10), date(2021, 4, 1), ())


def concerning(*places: Place, office: str = "havbukta", apparatus: bool = False) -> Concerned:
    return Concerned(office=office, municipalities=places, apparatus=apparatus)


TOLD = (
    meeting("try:both", "Begge", concerned=concerning(VIK, NES)),
    meeting("try:day", "Frist", start=date(2021, 4, 26), end=None, concerned=concerning(VIK)),
    meeting("try:other", "Ein annan", concerned=concerning(DAL)),
    meeting("try:off", "Avlyst", concerned=concerning(VIK), cancelled=True),
    meeting("try:vague", "Ikkje sett", concerned=concerning(VIK), loosely="april 2021"),
    meeting("try:own", "Arbeidsutvalet", start=at(4, 30, 9), end=at(4, 30, 10), concerned=concerning(apparatus=True)),
    meeting("try:rapport", "Rapport", start=date(2021, 4, 30), end=None, concerned=concerning(apparatus=True)),
    meeting("try:away", "Andre", concerned=concerning(office="sorviken", apparatus=True)),
    meeting("try:late", "Seinare", start=at(5, 10, 9), end=at(5, 10, 10), concerned=concerning(VIK)),
    replace(weekly(), concerned=concerning(NES)),
)  # fmt: skip


@pytest.fixture(autouse=True)
def told() -> Iterator[None]:
    install((Source((MEETING,), lambda asked: iter(TOLD)),))
    yield
    install(SOURCES)


def said(found: list[Collision]) -> list[tuple[str, str]]:
    return [
        (each.occurrence.happening.title, ", ".join(place.name for place in each.shared) or "-")
        for each in found
    ]


def test_what_concerns_one_of_the_municipalities_in_these_days_is_found_in_order() -> None:
    assert said(collisions(ASKED, {"9101", "9102"})) == [
        ("Frist", "Vik"), ("Arbeidsgruppe", "Nes"), ("Begge", "Vik, Nes"),
    ]  # fmt: skip
    assert said(collisions(ASKED, [])) == []


def test_with_an_office_also_what_its_apparatus_itself_meets_for() -> None:
    assert said(collisions(ASKED, {"9103"}, office="havbukta")) == [
        ("Ein annan", "Dal"),
        ("Arbeidsutvalet", "-"),
    ]


def test_what_is_being_moved_does_not_collide_with_itself() -> None:
    assert said(collisions(ASKED, {"9101"}, but=["try:both"])) == [("Frist", "Vik")]
    assert said(collisions(ASKED, {"9102"}, but=["try:both", "try:series"])) == []


def test_who_may_see_no_calendar_is_told_of_nothing() -> None:
    assert collisions(replace(ASKED, actor=Actor()), {"9101"}) == []


@pytest.mark.parametrize(
    ("start", "end", "at_once"),
    [
        (at(4, 28, 10), at(4, 28, 12), True),
        (at(4, 28, 11, 30), at(4, 28, 12), False),
        (at(4, 28, 8), at(4, 28, 9), False),
        (at(4, 28, 8), at(4, 28, 9, 1), True),
        (at(4, 28, 8), None, False),
        (at(4, 28, 9), None, True),
        (at(4, 28, 10), None, True),
        (date(2021, 4, 28), None, True),
        (date(2021, 4, 27), date(2021, 4, 29), True),
        (date(2021, 4, 29), None, False),
    ],
    ids=str,
)
def test_two_moments_meet_by_the_clock_and_days_by_the_day(
    start: date | datetime, end: date | datetime | None, at_once: bool
) -> None:
    (both,) = [each for each in collisions(ASKED, {"9101"}) if each.occurrence.happening.key == "try:both"]
    assert overlaps(both.occurrence, start, end) is at_once


def test_a_day_takes_the_whole_day() -> None:
    (day,) = [each for each in collisions(ASKED, {"9101"}) if each.occurrence.happening.key == "try:day"]
    assert overlaps(day.occurrence, at(4, 26, 8), at(4, 26, 9))
    assert not overlaps(day.occurrence, at(4, 27, 8), at(4, 27, 9))
