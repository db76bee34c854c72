"""How a derived number came about: its formula and its inputs, shown on demand.

`Explained` has a method for each number of a project's page; the macro `how` shows what they give. A new
number gets a function beside those of its area, or a `How` of its own where it is shown once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.since import moved
from opsgen.views.how import goals, health, metrics, money, risks, schedule
from opsgen.views.how.how import How
from opsgen.views.moments import version
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.goals import GoalState, KeyResultState
    from opsgen.derive.health import Light
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import LineState
    from opsgen.derive.network import Scheduled
    from opsgen.derive.precedents import Outlook
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState, TaskState
    from opsgen.views.edition import Edition
    from opsgen.words import Words

__all__ = ["Explained", "How"]


@dataclass(frozen=True, slots=True)
class Explained:
    """How the numbers of one project came about; None where the number itself is unknown."""

    edition: Edition
    assessment: Assessment

    @property
    def _say(self) -> Words:
        return words(self.edition.lang)

    def slip(self, state: MilestoneState) -> How | None:
        """Days between plan and forecast of a milestone."""
        if state.behind is not None:
            return schedule.slip(state, self._say, beside=self._beside)
        source = self.edition.agreed_source(self.assessment.project, "milestones", state.milestone)
        return schedule.slip(state, self._say, source)

    @property
    def _beside(self) -> str:
        """The version beside whose plan it is shown; empty for the plan that was agreed on."""
        return self._say.say(version(self.edition)) if self.edition.plans else ""

    def moved(self, state: MilestoneState) -> How | None:
        """Days between the date of a milestone and that of the last report."""
        reports = self.edition.reports
        n = moved(state, reports.last(self.assessment.project.id))
        return schedule.moved(state, n, reports.previous, self._say)

    def outlook(self, of: Outlook) -> How:
        """By when a milestone is reached, as earlier ones were."""
        return schedule.outlook(of, self._say)

    def completion(self) -> How | None:
        """Share of the work that is done."""
        return schedule.completion(self.assessment.completion, self._say)

    def task_slip(self, state: TaskState) -> How | None:
        """Days between plan and finish of a task."""
        source = self.edition.plan_source(self.assessment.project, "tasks", state.task)
        return schedule.task_slip(state, self._say, source, self._beside)

    def task_completion(self, state: TaskState) -> How | None:
        """Share of a task that is done, where it was computed."""
        return schedule.task_completion(state, self._say)

    def room(self, of: Scheduled) -> How | None:
        """The float of a task or milestone."""
        return schedule.room(of, self.assessment.network, self._say)

    def elapsed(self) -> How | None:
        """Share of the project's time that has gone."""
        project = self.assessment.project
        return metrics.elapsed(project.start, project.finish, self.assessment.as_of, self._say)

    def metric_elapsed(self, state: MetricState) -> How | None:
        """Share of a metric's time that has gone."""
        return metrics.elapsed(self.assessment.project.start, state.due, self.assessment.as_of, self._say)

    def attainment(self, state: MetricState) -> How | None:
        """Actual against target."""
        return metrics.attainment(state, self._say)

    def progress(self, state: MetricState) -> How | None:
        """The way from the start value to the target."""
        return metrics.progress(state, self._say)

    def expected(self, state: MetricState) -> How | None:
        """Where a metric should be now."""
        return metrics.expected(state, self.assessment.project, self._say)

    def gap(self, state: MetricState) -> How | None:
        """Actual against what is expected now."""
        return metrics.gap(state, self._say)

    def projected(self, state: MetricState) -> How | None:
        """Where a metric goes at this pace."""
        return metrics.projected(state, self._say)

    def period_change(self, state: MetricState) -> How | None:
        """A period against the one before it."""
        return metrics.period_change(state, self._say)

    def year_change(self, state: MetricState) -> How | None:
        """A period against the same one of the year before."""
        return metrics.year_change(state, self._say)

    def score(self, state: GoalState) -> How | None:
        """The score of a goal's key results."""
        return goals.score(state, self._say)

    def key_result(self, state: KeyResultState) -> How | None:
        """How far a key result has come."""
        return goals.key_result(state, self._say)

    def risk(self, state: RiskState) -> How | None:
        """A risk's score."""
        return risks.score(state, self.edition.settings.scales, self._say)

    def exposure(self) -> How | None:
        """What the open threats weigh together."""
        return risks.exposure(self.assessment.risks, self._say)

    def line(self, state: LineState) -> How | None:
        """A budget line's forecast against its plan; None for whom the amounts are not."""
        budget = self.assessment.budget
        if budget is None or not self.edition.shows_amounts(self.assessment.project):
            return None
        return money.deviation(state, budget.currency, self._say, assumed=state.assumed)

    def spending(self) -> How | None:
        """The forecast of all spending against its plan; None for whom the amounts are not."""
        budget = self.assessment.budget
        if budget is None or not self.edition.shows_amounts(self.assessment.project):
            return None
        return money.deviation(
            budget.spending, budget.currency, self._say, assumed=budget.spending.assumed > 0
        )

    def return_pct(self) -> How | None:
        """Expected income against expected spending; None for whom the amounts are not."""
        if not self.edition.shows_amounts(self.assessment.project):
            return None
        return money.return_pct(self.assessment.budget, self._say)

    def light(self, light: Light) -> How | None:
        """The light of one dimension, with the tolerance it is held against."""
        return health.light(light, self.assessment, self._say)

    def overall(self) -> How:
        """The light of the project."""
        return health.overall(self.assessment.health, self._say)
