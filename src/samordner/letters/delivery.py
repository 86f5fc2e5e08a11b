"""Letters leave the outbox: each once, by whichever process takes it.

A process claims a few letters, so that no other takes them, and notes of each when it begins to hand it over. One that
dies leaves behind: letters that it had claimed only, which go back, since nothing was said of them to the mail server;
and at most one that it was handing over. That one is uncertain, and a person decides. While the mail server does not
answer no letter is touched: it is asked first.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.db.models import F

from samordner.letters.envelope import mail_of
from samordner.letters.models import Letter, Outage, State
from samordner.places.queries import issuer_name

Clock = Callable[[], datetime]

FEW = 20
"""So many letters are claimed at a time."""

LEASE = timedelta(minutes=10)
"""A process that has said nothing of what it claimed for so long is dead: no mail server takes that long."""

STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 5))
"""How long a letter waits that the server would not take just then: after the first try, the second …, and ever after.

Never more than five minutes, so that all have left within ten when a server is itself again.
"""

MOST_TRIES = 5 * 24 * 60 // 5
"""Tries after which a letter is given up: five days of them."""


TOO_BIG = 552
OF_US = {421, 530, 535, 538}
"""What a server answers that goes away, or wants us to sign in: said of all letters, not of the one."""


class Post(Protocol):
    """How letters leave: a mail backend of Django's, kept open over a round."""

    def open(self) -> object: ...
    def close(self) -> object: ...
    def send_messages(self, email_messages: Sequence[EmailMessage], /) -> object: ...


@dataclass
class Round:
    """What came of a round. `outage`: why it ended early, as the server or the line put it; empty: it did not."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    uncertain: int = 0
    outage: str = ""

    @property
    def handled(self) -> int:
        return self.sent + self.failed + self.postponed + self.uncertain


def never() -> bool:
    return False


def deliver(post: Post, *, clock: Clock, stop: Callable[[], bool] = never) -> Round:
    """Hand over everything that is due, a few at a time; ends when nothing is left, at an outage, or when told to stop."""
    came, token = Round(), uuid4().hex
    set_free(now=clock())
    if not Letter.objects.filter(state=State.WAITING, next_try__lte=clock()).exists():
        return came
    try:
        try:
            post.open()
        except Exception as problem:  # the line, the server's welcome, its certificate, the sign-in
            came.outage = said(problem)
            return came
        while not (came.outage or stop()) and (letters := claim(token, now=clock())):
            _hand_over_all(letters, post, token, came, clock, stop)
    finally:
        with suppress(Exception):
            post.close()
        _release(token)
        _note(came, clock())
    return came


def claim(token: str, *, now: datetime, number: int = FEW) -> list[Letter]:
    """Take some letters that are due, so that no other process does; the longest due first."""
    with transaction.atomic():
        due = Letter.objects.filter(state=State.WAITING, next_try__lte=now).order_by("next_try", "pk")
        due = due.select_for_update(skip_locked=True)  # on SQLite only one writes at a time
        ids = list(due.values_list("pk", flat=True)[:number])
        Letter.objects.filter(pk__in=ids, state=State.WAITING).update(
            state=State.SENDING, claimed_by=token, claimed_at=now, handed_at=None
        )
    mine = Letter.objects.filter(pk__in=ids, state=State.SENDING, claimed_by=token)
    mine = mine.select_related("office__look").prefetch_related("enclosures__file")
    return list(mine.order_by("next_try", "pk"))


def set_free(*, now: datetime) -> None:
    """What dead processes had claimed goes back; what they were handing over is for a person to decide."""
    late = now - LEASE
    rows = Letter.objects.filter(state=State.SENDING)
    rows.filter(handed_at__lt=late).update(state=State.UNCERTAIN, problem=DIED)
    rows.filter(handed_at=None, claimed_at__lt=late).update(state=State.WAITING, claimed_by="")


DIED, CUT = "died", "cut"
"""Why a letter is uncertain: the process that handed it over died; the line broke before the server answered."""


def _hand_over_all(
    letters: Sequence[Letter], post: Post, token: str, came: Round, clock: Clock, stop: Callable[[], bool]
) -> None:
    names: dict[tuple[int, str], str] = {}
    for letter in letters:
        if came.outage or stop():
            return
        now = clock()
        here = (letter.office_id, letter.language)
        if here not in names:
            names[here] = issuer_name(letter.office, now.date(), letter.language)
        if _begin(letter, token, now):
            _hand_over(letter, post, token, came, names[here], clock)


def _begin(letter: Letter, token: str, now: datetime) -> bool:
    """Whether the letter is still this process's to hand over: from here on it is in doubt until the server answers."""
    mine = Letter.objects.filter(pk=letter.pk, state=State.SENDING, claimed_by=token, handed_at=None)
    return bool(mine.update(handed_at=now))


