"""No address without a right, no row outside the reach, and the day is what the address says."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch
from django.utils.http import content_disposition_header

from samordner.access.actors import VISITOR, Actor, Holding
from samordner.access.grants import Walk, visible, walk_of
from samordner.pages.gate import SIGNED_OUT, Gate, Request, name_as_demonstration, page, read_day, right_of
from samordner.places.models import Office

pytestmark = pytest.mark.django_db

COORDINATOR = Actor("u1", "K", (Holding("coordinator", office="x"),))


@page("plan.change")
def marked(request: Request) -> HttpResponse:
    return HttpResponse("inside")


def unmarked(request: Request) -> HttpResponse:
    return HttpResponse("inside")


def passed(view: object, actor: Actor, now: datetime, query: str = "") -> HttpResponse | None:
    request = RequestFactory().get(f"/{query}")
    request.actor, request.now, request.demonstration = actor, now, None  # type: ignore[attr-defined]
    request.resolver_match = ResolverMatch(view, (), {}, route="")  # type: ignore[arg-type]
    gate = Gate(lambda _request: HttpResponse())
    answer = gate.process_view(request, view, (), {})  # type: ignore[arg-type]
    assert answer is None or isinstance(answer, HttpResponse)
    return answer


def test_a_view_that_names_no_right_is_refused_to_everyone(now: datetime) -> None:
    for actor in (VISITOR, COORDINATOR, Actor("u2", "A", (Holding("administrator"),))):
        with pytest.raises(PermissionDenied):
            passed(unmarked, actor, now)


def test_a_visitor_without_the_right_is_sent_to_sign_in_and_back(now: datetime) -> None:
    answer = passed(marked, VISITOR, now, "?a=1")
    assert answer is not None
    assert (answer.status_code, answer["Location"]) == (302, "/konto/inn/?next=/%3Fa%3D1")


def test_a_visitor_who_asks_for_a_part_of_a_page_gets_a_sentence_and_no_sign_in_page_in_its_place(
    now: datetime,
) -> None:
    request = RequestFactory().post("/", headers={"hx-request": "true"})
    request.actor, request.now, request.demonstration = VISITOR, now, None  # type: ignore[attr-defined]
    request.resolver_match = ResolverMatch(marked, (), {}, route="")
    answer = Gate(lambda _request: HttpResponse()).process_view(request, marked, (), {})  # type: ignore[arg-type]
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, "Location" in answer.headers) == (401, False)
    assert answer.content.decode() == str(SIGNED_OUT)


def test_a_role_without_the_right_is_refused_and_one_with_it_passes(now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        passed(marked, Actor("u3", "D", (Holding("directorate"),)), now)
    assert passed(marked, COORDINATOR, now) is None


def test_a_day_that_is_no_day_is_not_found() -> None:
    assert read_day("2021-04-27") == date(2021, 4, 27)
    assert read_day("") is None
    for text in ("2021-02-30", "1899-12-31", "2200-01-01", "9999-12-31", "0001-01-01"):
        with pytest.raises(Http404):
            read_day(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plan.txt", 'attachment; filename="demonstration-plan.txt"'),
        ("Årsplan.txt", "attachment; filename*=utf-8''demonstration-%C3%85rsplan.txt"),
    ],
)
def test_a_file_of_the_demonstration_says_so_in_its_name_whatever_letters_it_has(
    name: str, expected: str
) -> None:
    answer = HttpResponse(
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    )
    name_as_demonstration(answer)
    assert answer["Content-Disposition"] == expected


def test_a_right_that_the_table_lacks_is_no_right() -> None:
    @page("plan.misspelt")
    def view(request: Request) -> HttpResponse:
        return HttpResponse()

    assert right_of(ResolverMatch(view, (), {}, route="")) is None


def test_a_model_that_does_not_say_how_to_walk_shows_no_rows_by_accident() -> None:
    class Silent(Office):
        WALK = None  # type: ignore[assignment]

        class Meta:
            app_label = "tests"
            proxy = True

    with pytest.raises(TypeError, match="Silent"):
        walk_of(Silent)


def test_an_office_reach_shows_that_office_and_nothing_else() -> None:
    Office.objects.create(key="x")
    Office.objects.create(key="y")
    assert walk_of(Office) == Walk(office="key")
    assert [office.key for office in visible(Office.objects.all(), COORDINATOR, "plan.change")] == ["x"]
    assert [office.key for office in visible(Office.objects.all(), VISITOR, "plan.change")] == []


def test_every_answer_carries_the_headers_that_keep_a_page_to_itself(client: Client) -> None:
    answer = client.get("/hvem-kan-hva/")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == (
        "DENY",
        "nosniff",
        "same-origin",
    )


def test_an_address_that_is_not_there_is_a_page_that_leads_on(client: Client) -> None:
    answer = client.get("/finnes-ikke/")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_a_form_that_comes_from_elsewhere_is_refused_on_a_page_of_ours() -> None:
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": "nb"}).post(
        "/sprak/", {"language": "nn"}
    )
    assert answer.status_code == 403
    assert "Skjemaet ble ikke tatt imot" in answer.content.decode()
    assert "pages/problem.html" in [template.name for template in answer.templates]


def test_a_form_sent_after_the_session_ended_shows_back_what_was_typed_and_no_secret(client: Client) -> None:
    typed = {"name": "Nettverk for <b>kommunalsjefar</b>", "passphrase": "fire grøne båtar i fjorden"}
    answer = client.post("/les-inn/", typed, headers={"referer": "http://testserver/les-inn/?vis=tvil"})
    page_text = answer.content.decode()
    assert answer.status_code == 401
    assert "Nettverk for &lt;b&gt;kommunalsjefar&lt;/b&gt;" in page_text
    assert "grøne båtar" not in page_text
    assert 'href="/konto/inn/?next=/les-inn/%3Fvis%3Dtvil"' in page_text


def test_the_way_back_after_sign_in_never_leads_to_another_site(client: Client) -> None:
    typed = {"name": "eit nytt nettverk"}
    answer = client.post("/les-inn/", typed, headers={"referer": "https://elsewhere.example/les-inn/"})
    assert 'href="/konto/inn/?next=/"' in answer.content.decode()


def test_a_form_with_nothing_written_in_it_leads_to_sign_in(client: Client) -> None:
    answer = client.post("/les-inn/", {"into": "same", "version": "3"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/inn/?next=/les-inn/")
