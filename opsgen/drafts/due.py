"""Which projects wait for an update, and what somebody without a terminal asks for in a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from opsgen.derive.standing import is_live, lifecycle_of
from opsgen.derive.steering import reported
from opsgen.drafts.window import due_period, waited

if TYPE_CHECKING:
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.model import Project, Settings

_LAST_DAYS = timedelta(days=7)
"""So long before a period ends its update is due: a week's on any day of it, a month's in its last week."""
_NOTHING = "_No response_"
"""What GitHub writes for a field that was left empty."""
_HEADING = "### "


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for; what it leaves open is empty."""

    project: str = ""
    period: str = ""
    text: str = ""


def owed(project: Project, settings: Settings, today: date) -> Period | None:
    """The period on which a project is to report now; None where it has, or nobody waits for one.

    A project that never reported and does not say how often it will owes nothing.
    """
    written = reported(project, settings)
    if not (project.cadence or written) or not is_live(lifecycle_of(project, today)):
        return None
    span = due_period(project, settings, today)
    begun = project.start is None or project.start <= span.finish
    if not begun or span.finish - today >= _LAST_DAYS:
        return None
    last = next((one.period for one in written if one.period.start <= span.finish), None)
    if last is not None and (last.finish >= span.finish or span.finish - last.finish < waited(project)):
        return None
    return span


def asked(form: str) -> Asked:
    """What the body of an issue says that was opened with the form of a workspace.

    The fields stand in the order of the form, each below a heading in the team's language; the last one is
    text, in which somebody may have written headings too.
    """
    fields: list[list[str]] = []
    for line in form.splitlines():
        if line.startswith(_HEADING) and len(fields) < 3:
            fields.append([])
        elif fields:
            fields[-1].append(line)
    said = [" ".join(" ".join(lines).split()) for lines in fields]
    return Asked(*("" if one == _NOTHING else one for one in said))
