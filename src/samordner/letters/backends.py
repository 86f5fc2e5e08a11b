"""How mail leaves: by a mail server, or not at all."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from samordner.pages.models import is_demonstration


class _Handing:
    """Knows whether the text of a mail has begun to go over: if the line breaks after that, only the server knows
    whether it has the mail.
    """

    in_doubt = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.in_doubt = True
        try:
            answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPResponseException:  # the server has answered: it wants none of it
            self.in_doubt = False
            raise
        self.in_doubt = False
        return answer


class Plain(_Handing, smtplib.SMTP):
    pass


class Encrypted(_Handing, smtplib.SMTP_SSL):
    pass


class Smtp(EmailBackend):
    """Django's, which tells whether a mail is in doubt, and never sends for a demonstration."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Encrypted if self.use_ssl else Plain

    def open(self) -> bool | None:
        if is_demonstration():
            raise PermissionError("a demonstration sends no mail")
        return super().open()

    @property
    def in_doubt(self) -> bool:
        return bool(getattr(self.connection, "in_doubt", False))


def post() -> BaseEmailBackend | None:
    """How letters leave here; None: there is no mail server, or this is a demonstration, and they wait."""
    if is_demonstration():
        return None
    backend: BaseEmailBackend | None = get_connection() if settings.MAIL_IS_SET_UP else None
    return backend
