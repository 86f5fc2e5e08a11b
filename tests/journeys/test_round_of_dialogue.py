"""A round of dialogue meetings, from the municipalities that were not offered one to the minutes of the first; a municipality
answers without an account; attendance is taken on a phone.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import HeldBack, Opener, Product, Reader

pytestmark = pytest.mark.journey
TODAY, LATER = "2021-04-27", "2021-05-20"
GIVEN_UP = r"htmx:(sendAbort|afterRequest)"
"""What the page notes of a search that a newer one took the place of."""


def plans_the_round(person: Reader, offer: str) -> list[str]:
    """Meetings for everybody who was not offered one, proposed by where they stand; the addresses of the meetings."""
    page = person.page
    person.goes("/tilbud/")
    page.locator(f"main a[href*='/tilbud/{offer}/']").first.click()
    person.looks()
    page.locator("a[href*='/forslag/']").first.click()
    person.looks()
    days = page.locator("input[name$=day]")
    for number in range(days.count()):
        days.nth(number).fill(TODAY if number == 0 else LATER)
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/tilbud/runder/\d+/"))
    person.looks()
    links = page.locator("main section h2 a[href^='/moter/']").evaluate_all(
        "every => every.map(one => one.pathname)"
    )
    return [each for each in dict.fromkeys(links) if re.fullmatch(r"/moter/\d+/", each)]


def invites(person: Reader, meeting: str) -> int:
    """Everybody of the group is written to, those without a contact at an address typed for the occasion."""
    page = person.page
    page.locator(f"main a[href^='{meeting}inviter/']").first.click()
    person.looks()
    page.click("button[name=look]")
    person.looks()
    addresses = page.locator("input[name^=email-]")
    for number in range(addresses.count()):
        addresses.nth(number).fill(f"post{number}@kommune.example")
    page.click("button[name=send]")
    page.wait_for_url(re.compile(rf"{meeting}"))
    person.looks()
    return addresses.count()


def letter_with_a_link(product: Product, meeting: str) -> str:
    """What stands in the letter that a municipality got: the address that only its reader sees."""
    with closing(sqlite3.connect(product.folder / "samordner.sqlite3")) as read:
        rows = read.execute(
            "SELECT secret FROM letters_letter WHERE secret LIKE '%/svar/%' ORDER BY id DESC"
        ).fetchall()
    assert rows, f"no letter of {meeting} has a link"
    found = re.search(r"/svar/\S+", rows[0][0])
    assert found
    return found[0]


def answers(person: Reader, address: str, names: str) -> str:
    """The letter's reader sees whose it is, and nothing has happened; then says who comes. Answers the municipality."""
    page = person.page
    person.goes(address)
    whose = page.locator("main section p strong").first.inner_text()
    page.check("input[name=answer][value=accepted]")
    page.fill("[name=names]", names)
    page.locator("main form button[type=submit]").last.click()
    person.looks()
    assert page.locator("main [role=status]").first.is_visible()
    return whose


@pytest.mark.parametrize("opens", ["desktop-nb"], indirect=True)
def test_a_round_of_dialogue_meetings_from_gap_to_minutes(product: Product, opens: Opener) -> None:
    coordinator = opens(product)
    page = coordinator.page
    coordinator.signs_in(*product.account("coordinator"))
    coordinator.goes("/tilbud/")
    assert "0 av 26" in page.inner_text("main")

    # From the gap to meetings for all 26, grouped by where they stand
    meetings = plans_the_round(coordinator, "dialogue_2021")
    round_address = page.url.removeprefix(product.address)
    assert len(meetings) >= 2
    for meeting in meetings:
        coordinator.goes(round_address)
        invites(coordinator, meeting)
    coordinator.goes("/tilbud/")
    assert "26 av 26" in page.inner_text("main")

    # A municipality answers without an account, in a browser where nobody is signed in
    whose = answers(opens(product), letter_with_a_link(product, meetings[-1]), "Kari Nordmann\nOla Nordmann")
    coordinator.goes(meetings[-1])
    assert "2" in page.locator("main").inner_text()
    assert whose

    # The first meeting: one who was invited is there, and the agenda becomes the minutes
    first = meetings[0]
    coordinator.goes(f"{first}oppmote/")
    page.fill("[name=name]", "Per Politiker")
    page.fill("[name=organisation]", "Giske kommune")
    page.locator("form:has(input[value=walk-in]) button[type=submit]").click()
    page.locator(".door li.here").first.wait_for()
    coordinator.looks()
    coordinator.goes(first)
    page.fill("form[action$='/program/'] [name=title]", "Transport") if page.locator(
        "form[action$='/program/'] [name=title]"
    ).is_visible() else None
    page.locator("form[action$='/referat/begynn/'] button, a[href$='/referat/begynn/']").first.click()
    coordinator.looks()
    page.locator("form.new-point [name=title]").fill("Transport til møteplasser")
    page.locator("form.new-point button[type=submit]").click()
    coordinator.looks()
    page.locator("section.point textarea[name=text]").first.fill("Kommunene ønsker seg bestillingstransport.")
    page.locator("section.point form.words button[type=submit]").first.click()
    coordinator.looks()

    # What remains of it: a decision, approved and frozen
    page.locator("a[href*='/ny/']").first.click()
    page.locator("[data-noting] textarea, [data-noting] input[type=text]").first.fill(
        "Embetet tar det opp med fylkeskommunen."
    )
    page.locator("[data-noting] button[type=submit]").first.click()
    page.locator(".noted").first.wait_for()
    coordinator.looks()
    coordinator.goes(f"{first}referat/godkjenn/")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    coordinator.goes(f"{first}referat/")
    said = page.inner_text("article")
    assert "bestillingstransport" in said
    assert "Embetet tar det opp med fylkeskommunen." in said


