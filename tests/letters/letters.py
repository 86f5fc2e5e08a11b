"""Letters to test with, and the clock that they are sent by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prove.mailserver import MailServer
from samordner.letters.backends import Smtp
from samordner.letters.delivery import Round, deliver
from samordner.letters.models import Letter
from samordner.letters.operations import New, write
from samordner.places.models import Office
from tests.factories.participation import BY, NOW, office


def new(number: int = 1, **fields: Any) -> New:
    usual: dict[str, Any] = {
        "key": f"test/{number}", "kind": "letter", "language": "nn", "to_name": "Kari Eksempel",
        "to_address": f"kari{number}@example.org", "subject": f"Møte {number}", "body": f"Hei\n\nVelkomen, nr. {number}.",
    }  # fmt: skip
    return New(**{"office": fields.pop("of", None) or office(), **usual, **fields})


def written(*numbers: int, of: Office | None = None, **fields: Any) -> list[Letter]:
    write([new(number, of=of, **fields) for number in numbers], by=BY, now=NOW)
    return list(Letter.objects.filter(key__in=[f"test/{number}" for number in numbers]).order_by("pk"))


@dataclass
class Hands:
    """A clock that is turned by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, by: timedelta) -> None:
        self.now += by


def smtp(server: MailServer) -> Smtp:
    return Smtp(host="127.0.0.1", port=server.port, use_tls=False, use_ssl=False, timeout=5)


def sent(server: MailServer, clock: Hands | None = None, **more: Any) -> Round:
    return deliver(smtp(server), clock=clock or Hands(), **more)


def states() -> dict[str, str]:
    return dict(Letter.objects.order_by("pk").values_list("key", "state"))
