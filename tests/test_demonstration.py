"""The history of the demonstration: it fits the files, is a believable year, and is laid down safely."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from opsgen import check
from opsgen.cli import start
from opsgen.cli.main import opsgen
from opsgen.demonstration import StoryError, commits, demonstration, demonstration_files
from opsgen.demonstration.known import known
from opsgen.demonstration.sheet import Sheet
from opsgen.history import GitError
from opsgen.history.found import Author, NewCommit, found, stream
from opsgen.load.nodes import plain
from opsgen.portfolio import assemble
from opsgen.portfolio.assembly import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BROKEN = "补上短信按量结算的付款"


@pytest.fixture(scope="module")
def told() -> tuple[NewCommit, ...]:
    return demonstration()


@pytest.fixture(scope="module")
def trees(told: tuple[NewCommit, ...]) -> list[tuple[NewCommit, dict[str, str]]]:
    """Each commit with all files as it leaves them."""
    main_line: dict[str, str] = {}
    branches: dict[str, dict[str, str]] = {}
    found = []
    for commit in told:
        tree = branches.setdefault(commit.branch, dict(main_line)) if commit.branch else main_line
        for name, text in commit.files.items():
            tree.pop(name, None)
            if text is not None:
                tree[name] = text
        found.append((commit, dict(tree)))
    return found


@pytest.fixture(scope="module")
def laid_down(told: tuple[NewCommit, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "示例"
    found(root, told)
    return root


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(("git", "-C", root, *arguments), capture_output=True, check=True)
    return done.stdout.decode()


def init(*arguments: str) -> Result:
    return CliRunner().invoke(opsgen, ["--lang", "en", "init", "--demo", *arguments])


def subject(commit: NewCommit) -> str:
    return commit.message.partition("\n")[0]


# --- it fits


def test_the_last_state_is_what_is_shipped(trees: list[tuple[NewCommit, dict[str, str]]]) -> None:
    assert trees[-1][1] == demonstration_files()


def test_every_version_of_every_project_can_be_read(trees: list[tuple[NewCommit, dict[str, str]]]) -> None:
    wrong = []
    for commit, tree in trees:
        changed = {_project(name) for name in commit.files}
        contents = {
            name: (lambda text=text: text.encode())
            for name, text in tree.items()
            if name.startswith("projects/") and _project(name) in changed
        }
        wrong += [
            (subject(commit), problem.code)
            for problem in assemble(contents).problems
            if problem.severity == "error" and problem.code != "no-projects"  # only what changed is read
        ]
    assert wrong == [(BROKEN, "unclosed")]


EACH = bool(os.environ.get("OPSGEN_EACH_COMMIT"))
"""Whether every commit is judged, or the last of each week; the nightly run sets it."""


def test_no_version_names_what_is_not_there_or_is_wrong_otherwise(
    trees: list[tuple[NewCommit, dict[str, str]]], tmp_path: Path
) -> None:
    main_line = [(commit, tree) for commit, tree in trees if not commit.branch and subject(commit) != BROKEN]
    last = {commit.date.isocalendar()[:2]: commit for commit, _ in main_line}
    asked = [(commit, tree) for commit, tree in main_line if EACH or commit in last.values()]
    assert len(asked) >= 40
    wrong = [(subject(commit), *error) for commit, tree in asked for error in errors(commit, tree, tmp_path)]
    assert wrong == []


def errors(commit: NewCommit, tree: Mapping[str, str], kept: Path) -> Iterator[tuple[str, int, str]]:
    """The errors of a version on its day: file, line, rule. Verdicts are kept in the folder."""
    contents = {name: partial(text.encode) for name, text in tree.items() if name.startswith("projects/")}
    found = check.findings(check.workspace_of(kept, contents, ()), commit.date.date())
    yield from ((one.file, one.line, one.code) for one in found if one.severity == "error")


def _project(name: str) -> str:
    return name.split("/")[1].removesuffix(".yaml") if "/" in name else name


def test_no_commit_is_empty_and_each_comes_after_the_one_before(told: tuple[NewCommit, ...]) -> None:
    assert all(commit.files for commit in told)
    days = [commit.date for commit in told]
    assert days == sorted(days)
    assert len(set(days)) == len(days)
    assert days[0].date() >= date(2025, 11, 1)
    assert days[-1].date() == date(2026, 11, 20)


def test_everyone_is_in_the_people_of_the_portfolio(told: tuple[NewCommit, ...]) -> None:
    people = plain(demonstration_files()["projects/people.yaml"])["people"]
    names = {text for one in people for text in _spellings(one["name"])}
    assert {commit.author.name for commit in told} <= names
    for commit in told:
        assert commit.author.email.endswith(("@example.com", ".invalid"))


def _spellings(name: Any) -> set[str]:
    both = {name} if isinstance(name, str) else set(name.values())
    return both | {
        " ".join(reversed(text.split())) for text in both
    }  # “Feng Xiaolan” also writes “Xiaolan Feng”


def test_people_work_in_working_hours(told: tuple[NewCommit, ...]) -> None:
    assert all(8 <= commit.date.hour < 21 for commit in told)
    weekend = {commit.date.date() for commit in told if commit.date.weekday() > 4}
    assert weekend == {date(2026, 11, 7)}  # the night of the load test
    off = (
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    )
    assert not [commit for commit in told if any(a <= commit.date.date() <= b for a, b in off)]


# --- nothing is known before it happened


HAPPENED = (
    "actual",
    "done",
    "closed",
    "resolved",
    "delivered",
    "paid",
    "decided",
    "reviewed",
    "verified",
    "raised",
)
DATED = ("research", "feedback", "measurements", "actuals", "adjustments")


def test_nothing_is_known_before_it_happened(trees: list[tuple[NewCommit, dict[str, str]]]) -> None:
    early = [
        (subject(commit), name, what)
        for commit, _ in trees
        for name, text in commit.files.items()
        if text is not None and name.startswith("projects/") and subject(commit) != BROKEN
        for what, day in happened(name, text)
        if day > commit.date.date()
    ]
    assert early == []


def test_what_happened_is_written_down_soon(trees: list[tuple[NewCommit, dict[str, str]]]) -> None:
    """Except in the first version of a file, and where a title says why only now."""
    late = []
    before: dict[str, str] = {}
    for commit, tree in trees:
        for name in commit.files.keys() & tree.keys():
            if name in before and name.startswith("projects/"):
                known_already = set(_safely(name, before[name]))
                if not known_already:
                    continue  # nothing had happened yet, or the version is the broken one
                late += [
                    (commit.date.date().isoformat(), name, what, day.isoformat())
                    for what, day in _safely(name, tree[name])
                    if (what, day) not in known_already and commit.date.date() - day > timedelta(days=35)
                ]
        before |= tree
    assert late == []


def _safely(name: str, text: str) -> tuple[tuple[str, date], ...]:
    try:
        return happened(name, text)
    except ValueError:
        return ()  # the broken version


@cache
def happened(name: str, text: str) -> tuple[tuple[str, date], ...]:
    """What a file says has happened, and on which day."""
    return tuple(_happened(name, text))


def _happened(name: str, text: str) -> Iterator[tuple[str, date]]:
    if name.endswith(".csv"):
        if "开始日期" not in text:
            for row in re.findall(r"^\S*?(\d{4}-\d\d-\d\d),", text, re.MULTILINE):
                yield "row", date.fromisoformat(row)
        return
    if "retrospectives/" in name:
        yield "retrospective", date.fromisoformat(plain(text)["date"])
    if "updates/" in name:
        yield "update", _first_day(plain(text)["period"])
    try:
        data = plain(text)
    except Exception as error:
        raise ValueError(name) from error
    yield from _walk(data, name.rpartition("/")[2].removesuffix(".yaml"), "")


def _walk(node: Any, kind: str, path: str) -> Iterator[tuple[str, date]]:
    if isinstance(node, list):
        for item in node:
            label = item.get("id") or item.get("period") or "" if isinstance(item, dict) else ""
            yield from _walk(item, kind, f"{path}/{label}")
    if not isinstance(node, dict):
        return
    for field, value in node.items():
        where = f"{path}/{field}"
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            has_outcome = field == "date" and ("outcome" in node or kind in DATED)
            if field in HAPPENED or has_outcome or kind == "actual":
                yield where, date.fromisoformat(value)
        elif field == "period" and kind == "updates":
            yield where, _first_day(value)
        elif kind == "measurements" and re.fullmatch(r"\d{4}-\d\d-\d\d", field):
            yield where, date.fromisoformat(field)
        else:
            yield from _walk(value, field, where)


def _first_day(period: str) -> date:
    year, part = period.split("-")
    if part.startswith("W"):
        return date.fromisocalendar(int(year), int(part[1:]), 1)
    return date(int(year), int(part), 1)


# --- what a history of a portfolio can be like


def test_the_features_are_really_in_it(told: tuple[NewCommit, ...]) -> None:
    says = [commit.message for commit in told]
    forms = {
        r"Merge pull request #\d+ from \S+/\S+\n": 4,
        r"Merge branch '\S+' into 'main'\n\n(.*\n)*See merge request \S+/\S+!\d+\n": 2,
        r".* \(#\d+\)\n": 5,
    }
    assert {form: sum(bool(re.match(form, text)) for text in says) for form in forms} == forms
    numbers = re.findall(r"#(\d+)", "\n".join(subject(commit) for commit in told))
    assert len(numbers) == len(set(numbers))
    assert [commit.tag for commit in told if commit.tag] == ["baseline/crm-migration/1"]
    gone = {name for commit in told for name, text in commit.files.items() if text is None}
    assert gone == {
        "projects/双十一大促-2025.yaml",
        "projects/crm-migration.yaml",
        "projects/pop-up-suzhou.yaml",
    }


def steps_of(told: tuple[NewCommit, ...], name: str, *path: str) -> list[Any]:
    """The values that a place went through; None while it was not there."""
    values: list[Any] = []
    for commit in told:
        text = commit.files.get(name)
        if text is None or subject(commit) == BROKEN:
            continue
        value = plain(text)
        for part in path:
            if isinstance(value, list):
                value = next((one for one in value if one.get("id") == part), None)
            else:
                value = value.get(part) if value else None
        if not values or values[-1] != value:
            values.append(value)
    return values


DOUBLE_ELEVEN = "projects/双十一大促-2026"


def test_dates_slip_step_by_step_and_say_why(told: tuple[NewCommit, ...]) -> None:
    forecasts = steps_of(told, f"{DOUBLE_ELEVEN}/project.yaml", "milestones", "M2", "forecast")
    assert forecasts == ["2026-10-08", "2026-10-20", "2026-10-27", "2026-11-07"]
    assert len(steps_of(told, f"{DOUBLE_ELEVEN}/project.yaml", "milestones", "M2", "reason")) == 5
    tiers = steps_of(told, "projects/membership-growth.yaml", "milestones", "M3", "forecast")
    assert tiers == ["2026-10-15", "2026-12-11", "2027-01-29", "2027-03-19"]  # “Third move.”
    cut_over = steps_of(told, "projects/crm-migration/project.yaml", "milestones", "M6", "forecast")
    assert cut_over == ["2026-11-06", "2026-12-04", "2027-03-12"]


def test_risks_rise_and_fall_and_money_grows(told: tuple[NewCommit, ...]) -> None:
    texts = steps_of(told, f"{DOUBLE_ELEVEN}/risks.yaml", "R1", "probability")
    assert texts == ["3", "4", "3", "2", "1"]
    returns = steps_of(told, f"{DOUBLE_ELEVEN}/risks.yaml", "R2", "probability")
    assert returns == [None, "3", "4"]
    money = steps_of(told, f"{DOUBLE_ELEVEN}/budget.yaml", "B2", "forecast")
    assert money == ["432万", "462万", "486万"]


def test_a_target_is_lowered_with_a_decision_and_one_without(told: tuple[NewCommit, ...]) -> None:
    with_one = steps_of(told, f"{DOUBLE_ELEVEN}/project.yaml", "metrics", "K5", "target")
    assert with_one == ["84.0", "86.0"]
    without = steps_of(told, "projects/membership-growth.yaml", "metrics", "K3", "target")
    assert without == ["22", "24"]
    both = next(commit for commit in told if "（D1） (#34)" in commit.message)
    text = both.files[f"{DOUBLE_ELEVEN}/project.yaml"]
    assert text is not None
    decision = next(one for one in plain(text)["decisions"] if one["id"] == "D1")
    assert decision["approves"] == [{"id": "K5", "field": "target", "to": "86"}]


def test_an_item_is_renamed_one_goes_and_lists_get_files(told: tuple[NewCommit, ...]) -> None:
    crm = "projects/crm-migration"
    ids = [
        {one["id"] for one in plain(commit.files[f"{crm}/risks.yaml"] or "")}
        for commit in told
        if commit.files.get(f"{crm}/risks.yaml")
    ]
    assert {"R4", "R9"} & ids[0] == {"R9"}
    assert {"R4", "R9"} & ids[1] == {"R4"}
    assert steps_of(told, f"{crm}/tasks.yaml", "T13", "id") == ["T13", None]
    split = next(commit for commit in told if subject(commit) == "Move the risks into a file of their own")
    project, risks = split.files[f"{DOUBLE_ELEVEN}/project.yaml"], split.files[f"{DOUBLE_ELEVEN}/risks.yaml"]
    assert "risks" not in plain(project or "")
    assert [one["id"] for one in plain(risks or "")] == ["R1", "R4"]


def test_one_commit_changes_only_the_form(trees: list[tuple[NewCommit, dict[str, str]]]) -> None:
    at = next(n for n, (commit, _) in enumerate(trees) if "on one line each" in subject(commit))
    name = "projects/people.yaml"
    before, after = trees[at - 1][1][name], trees[at][1][name]
    assert before != after
    assert plain(before) == plain(after)


def test_lifecycles_go_on(told: tuple[NewCommit, ...]) -> None:
    last_year = "projects/双十一大促-2025/project.yaml"
    assert steps_of(told, last_year, "lifecycle") == ["executing", "closing", "closed"]
    assert steps_of(told, f"{DOUBLE_ELEVEN}/project.yaml", "lifecycle") == ["planning", "executing"]


# --- what a person sees who edits a file of the demonstration


STORY = """
people: {wf: [王芳, wf@example.com]}
commits:
- {at: 2026-05-04 10:00, by: wf, says: Begin, touches: [a.yaml]}
- at: 2026-05-11 10:00
  by: wf
  says: Slip
  was: {a.yaml: {milestones/M1/forecast: 2026-06-01, milestones/M1/reason: ~}}
