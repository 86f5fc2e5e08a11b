"""Loading the register, and what people state and group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import models

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.places import operations, queries
from samordner.places.facts import Facts, Faulty
from samordner.places.models import (
    AuthorityName,
    Change,
    County,
    Grouping,
    LanguageForm,
    Municipality,
    Office,
    OfficeArea,
    OfficeName,
)
from samordner.places.operations import Loaded, load

MODELS: tuple[type[models.Model], ...] = (
    County, Municipality, Change, Office, OfficeName, OfficeArea, AuthorityName,
)  # fmt: skip
BY = "u1"


def everything() -> list[tuple[object, ...]]:
    return [row for model in MODELS for row in model._default_manager.order_by("pk").values_list()]


def place(code: str) -> Municipality:
    return Municipality.objects.get(code=code)


# Loading


def test_only_what_differs_is_written(register: Facts, now: datetime) -> None:
    Municipality.objects.filter(code="1505").update(name="Another", label="Another")
    Change.objects.filter(old__code="1567").delete()
    OfficeName.objects.create(office=Office.objects.get(key="agder"), name="Gone", since=date(2030, 1, 1))
    assert load(register, by=BY, now=now) == Loaded(added=1, changed=1, removed=1)
    assert str(place("1505")) == "Kristiansund"
    assert load(register, by=BY, now=now) == Loaded()


def test_a_faulty_register_writes_nothing(register: Facts, now: datetime) -> None:
    before = everything()
    with pytest.raises(Faulty):
        load(replace(register, changes=register.changes[1:]), by=BY, now=now)
    assert everything() == before


def without_the_last_split(facts: Facts) -> Facts:
    """The register as if Ålesund had never been divided: 1508 and 1580 are not in it."""
    return replace(
        facts,
        changes=tuple(row for row in facts.changes if row.from_code != "1507"),
        municipalities=tuple(
            replace(row, until=None) if row.code == "1507" else row
            for row in facts.municipalities
            if row.code not in {"1508", "1580"}
        ),
    )


def test_a_place_no_longer_in_the_register_goes_while_nothing_refers_to_it(
    register: Facts, now: datetime
) -> None:
    assert load(without_the_last_split(register), by=BY, now=now) == Loaded(changed=1, removed=4)
    assert queries.municipalities(date(2024, 1, 1)).count() == 356


def test_a_place_that_something_refers_to_is_not_removed(register: Facts, now: datetime) -> None:
    operations.state_language_form(
        place("1580"),
        form=LanguageForm.Form.NYNORSK,
        since=date(2024, 1, 1),
        source="case 1/24",
        by=BY,
        now=now,
    )
    before = everything()
    with pytest.raises(Refusal):
        load(without_the_last_split(register), by=BY, now=now)
    assert everything() == before


# The form of Norwegian


def test_no_form_of_norwegian_is_known_until_someone_states_it(register: Facts) -> None:
    forms = queries.language_forms(date(2021, 1, 1))
    assert (len(forms), set(forms.values())) == (356, {None})


def test_a_form_holds_from_its_day_and_through_a_new_number(register: Facts, now: datetime) -> None:
    neutral, nynorsk = LanguageForm.Form.NEUTRAL, LanguageForm.Form.NYNORSK
    for form, since in ((neutral, date(2018, 1, 1)), (nynorsk, date(2018, 7, 1))):
        operations.state_language_form(place("1567"), form=form, since=since, source="letter", by=BY, now=now)
    days = [date(2018, 6, 30), date(2018, 7, 1)]
    assert [queries.language_form(place("1567"), day) for day in days] == ["neutral", "nynorsk"]
    assert queries.language_form(place("5061"), date(2024, 1, 1)) == "nynorsk"
    assert queries.language_form(place("1567"), date(2024, 1, 1)) is None
    assert Entry.objects.filter(verb="state_language_form", key="1567").count() == 2


def test_what_a_merged_municipality_asked_for_is_not_carried_over(register: Facts, now: datetime) -> None:
    operations.state_language_form(
        place("1534"), form=LanguageForm.Form.NYNORSK, since=date(2018, 1, 1), source="letter", by=BY, now=now
    )
    assert queries.language_form(place("1507"), date(2020, 1, 1)) is None


@pytest.mark.parametrize(("since", "source"), [(date(2024, 1, 1), " "), (date(2023, 12, 31), "letter")])
def test_a_form_needs_a_source_and_a_day_in_the_municipalitys_life(
    register: Facts, now: datetime, since: date, source: str
) -> None:
    with pytest.raises(Refusal):
        operations.state_language_form(
            place("1580"), form=LanguageForm.Form.BOKMAL, since=since, source=source, by=BY, now=now
        )
    assert LanguageForm.objects.count() == 0


# Groupings


@pytest.fixture
def council(register: Facts, now: datetime) -> Grouping:
    office = Office.objects.get(key="more-og-romsdal")
    kind = Grouping.Kind.REGIONAL_COUNCIL
    return operations.make_grouping(office, name="The fjord council", kind=kind, by=BY, now=now)


def test_members_come_and_go(council: Grouping, now: datetime) -> None:
    first = operations.join(council, place("1506"), since=date(2020, 1, 1), by=BY, now=now)
    operations.join(council, place("1539"), since=None, by=BY, now=now)
    operations.leave(first, on=date(2022, 1, 1), by=BY, now=now)
    days = [date(2019, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    assert [[str(row) for row in queries.members(council, day)] for day in days] == [
        ["Rauma"],
        ["Molde", "Rauma"],
        ["Rauma"],
    ]
    assert list(queries.groupings_of(place("1506"), date(2021, 1, 1))) == [council]
    assert list(queries.groupings_of(place("1506"), date(2022, 1, 1))) == []
    verbs = Entry.objects.filter(kind="grouping").order_by("number").values_list("verb", "office")
    assert list(verbs) == [(verb, "more-og-romsdal") for verb in ("make", "join", "join", "leave")]


def test_a_member_that_was_divided_is_no_longer_a_member_and_waits_for_a_decision(
    council: Grouping, now: datetime
) -> None:
    membership = operations.join(council, place("1507"), since=date(2020, 1, 1), by=BY, now=now)
    assert [str(row) for row in queries.members(council, date(2023, 12, 31))] == ["Ålesund"]
    assert list(queries.members(council, date(2024, 1, 1))) == []
    assert list(queries.left_over(council, date(2024, 1, 1))) == [membership]
    assert list(queries.left_over(council, date(2023, 12, 31))) == []


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("1580", date(2023, 1, 1), None),  # before it existed
        ("1507", date(2021, 1, 1), date(2025, 1, 1)),  # longer than it existed
        ("1506", date(2021, 1, 1), date(2021, 1, 1)),  # no day at all
        ("1539", date(2021, 1, 1), None),  # is a member already
    ],
)
def test_a_membership_that_cannot_be_is_refused(
    council: Grouping, now: datetime, code: str, since: date, until: date | None
) -> None:
    operations.join(council, place("1539"), since=date(2020, 1, 1), by=BY, now=now)
    assert operations.why_not_join(council, place(code), since, until)
    with pytest.raises(Refusal):
        operations.join(council, place(code), since=since, until=until, by=BY, now=now)
    assert council.memberships.count() == 1


def test_a_membership_ends_once(council: Grouping, now: datetime) -> None:
    membership = operations.join(
        council, place("1539"), since=date(2020, 1, 1), until=date(2021, 1, 1), by=BY, now=now
    )
    for day in (date(2020, 1, 1), date(2021, 6, 1)):
        with pytest.raises(Refusal):
            operations.leave(membership, on=day, by=BY, now=now)


def test_two_groupings_of_one_office_cannot_share_a_name(council: Grouping, now: datetime) -> None:
    for name in ("The fjord council ", " "):
        with pytest.raises(Refusal):
            operations.make_grouping(council.office, name=name, kind=Grouping.Kind.OTHER, by=BY, now=now)
    agder = Office.objects.get(key="agder")
    operations.make_grouping(agder, name="The fjord council", kind=Grouping.Kind.OTHER, by=BY, now=now)
    assert Grouping.objects.count() == 2


def test_a_grouping_may_keep_its_name_when_its_kind_is_changed(council: Grouping, now: datetime) -> None:
    operations.change_grouping(
        council, name=council.name, kind=Grouping.Kind.OTHER, version=1, by=BY, now=now
    )
    assert Grouping.objects.values_list("name", "kind", "version").get() == (council.name, "other", 2)


def test_of_two_who_rename_a_grouping_the_second_is_told(council: Grouping, now: datetime) -> None:
    kind = Grouping.Kind.REGIONAL_COUNCIL
    operations.change_grouping(council, name="First", kind=kind, version=1, by=BY, now=now)
    with pytest.raises(Conflict) as conflict:
        operations.change_grouping(council, name="Second", kind=kind, version=1, by=BY, now=now)
    assert str(conflict.value.current) == "First"
    assert Grouping.objects.get().name == "First"
