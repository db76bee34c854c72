"""`opsgen diff`: which versions are compared, what is said of them, and that nothing breaks out of it."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from repository import Repository

from opsgen import history
from opsgen.changes.severity import WORDS
from opsgen.cli.main import opsgen
from opsgen.export.comment import MARKER, MOST
from opsgen.schema.output import output_schema
from opsgen.timeline import sides
from opsgen.timeline.between import between

if TYPE_CHECKING:
    from pathlib import Path


AS_OF = "2026-10-20"
HEAD = "owner: Wang Fang\nstart: 2026-07-01\nfinish: 2026-12-31\n"
STONE = "milestones:\n  - {id: M2, title: Load test passed, baseline: 2026-11-10, forecast: 2026-11-10}\n"
GIFT = f"title: Member gift\n{HEAD}{STONE}"
SLIPPED = GIFT.replace("forecast: 2026-11-10", "forecast: 2026-12-10")
OTHER = f"title: Other\n{HEAD}{STONE}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two projects on main."""
    made = Repository(tmp_path / "工作区")
    made.commit(gift=GIFT, other=OTHER)
    return made


def diff(root: Repository | Path, *arguments: str, lang: str = "en", as_of: str = AS_OF) -> Result:
    folder = root.path if isinstance(root, Repository) else root
    options = ["--as-of", as_of] if as_of else []
    return CliRunner().invoke(opsgen, ["-C", str(folder), "--lang", lang, "diff", *arguments, *options])


def data(root: Repository | Path, *arguments: str, **given: Any) -> dict[str, Any]:
    result = diff(root, *arguments, "--format", "json", **given)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    Draft202012Validator(json.loads(output_schema("diff"))).validate(found)
    return found


def codes(found: dict[str, Any]) -> set[tuple[str, str]]:
    return {(change["project"], change["code"]) for change in found["changes"]}


SLIP = {("gift", "milestone.slipped"), ("gift", "health.changed")}


# Which versions


def test_nothing_is_uncommitted(repository: Repository) -> None:
    result = diff(repository)
    assert result.exit_code == 0
    assert "0 changes" in result.output
    assert "`opsgen diff main`" in result.output
    assert data(repository)["changes"] == []


def test_what_is_not_committed(repository: Repository) -> None:
    repository.write("projects/gift.yaml", SLIPPED)
    found = data(repository)
    assert codes(found) == SLIP
    assert found["base"] == {"revision": None, "commit": repository.head(), "as_of": AS_OF}
    assert found["head"] == {"revision": None, "commit": None, "as_of": AS_OF}
    assert {change["commit"] for change in found["changes"]} == {None}


def test_a_branch_is_compared_with_what_both_have_in_common(repository: Repository) -> None:
    base = repository.head()
    repository.git("switch", "-q", "-c", "proposal")
    repository.commit(gift=SLIPPED)
    repository.git("switch", "-q", "main")
    repository.commit(other=OTHER.replace("2026-12-31", "2027-01-31"))
    repository.git("switch", "-q", "proposal")
    found = data(repository, "main")
    assert codes(found) == SLIP
    assert found["base"]["commit"] == base
    # Two that are both named are compared as they are.
    assert ("other", "project.brought_forward") in codes(data(repository, "main", "HEAD"))


def test_a_mirror(repository: Repository) -> None:
    first, second = repository.head(), repository.commit(gift=SLIPPED)
    forth = next(c for c in data(repository, first, second)["changes"] if c["item"] == "M2")
    back = next(c for c in data(repository, second, first)["changes"] if c["item"] == "M2")
    assert (forth["code"], forth["from"], forth["to"], forth["delta"]) == (
        "milestone.slipped",
        "2026-11-10",
        "2026-12-10",
        30,
    )
    assert (back["code"], back["from"], back["to"], back["delta"]) == (
        "milestone.brought_forward",
        "2026-12-10",
        "2026-11-10",
        -30,
    )


def test_a_day_is_its_last_commit_in_the_time_zone_of_the_portfolio(repository: Repository) -> None:
    # 8:00 in Shanghai on 2 October is still 1 October in Los Angeles.
    repository.commit(gift=SLIPPED)
    assert codes(data(repository, "2026-10-01", as_of="2026-10-01")) == SLIP
    assert data(repository, "2026-10-02", as_of="2026-10-02")["changes"] == []
    repository.commit(portfolio="title: Projects\ntimezone: America/Los_Angeles\n")
    assert "milestone.slipped" not in {c for _, c in codes(data(repository, "2026-10-01"))}


