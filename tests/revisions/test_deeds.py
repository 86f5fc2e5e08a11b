"""Revisions as deeds: begun, reviewed, approved and frozen, sent. Refusals are sentences, and what is frozen stays."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from samordner.files.models import File
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.pages.models import Demonstration
from samordner.people.models import Assignment, User
from samordner.plandocument.states import fingerprint
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, change_chapter, move_row, remove_row
from samordner.plans.queries import rows_of
from samordner.plans.registers import register
from samordner.revisions.comparing import compared
from samordner.revisions.dues import due_named, dues
from samordner.revisions.models import Approval, Comment, NothingMore, Printing, Revision, Sending
from samordner.revisions.operations import (
    answer_comment,
    approve,
    begin_revision,
    bring_back_comment,
    comment,
    put_away,
    say_more,
    say_nothing_more,
    send,
    send_for_review,
    take_back,
    withdraw_comment,
)
from samordner.revisions.places import of_chapter, whole
from samordner.revisions.queries import is_unchanged, reviewers, state_frozen
from samordner.revisions.reading import state_of
from tests.factories.participation import BY, DAY, NOW, region
from tests.revisions.conftest import approved, begun, in_review, plan_of

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def made_plan() -> Plan:
    return plan_of(region(2))


def refused(deed: object, *args: object, **more: object) -> str:
    with pytest.raises(Refusal) as found:
        deed(*args, **more)  # type: ignore[operator]
    return str(found.value.sentence)


# The steps


def test_a_plan_has_one_revision_at_work_at_a_time() -> None:
    plan = made_plan()
    first = begun(plan)
    assert (
        refused(begin_revision, plan, by=BY, now=NOW) == "A revision of this plan is already being worked on."
    )
    approved(first)
    assert [begun(plan).number, first.number] == [2, 1]


def test_the_database_itself_keeps_a_second_draft_out() -> None:
    plan = made_plan()
    begun(plan)
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.create(plan=plan, number=2, begun_at=NOW, begun_by=BY)


def test_each_deed_leaves_one_entry_in_the_journal() -> None:
    plan = made_plan()
    before = Entry.objects.count()
    revision = in_review(plan)
    said = comment(revision, whole(plan), text="Bra", by="u7", now=NOW)
    answer_comment(said, answer="Takk", settled=True, version=said.version, by=BY, now=NOW)
    say_nothing_more(revision, by="u8", now=NOW)
    approval = approved(revision)
    send(approval.revision, None, receiver="Hdir", today=DAY, by=BY, now=NOW)
    entries = list(Entry.objects.order_by("number").values_list("verb", "office"))[before:]
    verbs = ["begin", "send_for_review", "comment", "answer", "nothing_more", "approve", "send"]
    assert entries == [(verb, "havbukta") for verb in verbs]


def test_a_review_is_taken_back_with_its_comments_kept() -> None:
    plan = made_plan()
    revision = in_review(plan)
    comment(revision, whole(plan), text="Bra", by="u7", now=NOW)
    revision.refresh_from_db()
    held = take_back(revision, version=revision.version, by=BY, now=NOW)
    assert (held.status, held.comments.count(), held.review_until) == ("draft", 1, None)
    assert (
        refused(take_back, held, version=held.version, by=BY, now=NOW)
        == "This revision is not out for review."
    )
    kept = "Someone has commented on this revision, so it is kept."
    assert refused(put_away, held, version=held.version, by=BY, now=NOW) == kept


def test_a_draft_that_was_begun_by_mistake_is_put_away() -> None:
    plan = made_plan()
    revision = begun(plan)
    put_away(revision, version=revision.version, by=BY, now=NOW)
    assert (Revision.objects.count(), begun(plan).number) == (0, 1)


def test_a_review_cannot_end_before_it_begins() -> None:
    revision = begun(made_plan())
    sentence = refused(
        send_for_review, revision, until=DAY - timedelta(days=1), version=1, today=DAY, by=BY, now=NOW
    )
    assert sentence == "The day to answer by has passed already."


def test_two_who_change_a_revision_at_once_are_told() -> None:
    plan = made_plan()
    revision = begun(plan)
    send_for_review(revision, until=DAY, version=1, today=DAY, by=BY, now=NOW)
    with pytest.raises(Conflict):
        take_back(revision, version=1, by=BY, now=NOW)


# Approved and frozen


def test_what_is_approved_is_kept_as_data_and_as_printed_and_says_who_approved_it() -> None:
    plan = made_plan()
    approval = approved(begun(plan), body="Styringsgruppen", on=date(2021, 4, 20))
    plan.refresh_from_db()
    assert plan.approved_by == "Styringsgruppen"
    assert (approval.body, approval.approved_on, approval.approved_by) == (
        "Styringsgruppen",
        date(2021, 4, 20),
        BY,
    )
    assert state_frozen(approval) == state_of(plan)
    endings = set(approval.printings.values_list("ending", "names"))
    assert {("docx", True), ("html", True), ("docx", False), ("html", False)} <= endings
    page = bytes(Printing.objects.get(approval=approval, ending="html", names=True).file.content).decode()
    assert "Havets hemmelighet KS" in page
    assert "1, godkjent 20.04.2021" in page
    assert is_unchanged(approval)


def test_what_is_invented_says_so_in_the_language_of_the_plan_whoever_approves_it() -> None:
    plan = made_plan()
    Plan.objects.filter(pk=plan.pk).update(language="nn")
    Demonstration.objects.create(day=DAY, loaded_at=NOW)
    with override("nb"):
        approval = approved(begun(plan))
    page = bytes(Printing.objects.get(approval=approval, ending="html", names=True).file.content).decode()
    assert '<p class="notice" role="note">Demonstrasjon: alle statusar og tal her er oppdikta.</p>' in page
    assert "oppdiktet" not in page


def kept_files(approval: Approval) -> dict[str, str]:
    files = File.objects.filter(
        pk__in=[each.file_id for each in approval.printings.all()] + [approval.data_id]
    )
    return {row.name + row.digest: hashlib.sha256(bytes(row.content)).hexdigest() for row in files}


EDITS = st.lists(
    st.tuples(st.sampled_from(["write", "add", "remove", "move"]), st.text("abå ", min_size=1, max_size=12)),
    max_size=6,
)


def test_whatever_is_written_later_the_approved_stays_byte_for_byte() -> None:
    plan = made_plan()
    approval = approved(begun(plan))
    before, said = kept_files(approval), state_frozen(approval)

    @given(EDITS)
    @settings(max_examples=15, phases=[Phase.generate])
    def holds(edits: list[tuple[str, str]]) -> None:
        for deed, words in edits:
            edit(plan, deed, words)
        kept = Approval.objects.get(pk=approval.pk)
        assert (kept_files(kept), state_frozen(kept)) == (before, said)

    holds()
    approved(begun(plan))
    assert kept_files(Approval.objects.get(pk=approval.pk)) == before


def edit(plan: Plan, deed: str, words: str) -> None:
    of = register("cooperation")
    row = rows_of(of, plan).order_by("?").first()
    chapter = plan.chapters.order_by("?").first()
    assert chapter is not None
    if deed == "write":
        change_chapter(chapter, version=chapter.version, title=chapter.title, text=words, by=BY, now=LATER)
    elif deed == "add":
        add_row(of, plan, NewRow({"partner": f"x{words}"}), by=BY, now=LATER)
    elif deed == "remove" and row:
        remove_row(of, row, version=row.version, by=BY, now=LATER)
    elif deed == "move" and row:
        move_row(of, row, to=1, by=BY, now=LATER)


FROZEN = ("revisions_approval", "revisions_printing", "revisions_sending", "revisions_revision")


@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_is_frozen(table: str, statement: str) -> None:
    approval = approved(begun(made_plan()))
    send(approval.revision, None, receiver="Hdir", today=DAY, by=BY, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_draft_is_not_frozen() -> None:
    begun(made_plan())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE revisions_revision SET version = version")
        assert cursor.rowcount == 1


def test_what_was_written_after_one_looked_is_not_approved_unseen() -> None:
    plan = made_plan()
    revision, seen = begun(plan), fingerprint(plan)
    edit(plan, "write", "Nytt")
    with pytest.raises(Conflict):
        approve(revision, body="Styret", on=DAY, seen=seen, version=1, today=DAY, by=BY, now=NOW)
    assert not Approval.objects.exists()


def test_a_revision_is_not_approved_by_nobody_on_a_day_to_come_or_twice() -> None:
    plan = made_plan()
    revision = begun(plan)
    more = {"seen": fingerprint(plan), "version": 1, "today": DAY, "by": BY, "now": NOW}
    assert refused(approve, revision, body=" ", on=DAY, **more) == "Say who approved it."
    assert (
        refused(approve, revision, body="Styret", on=DAY + timedelta(1), **more) == "That day has not come."
    )
    approved(revision)
    assert refused(approve, revision, body="Styret", on=DAY, **more) == "This revision is approved already."


def test_comments_are_settled_before_it_is_approved() -> None:
    plan = made_plan()
    revision = in_review(plan)
    said = comment(revision, whole(plan), text="Bra", by="u7", now=NOW)
    more = {"seen": "", "version": 2, "today": DAY, "by": BY, "now": NOW}
    assert refused(approve, revision, body="Styret", on=DAY, **more) == (
        "1 comment is not settled. Answer and settle it first."
    )
    answer_comment(said, answer="", settled=True, version=1, by=BY, now=NOW)
    assert approved(revision).revision.is_approved


def test_the_next_revision_is_printed_with_what_changed_since_the_last() -> None:
    plan = made_plan()
    approved(begun(plan))
    chapter = plan.chapters.get(answers="background")
    change_chapter(chapter, version=1, title=chapter.title, text="Havet stiger: background.", by=BY, now=NOW)
    approval = approved(begun(plan))
    page = bytes(approval.printings.get(ending="html", names=True).file.content).decode()
    assert "Endringer siden revisjon 1 av 27.04.2021" in page
    assert "Havets hemmelighet–] [+Havet stiger+]: background" in page
    first = Approval.objects.get(revision__number=1)
    told = [(each.verb, each.name) for each in compared(state_frozen(first), state_frozen(approval)).changes]
    assert told == [("changed", "1. Bakgrunn")]


# The review


def test_a_comment_is_answered_settled_withdrawn_and_brought_back() -> None:
    plan = made_plan()
    revision = in_review(plan)
    chapter = plan.chapters.get(answers="networks")
    said = comment(
        revision, of_chapter(plan, chapter), text="  Hva med Åsund?\r\n", by="u7", organisation="KS", now=NOW
    )
    assert (said.kind, said.key, said.about, said.text) == (
        "chapter",
        chapter.pk,
        str(chapter),
        "Hva med Åsund?",
    )
    assert (
        refused(withdraw_comment, said, version=1, by="u8", now=NOW)
        == "Only its author can withdraw a comment."
    )
    withdraw_comment(said, version=1, by="u7", now=NOW)
    answer = {"answer": "Ja", "settled": True, "by": BY, "now": NOW}
    assert refused(answer_comment, said, version=2, **answer) == "Its author has withdrawn the comment."
    bring_back_comment(said, version=2, by="u7", now=NOW)
    answer_comment(said, version=3, answer="Ja", settled=True, by=BY, now=NOW)
    assert refused(withdraw_comment, said, version=4, by="u7", now=NOW) == "The comment is settled."
    with pytest.raises(Conflict):
        answer_comment(said, version=3, answer="Nei", settled=True, by="u9", now=NOW)
    assert Comment.objects.get().answer == "Ja"


def test_nobody_comments_on_a_draft_or_on_what_is_approved() -> None:
    plan = made_plan()
    revision = begun(plan)
    text = {"text": "Bra", "by": "u7", "now": NOW}
    assert refused(comment, revision, whole(plan), **text) == "This revision is not out for review."
    approved(revision)
    assert refused(comment, revision, whole(plan), **text).startswith("This revision is approved")


def test_a_comment_outlives_the_row_that_it_is_about() -> None:
    plan = made_plan()
    revision = in_review(plan)
    chapter = plan.chapters.get(answers="networks")
    comment(revision, of_chapter(plan, chapter), text="Hva med Åsund?", by="u7", now=NOW)
    chapter.delete()
    assert Comment.objects.get().about == "7. Organisering av regionale nettverk"


def test_it_is_told_which_organisations_have_answered() -> None:
    plan = made_plan()
    people = {}
    for name, organisation in (("A", "KS"), ("B", "ks "), ("C", "USHT"), ("D", "SOF"), ("E", "")):
        user = User.objects.create(email=f"{name}@example.org", name=name, created_at=NOW)
        Assignment.objects.create(
            user=user, role="partner", office=plan.office, since=date(2020, 1, 1), organisation=organisation
        )
        people[name] = user.actor_id
    revision = in_review(plan)
    comment(revision, whole(plan), text="Bra", by=people["B"], organisation="KS", now=NOW)
    say_nothing_more(revision, by=people["C"], now=NOW)
    assert [(each.organisation, each.people, each.has_answered) for each in reviewers(revision, DAY)] == [
        ("E", ("E",), False), ("KS", ("A", "B"), True), ("SOF", ("D",), False), ("USHT", ("C",), True),
    ]  # fmt: skip
    say_more(revision, by=people["C"], now=NOW)
    assert not NothingMore.objects.exists()


# Sending


def test_only_what_is_approved_is_sent_and_once_for_a_deadline() -> None:
    place = region(2)
    plan = plan_of(place)
    revision = begun(plan)
    due = dues(place.definition, DAY)[0]
    more: Any = {"receiver": "Hdir", "today": DAY, "by": BY, "now": NOW}
    assert refused(send, revision, due, **more) == "Only an approved revision can be sent."
    approval = approved(revision)
    sending = send(approval.revision, due, **more)
    assert (sending.deadline, sending.due, sending.digest) == (
        "regional_plan",
        date(2019, 5, 1),
        approval.data.digest,
    )
    assert sending.number == Entry.objects.order_by("-number")[0].number
    assert refused(send, approval.revision, due, **more).startswith(
        "This revision is already sent for that deadline"
    )
    assert refused(send, approval.revision, None, **more).startswith("This revision is already sent.")
    again = approved(begun(plan))
    assert send(again.revision, due, **more).approval == again
    assert Sending.objects.count() == 2


def test_a_programme_says_when_the_plan_is_due_and_only_that() -> None:
    place = region(1)
    assert [(due.key, due.name) for due in dues(place.definition, DAY)] == [
        ("regional_plan/2019-05-01", "Regional plan for the whole period")
    ]
    assert due_named(place.definition, "half_year_spring/2021-05-15", DAY) is None
