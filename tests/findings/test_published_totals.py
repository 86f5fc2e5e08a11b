"""Published totals come out of a whole mapping round, from the answers to the half-yearly report, and open to each answer.

Which municipalities stood behind the published numbers, and what they answered, is not public. Every answer here is MADE
UP to add up to them, and says so in its own words; only the sums agree with what was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from samordner.asks.audiences import audience
from samordner.findings.models import Review
from samordner.findings.operations.reviewing import accept
from samordner.findings.proposals import proposals
from samordner.findings.queries import Count, results
from samordner.mapping.answering.operations.saving import save
from samordner.mapping.answering.operations.sending import submit
from samordner.mapping.answering.queries import every_respondent
from samordner.mapping.models import MappingRound, Respondent, Response
from samordner.mapping.rounds.operations.opening import open_round
from samordner.mapping.rounds.operations.planning import Facts, Outside, choose, make_round
from samordner.mapping.rounds.operations.running import close
from samordner.mapping.sent import sent_in
from samordner.participation.models import Observation, Participation, SourceKind
from samordner.participation.operations import enrol, register_many
from samordner.participation.published import beside, bounds, published_of
from samordner.participation.queries import State, state, taking_part, tally
from samordner.participation.statements import Statement
from samordner.places.facts import read
from samordner.places.models import Office
from samordner.places.operations import load as load_places
from samordner.programmes.models import Programme
from samordner.programmes.operations import load_shipped
from samordner.programmes.queries import definition
from samordner.questionnaires.operations import make_questionnaire
from samordner.questionnaires.ready import ready_ones
from samordner.reports.documents import topics
from samordner.reports.dues import due_on
from samordner.reports.gathering import gather
from samordner.reports.operations import begin_report
from tests.boards.conftest import SignIn, signed_in
from tests.conftest import standing

__all__ = ["signed_in"]

pytestmark = pytest.mark.django_db

REFORM, BY = "leve-hele-livet", "u1"
MADE_UP = "Made up for a test, to add up to a published total"
OFFICES = ("vestland", "more-og-romsdal")

Typed = Mapping[str, Sequence[str]]


def at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


@dataclass(frozen=True)
class Held:
    """A round that is over. `rows`: who was asked, in order; the first of them have answered."""

    of: MappingRound
    rows: Sequence[Participation]
    day: date

    def known(self) -> State:
        return state(self.rows, definition(REFORM), self.day)

    def published(self) -> list[tuple[int, int, bool]]:
        """Each published total of the office by that day: what is counted here, of how many, and whether it agrees."""
        says, known = definition(REFORM), self.known()
        found = [
            beside(says, known, one) for one in published_of(says, self.of.office.key) if one.day <= self.day
        ]
        return [(one.counted.count, one.counted.of, one.agrees) for one in found]

    def count(self, cell: str, key: str) -> Count:
        """What the results tell of one choice."""
        with override("nb"):
            return next(one for one in results(self.of).cell(cell).counts if one.key == key)


def real_reform() -> Programme:
    """Real municipalities and the real reform; the two offices take part, and nothing is known of anyone."""
    long_ago = at(date(2018, 12, 1))
    load_places(read(), by=BY, now=long_ago)
    load_shipped(by=BY, now=long_ago)
    programme = Programme.objects.get(key=REFORM)
    for office in Office.objects.filter(key__in=OFFICES):
        enrol(programme, office, since=date(2019, 1, 1), until=date(2024, 1, 1), by=BY, now=long_ago)
    return programme


def held(
    programme: Programme,
    office: str,
    *,
    opens: date,
    deadline: date,
    reviewed: date,
    answers: Sequence[Typed],
) -> Held:
    """The yearly mapping that comes with the programme: asked of all, answered by the first, closed, and accepted."""
    home = Office.objects.get(key=office)
    rows = list(taking_part(REFORM, opens, office=office).order_by("municipality__code"))
    ready = next(one for one in ready_ones(REFORM) if one.key == "yearly_mapping")
    asked = make_questionnaire(
        programme, home, "Årlig kartlegging", ready.content, ready=ready.key, by=BY, now=at(opens)
    )
    facts = Facts(
        title=f"Kartlegging {opens.year}", asked_by="Statsforvalteren", minutes=ready.minutes, opens=opens, deadline=deadline
    )  # fmt: skip
    of = make_round(programme, home, asked, facts, by=BY, now=at(opens))
    given = {
        row.pk: Outside(email=f"post@k{row.municipality.code}.example", name="Oppdiktet") for row in rows
    }
    of = choose(
        of, audience=audience("all", programme, home, opens), roles=["main"], given=given, version=of.version, by=BY,
        now=at(opens),
    )  # fmt: skip
    of = open_round(of, version=of.version, day=opens, by=BY, now=at(opens))
    those = {one.participation_id: one for one in every_respondent().filter(round=of)}
    for row, typed in zip(rows, answers, strict=False):
        _answer(those[row.pk], typed, deadline)
    of = close(of, version=of.version, day=reviewed, by=BY, now=at(reviewed))
    plain = [one.key for one in proposals(of, reviewed) if one.is_plain]
    accept(of, plain, day=reviewed, by=BY, now=at(reviewed))
    return Held(of, rows, date(reviewed.year, 12, 31) if office == "vestland" else date(2021, 4, 27))


def _answer(respondent: Respondent, typed: Typed, day: date) -> None:
    """One answer, written and sent in by whoever has the personal link."""
    said = {"wants_help": ["no"], "hinders": ["other"], "hinders/other": [MADE_UP], **typed}
    saved = save(respondent, said, versions={}, by="", now=at(day))
    assert set(saved.written) == set(said)
    submit(respondent, today=day, by="", now=at(day))


def plan(value: str, day: str = "") -> dict[str, list[str]]:
    said = {"plan_status": [value]}
    if value == "in_process":
        said |= {"expected": ["høsten 2021"]}
    return said | ({"decision_body": ["kommunestyret"], "decision_day": [day]} if value == "decided" else {})


def stand(value: str, *where: str) -> dict[str, list[str]]:
    said = {"stand_on_solutions": [value]}
    return said | ({"anchoring": list(where)} if where else {})


def vestland_of_2020(reform: Programme) -> Held:
    """Of 43, 33 answer: 13 have a decision, 14 tell of a process, 6 cannot say; 26 have taken a stand, 16 anchored it so."""
    plans = [plan("decided", "2020-03-12")] * 13 + [plan("in_process")] * 14 + [plan("unsure")] * 6
    stands = (
        [stand("taken", "planning_strategy")] * 16 + [stand("taken", "own_case")] * 10 + [stand("not_taken")] * 7
    )  # fmt: skip
    answers = [one | other for one, other in zip(plans, stands, strict=True)]
    return held(
        reform, "vestland", opens=date(2020, 4, 20), deadline=date(2020, 5, 15), reviewed=date(2020, 5, 18),
        answers=answers,
    )  # fmt: skip


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Programme, Held]]:
    """The reform, and Vestland's round, held once for the whole file."""
    with standing(django_db_blocker):
        programme = real_reform()
        made = vestland_of_2020(programme)
        with django_db_blocker.block():
            yield programme, made


