"""opsgen status: on terminals of several widths, as plain text, for programs, for each audience."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyte
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from opsgen.cli.main import opsgen
from opsgen.schema.output import output_schema
from tests.test_terminal import on_a_terminal

if TYPE_CHECKING:
    from conftest import Golden

DATA = Path(__file__).parent / "data"
DAY = "2026-11-23"
LONG = "把全国四十六家门店的收银、会员、库存与售后全部搬到新系统，并且一天也不能停业"
PROJECT = f"""title: {LONG}
owner: 王芳
start: 2026-01-01
finish: 2026-12-31
lifecycle: executing
milestones:
  - {{id: M1, title: 压测通过 ✅, baseline: 2026-10-10, forecast: 2026-11-09, reason: 短信接口延期}}
  - {{id: M2, title: "“双十一” ① 主会场 ±… 全链路保障演练与应急预案评审通过", forecast: 2026-11-30}}
risks:
  - {{id: R1, title: 短信通道拥堵 🚨 优惠券发不出, probability: 5, impact: 4, response: 接入第二家供应商}}
decisions:
  - {{id: D1, title: 是否追加投放 60 万, due: 2026-11-20}}
  - {{id: D2, title: Second supplier, due: 2026-12-01}}
updates:
  - {{period: 2026-W46, summary: 压测推迟。}}
"""
SMALL = """title: Gift box 🎁 for members
owner: 李强
start: 2026-10-01
finish: 2027-02-28
lifecycle: executing
confidentiality: public
milestones:
  - {id: M1, title: Samples approved, baseline: 2026-11-23, forecast: 2026-11-23}
"""
HIDDEN = SMALL.replace("Gift box 🎁 for members", "A merger").replace("public", "restricted")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that nobody changes."""
    return laid_down(tmp_path_factory.mktemp("shown"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid_down(tmp_path)


def laid_down(root: Path) -> Path:
    folder = root / "projects"
    folder.mkdir()
    settings = "title: 零售运营\ndecisions:\n  - {id: PD1, title: 明年预算, due: 2026-11-25}\n"
    people = "people:\n  - {id: li, name: 李强, role: Buyer, display: role}\n"
    files = {"portfolio": settings, "people": people, "move": PROJECT, "gift": SMALL, "merger": HIDDEN}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def status(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, "status", "--as-of", DAY, *arguments])


@cache
def seen(root: Path, columns: int, lang: str) -> tuple[pyte.Screen, list[str]]:
    """The screen of a terminal, and its lines up to the last."""
    environment = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(columns), "NO_COLOR": None}
    arguments = ["-C", str(root), "--lang", lang, "status", "--as-of", DAY]
    printed = CliRunner().invoke(opsgen, arguments, env=environment, color=True).output
    screen = pyte.Screen(columns, 200)
    pyte.Stream(screen).feed(printed.replace("\n", "\r\n"))
    return screen, lines_of(screen)


def lines_of(screen: pyte.Screen) -> list[str]:
    return "\n".join(line.rstrip() for line in screen.display).rstrip().split("\n")


def start_of(screen: pyte.Screen, row: int, text: str) -> int:
    """The column of the terminal in which a text begins."""
    line = screen.buffer[row]
    for x in range(screen.columns):
        if "".join(line[i].data for i in range(x, screen.columns)).startswith(text):
            return x
    raise AssertionError(text)


@pytest.mark.parametrize("columns", [120, 80, 44])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_terminal(golden: Golden, shown: Path, lang: str, columns: int) -> None:
    _, lines = seen(shown, columns, lang)
    assert max(map(cell_len, lines)) < columns
    golden("\n".join(lines) + "\n", f"status/{columns}.{lang}.txt")


@pytest.mark.parametrize("columns", [120, 80])
def test_everything_stands_in_its_column(shown: Path, columns: int) -> None:
    """Wide characters, emoji and such as a font may draw narrow or wide move nothing."""
    screen, lines = seen(shown, columns, "en")

    def starts(*texts: str) -> set[int]:
        found = [(y, text) for y, line in enumerate(lines) for text in texts if text in line]
        assert len(found) >= len(texts)
        return {start_of(screen, y, text) for y, text in found}

    assert starts("把全国", "Gift box", "Next milestone", "Decision wanted") == {9}
    assert len(starts("M1 压测", "M1 Samples", "D1 是否")) == 1
    if columns == 120:
        assert len(starts("Top risk", "Last update")) == len(starts("R1 短信", "2026-W46")) == 1


