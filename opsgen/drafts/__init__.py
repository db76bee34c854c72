"""What a lead is about to write, drafted from the data: updates, retrospectives, closing reports."""

from opsgen.drafts.due import Asked, asked, owed
from opsgen.drafts.outcome import ClosingDraft, RetrospectiveDraft, closing_draft, retrospective_draft
from opsgen.drafts.update import UpdateDraft, update_draft
from opsgen.drafts.window import Window, due_period, kind_of, window

__all__ = [
    "Asked",
    "ClosingDraft",
    "RetrospectiveDraft",
    "UpdateDraft",
    "Window",
    "asked",
    "closing_draft",
    "due_period",
    "kind_of",
    "owed",
    "retrospective_draft",
    "update_draft",
    "window",
]
