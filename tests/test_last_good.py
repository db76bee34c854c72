"""What is broken, shown as of its last good version: on repositories made on the spot."""

from __future__ import annotations

from datetime import date
from shutil import rmtree
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from repository import Repository

from opsgen import check, last_good
from opsgen.check import Desk
from opsgen.cli.main import opsgen
from opsgen.mkdocs_plugin.source import read as read_source
from opsgen.mkdocs_plugin.source import rendered
from opsgen.pdf.reading import text_of
from opsgen.timeline.moment import of_commit

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from opsgen.check import Workspace
    from opsgen.last_good import Restored
    from opsgen.portfolio import Portfolio
    from opsgen.views import Audience

TODAY = date(2026, 11, 23)
HOUSE = "title: {en: House, zh: 总览}\ntimezone: Asia/Shanghai\nlanguages: [en]\n"


def project(title: str = "Gift", more: str = "") -> str:
    """A project in which nothing is wrong."""
    return (
        f"title: {title}\nowner: Wang\nstart: 2026-09-01\nfinish: 2026-12-31\nlifecycle: executing\n"
        f"milestones:\n  - {{id: M1, title: Live, type: key, forecast: 2026-12-01}}\n{more}"
    )


def broken(title: str = "Broken", more: str = "") -> str:
    return project(title, more).replace("2026-12-31", "2026-13-31")


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """Two projects in the first commit; a test goes on from the second."""
    found = Repository(tmp_path / "repository")
    found.write("projects/portfolio.yaml", HOUSE)
    found.commit(gift=project(), shop=project("Shop"))
    return found


def restored(made: Repository, at: str = "") -> Restored:
    moment = of_commit(made.path, at) if at else None
    workspace = check.then(made.path, moment) if moment else check.opened(made.path)
    return last_good.read(workspace, TODAY, moment)


def shown(made: Repository) -> Portfolio:
    return restored(made).judged.portfolio


def titles(of: Portfolio) -> list[str]:
    return [str(p.title.plain or p.title.en) for p in of.projects]


def pages(made: Repository, audience: Audience = "internal", lang: str = "en") -> dict[str, str]:
    source = read_source(made.path, TODAY, last_good_too=True)
    return {p.path: p.html for p in rendered(source, lang, handouts=False, audience=audience)}


def call(made: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(made.path), "--lang", "en", *arguments])


# Which version it is


def test_the_newest_version_without_errors_stands_in(made: Repository) -> None:
    good = made.commit(gift=project("Gift two"))
    made.commit(gift=broken())
    made.commit(gift=broken("Broken again"), shop=project("Shop two"))
    found = shown(made)
    assert titles(found) == ["Gift two", "Shop two"]
    assert found.broken == ()
    assert found.last_good["gift"].commit == good
    (problem,) = found.last_good["gift"].problems
    assert (problem.file, problem.line, problem.column) == ("projects/gift.yaml", 4, 9)


def test_what_is_not_committed_counts_as_broken(made: Repository) -> None:
    made.write("projects/gift.yaml", "title: [")
    assert titles(shown(made)) == ["Gift", "Shop"]


def test_an_error_of_a_rule_counts_too(made: Repository) -> None:
    made.commit(gift=project("No plan").partition("milestones:")[0])
    assert titles(shown(made)) == ["Gift", "Shop"]
    assert check.read(made.path).portfolio.project("gift").title.plain == "No plan"  # type: ignore[union-attr]


def test_what_only_time_makes_wrong_is_no_error_of_the_files(made: Repository) -> None:
    made.write("projects/portfolio.yaml", HOUSE + "rules: {severity: {milestone-overdue: error}}\n")
    made.commit(gift=project("Late").replace("2026-12-01", "2026-11-01"))
    found = restored(made)
    assert [p.code for p in found.judged.findings(TODAY) if p.severity == "error"] == ["milestone-overdue"]
    assert titles(found.judged.portfolio) == ["Late", "Shop"]


