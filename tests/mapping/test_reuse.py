"""An answer given to another is offered, and used only when the municipality says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from samordner.journal.models import Entry
from samordner.mapping.answering.offers import offers_to
from samordner.mapping.answering.operations.reusing import reuse
from samordner.mapping.answering.queries import response_of
from samordner.mapping.models import How, MappingRound, Respondent, Reuse, Submission
from samordner.mapping.rounds.operations.sending import issue_links
from samordner.questionnaires.content import Bound, Choice, ChoiceList, Content, Question, Section
from tests.factories.participation import NOW, Region, region, say
from tests.factories.wording import words
from tests.mapping.answers import fresh, numbers, send, values, visitor, write
from tests.mapping.making import opened, respondents, small_content

pytestmark = pytest.mark.django_db


def earlier(place: Region, **more: Any) -> MappingRound:
    """KS asked first, and the first municipality answered."""
    of = opened(place, title="KS spør", asked_by="KS", **more)
    row = respondents(of)[0]
    write(row, who="Kari", staff="12", kitchen="no")
    send(row)
    return of


@pytest.fixture
def place(today: date) -> Region:
    return region(2)


def later(place: Region, **more: Any) -> Respondent:
    return respondents(opened(place, contacts=False, title="Statsforvalteren spør", **more))[0]


def offered(row: Respondent, how: str = How.LINK) -> dict[str, Any]:
    return {name: one.value for name, one in offers_to(fresh(row), how, values(row)).items()}


def test_what_was_answered_to_another_is_offered_with_who_and_when(place: Region) -> None:
    earlier(place)
    row = later(place)
    Respondent.objects.filter(pk=row.pk).update(email="kari@example.org")
    assert offered(row) == {"who": "Kari", "staff": 12, "kitchen": "no"}
    assert offered(respondents(row.round)[1]) == {}  # the neighbour has answered nothing


def test_it_is_used_when_the_municipality_ticks_and_that_it_agreed_is_kept(place: Region) -> None:
    first = earlier(place)
    row = later(place)
    saved = reuse(fresh(row), ["who"], versions={}, by="", now=NOW)
    assert (saved.written, values(row)) == (("who",), {"who": "Kari"})
    [kept] = Reuse.objects.all()
    assert (kept.cells, kept.submission.round, kept.by) == (["who"], first, f"respondent:{row.pk}")
    assert Entry.objects.filter(verb="reuse").count() == 1
    assert offered(row) == {"staff": 12, "kitchen": "no"}


def test_without_a_tick_nothing_of_it_stands_in_what_is_sent_in(place: Region) -> None:
    earlier(place)
    row = later(place)
    write(row, who="En annen")
    assert send(row).values == {"who": "En annen"}
    assert Reuse.objects.count() == 0


def test_the_page_offers_it_with_who_asked_and_a_tick(place: Region) -> None:
    earlier(place)
    of = opened(place, contacts=False, title="Statsforvalteren spør")
    Respondent.objects.filter(round=of).update(email="kari@example.org")
    row = respondents(of)[0]
    [secret] = issue_links(of, [row], NOW)
    address = f"/kartlegging/svar/{secret}/"
    page = visitor().get(f"{address}del/people/").content.decode()
    assert ("KS (KS spør)" in page, 'name="use:who"' in page) == (True, True)
    visitor().post(
        f"{address}del/people/", {"version:who": "0", "use:who": "yes", "version:staff": "0", "staff": "3"}
    )
    assert values(row) == {"who": "Kari", "staff": 3}


def test_neither_who_asks_nor_another_office_is_shown_it_before(place: Region) -> None:
    earlier(place)
    row = later(place)
    assert offered(row, How.PAPER) == {}


def test_another_kind_of_question_or_other_choices_are_not_the_same(place: Region) -> None:
    earlier(place)
    sections = (Section("a", words("A"), (
        Question("who", "long", words("Hvem?")), Question("kitchen", "one", words("Kjøkken?"), choices="yes_no"),
        Question("people", "number", words("Folk?"), asks="staff"),
    )),)  # fmt: skip
    lists = (
        ChoiceList(
            "yes_no", (Choice("yes", words("Ja")), Choice("no", words("Nei")), Choice("soon", words("Snart")))
        ),
    )
    row = later(place, content=small_content(sections=sections, lists=lists))
    assert offered(row) == {"people": 12}


def test_of_several_the_newest_is_offered_and_never_of_the_same_asker_or_an_anonymous_round(
    place: Region,
) -> None:
    earlier(place)
    again = opened(place, contacts=False, title="USHT spør", asked_by="USHT")
    other = respondents(again)[0]
    write(other, who="Nyere")
    send(other, now=NOW.replace(hour=12))
    row = later(place)
    assert offered(row)["who"] == "Nyere"
    MappingRound.objects.filter(pk=row.round_id).update(asked_by="USHT")
    assert offered(row)["who"] == "Kari"
    MappingRound.objects.filter(pk=row.round_id).update(anonymous=True)
    assert offered(row) == {}


def test_what_another_has_written_here_meanwhile_is_not_overwritten(place: Region) -> None:
    earlier(place)
    row = later(place)
    write(row, who="Skrevet her")
    saved = reuse(fresh(row), ["who"], versions={}, by="", now=NOW)
    assert (saved.written, values(row), Reuse.objects.count()) == ((), {"who": "Skrevet her"}, 0)
    assert Submission.objects.count() == 1
    assert response_of(row) is not None
    assert numbers(row) == {"who": 1}


def test_what_is_registered_with_the_same_words_is_asked_about_and_not_offered_too(place: Region) -> None:
    status = Question(
        "status", "one", words("Plan?"), choices="plan", bound=Bound("subject", subject="plan_status")
    )
    content = Content(
        words("Plan"), (Section("plan", words("Plan"), (status,)),),
        (ChoiceList("plan", (Choice("in_process", words("I arbeid")), Choice("decided", words("Vedtatt")))),),
    )  # fmt: skip
    first = respondents(opened(place, title="KS spør", asked_by="KS", content=content))
    for row in first:
        write(row, status="in_process")
        send(row)
    say(place[0], "plan_status", "in_process")
    say(place[1], "plan_status", "decided")
    of = opened(place, contacts=False, title="Statsforvalteren spør", content=content)
    Respondent.objects.filter(round=of).update(email="kari@example.org")
    rows = respondents(of)
    told = []
    for secret in issue_links(of, rows, NOW):
        front = visitor().get(f"/kartlegging/svar/{secret}/")
        page = visitor().get(f"/kartlegging/svar/{secret}/del/plan/").content.decode()
        told.append((front.context["offered"], "KS (KS spør)" in page, 'name="use:status"' in page))
    assert told == [(0, False, False), (1, True, True)]
