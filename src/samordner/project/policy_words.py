"""The policy table in words: what each right lets a person do, and how far each reach goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.access.policy import POLICY, PUBLIC_ROLE, ROLES, Reach
from samordner.people.models import Role

Text = str | Promise

GROUPS: tuple[tuple[Text, dict[str, Text]], ...] = (
    (
        _("Getting in"),
        {
            "session.use": _("Sign in and choose a language"),
            "setup.begin": _("Make the first administrator (once, on the machine itself)"),
            "account.own": _("Change one's own account"),
            "people.read": _("See accounts and roles"),
            "people.manage": _("Let people in, give and end roles"),
        },
    ),
    (
        _("Facts that everyone may know"),
        {
            "place.read": _("Look up municipalities, counties and offices"),
            "programme.read": _("Read what the reform consists of"),
            "policy.read": _("See who may do what"),
        },
    ),
    (
        _("Overview"),
        {
            "home.read": _("Open the first page with what needs doing"),
            "journal.read": _("Read the journal of what was done"),
        },
    ),
    (
        _("Municipalities and their status"),
        {
            "observation.read": _("See where municipalities stand"),
            "observation.register": _("Register status with its source"),
            "observation.report": _("Report status on the municipality's own word"),
            "inheritance.read": _("See what heirs took over after border changes"),
            "inheritance.decide": _("Decide what heirs take over after border changes"),
            "contact.read": _("See a municipality's contacts"),
            "contact.change": _("Change a municipality's contacts"),
            "localplan.read": _("See a municipality's own plans"),
            "localplan.change": _("Register a municipality's own plans"),
            "hearing.change": _("Register the office's statements on plans"),
            "grouping.read": _("See regional councils and other groupings"),
            "grouping.change": _("Change regional councils and other groupings"),
            "letter.read": _("See letters to municipalities and whether they were sent"),
            "letter.write": _("Write letters to municipalities"),
            "wording.change": _("Change how the office's letters are worded"),
            "division.read": _("See how municipalities are divided into groups"),
            "division.change": _("Divide municipalities into groups"),
        },
    ),
    (
        _("Needs, support and load"),
        {
            "need.read": _("See what help is needed and what was done"),
            "need.raise": _("Say what help is needed"),
            "need.change": _("Take, follow and close needs"),
            "grant.read": _("See grants and grant priority"),
            "grant.change": _("Register grants"),
            "ask.read": _("See what municipalities are asked for"),
            "ask.change": _("Write down what a municipality is asked for"),
        },
    ),
    (
        _("Meetings"),
        {
            "meeting.read": _("See meetings"),
            "meeting.change": _("Plan, move, cancel and hold meetings"),
            "minutes.read": _("Read minutes, decisions and tasks of meetings"),
            "minutes.write": _("Write minutes, and note decisions and tasks"),
            "minutes.approve": _("Approve, correct and send minutes"),
            "task.change": _("Change tasks, and note them as done or dropped"),
            "offer.read": _("See which municipalities have been offered what, and who came"),
            "invitation.read": _("See who is invited to meetings, and what they answered"),
            "invitation.send": _("Invite to meetings, and say on which terms people come"),
            "invitation.answer": _("Answer invitations"),
            "participant.read": _("See who comes to meetings, with names and addresses"),
            "participant.attend": _("Note who came"),
            "participant.erase": _("Hand out and erase what is known of a participant"),
            "event.read": _("See open events"),
            "event.answer": _("Register for open events, and answer by a personal link"),
        },
    ),
    (
        _("Mapping"),
        {
            "questionnaire.read": _("See questionnaires"),
            "questionnaire.write": _("Write questionnaires, and bring them in"),
            "mapping.read": _("See mapping rounds, and whether municipalities have answered"),
            "mapping.run": _("Prepare, open, extend and close mapping rounds, and write in answers on paper"),
            "mapping.answer": _("Answer for a municipality"),
            "mapping.review": _("Review answers, and accept them as observations"),
            "finding.read": _("See what a mapping round found"),
            "finding.code": _("Code free text with themes"),
            "answer.link": _("Answer a questionnaire by a personal link"),
        },
    ),
    (
        _("Networks and improvement"),
        {
            "network.read": _("See the networks and who is in them"),
            "network.change": _("Run networks, cohorts and gatherings"),
            "team.read": _("See improvement teams"),
            "team.change": _("Change an improvement team and its own assessment"),
            "team.assess": _("Write the adviser's assessment of a team"),
            "team.link": _("Do a team's work by a personal link"),
            "improvement.read": _("See improvement projects"),
            "improvement.change": _("Write in improvement projects"),
            "experience.read": _("See experiences from tested changes"),
            "experience.propose": _("Propose a tested change as an experience"),
            "experience.take": _("Note that an experience is taken up"),
            "measurement.read": _("See measurements and charts"),
            "measurement.enter": _("Enter measurements"),
            "measurement.define": _("Define indicators, phases and exclusions"),
            "facilitation.read": _("See the facilitator's pages"),
            "facilitation.write": _("Prepare gatherings and note calls"),
        },
    ),
    (
        _("Cooperation with others"),
        {
            "cooperation.read": _("See partners, agreements, and arenas with who went"),
            "cooperation.change": _("Follow up partners and agreements, and note who went to arenas"),
        },
    ),
    (
        _("Calendar"),
        {
            "calendar.read": _("See everything that has a day, as far as one may see it elsewhere"),
            "calendar.subscribe": _("Make secret addresses for one's own calendar program, and revoke them"),
            "calendar.feed": _(
                "Read a calendar at its secret address, with the rights of the one who made it"
            ),
        },
    ),
    (
        _("Reports"),
        {
            "report.read": _("Read the offices' reports"),
            "report.write": _("Write the office's report"),
            "report.send": _("Send the office's report"),
            "yearreport.read": _("Read the national yearly report"),
            "yearreport.write": _("Write and send the national yearly report"),
        },
    ),
    (
        _("The regional plan"),
        {
            "plan.read": _("Read the plan and its registers"),
            "plan.change": _("Change the plan: every row, the chapters, the front page, who fills in what"),
            "plan.fill": _("Fill in rows in the registers"),
            "plan.create": _("Begin a plan"),
            "plan.readin": _("Read a plan in from a document"),
            "plan.review": _("Comment on a plan that is out for review"),
            "plan.approve": _("Send a plan for review, and approve it"),
            "plan.send": _("Send the approved plan to the directorate"),
            "office.change": _("Choose the office's colours and signature in print"),
        },
    ),
)

REACHES: dict[Reach, Text] = {
    "public": _("everyone"),
    "all": _("the whole country"),
    "office": _("own office"),
    "own": _("own municipality"),
    "-": _("no"),
}
EXPLAINED: dict[Reach, Text] = {
    "public": _("Everyone, signed in or not."),
    "all": _("Whoever holds the role, for every office and municipality."),
    "office": _("Only what belongs to the office where the role is held, and its municipalities."),
    "own": _(
        "Only what concerns the municipality where the role is held; in the plan's registers only the rows "
        "that the role's organisation fills in."
    ),
    "-": _("The role does not include this."),
}
LOOKS: dict[Reach, tuple[str, str]] = {
    "public": ("success", "default"),
    "all": ("accent", "default"),
    "office": ("accent", "outline"),
    "own": ("neutral", "outline"),
    "-": ("", ""),
}


class Cell(NamedTuple):
    words: Text
    colour: str = ""
    variant: str = ""


class Row(NamedTuple):
    right: str
    words: Text
    cells: list[Cell]


def cell(reach: Reach, right: str = "") -> Cell:
    if right == "account.own" and reach == "all":
        return Cell(_("yes"), *LOOKS["public"])
    if right == "plan.fill" and reach == "own":
        return Cell(_("own organisation"), *LOOKS["own"])
    return Cell(REACHES[reach], *LOOKS[reach])


def without_words() -> list[str]:
    """The rights of the table that no group names."""
    named = {right for _name, rights in GROUPS for right in rights}
    return [right for right in POLICY if right not in named]


def roles() -> list[Text]:
    """What the roles are called, in the order of the table."""
    return [_("not signed in") if role == PUBLIC_ROLE else Role(role).label for role in ROLES]


def tables() -> list[tuple[Text, list[Row]]]:
    """The policy table by group, in words; a right without words stands last under its own name."""
    last: tuple[Text, Mapping[str, Text]] = (_("Other"), {right: right for right in without_words()})
    groups: list[tuple[Text, Mapping[str, Text]]] = [*GROUPS, last]

    def row(right: str, words: Text) -> Row:
        return Row(right, words, [cell(POLICY[right][role], right) for role in ROLES])

    return [(name, [row(*pair) for pair in rights.items()]) for name, rights in groups if rights]