@pytest.mark.parametrize("opens", ["phone-nn"], indirect=True)
def test_attendance_is_taken_on_a_phone_after_a_municipality_has_answered(
    product: Product, opens: Opener
) -> None:
    coordinator = opens(product)
    page = coordinator.page
    coordinator.signs_in(*product.account("coordinator"))
    coordinator.goes("/moter/nytt/?kind=dialogue")
    page.fill("[name=topic]", "Dialogmøte på telefonen")
    page.fill("[name=day]", TODAY)
    page.locator("main form button[type=submit]").last.scroll_into_view_if_needed()
    page.locator("main form button[type=submit]:not([name])").last.click()
    page.wait_for_url(re.compile(r"/moter/\d+/"))
    meeting = re.sub(r"^https?://[^/]+|\?.*$", "", page.url)
    coordinator.goes(f"{meeting}inviter/?audience=all&roles=main")
    page.click("button[name=look]")
    coordinator.looks()
    addresses = page.locator("input[name^=email-]")
    for number in range(addresses.count()):
        addresses.nth(number).fill(f"post{number}@kommune.example")
    page.click("button[name=send]")
    page.wait_for_load_state()
    coordinator.looks()

    # A forwarded link says whose it is; the municipality says no, and then yes after all
    municipality = opens(product)
    link = letter_with_a_link(product, meeting)
    municipality.goes(link)
    municipality.page.check("input[name=answer][value=declined]")
    municipality.page.fill("[name=why]", "Kommunestyret møtest same dag")
    municipality.page.locator("main form button[type=submit]").last.click()
    municipality.looks()
    answers(municipality, link, "Anne Eldreråd\nNils Leiar")

    # At the door: found by a few letters, noted with one press, and undone when it was the wrong one
    coordinator.goes(f"{meeting}oppmote/")
    late = HeldBack(page, "**/oppmote/?q=Anne")
    page.fill("[name=name]", "Per Halvskriven")
    page.fill("[name=q]", "Anne")
    late.wait()
    page.locator(".door li", has_text="Anne Eldreråd").locator("button[type=submit]").click()
    page.locator(".door li.here", has_text="Anne Eldreråd").wait_for()
    late.let_go()  # what was found before the press comes after it
    page.locator(".door li.here", has_text="Anne Eldreråd").wait_for()
    expect(page.locator(".door li")).to_have_count(1)
    assert page.input_value("[name=name]") == "Per Halvskriven"
    page.fill("[name=name]", "")
    coordinator.looks(but=GIVEN_UP)
    coordinator.complaints.clear()
    page.locator(".door li.here button[value=undo]").first.click()
    page.locator(".door li:not(.here)", has_text="Anne Eldreråd").wait_for()
    page.locator(".door li", has_text="Anne Eldreråd").locator("button[type=submit]").click()
    page.locator(".door li.here", has_text="Anne Eldreråd").wait_for()
    coordinator.goes(f"{meeting}deltakere/")
    assert "Anne Eldreråd" in page.inner_text("main")
