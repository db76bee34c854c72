"""One-pagers for phones and chat tools: one file that asks for nothing, a picture of a known width."""

from __future__ import annotations

import re
import struct
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from repository import Repository

from opsgen.cli.main import opsgen

if TYPE_CHECKING:
    from pathlib import Path

GIFT = """\
title: Gift
owner: Ann
start: 2026-07-01
finish: 2026-12-31
lifecycle: executing
confidentiality: {seen}
milestones: [{{id: M1, title: Launch, baseline: 2026-11-01, forecast: 2026-12-20}}]
metrics: [{{id: K1, title: Sales, unit: pcs, target: 100, due: 2026-12-31, cumulative: true}}]
measurements: {{2026-11-04: {{K1: 60}}}}
budget: [{{id: B1, title: Ads, planned: 4000, actual: 3000, forecast: 5000}}]
risks: [{{id: R1, title: "{title}", probability: 4, impact: 5}}]
decisions: [{{id: D1, title: More, cost: 777, due: 2026-11-12}}]
updates: [{{period: 2026-W45, summary: Fine., done: [Boxes], next: [More boxes]}}]
"""
DAY = ("--as-of", "2026-11-08")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path / "work")


def workspace(folder: Path, seen: str = "internal", title: str = "No stock") -> Path:
    Repository(folder).commit(gift=GIFT.format(seen=seen, title=title))
    return folder


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, *arguments])


def page(root: Path, *arguments: str, lang: str = "en") -> str:
    asked = ("pdf", "gift", "--report", "one-pager", "--format", "html", *DAY, "-o", "out")
    result = run(root, *asked, *arguments, lang=lang)
    assert result.exit_code == 0, result.output
    return (root / "out" / f"gift.one-pager.{lang}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ("Red", "Decisions wanted", "Key metrics", "Milestones", "+49 days", "¥777", "¥5 k")),
        ("zh", ("红", "需决策事项", "关键指标", "里程碑", "+49 天", "777 元", "5,000 元")),
    ],
)
def test_it_says_what_the_one_pager_says(root: Path, lang: str, parts: tuple[str, ...]) -> None:
    html = page(root, lang=lang)
    assert f'<html lang="{lang}">' in html
    for part in (*parts, "Gift", "Launch", "Sales", "No stock", "Boxes"):
        assert part in html, part


def test_it_asks_for_nothing(root: Path) -> None:
    html = page(root)
    assert not re.findall(r"(?:href|src|url|srcset|action|data)\s*[=(]", html)
    assert not re.search(r"https?:|//|@import|<script|<link|<iframe|<object", html)


def test_a_strict_policy_lets_its_style_alone_pass(root: Path) -> None:
    html = page(root)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    seal = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy.replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
    )
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_it_has_both_colour_schemes(root: Path) -> None:
    html = page(root)
    light, _, dark = html.partition("@media (prefers-color-scheme: dark)")
    assert "--ops-surface:#ffffff" in light
    assert "--ops-surface:#1e2129" in dark


def test_nothing_is_cut(tmp_path: Path) -> None:
    title = "A long story " * 30
    assert title.strip() in page(workspace(tmp_path / "work", title=title))


def test_author_text_is_escaped(tmp_path: Path) -> None:
    html = page(workspace(tmp_path / "work", title="<script>alert(1)</script>"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_public_sees_no_amounts(tmp_path: Path) -> None:
    html = page(workspace(tmp_path / "work", seen="public"), "--audience", "public")
    assert "Launch" in html
    assert not re.search(r"777|¥", html)


@pytest.mark.parametrize("form", ["html", "png"])
def test_what_an_audience_may_not_see_is_not_made(tmp_path: Path, form: str) -> None:
    root = workspace(tmp_path / "work", seen="restricted")
    assert run(root, "pdf", "--report", "one-pager", "--format", form, *DAY, "-o", "out").exit_code == 0
    assert not list((root / "out").iterdir())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_picture_is_as_wide_as_a_phone_wants(root: Path, lang: str) -> None:
    asked = ("pdf", "gift", "--report", "one-pager", "--format", "png", *DAY, "-o", "out")
    result = run(root, *asked, lang=lang)
    assert result.exit_code == 0, result.output
    (file,) = (root / "out").iterdir()
    assert file.name == f"gift.one-pager.{lang}.png"
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == (1080, 1528)
    assert len(set(data)) > 200, "an empty page is not that varied"


@pytest.mark.parametrize("asked", [("--format", "png"), ("--report", "roadmap", "--format", "html")])
def test_only_one_pagers_have_other_forms(root: Path, asked: tuple[str, ...]) -> None:
    result = run(root, "pdf", *asked, *DAY)
    assert result.exit_code == 2
    assert "goes with `--report one-pager`" in result.output


def test_the_report_of_a_week_for_a_chat_tool(root: Path) -> None:
    result = run(root, "report", "weekly", "gift", "--format", "markdown", *DAY)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("**Gift, week 45 (2 Nov – 8 Nov)**\nRed: M1 “Launch”")
    assert "- No stock" not in result.stdout
    assert "- 20 Critical: No stock; no response yet (Ann)" in result.stdout
    chinese = run(root, "report", "weekly", *DAY, lang="zh").stdout
    assert "• Gift：红；Fine." in chinese
    assert "• Gift：待决策：More（11月12日前）" in chinese


def test_a_project_that_is_not_there_or_not_for_them(tmp_path: Path) -> None:
    root = workspace(tmp_path / "work", seen="restricted")
    for name, said in (("gone", "there is no project `gone`"), ("gift", "`gift` is not for the audience")):
        result = run(root, "report", "monthly", name, *DAY)
        assert result.exit_code == 2
        assert said in result.output
    board = run(root, "report", "monthly", "gift", "--audience", "board", *DAY)
    assert board.exit_code == 0
    assert "`gift` is restricted: mind who reads this" in board.stderr
    assert "Gift" not in run(root, "report", "weekly", *DAY).stdout


def test_files_that_cannot_be_read_are_named(root: Path) -> None:
    (root / "projects" / "gift.yaml").write_text("title: [", encoding="utf-8")
    result = run(root, "report", "weekly", *DAY)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "projects/gift.yaml" in result.stderr
