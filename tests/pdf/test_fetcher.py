"""A handout reads nothing but what it was given: no request, no file, whatever the document asks for."""

from __future__ import annotations

import socket
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pytest

from opsgen.pdf.document import Press, Sheet
from opsgen.pdf.faces import BASE
from opsgen.pdf.fetcher import Fetcher, RefusedError
from opsgen.pdf.jobs import Handout, print_all
from opsgen.words import words

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "file:///etc/passwd"
REMOTE = "http://127.0.0.1:9/x"
NESTED = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='file:///etc/passwd'/%3E"
    "%3C/svg%3E"
)

HOSTILE = {
    "remote image": f'<img src="{REMOTE}.png">',
    "remote image without scheme": '<img src="//127.0.0.1:9/x.png">',
    "local image": f'<img src="{SECRET}">',
    "relative image": '<img src="../../etc/passwd">',
    "image of the invalid host": f'<img src="{BASE}x.png">',
    "image by srcset object": f'<object data="{REMOTE}"></object>',
    "embed": f'<embed src="{SECRET}">',
    "data image": '<img src="data:image/png;base64,iVBORw0KGgo=">',
    "data SVG that reads a file": f'<img src="{NESTED}">',
    "ftp": '<img src="ftp://127.0.0.1/x.png">',
    "UNC path": r'<img src="file://127.0.0.1/share/x.png">',
    "stylesheet": f'<link rel="stylesheet" href="{REMOTE}.css">',
    "local stylesheet": f'<link rel="stylesheet" href="{SECRET}">',
    "import": f"<style>@import '{REMOTE}.css';</style>",
    "font": f"<style>@font-face {{ font-family: x; src: url({REMOTE}.ttf) }}</style>",
    "local font file": f"<style>@font-face {{ font-family: x; src: url({SECRET}) }}</style>",
    "background": f'<p style="background: url({REMOTE}.png)">x</p>',
    "list image": f'<ul style="list-style-image: url({SECRET})"><li>x</ul>',
    "content": f"<style>p::before {{ content: url({REMOTE}.png) }}</style><p>x",
    "border image": f'<p style="border: 1px solid; border-image: url({REMOTE}.png) 1">x</p>',
    "base": f'<base href="{REMOTE}"><img src="x.png">',
}
SWALLOWED = {
    "attachment by link": f'<a rel="attachment" href="{SECRET}">x</a>',
    "inline SVG image": f'<svg width="9" height="9"><image href="{SECRET}" width="9" height="9"/></svg>',
}
HARMLESS = {
    "attachment of the document": f'<link rel="attachment" href="{SECRET}">x',
    "inline SVG use": f'<svg width="9" height="9"><use href="{REMOTE}.svg#a"/></svg>',
    "link": f'<a href="{REMOTE}">x</a>',
    "given image": '<img src="dot.png" alt="dot">',
}


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a handout opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize("name", HOSTILE)
def test_refused(press: Press, name: str) -> None:
    with pytest.raises(RefusedError):
        press.print(Sheet(f'<html lang="en">{HOSTILE[name]}', "", "t", "en", "", None, {}, {}))


def test_a_refusal_that_was_swallowed_is_found_by_check() -> None:
    fetcher = Fetcher()
    with pytest.raises(RefusedError):
        fetcher.fetch(SECRET)
    with pytest.raises(RefusedError, match="passwd"):
        fetcher.check()


def test_refusals_that_weasyprint_swallows_stop_the_handout(tmp_path: Path) -> None:
    outcomes = print_all([handout(name, html) for name, html in SWALLOWED.items()], tmp_path)
    for outcome in outcomes:
        assert outcome.file is None
        assert "file:///etc/passwd" in words("en").say(outcome.problems[0].message)


def test_what_asks_for_nothing_else_is_printed(tmp_path: Path) -> None:
    outcomes = print_all([handout(name, html) for name, html in HARMLESS.items()], tmp_path)
    for outcome in outcomes:
        assert outcome.file is not None, outcome.problems
        with pikepdf.open(outcome.file) as pdf:
            assert not pdf.attachments


def handout(name: str, html: str) -> Handout:
    document = f'<html lang="en">{html}'
    return Handout(
        f"{name}.pdf", name, "p.yaml", lambda _: document, "", name, "en", assets={"dot.png": png()}
    )


def png() -> bytes:
    """A red dot of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
