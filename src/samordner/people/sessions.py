"""Sessions: in the database, sealed, ended after an idle hour or twelve hours in all (see SESSION_ENGINE)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet

from samordner.pages import clock
from samordner.pages.prepared import Prepared
from samordner.people.models import Session
from samordner.people.sealing import seal, unseal

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
RENEWAL = timedelta(minutes=5)  # a session in use is written at most this often


@Prepared
def _open(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(DatabaseStore):
    """Keeps `begun` and `seen` (seconds) once someone has signed in; the session's end follows from them."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def get_expiry_age(self, **_kwargs: Any) -> int:
        """Seconds until the session ends, unless it is used."""
        return max(0, int((self.get_expiry_date() - clock.now()).total_seconds()))

    def get_expiry_date(self, **_kwargs: Any) -> datetime:
        idle = clock.now() + IDLE
        begun = self.get("begun")
        return idle if begun is None else min(idle, datetime.fromtimestamp(begun, UTC) + ABSOLUTE)

    def get_expire_at_browser_close(self) -> bool:
        return False

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        if "begun" in data:
            row.user_id = int(data["_auth_user_id"])
            row.begun_at = datetime.fromtimestamp(data["begun"], UTC)
            row.seen_at = datetime.fromtimestamp(data["seen"], UTC)
            row.agent = data["agent"]
        return row

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_open(self.session_key or "", clock.now())), None)
        if found is None:
            self._session_key = None
        return found

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = super().decode(unseal(str(session_data)))
        except InvalidToken:
            return {}
        return found

    def in_use(self, now: datetime, agent: str) -> None:
        """Note that the signed-in person is here; written down at most every five minutes."""
        if "begun" not in self:
            self["begun"], self["agent"] = now.timestamp(), agent[:200]
        elif now - datetime.fromtimestamp(self["seen"], UTC) < RENEWAL:
            return
        self["seen"] = now.timestamp()