"""
FINAL = {
    "projects/a.yaml": """\
title: A
milestones:
  - {id: M1, forecast: 2026-06-08, reason: Rain.}   # the only one
risks:
  - {id: R1, raised: 2026-05-08}
""",
}


def test_a_history_is_told_backwards() -> None:
    begin, slip = commits([STORY], FINAL)
    assert begin.files == {
        "projects/a.yaml": "title: A\nmilestones:\n  - {id: M1, forecast: 2026-06-01}   # the only one\n"
    }
    assert slip.files == FINAL
    assert begin.author == Author("王芳", "wf@example.com")
    assert f"{begin.date:%z}" == "+0800"


IDLE = STORY.partition("  was:")[0] + "  touches: [a.yaml]\n"
OLD = {"projects/a.yaml": "title: A\n"}
OTHER = {"projects/a.yaml": FINAL["projects/a.yaml"].replace("M1", "M7")}


@pytest.mark.parametrize(
    ("story", "final", "says"),
    [
        (STORY, OTHER, "“Slip” (2026-05-11 10:00) speaks of 'projects/a.yaml: milestones/M1/forecast'"),
        (STORY, FINAL | {"projects/b.yaml": "title: B\n"}, "no commit brings projects/b.yaml"),
        (IDLE, OLD, "“Slip” (2026-05-11 10:00) changes nothing"),
        (STORY.replace("reason: ~", "reason: one, two"), FINAL, "a.yaml: two"),
    ],
)  # fmt: skip
def test_a_history_that_no_longer_fits_says_what_to_mend(
    story: str, final: Mapping[str, str], says: str
) -> None:
    with pytest.raises(StoryError) as error:
        commits([story], final)
    assert says in str(error.value)


def test_two_that_change_one_file_at_once_are_refused() -> None:
    story = f"""{STORY}
