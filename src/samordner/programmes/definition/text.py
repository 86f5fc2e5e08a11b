"""Words in several languages, as the programme files hold them."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

FALLBACK = "nb"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in bokmål and nynorsk, and in English where they are generic.

    ``str(text)`` is the words in the language that the reader has chosen, so a template prints a
    text as it stands.
    """

    nb: str
    nn: str
    en: str = ""

    def get(self, language: str) -> str:
        """The words in this language ("nn", "nn-no"); bokmål where it has none."""
        match language.partition("-")[0]:
            case "nn":
                return self.nn
            case "en":
                return self.en or self.nb
            case _:
                return self.nb

    def variants(self) -> tuple[str, ...]:
        """Every wording once, in the order nb, nn, en."""
        return tuple(dict.fromkeys(words for words in (self.nb, self.nn, self.en) if words))

    def __str__(self) -> str:
        return self.get(_active_language())


def _active_language() -> str:
    # The command line reads programmes without any Django set up.
    return (get_language() or FALLBACK) if settings.configured else FALLBACK