def test_what_only_another_project_makes_wrong_is_no_error_of_the_files(made: Repository) -> None:
    waits = (
        "dependencies:\n  - {id: D1, title: Till, direction: inbound, other: 'shop:M9', due: 2026-11-30}\n"
    )
    made.commit(gift=project("Waits", waits))
    found = restored(made)
    assert any(p.severity == "error" for p in found.judged.findings(TODAY))
    assert titles(found.judged.portfolio) == ["Waits", "Shop"]


def test_what_somebody_allows_today_is_no_error_of_an_old_version(made: Repository) -> None:
    bare = project("Bare").partition("milestones:")[0]
    made.commit(gift=bare)
    made.commit(gift="title: [")
    assert titles(shown(made)) == ["Gift", "Shop"]
    allow = "rules: {allow: [{rule: no-goal-or-milestone, project: gift, reason: still an idea}]}\n"
    made.write("projects/portfolio.yaml", HOUSE + allow)
    assert titles(shown(made)) == ["Bare", "Shop"]


def test_one_without_a_good_version_is_left_out_and_named(made: Repository) -> None:
    made.commit(new="title: [")
    found = restored(made)
    assert titles(found.judged.portfolio) == ["Gift", "Shop"]
    assert found.judged.portfolio.broken == found.unknown == ("new",)
    assert found.why is None


def test_one_that_can_be_read_and_has_no_good_version_stays(made: Repository) -> None:
    made.commit(new=project("Bare").partition("milestones:")[0])
    found = restored(made)
    assert titles(found.judged.portfolio) == ["Gift", "Bare", "Shop"]
    assert found.unknown == ("new",)


def test_where_all_is_well_it_is_what_everybody_reads(made: Repository) -> None:
    assert restored(made).judged == check.read(made.path)


# Files that move


def test_a_project_that_became_a_folder_is_still_itself(made: Repository) -> None:
    made.git("rm", "-q", "projects/gift.yaml")
    header, _, stones = project("Folder").partition("milestones:")
    made.write("projects/gift/project.yaml", header)
    made.write("projects/gift/milestones.yaml", stones.lstrip("\n"))
    good = made.commit()
    made.write("projects/gift/milestones.yaml", "- {id: M1, title: [}")
    made.commit()
    found = shown(made)
    assert titles(found) == ["Folder", "Shop"]
    assert found.last_good["gift"].commit == good
    assert len(found.projects[0].milestones) == 1
    (made.path / "projects/gift/milestones.yaml").unlink()
    (made.path / "projects/gift/project.yaml").unlink()
    made.write("projects/gift.yaml", broken())
    assert titles(shown(made)) == ["Folder", "Shop"]


def test_a_file_that_was_moved_and_broken_at_once_is_found_where_it_was(made: Repository) -> None:
    made.git("mv", "projects/gift.yaml", "projects/present.yaml")
    made.commit(present=broken("Gift"))
    found = shown(made)
    assert titles(found) == ["Gift", "Shop"]
    assert found.last_good["gift"].whole == "present"
    assert "projects/present.yaml:4:9" in pages(made)["projects/gift.md"]


def test_one_that_went_when_another_came_is_not_taken_for_it(made: Repository) -> None:
    made.git("rm", "-q", "projects/gift.yaml")
    made.commit(crm="title: CRM\nowner: Li\nstart: 2026-13-01\nsummary: something else\n")
    found = restored(made)
    assert titles(found.judged.portfolio) == ["Shop"]
    assert found.unknown == ("crm",)


def test_what_was_taken_away_does_not_come_back_under_a_new_file_of_its_name(made: Repository) -> None:
    (made.path / "projects" / "gift.yaml").unlink()
    made.commit()
    assert titles(shown(made)) == ["Shop"]
    made.commit(gift=broken("Another"))
    assert titles(shown(made)) == ["Shop"]
    assert restored(made).unknown == ("gift",)