def _hand_over(letter: Letter, post: Post, token: str, came: Round, sender: str, clock: Clock) -> None:
    def end(state: State, **fields: Any) -> None:
        # Also where it was thought dead meanwhile: what became of the letter is known here
        mine = Letter.objects.filter(
            pk=letter.pk, claimed_by=token, state__in=[State.SENDING, State.UNCERTAIN]
        )
        mine.update(state=state, **fields)

    def later(problem: Exception) -> None:
        if letter.tries + 1 >= MOST_TRIES:
            came.failed += 1
            end(State.FAILED, tries=F("tries") + 1, problem=said(problem))
            return
        came.postponed += 1
        wait = STEPS[min(letter.tries, len(STEPS) - 1)]
        fields = {"next_try": clock() + wait, "problem": said(problem), "claimed_by": "", "handed_at": None}
        end(State.WAITING, tries=F("tries") + 1, **fields)

    def refused(problem: Exception) -> None:
        came.failed += 1
        end(State.FAILED, tries=F("tries") + 1, problem=said(problem))

    def outage(problem: Exception) -> None:
        came.outage = said(problem)
        end(State.WAITING, claimed_by="", handed_at=None)

    try:
        post.send_messages([mail_of(letter, sender, clock())])
    except smtplib.SMTPRecipientsRefused as problem:
        code = min((answer[0] for answer in problem.recipients.values()), default=0)
        if code in OF_US:
            outage(problem)
        else:
            (refused if code >= 500 else later)(problem)
    except smtplib.SMTPDataError as problem:
        if problem.smtp_code in OF_US:
            outage(problem)
        else:
            (refused if problem.smtp_code >= 500 else later)(problem)
    except smtplib.SMTPSenderRefused as problem:  # of us, and so of all; but a letter can be too big
        (refused if problem.smtp_code == TOO_BIG else outage)(problem)
    except (BadHeaderError, UnicodeError, smtplib.SMTPNotSupportedError) as problem:
        refused(problem)
    except OSError as problem:  # the line broke, or the server will take nothing from us at all
        if getattr(post, "in_doubt", False):
            came.uncertain += 1
            came.outage = said(problem)
            end(State.UNCERTAIN, problem=CUT)
        else:
            outage(problem)
    except ValueError as problem:
        refused(problem)
    else:
        came.sent += 1
        end(State.SENT, sent_at=clock(), problem="")
        if came.sent == 1:
            Outage.objects.filter(pk=1).delete()  # not only when all have left, which may take a while


def _release(token: str) -> None:
    """What was claimed and not begun goes back at once."""
    mine = Letter.objects.filter(state=State.SENDING, claimed_by=token, handed_at=None)
    mine.update(state=State.WAITING, claimed_by="")


def _note(came: Round, now: datetime) -> None:
    """The mail server is out, since the first time that it was found to be; or it answers again."""
    if not came.outage:
        Outage.objects.filter(pk=1).delete()
        return
    fields = {"tried_at": now, "problem": came.outage}
    Outage.objects.update_or_create(pk=1, defaults=fields, create_defaults=fields | {"since": now})


ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")


def said(problem: Exception) -> str:
    """What a server or the line said, in short, without anybody's address."""
    match problem:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(problem.recipients.values()), (0, b""))
        case smtplib.SMTPResponseException():
            code, text = problem.smtp_code, problem.smtp_error  # type: ignore[assignment]
        case _:
            code, text = 0, (str(problem) or type(problem).__name__).encode()
    words = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    line = f"{code} {words}" if code else words
    return " ".join(ADDRESS.sub("…", line).split())[:300]


__all__ = ["ADDRESS", "CUT", "DIED", "FEW", "LEASE", "Post", "Round", "claim", "deliver", "said", "set_free"]
