"""What the codes of the settings and of people mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    "settings.changed": Text(
        en="A setting that holds for all projects changed.", zh="对所有项目生效的设置有变。"
    ),
    "scale.changed": Text(
        en="How risks are rated changed: the steps, the bands. A decision has to approve it.",
        zh="风险评分的标尺有变：档位、分级。需要决策批准。",
    ),
    "rule.changed": Text(
        en="A rule of the check is stricter, milder or off.", zh="检查规则变严、变宽或停用。"
    ),
    "allow.added": Text(en="A finding is allowed from now on.", zh="新放行一类提示。"),
    "allow.removed": Text(en="A finding is no longer allowed.", zh="取消对一类提示的放行。"),
    "people.added": Text(en="A person or team is new.", zh="新增人员或团队。"),
    "people.removed": Text(en="A person or team is no longer there.", zh="人员或团队被删除。"),
    "people.changed": Text(
        en="The role, team, calendar or capacity of somebody changed.",
        zh="人员的角色、团队、日历或可投入比例有变。",
    ),
}