def test_an_old_version_does_not_take_the_id_of_another(made: Repository) -> None:
    made.commit(gift=project("Named", "id: box\n"))
    made.commit(gift=broken("Named", "id: present\n"), box=project("Box"))
    assert [p.id for p in shown(made).projects] == ["box", "gift", "shop"]


def test_of_two_with_one_id_the_second_goes_back_to_its_own(made: Repository) -> None:
    made.commit(shop=project("Copy", "id: gift\n"))
    assert titles(shown(made)) == ["Gift", "Shop"]


def test_a_file_that_is_refused_is_as_good_as_broken(made: Repository) -> None:
    (made.path / "projects/gift.yaml").unlink()
    (made.path / "projects/gift.yaml").symlink_to("shop.yaml")
    assert titles(shown(made)) == ["Gift", "Shop"]


# What holds for all


def test_settings_and_people_of_the_last_good_version_hold(made: Repository) -> None:
    made.write("projects/people.yaml", "people:\n  - {id: wang, name: Wang Fang}\n")
    good = made.commit()
    made.write("projects/people.yaml", "people: [")
    made.write("projects/portfolio.yaml", "title: [")
    made.commit(gift=project("Later").replace("owner: Wang", "owner: wang"))
    found = restored(made)
    of = found.judged.portfolio
    assert (of.settings.title.en, of.settings.languages) == ("House", ("en",))
    assert of.people.find("wang") is not None
    assert of.last_good["people"].commit == good
    assert titles(of) == ["Later", "Shop"]
    assert {p.file for p in found.judged.findings(TODAY) if p.severity == "error"} == {
        "projects/people.yaml",
        "projects/portfolio.yaml",
    }
    home = pages(made)["index.md"]
    assert "The settings are those of 1 Oct 2026" in home
    assert "The list of people is that of 2 Oct 2026" in home
    assert "Wang Fang" in home


def test_a_meeting_of_the_portfolio_is_kept_too(made: Repository) -> None:
    sat = "title: Board\ndate: 2026-10-02\nnotes: fine\n"
    made.write("projects/meetings/2026-10-02.yaml", sat)
    made.commit()
    made.write("projects/meetings/2026-10-02.yaml", "title: [")
    made.commit()
    of = shown(made)
    assert [meeting.id for meeting in of.meetings] == ["2026-10-02"]
    assert set(of.last_good) == {"meetings/2026-10-02"}


def test_the_rows_of_the_finance_sheet_are_those_of_today(made: Repository) -> None:
    lines = "budget:\n  - {id: B1, title: Print, planned: 100}\n"
    made.commit(gift=project(more=lines))
    made.write("projects/data/actuals.csv", "date,project,budget line,amount\n2026-10-05,gift,B1,70\n")
    made.commit(gift=broken(more=lines))
    found = restored(made)
    of = found.judged.portfolio
    gift = of.project("gift")
    assert gift is not None
    assert [float(paid.amount) for paid in gift.budget[0].actuals] == [70]
    assert of.unmatched == ()


# What the clone knows


def test_a_moment_of_the_past_has_its_own_last_good_version(made: Repository) -> None:
    made.commit(gift=project("Two"))
    then = made.commit(gift=broken())
    made.commit(gift=project("Four"))
    assert titles(restored(made, then).judged.portfolio) == ["Two", "Shop"]


def test_a_shallow_clone_says_that_it_knows_no_older_version(made: Repository, tmp_path: Path) -> None:
    made.commit(gift=broken())
    clone = Repository.__new__(Repository)
    clone.path = made.clone(tmp_path / "clone", "--depth", "1")
    result = call(clone, "build", "--last-good", "--no-handouts", "--as-of", "2026-11-23")
    assert result.exit_code == 1
    said = "no version of `gift` without errors is known; it is left out (this clone lacks the beginning"
    assert said in result.stderr
    assert "Shop" in (clone.path / "site/index.html").read_text("utf-8")


