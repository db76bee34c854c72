"""Search that finds Chinese and English words, from a server and from the file system."""

from __future__ import annotations

import json
import logging
import re
import warnings
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from opsgen.mkdocs_plugin.search_entries import entries, has_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from opsgen.mkdocs_plugin.search_entries import Entry
    from opsgen.render import Rendered

SEPARATOR = r"[\s\u200b\u3000\-\u2013\u2014/、。，．：；！？（）《》「」【】“”‘’,.:;!?()]+"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_TERM = re.compile(r"[\u4e00-\u9fff]{2,4}")
_SHORT = re.compile(r"(for\(let (\w+)=\w+\+1;\2)<(?=(\w+)\.length;\2\+\+\)\3\.slice\()")
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


def known(pages: Iterable[Rendered], lang: str) -> Iterator[Entry]:
    """What the index holds of generated pages, with the words of Chinese text told apart."""
    kept: dict[str, str] = {}
    for page in pages:
        for entry in entries(page, quote(page.path.removesuffix(".md") + ".html"), lang):
            yield replace(entry, title=_apart(entry.title, kept), text=_apart(entry.text, kept))


def _apart(text: str, kept: dict[str, str]) -> str:
    """The text with a space of no width between the words of Chinese; what was told apart before is kept."""
    return _HAN.sub(lambda run: kept.get(run[0]) or kept.setdefault(run[0], _cut(run[0])), text)


def _cut(run: str) -> str:
    return "\u200b".join(("", *segmenter().cut(run), ""))


def write_index(site: Path, pages: Iterable[Rendered], lang: str) -> None:
    """Adds the generated pages to the index of the written ones, and repeats it as a script.

    A page opened from the file system can load only the script. It begins with a mark that says how it is
    encoded: no header says so there.
    """
    index = site / "search" / "search_index.json"
    if index.is_file():
        text = completed(json.loads(index.read_text(encoding="utf-8")), pages, lang)
        index.write_text(text, encoding="utf-8", newline="\n")
        index.with_suffix(".js").write_text(f"var __index = {text}", encoding="utf-8-sig", newline="\n")


def completed(index: dict[str, Any], pages: Iterable[Rendered], lang: str) -> str:
    """An index of written pages with the entries of generated ones, as JSON."""
    listed = (page for page in pages if has_entries(page))
    docs = [*index["docs"], *(asdict(entry) for entry in known(listed, lang))]
    config = dict(index["config"])
    if not any(entry.get("tags") for entry in docs):
        # The browser spends time on every field of every entry.
        config["fields"] = {name: of for name, of in config["fields"].items() if name != "tags"}
    return json.dumps({"config": config, "docs": docs}, ensure_ascii=False, separators=(",", ":"))


def mend(files: Files) -> None:
    """Mends the worker of the search among the files of a site."""
    for file in files:
        if re.fullmatch(r"assets/javascripts/workers/search[.\w]*\.js", file.src_uri):
            file.content_string = mended(file.content_string)


def mended(worker: str) -> str:
    """Material's worker of the search, so that it sees the last character of Chinese words.

    It takes a query apart into the longest words of the index, but stops one character short: 会员 would be
    looked for as 会, and meetings be found first. A worker that no longer does so is left as it is.
    """
    return _SHORT.sub(r"\1<=", worker)


def _plugin(config: MkDocsConfig) -> Any:
    found = config.plugins.get("material/search")
    return found.config if found is not None and found.config.enabled else None
