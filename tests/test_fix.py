"""`opsgen fix`: what is certain gets into the files, and nothing else does."""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import judging
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen import check, load
from opsgen.cli.main import opsgen
from opsgen.edit import same
from opsgen.edit.encoding import recoded
from opsgen.edit.mending import mended, mended_of
from opsgen.explain.mended import MENDED as MENDED_CODES
from opsgen.portfolio import assemble
from opsgen.problem import Place, Problem, Repair, errors
from opsgen.words import message
from tests.fuzz.files import accidents_in_data
from tests.fuzz.pieces import mutations, texts
from tests.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data"
MISTAKES = DATA / "mistakes" / "projects"
DAY = date(2026, 11, 22)
SMALL = "title: Gift\nowner: Wang Fang\nstart: 2026-07-01\nfinish: 2026-12-31\n"
# What only a person can know stays as it is; what tells of nothing wrong has nothing to mend.
MENDED = 32
WRONG = 98


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "projects").mkdir()
    return tmp_path


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, *arguments])


def put(root: Path, text: str | bytes, name: str = "gift.yaml") -> Path:
    path = root / "projects" / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def fixed(root: Path, text: str | bytes, lang: str = "en") -> str:
    """What a file says after `opsgen fix`."""
    path = put(root, text)
    result = run(root, "fix", lang=lang)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("milestones:\n  - {id：M1，title：Go，forecast：2026-12-01}\n",
         "milestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n"),
        ("milestones:\n  - {id： M1，title： “Go，now”， forecast: 2026-12-01}\n",
         'milestones:\n  - {id: M1, title: "Go，now", forecast: 2026-12-01}\n'),
        ("milestones:\n  - {编号: M1， 标题: Go； 最新预计: 2026-12-01}\n",
         "milestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n"),
        ("milestones:\n\t- id: M1\n\t  title: Go\n\t  forecast: 2026/12/1\n",
         "milestones:\n  - id: M1\n    title: Go\n    forecast: 2026-12-01\n"),
        ("milestones:\n\t- id: M1\n\t  title：Go\n\t  forecast：2026-12-01\n",
         "milestones:\n  - id: M1\n    title: Go\n    forecast: 2026-12-01\n"),
        ("milestones：\n  - {id: M1, title: Go, forecast: 2026年12月1日}\n",
         "milestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n"),
        ("里程碑:\n  - {id: M1, 标题: Go, forecast: “2026-12-01”}\n",
         "milestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n"),
        ("milestones:\n  - {title: Go, forecast: 2026-12-01}\n  - title: Next\n    forecast: 2026-12-02\n",
         "milestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n"
         "  - id: M2\n    title: Next\n    forecast: 2026-12-02\n"),
        ("milestones:\n  - {id: M1, title: 618, forecast: 20261201}\n",
         'milestones:\n  - {id: M1, title: "618", forecast: 2026-12-01}\n'),
        ("milestones:\n  - {id: M1, title: ６１８, forecast: 2026-12-01}\n",
         'milestones:\n  - {id: M1, title: "618", forecast: 2026-12-01}\n'),
        ("milestones:\n  - {id: M1, title: 1.10, forecast: 2026.12.1}\n",
         'milestones:\n  - {id: M1, title: "1.10", forecast: 2026-12-01}\n'),
        ("milestones:\n  - {id: M1, title: 007, forecast: 2026-12-01}\n",
         'milestones:\n  - {id: M1, title: "007", forecast: 2026-12-01}\n'),
        ("summary: yes\ntags: [a，b]\nMilestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n",
         'summary: "yes"\ntags: [a, b]\nmilestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n'),
        ("milestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n"
         "tasks:\n  - {id: T1, title: Do, depends_on: [ｍ１]}\n"
         "  - {id: T2, title: Next, depends_on: [M1，T1]}\n",
         "milestones:\n  - {id: M1, title: Go, forecast: 2026-12-01}\n"
         "tasks:\n  - {id: T1, title: Do, depends_on: [M1]}\n"
         "  - {id: T2, title: Next, depends_on: [M1, T1]}\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_certain_is_put_right(workspace: Path, wrong: str, right: str, end: str) -> None:
    before = ("\ufeff" + SMALL + "# kept\n" + wrong + "# the end").replace("\n", end)
    after = ("\ufeff" + SMALL + "# kept\n" + right + "# the end").replace("\n", end)
    assert fixed(workspace, before) == after
    assert fixed(workspace, after) == after


@pytest.mark.parametrize(
    "text",
    [
        "milestones:\n  - {id: M1, title: Go, forecast: 12月8日}\n",
        "milestones:\n  - {id: M1, title: Go, forecast: 2026-11-07T16:00:00Z}\n",
        "milestones:\n  - {id: M1, title: Go, forcast: 2026-12-08}\n",
        "summary: “Members only”\n",
        "budget:\n  - {id: B1, title: Ads, planned: 约 80 万}\n",
        "lifecycle: 进行\n",
        "milestones:\n  - id: M1\n\t  the first\n",
        "summary: |\n  owner：Wang\n  \t- a tab\n  第 #3 批\n",
        "milestones:\n  - {title: Go, owner}\n",
    ],
)
def test_what_a_person_has_to_decide_stays(workspace: Path, text: str) -> None:
    assert fixed(workspace, SMALL + text) == SMALL + text


def test_of_the_mistakes_of_people_this_many_are_mended(tmp_path: Path) -> None:
    shutil.copytree(DATA / "mistakes", tmp_path, dirs_exist_ok=True)

    def broken() -> set[str]:
        output = run(tmp_path, "check", "--format", "json", "--as-of", DAY.isoformat()).stdout
        return {one["file"] for one in json.loads(output)["findings"] if one["code"] != "byte-order-mark"}

    before = broken()
    result = run(tmp_path, "fix")
    assert result.exit_code == 1
    assert "left alone" not in result.output
    after = broken()
    assert after <= before
    assert (len(before), len(before - after)) == (WRONG, MENDED)
    left = {path.name: path.read_bytes() for path in (tmp_path / "projects").iterdir()}
    assert "Nothing to mend" in run(tmp_path, "fix").output
    assert left == {path.name: path.read_bytes() for path in (tmp_path / "projects").iterdir()}


def test_a_look_writes_nothing(workspace: Path) -> None:
    path = put(workspace, SMALL.replace("owner: ", "owner："))
    before = path.read_bytes()
    shown = run(workspace, "fix", "--diff")
    assert shown.exit_code == 0
    assert "-owner：Wang Fang\n+owner: Wang Fang\n" in shown.stdout
    looked = run(workspace, "fix", "--check")
    assert looked.exit_code == 1
    assert "   2 - owner：Wang Fang\n   2 + owner: Wang Fang\n" in looked.stdout
    assert path.read_bytes() == before
    assert run(workspace, "fix", "--diff", "--check").exit_code == 1


@pytest.mark.parametrize("end", ["\n", ""])
def test_git_takes_the_difference(workspace: Path, end: str) -> None:
    right = SMALL + "summary: 进行中" + end
    path = put(workspace, right.replace("finish: ", "finish："))
    shown = run(workspace, "fix", "--diff").stdout
    Repository(workspace).git("apply", "-", given=shown.encode())
    assert path.read_text(encoding="utf-8") == right


def test_what_somebody_saved_meanwhile_is_not_written_over(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, SMALL.replace("owner: ", "owner："))

    def slowly(*given: Any) -> Any:
        found = mended(*given)
        path.write_text(SMALL, encoding="utf-8")
        return found

    monkeypatch.setattr("opsgen.cli.fix.mended", slowly)
    result = run(workspace, "fix")
    assert result.exit_code == 1
    assert "has changed meanwhile; nothing was written" in result.stderr
    assert path.read_text(encoding="utf-8") == SMALL


def test_some_files_alone(workspace: Path) -> None:
    one = put(workspace, SMALL.replace("owner: ", "owner："), "one.yaml")
    two = put(workspace, SMALL.replace("owner: ", "owner："), "two.yaml")
    run(workspace, "fix", "projects/one.yaml")
    assert "owner: " in one.read_text(encoding="utf-8")
    assert "owner：" in two.read_text(encoding="utf-8")
    result = run(workspace, "fix", "projects/three.yaml")
    assert result.exit_code == 2
    assert "three.yaml" in result.output


def test_a_link_is_not_followed(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text("owner：somebody\n", encoding="utf-8")
    (workspace / "projects" / "link.yaml").symlink_to(outside)
    run(workspace, "fix")
    assert outside.read_text(encoding="utf-8") == "owner：somebody\n"


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_becomes_utf_8(workspace: Path, encoding: str) -> None:
    text = SMALL.replace("Gift", "会员礼包上线").replace("\n", "\r\n")
    assert fixed(workspace, text.encode(encoding)) == text


def test_an_encoding_that_is_not_certain_stays() -> None:
    assert recoded("title: café crème\n".encode("latin-1")) is None
    assert recoded("title: 日本\n".encode("shift-jis")) is None
    assert recoded("title: 会员日\n".encode()) is None
    assert recoded("[".encode("utf-16")) is None


def test_what_was_mended_is_told_without_what_steers_a_terminal(workspace: Path) -> None:
    put(workspace, SMALL.replace("owner: ", "owner：") + 'summary: "\x1b[31m::error::x"\n')
    assert "\x1b" not in run(workspace, "fix", "--diff").output


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ((2, 8, 2, 12), "Bob, start: x"),  # the finding stays
        ((3, 1, 3, 1), "a: {"),  # the file cannot be read any more
        ((2, 1, 2, 1), "charter:\n  "),  # the value is the same, and stands under another field
    ],
)
def test_a_repair_that_does_something_else_is_not_made(
    workspace: Path, span: tuple[int, int, int, int], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, SMALL)
    place = Place("projects/gift.yaml", *span)
    wrong = Problem(place.head, "not-a-date", "error", message("x"), None, Repair(place, text))
    real, told = check.findings, iter((wrong,))
    monkeypatch.setattr(check, "findings", lambda *given: (*told, *(real(*given))))
    result = run(workspace, "fix")
    assert "is left alone" in result.output
    assert path.read_text(encoding="utf-8") == SMALL


