"""Rounds with answers, made straight into the database: what is asked, and what each municipality sent in."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from samordner.mapping.models import How, MappingRound, Respondent, Response, Submission
from samordner.participation.models import Participation
from samordner.questionnaires.content import (
    Bound,
    Choice,
    ChoiceList,
    Content,
    Question,
    Section,
    written,
)
from samordner.questionnaires.models import Edition, Questionnaire
from tests.factories.participation import BY, Region
from tests.factories.wording import words

SENT = datetime(2021, 4, 20, 9, 0, tzinfo=UTC)


def choices(key: str, *keys: str) -> ChoiceList:
    return ChoiceList(key, tuple(Choice(one, words(one)) for one in keys))


def status_content() -> Content:
    """A mapping of plan status with its decision, where it is anchored, two solutions, a need and the main contact."""

    def status(part: str = "value", **values: str) -> Bound:
        return Bound("subject", "plan_status", part=part, values=values or None)

    anchoring = Bound("subject", "anchoring", values={"nowhere": ""})
    stage = Bound("subject", "solution_stage", values={"unsure": ""})
    plan = (
        Question("status", "one", words("Planstatus"), choices="status", bound=status(other="")),
        Question("body", "one", words("Vedtatt av"), choices="bodies", bound=status("decision_body")),
        Question("decided", "date", words("Vedtaksdag"), bound=status("decision_day")),
        Question("case", "text", words("Saksnummer"), bound=status("case_number")),
        Question("expected", "text", words("Ventet"), bound=status("expected")),
        Question("where", "many", words("Forankret i"), choices="where", bound=anchoring),
        Question("stage", "matrix", words("Løsninger"), rows="solutions", choices="stages", bound=stage),
    )
    wish = (
        Question("wish", "long", words("Hva trengs?"), bound=Bound("need", item="help", part="text")),
        Question("name", "text", words("Navn"), bound=Bound("contact", item="main", part="name")),
        Question("mail", "text", words("E-post"), bound=Bound("contact", item="main", part="email")),
        Question("free", "long", words("Annet")),
    )
    return Content(
        title=words("Kartlegging"),
        lists=(
            choices("status", "not_begun", "in_process", "decided", "other"),
            choices("where", "planning_strategy", "community_part", "nowhere"),
            choices("solutions", "A1", "A2"),
            choices("stages", "in_use", "planned", "unsure"),
            choices("bodies", "kommunestyret", "formannskapet"),
        ),
        sections=(Section("plan", words("Plan"), plan), Section("help", words("Hjelp"), wish)),
    )


def asked(region: Region, content: Content | None = None, **fields: Any) -> MappingRound:
    """An open round that asks this of an office."""
    text = written(content or status_content())
    name = fields.pop("name", "Årlig kartlegging")
    questionnaire = Questionnaire.objects.create(
        programme=region.programme, office=region.office, name=name, draft=text, made_at=SENT, made_by=BY
    )
    edition = Edition.objects.create(
        questionnaire=questionnaire, number=1, digest=hashlib.sha256(text.encode()).hexdigest(), text=text,
        made_at=SENT, made_by=BY,
    )  # fmt: skip
    usual: dict[str, Any] = {
        "title": "Kartlegging 2021", "asked_by": "Havbukta", "minutes": 5,
        "opens": date(2021, 4, 1), "deadline": date(2021, 5, 1),
        "state": MappingRound.State.OPEN, "opened_at": SENT, "made_at": SENT, "made_by": BY,
    }  # fmt: skip
    return MappingRound.objects.create(
        programme=region.programme, office=region.office, questionnaire=questionnaire, edition=edition, **usual | fields
    )  # fmt: skip


def answer(of: MappingRound, participation: Participation, at: datetime = SENT, **values: Any) -> Submission:
    """What a municipality sent in; again: a correction. Names of cells with "/" are written with two underscores."""
    cells = {name.replace("__", "/"): value for name, value in values.items()}
    Respondent.objects.get_or_create(
        round=of, participation=participation, defaults={"name": "Kari", "made_at": at, "made_by": BY, "sent_at": at}
    )  # fmt: skip
    response, _made = Response.objects.get_or_create(
        round=of, participation=participation, respondent=None, defaults={"begun_at": at, "saved_at": at}
    )
    response.submitted += 1
    response.save()
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return Submission.objects.create(
        round=of, response=response, participation=participation, number=response.submitted, text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(), at=at, by="respondent:1", how=How.LINK,
    )  # fmt: skip
