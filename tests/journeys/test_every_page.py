"""Every list of the product, as those who live on it see it: readable by all, and nothing sideways."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Opener, Product

pytestmark = pytest.mark.journey

OFFICE = (
    "/", "/tavle/", "/tavle/?day=2021-12-31&borders=today", "/tavle/figurer/", "/tavle/registrer/",
    "/tavle/registrer/en/", "/tavle/registrer/fil/", "/tavle/kommune/1516/",
    "/behov/", "/behov/oversikt/", "/behov/stille/", "/behov/hjelp/", "/behov/hjelp/ny/", "/behov/tilskudd/",
    "/henvendelser/", "/henvendelser/belastning/", "/henvendelser/ny/",
    "/inndelinger/", "/inndelinger/ny/", "/rapporter/", "/kommuneplaner/", "/kommuneplaner/horinger/",
    "/status/kontakter/", "/status/arv/", "/planer/", "/grupperinger/", "/hvem-kan-hva/",
    "/planer/1/", "/planer/1/tiltak/", "/planer/1/tiltak/?by=quarter", "/planer/1/periodeplan/",
    "/planer/1/periodeplan/ark/", "/planer/1/periodeplan/fyller-ut/", "/planer/1/evaluering/",
    "/planer/1/fullstendighet/", "/planer/1/revisjoner/", "/planer/1/neste/", "/planer/innsendt/", "/les-inn/",
    "/embeter/more-og-romsdal/utseende/",
)  # fmt: skip
NATION = (
    "/", "/tavle/", "/tavle/figurer/", "/tavle/kommune/1516/", "/behov/", "/behov/oversikt/", "/behov/stille/",
    "/behov/hjelp/", "/behov/tilskudd/", "/henvendelser/", "/henvendelser/belastning/", "/inndelinger/",
    "/rapporter/", "/kommuneplaner/", "/kommuneplaner/horinger/", "/status/arv/", "/planer/", "/planer/1/",
    "/planer/1/revisjoner/", "/planer/innsendt/", "/hvem-kan-hva/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "pages", "opens"),
    [
        ("coordinator", OFFICE, "desktop-nn"),
        ("coordinator", OFFICE, "phone-nb"),
        ("directorate", NATION, "desktop-nb"),
        ("directorate", NATION, "phone-nn"),
    ],
    indirect=["opens"],
)
def test_every_list_page_is_readable(
    product: Product, opens: Opener, role: str, pages: tuple[str, ...]
) -> None:
    person = opens(product)
    person.signs_in(*product.account(role))
    for page in pages:
        person.goes(page)
