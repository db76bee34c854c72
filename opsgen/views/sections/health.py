"""The lights of a project by dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import states
from opsgen.words import Words, message, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.health import Light
    from opsgen.model import Project
    from opsgen.views.edition import Edition


def health(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The dimensions with a light, and those without in words."""
    asked = tuple(light for light in assessment.health.dimensions if _asked(light))
    lit = tuple(light for light in asked if _shown(light, assessment.project))
    unlit = tuple(light for light in asked if light not in lit)
    return {"lit": lit, "unlit": _unlit(unlit, words(edition.lang))}


def _asked(light: Light) -> bool:
    """Whether a dimension belongs here: how busy people are only where somebody wants it to."""
    return light.counts or light.dimension != "resources" or light.declared is not None


def _shown(light: Light, project: Project) -> bool:
    """Whether a dimension stands in the table: assessed, or declared."""
    return light.rag != "grey" or project.declared_health is not None


def _unlit(lights: tuple[Light, ...], say: Words) -> str:
    """The other dimensions, each with what it lacks; empty where there are none."""
    return say.gettext("; ").join(
        say.say(message("{name} ({reason})", name=states.DIMENSION[light.dimension], reason=light.reason))
        for light in lights
    )
