"""`opsgen init`: what it lays down passes everything, what it asks, what it takes where nobody answers."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner
from talking import Conversation

from opsgen import __version__
from opsgen.cli import questions, start
from opsgen.cli.main import opsgen
from opsgen.history import beginning, git
from opsgen.shipped import shipped_lock
from opsgen.words import words
from opsgen.workspace import FORGES
from opsgen.workspace.hosts import host
from opsgen.workspace.origin import told

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

WHERE = {"github": ".github", "gitlab": ".gitlab", "gitee": ".gitee"}
GIT = ("git", "-c", "user.name=Wang Fang", "-c", "user.email=wang@example.org", "-c", "core.autocrlf=false")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without any settings, in a country that is named."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, value in {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setitem(git._ENVIRONMENT, "GIT_CONFIG_NOSYSTEM", "1")
    return folder


@pytest.fixture
def known(home: Path) -> None:
    (home / ".gitconfig").write_text("[user]\nname = 王芳\nemail = wang@example.org\n", encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(opsgen, [str(part) for part in arguments])


def made(folder: Path, *options: str, lang: str = "en") -> Path:
    result = run("--lang", lang, "init", folder, *options)
    assert result.exit_code == 0, result.output
    return folder


def in_git(folder: Path, *command: str) -> str:
    done = subprocess.run([*GIT, *command], cwd=folder, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def settings(folder: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((folder / "projects/portfolio.yaml").read_text(encoding="utf-8")))


# What is laid down


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("forge", [*FORGES, "none"])
def test_a_workspace_for_each_forge_passes_the_strict_check(tmp_path: Path, forge: str, lang: str) -> None:
    folder = made(tmp_path / "w", "--forge", forge, "--languages", f"{lang},{'en' if lang == 'zh' else 'zh'}")
    checked = run("-C", folder, "check", "--strict")
    assert checked.exit_code == 0, checked.output
    for command in ("fmt", "fix"):
        tidy = run("-C", folder, command, "--check")
        assert tidy.exit_code == 0, tidy.output
    assert {forge for forge, place in WHERE.items() if (folder / place / "CODEOWNERS").exists()} == (
        {forge} - {"none"}
    )


@pytest.mark.parametrize(("forge", "shown"), [("github", True), ("gitlab", True), ("none", False)])
def test_the_first_site_that_is_published_shows_the_first_project(
    tmp_path: Path, forge: str, shown: bool
) -> None:
    folder = made(tmp_path / "w", "--forge", forge)
    assert ("Welcome gift" in run("-C", folder, "status", "--audience", "public").output) == shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_laid_down_for_programs_is_what_they_read(tmp_path: Path, lang: str) -> None:
    folder = made(tmp_path / "w", "--forge", "github", lang=lang)
    read = set()
    for path in sorted(folder.rglob("*")):
        if ".git" in path.parts or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n"), path
        assert "\n\n\n" not in text or path.suffix == ".lock", path
        if path.suffix in (".json", ".code-snippets"):
            assert json.loads(text), path
            read.add(path.suffix)
        if path.suffix in (".yaml", ".yml"):
            assert yaml.safe_load(text), path
            read.add(path.suffix)
    assert read >= {".json", ".code-snippets", ".yaml", ".yml"}


def test_the_readme_speaks_the_main_language_of_the_workspace(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        folder = made(tmp_path / lang, "--forge", "gitlab", lang=lang)
        text = (folder / "README.md").read_text(encoding="utf-8")
        assert words(lang).gettext("What is where") in text
        assert "{{" not in text


def test_machines_find_where_opsgen_is_and_what_it_needs(tmp_path: Path) -> None:
    line = "opsgen @ git+https://example.org/opsgen.git@" + "a" * 40
    folder = made(tmp_path / "w", "--package", line)
    assert (folder / ".opsgen/requirements.txt").read_text(encoding="utf-8") == f"{line}\n"
    assert (folder / ".opsgen/requirements.lock").read_bytes() == shipped_lock().read_bytes()


@pytest.mark.parametrize("month", range(1, 13))
def test_the_first_project_passes_on_whatever_day_it_is_laid_down(
    tmp_path: Path, month: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2027, month, 2 * month)
    monkeypatch.setattr(start, "today", lambda _: day)
    folder = made(tmp_path / "w", "--no-git", "--calendar", "CN" if month % 2 else "US")
    checked = run("-C", folder, "check", "--strict", "--as-of", day.isoformat())
    assert checked.exit_code == 0, checked.output


def test_what_the_folder_had_already_stays(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours\n", encoding="utf-8")
    result = run("--lang", "en", "init", tmp_path)
    assert result.exit_code == 0
    assert "README.md was there already and stays as it is." in result.output
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "ours\n"
    assert (tmp_path / "mkdocs.yml").exists()


# What an option says


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--title", " "),
        ("--owner", "x" * 81),
        ("--languages", "zh,fr"),
        ("--currency", "RMB"),
        ("--calendar", "China"),
        ("--timezone", "Beijing"),
        ("--forge", "bitbucket"),
        ("--site-url", "javascript:alert(1)"),
        ("--repo-url", "example.org"),
        ("--package", "opsgen==1\n--index-url=https://example.org"),
        ("--package", "requests"),
    ],
)
def test_an_option_that_says_nothing_that_is_there_is_explained(
    tmp_path: Path, option: str, said: str
) -> None:
    result = run("--lang", "en", "init", tmp_path / "w", option, said)
    assert result.exit_code == 2
    assert f"Invalid value for {option}: " in result.output
    assert not (tmp_path / "w").exists()


def test_options_may_be_written_as_people_write(tmp_path: Path) -> None:
    options = ("--languages", "中文、en", "--currency", "eur", "--calendar", "de-by", "--forge", "GitHub")
    folder = made(
        tmp_path / "w", *options, "--timezone", "Europe/Berlin", "--site-url", "https://example.org/p/"
    )
    assert settings(folder) == {
        "title": "我们的项目",
        "languages": ["zh", "en"],
        "timezone": "Europe/Berlin",
        "currency": "EUR",
        "calendar": "DE-BY",
        "site_url": "https://example.org/p/",
    }
    assert (folder / ".github/CODEOWNERS").exists()


@pytest.mark.parametrize(
    ("locale", "lang", "expected"),
    [
        ("zh_CN.UTF-8", "zh", ("CNY", "CN", "Asia/Shanghai")),
        ("zh_TW.UTF-8", "zh", ("CNY", "CN", "Asia/Shanghai")),
        ("en_GB.UTF-8", "en", ("GBP", "GB", "Europe/London")),
        ("C", "en", ("CNY", "CN", "Asia/Shanghai")),
    ],
)
def test_what_nobody_says_is_taken_from_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, lang: str, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("TZ", "Europe/London")
    found = settings(made(tmp_path / "w", "--yes", lang=lang))
    assert (found["currency"], found["calendar"], found["timezone"]) == expected


# What the repository tells


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("git@github.com:acme/plans.git", ("https://github.com/acme/plans", "https://acme.github.io/plans/")),
        ("https://github.com/Acme/acme.github.io", ("https://github.com/Acme/acme.github.io", "https://acme.github.io/")),
        ("https://me:secret@gitlab.com/acme/ops/plans.git", ("https://gitlab.com/acme/ops/plans", "https://acme.gitlab.io/ops/plans/")),
        ("ssh://git@gitlab.example.org:2222/acme/plans.git", ("https://gitlab.example.org/acme/plans", None)),
        ("git@gitee.com:acme/plans", ("https://gitee.com/acme/plans", None)),
    ],
)  # fmt: skip
def test_a_repository_tells_where_it_is_published(
    tmp_path: Path, remote: str, expected: tuple[str, str | None]
) -> None:
    in_git(tmp_path, "init", "-q", "-b", "main", "w")
    in_git(tmp_path / "w", "remote", "add", "origin", remote)
    found = settings(made(tmp_path / "w"))
    assert (found["repo_url"], found.get("site_url")) == expected
    forge = next(name for name in FORGES if name in remote)
    assert (tmp_path / "w" / WHERE[forge] / "CODEOWNERS").exists()


@pytest.mark.parametrize(
    "remote", ["/srv/git/plans.git", "file:///srv/git/plans", r"C:\plans", "../plans/x", "ext::sh -c x/y", ""]
)
def test_an_address_that_is_none_of_the_web_tells_nothing(remote: str) -> None:
    assert host(remote) is None


def test_a_folder_within_a_repository_gets_none_of_its_own(tmp_path: Path, known: None) -> None:
    in_git(tmp_path, "init", "-q")
    in_git(tmp_path, "remote", "add", "origin", "git@github.com:acme/everything.git")
    folder = made(tmp_path / "plans")
    assert not (folder / ".git").exists()
    assert "repo_url" not in settings(folder)
    refused = run("--lang", "en", "init", tmp_path / "more", "--git")
    assert refused.exit_code == 1
    assert "is in a git repository already" in refused.output
    assert not (tmp_path / "more").exists()


@pytest.mark.parametrize(
    ("said", "package", "certain"),
    [
        (None, f"opsgen=={__version__}", True),
        (
            {"url": "https://me:secret@example.org/o.git", "vcs_info": {"vcs": "git", "commit_id": "c" * 40}},
            "opsgen @ git+https://example.org/o.git@" + "c" * 40,
            True,
        ),
        (
            {"url": "ssh://git@example.org/o.git", "vcs_info": {"vcs": "git", "commit_id": "c" * 40}},
            "opsgen @ git+ssh://git@example.org/o.git@" + "c" * 40,
            True,
        ),
        ({"url": "file:///home/me/opsgen", "dir_info": {"editable": True}}, f"opsgen=={__version__}", False),
        ({"url": "file:///o", "vcs_info": {"vcs": "git", "commit_id": "c"}}, f"opsgen=={__version__}", False),
        ([], f"opsgen=={__version__}", False),
    ],
)  # fmt: skip
def test_ci_gets_opsgen_from_where_it_came(said: object, package: str, certain: bool) -> None:
    came = told(None if said is None else json.dumps(said))
    assert (came.package, came.certain) == (package, certain)


def test_of_a_folder_that_only_this_machine_has_init_says_what_ci_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "origin", lambda: told('{"url": "file:///o", "dir_info": {}}'))
    assert "python -m pip wheel" in run("--lang", "en", "init", tmp_path / "a", "--forge", "gitlab").output
    for options in (("--forge", "none"), ("--forge", "gitlab", "--package", "./.opsgen/opsgen-1.whl")):
        assert "pip wheel" not in run("--lang", "en", "init", tmp_path / options[-1][:3], *options).output


# git


def test_the_first_commit_is_the_user_s_and_holds_everything(tmp_path: Path, known: None) -> None:
    folder = made(tmp_path / "w", "--forge", "github", lang="zh")
    assert in_git(folder, "log", "--format=%an <%ae>%n%cn%n%s%n%D").splitlines() == [
        "王芳 <wang@example.org>",
        "王芳",
        words("zh").gettext("Lay down the workspace"),
        "HEAD -> main",
    ]
    assert in_git(folder, "status", "--porcelain") == ""
    held = set(in_git(folder, "-c", "core.quotePath=false", "ls-files").splitlines())
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert held == {name for name in there if not name.startswith(".git/")}


def test_git_that_does_not_know_the_user_gets_no_commit(tmp_path: Path) -> None:
    result = run("--lang", "en", "init", tmp_path / "w")
    assert "git does not know who you are" in result.output
    assert beginning.user(tmp_path / "w") is None
    assert in_git(tmp_path / "w", "rev-list", "--all") == ""


def test_no_git_where_nobody_wants_it(tmp_path: Path, known: None) -> None:
    assert not (made(tmp_path / "w", "--no-git") / ".git").exists()


def test_without_git_everything_else_is_laid_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = made(tmp_path / "w")
    assert (folder / "projects/first.yaml").exists()
    assert not (folder / ".git").exists()
    assert run("--lang", "en", "init", tmp_path / "v", "--git").exit_code == 1
    assert not (tmp_path / "v").exists()


def test_line_ends_make_no_noise(tmp_path: Path, known: None) -> None:
    folder = made(tmp_path / "w")
    first = folder / "projects/first.yaml"
    # Saved by an editor of Windows, one line changed: one line differs.
    text = first.read_text(encoding="utf-8").replace("owner: lead", "owner: Li Na", 1)
    first.write_bytes(text.replace("\n", "\r\n").encode())
    assert in_git(folder, "diff", "--numstat").split() == ["1", "1", "projects/first.yaml"]
    in_git(folder, "commit", "-qam", "Saved on Windows")
    assert b"\r" not in in_git(folder, "show", "HEAD:projects/first.yaml").encode()
    # Committed with these ends by a platform that asks no .gitattributes: whoever gets it has no change.
    blob = subprocess.run(
        [*GIT, "hash-object", "-w", "--no-filters", "--stdin"],
        cwd=folder, input=text.replace("\n", "\r\n").encode(), capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    in_git(folder, "update-index", "--cacheinfo", f"100644,{blob},projects/first.yaml")
    in_git(folder, "commit", "-qm", "Typed in a browser")
    in_git(tmp_path, "clone", "-q", "w", "copy")
    assert in_git(tmp_path / "copy", "status", "--porcelain") == ""
    assert b"\r\n" in (tmp_path / "copy/projects/first.yaml").read_bytes()


def test_tables_stay_as_they_are_and_nobody_reads_machinery(tmp_path: Path, known: None) -> None:
    folder = made(tmp_path / "w")
    table = folder / "projects/first/data/K1.csv"
    table.parent.mkdir(parents=True)
    table.write_bytes(b"date,value\r\n2026-01-01,1\r\n")
    (folder / ".opsgen/schemas/risks.schema.json").write_text("{}\n", encoding="utf-8")
    in_git(folder, "add", ".")
    in_git(folder, "commit", "-qm", "Numbers")
    in_git(tmp_path, "clone", "-q", "w", "copy")
    assert (tmp_path / "copy/projects/first/data/K1.csv").read_bytes() == table.read_bytes()
    shown = in_git(folder, "show", "--format=", "HEAD", "--", ".opsgen")
    assert "Binary files" in shown
    assert len(shown.splitlines()) < 5


# What it asks

WITHOUT_SETTINGS = {"GIT_CONFIG_NOSYSTEM": "1"}


def ask(lang: str, question: questions.Question) -> str:
    return words(lang).say(question.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_questions_at_a_terminal(tmp_path: Path, known: None, lang: str) -> None:
    typed = [
        (questions.TITLE, "门店项目"),
        (questions.LANGUAGES_OF_SITE, "fr"),
        (questions.LANGUAGES_OF_SITE, "en、zh"),
        (questions.CURRENCY, "RMB"),
        (questions.CURRENCY, ""),
        (questions.CALENDAR, "weekdays"),
        (questions.OWNER, "李娜"),
        (questions.FORGE, "svn"),
        (questions.FORGE, "GitLab"),
        (questions.PACKAGE, "./.opsgen/opsgen.whl"),
    ]
    with Conversation(tmp_path, "--lang", lang, "init", "w", environment=WITHOUT_SETTINGS) as talk:
        for question, text in typed:
            if question is questions.PACKAGE and start.origin().certain:
                continue
            talk.answer(ask(lang, question), text)
        talk.answer(words(lang).gettext("Keep it in git, with a first commit in your name"), "")
        assert talk.end() == 0, talk.said
    for wrong in (questions._no_languages("fr"), questions._no_currency("RMB"), questions._no_forge("svn")):
        assert wrong is not None
        assert words(lang).say(wrong) in talk.said.replace("\r\n", "\n")
    assert settings(tmp_path / "w") == {
        "title": "门店项目",
        "languages": ["en", "zh"],
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "calendar": "weekdays",
    }
    assert "李娜" in (tmp_path / "w/projects/people.yaml").read_text(encoding="utf-8")
    assert (tmp_path / "w/.gitlab/CODEOWNERS").exists()
    assert in_git(tmp_path / "w", "rev-list", "--count", "main") == "1\n"
    assert run("-C", tmp_path / "w", "check", "--strict").exit_code == 0


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, known: None) -> None:
    with Conversation(tmp_path, "--lang", "en", "init", "w", environment=WITHOUT_SETTINGS) as talk:
        talk.answer(ask("en", questions.TITLE), "Ours")
        talk.interrupt(ask("en", questions.LANGUAGES_OF_SITE))
        assert talk.end() == 130
    assert not (tmp_path / "w").exists()


def test_what_options_say_is_not_asked(tmp_path: Path, known: None) -> None:
    said = ("--title", "T", "--languages", "en", "--currency", "EUR", "--calendar", "DE", "--owner", "O")
    arguments = ("--lang", "en", "init", "w", *said, "--forge", "none", "--no-git")
    with Conversation(tmp_path, *arguments, environment=WITHOUT_SETTINGS) as talk:
        assert talk.end() == 0
    assert "?" not in talk.said
    assert settings(tmp_path / "w")["currency"] == "EUR"


def test_with_yes_nothing_is_asked(tmp_path: Path) -> None:
    with Conversation(tmp_path, "--lang", "en", "init", "w", "--yes", environment=WITHOUT_SETTINGS) as talk:
        assert talk.end() == 0
    assert settings(tmp_path / "w")["title"] == "Our projects"