- {{at: 2026-05-12 10:00, by: wf, on: side, says: Aside, was: {{a.yaml: {{title: B}}}}}}
- {{at: 2026-05-13 10:00, by: wf, says: Meanwhile, was: {{a.yaml: {{title: C}}}}}}
- {{at: 2026-05-14 10:00, by: wf, merges: side, says: Merge}}
"""
    with pytest.raises(StoryError, match=r"“Meanwhile” .* an open branch"):
        commits([story], FINAL)


LIST = "c:\n  - id: I1\n    t: >-\n      long\n      text\n  - id: I2\n"
TEXT = f"a: {{x: 1, y: [p, q, r]}}\nb: 2 # two\n\n{LIST}"


@pytest.mark.parametrize(
    ("path", "value", "left"),
    [
        ("b", "~", f"a: {{x: 1, y: [p, q, r]}}\n\n{LIST}"),
        ("a/x", "~", f"a: {{y: [p, q, r]}}\nb: 2 # two\n\n{LIST}"),
        ("a/y/p", "~", f"a: {{x: 1, y: [q, r]}}\nb: 2 # two\n\n{LIST}"),
        ("a/y/r", "~", f"a: {{x: 1, y: [p, q]}}\nb: 2 # two\n\n{LIST}"),
        ("a/z", "new", f"a: {{x: 1, y: [p, q, r], z: new}}\nb: 2 # two\n\n{LIST}"),
        ("c/I1/t", "short", TEXT.replace(">-\n      long\n      text", "short")),
        ("c/I1/u", "new", TEXT.replace("text\n", "text\n    u: new\n")),
        ("c/I1", "~", "a: {x: 1, y: [p, q, r]}\nb: 2 # two\n\nc:\n  - id: I2\n"),
        ("c", "~", "a: {x: 1, y: [p, q, r]}\nb: 2 # two\n"),
    ],
)
def test_a_place_is_changed_and_nothing_else(path: str, value: str, left: str) -> None:
    sheet = Sheet(TEXT)
    sheet.at(path, value)
    assert sheet.text() == left


def test_a_list_that_loses_all_goes_with_its_name() -> None:
    sheet = Sheet("a: 1\nb:\n  - {id: X}\n  - {id: Y}\nc: {d: [e]}\n")
    for path in ("b/X", "b/Y", "c/d/e"):
        sheet.at(path, "~")
    assert sheet.text() == "a: 1\n"


def test_what_came_later_is_not_known() -> None:
    text = """\
