"""What is sent in never changes: once for the same, a new number for a correction, and a receipt that can be held up."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import Any

import pdfplumber
import pytest
from django.db import DatabaseError, transaction

from samordner.asks.models import AskRecipient
from samordner.documents.blocks import Facts, Heading
from samordner.journal.models import Entry
from samordner.mapping.answering.documents import receipt_document
from samordner.mapping.answering.operations.sending import Lacking
from samordner.mapping.models import MappingRound, Respondent, Response, Submission
from samordner.mapping.sent import sent_in
from samordner.questionnaires.content import Choice, ChoiceList, Content, Question, Section
from tests.factories.participation import DAY, region
from tests.factories.wording import words
from tests.mapping.answers import at, fresh, send, visitor, whole, write
from tests.mapping.making import letters, opened, respondents

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(today: date) -> Respondent:
    return respondents(opened(region(2)))[0]


def test_what_lacks_is_told_with_a_link_to_each_question_and_nothing_is_sent_in(row: Respondent) -> None:
    write(row, staff="12", kitchen="yes")
    with pytest.raises(Lacking) as lacks:
        send(row)
    assert list(lacks.value.faults) == ["who"]
    answer = visitor().post(at(row, "oversikt/"))
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert f'href="{at(row, "del/people/")}?mangler=1#q-who"' in answer.content.decode()
    assert 'id="q-who"' in visitor().get(at(row, "del/people/?mangler=1")).content.decode()


def test_pressed_twice_it_is_sent_in_once(row: Respondent) -> None:
    write(row, who="Kari")
    client = visitor()
    assert [client.post(at(row, "oversikt/")).status_code for _press in range(2)] == [302, 302]
    assert Submission.objects.count() == 1
    assert Entry.objects.filter(verb="submit").count() == 1
    assert len(letters("mapping-receipt")) == 1


def test_a_correction_is_another_one_and_the_newest_counts(row: Respondent) -> None:
    whole(row)
    write(row, who="Berit")
    assert Response.objects.get().changed_since
    send(row)
    rows = [(one.number, one.values["who"]) for one in Submission.objects.order_by("number")]
    assert rows == [(1, "Kari Ødegård"), (2, "Berit")]
    assert [one.number for one in sent_in(row.round)] == [2]
    assert not Response.objects.get().changed_since
    page = visitor().get(at(row, "kvittering/?nr=1")).content.decode()
    assert "Kari Ødegård" in page
    assert visitor().get(at(row, "kvittering/?nr=3")).status_code == 404


def test_written_and_taken_back_is_no_correction(row: Respondent) -> None:
    first = whole(row)
    write(row, who="Berit")
    write(row, who="Kari Ødegård")
    assert send(row).pk == first.pk
    assert not Response.objects.get().changed_since


def test_what_is_no_longer_asked_is_kept_as_written_and_not_sent_in(row: Respondent) -> None:
    write(row, who="Kari", kitchen="yes", which="Det store")
    write(row, kitchen="no")
    assert send(row).values == {"who": "Kari", "kitchen": "no"}
    assert Response.objects.get().cells["which"]["v"] == "Det store"


def test_the_database_refuses_to_change_what_was_sent_in(row: Respondent) -> None:
    one = whole(row)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=one.pk).update(text="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        one.delete()


def test_sending_in_marks_the_request_and_tells_the_journal_once_with_the_digest(row: Respondent) -> None:
    one = whole(row)
    assert one.digest == hashlib.sha256(one.text.encode()).hexdigest()
    assert AskRecipient.objects.get(participation=row.participation).answered_on == date(2021, 4, 27)
    assert AskRecipient.objects.exclude(participation=row.participation).get().answered_on is None
    [entry] = Entry.objects.filter(verb="submit")
    assert (entry.kind, entry.office, entry.detail["digest"]) == ("response", "havbukta", one.digest)


def test_the_receipt_shows_the_digest_on_the_page_in_the_letter_and_in_the_file(row: Respondent) -> None:
    one = whole(row)
    short = " ".join(one.digest[start : start + 4] for start in (0, 4, 8))
    assert short in visitor().get(at(row, "kvittering/")).content.decode()
    assert short in letters("mapping-receipt")[0].body
    answer = visitor().get(at(row, "kvittering.pdf"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pdfplumber.open(io.BytesIO(answer.content)) as file:
        text = " ".join("\n".join(page.extract_text() for page in file.pages).split())
    assert all(words in text for words in (short, "Kari Ødegård", "Øyvik", "Kartlegging 2021"))
    assert one.digest in text.replace(" ", "")


def test_the_receipt_calls_the_rows_of_a_table_by_their_words_and_what_was_left_open_in_one_line(
    today: date,
) -> None:
    tables = tuple(
        Question(key, "matrix", words(label), rows="rows", choices="stages")
        for key, label in (("one", "Hvor langt?"), ("two", "Hvor nyttig?"))
    )
    rows = ChoiceList("rows", tuple(Choice(key, words(key.upper())) for key in ("a1", "a2", "a3")))
    stages = ChoiceList("stages", (Choice("in_use", words("I bruk")),))
    content = Content(words("Tabell"), (Section("all", words("Alt"), tables),), (rows, stages))
    row = respondents(opened(region(1), content=content))[0]
    cells: dict[str, Any] = {"one/a2": "in_use"}
    write(row, **cells)
    made = receipt_document(fresh(row), send(row), language="nb", day=DAY, is_demonstration=False)
    told = [block for block in made.blocks if isinstance(block, Heading | Facts)][1:-1]
    assert told == [
        Heading(1, "Alt"),
        Heading(2, "Hvor langt?"), Facts((("A2", "I bruk"), ("(ikke besvart)", "A1; A3"))),
        Facts((("Hvor nyttig?", "(ikke besvart)"),)),
    ]  # fmt: skip


def test_there_is_no_receipt_before_anything_is_sent_in(row: Respondent) -> None:
    write(row, who="Kari")
    for page in ("kvittering/", "kvittering.pdf"):
        assert visitor().get(at(row, page)).status_code == 404


def test_after_the_deadline_nothing_is_corrected(row: Respondent) -> None:
    whole(row)
    MappingRound.objects.update(opens=date(2021, 4, 1), deadline=date(2021, 4, 26))
    write(row, who="Berit")
    assert visitor().post(at(row, "oversikt/")).status_code == 422
    assert [one.values["who"] for one in Submission.objects.all()] == ["Kari Ødegård"]
    assert visitor().get(at(row, "kvittering/")).status_code == 200
