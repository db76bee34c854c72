"""`opsgen rename`: what names a thing follows its id, and so does the past; all else stays."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import Repository

from opsgen import check, portfolio
from opsgen.changes.gate import gated
from opsgen.changes.portfolio import difference
from opsgen.cli.main import opsgen
from opsgen.edit import ChangedError, RefusedError
from opsgen.edit.rename import carry_out, prepared
from opsgen.edit.rename.things import named
from opsgen.edit.scalars import scalar
from opsgen.load import parse
from opsgen.portfolio import Whole, files, sorted_out
from opsgen.rules.references import references
from opsgen.timeline import timeline
from opsgen.timeline.forecasts import stated

if TYPE_CHECKING:
    from opsgen.edit.rename.things import Thing
    from opsgen.portfolio import Portfolio

COMPLETE = Path(__file__).parent / "data" / "complete"
DAY = date(2026, 11, 22)
MARK = b"\xef\xbb\xbf"
PEOPLE = """\
people:
  - {id: wang, name: 王芳}
  - {id: zhao, name: 赵敏, team: ops}
teams: [{id: ops, title: Ops}]
"""
SETTINGS = """\
title: All
owner: zhao
programmes: [{id: PG1, title: Members, projects: [gift, other]}]
strategic_goals: [{id: S1, title: Growth}]
decisions:
  - {id: D1, title: More, status: decided, date: 2026-01-02, outcome: "Yes", approves: ["gift:M1"]}
"""
GIFT = """\
# the gift, M1 first
title: Gift
owner: wang
start: 2026-01-01
finish: 2027-12-31
programme: PG1
milestones:
  - id: M1   # the start
    title: "Begin"
    forecast: 2027-03-01
    baseline: 2027-02-01
    reason: late
  - {id: M2, title: End after M1, forecast: 2027-06-01, depends_on: ['M1']}
goals:
  - {id: G1, title: Members, supports: S1, milestones: ["M1", M2]}
metrics:
  - {id: K1, title: Sales, target: 10, due: 2027-05-01, source: {system: BI, file: projects/gift/data/k.csv}}
measurements:
  2026-11-01: {K1: 3}
decisions:
  - {id: D1, title: Later, status: decided, date: 2026-01-02, outcome: "Yes", approves: [M1]}
"""
OTHER = """\
title: Other
owner: zhao
start: 2026-01-01
finish: 2027-12-31
compare_with: gift
milestones:
  - {id: M1, title: Ours, forecast: 2027-07-01, depends_on: ["gift:M1"]}
dependencies:
  - {id: DP1, title: The gift, direction: inbound, other: "gift:M1", due: 2027-03-01}
"""
MEETING = """\
title: Steering
date: 2026-11-02
agenda:
  - {text: Gift, project: gift, decision: D1}
  - {text: All, decision: D1}
decisions:
  - "gift:D1"
