"""The receipt of an answer: what was sent in, when, by whom, and the digest by which it is known."""

from __future__ import annotations

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
from samordner.questionnaires.answering import Asked, asked, cells_in, label_of, words_of
from samordner.questionnaires.content import SEPARATOR, STILL, Content, Section
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
    values = one.values
    pairs = []
    for question in section.questions:
        if question.key not in found.questions or question.kind in ("note", "calculated"):
            continue
        for cell in cells_in(content, question):
            still = values.get(f"{cell.name}{SEPARATOR}{STILL}")
            words = words_of(content, cell.name, values.get(cell.name), language) or _("(not answered)")
            if cell.name not in values and cell.name.endswith(f"{SEPARATOR}other"):
                continue
            said = _("%(answer)s (still right)") % {"answer": words} if still == "yes" else words
            pairs.append((label_of(content, cell.name, language), said))
    if not pairs:
        return []
    return [Heading(1, section.title.get(language)), Facts(tuple(pairs))]
