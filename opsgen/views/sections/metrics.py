"""Metrics with their course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import drawings
from opsgen.views.one_pager import target_words
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def metrics(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """Each metric with its target in words and its chart."""
    say = words(edition.lang)
    return {
        "metric_figures": tuple(
            (state, target_words(state, say), drawings.metric_line(edition, assessment, state, n))
            for n, state in enumerate(assessment.metrics)
        )
    }
