"""Letters that nobody has got, told to the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.letters.models import Letter
from samordner.letters.queries import NEEDS_SOMEBODY, Narrowing, narrowed
from samordner.participation.queries import State


def of_letters(actor: Actor, scope: Scope, _state: State, _now: datetime) -> Iterator[Task]:
    """Letters that were refused, came back, or may not have arrived; one question."""
    if not actor.may("letter.write"):
        return
    rows = narrowed(visible(Letter.objects.all(), actor, "letter.write"), Narrowing(state=NEEDS_SOMEBODY))
    if scope.office:
        rows = rows.filter(office__key=scope.office)
    found = list(rows.order_by("pk").values_list("participation__municipality__label", flat=True))
    if found:
        text = ngettext(
            "%(count)d letter has not arrived, or may not have",
            "%(count)d letters have not arrived, or may not have",
            len(found),
        )
        pairs = {"state": NEEDS_SOMEBODY} | ({"office": scope.office} if scope.office else {})
        yield Task(
            sentence=text % {"count": len(found)},
            address=f"{reverse('letters:index')}?{urlencode(pairs)}",
            sign="↩",
            tone="warning",
            concerns=each_once(filter(None, found)),
        )