# The list of findings


WHERE = {
    "ambiguous-value": "summary: yes\n",
    "full-width-digits": "x-a: ２０２６\n",
    "key-not-text": "x-a: {1: b}\n",
    "leading-zero": "x-a: b\nsummary: 007\n",
    "number-too-large": "summary: 123456789012345678901\n",
    "not-a-period": "updates:\n  - {period: 2026年第41周, summary: a}\n",
    "not-an-amount": "budget:\n  - {id: B1, title: a, planned: 300W}\n",
    "unknown-value": "lifecycle: On-Hold\n",
    "missing-dash": "milestones:\n  • {id: M1, title: a, forecast: 2026-09-01}\n",
    "missing-id": "milestones:\n  - {title: a, forecast: 2026-09-01}\n",
    "unknown-reference": "goals:\n  - {id: G1, title: a, metrics: [k1]}\nmetrics:\n"
    "  - {id: K1, title: a, target: 1, due: 2026-09-01}\n",
}


def test_the_list_says_which_findings_are_mended(tmp_path: Path) -> None:
    shutil.copytree(DATA / "mistakes", tmp_path, dirs_exist_ok=True)
    for code, text in WHERE.items():
        put(tmp_path, SMALL.replace("Wang Fang", "王芳") + text, f"{code}.yaml")
    output = run(tmp_path, "check", "--format", "json", "--as-of", DAY.isoformat()).stdout
    every = json.loads(output)["findings"]
    mended = {one["code"] for one in every if one["repair"]}
    assert mended | {"encoding"} == MENDED_CODES


