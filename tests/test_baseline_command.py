"""`opsgen baseline`: tags of plans that were agreed on, and plans beside them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from repository import Repository

from opsgen.cli import baseline as command
from opsgen.cli.main import opsgen
from opsgen.history.labels import ref_part
from opsgen.schema.output import output_schema

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {"user.name": "Wang", "user.email": "wang@example.com"}


def gift(first: str = "2026-11-01", second: str = "2026-12-01", planned: int = 1000, more: str = "") -> str:
    return f"""title: Gift
owner: Wang
start: 2026-10-01
finish: {second}
currency: CNY
milestones:
  - {{id: M1, title: Tested, forecast: {first}}}
  - {{id: M2, title: Live, forecast: {second}}}
phases:
  - {{id: P1, title: Build, start: 2026-10-01, finish: {first}}}
budget:
  - {{id: B1, title: Gifts, planned: {planned}}}
{more}"""


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home without settings of git, and a day that stays."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(command, "today", lambda _zone: date(2026, 11, 23))


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "工作区")
    for name, value in KNOWN.items():
        repository.git("config", name, value)
    repository.commit(gift=gift())
    return repository


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, "baseline", *arguments])


def test_it_makes_the_next_tag_and_says_what_to_write_and_how_to_publish(made: Repository) -> None:
    result = run(made.path, "gift", "--note", "# agreed by the board")
    head = made.head()
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        f"Made baseline/gift/1 at {head[:10]}",
        "Write into projects/gift.yaml:",
        "  baseline: {ref: baseline/gift/1, approved: 2026-11-23, by: <who approved it>}",
        "Publish it: git push origin baseline/gift/1",
    ]
    assert made.git("cat-file", "-t", "baseline/gift/1") == "tag\n"
    assert made.git("rev-parse", "baseline/gift/1^{commit}").strip() == head
    assert (
        made.git("for-each-ref", "--format=%(contents:subject) %(taggername)", "refs/tags")
        == "# agreed by the board Wang\n"
    )
    made.git("tag", "baseline/gift/9")
    made.git("tag", "baseline/gift/latest")
    assert "Made baseline/gift/10 at" in run(made.path, "gift").output


def test_it_speaks_chinese(made: Repository) -> None:
    said = run(made.path, "gift", lang="zh").output
    assert said.startswith("已在 ")
    assert "by: <批准人>}" in said


def test_what_is_not_committed_is_named(made: Repository) -> None:
    made.write("projects/gift.yaml", gift("2026-11-09"))
    made.write("projects/other.yaml", gift().replace("Gift", "Other"))
    result = run(made.path, "gift")
    assert result.exit_code == 2
    assert "Not committed yet: projects/gift.yaml. First: git add projects/gift.yaml && git commit -m" in (
        result.output
    )
    assert made.git("tag") == ""
    made.git("checkout", "-q", "projects/gift.yaml")
    # What belongs to another project is no reason to wait.
    assert run(made.path, "gift").exit_code == 0


def test_a_shallow_clone_may_lack_baselines(made: Repository, tmp_path: Path) -> None:
    made.commit(gift=gift("2026-11-09"))
    result = run(made.clone(tmp_path / "shallow", "--depth=1"), "gift")
    assert (result.exit_code, "git fetch --unshallow --tags" in result.output) == (2, True)


def test_who_is_unknown_to_git_is_told_how_to_say_it(made: Repository) -> None:
    for name in KNOWN:
        made.git("config", "--unset", name)
    result = run(made.path, "gift")
    assert result.exit_code == 2
    assert "git config --global user.name" in result.output
    assert "git config --global user.email" in result.output
    assert made.git("tag") == ""


def test_without_a_repository_or_a_commit(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/gift.yaml").write_text(gift(), encoding="utf-8")
    for option in ((), ("--list",), ("--against", "HEAD")):
        result = run(tmp_path, "gift", *option)
        assert (result.exit_code, "is not in a git repository" in result.output) == (2, True), option
    Repository(tmp_path)
    assert "The repository has no commits yet." in run(tmp_path, "gift").output


def test_a_project_that_is_not_there(made: Repository) -> None:
    assert "there is no project `gifts`\ndid you mean `gift`?" in run(made.path, "gifts").output
    made.commit(bad="title: [\n")
    assert "`bad` cannot be read" in run(made.path, "bad").output


@pytest.mark.parametrize("asked", [("--list", "--note", "x"), ("--list", "--format", "json")])
def test_what_does_not_go_together(made: Repository, asked: tuple[str, ...]) -> None:
    result = run(made.path, "gift", *asked)
    assert (result.exit_code, "exclude each other" in result.output) == (2, True)


def test_the_list_says_how_far_the_plan_has_left_each(made: Repository) -> None:
    assert "No baseline yet: `opsgen baseline gift` makes one" in run(made.path, "gift", "--list").output
    made.git("tag", "-a", "-m", "first", "baseline/gift/1")
    named = "baseline: {ref: baseline/gift/2}\n"
    made.commit(gift=gift("2026-11-15", "2026-12-01", 1200))
    made.git("tag", "baseline/gift/2")
    made.commit(gift=gift("2026-11-15", "2026-12-04", 1200, named))
    assert run(made.path, "gift", "--list").output.splitlines() == [
        "baseline/gift/1  2026-10-02  2 milestones moved, +14 days at most; finish +3 days; planned +¥200",
        "baseline/gift/2  2026-10-02  1 milestone moved, +3 days at most; finish +3 days ←",
    ]


def test_the_plan_beside_an_old_one(made: Repository) -> None:
    first = made.head()
    gone = gift("2026-11-15", "2026-12-01", 1200).replace(
        "  - {id: M2, title: Live, forecast: 2026-12-01}\n", ""
    )
    made.commit(gift=gone.replace("id: M1", "id: M7, aliases: [M1]"))
    for asked in (first, "2026-10-01"):
        result = run(made.path, "gift", "--against", asked, "--format", "json")
        assert result.exit_code == 0, result.output
        found = json.loads(result.output)
        Draft202012Validator(json.loads(output_schema("baseline"))).validate(found)
        assert found["commit"] == first
        assert [(row["id"], row["then"], row["now"], row["days"]) for row in found["milestones"]] == [
            ("M7", "2026-11-01", "2026-11-15", 14),
            ("M2", "2026-12-01", None, None),
        ]
        assert found["finish"]["days"] == 0
        assert [row["days"] for row in found["phases"]] == [14]
        assert found["budget"] == [
            {"id": "B1", "title": "Gifts", "then": "1000", "now": "1200", "more": "200"}
        ]
        assert (found["total"]["then"], found["total"]["now"], found["currency"]) == ("1000", "1200", "CNY")


def test_the_same_to_be_read_and_to_be_pasted(made: Repository) -> None:
    first = made.head()
    made.commit(gift=gift("2026-11-15", "2026-12-01", 1200).replace("Tested", "Tested<b>"))
    said = run(made.path, "gift", "--against", first)
    rows = [re.split(r"\s{2,}", line.strip()) for line in said.output.splitlines()]
    assert rows[0] == [f"Gift against {first[:10]}"]
    assert ["Milestone", "M1 Tested<b>", "2026-11-01", "2026-11-15", "+14 days"] in rows
    assert rows[-1] == ["Total", "¥1,000", "¥1,200", "+¥200"]
    pasted = run(made.path, "gift", "--against", first, "--format", "markdown").output
    assert "<td>M1 Tested&lt;b&gt;</td><td>2026-11-01</td><td>2026-11-15</td><td>+14 days</td></tr>" in pasted
    said = run(made.path, "gift", "--against", first, lang="zh").output
    assert said.startswith(f"Gift 与 {first[:10]} 相比")
    assert "1,200 元" in said


def test_against_what_was_agreed_at_a_baseline_and_expected_at_a_commit(made: Repository) -> None:
    made.commit(
        gift=gift("2026-11-08").replace("forecast: 2026-11-08", "baseline: 2026-11-01, forecast: 2026-11-08")
    )
    made.git("tag", "baseline/gift/1")

    def then(asked: str) -> str:
        output = run(made.path, "gift", "--against", asked, "--format", "json").output
        return str(json.loads(output)["milestones"][0]["then"])

    assert (then("baseline/gift/1"), then("HEAD")) == ("2026-11-01", "2026-11-08")


def test_against_what_is_not_there(made: Repository) -> None:
    made.commit(other=gift().replace("Gift", "Other"))
    assert "git knows no `v9` here" in run(made.path, "gift", "--against", "v9").output
    result = run(made.path, "other", "--against", "HEAD~1")
    assert (result.exit_code, "`other` is not in HEAD~1" in result.output) == (2, True)


def test_money_of_another_currency_is_not_compared(made: Repository) -> None:
    first = made.head()
    made.commit(gift=gift().replace("CNY", "EUR"))
    said = run(made.path, "gift", "--against", first).output
    assert "another currency" in said
    assert "Total" not in said


def test_chinese_ids(made: Repository) -> None:
    made.commit(会员礼包=gift().replace("Gift", "会员礼包"))
    result = run(made.path, "会员礼包")
    assert "baseline: {ref: baseline/会员礼包/1, approved: 2026-11-23," in result.output
    assert "git push origin baseline/会员礼包/1" in result.output.replace("'", "")
    assert run(made.path, "会员礼包", "--list").output.startswith("baseline/会员礼包/1  ")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("gift", "gift"),
        ("会员_礼包-2026", "会员_礼包-2026"),
        ("a b~c^d:e?f*g[h\\i", "a-b-c-d-e-f-g-h-i"),
        (".hidden", "hidden"),
        ("a..b", "a-b"),
        ("x.lock", "x"),
        ("x.lock.lock.", "x"),
        ("@", "project"),
        ("a@{b}", "a-b"),
        ("a/b//c/", "a-b-c"),
        ("end.", "end"),
        ("-rf", "rf"),
        ("\x00\x7f", "project"),
        ("", "project"),
    ],
)
def test_names_that_git_takes(made: Repository, name: str, safe: str) -> None:
    assert ref_part(name) == safe
    made.git("check-ref-format", f"refs/tags/baseline/{ref_part(name)}/1")


def test_nothing_that_the_repository_names_is_run(made: Repository, tmp_path: Path) -> None:
    canary, program = tmp_path / "canary", tmp_path / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $@" >> "{canary}"\nexit 0\n')
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    for folder in (hooks, made.path / ".git/hooks"):
        folder.mkdir(exist_ok=True)
        for hook in ("reference-transaction", "post-commit", "pre-commit", "update"):
            (folder / hook).write_text(program.read_text())
            (folder / hook).chmod(0o755)
    for name, value in {
        "tag.gpgSign": "true",
        "tag.forceSignAnnotated": "true",
        "gpg.program": str(program),
        "gpg.ssh.program": str(program),
        "gpg.ssh.defaultKeyCommand": str(program),
        "user.signingKey": "x",
        "core.editor": str(program),
        "core.hooksPath": str(hooks),
        "core.fsmonitor": str(program),
        "core.pager": str(program),
        "pager.tag": str(program),
        "alias.tag": f"!{program}",
    }.items():
        with (made.path / ".git/config").open("a") as config:
            section, _, key = name.rpartition(".")
            outer, _, inner = section.partition(".")
            heading = f'[{outer} "{inner}"]' if inner else f"[{outer}]"
            config.write(f"{heading}\n\t{key} = {json.dumps(value)}\n")
    assert run(made.path, "gift", "--note", "x").exit_code == 0
    assert run(made.path, "gift", "--list").exit_code == 0
    assert run(made.path, "gift", "--against", "baseline/gift/1").exit_code == 0
    assert not canary.exists(), canary.read_text()


def test_a_project_whose_id_is_not_the_name_of_its_file(made: Repository) -> None:
    made.commit(gift="id: present\n" + gift())
    made.write("projects/gift.yaml", "id: present\n" + gift("2026-11-09"))
    assert "Not committed yet: projects/gift.yaml." in run(made.path, "present").output
    made.commit()
    assert "Made baseline/present/1 at" in run(made.path, "present").output
    assert "0 milestones moved" in run(made.path, "present", "--list").output


def test_a_folder_below_the_top_of_its_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r")
    for name, value in KNOWN.items():
        repository.git("config", name, value)
    repository.write("plans/projects/gift.yaml", gift())
    repository.commit()
    assert "Made baseline/gift/1 at" in run(repository.path / "plans", "gift").output
    assert run(repository.path / "plans", "gift", "--list").output.startswith("baseline/gift/1  ")
