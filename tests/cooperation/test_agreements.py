"""Agreements: what they say is said in one place, how they stand on a day, who ends and renews them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from samordner.cooperation.models import Agreement
from samordner.cooperation.operations.agreements import (
    change_agreement,
    keep_from_plan,
    renew,
    terminate,
    undo_termination,
    why_not_agree,
)
from samordner.cooperation.operations.keeping import remove, restore
from samordner.cooperation.queries.agreements import (
    Narrowing,
    Standing,
    every_agreement,
    narrowed,
    next_after,
    rows_of,
    standing_of,
    standings,
)
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.plandocument.operations import begin_from
from samordner.plans.models import Cooperation, Earlier
from samordner.plans.operations import change_row, remove_row
from samordner.plans.registers import register
from samordner.timeline.due import Due
from samordner.timeline.periods import read
from tests.factories import cooperation as make
from tests.factories.participation import BY, DAY, NOW, region

pytestmark = pytest.mark.django_db


def found() -> list[Standing]:
    return standings(every_agreement(), rows_of(Cooperation.objects.all()))


def stands(agreement: Agreement) -> Standing:
    fresh = every_agreement().get(pk=agreement.pk)
    return standing_of(fresh, rows_of(Cooperation.objects.all()))


@pytest.mark.parametrize(
    ("terms", "day", "state"),
    [
        ({}, date(2021, 4, 27), "in_force"),
        ({}, date(2022, 10, 1), "in_force"),
        ({}, date(2022, 10, 2), "soon"),
        ({}, date(2022, 12, 31), "soon"),
        ({}, date(2023, 1, 1), "ended"),
        ({"notice_months": 6}, date(2022, 5, 29), "in_force"),
        ({"notice_months": 6}, date(2022, 5, 31), "soon"),
        ({"signed": date(2021, 5, 1)}, date(2021, 4, 30), "coming"),
        ({"signed": date(2021, 5, 1)}, date(2021, 5, 1), "in_force"),
        ({"expires_day": None, "until_terminated": True}, date(2050, 1, 1), "in_force"),
        ({"expires_day": None}, date(2050, 1, 1), "in_force"),
    ],
)
def test_an_agreement_stands_by_its_days(terms: dict[str, object], day: date, state: str) -> None:
    assert stands(make.agreement(region(1), **terms)).state(day) == state


def test_what_a_plan_names_is_kept_in_one_step_and_the_row_goes_on_saying_it() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale om bolig", expires="31.12.2022")
    assert [(one.agreement, one.partner, one.last_day) for one in found()] == [
        (None, make.OF, date(2022, 12, 31))
    ]
    kept = keep_from_plan(row, by=BY, now=NOW)
    (one,) = found()
    assert (one.agreement, one.what, one.expires) == (
        kept, "Avtale om bolig", Due("31.12.2022", date(2022, 12, 31))
    )  # fmt: skip
    assert (kept.what, kept.expires_day) == ("", None)
    change_row(
        register("cooperation"), row, version=row.version, by=BY, now=NOW,
        cells={"agreement": "Ny tekst", "expires": "utgangen av 2023"},
    )  # fmt: skip
    assert (stands(kept).what, stands(kept).last_day) == ("Ny tekst", date(2023, 12, 31))
    with pytest.raises(Refusal, match="kept already"):
        keep_from_plan(row, by=BY, now=NOW)


def test_a_change_of_the_terms_is_written_in_the_plan_s_row_with_what_stood_there_kept() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale om bolig", expires="ut året 2022")
    kept = keep_from_plan(row, by=BY, now=NOW)
    said = make.terms(what="Avtale om bolig", expires_day=date(2022, 12, 31), signed=date(2021, 1, 5))
    change_agreement(kept, said, version=1, row_version=row.version, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.expires, row.version, kept.signed) == ("ut året 2022", 1, date(2021, 1, 5)), "words stay"
    said = make.terms(what="Avtale om bolig og lån", expires_day=date(2023, 6, 30))
    change_agreement(kept, said, version=2, row_version=1, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.agreement, row.expires, row.expires_day, row.version) == (
        "Avtale om bolig og lån", "30.06.2023", date(2023, 6, 30), 2
    )  # fmt: skip
    assert Earlier.objects.get(kind="cooperation", key=row.pk).fields["agreement"] == "Avtale om bolig"
    assert (kept.what, kept.expires_day) == ("", None)


def test_who_saw_an_older_row_overwrites_neither_the_row_nor_the_agreement() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale", expires="31.12.2022")
    kept = keep_from_plan(row, by=BY, now=NOW)
    change_row(register("cooperation"), row, version=1, cells={"agreement": "Fra planen"}, by=BY, now=NOW)
    with pytest.raises(Conflict) as conflict:
        change_agreement(
            kept, make.terms(what="Herfra", case_number="21/7"), version=1, row_version=1, by=BY, now=NOW
        )
    assert conflict.value.current == kept
    assert (stands(kept).what, Agreement.objects.get().case_number) == ("Fra planen", "")


def test_an_agreement_is_said_in_one_place_by_the_database_itself() -> None:
    place = region(1)
    kept = keep_from_plan(make.row(make.plan(place), agreement="Avtale"), by=BY, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=kept.pk).update(what="To steder")


def test_the_next_plan_carries_the_agreement_on() -> None:
    place = region(1)
    first = make.plan(place, "2019-2020")
    kept = keep_from_plan(make.row(first, agreement="Avtale", expires="31.12.2021"), by=BY, now=NOW)
    begin_from(first, title="Neste plan", period=read("2021-2023"), language="nb", by=BY, now=NOW)
    newest = Cooperation.objects.exclude(plan=first).get()
    change_row(register("cooperation"), newest, version=1, cells={"expires": "31.12.2023"}, by=BY, now=NOW)
    assert [(one.agreement, one.row, one.last_day) for one in found()] == [(kept, newest, date(2023, 12, 31))]
    with pytest.raises(Refusal, match="kept already"):
        keep_from_plan(newest, by=BY, now=NOW)


def test_an_agreement_kept_beside_the_plan_is_not_told_twice_when_the_plan_names_it_too() -> None:
    place = region(1)
    kept = make.agreement(place)
    make.row(make.plan(place), partner="BOLIGBANKEN", agreement="Samarbeidsavtale", expires="31.12.2022")
    assert [one.agreement for one in found()] == [kept]


def test_a_renewal_takes_over_the_row_and_what_the_old_one_said_stays_with_it() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale 2019–2021", expires="30.06.2021")
    old = keep_from_plan(row, by=BY, now=NOW)
    said = make.terms(what="Avtale 2021–2024", expires_day=date(2024, 6, 30), signed=date(2021, 4, 20))
    new = renew(old, said, version=1, row_version=1, by=BY, now=NOW)
    row.refresh_from_db()
    assert (row.agreement, row.expires_day) == ("Avtale 2021–2024", date(2024, 6, 30))
    assert [(stands(one).what, stands(one).last_day, stands(one).state(DAY)) for one in (old, new)] == [
        ("Avtale 2019–2021", date(2021, 6, 30), "renewed"), ("Avtale 2021–2024", date(2024, 6, 30), "in_force"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="already"):
        renew(old, said, version=old.version, by=BY, now=NOW)


def test_a_renewal_made_by_mistake_is_removed_and_the_old_one_can_be_renewed_anew() -> None:
    place = region(1)
    old = make.agreement(place, expires_day=date(2021, 6, 30))
    new = renew(old, make.terms(what="Ny"), version=1, by=BY, now=NOW)
    with pytest.raises(Refusal, match="Remove that one first"):
        remove(old, version=old.version, by=BY, now=NOW)
    remove(new, version=1, by=BY, now=NOW)
    assert stands(old).state(DAY) == "soon"
    again = renew(old, make.terms(what="Nyere"), version=old.version, by=BY, now=NOW)
    assert stands(old).renewal == again


def test_an_agreement_that_somebody_ends_ends_then_and_it_can_be_undone() -> None:
    kept = make.agreement(region(1), expires_day=None, until_terminated=True)
    with pytest.raises(Refusal):
        terminate(
            make.agreement(region(1, key="sorvik", county="92"), signed=DAY), on=date(2021, 4, 1), why="", version=1,
            by=BY, now=NOW,
        )  # fmt: skip
    terminate(kept, on=date(2021, 5, 1), why="Oppgaven er over", version=1, by=BY, now=NOW)
    assert [stands(kept).state(day) for day in (DAY, date(2021, 5, 2))] == ["soon", "ended"]
    assert not stands(kept).needs_someone(DAY), "whoever ended it knows"
    undo_termination(kept, version=2, by=BY, now=NOW)
    assert (stands(kept).state(date(2030, 1, 1)), kept.terminated_why) == ("in_force", "")


def test_somebody_is_reminded_before_it_runs_out_and_a_while_after_but_not_when_it_is_renewed() -> None:
    kept = make.agreement(region(1), expires_day=date(2021, 6, 30))
    days = (date(2021, 3, 31), date(2021, 4, 1), date(2021, 7, 1), date(2021, 9, 28), date(2021, 9, 29))
    assert [stands(kept).needs_someone(day) for day in days] == [False, True, True, True, False]
    renew(kept, make.terms(what="Ny", signed=date(2022, 1, 1)), version=1, by=BY, now=NOW)
    assert not any(stands(kept).needs_someone(day) for day in days)


def test_a_row_that_leaves_the_plan_takes_nothing_from_the_agreement() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale", expires="31.12.2022")
    kept = keep_from_plan(row, by=BY, now=NOW)
    remove_row(register("cooperation"), row, version=1, by=BY, now=NOW)
    assert (stands(kept).what, stands(kept).last_day) == ("Avtale", date(2022, 12, 31))
    with pytest.raises(Refusal, match="removed from the plan"):
        change_agreement(kept, make.terms(what="Nytt"), version=1, row_version=2, by=BY, now=NOW)
    row.delete()  # as when the reading that brought it is undone
    kept.refresh_from_db()
    assert (kept.partner, kept.plan_row, stands(kept).last_day) == (make.OF, None, None)


def test_what_cannot_be_agreed_is_refused_in_a_sentence() -> None:
    for wrong, word in (
        ({"partner": " "}, "with"),
        ({"what": ""}, "what is agreed"),
        ({"signed": date(2023, 1, 1)}, "before it is signed"),
        ({"until_terminated": True}, "not both"),
        ({"notice_months": 0}, "months"),
        ({"signed": date(1066, 1, 1)}, "1990"),
    ):
        sentence = why_not_agree(make.terms(**wrong))
        assert sentence is not None
        assert word in sentence
    assert why_not_agree(make.terms()) is None


def test_the_same_agreement_is_not_kept_twice_and_each_deed_is_journalled_once() -> None:
    place = region(1)
    kept = make.agreement(place)
    with pytest.raises(Refusal, match="kept already"):
        make.agreement(place)
    terminate(kept, on=DAY, why="Hemmelig grunn", version=1, by=BY, now=NOW)
    undo_termination(kept, version=2, by=BY, now=NOW)
    remove(kept, version=3, by=BY, now=NOW)
    restore(kept, version=4, by=BY, now=NOW)
    entries = list(Entry.objects.filter(kind="agreement").order_by("number").values_list("verb", "detail"))
    assert [verb for verb, _detail in entries] == [
        "agree", "terminate", "undo_termination", "remove", "restore"
    ]  # fmt: skip
    assert "Hemmelig" not in str(entries)
    assert first_break() is None


def test_a_list_narrows_by_words_state_office_and_who_answers() -> None:
    place = region(1)
    make.agreement(place, responsible="KS")
    make.agreement(place, what="Gammel", expires_day=date(2020, 1, 1), partner="Banken")
    every = found()
    for by, expected in (
        (Narrowing(), 2), (Narrowing(words="bolig avtale"), 1), (Narrowing(state="now"), 1), (Narrowing(state="ended"), 1),
        (Narrowing(state="wait"), 0), (Narrowing(office="sorvik"), 0), (Narrowing(responsible="KS"), 1),
        (Narrowing(state="rubbish"), 2),
    ):  # fmt: skip
        assert (by, len(narrowed(every, by, DAY))) == (by, expected)


def test_months_later_is_the_same_day_or_the_month_s_last() -> None:
    assert [next_after(day, 12) for day in (date(2020, 2, 29), date(2021, 4, 27))] == [
        date(2021, 2, 28), date(2022, 4, 27)
    ]  # fmt: skip
    assert next_after(date(2021, 1, 31), 1) == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("cells", "there"),
    [
        ({"agreement": "Avtale"}, True), ({"expires": "31.12.2022"}, True), ({}, False), ({"agreement": "Ingen ennå"}, False),
        ({"agreement": "Nei."}, False), ({"agreement": "Ikkje no", "expires": "2022"}, True), ({"agreement": "Munnleg"}, True),
    ],
)  # fmt: skip
def test_a_row_that_says_that_there_is_no_agreement_names_none(cells: dict[str, str], there: bool) -> None:
    make.row(make.plan(region(1)), **cells)
    assert bool(found()) is there
