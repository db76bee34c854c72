"""A rename is one change, whatever named the thing; in real repositories, by every road."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from click.testing import CliRunner
from repository import Repository
from test_rename import DAY, MEETING, TEXTS, laid, renamed

from opsgen import portfolio
from opsgen.changes.portfolio import difference
from opsgen.cli.main import opsgen
from opsgen.history import changed
from opsgen.portfolio import assemble
from opsgen.timeline import timeline
from opsgen.timeline.between import between
from opsgen.timeline.sides import at

if TYPE_CHECKING:
    from pathlib import Path

ALL = {
    "gift:M1": "M9",
    "gift:K1": "sales",
    "gift:KR1": "KR9",
    "wang": "wangfang",
    "ops": "operations",
    "PG1": "PG9",
    "S1": "S9",
    "D1": "D8",
    "gift:D1": "D7",
    "gift": "present",
}
OF_GIFT = """\
decisions:
  - {id: D5, title: Ours, project: gift, approves: ["gift:M1"], due: 2026-11-02}
actions:
  - {id: A1, title: Call, owner: wang, due: 2026-11-20, project: gift}
attendees: [wang]
"""


def meeting() -> str:
    return MEETING.replace('decisions:\n  - "gift:D1"\n', OF_GIFT)


def work(root: Path) -> Repository:
    """A workspace with a history of one commit, in which much is named in many places."""
    gift = TEXTS["gift.yaml"].replace("goals:\n  - {id: G1, ", "goals:\n  - {id: G1, " + KEY_RESULT)
    gift += "allocations: [{person: wang, percent: 100}]\n"
    assert KEY_RESULT in gift
    laid(root, TEXTS | {"gift.yaml": gift, "meetings/2026-11-09.yaml": meeting()})
    made = Repository(root)
    made.commit()
    return made


KEY_RESULT = "key_results: [{id: KR1, title: Sold, metric: K1, target: 9}], "


def run(root: Path, *arguments: str) -> str:
    found = CliRunner().invoke(opsgen, ["-C", str(root), "--lang", "en", *arguments])
    assert found.exit_code == 0, found.output
    return found.output


def test_every_road_tells_renames_and_nothing_else(tmp_path: Path) -> None:
    """One commit for each; then the log, two versions far apart, and the comment."""
    made = work(tmp_path)
    first = made.head()
    for old, new in ALL.items():
        renamed(tmp_path, old, new)
        made.commit()
    for _ in ("computed", "remembered"):
        past = timeline(tmp_path, portfolio.read(tmp_path))
        landings = list(reversed(past.landings))[1:]
        told = [[(c.code.rpartition(".")[2], c.old, c.new) for c in one.changes] for one in landings]
        assert told == [[("renamed", old.rpartition(":")[2], new)] for old, new in ALL.items()]
    assert run(tmp_path, "log").count("had the id") + 1 >= 9
    text = run(tmp_path, "diff", first, "HEAD", "--as-of", "2026-11-22", "--format", "markdown")
    assert text.count("<li>") == len(ALL) == text.count("had the id") + text.count("id is another one")
    assert "approved" not in text


def test_all_at_once_with_a_change_of_its_own(tmp_path: Path) -> None:
    """What really changed in the same commit is told beside the renames, and approved by what approves it."""
    made = work(tmp_path)
    first = made.head()
    for old, new in ALL.items():
        renamed(tmp_path, old, new)
    file = tmp_path / "projects" / "present.yaml"
    file.write_text(file.read_text("utf-8").replace("depends_on: ['M9']", "depends_on: []"), "utf-8")
    made.commit()
    sides = at(tmp_path, first), at(tmp_path, "HEAD")
    found = between(*sides, tuple(changed(tmp_path, first)), DAY, DAY)
    codes = [change.code for change in found.changes if "renamed" not in change.code]
    assert codes == ["milestone.changed"]
    past = timeline(tmp_path, portfolio.read(tmp_path))
    assert sorted(c.code for c in past.landings[0].changes) == sorted(c.code for c in found.changes)


def test_an_id_that_changes_hands_is_still_another_thing(tmp_path: Path) -> None:
    """Without a former id nothing is taken for a rename: the owner is somebody else then."""
    contents = {f"projects/{name}": partial(bytes, text.encode()) for name, text in TEXTS.items()}
    other = {name: partial(bytes, content().replace(b"wang", b"li")) for name, content in contents.items()}
    found = {change.code for change in difference(assemble(contents), assemble(other)).changes}
    assert found == {"people.added", "people.removed", "owner.changed"}


def test_a_reference_that_says_the_former_id_on_is_the_same(tmp_path: Path) -> None:
    old = assemble({f"projects/{n}": partial(bytes, t.encode()) for n, t in TEXTS.items()})
    text = TEXTS["gift.yaml"].replace("- id: M1   # the start", "- id: M9\n    aliases: [M1]")
    new = assemble(
        {f"projects/{n}": partial(bytes, t.encode()) for n, t in (TEXTS | {"gift.yaml": text}).items()}
    )
    assert [change.code for change in difference(old, new).changes] == ["item.renamed"]