milestones:
  - {id: M1, baseline: 2026-05-01, actual: 2026-05-08, outcome: go, criteria: [{met: true, evidence: E}]}
tasks:
  - id: T1
    status: done
    start: 2026-04-01
    finish: 2026-05-20
    baseline: {start: 2026-04-02, finish: 2026-04-20}
    actual: {start: 2026-04-01, finish: 2026-05-20}
    complete: 100
issues:
  - {id: I1, raised: 2026-04-02, status: closed, resolution: Done., resolved: 2026-05-02}
  - {id: I2, raised: 2026-04-22}
"""
    then = """\
milestones:
  - {id: M1, baseline: 2026-05-01, outcome: pending, criteria: [{met: false}], forecast: 2026-05-01}
tasks:
  - id: T1
    status: in_progress
    start: 2026-04-02
    finish: 2026-04-20
    baseline: {start: 2026-04-02, finish: 2026-04-20}
    actual: {start: 2026-04-01}
    complete: 20
issues:
  - {id: I1, raised: 2026-04-02, status: in_progress}
"""
    assert known(text, "project.yaml", date(2026, 4, 10)) == then
    sheet = "项目,月份,金额\na,2026-04,1\na,2026-05,2\n"
    assert known(sheet, "x.csv", date(2026, 5, 30)) == "项目,月份,金额\na,2026-04,1\n"


# --- the repository


def test_the_repository_is_whole_and_its_tree_is_the_demonstration(laid_down: Path) -> None:
    assert git(laid_down, "fsck", "--strict") == ""
    assert git(laid_down, "status", "--porcelain") == ""
    for name, text in demonstration_files().items():
        assert (laid_down / name).read_bytes() == text.encode()
    assert read(laid_down).broken == ()


def test_the_ids_are_the_same_everywhere(
    told: tuple[NewCommit, ...], laid_down: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the user has set: name, line ends, signing, hooks, time zone, encoding, another hash."""
    marker = tmp_path / "ran"
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "reference-transaction", "post-commit", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {marker}\n")
        (hooks / name).chmod(0o755)
    (tmp_path / ".gitconfig").write_text(
        "[user]\n name = Me\n email = me@example.com\n[commit]\n gpgSign = true\n[tag]\n gpgSign = true\n"
        f"[gpg]\n program = {marker}\n[core]\n autocrlf = true\n hooksPath = {hooks}\n"
        f"[init]\n templateDir = {hooks.parent}\n defaultBranch = other\n defaultObjectFormat = sha256\n"
        "[i18n]\n commitEncoding = latin1\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z")
    root = tmp_path / "demo"
    found(root, told)
    monkeypatch.delenv("GIT_DIR")
    refs = git(root, "for-each-ref", "--format=%(refname) %(objectname)")
    assert refs == git(laid_down, "for-each-ref", "--format=%(refname) %(objectname)")
    assert [line.split()[0] for line in refs.splitlines()] == [
        "refs/heads/main",
        "refs/tags/baseline/crm-migration/1",
    ]
    assert not marker.exists()
    assert (root / "README.md").read_bytes() == demonstration_files()["README.md"].encode()


