"""The demonstration's mapping rounds: each kind of them can be looked at, all is labelled, and the board stays as it was."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from samordner.findings.models import Review
from samordner.findings.proposals import proposals
from samordner.findings.queries import results
from samordner.letters.models import Letter
from samordner.mapping.models import MappingRound, Respondent, Submission
from samordner.mapping.rounds.board import Counts, counted, lines
from samordner.participation.queries import state, taking_part, tally
from samordner.programmes.queries import definition
from samordner.project.demonstration import Account

DAY, NOW = date(2021, 4, 27), datetime(2021, 4, 27, 8, 0, tzinfo=UTC)
REFORM, OFFICE = "leve-hele-livet", "more-og-romsdal"


def of(number: int) -> MappingRound:
    """The rounds in the order of their opening: two yearly ones, the evaluation, the one that is open."""
    return MappingRound.objects.select_related("edition", "questionnaire", "office", "programme").order_by(
        "opens"
    )[number]


def board(row: MappingRound) -> Counts:
    return counted(lines(row, Respondent.objects.filter(round=row), NOW))


def test_two_yearly_rounds_are_over_and_one_round_is_open_with_everyone_somewhere(
    accounts: list[Account],
) -> None:
    assert [board(of(number)) for number in (0, 1, 3)] == [
        Counts(asked=26, answered=24, sent=2),
        Counts(asked=26, answered=24, sent=2),
        Counts(asked=26, answered=9, begun=4, opened=5, sent=7, bounced=1),
    ]
    assert [of(number).state for number in range(4)] == ["closed", "closed", "closed", "open"]
    assert of(3).deadline == date(2021, 5, 14)
    assert Counter(of(1).submissions.values_list("how", flat=True)) == {"link": 22, "paper": 2}
    assert Respondent.objects.filter(round=of(1), handed_by__isnull=False, answered=True).count() == 1


def test_what_the_yearly_rounds_confirmed_changes_nothing_on_the_board(accounts: list[Account]) -> None:
    says = definition(REFORM)
    known = state(taking_part(REFORM, DAY, office=OFFICE), says, DAY)
    plans = tally(known, says, "plan_status")
    assert (plans.count("decided"), plans.count("in_process"), len(plans.unknown)) == (7, 19, 0)
    verdicts = Review.objects.filter(submission__round=of(1)).values_list("verdict", flat=True)
    assert Counter(verdicts) == {"confirmed": 82, "rejected": 1}
    waiting = [one for one in proposals(of(1), DAY) if one.state == "waiting"]
    assert Counter(one.made.key.partition(":")[0] for one in waiting) == {"subject": 12, "need": 4}


def test_of_the_anonymous_evaluation_nobody_is_tied_to_an_answer_and_few_are_not_told(
    accounts: list[Account],
) -> None:
    found = results(of(2))
    told = {name: [one.words for one in found.cell(name).counts] for name in ("useful", "role", "again")}
    assert told == {
        "useful": ["0 av 30", ":", ":", ":", "6 av 30"],
        "role": [":", "8 av 30", ":"],
        "again": ["17 av 30", "7 av 30"],
    }
    tied = Submission.objects.filter(round=of(2)).exclude(response=None, participation=None, by="")
    assert not tied.exists()


def test_everybody_in_the_rounds_is_invented_and_no_letter_of_theirs_waits_to_leave(
    accounts: list[Account],
) -> None:
    assert all(one.email.endswith(".example") for one in Respondent.objects.all())
    assert all("oppdikta" in one.name or "Eksempel" in one.name for one in Respondent.objects.all())
    letters = Letter.objects.filter(about__startswith="mapping/").values_list("state", flat=True)
    assert set(letters) == {"sent", "bounced"}
