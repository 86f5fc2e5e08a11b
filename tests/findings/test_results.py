"""Numbers of a round: of whom each tells, what silence leaves open, and the single answers behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from samordner.asks.audiences import audiences
from samordner.findings.documents.tables import lines_of
from samordner.findings.queries import Filters, results
from samordner.mapping.models import MappingRound, Respondent, Response
from samordner.places.models import Grouping
from samordner.places.operations import join, make_grouping
from samordner.questionnaires.content import Content, Question, Section
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.wording import words
from tests.findings.found import (
    YES_NO,
    ask,
    choices,
    every_kind,
    in_english,
    one_question,
    round_with,
    send,
)

__all__ = ["in_english", "signed_in", "today"]

pytestmark = pytest.mark.django_db


def vestland() -> Content:
    """What Vestland asked in 2020, in our words."""
    return Content(
        words("Planarbeidet"),
        (
            Section("all", words("Alt"), (
                Question("status", "one", words("Hvor langt?"), choices="status"),
                Question("stand", "one", words("Har dere tatt stilling?"), choices="yes_no"),
                Question("anchored", "many", words("Hvor?"), choices="places"),
            )),
        ),
        (
            choices("status", ("adopted", "Vedtatt"), ("process", "Under arbeid"), ("not_begun", "Ikke begynt")),
            choices("places", ("strategy", "Planstrategi"), ("budget", "Økonomiplan")),
            YES_NO,
        ),
    )  # fmt: skip


@pytest.fixture
def forty_three() -> MappingRound:
    """43 are asked and 33 answer: 13 have adopted, 14 are at it; 26 have taken a stand; 16 have it in the strategy."""
    place = region(43)
    of = round_with(place, vestland())
    for number, respondent in enumerate(ask(of, place.participations)[:33]):
        values: dict[str, Any] = {
            "status": "adopted" if number < 13 else "process" if number < 27 else "not_begun",
            "stand": "yes" if number < 26 else "no",
        }
        if number < 20:
            values["anchored"] = ["strategy"] if number < 16 else ["budget"]
        send(respondent, values)
    return of


def told(of: MappingRound, cell: str, filters: Filters | None = None) -> dict[str, tuple[str, str]]:
    return {count.key: (count.words, count.share) for count in results(of, filters).cell(cell).counts}


def test_vestland_2020_adds_up_with_what_silence_leaves_open(forty_three: MappingRound) -> None:
    found = results(forty_three)
    assert (found.response.words, found.response.share) == ("33 of 43", "77 %")
    assert len(found.silent) == 10
    assert told(forty_three, "status") == {
        "adopted": ("13 of 43", "30–53 %"), "process": ("14 of 43", "33–56 %"), "not_begun": ("6 of 43", "14–37 %"),
    }  # fmt: skip
    assert told(forty_three, "stand")["yes"] == ("26 of 43", "60–84 %")
    assert told(forty_three, "stand")["no"] == ("7 of 43", "16–40 %")


def test_who_leaves_a_question_open_widens_the_bounds_like_the_silent(forty_three: MappingRound) -> None:
    base = results(forty_three).cell("anchored").base
    assert base is not None
    assert (base.of, base.gave, base.blank, base.silent, base.missing) == (43, 20, 13, 10, 23)
    assert told(forty_three, "anchored")["strategy"] == ("16 of 43", "37–91 %")


def test_seven_of_twenty_six_of_whom_five_are_silent_is_27_to_46_percent() -> None:
    place = region(26)
    of = round_with(
        place, one_question(Question("status", "one", words("Vedtatt?"), choices="yes_no"), YES_NO)
    )
    for number, respondent in enumerate(ask(of, place.participations)[:21]):
        send(respondent, {"status": "yes" if number < 7 else "no"})
    assert told(of, "status")["yes"] == ("7 of 26", "27–46 %")


def test_of_fewer_than_ten_no_percentage_is_told_and_of_everyone_no_bounds() -> None:
    place = region(12)
    of = round_with(
        place, one_question(Question("status", "one", words("Vedtatt?"), choices="yes_no"), YES_NO)
    )
    asked = ask(of, place.participations)
    for respondent in asked[:9]:
        send(respondent, {"status": "yes"})
    nine = Filters(frozenset(each.participation_id for each in asked[:9] if each.participation_id))
    assert told(of, "status", nine)["yes"] == ("9 of 9", "")
    for respondent in asked[9:]:
        send(respondent, {"status": "no"})
    assert told(of, "status")["yes"] == ("9 of 12", "75 %")


@pytest.fixture
def place() -> Region:
    return region(5)


@pytest.fixture
def answered(place: Region) -> MappingRound:
    """Five are asked: two have adopted, one is at it, one left all but one question open, one is silent."""
    of = round_with(place, every_kind())
    asked = ask(of, place.participations)
    full = {
        "stage/dinner": "used",
        "stage/walks": "tried",
        "staff": 3,
        "content_with": 4,
        "who": "Kari Kvamsøy",
    }
    send(
        asked[0],
        {
            "status": "adopted",
            "day": "2021-03-02",
            "anchored": ["strategy", "other"],
            "anchored/other": "Temaplan",
            **full,
        },
    )
    send(asked[1], {"status": "adopted", "day": "2021-03-30", "anchored": ["strategy"], "staff": 1, "content_with": 5},
         how="paper", source="Arkiv 21/7")  # fmt: skip
    send(asked[2], {"status": "process", "why_not": "=Vi mangler folk", "stage/dinner": "tried", "staff": 10})
    send(asked[3], {"content_with": 1})
    return of


def test_a_question_that_was_not_asked_is_outside_its_whole(answered: MappingRound) -> None:
    base = results(answered).cell("day").base
    assert base is not None  # not asked of the one at it, nor of the one who said nothing of the plan
    assert (base.asked, base.answered, base.not_asked, base.of, base.gave, base.missing) == (5, 4, 2, 3, 2, 1)
    why_not = results(answered).cell("why_not").base
    assert why_not is not None
    assert (why_not.of, why_not.gave, why_not.blank, why_not.silent) == (3, 1, 1, 1)


def test_each_kind_of_question_is_told_in_its_own_way(answered: MappingRound) -> None:
    found = results(answered)
    assert told(answered, "content_with") == {
        "1": ("1 of 5", ""), "2": ("0 of 5", ""), "3": ("0 of 5", ""), "4": ("1 of 5", ""), "5": ("1 of 5", ""),
    }  # fmt: skip
    assert found.cell("content_with").numbers is None  # steps are counted, never averaged
    numbers = found.cell("staff").numbers
    assert numbers is not None
    assert (numbers.count, numbers.least, numbers.middle, numbers.most) == (3, 1, 3, 10)
    assert [(count.label, count.words) for count in found.cell("day").counts] == [("March 2021", "2 of 3")]
    assert told(answered, "stage/dinner") == {"tried": ("1 of 5", ""), "used": ("1 of 5", "")}
    assert [(text.unit, text.text) for text in found.cell("why_not").texts] == [
        ("Elvestad", "=Vi mangler folk")
    ]
    assert [text.text for text in found.cell("anchored/other").texts] == ["Temaplan"]
    assert told(answered, "anchored") == {
        "strategy": ("2 of 5", ""),
        "budget": ("0 of 5", ""),
        "other": ("1 of 5", ""),
    }


def test_names_of_people_are_told_in_no_result(answered: MappingRound) -> None:
    found = results(answered).cell("who")
    assert (found.shape, found.counts, found.texts) == ("kept", (), ())
    assert found.why_not


def test_what_was_corrected_is_counted_once_as_it_was_corrected(answered: MappingRound) -> None:
    asked = Respondent.objects.filter(round=answered).order_by("pk")
    send(asked[2], {"status": "adopted", "day": "2021-04-20"}, number=2)
    assert results(answered).answered == 4
    assert told(answered, "status")["adopted"] == ("3 of 5", "")
    assert told(answered, "status")["process"] == ("0 of 5", "")


def test_who_is_not_asked_any_more_counts_when_it_has_answered(answered: MappingRound, place: Region) -> None:
    rows = Respondent.objects.filter(round=answered)
    rows.filter(participation__in=[place[3], place[4]]).update(withdrawn_at=NOW)
    found = results(answered)
    assert (found.asked, found.answered) == (4, 4)


def test_a_section_handed_on_is_no_other_answer(answered: MappingRound) -> None:
    first = Respondent.objects.filter(round=answered).order_by("pk")[0]
    Respondent.objects.create(
        round=answered, participation=first.participation, name="Per", handed_by=first, sections=["plan"], made_at=NOW, made_by=BY
    )  # fmt: skip
    assert results(answered).asked == 5


def test_what_stands_registered_and_was_confirmed_is_told(place: Region) -> None:
    of = round_with(place, every_kind())
    first, second, *_rest = ask(of, place.participations)
    send(first, {"status": "adopted", "status/still": "yes"})
    send(second, {"status": "adopted", "status/still": "no"})
    assert results(of).cell("status").confirmed == 1


def test_numbers_are_divided_by_the_answers_to_another_question(answered: MappingRound) -> None:
    cross = results(answered, Filters(by="status")).cell("content_with").cross
    assert cross is not None
    assert [(key, whole) for key, _words, whole in cross.columns] == [
        ("adopted", 2), ("process", 1), ("not_begun", 0), ("!blank", 1),
    ]  # fmt: skip
    assert {key: numbers for key, _words, numbers in cross.rows} == {
        "1": (0, 0, 0, 1), "2": (0, 0, 0, 0), "3": (0, 0, 0, 0), "4": (1, 0, 0, 0), "5": (1, 0, 0, 0),
        "!blank": (0, 1, 0, 0),
    }  # fmt: skip


def test_results_are_narrowed_to_a_group_of_municipalities(
    answered: MappingRound, place: Region, signed_in: SignIn, today: date
) -> None:
    group = make_grouping(place.office, name="Ytre ring", kind=Grouping.Kind.OTHER, by=BY, now=NOW)
    for row in (place[0], place[2], place[4]):
        join(group, row.municipality, since=date(2021, 1, 1), by=BY, now=NOW)
    key = next(
        each.key for each in audiences(place.programme, place.office, DAY) if each.label == "Ytre ring"
    )
    client = signed_in("coordinator", place.office)
    page = client.get(reverse("findings:results", args=[answered.pk]), {"who": key})
    assert page.status_code == 200
    counts = {one.key: one.words for one in page.context["found"].cell("status").counts}
    assert counts == {"adopted": "1 of 3", "process": "1 of 3", "not_begun": "0 of 3"}
    assert (
        client.get(reverse("findings:results", args=[answered.pk]), {"who": "grouping:99"}).status_code == 404
    )
    assert client.get(reverse("findings:results", args=[answered.pk]), {"by": "nothing"}).status_code == 404


# Every figure opens


def test_every_figure_opens_to_as_many_answers_as_it_counts(
    answered: MappingRound, place: Region, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.office)
    checked = 0
    for line in lines_of(results(answered, Filters(by="status"))):
        if line.address:
            page = client.get(line.address)
            assert page.context["number"] == line.number, line
            checked += 1
    assert checked > 20


def test_every_figure_of_a_divided_table_opens(
    answered: MappingRound, place: Region, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.office)
    page = client.get(reverse("findings:results", args=[answered.pk]), {"by": "status"}).content.decode()
    found = results(answered, Filters(by="status")).cell("content_with").cross
    assert found is not None
    for value, _words, numbers in found.rows:
        for (group, _label, _whole), number in zip(found.columns, numbers, strict=True):
            query = urlencode({"question": "content_with", "value": value, "by": "status", "group": group})
            address = f"{reverse('findings:answers', args=[answered.pk])}?{query}"
            assert (address.replace("&", "&amp;") in page) == bool(number)
            if number:
                assert client.get(address).context["number"] == number


def test_the_answers_behind_a_figure_say_who_what_when_and_how(
    answered: MappingRound, place: Region, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.office)
    address = reverse("findings:answers", args=[answered.pk])
    text = client.get(address, {"question": "status", "value": "adopted", "format": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert [line.split(";")[1:2] + line.split(";")[4:] for line in text.splitlines()[1:]] == [
        ['"Bekkenes"', '"Vedtatt"', '"2021-04-27"', '"by the personal link"'],
        ['"Dalgrend"', '"Vedtatt"', '"2021-04-27"', '"on paper, written in by the office"'],
    ]
    silent = client.get(address, {"question": "status", "value": "!silent", "format": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert [line.split(";")[1] for line in silent.splitlines()[1:]] == ['"Åsund"']
    assert (
        client.get(address, {"question": "who", "value": "!given"}).content.decode().count("Kari Kvamsøy")
        == 0
    )
    assert client.get(address, {"question": "nothing"}).status_code == 404
    assert client.get(address, {"question": "stage"}).status_code == 404


def test_who_left_a_row_of_a_matrix_open_or_was_silent_opens_too(
    answered: MappingRound, place: Region, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.office)
    address = f"{reverse('findings:answers', args=[answered.pk])}?question=stage%2Fwalks&value=%21missing"
    base = results(answered).cell("stage/walks").base
    assert base is not None
    assert client.get(address).context["number"] == base.missing == 4
    page = client.get(reverse("findings:results", args=[answered.pk])).content.decode()
    assert address.replace("&", "&amp;") in page


def test_what_was_written_leaves_as_text_and_never_as_a_formula(
    answered: MappingRound, place: Region, signed_in: SignIn, today: date
) -> None:
    client = signed_in("coordinator", place.office)
    address = reverse("findings:answers", args=[answered.pk])
    said = client.get(address, {"question": "why_not", "value": "!given", "format": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert '"\'=Vi mangler folk"' in said


def test_one_answer_opens_as_a_whole(
    answered: MappingRound, place: Region, signed_in: SignIn, today: date
) -> None:
    asked = Respondent.objects.filter(round=answered).order_by("pk")
    sent = send(asked[2], {"status": "adopted", "day": "2021-04-20", "who": "Kari Kvamsøy"}, number=2)
    client = signed_in("coordinator", place.office)
    address = reverse("findings:answer", args=[sent.response_id])
    page = client.get(address)
    cells = {
        told.cell: (told.words, told.state)
        for _section, rows in page.context["answer"].sections
        for told in rows
    }
    assert cells["status"] == ("Vedtatt", "")
    assert cells["day"] == ("20 April 2021", "")
    assert cells["why_not"] == ("", "!not-asked")
    assert cells["stage"] == ("", "!blank"), "a table of which no row was answered is told in one line"
    assert cells["who"] == ("Kari Kvamsøy", "")
    earlier = client.get(address, {"number": "1"})
    assert "It was corrected later" in earlier.content.decode()
    assert client.get(address, {"number": "3"}).status_code == 404
    assert "Kari Kvamsøy" not in signed_in("directorate").get(address).content.decode()


def test_what_is_begun_and_not_sent_in_is_no_finding(
    answered: MappingRound, place: Region, signed_in: SignIn
) -> None:
    begun = Response.objects.create(round=answered, participation=place[4], begun_at=NOW, saved_at=NOW)
    client = signed_in("coordinator", place.office)
    assert client.get(reverse("findings:answer", args=[begun.pk])).status_code == 404
    assert results(answered).answered == 4


def test_a_round_nobody_has_answered_says_how_it_fills(place: Region, signed_in: SignIn, today: date) -> None:
    of = round_with(place, every_kind())
    ask(of, place.participations)
    said = (
        signed_in("coordinator", place.office).get(reverse("findings:results", args=[of.pk])).content.decode()
    )
    assert "Nobody has sent in an answer yet." in said
    MappingRound.objects.filter(pk=of.pk).update(state="draft")
    said = (
        signed_in("coordinator", place.office).get(reverse("findings:results", args=[of.pk])).content.decode()
    )
    assert "Nobody has been asked yet." in said


# Speed


@pytest.mark.parametrize("count", [1, 3])
def test_results_ask_as_many_questions_of_the_database_however_many_answered(
    count: int, signed_in: SignIn, today: date, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place = region(3)
    of = round_with(place, every_kind())
    for respondent in ask(of, place.participations)[:count]:
        send(respondent, {"status": "adopted", "why_not": "Folk", "staff": 2})
    client = signed_in("coordinator", place.office)
    address = reverse("findings:results", args=[of.pk])
    client.get(address)
    with django_assert_num_queries(RESULTS):
        client.get(address)
    listed = reverse("findings:answers", args=[of.pk]) + "?question=status"
    with django_assert_num_queries(ANSWERS):
        client.get(listed)


RESULTS, ANSWERS = 14, 12


def test_a_moment_near_midnight_is_told_by_the_day_in_norway(
    place: Region, signed_in: SignIn, today: date
) -> None:
    of = round_with(place, every_kind())
    first, *_rest = ask(of, place.participations)
    send(first, {"status": "adopted"}, at=datetime(2021, 4, 27, 22, 30, tzinfo=UTC))
    client = signed_in("coordinator", place.office)
    page = client.get(reverse("findings:answers", args=[of.pk]) + "?question=status&format=csv")
    assert '"2021-04-28"' in page.content.decode("utf-8-sig")
