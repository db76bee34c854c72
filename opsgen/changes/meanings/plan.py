"""What the codes of the plan mean: goals, research, phases, milestones, deliverables, tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    "goal.added": Text(en="A goal is new.", zh="新增一个目标。"),
    "goal.removed": Text(en="A goal is no longer there.", zh="目标被删除。"),
    "goal.changed": Text(
        en="What a goal asks for is not the same: its due date, weight, metrics, key results or status; also "
        "the purpose, scope and success criteria of the charter, and the strategic goals.",
        zh="目标的要求变了：期限、权重、指标、关键结果或状态；项目章程里的目的、范围和成功标准，以及战略目标的变化也算。",
    ),
    "research.added": Text(en="A finding of research is new.", zh="新增一条调研结论。"),
    "research.removed": Text(en="A finding of research is no longer there.", zh="调研结论被删除。"),
    "phase.added": Text(en="A phase is new.", zh="新增一个阶段。"),
    "phase.removed": Text(en="A phase is no longer there.", zh="阶段被删除。"),
    "phase.rescheduled": Text(
        en="The dates of a phase moved, planned or actual ones.", zh="阶段的日期有变动，计划的或实际的。"
    ),
    "milestone.added": Text(en="A milestone is new.", zh="新增一个里程碑。"),
    "milestone.removed": Text(en="A milestone is no longer there.", zh="里程碑被删除。"),
    "milestone.slipped": Text(
        en="The forecast of a milestone is later than before. An honest forecast is never a breach.",
        zh="里程碑的预计日期推迟了。如实预计从不算违规。",
    ),
    "milestone.brought_forward": Text(
        en="The forecast of a milestone is earlier than before.", zh="里程碑的预计日期提前了。"
    ),
    "milestone.achieved": Text(
        en="A milestone has its actual date; the days are against its baseline, else its forecast.",
        zh="里程碑填了实际日期；天数与基线相比，没有基线则与预计相比。",
    ),
    "milestone.missed": Text(
        en="The day a milestone was expected has passed without it. Time did this; nobody is its author.",
        zh="里程碑到期未达成。只是时间到了，没有修改人。",
    ),
    "milestone.reopened": Text(
        en="A milestone that had been achieved is open again.", zh="已达成的里程碑又改为未达成。"
    ),
    "milestone.changed": Text(
        en="Something else that binds a milestone changed: its type, phase, predecessors, criteria, "
        "confidence, or that it has a forecast at all.",
        zh="里程碑的其他约束变了：类型、阶段、前置、评审标准、把握，或者有没有预计日期。",
    ),
    "gate.decided": Text(
        en="The outcome of a gate was decided, or changed.", zh="阶段评审有了结论，或结论有变。"
    ),
    "scope.deliverable_added": Text(en="A deliverable is new.", zh="新增一项交付物。"),
    "scope.deliverable_dropped": Text(
        en="A deliverable is gone, dropped, or will not be done this time.",
        zh="交付物被删除、取消，或列为本次不做。",
    ),
    "scope.deliverable_accepted": Text(en="A deliverable was accepted.", zh="交付物通过验收。"),
    "scope.deliverable_rejected": Text(en="A deliverable was rejected.", zh="交付物被退回。"),
    "scope.deliverable_changed": Text(
        en="The status, the quality or the priority of a deliverable is not the same.",
        zh="交付物的状态、质量结果或优先程度有变。",
    ),
    "task.cancelled": Text(en="A task will not be done.", zh="任务取消，不再做。"),
    "task.added": Text(en="A task is new.", zh="新增一项任务。"),
    "task.removed": Text(en="A task is no longer there.", zh="任务被删除。"),
    "task.done": Text(en="A task is done.", zh="任务完成。"),
    "task.reopened": Text(
        en="A task that was done or cancelled goes on.", zh="已完成或已取消的任务重新开始。"
    ),
    "task.blocked": Text(en="A task cannot go on.", zh="任务受阻。"),
    "task.unblocked": Text(en="A blocked task can go on.", zh="任务恢复推进。"),
    "task.progressed": Text(
        en="How far a task is: its status, the percentage done, the days that remain.",
        zh="任务的进展：状态、完成百分比、剩余工作量。",
    ),
    "task.reassigned": Text(
        en="A task has another owner or other contributors.", zh="任务换了负责人或参与人。"
    ),
    "task.rescheduled": Text(
        en="The dates, the effort or the predecessors of a task changed.",
        zh="任务的日期、工作量或前置任务有变。",
    ),
}
