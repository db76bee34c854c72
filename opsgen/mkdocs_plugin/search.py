"""Search that finds Chinese and English words, from a server and from the file system."""

from __future__ import annotations

import logging
import re
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

SEPARATOR = r"[\s\u200b\u3000\-\u2013\u2014/、。，．：；！？（）《》「」【】“”‘’,.:;!?()]+"
_TERM = re.compile(r"[\u4e00-\u9fff]{2,4}")
_WORDS = (
    "里程碑",
    "可交付成果",
    "需决策事项",
    "相关方",
    "关键路径",
    "经验教训",
    "完成率",
    "容差",
    "复盘",
    "结项",
)


def configure(config: MkDocsConfig) -> None:
    """Sets what the search plugin leaves to its language, before it asks: two languages need no stemmer."""
    plugin = _plugin(config)
    if plugin is None or plugin.lang:
        return
    plugin.lang = ["zh"]
    plugin.pipeline = [] if plugin.pipeline is None else plugin.pipeline
    plugin.separator = plugin.separator or SEPARATOR


def prepare(config: MkDocsConfig, titles: Iterable[str]) -> None:
    """Loads the segmenter of Chinese text and teaches it the names."""
    if _plugin(config) is None:
        return
    jieba = segmenter()
    jieba.setLogLevel(logging.WARNING)
    if not jieba.dt.initialized:
        # Not by its own cache: marshalled data that anybody may have put there, and no faster to read.
        jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
        jieba.dt.initialized = True
    for word in sorted({*_WORDS, *(term for title in titles for term in _names(title))}):
        jieba.add_word(word)


def segmenter() -> Any:
    """The module jieba, loaded without the warnings Python has for its old source when it compiles it.

    Material's search loads it with the settings: call this first.
    """
    with warnings.catch_warnings():
        for category in (DeprecationWarning, SyntaxWarning):
            warnings.filterwarnings("ignore", r".*invalid escape sequence", category, ".*jieba.*")
        import jieba
    return jieba


def _names(title: str) -> list[str]:
    """The short Chinese words that stand alone in a title; a long one is better found by its parts."""
    return [part for part in re.split(r"[^\u4e00-\u9fff]+", title) if _TERM.fullmatch(part)]


def write_script(site: Path) -> None:
    """Repeats the index as a script, which a page opened from the file system can load."""
    index = site / "search" / "search_index.json"
    if index.is_file():
        text = index.read_text(encoding="utf-8")
        index.with_suffix(".js").write_text(f"var __index = {text}", encoding="utf-8", newline="\n")


def _plugin(config: MkDocsConfig) -> Any:
    found = config.plugins.get("material/search")
    return found.config if found is not None and found.config.enabled else None
