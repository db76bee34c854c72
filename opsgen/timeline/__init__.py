"""The commits with the changes that each one brought."""

from opsgen.timeline.aftermath import with_aftermath
from opsgen.timeline.stored import Broken
from opsgen.timeline.timeline import NO_HISTORY, Timeline, timeline
from opsgen.timeline.walk import Landing

__all__ = ["NO_HISTORY", "Broken", "Landing", "Timeline", "timeline", "with_aftermath"]
