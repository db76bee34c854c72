"""An update as plain data for programs, as `schemas/output/update.schema.json` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.drafts.point import Wanted
    from opsgen.drafts.update import UpdateDraft
    from opsgen.words import Words

VERSION = 1


def plain(draft: UpdateDraft, project: str, say: Words) -> dict[str, object]:
    """A draft in one language; within a version fields may be added, and none changes its meaning."""
    days = draft.days
    return {
        "version": VERSION,
        "language": say.lang,
        "project": project,
        "title": say.pick(draft.title),
        "period": days.period.label,
        "since": days.since.isoformat(),
        "until": days.until.isoformat(),
        "ahead": days.ahead.isoformat(),
        "light": say.say(draft.light),
        "numbers": [say.say(one) for one in draft.numbers],
        "done": [say.say(one) for one in draft.done],
        "next": [say.say(one) for one in draft.next],
        "attention": [say.say(one) for one in draft.attention],
        "help_needed": [_wanted(one, say) for one in draft.help],
        "note": say.say(draft.note) if draft.note else None,
    }


def _wanted(one: Wanted, say: Words) -> dict[str, object]:
    due = one.due.isoformat() if one.due else None
    return {"text": say.say(one.text), "from": one.from_ or None, "due": due}
