"""Rounds that were answered, straight into the database: who was asked, and what each sent in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from samordner.mapping.models import MappingRound, Respondent, Response, RoundStep, Submission
from samordner.participation.models import Participation
from samordner.questionnaires.content import (
    Bound,
    Choice,
    ChoiceList,
    Content,
    Question,
    Scale,
    Section,
    written,
)
from samordner.questionnaires.models import Edition, Questionnaire
from tests.factories.participation import BY, DAY, NOW, Region
from tests.factories.wording import words

Values = Mapping[str, Any]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What is told is read in English, whatever the product's own language is."""
    with override("en"):
        yield


def choices(key: str, *pairs: tuple[str, str]) -> ChoiceList:
    return ChoiceList(key, tuple(Choice(each, words(label)) for each, label in pairs))


YES_NO = choices("yes_no", ("yes", "Ja"), ("no", "Nei"))


def every_kind(**more: Any) -> Content:
    """A questionnaire with a question of each kind, one of them asked of some only, one bound to a contact."""
    usual: dict[str, Any] = {
        "title": words("Kartlegging av planarbeidet", "Kartlegging av planarbeidet"),
        "sections": (
            Section("plan", words("Planen"), (
                Question("status", "one", words("Hvor langt er planen?", "Kor langt er planen komen?"), choices="status"),
                Question("anchored", "many", words("Hvor er den forankret?", "Kvar er ho forankra?"), choices="places",
                         other=True),
                Question("stage", "matrix", words("Hvor langt er hver løsning?", "Kor langt er kvar løysing?"),
                         choices="stages", rows="solutions"),
                Question("why_not", "long", words("Hvorfor er den ikke vedtatt?", "Kvifor er ho ikkje vedteken?"),
                         relevant="${status} != 'adopted'"),
                Question("day", "date", words("Når ble den vedtatt?", "Når vart ho vedteken?"), relevant="${status} = 'adopted'"),
            )),
            Section("help", words("Støtten", "Støtta"), (
                Question("staff", "number", words("Hvor mange arbeider med den?", "Kor mange arbeider med ho?")),
                Question("content_with", "scale", words("Hvor nyttig var støtten?", "Kor nyttig var støtta?"),
                         scale=Scale(1, 5, 1, words("ikke nyttig", "ikkje nyttig"), words("svært nyttig"))),
                Question("paper", "file", words("Legg ved planen")),
                Question("who", "text", words("Hvem er kontakt?", "Kven er kontakt?"),
                         bound=Bound("contact", item="main", part="name")),
                Question("thanks", "note", words("Takk!")),
            )),
        ),
        "lists": (
            choices("status", ("adopted", "Vedtatt"), ("process", "Under arbeid"), ("not_begun", "Ikke begynt")),
            choices("places", ("strategy", "Planstrategi"), ("budget", "Økonomiplan")),
            choices("stages", ("tried", "Prøvd ut"), ("used", "I bruk")),
            choices("solutions", ("dinner", "Middag"), ("walks", "Turer")),
            YES_NO,
        ),
    }  # fmt: skip
    return Content(**{**usual, **more})


def round_with(
    place: Region, content: Content, *, title: str = "Kartlegging 2021", opens: date = DAY, state: str = "open",
    closed_at: datetime | None = None, **more: Any,
) -> MappingRound:  # fmt: skip
    """A round that asks this."""
    number = Questionnaire.objects.count() + 1
    row = Questionnaire.objects.create(
        programme=place.programme, office=place.office, name=f"Skjema {number}", draft=written(content),
        made_at=NOW, made_by=BY,
    )  # fmt: skip
    edition = Edition.objects.create(
        questionnaire=row, number=1, digest="0" * 64, text=written(content), made_at=NOW, made_by=BY
    )
    usual: dict[str, Any] = {
        "asked_by": "Statsforvalteren i Havbukta", "why": "Svarene styrer støtten.", "minutes": 10,
        "audience_words": "Alle kommunene", "made_at": NOW, "made_by": BY, "opened_at": NOW,
    }  # fmt: skip
    closed = (closed_at or NOW) if state == "closed" else None
    made = MappingRound.objects.create(
        programme=place.programme, office=place.office, questionnaire=row, edition=edition, title=title, opens=opens,
        deadline=opens + timedelta(days=21), state=state, closed_at=closed, **{**usual, **more},
    )  # fmt: skip
    RoundStep.objects.create(round=made, verb="opened", at=NOW, by=BY)
    if closed:
        RoundStep.objects.create(round=made, verb="closed", at=closed, by=BY)
    return made


def ask(of: MappingRound, rows: Iterable[Participation], **more: Any) -> list[Respondent]:
    """The main contact of each is asked."""
    return [
        Respondent.objects.create(
            round=of, participation=row, name="Kari Kvamsøy", email=f"kari.{row.municipality.code}@example.org",
            made_at=NOW, made_by=BY, **more,
        )
        for row in rows
    ]  # fmt: skip


def send(
    respondent: Respondent,
    values: Values,
    *,
    number: int = 1,
    at: datetime = NOW,
    how: str = "link",
    source: str = "",
) -> Submission:
    """Somebody's answer is sent in; a higher number corrects the one before."""
    of = respondent.round
    place = respondent.participation if of.answered_for == of.For.MUNICIPALITY else None
    response, _new = Response.objects.get_or_create(
        round=of, participation=place, respondent=None if place else respondent,
        defaults={"begun_at": at, "saved_at": at},
    )  # fmt: skip
    Response.objects.filter(pk=response.pk).update(submitted=number)
    return Submission.objects.create(
        round=of, response=response, participation=place, number=number, text=json.dumps(dict(values)),
        digest="0" * 64, at=at, by=f"respondent:{respondent.pk}", how=how, source=source,
    )  # fmt: skip


def send_unnamed(of: MappingRound, values: Sequence[Values], at: datetime | None = None) -> list[Submission]:
    """Answers of an anonymous round, of which nobody knows whose they are."""
    noon = at or datetime(2021, 4, 20, 10, tzinfo=UTC)
    return [
        Submission.objects.create(
            round=of, text=json.dumps(dict(each)), digest="0" * 64, at=noon, how="link"
        )
        for each in values
    ]  # fmt: skip


def evaluation(
    place: Region, content: Content, values: Sequence[Values], *, asked: int = 0, **more: Any
) -> MappingRound:
    """An anonymous round that is closed, with these answers; `asked`: so many more did not answer."""
    of = round_with(place, content, **{
        "anonymous": True, "answered_for": "person", "state": "closed", "title": "Evaluering", **more,
    })  # fmt: skip
    for number in range(len(values) + asked):
        Respondent.objects.create(
            round=of, name=f"Ola {number}", email=f"ola{number}@example.org", organisation="Nes helselag",
            answered=number < len(values), made_at=NOW, made_by=BY,
        )  # fmt: skip
    send_unnamed(of, values)
    return of


def one_question(question: Question, *lists: ChoiceList) -> Content:
    return Content(words("Evaluering"), (Section("all", words("Alt"), (question,)),), lists)
