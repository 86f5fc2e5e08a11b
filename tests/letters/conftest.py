"""Someone who is signed in, as on the boards."""

from tests.boards.conftest import signed_in, today

__all__ = ["signed_in", "today"]