def test_overdue_is_red_and_lights_have_their_colour(shown: Path) -> None:
    screen, lines = seen(shown, 80, "en")
    light = next(y for y, line in enumerate(lines) if line.startswith("✕ Red  "))
    assert (screen.buffer[light][0].fg, screen.buffer[light][0].bold) == ("red", True)
    late = next(y for y, line in enumerate(lines) if "14 days overdue" in line)
    assert screen.buffer[late][start_of(screen, late, "14 days overdue")].fg == "red"


def test_a_real_terminal_without_colours(shown: Path) -> None:
    command = [sys.executable, "-m", "opsgen", "-C", str(shown), "--lang", "en", "status", "--as-of", DAY]
    screen = on_a_terminal(command, 80, NO_COLOR="1")
    assert lines_of(screen) == seen(shown, 80, "en")[1]
    assert {row[x].fg for row in screen.buffer.values() for x in range(80)} == {"default"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_a_pipe_each_fact_is_one_line(root: Path, lang: str) -> None:
    output = status(root, lang=lang).output
    assert "\x1b" not in output
    assert sum("M1 压测通过 ✅" in line for line in output.splitlines()) == 1
    assert any(LONG in line and "王芳" in line for line in output.splitlines())


def test_the_worst_comes_first_with_its_reason(root: Path) -> None:
    lines = status(root).output.splitlines()
    assert lines[0] == "零售运营  Data as of 23 Nov 2026"
    assert lines[1].split() == ["✕", "Red", "1", "●", "Green", "1"]
    first = next(line for line in lines[2:] if line.startswith(("✕", "●")))
    assert LONG in first
    assert "PD1 明年预算  in 2 days" in lines[-1]


def report(root: Path, *arguments: str, lang: str = "en") -> dict[str, Any]:
    result = status(root, "--json", *arguments, lang=lang)
    found: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(json.loads(output_schema("status"))).validate(found)
    return found


@pytest.mark.parametrize(("data", "audience", "lang"), [
    ("complete", "board", "zh"), ("complete", "public", "en"), ("broken", "internal", "en"),
    ("broken", "public", "zh"),
])  # fmt: skip
def test_json_is_what_its_schema_says(data: str, audience: str, lang: str) -> None:
    found = report(DATA / data, "--audience", audience, lang=lang)
    assert (found["language"], found["audience"], found["as_of"]) == (lang, audience, DAY)
    assert sum(found["counts"].values()) == len(found["projects"])
    if data == "broken":
        assert (found["unread"] is None) == (audience == "public")


def test_json_holds_what_the_terminal_shows(root: Path) -> None:
    found = report(root)
    move, gift = found["projects"]
    assert (move["id"], move["light"], gift["id"]) == ("move", "red", "gift")
    assert move["next_milestone"] == {
        "id": "M1", "title": "压测通过 ✅", "due": "2026-11-09", "days_left": -14, "status": "overdue",
    }  # fmt: skip
    assert move["top_risk"]["score"] == 20
    assert move["decisions_wanted"] == 2
    assert move["last_update"] == {"period": "2026-W46", "until": "2026-11-15", "age_days": 8}
    assert [(one["project"], one["id"]) for one in found["decisions"]] == [
        ("move", "D1"), (None, "PD1"), ("move", "D2"),
    ]  # fmt: skip
    assert gift["last_update"] is None


def test_nobody_sees_more_than_the_audience_may(root: Path) -> None:
    for audience, projects in (("public", 1), ("internal", 2), ("board", 3)):
        found = report(root, "--audience", audience)
        assert len(found["projects"]) == projects
        assert ("A merger" in json.dumps(found)) == (audience == "board")
    public = status(root, "--audience", "public").output
    assert "李强" not in public
    assert "Buyer" in public
    assert LONG not in public


def test_control_characters_of_authors_stay_visible(root: Path) -> None:
    path = root / "projects" / "gift.yaml"
    path.write_text(SMALL.replace("Gift box 🎁", "\u202egift"), encoding="utf-8")
    assert "\u202e" not in status(root).output
    assert "\u202e" not in status(root, "--json").output
