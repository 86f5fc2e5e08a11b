"""What is no plan is refused with a sentence that says what it is, and nothing at all is written or fetched."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from samordner.files.models import File
from samordner.journal.deeds import Refusal
from samordner.people.models import Assignment, User
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import begin_reading
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.hostile import HOSTILE, fetching
from tests.plandocument.plans import printed_plan
from tests.plandocument.stating import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


@pytest.fixture
def client(region: Region) -> Client:
    """The coordinator's browser, in English."""
    user = User.objects.create(
        email="kim@example.org", name="Kim", language="en", created_at=NOW, is_demo=True
    )
    Assignment.objects.create(user=user, role="coordinator", since=date(2019, 1, 1), office=region.office)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def written() -> dict[str, int]:
    """How many rows there are of everything."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def begin(content: bytes, region: Region, *, office_is_right: bool = False) -> PlanReading:
    return begin_reading(
        "plan.docx",
        content,
        office=region.office,
        programme=region.programme,
        by="u1",
        now=NOW,
        office_is_right=office_is_right,
    )


def refusal(content: bytes, region: Region) -> Refusal:
    before = written()
    with pytest.raises(Refusal) as refused:
        begin(content, region)
    assert written() == before
    return refused.value


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_sentence_and_nothing_is_written(name: str, region: Region) -> None:
    make, begins = HOSTILE[name]
    said = str(refusal(make(), region).sentence)
    assert said[: len(begins)] == begins


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_sentence_is_said_in_the_readers_language(language: str, region: Region) -> None:
    make, begins = HOSTILE["5,000 rows as text"]
    with override(language):
        said = str(refusal(make(), region).sentence)
    assert "«År | Område | Tiltak»" in said
    assert begins not in said


# Nothing is fetched


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        listening.setblocking(False)
        yield listening


def address(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}"


def pages(at: str) -> dict[str, bytes]:
    head = f'<link rel="stylesheet" href="{at}/a.css"><script src="{at}/a.js"></script><base href="{at}/">'
    body = f'<img src="{at}/a.png"><iframe src="{at}/"></iframe><object data="{at}/a"></object>'
    told = "<h1>Handlingsplan 2022</h1><h2>Bakgrunn</h2><p>Vi er i gang.</p><h2>Evaluering</h2><p>Ja.</p>"
    return {
        "a page": f"<!doctype html><html><head>{head}</head><body>{body}{told}</body></html>".encode(),
        "a page with a declaration from elsewhere": (
            f'<!DOCTYPE html SYSTEM "{at}/a.dtd"><html><body>{told}</body></html>'.encode()
        ),
        "a Word document": fetching(at),
    }


@pytest.mark.parametrize("name", pages("http://x.example"))
def test_a_document_that_points_elsewhere_is_read_and_fetches_nothing(
    name: str, region: Region, server: socket.socket
) -> None:
    begin(pages(address(server))[name], region)
    with pytest.raises(BlockingIOError):
        server.accept()
    assert PlanReading.objects.count() == 1


# Whose plan it is


def fronted(line: str) -> bytes:
    return text().replace(b"Dato: 27.april", f"{line}\nDato: 27.april".encode())


def test_another_countys_plan_is_refused_until_someone_says_that_the_office_is_right(region: Region) -> None:
    other = region_of.office("solvik", "Solvik")
    said = refusal(fronted("Statsforvalteren i Solvik"), region)
    own = str(region.office.names.get())
    assert str(said.sentence) == (
        f"The front page (line, paragraph or row 3) names Solvik, and not {own}, which the plan is to be read for. "
        "Choose the office whose plan it is, or say that the office is right."
    )
    assert said.field == "office_is_right"
    reading = begin(fronted("Statsforvalteren i Solvik"), region, office_is_right=True)
    assert (reading.office, other.key) == (region.office, "solvik")


def test_a_front_page_that_names_both_or_none_is_taken_as_it_is(region: Region) -> None:
    region_of.office("solvik", "Solvik")
    own = str(region.office.names.get())
    begin(fronted(f"Statsforvalterne i {own} og Solvik"), region)
    begin(fronted("Statsforvalteren"), region)
    begin(fronted("Solviksenteret"), region)
    assert PlanReading.objects.count() == 3


def test_the_page_shows_the_box_that_says_that_the_office_is_right_only_when_it_is_asked(
    region: Region, client: Client
) -> None:
    region_of.office("solvik", "Solvik")
    given = {"programme": region.programme.key, "office": region.office.key}
    assert b"office_is_right" not in client.get("/les-inn/").content
    doubted = client.post(
        "/les-inn/", {"file": SimpleUploadedFile("plan.txt", fronted("Statsforvalteren i Solvik")), **given}
    )
    assert doubted.status_code == 422
    assert b'name="office_is_right"' in doubted.content
    file = SimpleUploadedFile("plan.txt", fronted("Statsforvalteren i Solvik"))
    client.post("/les-inn/", {"file": file, **given, "office_is_right": "on"})
    assert (PlanReading.objects.count(), File.objects.count()) == (1, 1)


def test_a_plan_whose_name_says_something_else_is_kept_as_what_it_is(region: Region) -> None:
    reading = begin_reading(
        "plan.txt", printed_plan(), office=region.office, programme=region.programme, by="u1", now=NOW
    )
    assert reading.file.media_type.endswith("wordprocessingml.document")
