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
division.read         all           office      office   -        all         -
division.change       -             office      -        -        -           -
report.read           all           office      office   -        all         -
report.write          -             office      office   -        -           -
report.send           -             office      -        -        -           -
yearreport.read       all           -           -        -        all         -
yearreport.write      -             -           -        -        all         -
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
