"""What changes of the RAID log say: risks, issues, assumptions, dependencies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity, field_label
from opsgen.changes.sentences.differing import came, differs, handed_over, moved
from opsgen.changes.sentences.teller import dates, value, what
from opsgen.derive.risk import band
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller
    from opsgen.model import Band

_OPPORTUNITY = message("opportunity")
_BANDS: Mapping[Band, Message] = {
    "low": message("low"),
    "medium": message("medium"),
    "high": message("high"),
    "critical": message("critical"),
}


def _name(change: Change) -> Message:
    chance = change.unit == "chance"
    return what(change, _OPPORTUNITY if chance else entity(change.kind))


def _raised(change: Change, teller: Teller) -> Message:
    found = _band(change, change.new, teller)
    if change.new is None:
        return message("{what} is new", what=_name(change))
    if found is None:
        return message("{what} is new, score {score}", what=_name(change), score=change.new)
    return message("{what} is new, score {score} ({band})", what=_name(change), score=change.new, band=found)


def _removed(change: Change, teller: Teller) -> Message:
    found = _band(change, change.old, teller)
    if found is None:
        return message("{what} is gone", what=_name(change))
    return message(
        "{what} is gone, its score was {score} ({band})", what=_name(change), score=change.old, band=found
    )


def _rated(change: Change, teller: Teller) -> Message:
    """Both scores with their bands: `score 8 → 12 (medium → high)`."""
    before, after = _band(change, change.old, teller), _band(change, change.new, teller)
    given: dict[str, object] = {"what": _name(change), "old": change.old, "new": change.new}
    if before is None or after is None:
        return message("{what}: score {old} → {new}", **given)
    if before == after:
        return message("{what}: score {old} → {new} (still {band})", band=after, **given)
    return message("{what}: score {old} → {new} ({before} → {after})", before=before, after=after, **given)


def _band(change: Change, score: object, teller: Teller) -> Message | Text | None:
    """What the portfolio calls the band of a threat's score; None of a chance, which has no such bands."""
    if not isinstance(score, int) or change.unit == "chance":
        return None
    found = band(score, teller.scales)
    own = next((step.title for step in teller.scales.bands if step.id == found and step.title), None)
    return own or _BANDS[found]


def _closed(change: Change, _teller: Teller) -> Message:
    return message("{what} was closed", what=_name(change))


def _occurred(change: Change, _teller: Teller) -> Message:
    return message("{what} has occurred", what=_name(change))


def _reopened(change: Change, _teller: Teller) -> Message:
    if change.old == "draft":
        return message("{what} is no draft any more", what=_name(change))
    if change.new == "draft":
        return message("{what} is a draft again", what=_name(change))
    return message("{what} is open again", what=_name(change))


def _reviewed(change: Change, teller: Teller) -> Message:
    if not isinstance(change.new, date):
        return differs(change, teller)
    return message("{what} was reviewed on {date}", what=_name(change), date=value(change.new))


def _response(change: Change, teller: Teller) -> Message:
    whole, _, part = change.field.partition(".")
    if whole != "contingency" or part in ("", "plan"):
        return differs(change, teller, field_label(change.kind, whole))
    name = message(
        "{part} of the {whole}",
        part=field_label(change.kind, change.field),
        whole=field_label(change.kind, whole),
    )
    return differs(change, teller, name)


def _issue_opened(change: Change, _teller: Teller) -> Message:
    if change.new is None:
        return message("{what} is new", what=_name(change))
    return message("{what} is new, severity {n}", what=_name(change), n=change.new)


def _resolved(change: Change, _teller: Teller) -> Message:
    if isinstance(change.new, date):
        return message("{what} was solved on {date}", what=_name(change), date=value(change.new))
    if change.new == "closed":
        return _closed(change, _teller)
    return message("{what} was solved", what=_name(change))


def _holds(change: Change, _teller: Teller) -> Message:
    return message("{what} was checked and holds", what=_name(change))


def _false(change: Change, _teller: Teller) -> Message:
    return message("{what} turned out to be false", what=_name(change))


def _unchecked(change: Change, _teller: Teller) -> Message:
    return message("{what} is to be checked again", what=_name(change))


def _needed(change: Change, _teller: Teller) -> Message:
    return message("{what} is new, needed by {date}", what=_name(change), date=value(change.new))


def _delivered(change: Change, teller: Teller) -> Message:
    if isinstance(change.old, date) and isinstance(change.new, date):
        return differs(change, teller)
    if not isinstance(change.new, date):
        return message("{what} was delivered", what=_name(change))
    said = message("{what} was delivered on {date}", what=_name(change), date=value(change.new))
    return came(said, change.delta)


def _awaited(change: Change, _teller: Teller) -> Message:
    return message("{what} is awaited again", what=_name(change))


def _dependency(change: Change, teller: Teller) -> Message:
    if change.field == "status" and change.new == "cancelled":
        return message("{what} was cancelled", what=_name(change))
    if change.field == "promised" and change.old is None:
        return message("{what} is promised for {date}", what=_name(change), date=value(change.new))
    if change.delta is None or change.field not in ("due", "promised"):
        return differs(change, teller)
    return _needed_moved(change) if change.field == "due" else moved(change, teller)


def _needed_moved(change: Change) -> Message:
    old, new = dates(change)
    n = round(change.delta or 0)
    given: dict[str, object] = {"what": _name(change), "old": old, "new": new}
    if n > 0:
        return plural(
            "{what} is needed {n} day later ({old} → {new})",
            "{what} is needed {n} days later ({old} → {new})",
            n,
            **given,
        )
    return plural(
        "{what} is needed {n} day earlier ({old} → {new})",
        "{what} is needed {n} days earlier ({old} → {new})",
        -n,
        **given,
    )


SENTENCES: Mapping[str, Sentence] = {
    "risk.raised": _raised,
    "risk.removed": _removed,
    "risk.escalated": _rated,
    "risk.reduced": _rated,
    "risk.closed": _closed,
    "risk.occurred": _occurred,
    "risk.reopened": _reopened,
    "risk.reviewed": _reviewed,
    "risk.owner_changed": handed_over,
    "risk.response_changed": _response,
    "issue.opened": _issue_opened,
    "issue.resolved": _resolved,
    "issue.reopened": _reopened,
    "issue.changed": moved,
    "assumption.holds": _holds,
    "assumption.false": _false,
    "assumption.reopened": _unchecked,
    "assumption.changed": moved,
    "dependency.added": _needed,
    "dependency.delivered": _delivered,
    "dependency.reopened": _awaited,
    "dependency.changed": _dependency,
}
