"""Every address of questionnaires, every kind of person; and that whatever is sent there is answered in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from samordner.mapping.models import MappingRound
from samordner.questionnaires.content import ChoiceList, Content, Section
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.operations import make_questionnaire
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.rights import client_of, rights_table
from tests.factories.wording import words
from tests.project.conftest import rows_in_the_database
from tests.questionnaires.made import ask, choices

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db

WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")

# Of each who: the answer for a questionnaire of the own office, of another office, and for one that is not there
TABLE = """
address       method visitor coordinator partner   contact directorate administrator
index         GET    in      200         200       no      200         200
index         POST   in      200         200       no      200         200
new           GET    in      200         200       no      no          no
new           POST   in      422         422       no      no          no
from_file     GET    in      200         200       no      no          no
from_file     POST   in      422         422       no      no          no
questionnaire GET    in      office200   office200 no      all200      all200
questionnaire POST   in      office422   office422 no      all403      all403
question      GET    in      office200   office200 no      no          no
question      POST   in      office422   office422 no      no          no
section       GET    in      office200   office200 no      no          no
section       POST   in      office422   office422 no      no          no
list          GET    in      office200   office200 no      no          no
list          POST   in      office302   office302 no      no          no
deed          GET    in      office302   office302 no      no          no
deed          POST   in      office302   office302 no      no          no
undo          GET    in      office302   office302 no      no          no
undo          POST   in      office302   office302 no      no          no
keep          GET    in      office302   office302 no      no          no
keep          POST   in      office302   office302 no      no          no
preview       GET    in      office200   office200 no      all200      all200
preview       POST   in      office200   office200 no      all200      all200
xlsform       GET    in      office200   office200 no      all200      all200
xlsform       POST   in      office200   office200 no      all200      all200
paper         GET    in      office200   office200 no      all200      all200
paper         POST   in      office200   office200 no      all200      all200
"""
WORDS = {
    "in": "302 302 302", "no": "403 403 403",
    "office200": "200 404 404", "office302": "302 404 404", "office422": "422 404 404",
    "all200": "200 200 404", "all403": "403 403 404",
}  # fmt: skip
MORE = {"question": ["a"], "section": ["first"], "list": ["l"], "deed": ["remove"]}
WITHOUT = ("index", "new", "from_file")


RIGHTS = rights_table(TABLE, WHO, WORDS)


def content() -> Content:
    questions = (ask("a"), ask("b", "one", choices="l", relevant="${a} != ''"))
    return Content(
        words("Skjema"),
        (Section("first", words("Først"), questions),),
        (choices("l", "x"), ChoiceList("m", ())),
    )


def make(place: Region, name: str = "Skjema") -> Questionnaire:
    return make_questionnaire(place.programme, place.office, name, content(), by=BY, now=NOW)


@dataclass(frozen=True)
class World:
    place: Region
    own: Questionnaire
    far: Questionnaire

    def addresses(self, name: str) -> list[str]:
        """Of the own office, of another, of none; only one where no questionnaire is named."""
        if name in WITHOUT:
            return [reverse(f"questionnaires:{name}")]
        return [
            reverse(f"questionnaires:{name}", args=[pk, *MORE.get(name, [])])
            for pk in (self.own.pk, self.far.pk, 987654)
        ]


@pytest.fixture
def world(today: date) -> World:
    place, away = region(1), region(1, key="sorviken", county="92")
    return World(place, make(place), make(away, "Hemmelig skjema"))


def names() -> Iterator[str]:
    for each in get_resolver().url_patterns:
        if getattr(each, "namespace", None) == "questionnaires":
            yield from (one.name for one in each.url_patterns if isinstance(one, URLPattern))  # type: ignore[union-attr, misc]


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _method in RIGHTS} == set(names())


@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_everyone_as_the_table_says(world: World, signed_in: SignIn, who: str) -> None:
    client = client_of(signed_in, who, world.place)
    found = {}
    for (name, method), cells in RIGHTS.items():
        answers = []
        for path in world.addresses(name):
            before = transaction.savepoint()
            answer = client.get(path) if method == "GET" else client.post(path, {"version": "1"})
            transaction.savepoint_rollback(before)
            answers.append(str(answer.status_code))
        found[name, method] = " ".join(answers)
        expected = cells[who]
        assert (name, method, found[name, method]) == (
            name,
            method,
            expected if name not in WITHOUT else expected.split()[0],
        )


@pytest.mark.parametrize("who", ["coordinator", "partner"])
def test_nothing_of_another_office_stands_in_the_list_or_can_be_copied(
    world: World, signed_in: SignIn, who: str
) -> None:
    client = client_of(signed_in, who, world.place)
    for path in (reverse("questionnaires:index"), reverse("questionnaires:new")):
        assert "Hemmelig" not in client.get(path, {"state": "all"}).content.decode()
    said = {"name": "Kopi", "start": f"copy:{world.far.pk}"}
    assert client.post(reverse("questionnaires:new"), said).status_code == 422


def test_whoever_only_reads_is_offered_nothing_to_write(world: World, signed_in: SignIn) -> None:
    page = (
        client_of(signed_in, "directorate", world.place)
        .get(reverse("questionnaires:questionnaire", args=[world.own.pk]))
        .content.decode()
    )
    assert "data-keep" not in page
    for name in ("undo", "keep"):
        assert reverse(f"questionnaires:{name}", args=[world.own.pk]) not in page


LONG = "å" * 1_000_000
WILD = ["a\x00b", "Guovdageaidnu 🦌 ŋŧšžđ", "9" * 30, "٣", "-1", "../..", "${a} = ", "x" * 4000]


@pytest.mark.parametrize("text", WILD)
def test_whatever_an_address_says_the_answer_is_a_page(world: World, signed_in: SignIn, text: str) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    client.raise_request_exception = False
    asked = dict.fromkeys(
        (
            "q",
            "state",
            "origin",
            "used",
            "sort",
            "page",
            "start",
            "language",
            "filter",
            "lang",
            "width",
            "at",
        ),
        text,
    )
    failed = []
    for name in names():
        for said in (asked, {"format": text}, {"programme": text}, {"office": text}, {"day": text}):
            if client.get(world.addresses(name)[0], said).status_code >= 500:
                failed.append((name, said))
    assert failed == []


TYPED = {
    "questionnaire": {"name": "Navn", "title_nb": "", "intro_nn": ""},
    "question": {"key": "a", "kind": "text", "label_nb": "", "relevant": "", "hint_nn": ""},
    "section": {"key": "first", "title_nb": "", "relevant": ""},
    "list": {"lines": ""},
    "new": {"name": "", "start": "empty"},
}


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("text", [LONG, "a\x00b"])
def test_a_text_without_end_or_with_nothing_in_it_is_refused_and_never_kept(
    world: World, signed_in: SignIn, name: str, text: str
) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    before = rows_in_the_database()
    for field, value in TYPED[name].items():
        if not value:
            answer = client.post(world.addresses(name)[0], TYPED[name] | {"version": "1", field: text})
            assert (field, answer.status_code) == (field, 422)
    assert rows_in_the_database() == before


@pytest.mark.parametrize("text", WILD[1:])
def test_whatever_is_typed_is_kept_as_words_or_refused_in_words(
    world: World, signed_in: SignIn, text: str
) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    client.raise_request_exception = False
    every = ("label_nb", "hint_nn", "key", "kind", "shown", "relevant", "only_1", "choices_lines", "choices_list",
             "scale_low", "scale_step", "bound", "bound_item", "bound_values", "default", "constraint", "required_when",
             "required_how", "asks", "appearance", "calculation", "version")  # fmt: skip
    usual = {"key": "b", "kind": "one", "shown": "one", "version": "1"}
    path = reverse("questionnaires:question", args=[world.own.pk, "b"])
    for field in every:
        before = transaction.savepoint()
        answer = client.post(path, usual | {field: text})
        assert (field, answer.status_code < 500) == (field, True)
        assert (field, client.get(world.addresses("questionnaire")[0]).status_code) == (field, 200)
        assert (field, client.get(world.addresses("preview")[0]).status_code) == (field, 200)
        assert (field, client.get(world.addresses("xlsform")[0]).status_code) == (field, 200)
        transaction.savepoint_rollback(before)


@pytest.mark.parametrize(
    "deed",
    [
        "add",
        "up",
        "down",
        "double",
        "remove",
        "add-section",
        "section-up",
        "section-down",
        "remove-section",
        "add-list",
        "remove-list",
    ],
)
def test_a_deed_on_what_is_not_there_does_nothing_and_says_so(
    world: World, signed_in: SignIn, deed: str
) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    path = reverse("questionnaires:deed", args=[world.own.pk, deed])
    for text in ("gone", *WILD):
        before = transaction.savepoint()
        answer = client.post(path, {"key": text, "kind": text, "label": LONG, "back": text})
        assert answer.status_code in {302, 404}
        assert Questionnaire.objects.get(pk=world.own.pk).content == content()
        transaction.savepoint_rollback(before)
    assert client.post(reverse("questionnaires:deed", args=[world.own.pk, "burn"])).status_code == 404


def test_a_list_that_is_used_is_not_removed_and_one_that_is_not_used_is(
    world: World, signed_in: SignIn
) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    path = reverse("questionnaires:deed", args=[world.own.pk, "remove-list"])
    for key in ("l", "m"):
        client.post(path, {"key": key})
    assert [each.key for each in Questionnaire.objects.get(pk=world.own.pk).content.lists] == ["l"]


def questions(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_longer_list_asks_the_database_no_more(world: World, signed_in: SignIn) -> None:
    client = client_of(signed_in, "coordinator", world.place)
    path = reverse("questionnaires:index")
    _round(world.place, world.own, "Runde")
    client.get(path)
    one = questions(client, path)
    for number in range(2):
        row = make(world.place, f"Skjema {number}")
        for other in range(3):
            _round(world.place, row, f"Runde {number} {other}")
    assert questions(client, path) == one


def _round(place: Region, row: Questionnaire, title: str) -> Any:
    return MappingRound.objects.create(
        programme=place.programme, office=place.office, questionnaire=row, title=title, asked_by="SF", minutes=5,
        opens=DAY, deadline=DAY, made_at=NOW, made_by=BY,
    )  # fmt: skip


def test_the_list_opens_the_rounds_that_ask_it(world: World, signed_in: SignIn) -> None:
    made = _round(world.place, world.own, "Våren 2021")
    page = (
        client_of(signed_in, "coordinator", world.place)
        .get(reverse("questionnaires:index"), {"used": "yes"})
        .content.decode()
    )
    assert f'href="{reverse("mapping:round", args=[made.pk])}">Våren 2021' in page
