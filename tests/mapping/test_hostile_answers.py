"""What nobody should send: forged fields, other people's links, far too much, letters of all kinds, files that are others."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from samordner.files.models import File
from samordner.mapping.answering.operations.attaching import MEDIA_TYPES, kind_of
from samordner.mapping.answering.queries import cells_now, response_of
from samordner.mapping.answering.urls import PAGES, urlpatterns
from samordner.mapping.models import Attachment, MappingRound, Respondent, Response
from samordner.mapping.rounds.operations.sending import issue_links
from samordner.questionnaires.content import Question, Section
from tests.boards.conftest import SignIn
from tests.factories.participation import NOW, Region, region
from tests.factories.rights import client_of
from tests.factories.wording import words
from tests.mapping.answers import at, form, send, values, visitor, whole, write
from tests.mapping.making import opened, respondents, small_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(today: date) -> Respondent:
    return respondents(opened(region(2)))[0]


# Links


def test_a_link_of_another_round_opens_its_own_answer_and_no_other(row: Respondent) -> None:
    write(row, who="Hemmelig")
    other = opened(region(1, key="sorviken", county="92"), title="En annen runde")
    theirs = respondents(other)[0]
    page = visitor().get(at(theirs, "del/people/")).content.decode()
    assert ("Hemmelig" in page, "En annen runde" in page) == (False, True)
    assert visitor().get(at(theirs, f"fil/{row.pk}/")).status_code == 404


@pytest.mark.parametrize("secret", ["x" * 32, "0", "%00", "..", "é" * 20, "x" * 4000])
def test_an_address_that_is_no_link_is_not_found(row: Respondent, secret: str) -> None:
    for _name, place in (("front", ""), ("section", "del/people/"), ("overview", "oversikt/")):
        assert visitor().get(f"/kartlegging/svar/{secret}/{place}").status_code == 404


def test_a_link_that_was_ended_or_of_a_respondent_who_was_withdrawn_opens_nothing(row: Respondent) -> None:
    address = at(row)
    Respondent.objects.filter(pk=row.pk).update(withdrawn_at=NOW)
    assert visitor().get(address).status_code == 404


def test_without_the_token_of_the_page_nothing_is_written(row: Respondent) -> None:
    client = Client(enforce_csrf_checks=True)
    for place in ("del/people/", "del/people/lagre/", "oversikt/", "gi-videre/"):
        assert client.post(at(row, place), form(row, who="Kari")).status_code == 403
    assert Response.objects.count() == 0


def test_the_pages_are_kept_by_nobody_and_tell_their_address_to_no_other_site(row: Respondent) -> None:
    answer = visitor().get(at(row, "del/people/"))
    told = {name: answer[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert told == {
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
    }


# Forms


FORGED: dict[str, dict[str, str]] = {
    "a version that is no number": {"version:who": "abc", "who": "Ny"},
    "a version below nought": {"version:who": "-1", "who": "Ny"},
    "a huge version": {"version:who": "9" * 400, "who": "Ny"},
    "digits of another kind": {"version:who": "١", "who": "Ny"},
    "a version to come": {"version:who": "7", "who": "Ny"},
    "a page that is none": {"version:who": "0", "who": "Ny", "typed-in:who": "x:1"},
    "a step beyond counting": {"version:who": "0", "who": "Ny", "typed-in:who": f"{'a' * 16}:{'9' * 400}"},
    "a page of nowhere": {"version:who": "0", "who": "Ny", "typed-in:nowhere": f"{'a' * 16}:1"},
    "more pages than anyone opens": {"version:who": "0", "who": "Ny", "typed-in:who": " ".join([f"{'a' * 16}:1"] * 99)},
    "a choice that was not offered": {"version:who": "0", "who": "Ny", "choose:who": "mine:9"},
    "a choice of nothing": {"version:who": "0", "who": "Ny", "choose:who": "mine:"},
    "seen is no list": {"version:who": "0", "who": "Ny", "seen": "[" * 5000},
    "seen is a number": {"version:who": "0", "who": "Ny", "seen": "12"},
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_forged_hidden_fields_overwrite_nothing(row: Respondent, what: str) -> None:
    write(row, who="Kari")
    answer = visitor().post(at(row, "del/people/"), FORGED[what])
    assert (answer.status_code, values(row)) == (409, {"who": "Kari"})


def test_names_of_cells_that_are_not_in_the_section_are_passed_over(row: Respondent) -> None:
    more = {
        "version:kitchen": "0",
        "kitchen": "yes",
        "version:x/y": "0",
        "x/y": "z",
        "version:": "0",
        "still:who": "yes",
    }
    assert visitor().post(at(row, "del/people/"), form(row, who="Kari") | more).status_code == 302
    assert values(row) == {"who": "Kari"}


@pytest.mark.parametrize(
    ("cell", "typed"), [("kitchen", "perhaps"), ("content_with", "6"), ("content_with", "-1")]
)
def test_what_is_out_of_range_is_no_value(row: Respondent, cell: str, typed: str) -> None:
    answer = visitor().post(at(row, "del/food/"), form(row, None, **{cell: typed}) | {"go": "next"})
    assert (answer.status_code, values(row)) == (422, {})


def test_a_megabyte_of_text_is_refused_and_shown_back_and_everything_else_is_kept(row: Respondent) -> None:
    much = "å" * 1_000_000
    answer = visitor().post(at(row, "del/people/"), form(row, who=much, staff="12"))
    assert (answer.status_code, values(row)) == (422, {"staff": 12})
    assert much in answer.content.decode()
    typed = visitor().post(at(row, "del/people/lagre/"), form(row, who=much))
    assert json.loads(typed.content)["too_long"] == ["who"]
    assert len(Response.objects.get().text) < 1000


def test_a_text_somewhat_too_long_is_kept_as_typed_with_its_fault(row: Respondent) -> None:
    visitor().post(at(row, "del/people/"), form(row, who="x" * 3000))
    assert len(cells_now(response_of(row))["who"]["raw"]) == 3000
    assert "x" * 3000 in visitor().get(at(row, "del/people/")).content.decode()


@pytest.mark.parametrize(
    "name",
    ["Ánte Guovdageaidnu ŋŧšžđ", "🦌 Åse 👩‍🍳", "'; DROP TABLE mapping_response; --", "<script>x</script>"],
)
def test_names_in_every_letter_go_all_the_way_to_the_receipt(row: Respondent, name: str) -> None:
    visitor().post(at(row, "del/people/"), form(row, who=name))
    assert send(row).values == {"who": name}
    page = visitor().get(at(row, "kvittering/")).content.decode()
    assert ("<script>x" in page, visitor().get(at(row, "kvittering.pdf")).status_code) == (False, 200)


def test_the_letter_that_stands_for_nothing_is_left_out(row: Respondent) -> None:
    visitor().post(at(row, "del/people/"), form(row, who="Ka\x00ri\x08", staff="1\x002"))
    assert values(row)["who"] == "Kari"
    assert visitor().get(at(row, "del/people%00/")).status_code == 404


# Files


def packed(parts: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return held.getvalue()


def office_file(kind: str, part: str, more: bytes = b"") -> bytes:
    types = f'<Types><Override ContentType="{MEDIA_TYPES[kind]}.main+xml"/></Types>'.encode()
    return packed({"[Content_Types].xml": types + more, part: b"<x/>"})


GOOD = {
    "pdf": b"%PDF-1.7\n...", "png": b"\x89PNG\r\n\x1a\n...", "jpg": b"\xff\xd8\xff\xe0...",
    "docx": office_file("docx", "word/document.xml"), "xlsx": office_file("xlsx", "xl/workbook.xml"),
    "odt": packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
}  # fmt: skip
BAD = {
    "a page": b"<html><script>alert(1)</script>", "a program": b"MZ\x90\x00", "a script": b"#!/bin/sh\n", "nothing": b"",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a packed file": packed({"a.txt": b"x"}),
    "macros": office_file("docx", "word/document.xml", b"macroEnabled"), "broken": b"PK\x03\x04" + b"\x00" * 40,
    "a workbook of macros": packed({
        "[Content_Types].xml": MEDIA_TYPES["xlsx"].encode() + b".main+xml", "xl/workbook.xml": b"", "xl/vbaProject.bin": b"",
    }),
}  # fmt: skip


def with_file(today: date) -> Respondent:
    sections = (
        Section(
            "a",
            words("A"),
            (Question("doc", "file", words("Planen")), Question("who", "text", words("Hvem?"))),
        ),
    )
    return respondents(opened(region(1), content=small_content(sections=sections)))[0]


def sent_file(content: bytes, name: str = "plan.pdf") -> dict[str, Any]:
    return {
        "doc": SimpleUploadedFile(name, content, "application/pdf"),
        "version:doc": "0",
        "version:who": "0",
        "who": "Kari",
    }


@pytest.mark.parametrize("kind", GOOD)
def test_documents_and_pictures_are_told_by_their_content(kind: str) -> None:
    assert kind_of(GOOD[kind]) == kind


@pytest.mark.parametrize("what", BAD)
def test_any_other_file_is_refused_with_a_sentence_and_what_was_typed_is_kept(today: date, what: str) -> None:
    row = with_file(today)
    answer = visitor().post(at(row, "del/a/"), sent_file(BAD[what]))
    if what != "nothing":
        assert answer.status_code == 422
        assert "plan.pdf" in answer.content.decode()
    assert (File.objects.filter(name="plan.pdf").count(), values(row)) == (0, {"who": "Kari"})


def test_a_file_belongs_to_the_answer_is_handed_back_as_what_it_is_and_can_be_removed(today: date) -> None:
    row = with_file(today)
    visitor().post(at(row, "del/a/"), sent_file(GOOD["pdf"], "../../Planen vår.exe"))
    [held] = Attachment.objects.all()
    assert (held.name, values(row)["doc"]) == ("Planen vår.exe.pdf", ["Planen vår.exe.pdf"])
    back = visitor().get(at(row, f"fil/{held.pk}/"))
    told = (back.content, back["Content-Type"], back["Content-Disposition"][:10])
    assert told == (GOOD["pdf"], "application/pdf", "attachment")
    assert send(row).values == {"who": "Kari", "doc": ["Planen vår.exe.pdf"]}
    visitor().post(at(row, "del/a/"), {"remove:doc": str(held.pk), "version:who": "1", "who": "Kari"})
    assert (Attachment.objects.filter(removed_at=None).count(), values(row)) == (0, {"who": "Kari"})


def test_the_same_file_twice_is_one_and_no_more_than_five_belong_to_a_question(today: date) -> None:
    row = with_file(today)
    for number in (0, 0, 1, 2, 3, 4):
        visitor().post(at(row, "del/a/"), sent_file(GOOD["pdf"] + bytes([number]), f"{number}.pdf"))
    assert Attachment.objects.count() == 5
    assert visitor().post(at(row, "del/a/"), sent_file(GOOD["png"])).status_code == 422


def test_no_file_is_received_in_an_anonymous_round(today: date) -> None:
    row = with_file(today)
    MappingRound.objects.update(anonymous=True)
    assert visitor().post(at(row, "del/a/"), sent_file(GOOD["pdf"])).status_code == 422
    assert Attachment.objects.count() == 0


# Who reaches what


WHO = ("visitor", "coordinator", "partner", "contact", "directorate", "administrator")
PLACES = {
    "": "", "_section": "del/people/", "_save": "del/people/lagre/", "_overview": "oversikt/", "_hand_on": "gi-videre/",
    "_receipt": "kvittering/", "_receipt_pdf": "kvittering.pdf", "_file": "fil/{file}/",
}  # fmt: skip
TABLE = """
address            method visitor coordinator partner contact directorate administrator
answer             GET    secret  secret      secret  secret  secret      secret
own                GET    in      led         no      own     no          no
answer_for         GET    in      office      office  no      no          no
"""
ANSWERS = {
    "secret": "200 200 200 404", "in": "302 302 302 302", "no": "403 403 403 403",
    "led": "302 302 404 404", "own": "200 404 404 404", "office": "200 200 404 404",
}  # fmt: skip
"""Of the contact's own municipality, of another in the same office, of another office's; and where there is none."""


def place_of(page: str, row: Respondent | None) -> str:
    held = Attachment.objects.filter(response=response_of(row)).first() if row else None
    return PLACES[page].format(file=held.pk if held else 987654)


@pytest.fixture
def world(today: date) -> tuple[Region, dict[str, Respondent], dict[str, str]]:
    home, away = region(2), region(1, key="sorviken", county="92")
    doc = Question("doc", "file", words("Planen"))
    people = (Question("staff", "number", words("Hvor mange?")), Question("who", "text", words("Hvem?")), doc)
    content = small_content(
        sections=(Section("people", words("Folk"), people), *small_content().sections[1:])
    )
    own, near = respondents(opened(home, content=content))
    far = respondents(opened(away, content=content))[0]
    rows = {"own": own, "near": near, "far": far}
    secrets = {}
    for whose, row in rows.items():
        visitor().post(at(row, "del/people/"), {"doc": SimpleUploadedFile("a.pdf", GOOD["pdf"])})
        whole(row)
        [secrets[whose]] = issue_links(row.round, [row], NOW)
    return home, rows, secrets | {"none": "x" * 32}


def test_every_address_of_answering_stands_in_the_table() -> None:
    assert {page for _place, page, _view in PAGES} == set(PLACES)
    names = {line.split()[0] for line in TABLE.strip().splitlines()[1:]}
    assert {f"{name}{page}" for name in names for page in PLACES} == {one.name for one in urlpatterns}


@pytest.mark.parametrize("who", WHO)
def test_each_reaches_what_the_table_says_and_nothing_else(
    world: tuple[Region, dict[str, Respondent], dict[str, str]], signed_in: SignIn, who: str
) -> None:
    home, rows, secrets = world
    client = client_of(signed_in, who, home)
    paths = {"answer": "svar", "own": "mitt-svar", "answer_for": "svar-for"}
    found, expected = {}, {}
    for line in TABLE.strip().splitlines()[1:]:
        name, _method, *cells = line.split()
        for page in PLACES:
            if name == "answer_for" and page == "_hand_on":
                continue  # nobody hands on for another
            answers = []
            for whose in ("own", "near", "far", "none"):
                row = rows.get(whose)
                key = secrets[whose] if name == "answer" else str(row.pk if row else 987654)
                before = transaction.savepoint()
                method = client.post if page == "_save" else client.get
                answer = method(f"/kartlegging/{paths[name]}/{key}/{place_of(page, row)}")
                transaction.savepoint_rollback(before)
                answers.append(str(answer.status_code))
            found[name, page] = " ".join(answers)
            expected[name, page] = ANSWERS[cells[WHO.index(who)]]
    assert found == expected
