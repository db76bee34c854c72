"""What the owner said of each period, beside what the data says of the newest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.period import said_done
from opsgen.derive.steering import reported
from opsgen.views.period import Group, period_name, period_path, told
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.steering import Reported
    from opsgen.model import Item, Update
    from opsgen.views.edition import Edition


@dataclass(frozen=True, slots=True)
class Report:
    """An update, what its period is called, and the page of all projects in it, where there is one."""

    update: Update
    name: str
    anchor: str
    page: str | None


def updates(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The updates, the newest first, and the facts of the newest of a period that has begun.

    `contradicted` are items that it calls done and the data does not.
    """
    project, latest = assessment.project, assessment.updates[:1]
    facts = [assessment.chronicle.during(one.period) for one in latest]
    contradicted: tuple[Item, ...] = ()
    groups: tuple[Group, ...] = ()
    for one, found in zip(latest, facts, strict=True):
        groups = told(found, assessment, edition)
        contradicted = said_done(one.update, project, found.until)
    return {
        "updates": tuple(_report(one, edition) for one in reported(project, assessment.settings)),
        "latest_update": latest[0].update if latest else None,
        "update_facts": groups,
        "contradicted": contradicted,
    }


def _report(one: Reported, edition: Edition) -> Report:
    name = period_name(one.period, words(edition.lang))
    return Report(one.update, name, f"_update-{one.update.period}", period_path(one.place, edition.as_of))
