"""Writing a report: two at once, nothing lost, sent and frozen, corrected by a new edition."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as read_docx

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.participation.operations import correct
from samordner.participation.statements import Statement
from samordner.places.alphabet import norwegian_key
from samordner.places.models import Change, Municipality
from samordner.reports.comparing import border_changes, compared
from samordner.reports.gathering import gather
from samordner.reports.models import Answer, Report, Sending
from samordner.reports.operations import begin_report, put_away, replace, why_not_send, write_answer
from samordner.reports.queries import answers_of, content_of, fingerprint, is_unchanged
from samordner.reports.sending import send_report
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, lively, region, say
from tests.programmes.invented import invented
from tests.reports.conftest import AUTUMN, BEFORE, YEAR, answered, begun, due, sent, sent_autumn

pytestmark = pytest.mark.django_db


def write(client: Client, report: Report, question: str, **fields: Any) -> Any:
    return client.post(f"/rapporter/{report.pk}/svar/{question}/", {"version": 1, "text": "", **fields})


# Writing


def test_there_is_one_report_of_an_office_and_a_deadline() -> None:
    place = region(1)
    begun(place)
    with pytest.raises(Refusal, match="already begun"):
        begun(place)
    begun(place, YEAR, national=True)
    with pytest.raises(Refusal, match="already begun"):
        begun(place, YEAR, national=True)
    with pytest.raises(Refusal, match="not for an office"):
        begin_report(
            place.programme, place.office, due(place, YEAR), status_day=DAY, language="nb", by=BY, now=NOW
        )


def test_two_write_different_answers_at_once_and_both_stand(signed_in: SignIn, today: date) -> None:
    place = region(1)
    report = begun(place)
    one, other = signed_in(office=place.office), signed_in("partner", office=place.office)
    assert write(one, report, "status", text="Mitt om status").status_code == 302
    assert write(other, report, "needs", text="Mitt om behov").status_code == 302
    page = one.get(f"/rapporter/{report.pk}/").content.decode()
    assert "Mitt om status" in page
    assert "Mitt om behov" in page
    assert "2 of 7 questions are answered." in page


def test_the_same_answer_in_conflict_shows_both_and_loses_nothing(signed_in: SignIn, today: date) -> None:
    place = region(1)
    report = begun(place)
    one, other = signed_in(office=place.office), signed_in("partner", office=place.office)
    assert write(one, report, "support", text="Den første", risk="2").status_code == 302
    answer = write(other, report, "support", text="Den andre", risk="3")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Den første" in page
    assert ">\nDen andre</textarea>" in page
    assert Answer.objects.get(report=report, question="support").text == "Den første"
    assert write(other, report, "support", text="Begge", risk="3", version=2).status_code == 302
    saved = Answer.objects.get(report=report, question="support")
    assert (saved.text, saved.risk, saved.version) == ("Begge", "3", 3)


def test_what_was_typed_is_shown_back_when_the_session_had_ended(today: date) -> None:
    report = begun(region(1))
    answer = write(Client(), report, "status", text="Skrevet i en halvtime")
    assert answer.status_code == 401
    assert "Skrevet i en halvtime" in answer.content.decode()


def test_last_times_text_is_put_after_what_is_typed_and_nothing_is_saved(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    sent_autumn(place)
    report = begun(place)
    client = signed_in(office=place.office)
    assert "Som sist: status" in client.get(f"/rapporter/{report.pk}/svar/status/").content.decode()
    answer = write(client, report, "status", text="Nytt først", deed="copy")
    assert ">\nNytt først\n\nSom sist: status</textarea>" in answer.content.decode()
    assert Answer.objects.get(report=report, question="status").text == ""
    again = write(client, report, "status", text="Nytt først\n\nSom sist: status", deed="copy")
    assert again.content.decode().count("Som sist: status</textarea>") == 1


def test_a_part_of_the_page_is_written_in_place(signed_in: SignIn, today: date) -> None:
    place = region(1)
    report = begun(place)
    client = signed_in(office=place.office)
    form = client.get(f"/rapporter/{report.pk}/svar/status/", headers={"HX-Request": "true"}).content.decode()
    assert form.lstrip().startswith("<section")
    saved = client.post(
        f"/rapporter/{report.pk}/svar/status/",
        {"version": 1, "text": "På stedet"},
        headers={"HX-Request": "true"},
    )
    page = saved.content.decode()
    assert "På stedet" in page
    assert 'id="progress" role="status" hx-swap-oob="true">1 of 7' in page


def test_a_draft_is_put_away_only_as_it_was_seen() -> None:
    report = begun(region(1))
    seen = fingerprint(report, answers_of(report))
    answered(report)
    with pytest.raises(Conflict):
        put_away(report, version=seen, by=BY, now=NOW)
    put_away(report, version=fingerprint(report, answers_of(report)), by=BY, now=NOW)
    assert Report.objects.count() == 0


# Sending


def test_why_it_is_not_sent_names_every_question_without_an_answer() -> None:
    place = region(1)
    report = begun(place, status_day=DAY + timedelta(days=3))
    row = report.answers.get(question="status")
    write_answer(row, text="Svar", risk="", version=1, by=BY, now=NOW)
    sentence = why_not_send(gather(report, answers_of(report)), today=DAY)
    assert sentence == (
        "The day of the numbers has not come yet. Not answered: Forankring i kommunenes planer; Hva som forklarer "
        "forskjellene; Hva støtteapparatet har gjort; Hva kommunene trenger; Den regionale planen; Planlagt neste "
        "halvår. Risk not judged: Hva støtteapparatet har gjort; Den regionale planen; Planlagt neste halvår."
    )
    with pytest.raises(Refusal, match="has not come yet"):
        send_report(report, today=DAY, by=BY, now=NOW)
    nobody = answered(begun(place, AUTUMN, status_day=date(2018, 12, 1)))
    assert why_not_send(gather(nobody, answers_of(nobody)), today=DAY) == (
        "No municipality took part on the day of the numbers."
    )


def test_what_another_wrote_after_the_page_was_shown_is_not_sent_unseen(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    report = answered(begun(place))
    client = signed_in(office=place.office)
    seen = fingerprint(report, answers_of(report))
    row = report.answers.get(question="needs")
    write_answer(row, text="Noe annet", risk="", version=row.version, by=BY, now=NOW)
    answer = client.post(f"/rapporter/{report.pk}/send/", {"version": seen})
    assert answer.status_code == 409
    assert "Noe annet" in answer.content.decode()
    assert not Sending.objects.exists()
    assert client.post(f"/rapporter/{report.pk}/send/", {"version": seen + 1}).status_code == 302
    assert Sending.objects.get().report_id == report.pk


def files(client: Client, report: Report) -> dict[str, bytes]:
    return {
        ending: client.get(f"/rapporter/{report.pk}/dokument/{ending}/").content
        for ending in ("json", "html", "docx")
    }


def test_a_sent_report_is_the_same_bytes_whatever_is_corrected_afterwards(
    signed_in: SignIn, today: date
) -> None:
    place = region(3)
    said = say(place[0], "plan_status", "decided", since=date(2021, 3, 1))
    client = signed_in(office=place.office)
    report = answered(begun(place))
    sending = sent(report)
    before, page = files(client, report), client.get(f"/rapporter/{report.pk}/").content.decode()
    later = NOW + timedelta(days=30)
    other = Statement(subject="plan_status", value="in_process", since=date(2021, 3, 1))
    correct(said, other, by=BY, now=later)
    say(place[1], "plan_status", "decided", since=date(2021, 3, 1), now=later)
    report = Report.objects.get(pk=report.pk)
    assert files(client, report) == before
    assert {hashlib.sha256(data).hexdigest() for data in before.values()} == {
        sending.data.digest, sending.page.digest, sending.letter.digest,
    }  # fmt: skip
    assert client.get(f"/rapporter/{report.pk}/").content.decode().count("1 of 3") == page.count("1 of 3") > 0
    assert is_unchanged(sending)
    row = report.answers.get(question="status")
    with pytest.raises(Refusal, match="no longer changes"):
        write_answer(row, text="Nytt", risk="", version=row.version, by=BY, now=later)
    now = compared(content_of(sending), gather(report, {}))
    moved = {one.value: (one.then, one.now, one.why) for one in now.differences if not one.is_quiet}
    assert moved == {
        "Vedtatt": (1, 1, "came: Øyvik (unknown); left: Bekkenes (I prosess)"),
        "I prosess": (0, 1, "came: Bekkenes (Vedtatt)"),
        "unknown": (2, 1, "left: Øyvik (Vedtatt)"),
    }


def test_the_database_refuses_to_change_a_receipt() -> None:
    sending = sent(answered(begun(region(1))))
    for deed in (
        lambda: Sending.objects.filter(pk=sending.pk).update(receiver="En annen"),
        lambda: Sending.objects.filter(pk=sending.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_the_receipt_tells_number_day_sender_receiver_and_digests(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in(office=place.office)
    report = answered(begun(place))
    client.post(f"/rapporter/{report.pk}/send/", {"version": fingerprint(report, answers_of(report))})
    sending = Sending.objects.get()
    entry = Entry.objects.get(number=sending.number)
    assert (entry.verb, entry.kind, entry.key, entry.office) == ("send", "report", str(report.pk), "havbukta")
    assert entry.detail["data"] == sending.data.digest
    page = client.get(f"/rapporter/{report.pk}/kvittering/").content.decode()
    for text in (f"Receipt {sending.number}", "27 April 2021", "Kari coordinator", "Helsedirektoratet", sending.data.digest,
                 sending.page.digest, sending.letter.digest, "every file still has its digest"):  # fmt: skip
        assert text in page, text


def test_a_correction_is_a_new_edition_and_both_are_kept(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in(office=place.office)
    first = answered(begun(place), "Feil tekst")
    sent(first)
    before = files(client, first)
    made = replace(Report.objects.get(pk=first.pk), by=BY, now=NOW)
    assert (made.edition, made.replaces_id) == (2, first.pk)
    assert [row.text for row in made.answers.all()][:1] == ["Feil tekst: status"]
    with pytest.raises(Refusal, match="already begun"):
        replace(Report.objects.get(pk=first.pk), by=BY, now=NOW)
    sent(answered(made, "Rett tekst"), NOW + timedelta(hours=1))
    assert files(client, first) == before
    content = content_of(Sending.objects.get(report=made))
    assert content.replaces == Sending.objects.get(report=first).number
    page = client.get("/rapporter/").content.decode()
    assert f'/rapporter/{made.pk}/"' in page
    assert "edition 2" in page
    assert (
        "A corrected edition has replaced this one." in client.get(f"/rapporter/{first.pk}/").content.decode()
    )


# Compared with the last one


def test_a_border_change_is_told_apart_from_a_changed_status() -> None:
    place = region(3)
    for row in place.participations:
        say(row, "plan_status", "in_process", since=date(2019, 3, 1), now=BEFORE)
    report = sent_autumn(place)
    old = place[0]
    day = date(2021, 1, 1)
    heir = Municipality.objects.create(
        code="9190", name="Nyvik", label="Nyvik", sort_key=norwegian_key("Nyvik"),
        county=old.municipality.county, since=day,
    )  # fmt: skip
    Change.objects.create(day=day, old=old.municipality, new=heir, kind="renumber", moves_county=False)
    old.until = day
    old.save()
    old.__class__.objects.create(
        programme=place.programme, municipality=heir, office=place.office, since=day, until=date(2024, 1, 1)
    )
    say(place[1], "plan_status", "decided", since=date(2021, 2, 1))
    then, now = content_of(Sending.objects.get(report=report)), gather(begun(place), {})
    found = compared(then, now, border_changes(then, now))
    assert (found.new, found.gone) == (("Nyvik",), ("Bekkenes",))
    assert found.borders == (f"1 January 2021: {old.municipality.code} Bekkenes became 9190 Nyvik",)
    moved = {one.value: (one.change_text, one.why) for one in found.differences if one.title == "Planstatus"}
    assert moved == {
        "Vedtatt": ("+1", "came: Øyvik (I prosess)"),
        "Dokumentert at den skal vedtas": ("±0", ""),
        "I prosess": ("−2", "left: Øyvik (Vedtatt); no longer counted: Bekkenes"),
        "Ikke startet": ("±0", ""),
        "unknown": ("+1", "new: Nyvik"),
    }


# Documents


def test_the_document_speaks_both_forms_of_norwegian_and_leaves_what_people_wrote(
    signed_in: SignIn, today: date
) -> None:
    place = region(2)
    lively(place.participations)
    report = answered(begun(place), "Kommunane står støtt")
    client = signed_in(office=place.office)
    nb, nn = (
        client.get(f"/rapporter/{report.pk}/dokument/html/?sprak={language}").content.decode()
        for language in ("nb", "nn")
    )
    assert ("Hvor kommunene står" in nb, "Kvar kommunane står" in nn) == (True, True)
    assert ("Vedtatt" in nb, "Vedteken" in nn, "Vedtatt" in nn) == (True, True, False)
    assert "Kommunane står støtt: status" in nb
    assert "Kommunane står støtt: status" in nn
    word = client.get(f"/rapporter/{report.pk}/dokument/docx/?sprak=nn").content
    paragraphs = [one.text for one in read_docx(io.BytesIO(word)).paragraphs]
    assert any("Kvar kommunane står" in text for text in paragraphs)
    data = json.loads(client.get(f"/rapporter/{report.pk}/dokument/json/?sprak=nn").content)
    assert (data["language"], data["parts"][0]["text"]) == ("nn", "Kommunane står støtt: status")
    assert client.get(f"/rapporter/{report.pk}/dokument/pdf/").status_code == 404


def test_all_numbers_are_given_as_a_table(signed_in: SignIn, today: date) -> None:
    place = region(2)
    say(place[0], "plan_status", "decided")
    report = begun(place)
    client = signed_in(office=place.office)
    rows = json.loads(client.get(f"/rapporter/{report.pk}/tall/json/").content)["rows"]
    found = next(row for row in rows if row["label"] == "Decided")
    told = [found[key] for key in ("number", "of", "unknown", "low", "high", "codes")]
    assert told == [1, 2, 1, 50.0, 100.0, place[0].municipality.name]
    named = client.get(f"/rapporter/{report.pk}/tall/csv/").headers["Content-Disposition"]
    assert "half-yearly-report-spring-2021-havbukta-v1-numbers.csv" in named
    book = client.get(f"/rapporter/{report.pk}/tall/xlsx/").content
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()


# Programmes without reports


def test_a_programme_that_asks_for_no_report_says_so(signed_in: SignIn, today: date) -> None:
    place = region(1, definition=invented(), since=date(2021, 1, 1))
    page = signed_in(office=place.office).get("/rapporter/").content.decode()
    assert ("This programme asks for no reports" in page) == (not place.definition.reports)


@pytest.mark.parametrize("count", [1, 3])
def test_each_page_takes_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int
) -> None:
    place = region(count)
    lively(place.participations)
    sent_autumn(place)
    report = answered(begun(place))
    client = signed_in(office=place.office)
    taken = {}
    for name, address in {
        "list": "/rapporter/",
        "report": f"/rapporter/{report.pk}/",
        "answer": f"/rapporter/{report.pk}/svar/status/",
        "compare": f"/rapporter/{report.pk}/sammenlign/",
    }.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        taken[name] = len(queries)
    assert taken == {"list": 9, "report": 22, "answer": 25, "compare": 20}
