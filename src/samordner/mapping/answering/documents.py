"""The receipt of an answer: what was sent in, when, by whom, and the digest by which it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.documents.blocks import Block, Document, Facts, Front, Heading, Paragraph
from samordner.documents.cells import clock_text
from samordner.mapping.answering.queries import content_of, names_of_writers
from samordner.mapping.letters import whose
from samordner.mapping.models import Respondent, Submission
from samordner.mapping.rounds.operations.answered import digest_words
from samordner.places.queries import issuer_name, look_of
from samordner.questionnaires.answering import Asked, asked, cells_in, label_of, rows_in, words_of
from samordner.questionnaires.content import SEPARATOR, STILL, Content, Question, Section
from samordner.questionnaires.drawing import Drawing
from samordner.timeline.moments import NORWAY


def asked_then(content: Content, one: Submission) -> Asked:
    """What was asked of the one who sent this in."""
    return asked(content, one.values, today=one.at.astimezone(NORWAY).date(), sent_in=True)


def sent_drawings(content: Content, one: Submission) -> list[Drawing]:
    """Each section as it was sent in."""
    found = asked_then(content, one)
    return [
        Drawing(content=content, section=each, asked=found, values=one.values, read_only=True, level=3)
        for each in content.sections
        if each.key in found.sections
    ]


def moment_words(one: Submission, language: str) -> str:
    """When it was sent in, in Norway."""
    with override(language):
        at = one.at.astimezone(NORWAY)
        day = date_format(at.date(), "j F Y" if language == "en" else "j. F Y", use_l10n=False)
        return _("%(day)s at %(time)s") % {"day": day, "time": clock_text(at)}


def receipt_document(
    respondent: Respondent, one: Submission, *, language: str, day: date, is_demonstration: bool
) -> Document:
    """The receipt, in `language`: who, what, when, and every answer as it was sent in."""
    of, content = respondent.round, content_of(respondent.round)
    with override(language):
        by = names_of_writers([one.by], of)[one.by] if one.by else ""
        pairs = [
            (_("Answer of"), whose(respondent)),
            (_("Asked by"), of.asked_by),
            (_("Sent in"), moment_words(one, language)),
            (_("Sent in by"), by),
            (_("How"), str(one.get_how_display())),
            (_("Source"), one.source),
            (_("Number of the answer"), str(one.number)),
            (_("Known by"), digest_words(one.digest)),
        ]
        found = asked_then(content, one)
        blocks: list[Block] = [Facts(tuple((label, value) for label, value in pairs if value))]
        for section in content.sections:
            if section.key in found.sections:
                blocks += _section(content, section, one, found, language)
        blocks.append(Heading(1, _("The whole digest")))
        whole = " ".join(one.digest[start : start + 8] for start in range(0, 64, 8))
        blocks.append(Paragraph(_("SHA-256 of what was sent in: %(digest)s") % {"digest": whole}))
        return Document(
            title=_("Receipt: %(round)s") % {"round": of.title}, language=language, blocks=tuple(blocks),
            front=Front(issuer=issuer_name(of.office, day, language), subtitle=whose(respondent)),
            notice=_("Demonstration: every status is invented") if is_demonstration else "",
            look=look_of(of.office),
        )  # fmt: skip


def _section(content: Content, section: Section, one: Submission, found: Asked, language: str) -> list[Block]:
    blocks: list[Block] = []
    pairs: list[tuple[str, str]] = []
    for question in section.questions:
        if question.key not in found.questions or question.kind in ("note", "calculated"):
            continue
        said = list(_said(content, question, one, language))
        if question.kind != "matrix":
            pairs += said
        elif not any(words for _label, words in said):
            pairs.append((question.label.get(language), ""))
        else:
            blocks += [*_facts(pairs), Heading(2, question.label.get(language)), *_facts(_rows(said))]
            pairs = []
    blocks += _facts(pairs)
    return [Heading(1, section.title.get(language)), *blocks] if blocks else []


def _said(content: Content, question: Question, one: Submission, language: str) -> Iterator[tuple[str, str]]:
    """What each cell asks, and what was answered in it; "" nothing. A row of a table is called by its own words."""
    rows = {each.key: each.label.get(language) for each in rows_in(content, question)}
    for cell in cells_in(content, question):
        if cell.name not in one.values and cell.name.endswith(f"{SEPARATOR}other"):
            continue
        words = words_of(content, cell.name, one.values.get(cell.name), language)
        if words and one.values.get(f"{cell.name}{SEPARATOR}{STILL}") == "yes":
            words = _("%(answer)s (still right)") % {"answer": words}
        yield rows[cell.row] if cell.row else label_of(content, cell.name, language), words


def _rows(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rows of a table that were answered, and in one line those that were not."""
    left = "; ".join(label for label, words in said if not words)
    return [each for each in said if each[1]] + ([(_("(not answered)"), left)] if left else [])


def _facts(pairs: Sequence[tuple[str, str]]) -> list[Block]:
    return [Facts(tuple((label, words or _("(not answered)")) for label, words in pairs))] if pairs else []
