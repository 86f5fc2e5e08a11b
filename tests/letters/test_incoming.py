"""Mail that comes in: bounces are told of their letters, answers by calendar reach who understands them, each once."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.letters import incoming, jobs
from samordner.letters.envelope import message_id
from samordner.letters.incoming import CalendarAnswer, Came, take
from samordner.letters.mailboxes import mails
from samordner.letters.models import Incoming, Letter, State
from samordner.letters.operations import try_again
from tests.factories.participation import BY, NOW
from tests.letters.letters import states, written

pytestmark = pytest.mark.django_db

REPLY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@dataclass
class Understands:
    """A package above that takes answers by calendar."""

    taken: list[CalendarAnswer] = field(default_factory=list)
    problem: Exception | None = None
    own: bool = True

    def __call__(self, answer: CalendarAnswer, *, by: str, now: datetime) -> bool:
        if self.problem:
            raise self.problem
        if self.own:
            self.taken.append(answer)
        return self.own


@pytest.fixture
def above() -> Iterator[Understands]:
    before, reader = incoming._installed, Understands()
    incoming.install((reader,))
    yield reader
    incoming.install(before)


def answer(method: str = "REPLY", name: str = "<1@client.example>", to: Letter | None = None) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = (
        "Kari Eksempel <KARI@example.org>",
        "samordner@localhost",
        name,
    )
    mail["Subject"] = "Godteken: Møte"
    if to:
        mail["In-Reply-To"] = message_id(to)
    mail.set_content("Kari har takka ja.")
    mail.add_alternative(
        REPLY.format(method=method).encode(), maintype="text", subtype="calendar", params={"method": method}
    )
    return mail.as_bytes()


def bounce(
    letter: Letter, action: str = "failed", *, headers_only: bool = False, name: str = "<b@mx.example>"
) -> bytes:
    report = MIMEMultipart("report")
    report.set_param("report-type", "delivery-status")
    report["From"], report["Message-ID"] = "MAILER-DAEMON@mx.example", name
    report.attach(MIMEText("Your message could not be delivered."))
    status = MIMEBase("message", "delivery-status")
    about_us, about_it = EmailMessage(), EmailMessage()
    about_us["Reporting-MTA"] = "dns; mx.example"
    about_it["Final-Recipient"] = "rfc822; kari1@example.org"
    about_it["Action"], about_it["Status"] = action, "5.1.1"
    about_it["Diagnostic-Code"] = "smtp; 550 5.1.1 <kari1@example.org> no such user"
    status.set_payload([about_us, about_it])
    report.attach(status)
    headers = f"From: samordner@localhost\r\nMessage-ID: {message_id(letter)}\r\nSubject: x\r\n\r\n"
    held = MIMEBase("text", "rfc822-headers") if headers_only else MIMEBase("message", "rfc822")
    if headers_only:
        held.set_payload(headers)
    else:
        inner = EmailMessage()
        inner["Message-ID"], inner["Subject"] = message_id(letter), "x"
        held.set_payload([inner])
    report.attach(held)
    return report.as_bytes()


def gone() -> Letter:
    (row,) = written(1)
    Letter.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=NOW)
    return row


def read(raw: bytes) -> Came:
    return take(raw, by="system", now=NOW)


@pytest.mark.parametrize("headers_only", [True, False])
def test_a_letter_that_came_back_is_told_as_such_and_why_without_the_address(headers_only: bool) -> None:
    row = gone()
    raw = bounce(row, headers_only=headers_only)
    assert [read(raw), read(raw)] == [Came.BOUNCE, Came.KNOWN]
    row.refresh_from_db()
    assert (row.state, row.problem) == ("bounced", "550 5.1.1 … no such user")
    last = Entry.objects.order_by("number").last()
    assert last is not None
    assert (last.verb, last.kind, last.key, Incoming.objects.get().letter_id) == (
        "bounce", "letter", str(row.pk), row.pk,
    )  # fmt: skip


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_one_that_is_late_or_has_arrived_has_not_come_back(action: str) -> None:
    row = gone()
    assert read(bounce(row, action)) == Came.OTHER
    assert states() == {"test/1": "sent"}


def test_a_late_bounce_of_the_first_mail_says_nothing_of_the_second() -> None:
    row = gone()
    first = bounce(row)
    assert read(first) == Came.BOUNCE
    again = Letter.objects.get()
    try_again(again, address="betre@example.org", by=BY, now=NOW)
    Letter.objects.update(state=State.SENT, sent_at=NOW)
    assert read(first.replace(b"<b@mx", b"<c@mx")) == Came.OTHER
    assert states() == {"test/1": "sent"}


def test_a_bounce_decides_of_an_uncertain_letter_that_the_mail_server_had_it() -> None:
    row = gone()
    Letter.objects.update(state=State.UNCERTAIN, sent_at=None, handed_at=NOW)
    assert read(bounce(row)) == Came.BOUNCE
    assert Letter.objects.values_list("state", "sent_at").get() == ("bounced", NOW)


def test_a_bounce_of_a_mail_that_is_not_ours_is_for_people() -> None:
    row = gone()
    assert read(bounce(Letter(key="x", mail_name="0" * 40))) == Came.OTHER
    row.refresh_from_db()
    assert (row.state, Incoming.objects.count()) == ("sent", 0)


def test_an_answer_by_calendar_reaches_who_understands_it_once(above: Understands) -> None:
    row = gone()
    raw = answer(to=row)
    assert [read(raw), read(raw), read(b"Received: by another\r\n" + raw)] == [
        Came.REPLY,
        Came.KNOWN,
        Came.KNOWN,
    ]
    (taken,) = above.taken
    assert (taken.method, taken.sender, taken.letter) == ("REPLY", "kari@example.org", row)
    assert taken.calendar.replace("\r\n", "\n") == REPLY.format(method="REPLY").replace("\r\n", "\n")
    assert read(answer("COUNTER", "<2@client.example>")) == Came.REPLY
    assert (above.taken[1].method, above.taken[1].letter) == ("COUNTER", None)


def test_an_invitation_that_comes_in_is_no_answer(above: Understands) -> None:
    assert [read(answer("REQUEST")), read(answer("PUBLISH"))] == [Came.OTHER, Came.OTHER]
    assert above.taken == []


def test_an_answer_that_cannot_be_followed_is_not_read_again_and_one_that_fails_is(
    above: Understands,
) -> None:
    above.problem = Refusal("The meeting is over.")
    assert [read(answer()), read(answer())] == [Came.REFUSED, Came.KNOWN]
    above.problem = RuntimeError("a fault of ours")
    with pytest.raises(RuntimeError):
        read(answer(name="<9@client.example>"))
    above.problem = None
    assert read(answer(name="<9@client.example>")) == Came.REPLY
    above.own = False
    assert read(answer(name="<10@client.example>")) == Came.NOBODYS
    assert list(Incoming.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "refused",
        "taken",
        "nobodys",
    ]


def test_nothing_of_what_a_mail_said_is_kept(above: Understands) -> None:
    read(answer(to=gone()))
    (row,) = Incoming.objects.all()
    assert "kari" not in str(vars(row)).lower()


@given(raw=st.one_of(st.binary(max_size=400), st.text(max_size=300).map(str.encode)))
def test_whatever_comes_in_is_read_or_left_alone(raw: bytes) -> None:
    assert read(raw) == Came.OTHER
    for head in (
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n",
        b"Content-Type: text/calendar\r\n\r\n",
    ):
        assert read(head + raw) == Came.OTHER


def test_a_mail_of_many_thousand_parts_within_parts_stops_nobody() -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)
    )
    assert read(deep) == Came.OTHER


def kept_as(form: str, folder: Path, raws: list[bytes]) -> Path:
    match form:
        case "maildir":
            box = mailbox.Maildir(folder / "box", create=True)
            for raw in raws:
                box.add(raw)
            return folder / "box"
        case "mbox":
            file = mailbox.mbox(folder / "box")
            for raw in raws:
                file.add(raw)
            file.close()
            return folder / "box"
        case _:
            for number, raw in enumerate(raws):
                (folder / f"{number}.eml").write_bytes(raw)
            return folder


@pytest.mark.parametrize("form", ["maildir", "mbox", "eml"])
def test_a_mailbox_is_read_in_whatever_form_it_lies_and_nothing_in_it_is_changed(
    form: str, tmp_path: Path, above: Understands, capsys: pytest.CaptureFixture[str]
) -> None:
    row = gone()
    path = kept_as(form, tmp_path, [answer(), b"Subject: til folk\r\n\r\nHei", bounce(row)])
    before = sorted((str(each), each.stat().st_mtime_ns) for each in path.parent.rglob("*") if each.is_file())
    assert [jobs.read_mail([str(path)]), jobs.read_mail([str(path)])] == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        "3 mails read: 1 answers taken, 1 bounces, 1 for people", "3 mails read: 2 read before, 1 for people",
    ]  # fmt: skip
    after = sorted((str(each), each.stat().st_mtime_ns) for each in path.parent.rglob("*") if each.is_file())
    assert (before, len(above.taken), states()) == (after, 1, {"test/1": "bounced"})


def test_one_that_somebody_reads_meanwhile_keeps_its_name(tmp_path: Path) -> None:
    path = kept_as("maildir", tmp_path, [b"Subject: a\r\n\r\nx"])
    (name,) = [each for each, _raw in mails(path)]
    (there,) = (path / "new").iterdir()
    there.rename(path / "cur" / f"{there.name}:2,S")
    assert [each for each, _raw in mails(path)] == [name]


def test_a_path_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert jobs.read_mail([str(tmp_path / "none")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_a_mail_that_a_reader_stumbles_over_is_tried_again_and_the_others_are_read(
    tmp_path: Path, above: Understands
) -> None:
    path = kept_as("eml", tmp_path, [answer(), bounce(gone())])
    above.problem = RuntimeError("a fault of ours")
    assert jobs.read_mail([str(path)]) == 1
    assert states() == {"test/1": "bounced"}
    above.problem = None
    assert (jobs.read_mail([str(path)]), len(above.taken)) == (0, 1)
