"""What is printed and exported of revisions: what has changed as a section of the plan, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext_lazy

from samordner.documents.blocks import Block, BulletList, Heading, Paragraph
from samordner.documents.cells import day_text
from samordner.documents.columns import Column, Kind, Label, TableDefinition
from samordner.plans.registers import register
from samordner.revisions.comparing import Change, Comparison, PartChange
from samordner.revisions.models import Approval, Revision
from samordner.revisions.queries import COMMENT_STATES, Line, Said
from samordner.revisions.state import CHAPTERS, CLAIMS, FRONT
from samordner.revisions.words import Passage, in_marks

VERB_WORDS: Mapping[str, Label] = {
    "new": pgettext_lazy("row", "New"),
    "changed": pgettext_lazy("row", "Changed"),
    "gone": pgettext_lazy("row", "Gone"),
    "moved": pgettext_lazy("row", "Moved"),
}
SIGNS = {"new": "+", "changed": "±", "gone": "–", "moved": "↕"}

_TITLES: Mapping[str, Label] = {
    FRONT: gettext_lazy("Front page"),
    CHAPTERS: gettext_lazy("Chapters"),
    CLAIMS: gettext_lazy("Numbers in the plan"),
}


def title_of(part: PartChange) -> str:
    """What a part is called, in the reader's language where it still is there."""
    if part.key in _TITLES:
        return str(_TITLES[part.key])
    try:
        return str(register(part.key).table.title)
    except KeyError:
        return part.title


def number_words(numbers: Mapping[str, int]) -> str:
    """What changed, in numbers: "2 new, 1 changed; 14 words came, 3 went"."""
    rows = [
        (numbers["new"], ngettext("%(count)d new", "%(count)d new", numbers["new"])),
        (numbers["changed"], ngettext("%(count)d changed", "%(count)d changed", numbers["changed"])),
        (numbers["gone"], ngettext("%(count)d gone", "%(count)d gone", numbers["gone"])),
        (numbers["moved"], ngettext("%(count)d moved", "%(count)d moved", numbers["moved"])),
    ]
    words = [
        (numbers["words_new"], ngettext("%(count)d word came", "%(count)d words came", numbers["words_new"])),
        (
            numbers["words_gone"],
            ngettext("%(count)d word went", "%(count)d words went", numbers["words_gone"]),
        ),
    ]
    parts = [", ".join(text % {"count": count} for count, text in each if count) for each in (rows, words)]
    return "; ".join(part for part in parts if part) or _("nothing has changed")


# A section of the printed plan


def change_blocks(comparison: Comparison, since: Approval, language: str) -> tuple[Block, ...]:
    """What changed since an approved revision, for the end of the printed plan: paragraphs and lists, no table.

    A table here would be taken for a register by whoever reads the document in again.
    """
    with override(language):
        words = {"number": since.revision.number, "day": day_text(since.approved_on)}
        title = _("Changes since revision %(number)d of %(day)s") % words
        return (Heading(1, title), *_changes(comparison))


def _changes(comparison: Comparison) -> Iterator[Block]:
    if comparison.is_empty:
        yield Paragraph(_("Nothing has changed."))
        return
    yield Paragraph(
        _("In all: %(numbers)s. What came stands as [+so+], what went as [–so–].")
        % {"numbers": number_words(comparison.numbers)}
    )
    for part in comparison.changed:
        yield Heading(2, f"{title_of(part)}: {number_words(part.numbers)}")
        yield BulletList(tuple(_line(change) for change in part.changes))


def _line(change: Change) -> str:
    """A change on one line."""
    verb = str(VERB_WORDS[change.verb])
    if change.verb in {"new", "gone", "moved"}:
        return f"{verb}: {change.name}"
    cells = "; ".join(f"{cell.title}: {in_marks(cell.passages)}" for cell in change.cells)
    return f"{verb}: {change.name} – {cells}"


# Tables