def test_merges_have_a_second_parent_and_the_mailmap_joins(laid_down: Path) -> None:
    merges = git(laid_down, "log", "--merges", "--format=%P|%an|%s").splitlines()
    assert len(merges) == 6
    assert all(len(line.split("|")[0].split()) == 2 for line in merges)
    side = git(laid_down, "log", "--merges", "-1", "--format=%P").split()[1]
    assert git(laid_down, "log", "-1", "--format=%an", side).strip() == "Priya Raman"
    assert "Xiaolan Feng" in git(laid_down, "log", "--format=%an")
    assert "Xiaolan Feng" not in git(laid_down, "log", "--format=%aN")
    count = int(git(laid_down, "rev-list", "--count", "HEAD"))
    assert 120 <= count <= 210


def test_the_stream_ends_where_it_says(told: tuple[NewCommit, ...]) -> None:
    assert b"".join(stream(told)).endswith(b"\ndone\n")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    done = init(str(tmp_path))
    assert done.exit_code == 1
    assert "is not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_failing_git_leaves_nothing_behind(tmp_path: Path) -> None:
    bad = NewCommit(Author("A", "a@example.com"), datetime(2026, 5, 4, tzinfo=UTC), "A\n", {"../out": "x"})
    root = tmp_path / "demo"
    with pytest.raises(GitError):
        found(root, [bad])
    assert list(root.iterdir()) == []


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "demonstration", tuple)
    monkeypatch.setenv("PATH", str(tmp_path))
    done = init(str(tmp_path / "demo"))
    assert done.exit_code == 1
    assert "git is not installed" in done.output


def test_other_settings_do_not_go_with_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        opsgen, ["--lang", "en", "init", "--demo", "--currency", "EUR", str(tmp_path / "d")]
    )
    assert done.exit_code == 2
    assert "--currency does not go with --demo" in done.output
    assert not (tmp_path / "d").exists()


def test_the_message_says_what_to_try(
    told: tuple[NewCommit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "demonstration", lambda: told)
    done = init(str(tmp_path / "new" / "demo"))
    assert done.exit_code == 0
    assert "opsgen diff 2026-10-01" in " ".join(done.output.split())
    assert (tmp_path / "new" / "demo" / ".git").is_dir()
