"""opsgen pdf: which handouts it prints, and in which languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from opsgen.cli.main import opsgen

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

FILES = {
    "portfolio": "title: Shops\ncurrency: CNY\nlanguages: [en, zh]\n",
    "gift": "title: Gift\nowner: Ann\nstart: 2026-07-01\nfinish: 2026-12-31\n"
    "milestones: [{id: M1, title: Launch, forecast: 2026-12-01}]\n",
    "meetings/november": "title: November\ndate: 2026-11-10\ntype: steering\n"
    "agenda: [{project: gift, text: Go on?}]\n",
}


@pytest.fixture
def shops(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "projects" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def pdf(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "pdf", "--as-of", "2026-11-08", *arguments])


def printed(root: Path) -> list[str]:
    return sorted(file.name for file in (root / "handouts").iterdir())


def test_the_pack_of_a_meeting_in_one_language(shops: Path) -> None:
    result = pdf(shops, "--meeting", "november", "--lang", "zh")
    assert result.exit_code == 0, result.output
    assert printed(shops) == ["committee-pack.november.zh.pdf"]


def test_a_report_of_a_project_in_every_language(shops: Path) -> None:
    result = pdf(shops, "gift", "--report", "one-pager")
    assert result.exit_code == 0, result.output
    assert printed(shops) == ["gift.one-pager.en.pdf", "gift.one-pager.zh.pdf"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--meeting", "may"), "the portfolio has no meeting `may`; there are: november"),
        (("--meeting", "november", "--report", "review"), "`--meeting` goes with `--report committee-pack`"),
        (("gift", "--meeting", "november"), "`--meeting` goes with `--report committee-pack`"),
        (("--report", "poem"), "there is no report `poem`; there are: one-pager, portfolio-summary"),
        (("--format", "png", "--report", "review"), "`--format png` goes with `--report one-pager`"),
    ],
)
def test_what_is_not_there_is_said(arguments: tuple[str, ...], said: str, shops: Path) -> None:
    result = pdf(shops, *arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert not (shops / "handouts").exists()
