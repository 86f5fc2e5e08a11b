"""What an address may say: whatever stands in it, the answer is a page or a sentence, never a failure."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.boards.conftest import SignIn, signed_in, today
from tests.project.test_rights import FOLLOWED, PARTS, World, addresses, world

__all__ = ["signed_in", "today", "world"]

pytestmark = pytest.mark.django_db

WORDS = {
    "nothing of letters": "a\x00b",
    "letters of many kinds": "Guovdageaidnu 🦌 ŋŧšžđ",
    "a long text": "x" * 4000,
    "a negative number": "-1",
    "a huge number": "9" * 30,
    "a number in other digits": "٣",
    "the first month": "0001-01",
    "the last month": "9999-12",
    "a formula": "=1+1",
    "a quote": "' OR 1=1 --",
}
NAMES = (
    "q", "status", "theme", "sector", "organisation", "municipality", "older", "overdue", "sort", "page", "month",
    "view", "kind", "year", "scheme", "name", "table", "months", "group", "need", "on", "where", "reference",
    "removed", "first", "last", "asked_by", "state", "rule", "holds", "names", "role", "show", "borders", "area",
    "grouping", "phase", "subject", "item", "value",
)  # fmt: skip
REFUSED = {"programme", "office", "day", "format"}


@pytest.mark.parametrize("what", WORDS)
def test_every_list_stands_whatever_its_address_says(world: World, signed_in: SignIn, what: str) -> None:
    client = signed_in(office=world.place.office)
    client.raise_request_exception = False
    failed = []
    for name in (each for each in addresses() if each.split(":")[0] in FOLLOWED):
        for said in (dict.fromkeys(NAMES, WORDS[what]), *({one: WORDS[what]} for one in sorted(REFUSED))):
            before = transaction.savepoint()
            status = client.get(world.address(name, "own"), said).status_code
            transaction.savepoint_rollback(before)
            if status >= 500:
                failed.append((name, list(said)))
    assert failed == []


@pytest.mark.parametrize("path", ["9" * 30, "0", "2147483648", "9223372036854775808"])
def test_a_number_that_no_record_has_is_not_found(world: World, signed_in: SignIn, path: str) -> None:
    client = signed_in(office=world.place.office)
    client.raise_request_exception = False
    for name, parts in PARTS.items():
        own, wild = world.address(name, "own"), world.of["own"][parts[0]]
        if wild.isdigit() and parts[0] != "code":
            address = own.replace(f"/{wild}/", f"/{path}/", 1)
            assert (name, client.get(address).status_code) == (name, 404)


def test_a_municipality_s_number_of_no_letters_is_not_found(world: World, signed_in: SignIn) -> None:
    client = signed_in(office=world.place.office)
    client.raise_request_exception = False
    for number in ("a%00b", "%F0%9F%A6%8C", "9" * 300):
        address = f"/status/arv/leve-hele-livet/{number}/{number}/"
        assert client.get(address).status_code == 404
