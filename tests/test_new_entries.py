"""`opsgen new risk` and the like by options: what is written, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from opsgen import check
from opsgen.cli import terminal
from opsgen.cli.main import opsgen
from opsgen.cli.new.answers import day_of
from opsgen.cli.new.fields import fields_of, lists, needed
from opsgen.cli.new.ids import next_id
from opsgen.cli.new.kinds import KINDS
from opsgen.problem import errors
from opsgen.schema.fields import schema
from tests.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 23)
PROJECT = """\
# spring
title: Spring
owner: wang
start: 2026-01-05
finish: 2026-12-31
lifecycle: executing

milestones:
  - {id: M1, title: Begun, actual: 2026-03-02}   # done

risks:
  - id: R-01
    title: Late
    probability: 3
    impact: 4
    response: Call them
    owner: 李
"""
PEOPLE = "people:\n  - {id: wang, name: 王芳}\n  - {id: li, name: {zh: 李强, en: Li Qiang}, role: x}\n"


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "today", lambda _: TODAY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "projects" / "spring.yaml").write_text(PROJECT.replace("李", "li"), encoding="utf-8")
    return tmp_path


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, "new", *arguments])


def text(root: Path) -> str:
    return (root / "projects" / "spring.yaml").read_text(encoding="utf-8")


def test_a_risk_is_put_behind_the_others_and_numbered_as_they_are(root: Path) -> None:
    before = text(root)
    asked = ["--title", "供应商: 晚", "--probability", "4", "--impact", "2", "--owner", "李强"]
    asked += ["--response", "Sign a second one", "--tags", "a, b", "--raised", "+0"]
    done = run(root, "risk", "spring", *asked)
    assert done.exit_code == 0, done.output
    assert text(root) == before + (
        '  - id: R-02\n    title: "供应商: 晚"\n    probability: 4\n    impact: 2\n    owner: li\n'
        "    response: Sign a second one\n    raised: 2026-11-23\n    tags: [\"a, b\"]\n"
    )  # fmt: skip
    assert "`R-02` stands in projects/spring.yaml, line 18." in done.output
    assert not errors(check.findings(check.opened(root), TODAY))


def test_an_entry_is_written_as_its_neighbours_are(root: Path) -> None:
    done = run(root, "milestone", "spring", "--title", "End", "--forecast", "2026/12/1", "--type", "交付")
    assert done.exit_code == 0, done.output
    line = "  - {id: M2, title: End, type: delivery, forecast: 2026-12-01}\n"
    assert text(root) == PROJECT.replace("李", "li").replace("# done\n", "# done\n" + line)


@pytest.mark.parametrize(
    ("kind", "asked", "entry"),
    [
        ("metric", ("--unit", "件", "--target", "2.5", "--due", "2026-12-01"), "target: 2.5"),
        ("lesson", ("--recommendation", "Ask early", "--polarity", "Keep"), "polarity: keep"),
        (
            "decision",
            ("--by", "wang", "--options", "a, b", "--options", "c"),
            'options: ["a, b", c]',
        ),
        ("action", ("--owner", "wang", "--due", "11月30日"), "due: 2026-11-30"),
        ("issue", ("--severity", "3", "--from-risk", "r-01"), "from_risk: R-01"),
    ],
)
def test_every_kind_gets_its_list(root: Path, kind: str, asked: tuple[str, ...], entry: str) -> None:
    done = run(root, kind, "spring", "--title", "One", *asked)
    assert done.exit_code == 0, done.output
    assert entry in text(root)
    for line in PROJECT.replace("李", "li").splitlines():
        assert line in text(root)


def test_print_writes_nothing(root: Path) -> None:
    done = run(root, "action", "spring", "--title", "x", "--owner", "wang", "--due", "+7", "--print")
    assert done.output == "- id: A1\n  title: x\n  owner: wang\n  due: 2026-11-30\n"
    assert text(root) == PROJECT.replace("李", "li")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "these options are missing: --title, --probability, --impact"),
        ("zh", "--title、--probability、--impact"),
    ],
)
def test_without_a_terminal_what_is_missing_is_named(root: Path, lang: str, said: str) -> None:
    done = run(root, "risk", "spring", lang=lang)
    assert done.exit_code == 2
    assert said in done.output
    done = run(root, "milestone", "spring", "--title", "x")
    assert "--forecast/--actual" in done.output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--probability", "often"), "`probability` must be a whole number"),
        (("--probability", "7"), "the steps of the scale: 1, 2, 3, 4, 5"),
        (("--owner", "王方"), "`people.yaml` knows nobody called `王方`"),
        (("--owner", "wan"), "did you mean `wang`?"),
        (("--affects", "M7"), "has the id `M7`"),
        (("--raised", "2026-02-30"), "2026-02 has 28 days"),
        (("--strategy", "reduce"), "is not one of the values of `strategy`"),
        (("--id", "R-01"), "the next free one is `R-02`"),
        (("--id", "R 9"), "`R 9` cannot stand in `id`"),
        (("--set", "nonsense=1"), "nonsense"),
        (("--set", "x-a=[1"), "--set"),
        (("--set", "x-a"), "FIELD=VALUE"),
    ],
)
def test_wrong_values_are_refused_in_the_sentences_of_the_check(
    root: Path, asked: tuple[str, ...], said: str
) -> None:
    first = ("--title", "x", "--probability", "1", "--impact", "1")
    done = run(root, "risk", "spring", *first, *asked)
    assert (done.exit_code, text(root)) == (2, PROJECT.replace("李", "li")), done.output
    assert said in done.output


def test_what_the_rules_say_against_it_is_said_and_nothing_written(root: Path) -> None:
    before = text(root)
    done = run(
        root, "milestone", "spring", "--title", "x", "--forecast", "2026-12-01", "--depends-on", "b:M9"
    )
    assert done.exit_code == 1
    assert "there is no project `b`" in done.output
    assert "nothing was written" in done.output
    assert text(root) == before


def test_errors_that_were_there_before_are_no_hindrance(root: Path) -> None:
    path = root / "projects" / "spring.yaml"
    path.write_text(text(root).replace("owner: wang", "owner: nobody"), encoding="utf-8")
    done = run(root, "lesson", "spring", "--title", "x", "--recommendation", "y")
    assert done.exit_code == 0, done.output
    assert "lessons:\n  - id: L1\n" in text(root)


@pytest.mark.parametrize("broken", ["risks: none\n", "title: [\n", "- a\n"])
def test_a_file_that_takes_none_is_left_alone(root: Path, broken: str) -> None:
    path = root / "projects" / "spring.yaml"
    path.write_text(broken, encoding="utf-8")
    done = run(root, "risk", "spring", "--title", "x", "--probability", "1", "--impact", "1")
    assert done.exit_code == 1, done.output
    assert "nothing was written" in done.output
    assert path.read_text(encoding="utf-8") == broken


def test_a_list_in_a_file_of_its_own_takes_it(root: Path) -> None:
    (root / "projects" / "spring").mkdir()
    own = root / "projects" / "spring" / "actions.yaml"
    own.write_bytes("\ufeff# all\r\n- {id: A7, title: x, owner: wang, due: 2026-12-01}\r\n# end".encode())
    done = run(root, "action", "spring", "--title", "z", "--owner", "wang", "--due", "2026-12-02")
    assert done.exit_code == 0, done.output
    added = "- {id: A8, title: z, owner: wang, due: 2026-12-02}\r\n"
    assert own.read_bytes().decode() == (
        f"\ufeff# all\r\n- {{id: A7, title: x, owner: wang, due: 2026-12-01}}\r\n{added}# end"
    )


def test_a_link_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "spring.yaml"
    path = root / "projects" / "spring.yaml"
    path.rename(outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    done = run(root, "lesson", "spring", "--title", "x", "--recommendation", "y")
    assert done.exit_code != 0
    assert outside.read_bytes() == before


def test_the_teams_own_fields_are_taken(root: Path) -> None:
    fields = '{"required": ["x-area"], "properties": {"x-area": {"enum": ["north", "south"]}}}'
    own = f'{{"$defs": {{"lesson": {fields}}}}}'
    (root / "projects" / "extra.schema.json").write_text(own, encoding="utf-8")
    done = run(root, "lesson", "spring", "--title", "x", "--recommendation", "y")
    assert done.exit_code == 2
    assert "--set x-area=…" in done.output
    done = run(root, "lesson", "spring", "--title", "x", "--recommendation", "y", "--set", "x-area=west")
    assert "is not one of the values of `x-area`" in done.output
    done = run(root, "lesson", "spring", "--title", "x", "--recommendation", "y", "--set", "x-area=north")
    assert done.exit_code == 0, done.output
    assert "x-area: north" in text(root)


def test_an_id_of_the_past_is_not_given_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    text = "title: A\nowner: x\nstart: 2026-01-01\nfinish: 2026-12-31\nlessons:\n"
    both = "- {id: L1, title: a, recommendation: b}\n- {id: L2, title: c, recommendation: d}\n"
    repository.commit(a=text + both)
    repository.commit(a=text + both.partition("\n")[0] + "\n")
    done = run(tmp_path, "lesson", "a", "--title", "x", "--recommendation", "y", "--print")
    assert done.output.startswith("- id: L3\n"), done.output


@pytest.mark.parametrize(
    ("listed", "used", "made"),
    [
        ((), (), "R1"),
        (("M1", "M2"), (), "M3"),
        (("R-07",), ("r-11",), "R-12"),
        (("R-07",), (), "R-08"),
        (("R1", "R9"), ("R10", "R3"), "R11"),
        (("late", "R2", "x"), (), "R3"),
        (("2026-11",), (), "2026-12"),
        (("RS1", "R1"), ("RS7",), "R2"),
    ],
)
def test_the_next_id(listed: tuple[str, ...], used: tuple[str, ...], made: str) -> None:
    assert next_id("risks", listed, used) == made


@pytest.mark.parametrize(
    ("typed", "past", "day"),
    [
        ("+30", False, "2026-12-23"),
        ("＋30天", False, "2026-12-23"),
        ("+2w", False, "2026-12-07"),
        ("+2周", False, "2026-12-07"),
        ("今天", False, "2026-11-23"),
        ("Tomorrow", False, "2026-11-24"),
        ("2026/11/8", False, "2026-11-08"),
        ("2026年11月8日", False, "2026-11-08"),
        ("11月8日", False, "2027-11-08"),
        ("11月8日", True, "2026-11-08"),
        ("2月29日", False, "2028-02-29"),
        ("13月1日", False, None),
        ("+99999", False, None),
        ("soon", False, None),
        ("2026-02-30", False, None),
    ],
)
def test_days_as_they_are_typed(typed: str, past: bool, day: str | None) -> None:
    assert day_of(typed, TODAY, past=past) == day


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.entity)
def test_the_kinds_fit_the_schema(kind: object) -> None:
    kinds = {one.entity: one for one in KINDS}
    entity, name = kind.entity, kind.name  # type: ignore[attr-defined]
    assert lists()[entity] == name
    fields = {field.key for field in fields_of(entity)}
    assert {*kinds[entity].usual} <= fields
    assert {key for group in needed(entity) for key in group} <= fields
    assert fields <= schema("project")["$defs"][entity]["properties"].keys()


def test_people_of_a_meeting(root: Path) -> None:
    done = run(root, "meeting", "spring", "--attendees", "王芳", "--attendees", "Li Qiang")
    assert done.exit_code == 0, done.output
    made = (root / "projects" / "spring" / "meetings" / "2026-11-23.yaml").read_text(encoding="utf-8")
    assert 'attendees: ["wang", "li"]\n' in made
    done = run(root, "meeting", "spring", "--date", "2026-11-24", "--attendees", "王方")
    assert done.exit_code == 2
    assert "王方" in done.output
