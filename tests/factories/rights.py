"""Whom a truth table of rights tries, and the table as it is written: a line for each address and method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.test import Client
from django.urls import reverse

from tests.factories.participation import Region

Table = dict[tuple[str, str], dict[str, str]]
OF_NO_OFFICE = {"administrator", "directorate"}


def client_of(signed_in: Callable[..., Client], who: str, place: Region) -> Client:
    """A browser of a visitor, or of somebody with that role: at the office of the place, a contact of its first municipality."""
    if who == "visitor":
        return Client(headers={"accept-language": "en"})
    if who in OF_NO_OFFICE:
        return arrived(signed_in(who))
    return arrived(signed_in(who, place.office, place[0].municipality if who == "contact" else None))


def arrived(client: Client) -> Client:
    """The browser after its first page, by which its session is written down: that is not undone with what it does next."""
    client.get(reverse("policy"))
    return client


def rights_table(
    text: str,
    who: Sequence[str],
    words: Mapping[str, str],
    is_whole: Callable[[str], bool] = lambda _name: True,
) -> Table:
    """(address, method) → who → the answers, of a table whose first line names those who ask.

    `words`: what stands for several answers. Of an address that is not whole there is no record, and one answer only.
    """
    found = {}
    for name, method, *cells in (line.split() for line in text.strip().splitlines()[1:]):
        said = {one: words.get(cell, cell) for one, cell in zip(who, cells, strict=True)}
        found[name, method] = said if is_whole(name) else {one: each.split()[0] for one, each in said.items()}
    return found
