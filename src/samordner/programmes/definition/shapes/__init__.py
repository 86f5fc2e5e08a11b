"""The parts of a programme's file. Each dataclass is a table of ``programme.toml``, each field a key.

``source`` names the page or document that the fact was seen in. ``verified = false`` marks what no
source has confirmed, ``nn_verified = false`` a nynorsk form that we translated ourselves.
"""

from samordner.programmes.definition.shapes.following import (
    ClaimRule,
    Division,
    Figure,
    FigureGroup,
    PublishedTotal,
    Scale,
    Stems,
    Subject,
    Value,
)
from samordner.programmes.definition.shapes.marks import Origin, Tone
from samordner.programmes.definition.shapes.offering import ContactRole, Offer
from samordner.programmes.definition.shapes.planning import (
    Chapter,
    Deadline,
    MeetingKind,
    NetworkKind,
    Question,
    ReportForm,
    RequiredContent,
    Risk,
    Section,
)
from samordner.programmes.definition.shapes.reform import (
    Aim,
    Area,
    Crosswalk,
    CycleStep,
    Gap,
    GrantScheme,
    Link,
    Paper,
    Period,
    Phase,
    Solution,
    Strategy,
    Topic,
)

__all__ = [
    "Aim",
    "Area",
    "Chapter",
    "ClaimRule",
    "ContactRole",
    "Crosswalk",
    "CycleStep",
    "Deadline",
    "Division",
    "Figure",
    "FigureGroup",
    "Gap",
    "GrantScheme",
    "Link",
    "MeetingKind",
    "NetworkKind",
    "Offer",
    "Origin",
    "Paper",
    "Period",
    "Phase",
    "PublishedTotal",
    "Question",
    "ReportForm",
    "RequiredContent",
    "Risk",
    "Scale",
    "Section",
    "Solution",
    "Stems",
    "Strategy",
    "Subject",
    "Tone",
    "Topic",
    "Value",
]
