"""A person who is signed in, and the day of the tests."""

from __future__ import annotations

from tests.boards.conftest import SignIn, signed_in, today

__all__ = ["SignIn", "signed_in", "today"]
