"""What the codes of numbers mean: metrics, benefits, feedback, adjustments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    "metric.added": Text(en="A metric is new.", zh="新增一个指标。"),
    "metric.removed": Text(
        en="A metric is no longer there; nobody is held to its target any more.",
        zh="指标被删除，其目标值不再考核。",
    ),
    "target.changed": Text(
        en="A metric or a key result is to reach another value, or by another day. A decision has "
        "to approve it.",
        zh="指标或关键结果的目标值或期限变了，须经决策批准。",
    ),
    "kpi.measured": Text(
        en="A value was measured, corrected or taken out; several of one kind are told together.",
        zh="新增、更正或删除了测量值；同类的多个合并成一条。",
    ),
    "kpi.definition_changed": Text(
        en="A metric is counted or judged in another way: values before and after may not compare.",
        zh="指标的统计口径或评判方式变了，前后的数值可能不可比。",
    ),
    "kpi.deviation_accepted": Text(
        en="Somebody accepts a value worse than the target for a while, or another one than before.",
        zh="一段时间内接受比目标差的数值，或调整了接受的数值。",
    ),
    "kpi.deviation_withdrawn": Text(
        en="A value worse than the target is no longer accepted.", zh="不再接受比目标差的数值。"
    ),
    "kpi.now_met": Text(en="A metric has reached its target.", zh="指标达到目标值。"),
    "kpi.now_behind": Text(
        en="A metric has fallen behind what is expected by now.", zh="指标落后于当前应达到的水平。"
    ),
    "kpi.now_missed": Text(
        en="The due day of a metric is over, and its target is not reached.", zh="指标到期未达到目标值。"
    ),
    "kpi.went_stale": Text(
        en="A metric has not been measured for longer than its frequency allows.",
        zh="指标超过应有的频率没有新的测量值。",
    ),
    "feedback.added": Text(en="Feedback of users is new.", zh="新增用户反馈。"),
    "feedback.removed": Text(en="Feedback of users is no longer there.", zh="用户反馈被删除。"),
    "feedback.changed": Text(
        en="Something about users' feedback is not the same: its count, its marks, its theme.",
        zh="用户反馈的内容有变动：条数、评分、主题等。",
    ),
    "adjustment.made": Text(
        en="Something was changed to improve a number.", zh="为改善某个指标作出一项调整。"
    ),
    "adjustment.removed": Text(en="An adjustment is no longer there.", zh="调整被删除。"),
    "adjustment.checked": Text(
        en="Somebody looked whether an adjustment helped, or takes that back.",
        zh="检查了调整是否有效，或撤回了结论。",
    ),
    "adjustment.rescheduled": Text(
        en="An adjustment is in force, or checked, on another day.", zh="调整的生效日期或检查日期变了。"
    ),
    "benefit.added": Text(en="A benefit is new.", zh="新增一项收益。"),
    "benefit.removed": Text(en="A benefit is no longer there.", zh="收益被删除。"),
    "benefit.changed": Text(
        en="What is expected of a benefit, or when and by what it is measured, is not the same.",
        zh="收益的预期、衡量日期或衡量指标变了。",
    ),
    "benefit.measured": Text(
        en="It was measured what came of a benefit, or that was corrected or taken out.",
        zh="记录、更正或删除了收益的衡量结果。",
    ),
}
