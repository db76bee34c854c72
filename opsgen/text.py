"""Author text → what a page may hold: characters without tricks, Markdown as safe HTML, harmless addresses.

Two walls stand one behind the other: markdown-it never lets raw HTML through, and nh3 keeps only the elements
and attributes listed here. Text that is too long or nested too deeply is shown as it was typed.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

LIMIT = 100_000
"""Characters of one text that are read as Markdown."""

DEPTH = 16
"""Levels of lists, quotes and emphasis inside one another."""

SPANS = frozenset({"em", "strong", "s", "del", "code", "a", "sup", "sub", "br"})
BLOCKS = SPANS | {"p", "hr", "pre", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6"}
TABLES = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "code": {"class"},
}
SCHEMES = frozenset({"http", "https", "mailto"})

# Controls but tab and newline, direction marks, line separators, tags, lone surrogates, non-characters.
_TRICKS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LANGUAGE = re.compile(r"language-[A-Za-z0-9+_-]{1,30}")
_ALIGN = re.compile(r"text-align:(left|right|center)")
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_HAN_END, _HAN_START = re.compile(_HAN + r"\Z"), re.compile(_HAN)


def plain(text: str) -> str:
    """The text with control and direction characters shown as U+FFFD; not escaped."""
    return _TRICKS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same on one line: tabs and line ends are spaces."""
    return " ".join(plain(text).split())


def rich(text: str) -> str:
    """An author's Markdown as safe HTML: paragraphs, lists, tables, code, headings from h3 on; no images."""
    clean = plain(text)
    tokens = _markdown().parse(clean) if len(clean) <= LIMIT else []
    if not clean.strip():
        return ""
    if not tokens or _depth(tokens) > DEPTH:
        return _literal(clean)
    markdown = _markdown()
    return _cleaner(BLOCKS | TABLES).clean(markdown.renderer.render(_tidy(tokens), markdown.options, {}))


def inline(text: str) -> str:
    """One line of an author's Markdown as safe HTML without blocks."""
    clean = plain(text)
    tokens = _markdown().parseInline(clean) if len(clean) <= LIMIT else []
    if not tokens or _depth(tokens) > DEPTH:
        return html.escape(clean)
    markdown = _markdown()
    return _cleaner(SPANS).clean(markdown.renderer.render(_tidy(tokens), markdown.options, {}))


def safe_url(url: str) -> str | None:
    """The address when a page may link to it: http, https, mailto, or relative without `..`; else None."""
    url = url.strip(" ")
    return url if _harmless(url) and _harmless(html.unescape(url)) else None


def _harmless(url: str) -> bool:
    if not url or _TRICKS.search(url) or re.search(r"[\s\\\ufffd]", url) or url.startswith("/"):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    if parts.scheme:
        return parts.scheme in SCHEMES and bool(parts.netloc)
    path = parts.path.split("/")
    return not parts.netloc and ":" not in path[0] and ".." not in path


def _literal(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs)


def _depth(tokens: Iterable[Token]) -> int:
    """The deepest level, 0 for plain paragraphs; spans count from their block on."""
    return max((max(t.level, t.level + _depth(t.children or ())) for t in tokens), default=0)


def _tidy(tokens: list[Token]) -> list[Token]:
    """The tokens with headings two levels down, table alignment as an attribute, no gaps in Chinese lines."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        elif token.type in ("th_open", "td_open"):
            aligned = _ALIGN.fullmatch(str(token.attrs.pop("style", "")))
            if aligned:
                token.attrs["align"] = aligned[1]
        elif token.children:
            _join_chinese_lines(token.children)
    return tokens


def _join_chinese_lines(spans: list[Token]) -> None:
    """A line break between two Chinese characters is no space."""
    for before, gap, after in zip(spans, spans[1:], spans[2:], strict=False):
        if gap.type == "softbreak" and _HAN_END.search(before.content) and _HAN_START.match(after.content):
            gap.type, gap.content = "text", ""


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": DEPTH + 4})
    markdown.enable(["table", "strikethrough"])
    # References would let a short text repeat a long address thousands of times.
    markdown.disable(["image", "lheading", "reference"])
    markdown.validateLink = lambda url: safe_url(url) is not None  # type: ignore[method-assign]
    return markdown


@cache
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in tags},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        clean_content_tags={"script", "style"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return safe_url(value)
    if (tag, name) == ("code", "class"):
        return value if _LANGUAGE.fullmatch(value) else None
    return value
