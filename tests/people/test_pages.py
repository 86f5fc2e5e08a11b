"""Every page of people, in three languages: it answers, and nothing on it is left untranslated."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client

import samordner
from samordner.access.policy import POLICY
from samordner.people.models import User
from samordner.people.operations import make_setup_token, make_welcome_link
from samordner.people.urls import urlpatterns
from samordner.project import policy_words
from samordner.project.checks import right_named
from tests.conftest import NOW
from tests.people.conftest import PASSPHRASE, Make, enter

PACKAGES = Path(samordner.__file__).parent


def english_only(language: str) -> set[str]:
    """The texts of people, pages and project that are other words in `language`."""
    found = set()
    for package in ("people", "pages", "project"):
        with (PACKAGES / package / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
            for message in read_po(file):
                if isinstance(message.id, str) and len(message.id) > 5 and message.string != message.id:
                    found.add(re.split(r"%\(", message.id)[0].strip())
    return {text for text in found if len(text) > 5}


def words_on(client: Client, path: str, status: int = 200) -> set[str]:
    """The texts on a page, also those for screen readers; a language calls itself what it is called."""
    answer = client.get(path)
    assert (path, answer.status_code) == (path, status)
    page = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|alt|placeholder|data-show|data-hide|data-copied)="([^"]+)"', page)
    return {html.unescape(text).strip() for text in [*re.split(r"<[^>]+>", page), *spoken]} - {"", "English"}


PAGES = [
    "/konto/", "/konto/totrinn/", "/konto/totrinn/app/", "/konto/totrinn/app/fjern/", "/konto/totrinn/koder/",
    "/konto/totrinn/koder/nye/", "/konto/totrinn/passnokkel/", "/konto/totrinn/passnokkel/ny/", "/konto/ut/",
    "/konto/bekreft/", "/konto/bekreft/kode/", "/personer/", "/personer/ny/", "/personer/?q=x+y",
    "/hvem-kan-hva/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_page_is_shown_untranslated(language: str, make: Make, administrator: User) -> None:
    guest = Client()
    guest.cookies["samordner_language"] = language
    token = make_welcome_link(make("contact"), by=administrator.actor_id, now=NOW)
    shown = words_on(guest, "/konto/inn/") | words_on(guest, f"/konto/velkommen/{token}")
    shown |= words_on(guest, "/konto/velkommen/old", 404)
    for user, has_app in ((administrator, True), (make("administrator"), False)):
        client = enter(user, second_factor=has_app)
        User.objects.filter(pk=user.pk).update(language=language)
        client.post("/konto/bekreft/?next=/konto/totrinn/", {"password": PASSPHRASE})
        for path in (
            [*PAGES, f"/personer/{user.pk}/"] if has_app else ["/konto/totrinn/", "/konto/totrinn/app/"]
        ):
            status = 302 if has_app and path == "/konto/totrinn/app/" else 200
            shown |= words_on(client, path, status)
    assert "Samordner" in shown
    english = english_only(language)
    wrong = {
        words for words in shown if any(words == text or words.startswith(text + " ") for text in english)
    }
    assert wrong == set()


def test_the_first_start_is_translated(now: object) -> None:
    token = make_setup_token(NOW)
    for language, heading in (
        ("nb", "Velkommen til Samordner"),
        ("nn", "Velkomen til Samordner"),
        ("en", "Welcome to Samordner"),
    ):
        client = Client()
        client.cookies["samordner_language"] = language
        assert heading in words_on(client, f"/oppsett/{token}")


def test_every_page_has_a_right() -> None:
    missing = [
        entry.name for entry in urlpatterns if right_named(str(entry.name), entry.callback) not in POLICY
    ]
    assert missing == []


def test_every_right_of_the_table_is_said_in_words() -> None:
    assert policy_words.without_words() == []
    named = [right for _name, rights in policy_words.GROUPS for right in rights]
    assert sorted(named) == sorted(POLICY)


def test_the_page_says_what_the_table_says() -> None:
    page = Client().get("/hvem-kan-hva/")
    shown = {
        row.right: [str(cell.words) for cell in row.cells]
        for _name, rows in page.context["tables"]
        for row in rows
    }
    assert shown["people.manage"] == ["hele landet", "nei", "nei", "nei", "nei", "nei"]
    assert shown["people.read"] == ["hele landet", "eget embete", "eget embete", "nei", "nei", "nei"]
    assert set(shown) == set(POLICY)


@pytest.mark.parametrize("path", [*PAGES, "/konto/inn/"])
def test_every_page_obeys_the_strict_policy_for_content(administrator: User, path: str) -> None:
    client = enter(administrator) if path != "/konto/inn/" else Client()
    answer = client.get(path, follow=True)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", answer.content.decode())


def test_links_and_codes_are_not_kept_by_the_browser(client: Client, make: Make, administrator: User) -> None:
    token = make_welcome_link(make("contact"), by=administrator.actor_id, now=NOW)
    assert "no-store" in client.get(f"/konto/velkommen/{token}").headers["Cache-Control"]