@dataclass(frozen=True)
class ChangedCell:
    """One cell of one change, for a table: what stood there and what stands there."""

    part: PartChange
    change: Change
    title: str
    before: str
    after: str
    passages: tuple[Passage, ...]

    def words(self, sign: str) -> int:
        return sum(each.words for each in self.passages if each.sign == sign)


def cells_of(parts: Iterable[PartChange]) -> list[ChangedCell]:
    """Every changed cell; a row that only moved is a line without a cell."""
    found = []
    for part in parts:
        for change in part.changes:
            if not change.cells:
                found.append(ChangedCell(part, change, "", "", "", ()))
            for cell in change.cells:
                found.append(ChangedCell(part, change, cell.title, cell.before, cell.after, cell.passages))
    return found


def changes_table() -> TableDefinition[ChangedCell]:
    return TableDefinition(
        key="changes",
        title=_("What has changed"),
        columns=(
            Column(key="part", title=_("Part of the plan"), value=lambda each: title_of(each.part)),
            Column(key="name", title=_("Chapter or row"), names_row=True, value=lambda each: each.change.name),
            Column(
                key="verb", title=pgettext_lazy("noun", "Change"), kind=Kind.CHOICE, choices=VERB_WORDS,
                value=lambda each: each.change.verb,
            ),
            Column(key="moved", title=_("Moved"), value=lambda each: _("yes") if each.change.moved else ""),
            Column(key="title", title=_("Field")),
            Column(key="before", title=pgettext_lazy("compared", "Before"), kind=Kind.TEXT),
            Column(key="after", title=pgettext_lazy("compared", "After"), kind=Kind.TEXT),
            Column(key="words_new", title=_("Words that came"), kind=Kind.NUMBER, value=lambda each: each.words("new")),
            Column(key="words_gone", title=_("Words that went"), kind=Kind.NUMBER, value=lambda each: each.words("gone")),
        ),
    )  # fmt: skip


def comments_table(chapter_of: Mapping[int, str]) -> TableDefinition[Said]:
    """`chapter_of`: by comment, under which heading it stands."""
    return TableDefinition(
        key="comments",
        title=_("Comments"),
        columns=(
            Column(key="chapter", title=_("Chapter"), value=lambda each: chapter_of.get(each.comment.pk, "")),
            Column(key="about", title=_("About"), names_row=True, value=lambda each: each.comment.about),
            Column(key="text", title=_("Comment"), kind=Kind.TEXT, value=lambda each: each.comment.text),
            Column(key="organisation", title=_("Organisation"), value=lambda each: each.comment.organisation),
            Column(key="by", title=_("Written by")),
            Column(key="day", title=_("Date"), kind=Kind.DAY, value=lambda each: localtime(each.comment.written_at).date()),
            Column(key="state", title=_("State"), kind=Kind.CHOICE, choices=COMMENT_STATES),
            Column(key="answer", title=_("Answer"), kind=Kind.TEXT, value=lambda each: each.comment.answer),
            Column(key="answered_by", title=_("Answered by")),
        ),
    )  # fmt: skip


def revisions_table() -> TableDefinition[Line]:
    return TableDefinition(
        key="revisions",
        title=_("Revisions"),
        columns=(
            Column(key="number", title=_("Revision"), kind=Kind.NUMBER, names_row=True),
            Column(key="status", title=_("State"), kind=Kind.CHOICE, choices=dict(Revision.Status.choices)),
            Column(key="approved_on", title=_("Approved on"), kind=Kind.DAY),
            Column(key="body", title=_("Approved by"), value=lambda line: line.approval.body if line.approval else ""),
            Column(key="comments", title=_("Comments"), kind=Kind.NUMBER),
            Column(key="unsettled", title=_("Comments not settled"), kind=Kind.NUMBER),
            Column(key="sent_on", title=_("Sent"), kind=Kind.DAY),
            Column(key="digest", title="SHA-256", value=lambda line: line.approval.data.digest if line.approval else ""),
        ),
    )  # fmt: skip
