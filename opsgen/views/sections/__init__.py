"""The sections of a project's page: one function a section, each giving its template what it needs."""

from opsgen.views.past.pages import of_project
from opsgen.views.sections.actions import actions
from opsgen.views.sections.adjustments import adjustments
from opsgen.views.sections.benefits import benefits
from opsgen.views.sections.budget import budget
from opsgen.views.sections.budget_course import budget_course
from opsgen.views.sections.burn_up import burn_up
from opsgen.views.sections.charter import charter
from opsgen.views.sections.closing import closing
from opsgen.views.sections.collaboration import collaboration
from opsgen.views.sections.comparison import comparison
from opsgen.views.sections.conflicts import conflicts
from opsgen.views.sections.decisions import decisions
from opsgen.views.sections.deliverables import deliverables
from opsgen.views.sections.earned_value import earned_value
from opsgen.views.sections.equipment import equipment
from opsgen.views.sections.feedback import feedback
from opsgen.views.sections.goals import goals
from opsgen.views.sections.health import health
from opsgen.views.sections.health_trend import health_trend
from opsgen.views.sections.lessons import lessons
from opsgen.views.sections.meetings import meetings
from opsgen.views.sections.metrics import metrics
from opsgen.views.sections.notices import notices
from opsgen.views.sections.phases import phases
from opsgen.views.sections.plan import plan
from opsgen.views.sections.raid import raid
from opsgen.views.sections.resources import resources
from opsgen.views.sections.retrospectives import retrospectives
from opsgen.views.sections.risks import risks
from opsgen.views.sections.tasks import tasks
from opsgen.views.sections.trend import trends
from opsgen.views.sections.updates import updates
from opsgen.views.sections.vendors import vendors

SECTIONS = (
    closing,
    health,
    health_trend,
    charter,
    goals,
    plan,
    trends,
    burn_up,
    phases,
    tasks,
    deliverables,
    metrics,
    comparison,
    notices,
    adjustments,
    feedback,
    budget,
    budget_course,
    earned_value,
    resources,
    equipment,
    conflicts,
    vendors,
    risks,
    raid,
    collaboration,
    decisions,
    actions,
    meetings,
    updates,
    retrospectives,
    lessons,
    benefits,
    of_project,
)

__all__ = ["SECTIONS"]
