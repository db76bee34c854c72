"""Pages of changes and feeds: what they say, and what an old version may not tell an audience of today."""

from __future__ import annotations

import gzip
import html
import re
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from repository import Repository

from opsgen import portfolio
from opsgen.export import atom
from opsgen.history import provenance
from opsgen.render import Renderer
from opsgen.timeline import timeline
from opsgen.views import Audience, edition, pages
from opsgen.views.past.hosts import commit_url, request_url

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 22)
NS = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://site.example/ops/"
PORTFOLIO = "title: House\nlanguages: [en, zh]\nrepo_url: https://github.com/acme/ops\n"
PEOPLE = (
    "people:\n"
    "  - {id: wang, name: Wang Fang, email: wang@example.com, role: Head of growth, display: role}\n"
    "  - {id: li, name: Li Qiang, email: li@example.com}\n"
)


def project(title: str, seen: str = "public", more: str = "", forecast: str = "2026-10-10") -> str:
    return (
        f"title: {title}\nowner: wang\nstart: 2026-08-01\nfinish: 2026-12-15\nconfidentiality: {seen}\n{more}"
        f"milestones:\n  - {{id: M1, title: Load test, forecast: {forecast}}}\n"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "house")
    found.commit(portfolio=PORTFOLIO, people=PEOPLE)
    return found


def say(repository: Repository, said: str, author: str = "Wang <wang@example.com>", **files: str) -> None:
    for name, text in files.items():
        repository.write(f"projects/{name}.yaml", text)
    repository.say(said, "said.txt", author=author)


def written(
    root: Path, audience: Audience = "internal", lang: str = "en", site: str = SITE
) -> dict[str, str]:
    """All pages and feeds of an edition."""
    house = portfolio.read(root)
    of = edition(
        house,
        as_of=AS_OF,
        provenance=provenance(root),
        lang=lang,
        audience=audience,
        timeline=timeline(root, house),
    )
    renderer, made = Renderer(of), {}
    for page in pages(of):
        made[page.path] = renderer.page(page).html
        if page.feed:
            made[page.feed.path] = atom(page, page.feed, renderer, site).decode()
    return made


