"""Two people in one plan at the same moment: nothing is lost, nothing stands half, and the later one is told.

Real requests in threads of their own, on whichever database the tests run on. Which of the two comes first is the
database's to say; what is asserted holds either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from samordner.journal.queries import first_break
from samordner.people.models import Assignment, User
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import accept_reading
from samordner.plandocument.states import fingerprint
from samordner.plans.models import Chapter, Earlier, Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row
from samordner.plans.registers import register
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.stating import accepted, begun, text

pytestmark = pytest.mark.django_db(transaction=True)
Answer = Any
"""A test client's answer: it knows the form that was shown."""
Send = Callable[[Client], Answer]
MEETINGS = "meetings"


@pytest.fixture(autouse=True)
def a_database_that_two_can_be_at(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite's database in memory cannot be had by two threads: a file of its own for each test, as when it is served."""
    if connection.vendor != "sqlite":
        yield
        return
    file, memory, name = tmp_path / "db.sqlite3", connection.connection, connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def region(a_database_that_two_can_be_at: None) -> Region:
    return region_of.region(3)


@pytest.fixture
def plan(region: Region) -> Plan:
    return accepted(text(), region.office, region.programme)[1]


@pytest.fixture
def two(region: Region) -> tuple[Client, Client]:
    """The browsers of two coordinators of the office."""
    browsers = []
    for name in ("kim", "alex"):
        user = User.objects.create(
            email=f"{name}@example.org", name=name, language="en", created_at=NOW, is_demo=True
        )
        Assignment.objects.create(user=user, role="coordinator", since=date(2019, 1, 1), office=region.office)
        client = Client(headers={"accept-language": "en"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        browsers.append(client)
    return browsers[0], browsers[1]


def at_once(two: tuple[Client, Client], one: Send, other: Send) -> tuple[Answer, Answer]:
    """Both are sent at the same moment; the answers."""
    start = Barrier(2)

    def send(client: Client, request: Send) -> Answer:
        start.wait()
        try:
            return request(client)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        found = [threads.submit(send, *each) for each in zip(two, (one, other), strict=True)]
        answers = [each.result(timeout=60) for each in found]
    return answers[0], answers[1]


def rows(plan: Plan) -> list[Any]:
    model = register(MEETINGS).model
    return list(model._default_manager.filter(plan=plan, removed_at=None).order_by("position", "pk"))


def places(plan: Plan) -> list[int]:
    return [row.position for row in rows(plan)]


def form_of(client: Client, address: str) -> dict[str, str]:
    """What stands in the form at the address, as a browser would send it."""
    answer = client.get(address)
    form = answer.context["form"]
    return {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}


def test_of_two_who_write_in_one_chapter_one_is_stored_and_the_other_sees_both(
    plan: Plan, two: tuple[Client, Client]
) -> None:
    chapter = plan.chapters.all()[0]
    address = f"/planer/{plan.pk}/kapittel/{chapter.pk}/endre/"
    sent = form_of(two[0], address)
    texts = ("Det Kim skrev.", "Det Alex skrev.")
    answers = at_once(
        two,
        lambda client: client.post(address, {**sent, "text": texts[0]}),
        lambda client: client.post(address, {**sent, "text": texts[1]}),
    )
    assert sorted(each.status_code for each in answers) == [302, 409]
    lost = 0 if answers[0].status_code == 409 else 1
    stored = Chapter.objects.get(pk=chapter.pk)
    assert (stored.text, stored.version) == (texts[1 - lost], 2)
    page = answers[lost].content.decode()
    assert ("Kim" in page, "Alex" in page) == (True, True)
    assert texts[lost] in page.replace("<mark>", "").replace("</mark>", "")
    again = form_of_answer(answers[lost])
    assert two[lost].post(address, {**again, "text": f"{texts[1 - lost]} {texts[lost]}"}).status_code == 302
    assert Chapter.objects.get(pk=chapter.pk).text == f"{texts[1 - lost]} {texts[lost]}"
    assert Earlier.objects.filter(kind="chapter", key=chapter.pk).count() == 2
    assert first_break() is None


def form_of_answer(answer: Answer) -> dict[str, str]:
    form = answer.context["form"]
    return {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}


@pytest.mark.parametrize("deed", ["flytt", "fjern"])
def test_a_row_that_is_written_in_while_another_moves_or_removes_it_loses_nothing(
    deed: str, plan: Plan, two: tuple[Client, Client]
) -> None:
    row = rows(plan)[0]
    base = f"/planer/{plan.pk}/moteplan/{row.pk}/"
    sent = form_of(two[0], f"{base}endre/")
    writing, other = at_once(
        two,
        lambda client: client.post(f"{base}endre/", {**sent, "topic": "Det Kim skrev"}),
        lambda client: client.post(f"{base}{deed}/", {"to": "down", "version": "1"}),
    )
    row.refresh_from_db()
    assert places(plan) == list(range(1, len(rows(plan)) + 1))
    if deed == "flytt":
        assert (writing.status_code, row.topic, row.position, row.removed_at) == (
            302,
            "Det Kim skrev",
            2,
            None,
        )
        assert other.status_code == 302
    elif writing.status_code == 302:
        assert (row.topic, row.removed_at) == (
            "Det Kim skrev",
            None,
        )  # the removal was told that it had changed
    else:
        assert (writing.status_code, row.removed_at is None) == (409, False)
        assert "Det Kim skrev" in writing.content.decode()
        again = form_of_answer(writing)
        assert two[0].post(f"{base}endre/", again).status_code == 302
        row.refresh_from_db()
        assert (row.topic, row.removed_at) == ("Det Kim skrev", None)
    assert first_break() is None


def test_a_row_that_is_written_in_while_another_adds_one_above_it_keeps_its_words_and_moves_down(
    plan: Plan, two: tuple[Client, Client]
) -> None:
    row = rows(plan)[1]
    base = f"/planer/{plan.pk}/moteplan/"
    sent = form_of(two[0], f"{base}{row.pk}/endre/")

    def adds(_client: Client) -> HttpResponse:
        new = NewRow({"topic": "Det Alex la til"})
        add_row(register(MEETINGS), Plan.objects.get(pk=plan.pk), new, at=1, by="u2", now=NOW)
        return HttpResponse(status=302)

    writing, adding = at_once(
        two,
        lambda client: client.post(f"{base}{row.pk}/endre/", {**sent, "topic": "Det Kim skrev"}),
        adds,
    )
    assert (writing.status_code, adding.status_code) == (302, 302)
    assert [each.topic for each in rows(plan)] == ["Det Alex la til", "Oppstart", "Det Kim skrev"]
    assert places(plan) == [1, 2, 3]
    assert first_break() is None


def test_who_accepts_a_reading_while_another_writes_in_a_row_writes_over_nothing_unseen(
    region: Region, plan: Plan, two: tuple[Client, Client]
) -> None:
    reading = begun(text(tema="Fra dokumentet"), region.office, region.programme)
    row = rows(plan)[1]
    base = f"/planer/{plan.pk}/moteplan/{row.pk}/endre/"
    sent, seen = form_of(two[0], base), fingerprint(plan)
    writing, accepting = at_once(
        two,
        lambda client: client.post(base, {**sent, "topic": "Det Kim skrev"}),
        lambda client: client.post(f"/les-inn/{reading.pk}/godta/", {"version": "1", "seen": seen}),
    )
    row.refresh_from_db()
    reading.refresh_from_db()
    assert sorted((writing.status_code, accepting.status_code)) == [302, 409]
    if accepting.status_code == 409:
        assert (row.topic, reading.status) == ("Det Kim skrev", PlanReading.Status.OPEN)
        assert "Someone else changed this reading or the plan meanwhile" in accepting.content.decode()
    else:
        assert (row.topic, reading.status) == ("Fra dokumentet", PlanReading.Status.ACCEPTED)
        assert "Det Kim skrev" in writing.content.decode()
    assert first_break() is None


def test_who_undoes_an_acceptance_while_another_writes_in_a_row_throws_no_work_away(
    region: Region, plan: Plan, two: tuple[Client, Client]
) -> None:
    reading = begun(text(tema="Fra dokumentet"), region.office, region.programme)
    accept_reading(reading, into=plan, version=1, language="nb", by="u1", now=NOW)
    row = rows(plan)[1]
    base = f"/planer/{plan.pk}/moteplan/{row.pk}/endre/"
    sent = form_of(two[0], base)
    writing, undoing = at_once(
        two,
        lambda client: client.post(base, {**sent, "topic": "Det Kim skrev"}),
        lambda client: client.post(f"/les-inn/{reading.pk}/angre/", {"version": "2"}),
    )
    row.refresh_from_db()
    reading.refresh_from_db()
    if undoing.status_code == 422:
        assert (row.topic, reading.status) == ("Det Kim skrev", PlanReading.Status.ACCEPTED)
        assert "The plan has been worked in since" in undoing.content.decode()
    else:
        assert (row.topic, reading.status) == ("Reiser", PlanReading.Status.OPEN)
        assert (writing.status_code, "Det Kim skrev" in writing.content.decode()) == (409, True)
    assert first_break() is None


def test_who_saw_that_a_document_becomes_a_new_plan_writes_over_no_plan_that_came_meanwhile(
    region: Region, two: tuple[Client, Client]
) -> None:
    mine, theirs = (begun(text(tema=words), region.office, region.programme) for words in ("Mitt", "Deres"))
    accept_reading(theirs, into=None, version=1, language="nb", by="u1", now=NOW)
    made = Plan.objects.get()
    answer = two[0].post(f"/les-inn/{mine.pk}/godta/", {"version": "1", "language": "nb"})
    assert (answer.status_code, rows(made)[1].topic) == (409, "Deres")
    seen = fingerprint(made)
    Plan.objects.filter(pk=made.pk).update(title="Noe annet", period_start=None, period_end=None)
    answer = two[0].post(f"/les-inn/{mine.pk}/godta/", {"version": "1", "language": "nb", "seen": seen})
    assert (answer.status_code, Plan.objects.count()) == (409, 1)


def test_of_two_who_accept_one_reading_at_once_one_does_and_the_other_is_told(
    region: Region, two: tuple[Client, Client]
) -> None:
    reading = begun(text(), region.office, region.programme)

    def accept(client: Client) -> Answer:
        return client.post(f"/les-inn/{reading.pk}/godta/", {"version": "1", "language": "nb"})

    answers = at_once(two, accept, accept)
    codes = sorted(each.status_code for each in answers)
    assert codes[0] == 302
    assert codes[1] in {409, 422}
    assert Plan.objects.count() == 1
    assert first_break() is None
