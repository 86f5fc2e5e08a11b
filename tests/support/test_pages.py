"""The pages: who sees and does what, what a filter leaves, what a conflict shows, and what it costs."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.journal.deeds import Refusal
from samordner.people.models import Assignment, User
from samordner.support.models import Grant, Need, Support
from samordner.support.operations import Ending, Money, Taking, close, register_grant, take
from tests.factories.participation import BY, DAY, NOW, Region, region, say
from tests.support.conftest import SignIn, help_given, need

pytestmark = pytest.mark.django_db
ACTS: dict[str, Any] = {"by": BY, "now": NOW}
MONEY: dict[str, Any] = {"year": 2021, "scheme": "loneliness", "applied": 250_000}
ROLES = ("coordinator", "partner", "contact", "directorate", "administrator", "public")


def grant(row: Any, **more: Any) -> Grant:
    return register_grant(row, Money(**MONEY | more), **ACTS)


@pytest.fixture
def place(today: date) -> Region:
    return region(3)


@pytest.fixture
def client(place: Region, signed_in: SignIn) -> Client:
    return signed_in(office=place.office)


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def as_role(role: str, place: Region, signed_in: SignIn) -> Client:
    if role == "public":
        return Client()
    return signed_in(
        role, office=place.office, municipality=place[0].municipality if role == "contact" else None
    )


READ = "200 200 200 200 200 302"
TABLE = f"""
GET  /behov/                         {READ}
GET  /behov/oversikt/                {READ}
GET  /behov/hjelp/                   {READ}
GET  /behov/stille/                  {READ}
GET  /behov/tilskudd/                {READ}
GET  /behov/{{need}}/                  {READ}
GET  /behov/hjelp/{{help}}/            {READ}
GET  /behov/tilskudd/{{grant}}/        {READ}
GET  /behov/{{other_need}}/            200 200 404 200 200 302
GET  /behov/hjelp/{{other_help}}/      200 200 404 200 200 302
GET  /behov/tilskudd/{{other_grant}}/  200 200 404 200 200 302
GET  /behov/{{far_need}}/              404 404 404 200 200 302
GET  /behov/hjelp/{{far_help}}/        404 404 404 200 200 302
GET  /behov/tilskudd/{{far_grant}}/    404 404 404 200 200 302
GET  /behov/nytt/                    200 200 200 403 403 302
GET  /behov/hjelp/ny/                200 200 403 403 403 302
GET  /behov/tilskudd/nytt/           200 200 403 403 403 302
GET  /behov/{{need}}/endre/            200 200 403 403 403 302
POST /behov/{{need}}/endre/            422 422 403 403 403 302
POST /behov/{{need}}/ta/               422 422 403 403 403 302
POST /behov/{{need}}/gi-videre/        422 422 403 403 403 302
POST /behov/{{need}}/avslutt/          422 422 403 403 403 302
POST /behov/{{need}}/gjenapne/         422 422 403 403 403 302
POST /behov/{{need}}/velt/             404 404 403 403 403 302
POST /behov/{{far_need}}/ta/           404 404 403 403 403 302
POST /behov/hjelp/{{help}}/            422 422 200 200 200 302
POST /behov/hjelp/{{help}}/fjern/      302 302 403 403 403 302
POST /behov/hjelp/{{far_help}}/fjern/  404 404 403 403 403 302
POST /behov/hjelp/{{help}}/hent-tilbake/ 302 302 403 403 403 302
POST /behov/tilskudd/{{grant}}/        422 422 200 200 200 302
POST /behov/tilskudd/{{grant}}/fjern/  302 302 403 403 403 302
POST /behov/tilskudd/{{far_grant}}/fjern/ 404 404 403 403 403 302
POST /behov/tilskudd/{{grant}}/hent-tilbake/ 302 302 403 403 403 302
POST /behov/stille/                  422 422 200 200 200 302
"""


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_on_every_address(place: Region, signed_in: SignIn, role: str) -> None:
    far = region(1, key="fjernt", county="81")
    rows = {"": place[0], "other_": place[1], "far_": far[0]}
    keys = {
        f"{prefix}{kind}": made.pk
        for prefix, row in rows.items()
        for kind, made in (("need", need(row)), ("help", help_given(row)[0]), ("grant", grant(row)))
    }
    client = as_role(role, place, signed_in)
    wrong = []
    for line in TABLE.strip().splitlines():
        verb, route, *cells = line.split()
        address, expected = route.format(**keys), int(cells[ROLES.index(role)])
        answer = client.get(address) if verb == "GET" else client.post(address, {"version": "99"})
        if answer.status_code != expected:
            wrong.append(f"{verb} {route}: {answer.status_code}, not {expected}")
    assert wrong == []
    assert Need.objects.filter(taken_by="").count() == 3
    assert (
        Support.objects.filter(removed_at=None).count() == Grant.objects.filter(removed_at=None).count() == 3
    )


LISTS = ("", "oversikt/", "hjelp/", "hjelp/?view=dose", "stille/?group=", "tilskudd/", "nytt/", "hjelp/ny/")


@pytest.mark.parametrize("address", LISTS)
def test_nothing_of_another_office_leaks(today: date, signed_in: SignIn, address: str) -> None:
    mine, other = region(1, key="havbukta"), region(2, key="trondelag", county="50")
    for place, word in ((mine, "Nær"), (other, "Trønder")):
        found = need(place[0], f"{word}behov", theme="planning")
        take(found, Taking(f"{word}hjelp", DAY), version=1, **ACTS)
        help_given(place[0], organisation=f"{word}hjelp", text=f"{word}støtte")
        grant(place[0], scheme="", scheme_name=f"{word}fondet")
    seen = page_of(signed_in(office=mine.office), f"/behov/{address}")
    assert "Trønder" not in seen
    assert str(other[1].municipality) not in seen
    assert re.findall(r'value="50\d\d"', seen) == []


def test_a_contact_raises_a_need_of_the_own_municipality_alone_and_follows_it(
    place: Region, signed_in: SignIn
) -> None:
    client = signed_in("contact", office=place.office, municipality=place[0].municipality)
    typed = {"text": "Skyss", "raised_on": "2021-04-26", "raised_where": "contact"}
    stranger = client.post("/behov/nytt/", typed | {"municipality": str(place[1].pk)})
    assert (stranger.status_code, Need.objects.count()) == (422, 0)
    assert client.post("/behov/nytt/", typed | {"municipality": str(place[0].pk)}).status_code == 302
    found = Need.objects.get()
    take(found, Taking("KS", DAY), version=1, **ACTS)
    seen = page_of(client, f"/behov/{found.pk}/")
    assert "KS" in seen
    assert "What now?" not in seen


def test_the_form_begins_with_the_municipality_of_the_address_and_goes_on_from_the_same_meeting(
    place: Region, client: Client
) -> None:
    code = place[1].municipality.code
    assert f'value="{place[1].pk}" selected' in page_of(client, f"/behov/nytt/?municipality={code}")
    typed = {
        "municipality": str(place[1].pk), "text": "Skyss", "raised_on": "2021-04-20",
        "raised_where": "dialogue_meeting", "raised_reference": "Dialogmøte i Molde", "then": "another",
    }  # fmt: skip
    after = page_of(client, client.post(f"/behov/nytt/?municipality={code}", typed)["Location"])
    assert all(
        text in after
        for text in ('value="2021-04-20"', "Dialogmøte i Molde", 'value="dialogue_meeting" selected')
    )
    assert f'value="{place[1].pk}" selected' not in after


def test_what_was_typed_stays_when_it_is_refused(place: Region, client: Client) -> None:
    typed = {
        "municipality": str(place[0].pk),
        "text": "Vi treng skyss",
        "raised_on": "2031-01-01",
        "raised_where": "letter",
    }
    answer = client.post("/behov/nytt/", typed)
    assert answer.status_code == 422
    assert all(
        text in answer.content.decode() for text in ("Vi treng skyss", "2031-01-01", "The day has not come.")
    )


def test_two_take_at_once_the_second_keeps_its_words_and_sees_the_first(
    place: Region, client: Client
) -> None:
    found = need(place[0])
    take(Need.objects.get(pk=found.pk), Taking("USHT", DAY), version=1, **ACTS)
    typed = {"organisation": "KS", "on": DAY.isoformat(), "words": "Vi kan dette", "version": "1"}
    answer = client.post(f"/behov/{found.pk}/ta/", typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert all(
        text in shown
        for text in ("Someone else has saved meanwhile", "Vi kan dette", "<td>KS</td><td>USHT</td>")
    )
    assert Need.objects.get().taken_by == "USHT"


@pytest.mark.parametrize("kind", ["need", "help", "grant"])
def test_two_who_put_the_same_right_do_not_overwrite_each_other_unseen(
    place: Region, client: Client, kind: str
) -> None:
    make: dict[str, Any] = {"need": need, "help": lambda one: help_given(one)[0], "grant": grant}
    row = make[kind](place[0])
    address = {
        "need": f"/behov/{row.pk}/endre/",
        "help": f"/behov/hjelp/{row.pk}/",
        "grant": f"/behov/tilskudd/{row.pk}/",
    }[kind]
    typed = {
        "need": {"text": "Nytt", "raised_on": "2021-04-01", "raised_where": "letter"},
        "help": {"day": "2021-04-01", "kind": "visit", "organisation": "ks"},
        "grant": {"scheme": "loneliness", "year": "2021", "applied": "1,25 mill."},
    }[kind]  # fmt: skip
    assert client.post(address, typed | {"version": "1"}).status_code == 302
    second = client.post(address, typed | {"version": "1", "note": "mine", "text": "mine words"})
    assert second.status_code == 409
    assert 'name="version" value="2"' in second.content.decode()
    row.refresh_from_db()
    assert row.version == 2
    if kind == "grant":
        assert row.applied == 1_250_000
    if kind == "help":
        assert row.organisation == "KS"  # as it was spelled before


def test_the_list_narrows_sorts_and_is_exported_as_it_is_seen(place: Region, client: Client) -> None:
    late = need(place[0], "Sein", ago=200, theme="planning", sector="planning")
    take(late, Taking("KS", DAY - timedelta(days=90), deadline=DAY - timedelta(days=1)), version=1, **ACTS)
    done = need(place[1], "Ferdig", ago=100)
    take(done, Taking("USHT", DAY - timedelta(days=90)), version=1, **ACTS)
    close(done, Ending("helped", DAY - timedelta(days=50)), version=2, **ACTS)
    need(place[2], "Fersk", ago=3, theme="")

    def texts(query: str) -> list[str]:
        answer = client.get(f"/behov/?{query}&format=csv")
        rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        return [row["Need"] for row in rows]

    code = place[2].municipality.code
    found = {
        query: texts(query)
        for query in (
            "", "status=all&sort=-raised_on", "status=open", "status=taken", "status=done", "overdue=1", "older=30",
            "organisation=KS", "organisation=-", "theme=-", "sector=planning", f"municipality={code}", "q=fer",
            "status=all&q=fer&sort=municipality", "day=2021-01-20&sort=age",
        )
    }  # fmt: skip
    assert found == {
        "": ["Sein", "Fersk"], "status=all&sort=-raised_on": ["Fersk", "Ferdig", "Sein"], "status=open": ["Fersk"],
        "status=taken": ["Sein"], "status=done": ["Ferdig"], "overdue=1": ["Sein"], "older=30": ["Sein"],
        "organisation=KS": ["Sein"], "organisation=-": ["Fersk"], "theme=-": ["Fersk"], "sector=planning": ["Sein"],
        f"municipality={code}": ["Fersk"], "q=fer": ["Fersk"], "status=all&q=fer&sort=municipality": ["Ferdig", "Fersk"],
        "day=2021-01-20&sort=age": ["Ferdig", "Sein"],
    }  # fmt: skip


def test_every_count_opens_to_as_many_rows(place: Region, client: Client) -> None:
    for number, row in enumerate([*place.participations, place[0]]):
        found = need(row, f"Behov {number}", theme=("transport", "planning", "")[number % 3])
        if number % 2:
            take(found, Taking("KS & co", DAY), version=1, **ACTS)
    opened = 0
    for address, count in re.findall(
        r'<td class="number"[^>]*><a class="ds-link" href="([^"]+)">(\d+)<',
        page_of(client, "/behov/oversikt/"),
    ):
        rows = page_of(client, address.replace("&amp;", "&"))
        assert f">{count} need{'s' if count != '1' else ''}<" in rows
        opened += 1
    assert opened > 12


def test_sums_of_grants_open_to_their_rows(place: Region, client: Client) -> None:
    for row, granted in zip(place.participations, (100_000, 0, None), strict=True):
        grant(row, granted=granted)
    grant(place[0], scheme="", scheme_name="Gavefondet", applied=1_000_000)
    seen = page_of(client, "/behov/tilskudd/")
    addresses = re.findall(r'href="([^"]+)#table-grants">(\d)<span', seen)
    assert [count for _address, count in addresses] == ["1", "3"]
    for address, count in addresses:
        opened = page_of(client, "/behov/tilskudd/" + address.replace("&amp;", "&"))
        assert f"{count} grant" in opened
    assert "1\u00a0750\u00a0000" in seen
    assert "100\u00a0000" in seen


def test_priority_stands_beside_with_a_way_to_its_cell_and_not_where_the_programme_has_none(
    place: Region, client: Client, signed_in: SignIn
) -> None:
    say(place[0], "grant_priority", "approved", source_kind="minutes")
    seen = page_of(client, "/behov/tilskudd/")
    assert f"/tavle/{place[0].pk}/grant_priority/" in seen
    assert "2 of 3" in seen  # unknown of the others
    bare = region(1, definition="bo-trygt-hjemme", key="annet", county="77", since=date(2020, 1, 1))
    help_given(bare[0])
    other = signed_in(office=bare.office)
    assert "grant_priority" not in page_of(other, "/behov/tilskudd/")


def test_a_programme_without_themes_sectors_and_schemes_works_too(today: date, signed_in: SignIn) -> None:
    bare = region(2, definition="bo-trygt-hjemme", since=date(2020, 1, 1), until=None)
    client = signed_in(office=bare.office)
    for address in (
        "",
        "oversikt/",
        "hjelp/",
        "stille/",
        "tilskudd/",
        "nytt/",
        "hjelp/ny/",
        "tilskudd/nytt/",
    ):
        page_of(client, f"/behov/{address}")
    typed = {
        "municipality": str(bare[0].pk),
        "text": "Skyss",
        "raised_on": "2021-04-20",
        "raised_where": "contact",
    }
    assert client.post("/behov/nytt/", typed).status_code == 302
    money = {"municipality": str(bare[0].pk), "scheme_name": "Gavefondet", "year": "2021", "applied": "5 000"}
    assert client.post("/behov/tilskudd/nytt/", money).status_code == 302


def test_help_at_one_meeting_is_logged_for_several_in_one_go(place: Region, client: Client) -> None:
    typed = {
        "municipalities": [str(row.pk) for row in place.participations], "day": "2021-04-20", "kind": "meeting",
        "organisation": "Embetet", "hours": "2.5", "text": "Dialogmøte",
    }  # fmt: skip
    assert client.post("/behov/hjelp/ny/", typed).status_code == 302
    assert Support.objects.count() == 3
    seen = page_of(client, "/behov/hjelp/?view=dose&month=2021-04")
    assert seen.count(">1</a>") == 3
    assert page_of(client, "/behov/hjelp/?view=dose&month=2021-03").count('data-title="Times">0<') == 3
    assert client.get("/behov/hjelp/?month=never").status_code == 404


def test_a_contact_is_logged_in_one_step_from_the_silence(place: Region, client: Client) -> None:
    assert 'value="Embetet"' in page_of(client, "/behov/stille/?group=never")
    typed = {
        "day": "2021-04-26",
        "kind": "call",
        "organisation": "Embetet",
        "participation": str(place[1].pk),
    }
    assert client.post("/behov/stille/?group=never", typed)["Location"] == "/behov/stille/?group=never"
    kept = Support.objects.get()
    assert (kept.participation, kept.day, kept.kind) == (place[1], date(2021, 4, 26), "call")
    assert str(place[1].municipality) not in page_of(client, "/behov/stille/?group=never").split("<tbody>")[1]


def test_what_is_removed_can_be_brought_back_at_once(place: Region, client: Client) -> None:
    found = need(place[0], "Ved en feil")
    removed = client.post(f"/behov/{found.pk}/fjern/", {"version": "1"})["Location"]
    seen = page_of(client, removed)
    assert "Removed: Ved en feil" in seen
    assert client.get(f"/behov/{found.pk}/").status_code == 404
    client.post(f"/behov/{found.pk}/hent-tilbake/", {"version": "2"})
    assert "Ved en feil" in page_of(client, f"/behov/{found.pk}/")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 11), ("oversikt/", 9), ("hjelp/", 12), ("hjelp/?view=dose", 11), ("stille/?group=", 13), ("tilskudd/", 12),
        ("nytt/", 8), ("hjelp/ny/", 11), ("{need}/", 16), ("?format=xlsx", 9),
    ],
)  # fmt: skip
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    today: date, signed_in: SignIn, count: int, path: str, queries: int
) -> None:
    place = region(count)
    for row in place.participations:
        found = need(row)
        take(found, Taking("KS", DAY), version=1, **ACTS)
        help_given(row, on=found)
        grant(row)
        say(row, "grant_priority", "approved")
    for _again in range(count):
        help_given(place[0], on=Need.objects.filter(participation=place[0]).first())
    client = signed_in(office=place.office)
    first = Need.objects.order_by("pk").values_list("pk", flat=True)[0]
    address = f"/behov/{path.format(need=first)}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert (answer.status_code, len(captured)) == (200, queries)


def test_a_coordinator_who_is_contact_elsewhere_sees_nothing_of_that_office_and_logs_for_one_at_a_time(
    today: date, signed_in: SignIn
) -> None:
    mine, other = region(1), region(2, key="sorviken", county="92")
    help_given(other[1], organisation="Trønderhjelp")
    client = signed_in(office=mine.office)
    user = User.objects.get()
    Assignment.objects.create(
        user=user, role="contact", since=date(2019, 1, 1), office=other.office, municipality=other[0].municipality
    )  # fmt: skip
    for address in ("stille/?group=", "", "hjelp/", "hjelp/ny/", "tilskudd/", "nytt/"):
        assert (address, "Trønderhjelp" in page_of(client, f"/behov/{address}")) == (address, False)
    with pytest.raises(Refusal):
        help_given(mine[0], other[0])
