"""What is wrong with an expression, in words, and where in it."""

from typing import Any

from django.utils.translation import gettext


class ExpressionError(ValueError):
    """An expression that cannot be understood. `message`: an English text of the catalogue, filled with `values`;
    `position`: how many characters into the expression.

    The words are translated when they are asked for, since expressions are also read where no language is set up.
    """

    def __init__(self, message: str, position: int = 0, **values: Any) -> None:
        super().__init__(message % values if values else message)
        self.message, self.values, self.position = message, values, position

    @property
    def sentence(self) -> str:
        """What is wrong, in the reader's language."""
        return gettext(self.message) % self.values


def gettext_noop(message: str) -> str:
    """Marks a text for the catalogue. Django's own wants a whole project set up."""
    return message
