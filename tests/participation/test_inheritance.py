"""Whether what was said of an old municipality holds for its heir: who decides, what is refused, what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.participation.inheriting import decide
from samordner.participation.models import Inheritance, Participation
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.borders import become
from tests.factories.participation import BY, NOW, Region, region, say

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db

SAID, CHANGED = date(2020, 3, 1), date(2021, 1, 1)
LATER = datetime(2021, 6, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Divided:
    """A municipality with something known of it that was divided in two: one part with its name, one without."""

    place: Region
    old: Participation
    same: Participation
    other: Participation

    @property
    def address(self) -> str:
        old, heir = self.old.municipality, self.other.municipality
        return f"/status/arv/{self.place.programme.key}/{old.code}/{heir.code}/"


@pytest.fixture
def divided() -> Divided:
    place = region(3)
    say(place[0], "plan_status", "decided", SAID)
    say(place[0], "solution_stage", "in_use", SAID, item="A1")
    same, other = become([place[0]], [place[0].municipality.name, "Utvik"], CHANGED)
    return Divided(place, place[0], same, other)


def settle(
    one: Divided, *, holds: bool = True, reason: str = "Avtalt", now: datetime = NOW, **more: str
) -> Inheritance:
    return decide(
        one.place.programme, one.old.municipality, one.other.municipality,
        holds=holds, reason=reason, by=BY, now=now, **more,
    )  # fmt: skip


# The deed


def test_a_decision_is_kept_with_who_when_why_and_the_heirs_office(divided: Divided) -> None:
    made = settle(divided, reason=" Vedtaket gjaldt begge ", subject="plan_status")
    kept = Inheritance.objects.values(
        "office__key", "subject", "item", "holds", "reason", "recorded_at", "recorded_by"
    )
    assert list(kept) == [
        {
            "office__key": "havbukta", "subject": "plan_status", "item": "", "holds": True,
            "reason": "Vedtaket gjaldt begge", "recorded_at": NOW, "recorded_by": BY,
        }
    ]  # fmt: skip
    entry = Entry.objects.latest("number")
    assert (entry.actor, entry.verb, entry.kind, entry.key) == (BY, "decide", "inheritance", str(made.pk))
    assert entry.office == "havbukta"
    assert "Vedtaket" not in str(entry.detail)


def test_it_can_be_decided_anew_and_both_stay(divided: Divided) -> None:
    settle(divided)
    settle(divided, holds=False, now=LATER)
    assert list(Inheritance.objects.values_list("holds", flat=True)) == [False, True]


def test_what_cannot_be_decided_is_refused_in_a_sentence(divided: Divided) -> None:
    place, old, heir = divided.place, divided.old.municipality, divided.other.municipality
    (renumbered,) = become([place[1]], ["Nyvik"], CHANGED)
    told = {}
    with translation.override("en"):
        for name, (first, second, more) in {
            "no heir": (old, place[2].municipality, {}),
            "a new number": (place[1].municipality, renumbered.municipality, {}),
            "no subject": (old, heir, {"subject": "weather"}),
            "no item": (old, heir, {"subject": "solution_stage", "item": "Z9"}),
            "no reason": (old, heir, {"reason": "  "}),
        }.items():
            words = {"reason": "Avtalt", **more}
            with pytest.raises(Refusal) as refusal:
                decide(place.programme, first, second, holds=True, by=BY, now=NOW, **words)
            told[name] = (str(refusal.value.sentence), refusal.value.field)
    assert told == {
        "no heir": (
            f"{place[2].municipality} ({place[2].municipality.code}) took nothing over from {old} ({old.code}):"
            " no border change joins them.",
            "about",
        ),
        "a new number": (
            "Nyvik is the same municipality under a new number: what was known goes on by itself.", "about",
        ),
        "no subject": ("LHL does not ask about “weather”.", "about"),
        "no item": ("“Solutions” does not have “Z9”.", "about"),
        "no reason": ("Say in a few words what the decision rests on.", "reason"),
    }  # fmt: skip
    assert Inheritance.objects.count() == 0


# The pages


def test_a_coordinator_sees_what_is_open_and_decides_once(
    divided: Divided, today: date, signed_in: SignIn
) -> None:
    client = signed_in("coordinator", office=divided.place.office)
    page = client.get("/status/arv/").content.decode()
    assert "2 questions" in page
    assert divided.address in page
    form = client.get(divided.address).content.decode()
    assert "Decided, 1 Mar 2020, self-reported" in form or "Decided" in form
    answer = client.post(
        f"{divided.address}avgjer/", {"about": "solution_stage|A1", "holds": "yes", "reason": "Avtalt i møte"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, divided.address)
    row = Inheritance.objects.get()
    assert (row.subject, row.item, row.holds, row.reason) == ("solution_stage", "A1", True, "Avtalt i møte")
    after = client.get("/status/arv/").content.decode()
    assert ("1 question" in after, "Avtalt i møte" in after) == (True, True)


def test_nothing_typed_is_lost_when_the_reason_is_missing(
    divided: Divided, today: date, signed_in: SignIn
) -> None:
    client = signed_in("coordinator", office=divided.place.office)
    answer = client.post(f"{divided.address}avgjer/", {"about": "plan_status", "holds": "no", "reason": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<option value="plan_status" selected>' in page
    assert Inheritance.objects.count() == 0


def test_who_may_see_and_who_may_decide(divided: Divided, today: date, signed_in: SignIn) -> None:
    settle(divided, reason="Berre for dykk")
    other = region(1, key="nabo", county="93")
    clients: dict[str, Client] = {
        "coordinator": signed_in("coordinator", office=divided.place.office),
        "partner": signed_in("partner", office=divided.place.office),
        "neighbour": signed_in("coordinator", office=other.office),
        "own contact": signed_in(
            "contact", office=divided.place.office, municipality=divided.other.municipality
        ),
        "other contact": signed_in(
            "contact", office=divided.place.office, municipality=divided.place[2].municipality
        ),
        "directorate": signed_in("directorate"),
        "administrator": signed_in("administrator"),
    }
    typed = {"about": "", "holds": "yes", "reason": "Nei"}
    told = {
        name: (
            client.get(divided.address).status_code,
            client.post(f"{divided.address}avgjer/", typed | {"reason": ""}).status_code,
            "Berre for dykk" in client.get("/status/arv/").content.decode(),
        )
        for name, client in clients.items()
    }
    assert told == {
        "coordinator": (200, 422, True),
        "partner": (200, 403, True),
        "neighbour": (404, 404, False),
        "own contact": (200, 403, True),
        "other contact": (404, 403, False),
        "directorate": (200, 403, True),
        "administrator": (200, 403, True),
    }
    assert Inheritance.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_many_wait(
    number: int, today: date, signed_in: SignIn
) -> None:
    place = region(4)
    for row in place.participations[:number]:
        say(row, "plan_status", "decided", SAID)
        _same, heir = become([row], [row.municipality.name, f"Ut {row.pk}"], CHANGED)
        decide(
            place.programme, row.municipality, heir.municipality, holds=True, reason="Avtalt", subject="phase",
            by=BY, now=NOW,
        )  # fmt: skip
    client = signed_in("coordinator", office=place.office)
    client.get("/status/arv/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/status/arv/").content.decode()
    assert page.count("/status/arv/leve-hele-livet/") == number
    assert len(queries) == 21


def test_what_is_open_and_what_is_decided_leave_as_files(
    divided: Divided, today: date, signed_in: SignIn
) -> None:
    settle(divided, reason="Avtalt", subject="plan_status")
    client = signed_in("coordinator", office=divided.place.office)
    waiting = client.get("/status/arv/?format=csv&table=open").content.decode("utf-8-sig").splitlines()
    decided = client.get("/status/arv/?format=csv&table=decided").content.decode("utf-8-sig").splitlines()
    assert (len(waiting), len(decided)) == (2, 2)
    assert "Utvik" in waiting[1]
    assert "Avtalt" in decided[1]
    assert client.get("/status/arv/?format=exe").status_code == 404


def test_nobody_to_follow_is_told_what_the_page_is_for(today: date, signed_in: SignIn) -> None:
    page = signed_in("directorate").get("/status/arv/")
    assert (page.status_code, "waits here for a decision" in page.content.decode()) == (200, True)


def test_a_decision_counts_from_the_moment_it_was_made(divided: Divided) -> None:
    made = settle(divided, now=NOW + timedelta(days=1))
    assert made.recorded_at == NOW + timedelta(days=1)
