"""One row of every model of mapping rounds that people edit, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from prove.written import Edited, edited
from samordner.findings.operations.coding import make_theme, reword_theme
from samordner.mapping.models import MappingRound
from samordner.mapping.rounds.operations.planning import Facts, change_round, make_round
from samordner.pages import clock
from samordner.questionnaires.content import Content, Question, Section, Words
from samordner.questionnaires.operations import edition_of, make_questionnaire, rename


def words(text: str) -> Words:
    """The same in both forms."""
    return Words(nb=text, nn=text)


def of_asking(standing: Standing) -> Iterator[Edited]:
    """A questionnaire, a round that is being prepared, and a theme of one that is open."""
    programme, office, now = standing.programme, standing.office, clock.now()
    today = localtime(now).date()
    question = Question("how", "text", words("Hvordan går det?"))
    content = Content(words("Skjema"), (Section("one", words("Del"), (question,)),))

    made = make_questionnaire(programme, office, "Skjema", content, by=BY, now=now)
    yield edited(
        made, "name",
        lambda row, text: rename(row, text, version=row.version, by=BY, now=clock.now()),
    )  # fmt: skip
    said = Facts(title="Runde", asked_by="KS", minutes=5, opens=today, deadline=today + timedelta(days=14))
    yield edited(
        make_round(programme, office, made, said, by=BY, now=now), "title",
        lambda row, text: change_round(
            row, replace(said, title=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    asking = make_round(programme, office, made, replace(said, title="Åpen runde"), by=BY, now=now)
    MappingRound.objects.filter(pk=asking.pk).update(
        state=MappingRound.State.OPEN, opened_at=now, edition=edition_of(made, by=BY, now=now)
    )
    asking.refresh_from_db()
    yield edited(
        make_theme(asking, "Tema", by=BY, now=now), "name",
        lambda row, text: reword_theme(row, text, "", version=row.version, by=BY, now=clock.now()),
    )  # fmt: skip