@pytest.fixture
def reform(loaded: tuple[Programme, Held], db: None) -> Programme:
    return loaded[0]


@pytest.fixture
def vestland(loaded: tuple[Programme, Held], db: None) -> Held:
    return loaded[1]


def opened_figures(client: Client, query: str) -> tuple[str, set[str]]:
    """What the page of a number counts, and the answers that its cells name as their source and lead to."""
    page = client.get(f"{reverse('boards:number')}?{query}&all=1").content.decode()
    number = re.search(r'<p class="figure-number">([^<]+)</p>', page)
    assert number
    table = page.partition('id="table-number"')[2].partition("</table>")[0]
    found = set()
    for address in set(re.findall(r'href="(/tavle/\d+/[^"]+)"', table)):
        cell = client.get(address.replace("&amp;", "&")).content.decode()
        [answer] = set(re.findall(r'href="(/kartlegging/innsendt/\d+/)"', cell))
        found.add(answer)
    return number[1], found


def reported(of: MappingRound, due: date, status_day: date) -> dict[tuple[str, str], tuple[int, int, str]]:
    """The numbers of the half-yearly report: by subject and value the number, of how many, and the share."""
    found = due_on(definition(REFORM), "half_year", due)
    assert found
    report = begin_report(
        of.programme, of.office, found, status_day=status_day, language="nb", by=BY, now=at(status_day)
    )
    with override("nb"):
        content = gather(report, {})
        return {
            (title, row.text): (row.number, row.of, row.share)
            for title, rows in topics(list(content.numbers), content)
            for row in rows
        }


def told(one: Count) -> tuple[str, int, str]:
    return one.words, one.missing, one.share


def test_vestland_2020_goes_from_answers_to_the_board_and_silence_is_never_a_no(vestland: Held) -> None:
    assert vestland.published() == [
        (33, 43, True), (13, 43, True), (14, 43, True), (26, 43, True), (16, 43, True),
    ]  # fmt: skip
    known, says = vestland.known(), definition(REFORM)
    silent = {row.pk for row in vestland.rows[33:]}
    plans = tally(known, says, "plan_status")
    assert {value: len(rows) for value, rows in plans.groups.items()} == {
        "not_begun": 0, "in_process": 14, "to_be_decided": 0, "decided": 13,
    }  # fmt: skip
    assert (len(plans.unknown), silent <= set(plans.unknown)) == (16, True)
    decided = bounds(plans, "decided")
    assert (decided.count, decided.most, decided.of) == (13, 29, 43)
    strategy = tally(known, says, "anchoring", "planning_strategy")
    assert {value: len(rows) for value, rows in strategy.groups.items()} == {"yes": 16, "no": 10}
    assert not Observation.objects.filter(participation__in=silent).exists()


