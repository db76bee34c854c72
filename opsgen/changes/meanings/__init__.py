"""What each code of the vocabulary means, in one line of each language, for the manual and `--help`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.changes.meanings import collaboration, house, money, numbers, plan, project, raid
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GROUPS", "Group", "meaning"]


@dataclass(frozen=True, slots=True)
class Group:
    """The codes of one area."""

    name: str
    title: Text
    meanings: Mapping[str, Text]


GROUPS = (
    Group("plan", Text(en="The plan", zh="计划"), plan.MEANINGS),
    Group("project", Text(en="The project itself", zh="项目本身"), project.MEANINGS),
    Group("raid", Text(en="Risks, issues and what the plan rests on", zh="风险、问题与前提"), raid.MEANINGS),
    Group("collaboration", Text(en="Working together and learning", zh="协作与复盘"), collaboration.MEANINGS),
    Group("numbers", Text(en="Numbers", zh="指标与效果"), numbers.MEANINGS),
    Group("money", Text(en="Money and resources", zh="资金与资源"), money.MEANINGS),
    Group("house", Text(en="Settings and people", zh="设置与人员"), house.MEANINGS),
)
"""All areas, in the order of the manual."""


def meaning(code: str) -> Text:
    """What a code means.

    Raises:
        KeyError: for what is no code of the vocabulary.
    """
    return next(group.meanings[code] for group in GROUPS if code in group.meanings)
