"""The pages: begin, write with and without a script, note, approve, send, correct; and how they meet other pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from samordner.letters.models import Letter
from samordner.meetings.operations import remove_meeting, why_not_remove
from samordner.minutes.models import Approval, Decision, Minutes, Said, Task
from samordner.participation.models import Observation
from samordner.support.models import Need
from tests.factories.participation import BY, NOW, Region, region
from tests.minutes.conftest import (
    SignIn,
    approved,
    begun,
    meeting,
    points_of,
    signed_in,
    today,
    written,
)

__all__ = ["signed_in", "today"]
pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def place() -> Region:
    return region(3)


@pytest.fixture
def client(signed_in: SignIn, today: date, place: Region) -> Client:
    return signed_in("coordinator", place.office)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_minutes_begin_from_the_meeting_s_page(client: Client, place: Region) -> None:
    row = meeting(place)
    assert "Begin the minutes" in text_of(client, f"/moter/{row.pk}/")
    answer = client.post(f"/moter/{row.pk}/referat/begynn/", follow=True)
    told = answer.content.decode()
    assert [title in told for title in ("Status", "Vegen vidare")] == [True, True]
    assert Minutes.objects.get().language == "nb"


def test_a_point_saves_itself_and_says_when(client: Client, place: Region) -> None:
    minutes = begun(place)
    said = points_of(minutes)[0]
    path = f"/moter/{minutes.meeting_id}/referat/punkt/{said.pk}/"
    answer = client.post(path, {"title": "Status", "text": "Skrive\r\nno", "version": "1"}, headers=HTMX)
    told = answer.content.decode()
    assert (answer.status_code, 'name="version" value="2"' in told, "Saved" in told) == (200, True, True)
    assert Said.objects.get(pk=said.pk).text == "Skrive\nno"


def test_of_two_who_write_the_second_sees_both_texts_and_chooses(client: Client, place: Region) -> None:
    minutes = begun(place)
    said = points_of(minutes)[0]
    path = f"/moter/{minutes.meeting_id}/referat/punkt/{said.pk}/"
    client.post(path, {"title": "Status", "text": "Fyrst", "version": "1"}, headers=HTMX)
    mine = {"title": "Status", "text": "Sist"}
    answer = client.post(path, {**mine, "version": "1"}, headers=HTMX)
    told = answer.content.decode()
    assert (answer.status_code, "Fyrst" in told, "Sist" in told) == (409, True, True)
    assert 'name="version" value="0"' in told  # the next try by itself is refused as well
    assert client.post(path, {**mine, "version": "0"}, headers=HTMX).status_code == 409
    assert Said.objects.get(pk=said.pk).text == "Fyrst"
    assert (
        client.post(path, {**mine, "version": "0", "both": "2"}, headers=HTMX).headers["HX-Refresh"] == "true"
    )
    assert Said.objects.get(pk=said.pk).text == "Fyrst\n\nSist"
    assert client.post(path, {**mine, "version": "0", "instead": "3"}).status_code == 302
    assert Said.objects.get(pk=said.pk).text == "Sist"


def test_without_a_script_what_was_typed_stands_in_the_page(client: Client, place: Region) -> None:
    minutes = begun(place)
    said = points_of(minutes)[0]
    path = f"/moter/{minutes.meeting_id}/referat/punkt/{said.pk}/"
    client.post(path, {"title": "Status", "text": "Fyrst", "version": "1"})
    answer = client.post(path, {"title": "Status", "text": "Mitt eige", "version": "1"})
    assert (answer.status_code, answer.content.decode().count("Mitt eige") >= 2) == (409, True)
    answer = client.post(path, {"title": "", "text": "Mitt eige", "version": "2"})
    assert (answer.status_code, "Mitt eige" in answer.content.decode()) == (422, True)


def test_what_is_typed_into_approved_minutes_is_shown_back(client: Client, place: Region) -> None:
    minutes = written(place)
    approved(minutes)
    said = points_of(minutes)[1]
    path = f"/moter/{minutes.meeting_id}/referat/punkt/{said.pk}/"
    answer = client.post(path, {"title": "X", "text": "For seint", "version": "1"}, headers=HTMX)
    assert (answer.status_code, "approved and no longer change" in answer.content.decode()) == (422, True)


def test_who_was_there_saves_itself(client: Client, place: Region) -> None:
    minutes = begun(place)
    path = f"/moter/{minutes.meeting_id}/referat/til-stede/"
    answer = client.post(path, {"present": "KS og USHT", "language": "nn", "version": "1"}, headers=HTMX)
    assert (answer.status_code, Minutes.objects.get().present) == (200, "KS og USHT")
    assert (
        client.post(path, {"present": "Ingen", "language": "nn", "version": "1"}, headers=HTMX).status_code
        == 409
    )


def test_everything_is_noted_beside_the_point(client: Client, place: Region) -> None:
    minutes = begun(place)
    said = points_of(minutes)[0]
    base = f"/moter/{minutes.meeting_id}/referat/punkt/{said.pk}/ny"
    whom = str(place[1].pk)
    typed = {
        "beslutning": {"text": "Vi gjer det"},
        "oppgave": {"text": "Ringe", "organisation": "ks", "deadline": "2021-05-01"},
        "behov": {"text": "Hjelp til plan", "municipality": whom, "theme": "transport"},
        "opplysning": {
            "tema": "plan_status", "municipality": whom, "value": "in_process", "since": "2021-04-13",
            "expected": "hausten 2021",
        },
    }  # fmt: skip
    for kind, fields in typed.items():
        assert (kind, client.get(f"{base}/{kind}/", headers=HTMX).status_code) == (kind, 200)
        answer = client.post(f"{base}/{kind}/", fields, headers=HTMX)
        assert (kind, answer.status_code) == (kind, 200)
    seen, need = Observation.objects.get(), Need.objects.get()
    assert (Decision.objects.get().text, Task.objects.get().deadline) == ("Vi gjer det", date(2021, 5, 1))
    assert (need.participation, need.raised_on, need.raised_where) == (place[1], date(2021, 4, 13), "meeting")
    assert need.raised_reference == "Dialogmøte 13.04.2021: Mat og måltid"
    assert (seen.value, seen.since, seen.expected_label) == ("in_process", date(2021, 4, 13), "hausten 2021")
    page = text_of(client, f"/moter/{minutes.meeting_id}/referat/skriv/")
    assert [word in page for word in ("Vi gjer det", "Ringe", "Hjelp til plan")] == [True] * 3


def test_a_municipality_of_another_office_cannot_be_chosen(client: Client, place: Region) -> None:
    other, minutes = region(1, key="fjellet", county="92"), begun(place)
    base = f"/moter/{minutes.meeting_id}/referat/punkt/{points_of(minutes)[0].pk}/ny"
    theirs = {"municipality": str(other[0].pk), "text": "x", "tema": "plan_status", "value": "in_process"}
    theirs["since"] = "2021-04-13"
    assert [client.post(f"{base}/{kind}/", theirs).status_code for kind in ("behov", "opplysning")] == [
        422,
        422,
    ]
    assert (Need.objects.count(), Observation.objects.count()) == (0, 0)


def test_noting_works_without_a_script(client: Client, place: Region) -> None:
    minutes = begun(place)
    base = f"/moter/{minutes.meeting_id}/referat/punkt/{points_of(minutes)[0].pk}/ny"
    assert "What was decided?" in text_of(client, f"{base}/beslutning/")
    assert "Since" in text_of(client, f"{base}/opplysning/?tema=plan_status")
    answer = client.post(f"{base}/beslutning/", {"text": ""})
    assert (answer.status_code, "It was not saved" in answer.content.decode()) == (422, True)
    assert client.post(f"{base}/beslutning/", {"text": "Ja"}).status_code == 302
    assert client.get(f"{base}/tull/").status_code == 404


def test_approve_send_and_correct(client: Client, place: Region) -> None:
    minutes = written(place)
    base = f"/moter/{minutes.meeting_id}/referat/"
    page = text_of(client, f"{base}godkjenn/")
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(f"{base}godkjenn/", {"seen": "other"}).status_code == 409
    answer = client.post(f"{base}godkjenn/", {"seen": seen}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{base}send/"
    assert "Kari coordinator" in answer.content.decode()
    keys = [part.split('"')[0] for part in answer.content.decode().split('name="who" value="')[1:]]
    receipt = client.post(f"{base}send/", {"who": keys}, follow=True).content.decode()
    assert (Letter.objects.count(), "Kari coordinator" in receipt) == (1, True)
    assert Approval.objects.get().pdf.digest in receipt
    assert client.post(f"{base}send/", {"who": keys}).status_code == 422
    answer = client.post(f"{base}rett/", {"why": "Fristen"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{base}skriv/"
    assert "Give up the corrected edition" in text_of(client, base)
    client.post(f"{base}rett/", {"deed": "give_up"})
    assert Minutes.objects.get().approved


def test_what_was_approved_is_given_out_byte_for_byte(client: Client, place: Region) -> None:
    minutes = written(place)
    approval = approved(minutes)
    for ending, kept in (
        ("pdf", approval.pdf),
        ("docx", approval.docx),
        ("html", approval.page),
        ("json", approval.data),
    ):
        answer = client.get(f"/moter/{minutes.meeting_id}/referat/utgave/1/{ending}/")
        assert (ending, answer.content == bytes(kept.content)) == (ending, True)
    assert client.get(f"/moter/{minutes.meeting_id}/referat/utgave/1/exe/").status_code == 404


def test_a_draft_says_on_paper_that_it_is_one(client: Client, place: Region) -> None:
    minutes = written(place)
    told = client.get(f"/moter/{minutes.meeting_id}/referat/utkast/html/").content.decode()
    assert "Draft, not approved." in told or "Utkast, ikkje godkjent." in told


def test_open_tasks_are_gone_through_in_the_next_meeting(client: Client, place: Region) -> None:
    written(place)
    coming = meeting(place, "Neste", date(2021, 4, 26))
    later = meeting(place, "Etter", date(2021, 4, 29))
    assert "Sende ut rettleiaren" in text_of(client, f"/moter/{later.pk}/")
    client.post(f"/moter/{coming.pk}/referat/begynn/")
    said = Said.objects.get(minutes__meeting=coming, follows_up=True)
    task = Task.objects.get()
    base = f"/moter/{coming.pk}/referat/punkt/{said.pk}/oppgave/{task.pk}"
    client.post(f"{base}/gjort/", {"version": "1", "how": "Sendt 20. april"})
    task.refresh_from_db()
    assert (task.done_on, task.done_how, task.met_again) == (date(2021, 4, 26), "Sendt 20. april", coming)
    client.post(f"{base}/angre/", {"version": "2"})
    task.refresh_from_db()
    assert (task.done_on, task.met_again) == (None, None)


def test_a_task_is_done_dropped_opened_again_and_changed_on_its_page(client: Client, place: Region) -> None:
    written(place)
    task = Task.objects.get()
    base = f"/oppgaver/{task.pk}/"
    assert client.post(f"{base}dropp/", {"version": "1", "on": "2021-04-27", "why": ""}).status_code == 422
    client.post(f"{base}gjort/", {"version": "1", "on": "2021-04-27", "how": "Ja"})
    assert client.post(f"{base}gjort/", {"version": "1", "on": "2021-04-27"}).status_code == 409
    client.post(f"{base}gjenapne/", {"version": "2"})
    typed = {"version": "3", "text": "Ny tekst", "organisation": "USHT", "account": "", "deadline": ""}
    client.post(f"{base}endre/", typed)
    task.refresh_from_db()
    assert (task.text, task.organisation, task.deadline, task.done_on) == ("Ny tekst", "USHT", None, None)
    assert client.post(f"{base}endre/", typed).status_code == 409
    assert "Sende ut rettleiaren" in text_of(client, base)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "docx", "pdf"])
def test_tasks_and_decisions_are_had_as_files(client: Client, place: Region, ending: str) -> None:
    written(place)
    for path in ("/oppgaver/", "/beslutninger/"):
        answer = client.get(path, {"format": ending})
        assert (answer.status_code, len(answer.content) > 100) == (200, True)
    assert client.get("/oppgaver/?format=exe").status_code == 404


def test_a_need_leads_back_to_the_meeting_and_an_observation_names_it(client: Client, place: Region) -> None:
    minutes = begun(place)
    base = f"/moter/{minutes.meeting_id}/referat/punkt/{points_of(minutes)[0].pk}/ny"
    whom = {"municipality": str(place[1].pk)}
    client.post(f"{base}/behov/", {**whom, "text": "Hjelp"})
    client.post(
        f"{base}/opplysning/", {**whom, "tema": "plan_status", "value": "in_process", "since": "2021-04-13"}
    )
    link = f'href="/moter/{minutes.meeting_id}/referat/"'
    assert link in text_of(client, f"/behov/{Need.objects.get().pk}/")
    cell = text_of(client, f"/tavle/{place[1].pk}/plan_status/")
    assert (link in cell, f"meeting:{minutes.meeting_id}" in cell) == (True, False)


def test_a_meeting_whose_minutes_are_begun_is_not_removed(place: Region) -> None:
    minutes = begun(place)
    assert why_not_remove(minutes.meeting) is not None
    row = meeting(place, "Utan referat")
    remove_meeting(row, version=row.version, by=BY, now=NOW)
    row.refresh_from_db()
    assert row.removed_at == NOW


ODD = ("a\x00b", "Guovdageaidnu 🦌", "x" * 4000, "9" * 30, "٣", "-1", "0001-01-01", "9999-12-31")


@pytest.mark.parametrize("odd", ODD)
def test_a_list_stands_whatever_its_address_says(client: Client, place: Region, odd: str) -> None:
    written(place)
    client.raise_request_exception = False
    names = ("q", "state", "organisation", "meeting", "mine", "sort", "page", "kind", "first", "last")
    for path in ("/oppgaver/", "/beslutninger/"):
        for name in names:
            assert (path, name, client.get(path, {name: odd}).status_code in {200, 404}) == (path, name, True)


@pytest.mark.parametrize("text", ["å" * 1_000_000, "a\x00b"])
def test_a_text_without_end_or_with_nothing_in_it_is_refused_and_never_kept(
    client: Client, place: Region, text: str
) -> None:
    minutes = written(place)
    client.raise_request_exception = False
    said, task = points_of(minutes)[0], Task.objects.get()
    base = f"/moter/{minutes.meeting_id}/referat/"
    odd = dict.fromkeys(
        ("title", "text", "present", "why", "how", "organisation", "seen", "tema", "instead"), text
    )
    for path in (
        f"{base}punkt/", f"{base}punkt/{said.pk}/", f"{base}til-stede/", f"{base}godkjenn/", f"{base}send/",
        *(f"{base}punkt/{said.pk}/ny/{kind}/" for kind in ("beslutning", "oppgave", "behov", "opplysning")),
        f"/oppgaver/{task.pk}/endre/", f"/oppgaver/{task.pk}/gjort/", f"/oppgaver/{task.pk}/dropp/",
    ):  # fmt: skip
        answer = client.post(path, {**odd, "version": "1"})
        assert (path, answer.status_code in {200, 302, 400, 404, 409, 413, 422}) == (path, True)
    kept = [*Said.objects.values_list("text", flat=True), *Decision.objects.values_list("text", flat=True)]
    assert [one for one in kept if text in one] == []


def test_a_number_that_nothing_has_is_not_found(client: Client, place: Region) -> None:
    minutes = written(place)
    base = f"/moter/{minutes.meeting_id}/referat/"
    for number in ("0", "9" * 30, "9223372036854775808"):
        for path in (
            f"/moter/{number}/referat/", f"{base}utgave/{number}/", f"{base}punkt/{number}/", f"/oppgaver/{number}/",
            f"{base}beslutning/{number}/",
        ):  # fmt: skip
            assert (path, client.get(path).status_code) == (path, 404)
