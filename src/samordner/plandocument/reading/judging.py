"""Whether what was read is a plan at all."""

from samordner.documents.recognition.chapters import is_known
from samordner.documents.recognition.numbering import title_of
from samordner.documents.recognition.sources import Unreadable, gettext_noop
from samordner.documents.recognition.vocabulary import Vocabulary
from samordner.plandocument.reading.result import Reading

NO_PLAN = gettext_noop(
    "No chapter or table of a plan was recognised, though the whole document was read. Is it the right file?"
)
LONGEST = 6  # words in a line that may be a heading
ENOUGH = 2  # signs that together make a plan


def refuse_no_plan(reading: Reading, vocabulary: Vocabulary) -> None:
    """Refuses a letter, a report, an invitation: what has not two of a plan's signs.

    The signs are its title, its chapters (and any line that names one) and its registers; a letter may well have one
    table of days and themes.
    """
    title = reading.front.title.casefold()
    signs = sum(bool(rows) for rows in reading.rows.values())
    signs += sum(is_known(chapter.title, vocabulary) for chapter in reading.chapters)
    signs += any(
        is_known(title_of(line), vocabulary) for chapter in reading.chapters for line in _short(chapter.text)
    )
    signs += any(word in title for word in vocabulary.front.title)
    if signs < ENOUGH:
        raise Unreadable(NO_PLAN)


def _short(text: str) -> list[str]:
    """The lines that may be headings, also where nothing in the file says that they are."""
    return [line for line in text.split("\n") if len(line.split()) <= LONGEST]
