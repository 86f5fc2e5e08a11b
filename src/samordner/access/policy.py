"""Who may do what: the one table, rights x roles, each cell the reach.

    -        not at all
    own      rows of the holder's own municipality, or that the holder's own organisation fills in
    office   rows of the holder's own office
    all      every row
    public   everyone, signed in or not

Nothing else decides. A URL names one of these rights or does not start; a list and a record are
filtered by the same cell. The page "Who may do what" is printed from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, cast, get_args

Reach = Literal["-", "own", "office", "all", "public"]

TABLE = """
right                 administrator coordinator partner  contact  directorate public
setup.begin           public        public      public   public   public      public
session.use           public        public      public   public   public      public
policy.read           public        public      public   public   public      public
place.read            public        public      public   public   public      public
programme.read        public        public      public   public   public      public
home.read             all           office      office   own      all         -
account.own           all           all         all      all      all         -
people.read           all           office      office   -        -           -
people.manage         all           -           -        -        -           -
journal.read          all           office      -        -        -           -
grouping.read         all           office      office   own      all         -
grouping.change       -             office      -        -        -           -
observation.read      all           office      office   own      all         -
observation.register  -             office      office   -        -           -
observation.report    -             office      office   own      -           -
inheritance.read      all           office      office   own      all         -
inheritance.decide    -             office      -        -        -           -
contact.read          all           office      office   own      -           -
contact.change        -             office      office   own      -           -
localplan.read        all           office      office   own      all         -
localplan.change      -             office      office   own      -           -
hearing.change        -             office      -        -        -           -
need.read             all           office      office   own      all         -
need.raise            -             office      office   own      -           -
need.change           -             office      office   -        -           -
grant.read            all           office      office   own      all         -
grant.change          -             office      office   -        -           -
ask.read              all           office      office   own      all         -
ask.change            -             office      office   -        -           -
letter.read           all           office      office   -        -           -
letter.write          -             office      -        -        -           -
wording.change        -             office      -        -        -           -
invitation.read       all           office      office   own      -           -
invitation.send       -             office      -        -        -           -
invitation.answer     -             office      -        own      -           -
participant.read      -             office      office   -        -           -
participant.attend    -             office      office   -        -           -
participant.erase     -             office      -        -        -           -
event.read            public        public      public   public   public      public
event.answer          public        public      public   public   public      public
calendar.read         all           office      office   own      all         -
calendar.subscribe    all           all         all      all      all         -
calendar.feed         public        public      public   public   public      public
meeting.read          all           office      office   -        all         -
meeting.change        -             office      office   -        -           -
offer.read            all           office      office   own      all         -
division.read         all           office      office   -        all         -
division.change       -             office      -        -        -           -
report.read           all           office      office   -        all         -
report.write          -             office      office   -        -           -
report.send           -             office      -        -        -           -
yearreport.read       all           -           -        -        all         -
yearreport.write      -             -           -        -        all         -
questionnaire.read    all           office      office   -        all         -
questionnaire.write   -             office      office   -        -           -
mapping.read          all           office      office   own      all         -
mapping.run           -             office      office   -        -           -
mapping.answer        -             office      -        own      -           -
mapping.review        -             office      -        -        -           -
finding.read          all           office      office   -        all         -
finding.code          -             office      office   -        -           -
answer.link           public        public      public   public   public      public
minutes.read          all           office      office   -        all         -
minutes.write         -             office      office   -        -           -
minutes.approve       -             office      -        -        -           -
task.change           -             office      office   -        -           -
network.read          all           office      office   own      all         -
network.change        -             office      office   -        -           -
team.read             all           office      office   own      -           -
team.change           -             office      office   own      -           -
team.assess           -             office      office   -        -           -
team.link             public        public      public   public   public      public
improvement.read      all           office      office   own      -           -
improvement.change    -             office      office   own      -           -
experience.read       all           office      office   office   all         -
experience.propose    -             office      office   own      -           -
experience.take       -             office      office   own      -           -
measurement.read      all           office      office   own      -           -
measurement.enter     -             office      office   own      -           -
measurement.define    -             office      office   own      -           -
facilitation.read     all           office      office   -        -           -
facilitation.write    -             office      office   -        -           -
cooperation.read      all           office      office   -        all         -
cooperation.change    -             office      office   -        -           -
plan.read             all           office      office   office   all         -
plan.change           -             office      -        -        -           -
plan.fill             -             office      own      -        -           -
plan.create           -             office      -        -        -           -
plan.readin           -             office      -        -        -           -
plan.review           -             office      office   -        -           -
plan.approve          -             office      -        -        -           -
plan.send             -             office      -        -        -           -
office.change         -             office      -        -        -           -
"""


def parsed(table: str) -> Mapping[str, Mapping[str, Reach]]:
    """The table as right -> role -> reach. Raises ValueError on a ragged row, an unknown reach or a right said twice."""
    header, *lines = (line.split() for line in table.strip().splitlines())
    rights: dict[str, Mapping[str, Reach]] = {}
    for right, *cells in lines:
        if len(cells) != len(header) - 1 or right in rights:
            raise ValueError(f"policy row {right!r} is ragged or said twice")
        if unknown := [cell for cell in cells if cell not in get_args(Reach)]:
            raise ValueError(f"policy row {right!r} has the unknown reach {unknown[0]!r}")
        rights[right] = MappingProxyType(dict(zip(header[1:], cast(list[Reach], cells), strict=True)))
    return MappingProxyType(rights)


POLICY = parsed(TABLE)
ROLES: tuple[str, ...] = tuple(TABLE.strip().splitlines()[0].split()[1:])
PUBLIC_ROLE = "public"