def test_two_days_have_their_own_status_dates_and_only_time_is_told_as_such(repository: Repository) -> None:
    repository.day = 28
    repository.commit(other=OTHER.replace("Other", "Others"))
    later = "2026-11-12T08:00:00+08:00"
    repository.git("commit", "-q", "--allow-empty", "-m", "later", GIT_COMMITTER_DATE=later)
    found = data(repository, "2026-10-27", "2026-11-12", as_of="")
    assert (found["base"]["as_of"], found["head"]["as_of"]) == ("2026-10-27", "2026-11-12")
    missed = [c for c in found["changes"] if c["code"] == "milestone.missed"]
    assert {(c["project"], c["by_time"], c["commit"]) for c in missed} == {
        ("gift", True, None),
        ("other", True, None),
    }


def test_from_before_the_first_project(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("README.md", "Ours")
    made.commit()
    made.commit(gift=GIFT)
    assert ("gift", "project.added") in codes(data(made, "HEAD~1", "HEAD"))
    assert ("gift", "project.removed") in codes(data(made, "HEAD", "HEAD~1"))


# Who brought it


def test_each_change_names_the_last_commit_that_brought_it(repository: Repository) -> None:
    base = repository.head()
    repository.commit(gift=GIFT.replace("forecast: 2026-11-10", "forecast: 2026-11-24"))
    second = repository.commit(gift=SLIPPED)
    third = repository.commit(other=OTHER.replace("title: Load", "title: Great load"))
    repository.write("projects/other.yaml", OTHER.replace("owner: Wang", "owner: Li"))
    found = {(c["project"], c["code"]): c for c in data(repository, base)["changes"]}
    assert found["gift", "milestone.slipped"]["commit"] == second
    assert found["gift", "milestone.slipped"]["author"] == "Wang"
    assert found["gift", "health.changed"]["commit"] is None
    assert found["other", "owner.changed"]["commit"] is None
    committed = {(c["project"], c["code"]): c for c in data(repository, base, "HEAD")["changes"]}
    assert committed["other", "text.changed"]["commit"] == third


# What cannot be read


@pytest.mark.parametrize("first", [True, False])
def test_a_broken_project_is_named_and_the_rest_compared(repository: Repository, *, first: bool) -> None:
    base = repository.head()
    broken = OTHER.replace("2026-12-31", "2026-02-30")
    repository.commit(gift=SLIPPED, other=broken)
    ends = (base, "HEAD") if first else ("HEAD", base)
    found = data(repository, *ends)
    assert found["not_compared"] == ["other"]
    assert {project for project, _ in codes(found)} == {"gift"}
    result = diff(repository, *ends)
    assert result.exit_code == 0
    assert "Not compared, because it cannot be read in one of the versions: other" in result.output
    # Whoever repairs a file could change anything in it.
    assert diff(repository, *ends, "--fail-on", "breach").exit_code == 1


def test_of_a_broken_project_nothing_follows_for_people_and_for_those_who_wait(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    busy = "allocations:\n  - {person: Ada, percent: 80, from: 2026-11-02, until: 2026-11-27}\n"
    needs = '{id: DP1, title: Load test, direction: inbound, other: "other:M2", due: 2026-11-01}'
    waits = f"dependencies:\n  - {needs}\n"
    people = "people:\n  - {id: ada, name: Ada}\n"
    made.commit(gift=f"{GIFT}{busy}{waits}", other=f"{OTHER}{busy}", people=people)
    made.commit(other=f"{OTHER}{busy}budget: [\n")
    for ends in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1")):
        found = data(made, *ends)
        assert (found["not_compared"], found["changes"]) == (["other"], [])


def test_broken_settings_are_named(repository: Repository) -> None:
    repository.commit(portfolio="title: Projects\ntolerance: {schedule_days: many}\n")
    found = data(repository, "HEAD~1", "HEAD")
    assert (found["not_compared"], found["changes"]) == (["portfolio"], [])


def test_a_project_under_another_file_name_is_the_same(repository: Repository) -> None:
    repository.git("mv", "projects/gift.yaml", "projects/present.yaml")
    repository.commit(present=f"id: present\naliases: [gift]\n{SLIPPED}")
    found = codes(data(repository, "HEAD~1", "HEAD"))
    assert ("present", "milestone.slipped") in found
    assert not {code for _, code in found} & {"project.added", "project.removed"}


# Exit codes and bad input


def test_fail_on(repository: Repository) -> None:
    repository.write("projects/gift.yaml", SLIPPED)
    assert diff(repository).exit_code == 0
    assert diff(repository, "--fail-on", "breach").exit_code == 0
    assert diff(repository, "--fail-on", "attention").exit_code == 1
    repository.write("projects/gift.yaml", GIFT.replace("baseline: 2026-11-10", "baseline: 2026-12-10"))
    result = diff(repository, "--fail-on", "breach")
    assert result.exit_code == 1
    assert "not approved" in result.output
    assert diff(repository).exit_code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("nope",), "git knows no `nope`"),
        (("--", "--output=x"), "`--output=x` is no revision"),
        (("$(id)",), "git knows no `$(id)`"),
        (("2199-01-01",), "is in the future"),
        (("main", "2199-01-01"), "is in the future"),
        (("2020-01-01",), "the history begins after 1 Jan 2020"),
        (("2026-02-30",), "`2026-02-30` is no date"),
        (("2026/2/3",), "`2026/2/3`: days are written like this: 2026-02-03"),
        (("main", "2026.02.03"), "`2026.02.03`: days are written like this: 2026-02-03"),
        (("20260203",), "days are written like this: 2026-02-03"),
        (("2026年2月3日",), "days are written like this: 2026-02-03"),
        (("2026/2/30",), "git knows no `2026/2/30`"),
        (("main..HEAD",), "write the two with a space between: `main HEAD`"),
        (("\x1b[31m",), "no `\\u001b[31m` here"),
        (("",), "is no revision"),
    ],
)
def test_bad_input_is_a_plain_sentence(repository: Repository, asked: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(opsgen, ["-C", str(repository.path), "--lang", "en", "diff", *asked])
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert said in result.output
    assert not list(repository.path.glob("x"))


def test_a_branch_may_be_called_like_a_day(repository: Repository) -> None:
    repository.git("branch", "2026/9/1")
    assert diff(repository, "2026/9/1").exit_code == 0


def test_without_git_without_commits_without_projects(tmp_path: Path) -> None:
    (tmp_path / "plain" / "projects").mkdir(parents=True)
    assert diff(tmp_path / "plain").exit_code == 2
    empty = Repository(tmp_path / "empty")
    empty.write("projects/gift.yaml", GIFT)
    result = diff(empty)
    assert (result.exit_code, "no commits yet" in result.output) == (2, True)
    assert "no commits yet" in diff(empty, "2026-09-01").output
    assert diff(tmp_path).exit_code == 2


def test_a_clone_without_its_history(repository: Repository, tmp_path: Path) -> None:
    repository.commit(gift=SLIPPED)
    shallow = repository.clone(tmp_path / "shallow", "--depth=1")
    assert data(shallow)["changes"] == []
    result = diff(shallow, "HEAD~1")
    assert (result.exit_code, "git fetch --unshallow" in result.output) == (2, True)
    result = diff(shallow, "--require-history")
    assert (result.exit_code, "git fetch --unshallow" in result.output) == (1, True)
    assert diff(repository, "--require-history").exit_code == 0


def test_a_folder_within_a_repository_of_another_kind(tmp_path: Path) -> None:
    made = Repository(tmp_path, "--object-format=sha256")
    made.write("plans/projects/gift.yaml", GIFT)
    made.commit()
    made.write("plans/projects/gift.yaml", SLIPPED)
    made.commit()
    found = data(tmp_path / "plans", "HEAD~1", "HEAD")
    assert codes(found) == SLIP
    assert len(found["base"]["commit"]) == 64
    assert {c["commit"] for c in found["changes"] if c["item"] == "M2"} == {made.head()}


# How much is read


def test_unchanged_projects_are_not_read(repository: Repository) -> None:
    repository.commit(gift=SLIPPED)
    root, head, base = repository.path, repository.head(), history.resolve(repository.path, "HEAD~1")
    before, after = history.files(root, base), history.files(root, head)
    day = date(2026, 10, 20)
    names = sides.differing(before, after)
    found = between(sides.of(root, before), sides.of(root, after), names, day, day)
    assert found.changes
    assert [[p.id for p in version.projects] for version in (found.old, found.new)] == [["gift"], ["gift"]]


def test_what_waits_for_a_changed_project_is_told_though_it_is_unchanged(repository: Repository) -> None:
    waiting = STONE.replace("M2", "M9").replace("-11-10}", "-11-20, depends_on: [gift:M2]}")
    repository.commit(other=f"title: Other\n{HEAD}{waiting}")
    repository.write("projects/gift.yaml", SLIPPED)
    (late,) = (c for c in data(repository)["changes"] if c["code"] == "dependency.late")
    assert (late["project"], late["item"], late["delta"], late["by_time"]) == ("other", "M9", 20, False)
    repository.write("projects/gift.yaml", GIFT)
    assert data(repository)["changes"] == []


def test_too_much_work_is_told_though_the_other_project_is_unchanged(
    repository: Repository,
) -> None:
    share = "allocations:\n  - {person: zhao, percent: 70, from: 2026-11-02, until: 2026-11-27}\n"
    people = "people:\n  - {id: zhao, name: Zhao Min}\n"
    repository.commit(gift=GIFT + share, people=people)
    repository.write("projects/other.yaml", OTHER + share)
    found = [c for c in data(repository)["changes"] if c["code"] == "load.over"]
    assert [c["item"] for c in found] == ["zhao"]
    assert "Zhao Min is planned for more than there is" in diff(repository).output


# Who sees it


SECRET = GIFT.replace("Member gift", "Takeover") + "confidentiality: restricted\n"


def test_what_an_audience_may_not_see_is_in_no_form(repository: Repository) -> None:
    open_one = OTHER + "confidentiality: public\n"
    repository.commit(gift=SECRET, other=open_one)
    late = SECRET.replace("forecast: 2026-11-10", "forecast: 2026-12-10")
    naming = open_one.replace("title: Load test passed", "title: After Takeover")
    repository.commit(gift=late, other=naming + "budget:\n  - {id: B1, title: Ads, planned: 800k}\n")
    for form in ("text", "markdown", "json"):
        for audience in ("internal", "public"):
            result = diff(repository, "HEAD~1", "HEAD", "--format", form, "--audience", audience)
            assert "Takeover" not in result.output
            assert "gift" not in result.output
            assert ("800" in result.output) == (audience == "internal")
            assert ("Wang" in result.output) <= (audience == "internal")
    assert "Takeover" in diff(repository, "HEAD~1", "HEAD", "--audience", "board").output
    # The gate holds for what this audience does not see, too.
    assert diff(repository, "HEAD~1", "HEAD", "--audience", "public", "--fail-on", "attention").exit_code == 1


def test_what_was_restricted_before_is_still_hidden(repository: Repository) -> None:
    repository.commit(gift=SECRET)
    repository.commit(gift=SECRET.replace("restricted", "internal"))
    found = data(repository, "HEAD~1", "HEAD")
    assert found["changes"] == []
    assert "1 more change is not for this audience" in diff(repository, "HEAD~1", "HEAD").output


PRIVATE = """
stakeholders: [{{id: S1, name: STAKE, attitude: {attitude}}}]
communications: [{{audience: AUDIENCE, what: news, cadence: {cadence}}}]
feedback: [{{id: F1, date: 2026-10-01, theme: THEME, quote: Q{n}, count: {n}}}]
meetings: [{{id: MT1, title: MINUTED, date: 2026-10-02, minutes: SAID{n}}}]
training: [{{id: TR1, title: Course, date: 2026-10-0{n}, attended: [GUEST{n}]}}]
actions: [{{id: A1, title: Ask around, owner: {owner}, due: 2026-10-30}}]
raci: [{{item: Stones, accountable: {owner}}}]
"""
ROLES = """people:
  - {id: wang, name: Wang Fang, role: Lead, display: role}
  - {id: zhao, name: Zhao Min, role: Tester, display: role}
"""


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_public_reads_what_its_pages_show_and_no_more(repository: Repository, form: str) -> None:
    head = GIFT.replace("Wang Fang", "wang").replace("forecast", "reason: ask a@leak.example, forecast")
    head += "confidentiality: public\n"
    was = PRIVATE.format(n=1, attitude="neutral", cadence="weekly", owner="wang")
    now = PRIVATE.format(n=2, attitude="critic", cadence="monthly", owner="zhao").replace("wang", "Gone")
    repository.commit(gift=head + was, people=ROLES)
    late = head.replace("forecast: 2026-11-10", "forecast: 2026-12-10").replace("a@leak", "b@leak")
    repository.commit(gift=late + now.replace("accountable: zhao", "accountable: Nobody Known"))
    said = diff(repository, "HEAD~1", "HEAD", "--format", form, "--audience", "public").output
    assert "Load test passed" in said
    names = ("STAKE", "AUDIENCE", "THEME", "MINUTED", "SAID", "GUEST", "leak.example", "Nobody Known")
    for secret in (*names, "Wang", "wang", "Zhao", "zhao"):
        assert secret not in said, secret
    seen = diff(repository, "HEAD~1", "HEAD", "--format", "json").output
    assert all(secret in seen for secret in names)


def test_the_file_of_a_hidden_project_is_not_named_where_it_cannot_be_read(repository: Repository) -> None:
    repository.commit(takeover="id: p7\n" + SECRET)
    repository.commit(takeover="id: p7\ntitle: [\n")
    for audience in ("public", "internal"):
        for form in ("text", "markdown", "json"):
            asked = ("HEAD~1", "HEAD", "--format", form, "--audience", audience)
            assert "takeover" not in diff(repository, *asked).output


# As text


def test_it_is_grouped_aligned_and_without_colour_in_a_file(repository: Repository) -> None:
    repository.write("projects/gift.yaml", SLIPPED.replace("title: Load", "title: Great load"))
    for lang, title in (("en", "Since"), ("zh", "相比")):
        lines = diff(repository, lang=lang).output.splitlines()
        assert lines[0] == "Member gift  gift"
        assert any(line.startswith(title) for line in lines)
        assert "\x1b" not in "".join(lines)
    entries = [line for line in diff(repository).output.splitlines() if re.match("  [✕▲●·] ", line)]
    assert [line[:15] for line in entries] == [*2 * ["  ▲ attention  "], "  · info       "]
    entries = [line for line in diff(repository, lang="zh").output.splitlines() if line.startswith("  ")]
    assert [line[:9] for line in entries] == ["  ▲ 关注  里", "  ▲ 关注  项", "  · 参考  另"]
    assert set(WORDS) == {"breach", "attention", "notice", "info"}


def test_nothing_steers_the_terminal(repository: Repository) -> None:
    title = "\\e[31mred \\u202eflip ::error::now"
    repository.write("projects/gift.yaml", SLIPPED.replace("title: Load test passed", f'title: "{title}"'))
    said = diff(repository).output
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "::error::" not in said


# As a comment


class Reader(HTMLParser):
    """The tags of a page, and the words that stand in no code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.said = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += "" if "code" in self.open else data


LINKED = re.compile(r"[@#](?=[\w])|://|www\.|GH-\d|[!~]\w|(?<!\d)%\d|:tada:|deadbeef|1a2b3c")
OURS = {"h3", "p", "b", "ul", "li", "code", "details", "summary"}
PAYLOADS = [
    "a | b | c",
    "`code` and ```",
    "<script>alert(1)</script>",
    "</li></ul></details><img src=x onerror=alert(1)>",
    "<!-- opsgen diff --> -->",
    "@team and @王芳",
    "see #12, GH-12, user/repo#12, !34, ~bug, %3, $5, &6",
    "https://evil.example/x www.evil.example me@evil.example",
    "**bold** _it_ [a](b) ![i](http://x/y)",
    "\\e[31m red \\u202e flip \\u200b",
    "first\\n\\n# second\\n- third",
    "::error::x ##[group]y :tada:",
    "deadbeef 1a2b3c4d5e",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_author_breaks_out_of_a_comment(repository: Repository, payload: str) -> None:
    quoted = json.dumps(payload).replace("\\\\", "\\")
    new = SLIPPED.replace("Member gift", quoted).replace("Load test passed", quoted)
    repository.write("projects/gift.yaml", new.replace("Wang Fang", quoted))
    said = diff(repository, "--format", "markdown").output
    assert said.startswith(f"{MARKER}\n")
    assert said.count(MARKER) == 1
    found = Reader(said.removeprefix(MARKER))
    assert found.open == []
    assert found.tags <= OURS
    assert found.attributes == set()
    assert not LINKED.search(found.said)
    assert not re.search("[\x1b\u202e\u200b]", said)
    # A line that is empty would end the HTML, and begin Markdown.
    assert "" not in said.partition("<p>")[2].rstrip("\n").split("\n")
    assert "load" not in found.said.casefold()


def test_a_comment_speaks_to_who_made_the_change(repository: Repository) -> None:
    def said(new: str, lang: str) -> str:
        repository.write("projects/gift.yaml", new)
        return diff(repository, "--format", "markdown", lang=lang).output

    late = "You moved “Load test passed” 30 days later; the project turns from green to red"
    assert f"{late}; please add a line why</li>" in said(SLIPPED, "en")
    assert "你把「Load test passed」推迟了 30 天，项目由绿转红，请补一句原因</li>" in said(SLIPPED, "zh")
    told = SLIPPED.replace("forecast", "reason: Gateway late, forecast")
    assert f"{late}: Gateway late</li>" in said(told, "en")
    moved = said(GIFT.replace("baseline: 2026-11-10", "baseline: 2026-12-10"), "zh")
    assert "你把「Load test passed」的原计划日期由2026年11月10日改成了2026年12月10日，" in moved
    assert "，这项改动没有人批准，请补一条批准它的决策</li>" in moved


def test_a_comment_on_two_days_speaks_to_nobody(repository: Repository) -> None:
    repository.commit(gift=SLIPPED)
    said = diff(repository, "2026-10-01", "2026-10-02", "--format", "markdown", as_of="").output
    assert "Milestone M2 “Load test passed” slipped 30 days (10 Nov → 10 Dec)</li>" in said
    assert "You" not in said


def test_a_long_comment_is_folded_and_never_too_long(repository: Repository) -> None:
    risks = "".join(
        f"  - {{id: R{n}, title: {'很长的标题' * 30} {n}, probability: 4, impact: 4}}\n" for n in range(400)
    )
    repository.write("projects/gift.yaml", f"{GIFT}risks:\n{risks}")
    said = diff(repository, "--format", "markdown").output
    assert MOST * 0.8 < len(said) < MOST
    top = said.partition("<details>")[0]
    assert top.count("<li>") == 20
    assert re.search(r"\d+ more are left out", said)
    assert Reader(said.removeprefix(MARKER)).open == []


def test_a_comment_without_changes_says_so(repository: Repository) -> None:
    said = diff(repository, "--format", "markdown").output
    assert said.startswith(MARKER)
    assert "Nothing in the data has changed." in said


# As data


def test_the_schemas_agree_on_what_a_change_is() -> None:
    one, other = (json.loads(output_schema(name))["$defs"] for name in ("diff", "log"))
    assert one["change"] == other["change"]


def test_the_data_says_everything(repository: Repository) -> None:
    repository.write(
        "projects/gift.yaml",
        GIFT.replace("baseline: 2026-11-10", "baseline: 2026-12-10")
        + "budget:\n  - {id: B1, title: {zh: 投放, en: Ads}, planned: 80.5万}\n",
    )
    found = {change["code"]: change for change in data(repository)["changes"]}
    moved, line = found["baseline.changed"], found["budget.line_added"]
    assert (moved["from"], moved["to"], moved["approval"]) == ("2026-11-10", "2026-12-10", "")
    assert (line["title"], line["to"]) == ({"zh": "投放", "en": "Ads"}, 805000)
    assert moved["text"]["en"].endswith(", not approved")
    assert moved["text"]["zh"].endswith("，未经批准")
    assert data(repository)["counts"]["breach"] == 1


# A year of real work


def test_the_demonstration_in_every_form(tmp_path: Path) -> None:
    assert CliRunner().invoke(opsgen, ["init", "--demo", str(tmp_path / "demo")]).exit_code == 0
    demo = tmp_path / "demo"
    found = data(demo, "2026-09-01", "2026-11-20", "--audience", "board", as_of="")
    assert len({change["code"] for change in found["changes"]}) > 60
    assert found["not_compared"] == []
    approvals = {change["approval"] for change in found["changes"]} - {None, ""}
    assert approvals == {"D1"}
    for lang, form in (("zh", "text"), ("en", "markdown")):
        result = diff(demo, "HEAD~20", "HEAD", "--format", form, lang=lang)
        assert (result.exit_code, "{" in result.output) == (0, False)


def test_a_clone_without_old_contents(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit(gift=SLIPPED)
    partial = repository.clone(tmp_path / "partial", "--filter=blob:none")
    result = diff(partial, "HEAD~1", "HEAD")
    assert (result.exit_code, "git fetch --refetch" in result.output) == (2, True)
    assert diff(partial, "--require-history").exit_code == 1
