"""Improvement that is measured: a team writes in a month on a phone, sees what the chart says and attaches what it tried; the
facilitator calls whom nobody has heard from, and prepares a gathering; a coordinator sees which teams changed something.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from tests.journeys.conftest import Opener, Product, Reader

pytestmark = pytest.mark.journey
MARCH = "2021-03-01"


def looked_up(product: Product, question: str) -> int:
    """The key of a row of the demonstration, to know where to go."""
    with closing(sqlite3.connect(product.folder / "samordner.sqlite3")) as read:
        (found,) = read.execute(question).fetchone()
    return int(found)


def cohort_in(product: Product) -> int:
    return looked_up(product, "SELECT id FROM networks_cohort ORDER BY since LIMIT 1")


def opens_following_up(person: Reader, tab: str) -> None:
    """From the list of cohorts to one of the pages of the one that runs."""
    page = person.page
    person.goes("/nettverk/oppfolging/")
    page.locator("main section.panel h2 a").first.click()
    person.looks()
    page.locator(f"nav.tabs-of-pages a[href$='/{tab}/']").click()
    person.looks()


@pytest.mark.parametrize("opens", ["phone-nn"], indirect=True)
def test_a_team_writes_in_a_month_on_a_phone_and_attaches_what_it_tried(
    product: Product, opens: Opener
) -> None:
    indicator = looked_up(
        product,
        "SELECT i.id FROM measurement_indicator i JOIN improvement_project p ON p.id = i.project_id"
        " JOIN networks_team t ON t.id = p.team_id WHERE t.name LIKE 'Kjende%' AND i.kind = 'outcome'",
    )
    person = opens(product)
    person.signs_in(*product.account("contact"))
    page = person.page

    # The month that waits is the one that is asked for; a number, and it is saved
    person.goes(f"/maling/{indicator}/skriv/")
    form = page.locator(f"#indicator-{indicator} form")
    assert form.locator("input[name=period]").input_value() == MARCH
    form.locator("input[name=value]").fill("12,5")
    form.locator("button[type=submit]").last.click()
    person.looks()
    if page.locator("button[name=sure]").count():  # so few has never been before, and one is asked
        page.click("button[name=sure]")
        person.looks()

    # The chart says in a sentence what it comes to, and has the month in it
    person.goes(f"/maling/{indicator}/")
    said = page.locator("main").inner_text()
    assert re.search(r"tilfeldig variasjon|spesiell variasjon", said, re.IGNORECASE)
    person.goes(f"/maling/{indicator}/punkt/{MARCH}/")
    assert "12,5" in page.locator("h1").inner_text()

    # What was tried then is attached to the point
    form = page.locator("form[action*='/merknad/']")
    form.locator("select").last.select_option(index=1)
    form.locator("button[type=submit]").click()
    person.looks()
    person.goes(f"/maling/{indicator}/punkt/{MARCH}/")
    assert page.locator("main a[href^='/forbedring/sirkler/']", has_text="PDSA 1").count() == 1


@pytest.mark.parametrize("opens", ["desktop-nb", "phone-nn"], indirect=True)
def test_the_facilitator_calls_whom_nobody_heard_from_and_prepares_a_gathering(
    product: Product, opens: Opener
) -> None:
    person = opens(product)
    person.signs_in(*product.account("partner"))
    page = person.page

    # The first page tells of it, and leads there; every reason opens to what it stands on
    address = f"/nettverk/puljer/{cohort_in(product)}/oppfolging/"
    page.locator(f"main a[href='{address}']").first.click()
    person.looks()
    waiting = page.locator("section[aria-labelledby=waiting] article")
    before = waiting.count()
    assert before > 1
    first = waiting.first
    name = first.locator("h3").inner_text()
    assert first.locator(".reasons a").count() >= 1

    # A call is noted, and the team is done for the week; undone, it waits again
    first.locator("details.fold summary").last.click()
    first.locator("textarea[name=said]").fill("De tar med tallene til samlingen.")
    first.locator("details.fold button[type=submit]").click()
    person.looks()
    called = page.locator("section[aria-labelledby=called] article", has_text=name)
    assert waiting.count() == before - 1
    assert "De tar med tallene til samlingen." in called.inner_text()
    called.locator("button[type=submit]").last.click()
    person.looks()
    assert waiting.count() == before
    page.locator("[role=status] button[type=submit]").click()
    person.looks()
    assert waiting.count() == before - 1

    # The charts side by side; all teams together
    for tab in ("diagrammer", "samlet"):
        page.locator(f"nav.tabs-of-pages a[href$='/{tab}/']").click()
        person.looks()
        assert page.locator("main svg").count() >= 2

    # The handout of the next gathering, to share, and as files
    page.locator("nav.tabs-of-pages a[href$='/samling/']").click()
    page.wait_for_url(re.compile(r"/nettverk/samlinger/\d+/hefte/"))
    person.looks()
    assert page.locator(".document figure").count() >= 3
    for wanted, ending in (("pdf", ".pdf"), ("docx", ".docx")):
        with page.expect_download() as file:
            page.click(f".actions a[href*='format={wanted}']")
        assert file.value.suggested_filename.endswith(ending)


@pytest.mark.parametrize("opens", ["desktop-nn"], indirect=True)
def test_a_coordinator_sees_which_teams_changed_something_and_which_solution_it_belongs_to(
    product: Product, opens: Opener
) -> None:
    person = opens(product)
    person.signs_in(*product.account("coordinator"))
    page = person.page
    opens_following_up(person, "endringer")
    every = page.locator("main tbody tr").count()

    page.select_option("select[name=state]", "changed")
    page.wait_for_url(re.compile("state=changed"))
    person.looks()
    changed = page.locator("main tbody tr")
    assert 0 < changed.count() < every
    team = page.locator("main tbody tr", has_text="Sula")
    assert "C2" in team.inner_text()
    assert team.locator("a[href^='/forbedring/sirkler/']").count() == 3

    # What was tried opens, and what others took up of it
    team.locator("a[href^='/forbedring/erfaringer/']").first.click()
    person.looks()
    assert "Surnadal" in page.locator("main").inner_text()

    # The network's report says the same, and is had as a file
    opens_following_up(person, "rapport")
    report = page.locator(".document").inner_text()
    assert "Sula" in report
    with page.expect_download() as file:
        page.click(".actions a[href*='format=pdf']")
    assert file.value.suggested_filename.endswith(".pdf")