def test_a_clone_without_old_contents_says_so(made: Repository, tmp_path: Path) -> None:
    made.commit(gift=broken())
    made.git("config", "uploadpack.allowFilter", "true")
    clone = Repository.__new__(Repository)
    clone.path = made.clone(tmp_path / "clone", "--filter=blob:none")
    found = restored(clone)
    assert found.unknown == ("gift",)
    assert found.why is not None
    assert titles(found.judged.portfolio) == ["Shop"]


def test_without_a_repository_it_goes_on_with_what_can_be_read(tmp_path: Path) -> None:
    alone = Repository.__new__(Repository)
    alone.path = tmp_path
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/gift.yaml").write_text("title: [", encoding="utf-8")
    (tmp_path / "projects/shop.yaml").write_text(project("Shop"), encoding="utf-8")
    found = restored(alone)
    assert (titles(found.judged.portfolio), found.unknown) == (["Shop"], ("gift",))
    assert found.why is not None


def test_versions_that_were_judged_are_not_read_again(
    made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        made.commit(gift=broken(f"Broken {n}"))
    shown(made)
    seen: list[Workspace] = []
    monkeypatch.setattr(Desk, "keep", lambda *given: seen.append(given))
    assert titles(shown(made)) == ["Gift", "Shop"]
    assert seen == []


# Who may see it


@pytest.mark.parametrize("now", ["confidentiality: restricted\n", "confidentiality: [\n", "\n"])
def test_nobody_sees_more_than_the_file_of_today_says(made: Repository, now: str) -> None:
    made.commit(gift=project("Secret", "confidentiality: public\npublish_amounts: true\n"))
    made.commit(gift=broken("Secret", now))
    gift = shown(made).project("gift")
    assert gift is not None
    assert gift.confidentiality == ("restricted" if "conf" in now else "internal")
    assert not gift.publish_amounts
    assert not any("Secret" in html for html in pages(made, "public").values())


@pytest.mark.parametrize(
    "now",
    [
        b"{title: Secret, confidentiality: restricted, finish: 2026-13-31}",
        b"  title: Secret\n  confidentiality: restricted\n  finish: 2026-13-31\n",
        b"\xef\xbb\xbfconfidentiality: restricted\nfinish: 2026-13-31\n",
        b"title: Secret\rconfidentiality: restricted\rfinish: 2026-13-31\r",
        b"confidentiality: public\nconfidentiality: restricted\n",
        b"confidentialty: restricted\n",
        b"Confidentiality: Restricted\n",
        b"? confidentiality\n: restricted\nfinish: 2026-13-31\n",
        b"confidentiality:\n  restricted\nfinish: 2026-13-31\n",
        "confidentiality: restricted\nfinish: 2026-13-31\n".encode("utf-16"),
    ],
)
def test_closed_is_closed_however_it_is_written(made: Repository, now: bytes) -> None:
    made.commit(gift=project("Secret", "confidentiality: public\npublish_amounts: true\n"))
    made.write("projects/gift.yaml", now)
    gift = shown(made).project("gift")
    assert gift is None or (gift.confidentiality == "restricted" and not gift.publish_amounts)
    assert not any("Secret" in html for html in pages(made).values())


def test_a_name_that_is_withdrawn_is_not_shown_by_an_error(made: Repository) -> None:
    who = "people:\n  - {id: wang, name: Wang Fang, role: Director%s}\n"
    made.commit(gift=project(more="confidentiality: public\n"), people=who % "")
    assert any("Wang Fang" in html for html in pages(made, "public").values()) is False
    made.commit(gift=project(more="confidentiality: public\n").replace("owner: Wang", "owner: wang"))
    assert any("Wang Fang" in html for html in pages(made, "public").values())
    made.commit(people=who % ", display: role, capacity: much")
    told = pages(made, "public").values()
    assert not any("Wang Fang" in html for html in told)
    assert any("Director" in html for html in told)


def test_nobody_is_named_to_the_public_where_nobody_knows_who_may_be(made: Repository) -> None:
    who = "people:\n  - {id: wang, name: Wang, display: role, capacity: much\n"
    made.commit(gift=project("Open", "confidentiality: public\n"), people=who)
    told = pages(made, "public")
    assert "Open" in told["projects/gift.md"]
    assert not any("Wang" in html for html in told.values())
    assert "Team member" in told["projects/gift.md"]


def test_what_was_less_open_does_not_open_by_an_error(made: Repository) -> None:
    made.commit(gift=project("Secret", "confidentiality: restricted\n"))
    made.git("mv", "projects/gift.yaml", "projects/plain.yaml")
    made.commit(plain=broken("Secret", "confidentiality: public\nnotes: words of the secret\n"))
    told = "".join(pages(made).values())
    assert "Secret" not in told
    assert "projects/plain" not in told
    assert "Secret" in "".join(pages(made, "board").values())


# What is said


def test_the_page_of_the_project_names_version_and_errors(made: Repository) -> None:
    made.commit(gift=broken())
    found = pages(made)
    page = found["projects/gift.md"]
    commit = shown(made).last_good["gift"].commit[:10]
    assert f"Shown as of 1 Oct 2026 (commit {commit}), because its files have errors now." in page
    assert "projects/gift.yaml:4:9" in page
    assert "2026-13-31" in page
    said = "1 project is shown at an older state while its data is being repaired: Gift (1 Oct 2026)."
    for name in ("index.md", "milestones.md", "quality.md"):
        assert said in found[name], name
    assert '<span class="ops-chip">as of 1 Oct 2026</span>' in found["index.md"]
    assert said not in found["projects/shop.md"]


def test_the_public_is_told_that_it_is_being_repaired_and_no_more(made: Repository) -> None:
    made.commit(gift=project(more="confidentiality: public\n"))
    made.commit(gift=broken(more="confidentiality: public\n"))
    found = pages(made, "public")
    assert "the data is being repaired." in found["projects/gift.md"]
    for html in found.values():
        assert "2026-13-31" not in html
        assert "gift.yaml:4" not in html


def test_author_text_in_an_error_stays_text(made: Repository) -> None:
    made.commit(gift=project().replace("finish: 2026-12-31", 'finish: "<script>alert(1)</script>"'))
    page = pages(made)["projects/gift.md"]
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_pages_say_it_in_chinese(made: Repository) -> None:
    made.commit(gift=broken())
    found = pages(made, lang="zh")
    assert "展示的是 2026年10月1日" in found["projects/gift.md"]


def test_everything_is_printed_and_the_exit_code_is_one(made: Repository) -> None:
    made.commit(gift=broken(), new="title: [")
    result = call(made, "build", "--last-good", "--no-handouts", "--as-of", "2026-11-23")
    assert result.exit_code == 1
    assert "projects/gift.yaml:4:9: error[not-a-date]" in result.stderr
    assert "`gift` is shown as of 1 Oct 2026: commit" in result.stderr
    assert "no version of `new` without errors is known; it is left out" in result.stderr
    assert (made.path / "site/projects/gift.html").is_file()


def test_the_same_commit_gives_the_same_pages(made: Repository) -> None:
    made.commit(gift=broken())
    first = pages(made)
    rmtree(made.path / ".cache")
    assert pages(made) == first


def test_handouts_say_it_and_can_be_verified(made: Repository) -> None:
    made.commit(gift=broken())
    wanted = ("pdf", "gift", "--report", "one-pager", "--lang", "en", "--as-of", "2026-11-23")
    result = call(made, *wanted, "--last-good")
    assert result.exit_code == 1, result.stderr
    file = made.path / "handouts/gift.one-pager.en.pdf"
    text = " ".join("".join(text_of(file.read_bytes())).split())
    assert "As of 1 Oct 2026 (commit " in text
    assert "the current data has errors." in text
    verified = call(made, "verify", str(file))
    assert verified.exit_code == 0, verified.stdout + verified.stderr
