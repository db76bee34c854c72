"""The numbers of a version as a later one has them: what was measured by a day, and landed after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from opsgen import load
from opsgen.derive.standing import names
from opsgen.load import Sources
from opsgen.model import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.model import Metric
    from opsgen.model.numbers import Measurement, Segment
    from opsgen.portfolio import Portfolio, Reading

_CLOSED = ("public", "internal", "restricted")
"""Who may see a project, the most open first."""


@dataclass(frozen=True, slots=True)
class Later:
    """The numbers of a later version, up to a day."""

    portfolio: Portfolio
    day: date

    def put_into(self, reading: Reading) -> Reading:
        """What the files of a project gave, with the numbers that are known later.

        Whatever is said of such a number is said of its metric: it stands in no file of that version.
        """
        project = reading.whole.value
        newer = self._of(project) if isinstance(project, Project) else None
        if newer is None:
            return reading
        told = {name: metric for metric in newer.metrics for name in _called(metric)}
        made = tuple(self._metric(metric, told) for metric in project.metrics)
        moved = [i for i, (old, new) in enumerate(zip(project.metrics, made, strict=True)) if old != new]
        if not moved:
            return reading
        whole = replace(reading.whole, value=replace(project, metrics=made))
        return replace(reading, whole=whole, sources=_pointing(reading.sources, moved, made))

    def _of(self, project: Project) -> Project | None:
        """The project in the later version; None where it is closed to more people there."""
        own = names(project)
        found = next((p for p in self.portfolio.projects if p.id == project.id), None) or next(
            (p for p in self.portfolio.projects if set(own) & set(names(p))), None
        )
        if found is None or _CLOSED.index(found.confidentiality) > _CLOSED.index(project.confidentiality):
            return None
        return found

    def _metric(self, metric: Metric, told: Mapping[str, Metric]) -> Metric:
        newer = next((told[name] for name in _called(metric) if name in told), None)
        if newer is None or (newer.unit, newer.cumulative) != (metric.unit, metric.cumulative):
            return metric  # numbers in another unit are other numbers
        measured = self._joined(metric.measurements, newer.measurements)
        if newer.breakdown != metric.breakdown:
            return replace(metric, measurements=measured)
        return replace(metric, measurements=measured, segments=tuple(self._segments(metric, newer)))

    def _segments(self, metric: Metric, newer: Metric) -> Iterator[Segment]:
        """Those of the version, then those that the later one knows numbers of up to the day."""
        of = {_title(segment): segment for segment in newer.segments}
        for segment in metric.segments:
            found = of.pop(_title(segment), None)
            told = found.measurements if found else ()
            yield replace(segment, measurements=self._joined(segment.measurements, told))
        for segment in of.values():
            found_here = self._joined((), segment.measurements)
            if found_here:
                yield replace(segment, measurements=found_here)

    def _joined(self, old: Iterable[Measurement], new: Iterable[Measurement]) -> tuple[Measurement, ...]:
        """Up to the day what is known later, in the order of the days; beyond it what was written then."""
        known = sorted((m for m in new if m.date <= self.day), key=lambda m: m.date)
        return (*known, *(m for m in old if m.date > self.day))


def _called(item: Any) -> tuple[str, ...]:
    return names(item) or (_title(item),)


def _title(item: Any) -> str:
    return " / ".join(item.title.forms)


def _pointing(sources: Sources, moved: Iterable[int], metrics: tuple[Metric, ...]) -> Sources:
    """The places of the project; of a number that may stand elsewhere that of its metric."""
    found = dict(sources.parts)
    for i in moved:
        place = load.placed(sources.place(("metrics", i)).head)
        metric = metrics[i]
        paths = [("measurements", j) for j in range(len(metric.measurements))]
        paths += [("segments", j) for j in range(len(metric.segments))]
        found.update({("metrics", i, *path): (place, ()) for path in paths})
    # What the version itself has below a segment would be asked first.
    return Sources({path: part for path, part in found.items() if not _hidden(path, set(moved))})


def _hidden(path: tuple[Any, ...], moved: set[int]) -> bool:
    return len(path) > 4 and path[0] == "metrics" and path[1] in moved and path[2] == "segments"
