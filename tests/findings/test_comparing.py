"""Two rounds side by side: who is in both, from what to what, and who is left out."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from samordner.findings.queries.comparing import Comparison, compared
from samordner.mapping.models import MappingRound
from samordner.questionnaires.content import Content, Question, Section
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.borders import become
from tests.factories.participation import Region, region
from tests.factories.wording import words
from tests.findings.found import (
    YES_NO,
    Values,
    ask,
    choices,
    evaluation,
    every_kind,
    in_english,
    one_question,
    round_with,
    send,
)

__all__ = ["in_english", "signed_in", "today"]

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2020, 4, 1), date(2021, 4, 1)


def asks_status(key: str, asks: str = "") -> Content:
    return one_question(
        Question(key, "one", words("Hvor langt?"), choices="status", asks=asks),
        choices("status", ("adopted", "Vedtatt"), ("process", "Under arbeid"), ("not_begun", "Ikke begynt")),
    )


def both(
    place: Region, before: list[Values | None], after: list[Values | None], first: Content, second: Content
) -> Comparison:
    """Two rounds of all municipalities; None: silent."""
    one = round_with(place, first, title="Før", opens=FIRST)
    two = round_with(place, second, title="Nå", opens=SECOND)
    for of, values in ((one, before), (two, after)):
        for respondent, each in zip(ask(of, place.participations), values, strict=True):
            if each is not None:
                send(respondent, each)
    return compared(two, one, "nb")


def test_each_goes_from_what_it_said_to_what_it_says_and_the_silent_are_left_out_by_name() -> None:
    place = region(5)
    found = both(
        place,
        [{"status": "not_begun"}, {"status": "not_begun"}, {"status": "process"}, {"status": "adopted"}, None],
        [{"status": "process"}, {"status": "adopted"}, {"status": "adopted"}, None, {"status": "adopted"}],
        asks_status("status"), asks_status("status"),
    )  # fmt: skip
    assert (found.before.title, found.after.title, found.both) == ("Før", "Nå", 5)
    (question,) = found.questions
    assert question.both == 3
    assert [(each.before, each.after, each.words, each.names) for each in question.changes] == [
        ("Under arbeid", "Vedtatt", "1 of 3", "Elvestad"),
        ("Ikke begynt", "Vedtatt", "1 of 3", "Dalgrend"),
        ("Ikke begynt", "Under arbeid", "1 of 3", "Bekkenes"),
    ]
    assert question.left_out == ("Øyvik", "Åsund")
    assert [(side.label, side.before, side.after) for side in question.sides] == [
        ("Vedtatt", 0, 2), ("Under arbeid", 1, 1), ("Ikke begynt", 2, 0),
    ]  # fmt: skip


def test_questions_are_the_same_by_what_they_ask_and_not_by_their_key() -> None:
    place = region(1)
    found = both(
        place,
        [{"a": "process"}],
        [{"b": "adopted"}],
        asks_status("a", "plan_status"),
        asks_status("b", "plan_status"),
    )
    assert [(each.cell, each.both) for each in found.questions] == [("b", 1)]
    alone = both(place, [{"a": "process"}], [{"b": "adopted"}], asks_status("a"), asks_status("b"))
    assert (alone.questions, alone.unlike) == ((), ("Hvor langt?",))


def test_choices_and_numbers_are_compared_in_their_own_way() -> None:
    place = region(3)
    content = Content(
        words("To"),
        (Section("all", words("Alt"), (
            Question("where", "many", words("Hvor?"), choices="yes_no"), Question("staff", "number", words("Hvor mange?")),
        )),),
        (YES_NO,),
    )  # fmt: skip
    found = both(
        place,
        [{"where": ["yes"], "staff": 1}, {"where": ["no"], "staff": 2}, {"where": ["yes", "no"], "staff": 5}],
        [{"where": ["no"], "staff": 4}, {"where": ["no"], "staff": 2}, {"where": ["yes"], "staff": 3}],
        content, content,
    )  # fmt: skip
    where, staff = found.questions
    assert [(each.before, each.after, each.names) for each in where.changes] == [
        ("Ja: chosen", "Ja: not chosen", "Bekkenes"),
        ("Nei: not chosen", "Nei: chosen", "Bekkenes"),
        ("Nei: chosen", "Nei: not chosen", "Åsund"),
    ]
    assert [(each.after, each.names) for each in staff.changes] == [
        ("higher", "Bekkenes"), ("the same", "Øyvik"), ("lower", "Åsund"),
    ]  # fmt: skip
    assert [(side.before, side.after) for side in staff.sides] == [(2, 3)]


def test_a_new_number_is_the_same_municipality_and_a_merged_one_is_not() -> None:
    place = region(4)
    renumbered = become([place[0]], ["Ny Bekkenes"], date(2021, 1, 1))
    merged = become([place[1], place[2]], ["Storvik"], date(2021, 1, 1))
    one = round_with(place, asks_status("status"), title="Før", opens=FIRST)
    two = round_with(place, asks_status("status"), title="Nå", opens=SECOND)
    for respondent in ask(one, place.participations):
        send(respondent, {"status": "process"})
    for respondent in ask(two, [*renumbered, *merged]):
        send(respondent, {"status": "adopted"})
    found = compared(one, two, "nb")
    assert found.both == 1
    assert [each.names for each in found.questions[0].changes] == ["Ny Bekkenes"]
    assert (found.only_before, found.only_after) == (("Åsund",), ())
    assert set(found.reshaped) == {"Dalgrend", "Øyvik", "Storvik"}


def test_the_page_offers_only_rounds_of_the_same_office_and_programme(signed_in: SignIn, today: date) -> None:
    place, away = region(2), region(1, key="sorviken", county="92")
    here, beside, other = (
        round_with(each, asks_status("status"), title=title)
        for each, title in ((place, "Her"), (place, "Ved siden av"), (away, "Borte"))
    )
    draft = round_with(place, asks_status("status"), title="Utkast", state="draft")
    unnamed = evaluation(place, asks_status("status"), [])
    for respondent in (*ask(here, place.participations), *ask(beside, place.participations)):
        send(respondent, {"status": "adopted"})
    client = signed_in("coordinator", place.office)
    address = reverse("findings:compare", args=[here.pk])
    assert [row.title for row in client.get(address).context["beside"]] == ["Ved siden av"]
    page = client.get(f"{address}?with={beside.pk}").content.decode()
    assert "2 municipalities are in both" in page
    assert "effect" not in page
    assert (
        '<th scope="row" data-title="To">Vedtatt</th>' in page
    )  # on a phone each row is a card of words and values
    for row in (other, draft, unnamed, here):
        assert client.get(f"{address}?with={row.pk}").status_code == 404
    said = client.get(f"{address}?with={beside.pk}&format=csv").content.decode("utf-8-sig")
    assert '"Vedtatt";"Vedtatt";"2";"2"' in said


def test_an_anonymous_round_is_compared_with_none(signed_in: SignIn, today: date) -> None:
    place = region(1)
    of = evaluation(place, every_kind(), [{"staff": 1}] * 6)
    said = signed_in("coordinator", place.office).get(reverse("findings:compare", args=[of.pk]))
    assert "compared with no other" in said.content.decode()
    assert MappingRound.objects.count() == 1
