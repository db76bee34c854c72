"""Author text stays text: every payload, every road, and the worst a text can cost."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen.text import ATTRIBUTES, BLOCKS, LIMIT, TABLES, inline, plain, rich, safe_url

PAYLOADS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "payloads.yaml").read_text(encoding="utf-8")
)
SURROGATE = {"row": 77, "text": "half \ud800 pair"}
EVERY = [*PAYLOADS, SURROGATE]


class Elements(HTMLParser):
    """The elements of a piece of HTML as a browser would first see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def assert_allowed(html: str) -> None:
    for tag, attributes in Elements(html).found:
        assert tag in BLOCKS | TABLES, tag
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        assert set(attributes) <= allowed, (tag, attributes)
        if tag == "a":
            assert attributes["rel"] == "noopener noreferrer nofollow"
            assert safe_url(attributes.get("href") or "#")


def test_every_row_of_the_threat_table_has_a_payload() -> None:
    assert {payload["row"] for payload in EVERY} == set(range(1, 78))


@pytest.mark.parametrize("road", [rich, inline])
@pytest.mark.parametrize("payload", EVERY, ids=lambda p: str(p["row"]))
def test_a_payload_becomes_allowed_elements_only(road: Any, payload: dict[str, Any]) -> None:
    html = road(payload["text"])
    assert_allowed(html)
    html.encode()
    words = "".join(Elements(html).words)
    if payload["row"] <= 19:
        assert "hit()" in words, "the text is shown, not swallowed"


@pytest.mark.parametrize("payload", [p for p in EVERY if 20 <= p["row"] <= 39], ids=lambda p: str(p["row"]))
def test_a_dangerous_link_is_no_link(payload: dict[str, Any]) -> None:
    leads = [attributes["href"] for tag, attributes in Elements(rich(payload["text"])).found if tag == "a"]
    assert all("%5C" in (href or "") for href in leads), "at most a backslash as an ordinary character"
    assert "click" in rich(payload["text"]) or payload["row"] in (38, 39)


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\x07",
        "\x1b[31m",
        "\x9b",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u2028",
        "\ud800",
        "\ufffe",
        "\U000e0041",
    ],
)
def test_plain_shows_what_would_be_obeyed_or_hidden(text: str) -> None:
    assert "\ufffd" in plain(text)
    assert plain(text).encode()


def test_plain_keeps_ordinary_text_and_does_not_escape() -> None:
    assert plain("双十一 <b> & 👩‍💻 caf\u00e9\tx\r\ny") == "双十一 <b> & 👩‍💻 caf\u00e9\tx\ny"


def test_rich_writes_what_authors_use() -> None:
    html = rich(
        '# 目标\n\n**重点** `x<1` ~~旧~~ [单](https://a.cn/?a=1&b=2 "t")\n\n3. a\n4. b\n\n'
        "|甲|乙|\n|-|-:|\n|1|2|"
    )
    for part in (
        "<h3>目标</h3>",
        "<strong>重点</strong>",
        "<code>x&lt;1</code>",
        "<s>旧</s>",
        '<a href="https://a.cn/?a=1&amp;b=2" title="t" rel="noopener noreferrer nofollow">单</a>',
        '<ol start="3">',
        '<td align="right">2</td>',
    ):
        assert part in html


def test_lines_of_chinese_join_without_a_gap() -> None:
    assert rich("压测推迟\n十天") == "<p>压测推迟十天</p>\n"
    assert rich("load\ntest") == "<p>load\ntest</p>\n"


def test_inline_has_no_blocks() -> None:
    assert inline("# a **b**\n- c") == "# a <strong>b</strong>\n- c"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.cn/x?y=1&copy=2",
        "HTTP://A.CN/",
        "mailto:a@b.cn",
        "x.html#R4",
        "#R4",
        "data/表.csv",
        "a%20b",
        "?q=1",
    ],
)
def test_safe_url_lets_ordinary_addresses_pass(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "javascript:x", " javascript:x", "java\tscript:x", "java\nscript:x", "javascript&colon;x",
        "&#106;avascript:x", "data:,x", "vbscript:x", "blob:https://a/", "filesystem:https://a/", "file:///x",
        "view-source:https://a/", "//a.cn", "/\\a.cn", "\\\\a.cn", "/abs", "../x", "a/../b", "a:b", "http:x",
        "https://[::1", "mailto:", "\x01https://a.cn", "https://a\u202e.cn", "ftp://a.cn",
    ],
)  # fmt: skip
def test_safe_url_refuses_the_rest(url: str) -> None:
    assert safe_url(url) is None


def test_too_deep_or_too_long_is_shown_as_typed() -> None:
    assert rich("> " * 40 + "deep") == "<p>" + "&gt; " * 40 + "deep</p>\n"
    spans = "*a **b " * 20 + "c" + " b** a*" * 20
    assert rich(spans) == f"<p>{spans}</p>\n"
    assert inline(spans) == spans
    assert rich("**x** " * LIMIT).startswith("<p>**x** ")


WORST = {
    "brackets": "[" * LIMIT,
    "link openings": "[a](" * (LIMIT // 4),
    "emphasis": "*a_" * (LIMIT // 3),
    "stars": "a**b" * (LIMIT // 4),
    "code": " ".join("`" * n for n in range(1, 440)),
    "cells": "|" * 1000 + "\n" + "|-" * 999 + "\n" + ("|" * 50 + "\n") * 1900,
    "quotes": ("> " * 15 + "\n") * (LIMIT // 31),
    "entities": "&amp;" * (LIMIT // 5),
    "one long address, many references": "[a]: https://a/" + "y" * (LIMIT // 2) + "\n" + "[a]" * (LIMIT // 6),
    "markup": "<a " * (LIMIT // 3),
}


@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_the_worst_text_costs_seconds_at_most_and_grows_little(text: str) -> None:
    begun = process_time()
    html = rich(text)
    # Seen: below one second each; anything quadratic would take minutes.
    assert process_time() - begun < 20
    assert len(html) < 40 * LIMIT


@given(st.text(alphabet="<>&\"'`*_[]()!#|-~ \n\t:/\\{}javscript=hit\x00\u202e中", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_allowed_html(text: str) -> None:
    assert_allowed(rich(text))
    assert_allowed(inline(text))
    assert not re.search(r"[\x00\u202e]", plain(text))
