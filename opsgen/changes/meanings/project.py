"""What the codes of a project's own fields mean, and those that any item may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    "project.added": Text(en="A project is new.", zh="新增一个项目。"),
    "project.removed": Text(
        en="The file of a project is gone. A decision of the portfolio has to approve it where something was "
        "promised.",
        zh="项目的文件被删除；项目有承诺的，须经组合的决策批准。",
    ),
    "project.renamed": Text(
        en="A project has another id; the former one stands under `aliases`.",
        zh="项目换了编号，原编号写在 `aliases` 里。",
    ),
    "project.slipped": Text(
        en="The finish of the whole project is later than before.", zh="项目的完成日期推迟了。"
    ),
    "project.brought_forward": Text(
        en="The finish of the whole project is earlier than before.", zh="项目的完成日期提前了。"
    ),
    "lifecycle.changed": Text(
        en="A project moved on in its life: to execution, on hold, closed.",
        zh="项目换了状态：开始执行、暂停、结项等。",
    ),
    "baseline.changed": Text(
        en="An approved plan changed: given, moved or taken away. A decision has to approve it.",
        zh="基线有变：设定、移动或删除。需要决策批准。",
    ),
    "tolerance.changed": Text(
        en="How far a forecast may go before the committee is asked changed. A decision has to approve it.",
        zh="容差有变：偏离多少就要上报。需要决策批准。",
    ),
    "health.declared": Text(
        en="What the owner says of the project's health, or of the confidence in delivery, changed.",
        zh="负责人自评的健康度或交付把握有变。",
    ),
    "health.changed": Text(en="The computed health has another colour.", zh="测算的健康度变了颜色。"),
    "health.mismatch": Text(
        en="The owner declares a better health than is computed.", zh="自评的健康度好于测算结果。"
    ),
    "confidentiality.changed": Text(
        en="Who may see a project, or its amounts, changed.", zh="项目的公开范围或金额是否公开有变。"
    ),
    "closing.written": Text(en="The closing report was written or changed.", zh="写了或修改了结项报告。"),
    "owner.changed": Text(
        en="Somebody else owns it, sponsors it, sits on its board.", zh="换了负责人、发起人或委员会成员。"
    ),
    "dates.changed": Text(en="A date of something moved.", zh="日期有变动。"),
    "item.renamed": Text(
        en="An item has another id; the former one stands under `aliases`.",
        zh="条目换了编号，原编号写在 `aliases` 里。",
    ),
    "text.changed": Text(
        en="A text or a detail changed that counts for nothing else.", zh="文字或细节有改动，不影响其他结论。"
    ),
}