def test_vestland_2020_is_told_with_its_denominators_and_bounds(vestland: Held, signed_in: SignIn) -> None:
    with override("nb"):
        found = results(vestland.of)
        assert (found.asked, found.answered, len(found.silent), found.response.words) == (
            43,
            33,
            10,
            "33 av 43",
        )
    assert told(vestland.count("plan_status", "decided")) == ("13 av 43", 10, "30–53 %")
    assert told(vestland.count("plan_status", "in_process")) == ("14 av 43", 10, "33–56 %")
    assert told(vestland.count("stand_on_solutions", "taken")) == ("26 av 43", 10, "60–84 %")
    assert told(vestland.count("anchoring", "planning_strategy")) == ("16 av 43", 17, "37–77 %")
    client = signed_in(office=vestland.of.office)
    page = client.get(reverse("findings:results", args=[vestland.of.pk])).content.decode()
    assert [
        words for words in ("33 of 43", "13 of 43", "30–53 %", "26 of 43", "60–84 %") if words not in page
    ] == []


def test_vestland_2020_stands_so_in_the_half_yearly_report(vestland: Held) -> None:
    rows = reported(vestland.of, date(2020, 11, 1), date(2020, 10, 28))
    assert rows["Planstatus", "Vedtatt"] == (13, 43, "30,2–67,4 %")
    assert rows["Planstatus", "I prosess"] == (14, 43, "32,6–69,8 %")
    assert rows["Planstatus", "ukjent"][:2] == (16, 43)
    assert rows["Forankret i", "Kommunal planstrategi"][:2] == (16, 43)


def test_every_figure_of_vestland_opens_to_the_single_answers_behind_it(
    vestland: Held, signed_in: SignIn
) -> None:
    client, day = signed_in(office=vestland.of.office), vestland.day.isoformat()
    neighbour = signed_in(office=Office.objects.get(key="more-og-romsdal"))
    by_place = {one.participation_id: one.response_id for one in sent_in(vestland.of)}
    answers = [reverse("findings:answer", args=[by_place[row.pk]]) for row in vestland.rows[:33]]
    for query, expected in (
        ("subject=plan_status&value=decided", answers[:13]),
        ("subject=plan_status&value=in_process", answers[13:27]),
        ("subject=stand_on_solutions&value=taken", answers[:26]),
        ("subject=anchoring&item=planning_strategy&value=yes", answers[:16]),
    ):
        said, opened = opened_figures(client, f"{query}&day={day}")
        assert (said, opened) == (f"{len(expected)} of 43", set(expected))
    for address in answers:
        own, other = client.get(address), neighbour.get(address)
        assert (own.status_code, MADE_UP in own.content.decode(), other.status_code) == (200, True, 404)


def test_more_og_romsdal_2021_goes_from_answers_to_the_board_the_report_and_back_to_each_answer(
    reform: Programme, signed_in: SignIn
) -> None:
    """7 and 19 of 26; that all 26 are approved is what the office registers itself, and no answer."""
    plans = [plan("decided", "2021-02-11")] * 7 + [plan("in_process")] * 19
    done = held(
        reform, "more-og-romsdal", opens=date(2021, 2, 1), deadline=date(2021, 2, 26), reviewed=date(2021, 3, 1),
        answers=[one | stand("unsure") for one in plans],
    )  # fmt: skip
    priority = Statement(
        subject="grant_priority", value="approved", since=date(2021, 3, 4), source_kind=SourceKind.REGISTER,
        source_key=MADE_UP,
    )  # fmt: skip
    register_many([(row, priority) for row in done.rows], by=BY, now=at(date(2021, 3, 8)))

    assert done.published() == [(7, 26, True), (19, 26, True), (26, 26, True)]
    assert told(done.count("plan_status", "decided")) == ("7 av 26", 0, "27 %")
    assert told(done.count("plan_status", "in_process")) == ("19 av 26", 0, "73 %")
    rows = reported(done.of, date(2021, 5, 15), done.day)
    assert rows["Planstatus", "Vedtatt"] == (7, 26, "26,9 %")
    assert rows["Planstatus", "I prosess"] == (19, 26, "73,1 %")

    client, day = signed_in(office=done.of.office), done.day.isoformat()
    for value, number in (("decided", 7), ("in_process", 19)):
        said, opened = opened_figures(client, f"subject=plan_status&value={value}&day={day}")
        assert (said, len(opened)) == (f"{number} of 26", number)
        assert {client.get(address).status_code for address in opened} == {200}
    page = client.get(
        f"{reverse('boards:number')}?subject=grant_priority&value=approved&day={day}"
    ).content.decode()
    assert '<p class="figure-number">26 of 26</p>' in page
    assert "/kartlegging/innsendt/" not in page


def test_what_was_accepted_is_as_many_statements_as_were_made(vestland: Held) -> None:
    made: dict[str, Any] = {"participation__in": [row.pk for row in vestland.rows]}
    rows = Observation.objects.filter(**made)
    assert {row.source_key for row in rows} == {
        f"answer:{pk}" for pk in Response.objects.filter(round=vestland.of).values_list("pk", flat=True)
    }
    assert rows.count() == Review.objects.filter(verdict=Review.Verdict.ACCEPTED).count()
    assert [one for one in proposals(vestland.of, vestland.day) if one.state == "waiting"] == []
