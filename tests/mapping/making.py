"""A small questionnaire, a round with it over the municipalities of a region, and the personal links in its letters."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from samordner.asks.audiences import audience
from samordner.letters.models import Letter
from samordner.mapping.models import MappingRound, Respondent, Response, Submission
from samordner.mapping.rounds.operations.opening import open_round
from samordner.mapping.rounds.operations.planning import Facts, choose, make_round
from samordner.participation.models import Contact, Participation
from samordner.questionnaires.content import (
    Choice,
    ChoiceList,
    Content,
    Question,
    Scale,
    Section,
    written,
)
from samordner.questionnaires.models import Questionnaire
from tests.factories.participation import BY, DAY, NOW, Region
from tests.factories.wording import words

OPENS, DEADLINE = DAY, date(2021, 5, 14)
"""A round opens on the day of the tests, and is answered until a Friday two weeks and a half later."""
BEFORE = datetime(2021, 5, 14, 21, 59, tzinfo=UTC)
AFTER = datetime(2021, 5, 14, 22, 0, tzinfo=UTC)
"""The last minute before the deadline passes in Norway, and the first after it."""
LINK = re.compile(r"https?://\S+/([\w-]{20,})/")


def small_content(**more: Any) -> Content:
    """Two sections: a number and a text that is required; a choice, a text that is asked when it is yes, and a scale."""
    usual: dict[str, Any] = {
        "title": words("Liten kartlegging"),
        "sections": (
            Section("people", words("Folk"), (
                Question("staff", "number", words("Hvor mange?")),
                Question("who", "text", words("Hvem har ansvar?"), required="true()"),
            )),
            Section("food", words("Mat"), (
                Question("kitchen", "one", words("Eget kjøkken?"), choices="yes_no"),
                Question("which", "text", words("Hvilket?"), relevant="${kitchen} = 'yes'"),
                Question("content_with", "scale", words("Hvor fornøyd?"), scale=Scale(1, 5)),
            )),
        ),
        "lists": (ChoiceList("yes_no", (Choice("yes", words("Ja")), Choice("no", words("Nei")))),),
    }  # fmt: skip
    return Content(**{**usual, **more})


def questionnaire(place: Region, content: Content | None = None, name: str = "Skjema") -> Questionnaire:
    """A questionnaire of the region's office."""
    return Questionnaire.objects.create(
        programme=place.programme, office=place.office, name=name, draft=written(content or small_content()),
        made_at=NOW, made_by=BY,
    )  # fmt: skip


def facts(**more: Any) -> Facts:
    usual: dict[str, Any] = {
        "title": "Kartlegging 2021", "asked_by": "Statsforvalteren i Havbukta", "why": "Svarene styrer støtten.",
        "minutes": 10, "opens": OPENS, "deadline": DEADLINE, "remind_days": (7, 2),
    }  # fmt: skip
    return Facts(**{**usual, **more})


def contact(
    row: Participation, role: str = "main", name: str = "Kari Eksempel", email: str | None = None
) -> Contact:
    """Somebody in a municipality, with an address unless `email` is ""."""
    own = f"{name.split(maxsplit=1)[0].lower()}.{row.municipality.code}@example.org"
    return Contact.objects.create(
        participation=row, role=role, name=name, email=own if email is None else email, since=date(2020, 1, 1)
    )


def drafted(place: Region, *, content: Content | None = None, by: str = BY, **more: Any) -> MappingRound:
    """A round that is being prepared for all municipalities of the region; `more` are its facts."""
    made = make_round(
        place.programme, place.office, questionnaire(place, content, f"Skjema {Questionnaire.objects.count()}"),
        facts(**more), by=by, now=NOW,
    )  # fmt: skip
    everyone = audience("all", place.programme, place.office, DAY)
    return choose(made, audience=everyone, roles=["main"], version=made.version, by=by, now=NOW)


def opened(
    place: Region, *, contacts: bool = True, content: Content | None = None, **more: Any
) -> MappingRound:
    """An open round: a main contact with an address in each municipality (unless not `contacts`) has a letter with a link."""
    if contacts:
        for row in place.participations:
            contact(row)
    made = drafted(place, content=content, **more)
    return open_round(made, version=made.version, day=OPENS, by=BY, now=NOW)


def respondents(of: MappingRound) -> list[Respondent]:
    """Those who are asked, in Norwegian order of their municipalities."""
    return list(Respondent.objects.filter(round=of).select_related("round", "participation__municipality"))


def letters(kind: str = "") -> list[Letter]:
    rows = Letter.objects.order_by("pk")
    return list(rows.filter(kind=kind) if kind else rows)


def secret_in(letter: Letter) -> str:
    """The secret end of the personal link in a letter."""
    found = LINK.search(letter.body)
    assert found is not None, letter.body
    return found[1]


def secret_of(row: Respondent) -> str:
    """The secret end of the newest personal link that somebody was sent."""
    about = Letter.objects.filter(key__startswith=f"mapping/{row.round_id}/{row.pk}/").exclude(secret="")
    return secret_in(about.latest("pk"))


def begun(row: Respondent, text: str = "{}", now: datetime = NOW) -> Response:
    """Somebody has begun to answer, as a row; for tests of what is shown of it."""
    place = row.participation if row.round.answered_for == "municipality" else None
    return Response.objects.create(
        round=row.round, participation=place, respondent=None if place else row, text=text, begun_at=now, saved_at=now
    )  # fmt: skip


def answered(row: Respondent, number: int = 1, text: str = "{}", now: datetime = NOW) -> Submission:
    """Somebody has sent in an answer, as rows; for tests of what is shown of it."""
    response = Response.objects.filter(round=row.round, participation=row.participation).first() or begun(row)
    Response.objects.filter(pk=response.pk).update(submitted=number)
    response.refresh_from_db()
    return Submission.objects.create(
        round=row.round, response=response, participation=response.participation, number=number, text=text,
        digest="0" * 64, at=now, by=f"respondent:{row.pk}", how="link",
    )  # fmt: skip
