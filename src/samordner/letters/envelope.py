"""A letter as mail."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from samordner.letters.models import Letter

SYSTEM = "system"
"""Who writes what no person has pressed a button for, such as a reminder: nobody's machine should answer it."""


def house_address() -> str:
    """The address that letters come from, that mail comes back to, and that answers by calendar go to (ORGANIZER)."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id(letter: Letter) -> str:
    """The Message-ID of a letter: the same each time it is tried."""
    return f"<{letter.mail_name}@{house_address().rpartition('@')[2]}>"


def mail_of(letter: Letter, sender: str, now: datetime) -> EmailMultiAlternatives:
    """The letter as mail from `sender` (an office's name) at the house's address. ValueError when it cannot be one."""
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.body,
        from_email=formataddr((sender, house_address())),
        to=[formataddr((letter.to_name, letter.to_address))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": message_id(letter),
            "Date": format_datetime(now),
            "Content-Language": letter.language,
            **({"Auto-Submitted": "auto-generated"} if letter.written_by == SYSTEM else {}),
        },
    )
    if letter.calendar:
        mail.attach_alternative(
            letter.calendar, f"text/calendar; method={letter.calendar_method or 'PUBLISH'}"
        )
    for enclosed in letter.enclosures.all():
        mail.attach(enclosed.file.name, bytes(enclosed.file.content), enclosed.file.media_type)
    mail.message()
    return mail
