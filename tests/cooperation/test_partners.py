"""Partners: the same one across plans, years and spellings; met as often as is settled."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.access.actors import organisation_key
from samordner.cooperation.models import Partner, PartnerContact
from samordner.cooperation.operations.keeping import remove, restore
from samordner.cooperation.operations.partners import (
    Reached,
    Settled,
    change_contact,
    erase_contact,
    settle,
    why_not_settle,
)
from samordner.cooperation.queries.agreements import every_agreement, rows_of, standings
from samordner.cooperation.queries.partners import Line, Narrowing, narrowed, ordered, partners, parts_of
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.meetings.models import Meeting, MeetingStep
from samordner.meetings.operations import cancel_meeting
from samordner.plans.models import Cooperation
from tests.factories import cooperation as make
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db


def every(day: date = DAY) -> list[Line]:
    rows = rows_of(Cooperation.objects.all())
    return partners(
        Partner.objects.all(), rows, standings(every_agreement(), rows), Meeting.objects.all(), day
    )


def line(place: Region, name: str = make.OF, day: date = DAY) -> Line:
    return next(one for one in every(day) if one.key == organisation_key(name) and one.office == place.office)


def test_one_partner_is_one_across_plans_spellings_agreements_and_meetings() -> None:
    place = region(1)
    old = make.row(make.plan(place, "2019-2020"), partner="BOLIGBANKEN", form="Møte")
    new = make.row(
        make.plan(place), partner="Boligbanken\nved avdelingen for lån", next_step="Ny handlingsplan"
    )
    make.partner(place, "boligbanken ", meet_every=12)
    make.agreement(place, partner="Boligbanken")
    meeting = make.met(place, date(2021, 1, 20))
    (one,) = every()
    assert (one.name, one.rows, one.in_plan, one.next_step) == (
        "Boligbanken", (new, old), True, "Ny handlingsplan"
    )  # fmt: skip
    assert (one.met.held, one.met.last, len(one.standings), one.every) == (
        (meeting,),
        date(2021, 1, 20),
        1,
        12,
    )


def test_another_office_s_partner_of_the_same_name_is_another() -> None:
    place, other = region(1), region(1, key="sorvik", county="92")
    make.partner(place)
    make.row(make.plan(other))
    make.met(other, date(2021, 1, 20))
    assert [(one.office, one.met.last) for one in ordered(every())] == [
        (place.office, None), (other.office, date(2021, 1, 20))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "planned", "state", "due"),
    [
        ((), (), "never", None),
        ((date(2020, 4, 27),), (), "met", date(2021, 4, 27)),
        ((date(2020, 4, 26),), (), "late", date(2021, 4, 26)),
        ((date(2019, 1, 1), date(2020, 12, 1)), (), "met", date(2021, 12, 1)),
        ((date(2020, 4, 26),), (date(2021, 5, 3),), "planned", date(2021, 4, 26)),
        ((), (date(2021, 4, 27),), "planned", None),
        ((), (date(2021, 4, 26),), "never", None),
    ],
)
def test_when_a_partner_is_to_be_met_follows_from_the_meetings_held(
    held: tuple[date, ...], planned: tuple[date, ...], state: str, due: date | None
) -> None:
    place = region(1)
    make.partner(place, meet_every=12)
    for number, day in enumerate((*held, *planned)):
        make.met(place, day, held=day in held, topic=f"Møte {number}")
    one = line(place)
    assert (one.meeting_state(DAY), one.due) == (state, due)


def test_a_meeting_that_is_called_off_is_neither_held_nor_to_come() -> None:
    place = region(1)
    make.partner(place, meet_every=12)
    meeting = make.met(place, date(2021, 5, 3), held=False)
    cancel_meeting(meeting, why="Sykdom", version=meeting.version, by=BY, now=NOW)
    assert line(place).meeting_state(DAY) == "never"


def test_planning_and_holding_are_the_meetings_own_deeds_with_both_as_organisers() -> None:
    meeting = make.met(region(1), date(2021, 4, 20))
    assert [one.organisation for one in meeting.organisers.all()] == ["Embetet", make.OF]
    steps = list(MeetingStep.objects.filter(meeting=meeting).values_list("kind", flat=True))
    assert steps == ["planned", "held"]
    with pytest.raises(Refusal, match="has not come"):
        make.met(region(1, key="sorvik", county="92"), date(2021, 6, 1))


def test_who_settles_the_same_partner_meanwhile_is_not_overwritten() -> None:
    place = region(1)
    row = make.partner(place, meet_every=12)
    with pytest.raises(Conflict):
        make.partner(place, "BOLIGBANKEN", meet_every=6)
    settle(place.office, make.OF, Settled(meet_every=6), version=1, by=BY, now=NOW)
    with pytest.raises(Conflict):
        settle(place.office, make.OF, Settled(meet_every=3), version=1, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.meet_every, row.version, Partner.objects.count()) == (6, 2, 1)
    assert why_not_settle("Banken", Settled(meet_every=121)) is not None
    assert why_not_settle("  ", Settled()) is not None


def test_what_is_settled_is_removed_and_comes_back_and_is_settled_anew_in_the_same_row() -> None:
    place = region(1)
    row = make.partner(place, meet_every=12)
    remove(row, version=1, by=BY, now=NOW)
    assert every() == []
    restore(row, version=2, by=BY, now=NOW)
    assert line(place).every == 12
    remove(row, version=3, by=BY, now=NOW)
    again = make.partner(place, meet_every=24)
    assert (again.pk, again.removed_at, line(place).every) == (row.pk, None, 24)


def test_a_body_has_its_parts_of_the_newest_plan() -> None:
    place = region(1)
    make.row(make.plan(place, "2019-2020"), partner="Gammel avdeling", parent="Fylket")
    newest = make.plan(place)
    rows = [make.row(newest, partner=name, parent="FYLKET") for name in ("Tannhelse", "Samferdsel")]
    make.row(newest, partner="Alene")
    assert parts_of(rows_of(Cooperation.objects.all()), place.office, "fylket") == rows


def test_the_list_narrows_and_sorts() -> None:
    place = region(1)
    of = make.plan(place)
    make.row(of, partner="Åsbanken", agreement="Avtale", expires="01.06.2021", parent="Fylket")
    make.row(of, partner="Ærlig lag", form="Møte om mat")
    make.partner(place, "Ærlig lag", meet_every=12, responsible="KS")
    found = every()
    for by, names in (
        (Narrowing(), ["Ærlig lag", "Åsbanken"]), (Narrowing(words="mat møte"), ["Ærlig lag"]),
        (Narrowing(parent="Fylket"), ["Åsbanken"]), (Narrowing(agreement="soon"), ["Åsbanken"]),
        (Narrowing(agreement="none"), ["Ærlig lag"]), (Narrowing(meeting="wait"), ["Ærlig lag"]),
        (Narrowing(meeting="none"), ["Åsbanken"]), (Narrowing(responsible="KS"), ["Ærlig lag"]),
        (Narrowing(office="sorvik"), []),
    ):  # fmt: skip
        assert (by, [one.name for one in ordered(narrowed(found, by, DAY))]) == (by, names)
    assert [one.name for one in ordered(found, "-name")] == ["Åsbanken", "Ærlig lag"]


# Contacts


def test_a_contact_is_erased_for_good_and_the_journal_holds_nothing_of_who_it_was() -> None:
    place = region(1)
    row = make.contact(place, name="Kari Hemmelig", email="kari@bolig.example", phone="900 00 000")
    change_contact(row, Reached(position="Leder", name="Kari Hemmelig"), version=1, by=BY, now=NOW)
    erase_contact(row, version=2, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.position, row.name, row.email, row.phone, row.note) == ("Leder", "", "", "", "")
    assert "Kari" not in str(list(Entry.objects.values_list("detail", "key")))
    with pytest.raises(Refusal, match="erased"):
        change_contact(row, Reached(position="Leder", name="Kari"), version=3, by=BY, now=NOW)
    assert first_break() is None


def test_a_contact_needs_a_function_and_a_way_to_be_reached_and_is_noted_once() -> None:
    place = region(1)
    for wrong in ({"position": " "}, {"name": "", "email": ""}):
        with pytest.raises(Refusal):
            make.contact(place, **wrong)
    made = make.contact(place)
    with pytest.raises(Refusal, match="already"):
        make.contact(place)
    remove(made, version=1, by=BY, now=NOW)
    restore(made, version=2, by=BY, now=NOW)
    assert PartnerContact.objects.get(removed_at=None) == made
    assert line(place).kept == made.partner