def test_a_large_file_that_is_wrong_in_every_line_ends_and_goes_on_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round mends what a round tells; a megabyte of mistakes would take a thousand of them."""
    content = "".join(f"k{n}: １２\n" for n in range(400)).encode()
    monkeypatch.setattr("opsgen.edit.mending._MOST_READ", 2 * len(content))
    after, _ = outcome(tmp_path, content)
    wide = "１".encode()
    assert 0 < after.count(wide) < content.count(wide)
    assert outcome(tmp_path, after)[0].count(wide) < after.count(wide)


# Any file


def outcome(root: Path, content: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    name = "projects/drawn.yaml"
    found = mended_of(root, {name: content}, (), DAY)
    return next((one.after for one in found.mended), content), found.left


def found(content: bytes) -> tuple[Problem, ...]:
    return tuple(judging.findings(assemble({"projects/drawn.yaml": partial(bytes, content)}), DAY))


@given(
    st.one_of(
        mutations(),
        texts(),
        accidents_in_data("project").map(lambda drawn: drawn[1]),
        st.sampled_from(sorted(MISTAKES.glob("*.yaml"))).map(Path.read_bytes),
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_file_is_mended_once_and_never_made_worse(content: bytes) -> None:
    with TemporaryDirectory() as root:
        after, left = outcome(Path(root), content)
        assert outcome(Path(root), after)[0] == after
    if after == content:
        return
    before, now = load.parse("x.yaml", content), load.parse("x.yaml", after)
    assert before.data is None or now.data is not None
    assert errors(now.problems) <= errors(before.problems) or before.data is None
    if not errors(found(content)):
        assert not errors(left)
    for path, value in _untouched(before, now):
        assert same(value, path), (content, after)


def _untouched(before: load.Document, now: load.Document) -> Iterator[tuple[object, object]]:
    """The values of lines that stand in both files as they did, in the order of the files."""
    if before.data is None:
        return
    old, new = before.text.split("\n"), now.text.split("\n")
    for one, other in zip(_leaves(before), _leaves(now), strict=False):
        (first, value), (second, after) = one, other
        if first != second or old[first - 1] != new[second - 1]:
            return
        yield value, after


def _leaves(document: load.Document) -> Iterator[tuple[int, object]]:
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting = [((*path, key), inner) for key, inner in value.items()] + waiting
        elif isinstance(value, list):
            waiting = [((*path, i), inner) for i, inner in enumerate(value)] + waiting
        else:
            yield document.place(path).line, value