def text(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


# --- what stands there


def test_a_move_stands_with_who_when_and_why(repository: Repository) -> None:
    say(repository, "Begin (#1)", first=project("Gift"))
    moved = project("Gift", forecast="2026-10-24, reason: gateway late")
    say(repository, "Move the load test (#12)", first=moved)
    found = written(repository.path)
    page = found["changes.md"]
    assert "Move the load test" in page
    assert 'href="https://github.com/acme/ops/pull/12"' in page
    assert '<li class="ops-attention"' in page
    assert "Attention" in text(page)
    assert "Wang Fang" in text(page)
    assert "slipped 14 days (10 Oct → 24 Oct): gateway late" in text(page)
    assert '<a href="projects/first.html#M1">M1</a>' in page
    item = found["projects/first.md"]
    assert "Moved once, 14 days later in all" in text(item)
    assert "The whole history" not in item


def test_home_names_the_gravest_changes_of_thirty_days(repository: Repository) -> None:
    repository.day = 28
    say(repository, "Begin", first=project("Gift"))
    say(repository, "Move", first=project("Gift", forecast="2026-10-24"))
    assert "Most important changes since" in written(repository.path)["index.md"]


def test_a_long_history_has_a_page_of_its_own(repository: Repository) -> None:
    for day in range(1, 25):
        say(repository, f"Go {day}", first=project("Gift", forecast=f"2026-10-{day:02}"))
        repository.day = min(repository.day, 28)
    found = written(repository.path)
    assert "The whole history: 24 commits" in text(found["projects/first.md"])
    assert found["projects/first.changes.md"].count("<article") == 24
    assert len(gzip.compress(found["changes.md"].encode())) < 60_000


def test_what_is_not_committed_stands_first(repository: Repository) -> None:
    say(repository, "Begin", first=project("Gift"))
    repository.write("projects/first.yaml", project("Gift", forecast="2026-11-01"))
    page = written(repository.path)["changes.md"]
    assert page.index("Not committed yet") < page.index("Begin")


@pytest.mark.parametrize("git", [True, False])
def test_without_a_history_the_page_says_so(tmp_path: Path, git: bool) -> None:
    root = tmp_path / "new"
    if git:
        Repository(root)
    (root / "projects").mkdir(parents=True)
    (root / "projects/first.yaml").write_text(project("Gift"), encoding="utf-8")
    page = written(root)["changes.md"]
    assert "No history" in page
    assert "The history of the data is not known." in page


def test_a_shallow_clone_says_what_mends_it(repository: Repository, tmp_path: Path) -> None:
    say(repository, "Begin", first=project("Gift"))
    say(repository, "Move", first=project("Gift", forecast="2026-10-24"))
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", repository.path.as_uri(), str(clone))
    page = written(clone)["changes.md"]
    assert "Shallow clone" in page
    assert "git fetch --unshallow" in page


def test_versions_that_cannot_be_read_are_counted_and_named(repository: Repository) -> None:
    say(repository, "Begin", first=project("Gift"))
    say(repository, "Break", first="title: [")
    say(repository, "Mend", first=project("Gift"))
    page = text(written(repository.path)["changes.md"])
    assert "could not be read" in page
    assert "projects/first.yaml:1" in page


def test_the_same_commit_gives_the_same_bytes(repository: Repository) -> None:
    say(repository, "Begin", first=project("Gift"))
    assert written(repository.path) == written(repository.path)


@pytest.mark.parametrize(
    ("repo", "commit", "request_"),
    [
        ("https://github.com/a/b.git", "https://github.com/a/b/commit/c0", "https://github.com/a/b/pull/7"),
        (
            "https://gitlab.example/a/b/",
            "https://gitlab.example/a/b/-/commit/c0",
            "https://gitlab.example/a/b/-/merge_requests/7",
        ),
        (
            "https://gitea.example/a/b",
            "https://gitea.example/a/b/commit/c0",
            "https://gitea.example/a/b/pulls/7",
        ),
        ("https://elsewhere.example/a/b", "", ""),
        ("javascript:alert(1)//github", "", ""),
        ("", "", ""),
    ],
)
def test_hosts_are_linked_as_they_write_their_addresses(repo: str, commit: str, request_: str) -> None:
    assert commit_url(repo, "c0") == commit
    assert request_url(repo, "!7") == request_
    assert request_url(repo, "#7x") == ""


# --- who may see it


@pytest.fixture
def secretive(repository: Repository) -> Path:
    """A history full of what nobody may read today, and some of what everybody may."""
    budget = "budget:\n  - {id: B1, title: Ads, planned: 4321000}\n"
    say(repository, "SAIDTOK begin", shown=project("Gift"), hush=project("HUSHTOK", "restricted"))
    say(repository, "Money SAIDTOK", shown=project("Gift", more=budget))
    say(repository, "Less SAIDTOK", shown=project("Gift", more=budget.replace("4321000", "1234000")))
    waits = (
        "dependencies:\n"
        "  - {id: D1, title: Wait for HUSHTOK, direction: inbound, other: hush:M1, due: 2026-11-01}\n"
    )
    say(repository, "Wait SAIDTOK", shown=project("Gift", more=waits))
    say(repository, "Mail SAIDTOK", shown=project("Gift wang@example.com", more=waits))
    say(repository, "Leave SAIDTOK", "Mallory <mallory@example.com>", shown=project("Gift"))
    # One was restricted and is public now, another the other way round.
    say(repository, "Once SAIDTOK", late=project("LATETOK", "restricted"), gone=project("GONETOK", "public"))
    say(repository, "Move SAIDTOK", late=project("LATETOK", "restricted", forecast="2026-10-19"))
    say(repository, "Open SAIDTOK", late=project("Opened"), gone=project("GONETOK", "restricted"))
    say(repository, "After SAIDTOK", late=project("Opened", forecast="2026-10-30"))
    # A project that is there no more: nobody knows whom it was for.
    say(repository, "Brief SAIDTOK", brief=project("BRIEFTOK", "public"))
    (repository.path / "projects/brief.yaml").unlink()
    say(repository, "End SAIDTOK", shown=project("Gift", forecast="2026-10-25"))
    return repository.path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_public_learns_nothing_from_the_history(secretive: Path, lang: str) -> None:
    found = written(secretive, "public", lang)
    everything = "\n".join(found.values())
    for secret in (
        *("HUSHTOK", "hush:", "GONETOK", "LATETOK", "BRIEFTOK", "SAIDTOK", "Mallory", "@example.com"),
        *("Wang Fang", "4,321", "4321", "1,234", "432.1", "123.4", "4.32", "1.23"),
    ):
        assert secret not in everything, secret
    assert "2026-10-19" not in text(found["changes.md"])
    changes = text(found["changes.md"])
    assert "Gift" in changes  # it is no empty page that hides so well
    assert ("30 Oct" if lang == "en" else "10月30日") in changes
    assert ("19 Oct" if lang == "en" else "10月19日") not in changes
    assert "Head of growth" in changes


def test_the_team_learns_nothing_of_what_is_restricted(secretive: Path) -> None:
    found = written(secretive, "internal")
    everything = "\n".join(found.values())
    for secret in ("HUSHTOK", "hush:", "GONETOK", "LATETOK", "BRIEFTOK", "mallory@"):
        assert secret not in everything, secret
    assert "Money SAIDTOK" in found["changes.md"]
    assert "SAIDTOK begin" not in found["changes.md"]  # it was said of a hidden project too
    assert "a project outside this edition" in found["changes.md"]


def test_the_board_learns_all_of_it(secretive: Path) -> None:
    page = written(secretive, "board")["changes.md"]
    for token in ("HUSHTOK", "GONETOK", "LATETOK", "BRIEFTOK", "SAIDTOK begin"):
        assert token in page, token


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover=alert(1) x='",
        "{{ 7*7 }} {% raw %}",
        "]]><x/>",
        "&lt;img&gt; &amp;amp;",
        "javascript:alert(1)",
        "\x1b[31mred\x07",
    ],
)
def test_author_text_stays_text(repository: Repository, payload: str) -> None:
    quoted = payload.replace("'", "''").replace("\x1b", "").replace("\x07", "")
    say(repository, "Begin", first=project("Gift"))
    hostile = project("Gift").replace("title: Load test", f"title: '{quoted}'")
    author = f"{payload.replace('<', '').replace('>', '')} <x@example.com>"
    say(repository, f"{payload} (#3)", author, first=hostile)
    for path, page in written(repository.path).items():
        if path.endswith(".xml"):
            ElementTree.fromstring(page)
        else:
            assert payload not in page or not re.search(r"[<>\"'\x1b]", payload), path
            assert "<script>alert" not in page
            assert "<img src=x" not in page


