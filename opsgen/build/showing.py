"""What is shown: which versions, as of which day, to whom and in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from opsgen.timeline.against import Against
    from opsgen.timeline.moment import Moment
    from opsgen.views import Audience


@dataclass(frozen=True, slots=True)
class Showing:
    """The same for the pages and the handouts of one call."""

    languages: tuple[str, ...]
    as_of: date
    audience: Audience = "internal"
    moment: Moment | None = None
    """The moment of the past; None for the workspace as it is."""
    against: Against | None = None
    """The version beside whose plans everything is."""
    last_good: bool = False
    """Whether what is broken is shown as of its last good version."""
