"""A programme as data: read strictly from its folder into frozen dataclasses, without a database."""

from samordner.programmes.definition.goals import Goal, sustainability_goals
from samordner.programmes.definition.reading import (
    canonical,
    digest,
    folder,
    from_canonical,
    load_reading,
    read_programme,
    shipped,
)
from samordner.programmes.definition.shapes import (
    Aim,
    Area,
    Chapter,
    ClaimRule,
    Crosswalk,
    CycleStep,
    Deadline,
    Division,
    Figure,
    FigureGroup,
    Gap,
    GrantScheme,
    Link,
    MeetingKind,
    NetworkKind,
    Offer,
    Origin,
    Paper,
    Period,
    Phase,
    PublishedTotal,
    Question,
    ReportForm,
    RequiredContent,
    Risk,
    Scale,
    Section,
    Solution,
    Stems,
    Strategy,
    Subject,
    Tone,
    Topic,
    Value,
)
from samordner.programmes.definition.strict import DefinitionError
from samordner.programmes.definition.text import Text
from samordner.programmes.definition.whole import Definition

__all__ = [
    "Aim", "Area", "Chapter", "ClaimRule", "Crosswalk", "CycleStep", "Deadline", "Definition",
    "DefinitionError", "Division", "Figure", "FigureGroup", "Gap", "Goal", "GrantScheme", "Link", "MeetingKind",
    "NetworkKind",
    "Offer", "Origin", "Paper",
    "Period", "Phase", "PublishedTotal", "Question", "ReportForm", "RequiredContent", "Risk", "Scale", "Section", "Solution",
    "Stems", "Strategy", "Subject", "Text", "Tone", "Topic", "Value", "canonical", "digest", "folder",
    "from_canonical", "load_reading", "read_programme", "shipped",
    "sustainability_goals",
]  # fmt: skip