# --- feeds


def test_a_feed_is_valid_atom(repository: Repository) -> None:
    say(repository, "Begin (#1)", first=project("Gift"))
    say(repository, "Move (#2)", first=project("A & <b>", forecast="2026-10-24, reason: '<i>x</i>'"))
    for path, site in (("changes.xml", SITE), ("changes.xml", ""), ("projects/first.xml", SITE)):
        feed = ElementTree.fromstring(written(repository.path, site=site)[path])
        ids = [node.text or "" for node in feed.iter("{http://www.w3.org/2005/Atom}id")]
        assert len(ids) == len(set(ids)) > 2
        assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
        stamps = [node.text or "" for node in feed.iter("{http://www.w3.org/2005/Atom}updated")]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp) for stamp in stamps)
        own = feed.find("a:link[@rel='self']", NS)
        assert (own is not None and own.get("href") == SITE + path) if site else own is None
        assert feed.findtext("a:author/a:name", "", NS)
        inner = feed.findtext("a:entry/a:content", "", NS)
        assert inner.startswith("<ul><li>")
        assert "<i>" not in inner


def test_ids_of_a_feed_stay_when_more_is_committed(repository: Repository) -> None:
    say(repository, "Begin", first=project("Gift"))
    before = _entries(written(repository.path)["changes.xml"])
    say(repository, "Move", first=project("Gift", forecast="2026-10-24"))
    after = _entries(written(repository.path)["changes.xml"])
    assert set(before) < set(after)


def _entries(feed: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(feed).findall("a:entry/a:id", NS)]
