"""What a coordinator's own lists of documents and stated numbers hold, and how often they ask the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samordner.plandocument.models import PlanReading
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.stating import accepted, begun, text
from tests.plandocument.test_rights import SignedIn, signed_in

__all__ = ["signed_in"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


def test_a_document_can_be_read_for_ones_own_office_only(region: Region, signed_in: SignedIn) -> None:
    def sent(office: str) -> dict[str, object]:
        file = SimpleUploadedFile("plan.txt", text())
        return {"file": file, "programme": region.programme.key, "office": office}

    client = signed_in("own")
    region_of.office("solvik", "Solvik")
    assert client.post("/les-inn/", sent("solvik")).status_code == 422
    assert PlanReading.objects.count() == 0
    assert client.post("/les-inn/", sent(region.office.key)).status_code == 302
    assert PlanReading.objects.get().office == region.office


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_readings_takes_the_same_queries_however_long(
    count: int, region: Region, signed_in: SignedIn, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(count):
        begun(text(tema=f"Tema {number}"), region.office, region.programme)
    client = signed_in("own")
    client.get("/les-inn/")
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        answer = client.get("/les-inn/")
    assert answer.content.count(b'<th scope="row"><a class="ds-link" href="/les-inn/') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_stated_numbers_take_the_same_queries_however_many(
    count: int, region: Region, signed_in: SignedIn, django_assert_num_queries: Callable[..., object]
) -> None:
    sentences = " ".join(f"I 2021 hadde {number} av 3 kommuner vedtatt." for number in range(1, count + 1))
    _reading, plan = accepted(text(bakgrunn=sentences), region.office, region.programme)
    client = signed_in("own")
    client.get(f"/planer/{plan.pk}/tall/")
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        answer = client.get(f"/planer/{plan.pk}/tall/")
    assert answer.content.count(b"<blockquote>") == count