"""
TEXTS = {
    "portfolio.yaml": SETTINGS,
    "people.yaml": PEOPLE,
    "gift.yaml": GIFT,
    "gift/data/k.csv": "date,K1\n2026-11-08,5\n",
    "other.yaml": OTHER,
    "meetings/2026-11-02.yaml": MEETING,
}


def laid(root: Path, texts: dict[str, str] | None = None, *, end: str = "\n", mark: bytes = b"") -> Path:
    for name, text in (TEXTS if texts is None else texts).items():
        path = root / "projects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mark + text.replace("\n", end).encode())
    return root


def contents(root: Path) -> dict[str, bytes]:
    folder = root / "projects"
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def renamed(root: Path, old: str, new: str) -> None:
    carry_out(root, prepared(root, old, new, DAY))


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, "rename", *arguments])


# --- every kind of id of a portfolio with everything in it


def things(root: Path) -> list[Thing]:
    found, _ = files(root)
    return list(named(sorted_out(found), found).things)


def of_each_kind() -> tuple[Thing, ...]:
    """One thing of each kind, and the last item of each kind of file, of the complete portfolio."""
    found = [one for one in things(COMPLETE) if one.path]
    last = {(one.kind, one.file.kind if one.kind == "item" else ""): one for one in found}
    chosen = (one for one in things(COMPLETE) if one.id in ("完整示例", "second", "KR1"))
    return (*last.values(), *chosen)


def named_in(root: Path) -> Counter[tuple[str, tuple[str, ...], str]]:
    """What the rules say that files name: by its own road through the model."""
    whole = portfolio.read(root)
    wholes = [Whole("portfolio", "portfolio", whole.settings), Whole("people", "people", whole.people)]
    wholes += [Whole("", "meeting", meeting) for meeting in whole.meetings]
    wholes += [Whole(project.id, "project", project) for project in whole.projects]
    return Counter(
        (of.source, kinds, name)
        for of in wholes
        for people in (False, True)
        for _, kinds, name in references(of, people=people)
    )


def exchanged(thing: Thing, new: str, home: str, kinds: tuple[str, ...], name: str) -> str:
    if thing.kind == "item":
        own = not {"person", "project", "team", "programme", "strategic_goal"} & {*kinds}
        if own and name == f"{thing.home}:{thing.id}":
            return f"{thing.home}:{new}"
        return new if own and name == thing.id and home == thing.home else name
    if thing.kind == "project":
        project, colon, item = name.partition(":")
        plain = "project" in kinds or colon
        return new + colon + item if plain and project == thing.id else name
    return new if kinds == (thing.kind,) and name == thing.id else name


@pytest.fixture(scope="module")
def found() -> Counter[str]:
    """What is found in the complete portfolio, by code."""
    return Counter(problem.code for problem in check.read(COMPLETE).findings(DAY))


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("complete")
    shutil.copytree(COMPLETE, root, dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("thing", of_each_kind(), ids=lambda t: f"{t.kind}-{t.file.kind}-{t.full}")
def test_there_and_back_again(complete: Path, found: Counter[str], thing: Thing) -> None:
    """References follow, nothing new is found, and back again all means what it meant."""
    before, texts, was = named_in(complete), contents(complete), portfolio.read(complete)
    new = "新名" if thing.kind == "project" else "Renamed-1"
    renamed(complete, thing.full, new)
    assert Counter(problem.code for problem in check.read(complete).findings(DAY)) == found
    wanted: Counter[tuple[str, tuple[str, ...], str]] = Counter()
    for (home, kinds, name), n in before.items():
        moved = new if thing.kind == "project" and home == thing.id else home
        wanted[moved, kinds, exchanged(thing, new, home, kinds, name)] += n
    assert named_in(complete) == wanted
    (now,) = (one for one in things(complete) if one.kind == thing.kind and one.id == new)
    assert thing.id in now.aliases
    assert_one_change(was, portfolio.read(complete), thing, new)
    renamed(complete, now.full, thing.id)
    assert named_in(complete) == before
    back = next(one for one in things(complete) if one.full == thing.full)
    assert back.aliases == (*thing.aliases, new)
    for name, content in contents(complete).items():
        if name != thing.file.name.removeprefix("projects/"):
            assert content == texts[name]
    shutil.copytree(COMPLETE, complete, dirs_exist_ok=True)


def assert_one_change(old: Portfolio, new: Portfolio, thing: Thing, name: str) -> None:
    """Two versions of a portfolio tell the rename alone, in both directions, and nobody has to approve it."""
    for one, other, ids in ((old, new, (thing.id, name)), (new, old, (name, thing.id))):
        told = difference(one, other)
        (change,) = gated(told.changes, told.old, told.new, DAY, DAY)
        assert (change.code.rpartition(".")[2], change.old, change.new) == ("renamed", *ids)
        assert (change.severity != "breach", change.approval) == (True, None)


# --- all else stays as it was typed


@pytest.mark.parametrize("mark", [b"", MARK])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_nothing_but_the_ids_changes(tmp_path: Path, end: str, mark: bytes) -> None:
    laid(tmp_path, end=end, mark=mark)
    before = contents(tmp_path)
    renamed(tmp_path, "gift:M1", "M9")
    expected = {
        "gift.yaml": GIFT.replace("- id: M1   # the start\n", "- id: M9   # the start\n    aliases: [M1]\n")
        .replace("depends_on: ['M1']", "depends_on: ['M9']")
        .replace('milestones: ["M1", M2]', 'milestones: ["M9", M2]')
        .replace("approves: [M1]", "approves: [M9]"),
        "other.yaml": OTHER.replace("gift:M1", "gift:M9"),
        "portfolio.yaml": SETTINGS.replace("gift:M1", "gift:M9"),
    }
    made = {name: mark + text.replace("\n", end).encode() for name, text in expected.items()}
    assert contents(tmp_path) == before | made


def test_a_metric_takes_its_measurements_with_it_and_leaves_the_tables_of_others(tmp_path: Path) -> None:
    laid(tmp_path)
    renamed(tmp_path, "gift:K1", "sales")
    made = contents(tmp_path)
    assert b"2026-11-01: {sales: 3}" in made["gift.yaml"]
    assert made["gift/data/k.csv"] == b"date,K1\n2026-11-08,5\n"
    gift = portfolio.read(tmp_path).project("gift")
    assert gift is not None
    (metric,) = gift.metrics
    assert [(m.date.day, m.value) for m in metric.measurements] == [(1, 3.0), (8, 5.0)]


def test_a_point_of_a_meeting_of_all_means_the_decision_of_its_project(tmp_path: Path) -> None:
    laid(tmp_path)
    renamed(tmp_path, "gift:D1", "D7")
    made = contents(tmp_path)["meetings/2026-11-02.yaml"].decode()
    assert made == MEETING.replace("gift, decision: D1", "gift, decision: D7").replace(
        '"gift:D1"', '"gift:D7"'
    )
    renamed(tmp_path, "D1", "D8")
    assert "{text: All, decision: D8}" in contents(tmp_path)["meetings/2026-11-02.yaml"].decode()


def test_the_files_of_a_project_move_and_are_named_anew(tmp_path: Path) -> None:
    laid(tmp_path)
    renamed(tmp_path, "gift", "会员礼包")
    made = contents(tmp_path)
    assert {name for name in made if "gift" in name} == set()
    text = made["会员礼包.yaml"].decode()
    assert "title: Gift\naliases: [gift]\nowner" in text
    assert "file: projects/会员礼包/data/k.csv" in text
    assert '"会员礼包:M1"' in made["other.yaml"].decode()
    assert "compare_with: 会员礼包" in made["other.yaml"].decode()
    assert "project: 会员礼包, decision" in made["meetings/2026-11-02.yaml"].decode()


def test_a_project_that_says_its_id_keeps_the_name_of_its_file(tmp_path: Path) -> None:
    laid(tmp_path, TEXTS | {"third.yaml": OTHER.replace("title: Other", "title: Other\nid: named")})
    renamed(tmp_path, "named", "called")
    assert b"id: called\naliases: [named]\n" in contents(tmp_path)["third.yaml"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("depends_on: [&m M1]", "depends_on: [&m M9]"),
        ('depends_on: ["M1" ,M3]', 'depends_on: ["M9" ,M3]'),
        ("depends_on: [{ref: M1, lag: 2d}]", "depends_on: [{ref: M9, lag: 2d}]"),
    ],
)
def test_forms_of_a_reference(tmp_path: Path, text: str, made: str) -> None:
    given_text = GIFT.replace("depends_on: ['M1']", text) + "tasks: [{id: M3, title: Work}]\n"
    laid(tmp_path, TEXTS | {"gift.yaml": given_text})
    renamed(tmp_path, "gift:M1", "M9")
    assert made in contents(tmp_path)["gift.yaml"].decode()


def test_an_id_that_others_repeat_by_name_changes_everywhere(tmp_path: Path) -> None:
    shared = (
        GIFT.replace("id: M1   #", "id: &one M1   #")
        .replace("['M1']", "[*one]")
        .replace('["M1", M2]', "[*one, M2]")
    )
    laid(tmp_path, TEXTS | {"gift.yaml": shared})
    renamed(tmp_path, "gift:M1", "M9")
    stones = parse("gift.yaml", contents(tmp_path)["gift.yaml"]).data["milestones"]
    assert (stones[0]["id"], stones[1]["depends_on"]) == ("M9", ["M9"])


IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(new=IDS, old=st.sampled_from(["gift:M1", "gift:M2", "gift:K1", "gift:G1", "wang", "ops", "PG1", "S1"]))
def test_any_id_can_be_taken_and_given_back(tmp_path: Path, old: str, new: str) -> None:
    """Numbers, dates and words of YAML too: they are quoted where they have to be."""
    shutil.rmtree(tmp_path / "projects", ignore_errors=True)
    laid(tmp_path)
    before = named_in(tmp_path)
    home, colon, item = old.rpartition(":")
    try:
        renamed(tmp_path, old, new)
    except RefusedError:
        taken = {"m1", "m2", "k1", "g1", "d1", "wang", "zhao", "ops", "pg1", "s1"}
        assert new.casefold() in taken
        return
    renamed(tmp_path, f"{home}{colon}{new}", item)
    assert named_in(tmp_path) == before


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8))
def test_a_scalar_is_read_as_the_text_it_is_made_of(text: str) -> None:
    for quote in ("", "'", '"'):
        assert parse("x.yaml", f"a: {scalar(text, quote)}\n".encode()).data == {"a": text}


# --- what is refused


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("gift:M1", "M2", "`M2` is taken by `gift:M2` in projects/gift.yaml"),
        ("gift:M1", "m2", "`m2` is taken by `gift:M2`"),
        ("gift:M1", "M1", "that is its id already"),
        ("gift:M1", "M 9", "`M 9` cannot be an id"),
        ("gift:M1", "", "`` cannot be an id"),
        ("gift:M1", "../x", "`../x` cannot be an id"),
        ("gift", "other", "`other` is taken by `other`"),
        ("gift", "OTHER", "`OTHER` is taken by `other`"),
        ("gift", "Gift", "differs in upper and lower case alone"),
        ("gift", "../x", "the project id `../x` holds `.`"),
        ("gift", "people", "`people` is a name opsgen keeps for itself"),
        ("gift", "nul", "cannot be a file name on Windows"),
        ("gift", "2026-11-02", "a meeting of the portfolio is called `2026-11-02`"),
        ("wang", "zhao", "`zhao` is taken by `zhao`"),
        ("wang", "赵敏", "`赵敏` cannot be an id"),
        ("gift:M9", "M8", "nothing has the id `gift:M9`"),
        ("gift:m1", "M8", "did you mean `gift:M1`?"),
        ("gfit", "x", "did you mean `gift`?"),
        ("M2", "M8", "an item is named with its project: `gift:M2`"),
    ],
)
def test_what_cannot_be(tmp_path: Path, old: str, new: str, said: str) -> None:
    laid(tmp_path)
    before = contents(tmp_path)
    result = run(tmp_path, old, new)
    assert (result.exit_code, said in result.stderr) == (1, True), result.stderr
    assert contents(tmp_path) == before


def test_a_former_id_is_taken(tmp_path: Path) -> None:
    laid(tmp_path)
    renamed(tmp_path, "gift:M1", "M9")
    assert "`M1` is taken by `gift:M9`" in run(tmp_path, "gift:M2", "M1").stderr
    assert "`gift:M1` is a former id of `gift:M9`" in run(tmp_path, "gift:M1", "M8").stderr


def test_one_id_of_two_kinds_of_things_asks_which(tmp_path: Path) -> None:
    laid(
        tmp_path,
        TEXTS | {"people.yaml": PEOPLE.replace("id: wang", "id: ops").replace("team: ops", "team: ops")},
    )
    result = run(tmp_path, "ops", "x1")
    assert (result.exit_code, "`--kind person`, `--kind team`" in result.stderr) == (1, True), result.stderr
    assert run(tmp_path, "ops", "x1", "--kind", "team").exit_code == 0
    assert b"id: ops, name" in contents(tmp_path)["people.yaml"]
    assert b"team: x1" in contents(tmp_path)["people.yaml"]


@pytest.mark.parametrize("broken", ["title: [\n# gift:M1\n", "a: 1\na: 2\nb: M1 of the gift\n"])
def test_a_file_with_errors_that_may_name_it_is_named(tmp_path: Path, broken: str) -> None:
    laid(tmp_path, TEXTS | {"third.yaml": broken})
    before = contents(tmp_path)
    result = run(tmp_path, "gift:M1", "M9")
    assert (result.exit_code, "`projects/third.yaml:" in result.stderr) == (1, True), result.stderr
    assert contents(tmp_path) == before
    assert run(tmp_path, "other:DP1", "DP9").exit_code == 0  # it holds no such thing


def test_a_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "projects" / "New").mkdir()
    assert "`projects/New` is there already" in run(tmp_path, "gift", "new").stderr


def test_a_folder_that_is_a_link_is_not_moved(tmp_path: Path) -> None:
    laid(tmp_path, {name: text for name, text in TEXTS.items() if not name.startswith("gift/")})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "projects" / "gift").symlink_to(tmp_path / "elsewhere")
    result = run(tmp_path, "gift", "new")
    assert (result.exit_code, "symbolic link" in result.stderr) == (1, True)
    assert (tmp_path / "projects" / "gift.yaml").exists()


@pytest.mark.parametrize("wrong", [OSError("no space left"), KeyboardInterrupt()])
def test_where_a_file_cannot_be_written_everything_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: BaseException
) -> None:
    laid(tmp_path)
    before = contents(tmp_path)
    planned = prepared(tmp_path, "gift", "new", DAY)

    def full(*_: object) -> None:
        raise wrong

    monkeypatch.setattr("opsgen.edit.rename.put_all", full)
    with pytest.raises(type(wrong)):
        carry_out(tmp_path, planned)
    assert contents(tmp_path) == before


def test_what_was_saved_meanwhile_is_not_lost(tmp_path: Path) -> None:
    laid(tmp_path)
    planned = prepared(tmp_path, "gift", "new", DAY)
    saved = tmp_path / "projects" / "gift.yaml"
    saved.write_bytes(saved.read_bytes() + b"# mine\n")
    before = contents(tmp_path)
    with pytest.raises(ChangedError):
        carry_out(tmp_path, planned)
    assert contents(tmp_path) == before


def test_ids_of_others_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    hostile = OTHER.replace("id: DP1", 'id: "x\\e[2J"').replace("id: M1", 'aliases: ["M9\\e[2J"], id: M1')
    laid(tmp_path, TEXTS | {"other.yaml": hostile})
    for arguments in (("other:x", "y"), ("M1", "x"), ("other:M1", "M7"), ("gift:M1", "M8")):
        assert "\x1b" not in run(tmp_path, *arguments).output


# --- what it says


def test_it_says_what_changed_and_what_is_left_to_a_person(tmp_path: Path) -> None:
    laid(tmp_path)
    result = run(tmp_path, "gift:M1", "M9")
    assert result.output.splitlines() == [
        "item `gift:M1` is `M9` now",
        "6 references to it",
        "  changed: projects/portfolio.yaml",
        "  changed: projects/gift.yaml",
        "  changed: projects/other.yaml",
        "2 lines still hold `M1` in a text or a comment; look whether they mean this:",
        "  projects/gift.yaml:1",
        "  projects/gift.yaml:14",
    ]


def test_a_trial_prints_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    laid(tmp_path)
    before = contents(tmp_path)
    result = run(tmp_path, "gift", "new", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "--- a/projects/gift.yaml\n+++ b/projects/new.yaml\n" in result.output
    assert "-compare_with: gift\n+compare_with: new\n" in result.output
    assert "  moved: projects/gift → projects/new" in result.output
    assert contents(tmp_path) == before


# --- the past


def test_the_history_of_an_item_and_of_a_project_goes_on(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    laid(tmp_path)
    repository.commit()
    repository.commit(gift=GIFT.replace("forecast: 2027-03-01", "forecast: 2027-03-15"))
    renamed(tmp_path, "gift:M1", "M9")
    repository.commit()
    renamed(tmp_path, "gift", "礼包")
    repository.commit()
    shown = repository.git("-c", "core.quotePath=false", "show", "--name-status", "-M", "--format=")
    assert "\tprojects/gift.yaml\tprojects/礼包.yaml" in shown
    now = (tmp_path / "projects" / "礼包.yaml").read_text(encoding="utf-8")
    repository.commit(礼包=now.replace("forecast: 2027-03-15", "forecast: 2027-04-01"))

    whole = portfolio.read(tmp_path)
    project = whole.project("礼包")
    assert project is not None
    past = timeline(tmp_path, whole)
    told = [
        one.forecast.isoformat()
        for one in stated(past, project, project.milestones[0], UTC, date(2027, 12, 31))
    ]
    assert told == ["2027-03-01", "2027-03-15", "2027-04-01"]

    log = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "--lang", "en", "log", "礼包"])
    assert log.exit_code == 0, log.output
    for part in ("gift", "M9", "1 Apr", "15 Mar"):
        assert part in log.output
    again = CliRunner().invoke(
        opsgen, ["-C", str(tmp_path), "--lang", "en", "diff", "HEAD~2", "HEAD~1", "--format", "json"]
    )
    assert '"project.renamed"' in again.output
    assert '"milestone.added"' not in again.output
