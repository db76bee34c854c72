"""Where an item is at home: its names on the page of its project, and the line that its pencil leads to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from opsgen.derive.items import every_item
from opsgen.history import Provenance, Trunk, trunk
from opsgen.portfolio import read
from opsgen.render import Renderer
from opsgen.views import edition, pages
from opsgen.views.past.hosts import commit_url, edit_folder, line_url
from tests.repository import Repository
from tests.test_anchors import PLAIN, ids, project_of

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio
    from opsgen.views import Audience

DATA = Path(__file__).parent / "data"
SPLIT = "projects/完整示例.md"
_EDIT = re.compile(r'<a class="ops-edit" href="([^"]*)" aria-label="Edit ([^"]*)"')


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def rendered(
    portfolio: Portfolio, *, repository: str = "https://github.com/o/r", audience: Audience = "internal"
) -> dict[str, str]:
    told = replace(portfolio, settings=replace(portfolio.settings, repo_url=repository))
    of = edition(
        told,
        as_of=date(2026, 11, 22),
        provenance=Provenance(),
        lang="en",
        audience=audience,
        trunk=Trunk("main", "plans/"),
    )
    renderer = Renderer(of)
    return {page.path: renderer.page(page).html for page in pages(of) if page.path.startswith("projects/")}


@pytest.fixture(scope="module")
def complete() -> Portfolio:
    return read(DATA / "complete")


def test_every_item_and_every_former_id_has_a_place(complete: Portfolio) -> None:
    project = next(project for project in complete.projects if project.id == "完整示例")
    there = set(ids(rendered(complete)[SPLIT]))
    others = (*project.stakeholders, *project.meetings, *project.updates, *project.retrospectives)
    named = {name for one in (*every_item(project), *others) for name in (one.id, *one_aliases(one)) if name}
    assert named - there == set()
    assert len(named) > 90


def one_aliases(one: object) -> tuple[str, ...]:
    return getattr(one, "aliases", ())


def test_a_former_id_that_another_item_has_now_leads_to_that() -> None:
    milestones = [
        {"id": "M1", "title": "one", "forecast": "2026-12-01", "aliases": ["M2", "M0"]},
        {"id": "M2", "title": "two", "forecast": "2026-12-02"},
    ]
    html = rendered(project_of(PLAIN | {"milestones": milestones}))["projects/drawn.md"]
    assert '<tr id="M2">' in html
    assert '<span id="M0"></span>' in html


def test_a_pencil_leads_to_the_line_of_its_item(complete: Portfolio) -> None:
    """In whatever file of a project its list stands."""
    files: set[str] = set()
    found = [edit for html in rendered(complete).values() for edit in _EDIT.findall(html)]
    for address, name in found:
        path = unquote(urlsplit(unescape(address)).path)
        assert path.startswith("/o/r/blob/main/plans/projects/"), address
        line = int(urlsplit(address).fragment.removeprefix("L"))
        file = path.removeprefix("/o/r/blob/main/plans/")
        lines = (DATA / "complete" / file).read_text(encoding="utf-8").splitlines()
        if not file.endswith(f"/{name}.yaml"):  # the id of an update may be the name of its file
            assert re.search(rf"\bid: *[\"']?{re.escape(name)}\b", " ".join(lines[line - 1 : line + 3])), (
                address
            )
        files.add(file)
    assert len({name for _, name in found}) > 60
    assert len(files) > 20


def test_without_an_address_or_at_an_unknown_host_there_is_no_pencil(complete: Portfolio) -> None:
    for repository in ("", "https://git.example.org/o/r", "javascript:alert(1)//github.com"):
        assert not any("ops-edit" in html for html in rendered(complete, repository=repository).values())


def test_the_public_is_led_to_files_of_what_it_sees_alone(complete: Portfolio) -> None:
    shown = rendered(complete, audience="public")
    led = {
        unquote(urlsplit(unescape(address)).path).removeprefix("/o/r/blob/main/plans/projects/")
        for html in shown.values()
        for address, _ in _EDIT.findall(html)
    }
    names = {path.removeprefix("projects/").removesuffix(".md") for path in shown}
    assert {file.partition("/")[0].rpartition(".")[0] or file.partition("/")[0] for file in led} <= names


@pytest.mark.parametrize(
    ("repository", "line", "folder"),
    [
        ("https://github.com/o/r.git", "/blob/main/in/a%20b.yaml#L7", "edit/main/in/"),
        ("https://gitlab.example.org/g/r/", "/-/blob/main/in/a%20b.yaml#L7", "-/edit/main/in/"),
        ("https://gitee.com/o/r", "/blob/main/in/a%20b.yaml#L7", "edit/main/in/"),
        ("https://codeberg.org/o/r", "/src/branch/main/in/a%20b.yaml#L7", "_edit/main/in/"),
        ("https://bitbucket.org/o/r", "/src/main/in/a%20b.yaml#lines-7", "src/main/in/"),
    ],
)
def test_hosts_show_a_line_and_open_an_editor(repository: str, line: str, folder: str) -> None:
    at = Trunk("main", "in/")
    base = repository.rstrip("/").removesuffix(".git")
    assert line_url(repository, at, "a b.yaml", 7) == base + line
    assert edit_folder(repository, at) == folder


@pytest.mark.parametrize(
    "repository",
    ["https://me:token@github.com/o/r", "https://github.com/o/r?a=b", "https://github.com/o/r#f"],
)
def test_an_address_that_says_more_than_where_it_is_leads_nowhere(repository: str) -> None:
    assert line_url(repository, Trunk("main"), "a.yaml", 7) == ""
    assert edit_folder(repository, Trunk("main")) == ""
    assert commit_url(repository, "0" * 40) == ""


def test_the_branch_is_that_of_the_host_else_the_one_checked_out(repository: Repository) -> None:
    repository.say("first", "plans/projects/a.yaml")
    inside = repository.path / "plans"
    repository.git("switch", "-q", "-c", "work/one")
    assert trunk(inside) == Trunk("work/one", "plans/")
    repository.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert trunk(inside) == Trunk("trunk", "plans/")
    repository.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    repository.git("switch", "-q", "--detach")
    assert trunk(repository.path) == Trunk("HEAD", "")


def test_outside_of_a_repository_there_is_no_branch(tmp_path: Path) -> None:
    assert trunk(tmp_path) is None
