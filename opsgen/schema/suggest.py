"""What somebody probably meant: by the labels of both languages, by case, and by likeness."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Words of daily use that are no label of any field. The labels come from the schemas.
SYNONYMS = {
    "名称": "title",
    "标题": "title",
    "项目": "title",
    "name": "title",
    "截止日期": "due",
    "截止时间": "due",
    "deadline": "due",
    "due_date": "due",
    "duedate": "due",
    "end": "finish",
    "end_date": "finish",
    "结束日期": "finish",
    "完成日期": "finish",
    "开始日期": "start",
    "开始时间": "start",
    "start_date": "start",
    "begin": "start",
    "责任人": "owner",
    "项目经理": "owner",
    "responsible": "owner",
    "manager": "owner",
    "lead": "owner",
    "概率": "probability",
    "likelihood": "probability",
    "严重程度": "impact",
    "severity": "impact",
    "缓解措施": "response",
    "应对方案": "response",
    "mitigation": "response",
    "预案": "contingency",
    "plan_date": "baseline",
    "计划日期": "baseline",
    "计划完成": "baseline",
    "预计日期": "forecast",
    "预计完成": "forecast",
    "date": "forecast",
    "实际日期": "actual",
    "实际完成": "actual",
    "kpis": "metrics",
    "kpi": "metrics",
    "objectives": "goals",
    "description": "summary",
    "描述": "summary",
    "progress": "complete",
    "进度": "complete",
    "完成率": "complete",
    "预算金额": "planned",
    "amount": "planned",
    "进行中": "executing",
    "in progress": "executing",
    "in_progress": "executing",
    "active": "executing",
    "ongoing": "executing",
    "doing": "in_progress",
    "wip": "in_progress",
    "finished": "done",
    "completed": "done",
    "完成": "done",
    "未开始": "todo",
    "高": "high",
    "normal": "medium",
}
_LIKENESS = 0.72


def suggest(written: str, allowed: Iterable[str], labels: Mapping[str, str] | None = None) -> str | None:
    """The allowed word that `written` probably means, or None."""
    words = list(allowed)
    text = _plain(written).partition(":")[0]  # `owner：王芳` is one word to YAML
    labelled = {_plain(label).casefold(): word for label, word in (labels or {}).items()}.get(text.casefold())
    if labelled in words:
        return labelled
    synonym = SYNONYMS.get(text.casefold())
    if synonym in words:
        return synonym
    folded = {_folded(word): word for word in words}
    if _folded(text) in folded:
        return folded[_folded(text)]
    close = difflib.get_close_matches(_folded(text)[:80], folded, 1, _LIKENESS)
    return folded[close[0]] if close else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _folded(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")
