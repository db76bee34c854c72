"""What is learnt and what it was good for, in words."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

LEARNING = (
    Formula(
        message("Retrospective"),
        message(
            "Goals and results are taken from the data as of the day of the retrospective: measurements, "
            "dates that came and dated amounts up to it. What has no day of its own, such as the status of a "
            "goal, is as it is written now. Milestones are those that were planned for that day or came "
            "by it."
        ),
        "复盘; PM²",
    ),
    Formula(
        message("Lessons that apply"),
        message(
            "Lessons of other projects whose `applies_to` names the category of the project, one of its "
            "phases, or a tag of it or of its risks, and those of the project it is compared with. The most "
            "reasons first, then what was learnt last; what the project follows already comes last. What "
            "applies to nothing in particular is in the library alone."
        ),
        "ISO 30401",
    ),
    Formula(
        message("Improvement actions"),
        message(
            "Actions that a retrospective names, and those whose source is a lesson or a retrospective. "
            "Verified once somebody wrote on which day it was seen that it helped; 30 days after it was done "
            "that is asked for."
        ),
        "PDCA",
    ),
    Formula(
        message("Benefits to be looked at"),
        message(
            "A day to look has passed, and nobody has looked since two weeks before it. Asked for while a "
            "project goes on and once it is closed, not while it is proposed, on hold or cancelled."
        ),
        "PM², PRINCE2",
    ),
)
