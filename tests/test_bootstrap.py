"""Setting a machine up: the script, the lock files, and what happens when a part is missing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bootstrap
from opsgen import system

if TYPE_CHECKING:
    from collections.abc import Callable

TOP = Path(__file__).resolve().parent.parent
PROJECT_LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
LOCKS = (*PROJECT_LOCKS, "requirements-uv.lock")
REQUIREMENT = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+)((?: ; [^\\]+)?) \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


# The script as a file


def test_older_pythons_can_read_the_script() -> None:
    ast.parse((TOP / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_older_pythons_are_told_what_to_do() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('bootstrap.py')"
    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("opsgen needs Python 3.11 or newer")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("file", ["bootstrap.py", "opsgen/__init__.py", "opsgen/system.py"])
def test_script_needs_only_the_standard_library(file: str) -> None:
    tree = ast.parse((TOP / file).read_text(encoding="utf-8"))
    plain = {
        name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    froms = {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert plain | froms <= sys.stdlib_module_names | {"opsgen"}


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    *_, last = (TOP / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    command = last.removeprefix("exec ")
    assert command == "python3 bootstrap.py test"
    assert command in readme
    assert "python3 bootstrap.py site" in readme


# The lock files


def pins(lock: str) -> set[tuple[str, str, str]]:
    """Name, version and marker of everything a lock file holds."""
    return {match[:3] for match in REQUIREMENT.findall((TOP / lock).read_text(encoding="utf-8"))}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_everything_with_hashes_and_names_no_place(lock: str) -> None:
    text = (TOP / lock).read_text(encoding="utf-8")
    rest = REQUIREMENT.sub("", text)
    assert pins(lock)
    assert not [line for line in rest.splitlines() if not line.lstrip().startswith("#")]
    assert "://" not in text
    assert not re.search(r"(^|\s)/\w", text)


def test_site_and_build_locks_are_part_of_the_test_lock() -> None:
    assert pins("requirements.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-build.lock") <= pins("requirements-dev.lock")


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]

    def asked(requirements: list[str | dict[str, str]]) -> set[str]:
        texts = [requirement for requirement in requirements if isinstance(requirement, str)]
        return {re.split(r"[^A-Za-z0-9._-]", text)[0].lower() for text in texts}

    def locked(lock: str) -> set[str]:
        return {name for name, _, _ in pins(lock)}

    assert asked(project["project"]["dependencies"]) <= locked("requirements.lock")
    assert asked(project["build-system"]["requires"]) <= asked(groups["build"])
    assert asked(groups["build"]) <= locked("requirements-build.lock")
    assert asked(groups["dev"]) <= locked("requirements-dev.lock")


# Installing


class Machine:
    """Stands for the programs of a machine: records what is run, and fails what it is told to."""

    def __init__(self, fails: Callable[[str], bool] = lambda command: False) -> None:
        self.words = "boom"
        self.pauses: list[float] = []
        self.commands: list[str] = []
        self.settings: list[dict[str, str]] = []
        self.fails = fails

    def attempt(self, command: bootstrap.Command, settings: dict[str, str] | None = None) -> str | None:
        self.commands.append(" ".join(str(part) for part in command))
        self.settings.append(dict(settings or {}))
        return self.words if self.fails(self.commands[-1]) else None

    def ran(self, *words: str) -> list[str]:
        return [command for command in self.commands if all(word in command for word in words)]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """A Debian without uv, pip settings or rights, and with a folder of its own for .venv."""
    machine = Machine()
    monkeypatch.setattr(bootstrap, "attempt", machine.attempt)
    monkeypatch.setattr(time, "sleep", machine.pauses.append)
    monkeypatch.setattr(bootstrap, "uv_settings", dict)
    monkeypatch.setattr(bootstrap, "may_install", lambda: False)
    monkeypatch.setattr(system, "family", lambda: "debian")
    monkeypatch.setattr(bootstrap, "find_uv", lambda: None)
    for name in ("VENV", "STAMP", "PYTHON"):
        monkeypatch.setattr(bootstrap, name, tmp_path / Path(getattr(bootstrap, name)).relative_to(TOP))
    return machine


def with_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "find_uv", lambda: "uv")


def test_uv_installs_build_tools_then_the_lock_then_opsgen(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_uv(monkeypatch)
    bootstrap.install(bootstrap.SITE_LOCK)
    build, site, opsgen = machine.commands
    assert build.endswith(f"--require-hashes -r {bootstrap.BUILD_LOCK} --offline")
    assert site.endswith(f"--require-hashes --no-build-isolation -r {bootstrap.SITE_LOCK} --offline")
    assert opsgen.endswith(f"--no-deps --no-build-isolation -e {TOP} --offline")
    assert all(command.startswith("uv pip install") for command in machine.commands)


def test_uv_that_fails_once_is_tried_again_with_the_certificates_of_the_system(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_uv(monkeypatch)
    machine.fails = lambda command: len(machine.commands) <= 2
    bootstrap.install(bootstrap.SITE_LOCK)
    assert len(machine.commands) == 5
    assert machine.commands[1] == machine.commands[2] == machine.commands[0].removesuffix(" --offline")
    assert machine.settings == [{}, {}, *[{"UV_SYSTEM_CERTS": "1"}] * 3]


def test_index_is_asked_only_for_what_uv_has_not_kept(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_uv(monkeypatch)
    machine.words = "because a was not found in the cache, a cannot be used"
    machine.fails = lambda command: str(bootstrap.SITE_LOCK) in command and command.endswith("--offline")
    bootstrap.install(bootstrap.SITE_LOCK)
    (asked,) = [command for command in machine.commands if not command.endswith("--offline")]
    assert str(bootstrap.SITE_LOCK) in asked
    assert machine.pauses == []


def test_fetched_uv_serves_all_clones_of_a_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    kept = bootstrap.fetched_uv()
    assert kept.parent == tmp_path / "opsgen"
    (version,) = [version for name, version, _ in pins("requirements-uv.lock") if name == "uv"]
    assert kept.name == f"uv-{version}"


def test_uv_that_keeps_failing_is_replaced_by_pip_with_the_same_hashes(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_uv(monkeypatch)
    machine.fails = lambda command: command.startswith("uv")
    bootstrap.install(bootstrap.SITE_LOCK)
    assert len(machine.ran("-m pip", "--require-hashes")) == 2
    assert len(machine.ran("-m pip install", "-e")) == 1
    assert "boom" in capsys.readouterr().out


def test_uv_is_fetched_by_pip_with_hashes(machine: Machine) -> None:
    bootstrap.install(bootstrap.SITE_LOCK)
    (fetch,) = machine.ran("--target")
    assert f"--require-hashes --target {bootstrap.fetched_uv()} -r {bootstrap.UV_LOCK}" in fetch
    assert machine.pauses == []
    assert "--only-binary :all:" in fetch


def test_python_without_pip_and_rights_names_the_package(machine: Machine) -> None:
    machine.fails = lambda command: " pip " in command or "ensurepip" in command
    with pytest.raises(bootstrap.SetUpError, match=r"apt-get install -y python3\.\d+-venv"):
        bootstrap.install(bootstrap.SITE_LOCK)


def test_python_without_pip_gets_its_package_where_it_may(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "may_install", lambda: True)
    machine.fails = lambda command: (
        (" pip " in command or "ensurepip" in command) and not machine.ran("apt-get", "install")
    )
    bootstrap.install(bootstrap.SITE_LOCK)
    (install,) = machine.ran("apt-get", "install")
    assert install.endswith(f"python3.{sys.version_info.minor}-venv")
    assert len(machine.ran("-m ensurepip")) == 2


def test_pip_that_fails_says_so_with_its_words(machine: Machine) -> None:
    machine.fails = lambda command: " install " in command
    with pytest.raises(bootstrap.SetUpError, match="Is the network there"):
        bootstrap.install(bootstrap.SITE_LOCK)


# An index that does not answer

UV_503 = "cause: HTTP status server error (503 Service Unavailable) for url (https://pip.example/simple/a/)"
PIP_503 = (
    "Could not fetch URL https://pip.example/simple/a/: HTTPSConnectionPool(host='pip.example', port=443):"
    " Max retries exceeded with url: /simple/a/ (Caused by ResponseError('too many 503 error responses'))"
    " - skipping"
)
NOTHING_MATCHES = "ERROR: No matching distribution found for a==1"


@pytest.mark.parametrize(
    "words",
    [
        UV_503,
        f"{PIP_503}\n{NOTHING_MATCHES}",
        "Could not fetch URL https://pip.example/simple/a/: 502 Server Error: Bad Gateway for url: …",
        "cause: HTTP status client error (429 Too Many Requests) for url (https://pip.example/simple/a/)",
        "cause: tcp connect error\ncause: Connection refused (os error 111)",
        "cause: dns error\ncause: failed to lookup address information: Name or service not known",
        "ReadTimeoutError(\"HTTPSConnectionPool(host='files.example', port=443): Read timed out.\")",
        "E: Failed to fetch http://deb.example/a.deb  503  Service Unavailable [IP: 192.0.2.1 80]",
        "E: Failed to fetch http://deb.example/InRelease  Temporary failure resolving 'deb.example'",
    ],
)
def test_network_is_to_blame(words: str) -> None:
    assert bootstrap.is_of_network(words)


@pytest.mark.parametrize(
    "words",
    [
        NOTHING_MATCHES,
        f"Could not fetch URL https://pip.example/simple/a/: 404 Client Error: Not Found\n{NOTHING_MATCHES}",
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
        "WARNING: Retrying after connection broken by 'ReadTimeoutError'\nerror: Hash mismatch for `a==1`",
        "error: Failed to install: a-1-py3-none-any.whl\ncause: No space left on device (os error 28)",
        "cause: client error (Connect)\ncause: invalid peer certificate: UnknownIssuer",
        "E: Unable to locate package libthing",
        "boom",
    ],
)
def test_waiting_would_not_help(words: str) -> None:
    assert not bootstrap.is_of_network(words)


def test_uv_waits_for_an_index_that_is_away_for_a_while(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_uv(monkeypatch)
    machine.words = UV_503
    machine.fails = lambda command: len(machine.commands) <= 9
    bootstrap.install(bootstrap.SITE_LOCK)
    assert machine.pauses == [15, 30, 60]
    assert not machine.ran("-m pip")
    said = [line for line in capsys.readouterr().out.splitlines() if "does not answer" in line]
    assert len(said) == 3
    assert said[0].endswith("trying again in 15 s (Ctrl-C stops)")


def test_index_that_stays_away_is_a_failure_after_the_last_pause(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_uv(monkeypatch)
    machine.words = UV_503
    machine.fails = lambda command: " install " in command
    with pytest.raises(bootstrap.SetUpError, match="Is the network there"):
        bootstrap.install(bootstrap.SITE_LOCK)
    assert machine.pauses == list(bootstrap.PAUSES)
    assert len(machine.ran("-m pip install")) == 1


def test_wrong_hash_is_a_failure_at_once(machine: Machine) -> None:
    machine.words = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
    machine.fails = lambda command: " install " in command
    with pytest.raises(bootstrap.SetUpError, match="DO NOT MATCH"):
        bootstrap.install(bootstrap.SITE_LOCK)
    assert machine.pauses == []


@pytest.mark.parametrize(
    ("logged", "pauses"),
    [(PIP_503, 1), ("Could not fetch URL https://pip.example/simple/a/: 404 Client Error - skipping", 0)],
)
def test_pip_waits_only_where_its_log_says_that_the_index_did_not_answer(
    monkeypatch: pytest.MonkeyPatch, logged: str, pauses: int
) -> None:
    waited: list[float] = []

    def attempt(command: bootstrap.Command, settings: object = None) -> str | None:
        Path(command[-1]).write_text(f"2026-11-23T04:16:53,714 {logged}\n", encoding="utf-8")
        return NOTHING_MATCHES if not waited else None

    monkeypatch.setattr(bootstrap, "attempt", attempt)
    monkeypatch.setattr(time, "sleep", waited.append)
    trouble = bootstrap.patiently(
        lambda: bootstrap.pip_install(["pip", "install", "a"]), iter(bootstrap.PAUSES)
    )
    assert len(waited) == pauses
    assert trouble == (None if pauses else f"{logged}\n{NOTHING_MATCHES}")


def test_waiting_can_be_interrupted(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    with_uv(monkeypatch)
    machine.words = UV_503
    machine.fails = lambda command: True
    monkeypatch.setattr(bootstrap, "bring", lambda *looks: [])
    monkeypatch.setattr(time, "sleep", interrupt)
    assert bootstrap.main(["setup"]) == bootstrap.INTERRUPTED


def test_second_time_installs_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[Path] = []
    monkeypatch.setattr(bootstrap, "install", installed.append)
    bootstrap.set_up(bootstrap.TEST_LOCK)
    bootstrap.set_up(bootstrap.TEST_LOCK)
    bootstrap.set_up(bootstrap.SITE_LOCK)
    assert installed == [bootstrap.TEST_LOCK]


def test_changed_lock_is_installed(machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed: list[Path] = []
    monkeypatch.setattr(bootstrap, "install", installed.append)
    lock = tmp_path / "some.lock"
    lock.write_text("a==1\n", encoding="utf-8")
    bootstrap.set_up(lock)
    lock.write_text("a==2\n", encoding="utf-8")
    bootstrap.set_up(lock)
    assert installed == [lock, lock]


def test_failed_install_is_not_taken_for_done(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(lock: Path) -> None:
        raise bootstrap.SetUpError("no network")

    monkeypatch.setattr(bootstrap, "install", fail)
    with pytest.raises(bootstrap.SetUpError):
        bootstrap.set_up(bootstrap.SITE_LOCK)
    assert not bootstrap.STAMP.exists()


# What pip is told


def test_uv_hears_what_pip_is_told() -> None:
    config = (
        "global.index-url='https://mirror.example/simple'\n"
        "global.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'\n"
        "global.find-links='/wheels'\n"
        "global.cert='/old.pem'\n"
        ":env:.cert='/new.pem'\n"
        ":env:.default-timeout='180'\n"
    )
    assert bootstrap.uv_settings_from(config) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "/wheels",
        "SSL_CERT_FILE": "/new.pem",
    }


def test_uv_with_settings_of_its_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mirror.example/simple")
    monkeypatch.setattr(
        bootstrap, "output_of", lambda command: "global.index-url='https://pip.example/simple'"
    )
    assert bootstrap.uv_settings() == {}


# What Python's package managers cannot install


def look(*answers: system.Check) -> Callable[[], system.Check]:
    """A look at the machine that gives these answers one after the other."""
    rest = iter(answers)
    return lambda: next(rest)


THERE = system.Check("Thing", True, "testing")
MISSING = system.Check("Thing", False, "testing", how="get thing", packages=("thing", "libthing"))


def test_missing_thing_is_named_with_its_command(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.bring(look(MISSING)) == [MISSING]
    assert machine.commands == []
    assert "missing: Thing, needed for testing. To get it:  get thing" in capsys.readouterr().out


def test_missing_thing_is_installed_where_it_may_be(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "may_install", lambda: True)
    assert bootstrap.bring(look(THERE, THERE), look(MISSING, THERE)) == []
    update, install = machine.commands
    assert update.endswith(" update")
    assert install.endswith(" install --no-install-recommends thing libthing")


def test_apt_get_waits_for_a_server_that_is_away_for_a_while(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "may_install", lambda: True)
    machine.words = "E: Failed to fetch http://deb.example/InRelease  503  Service Unavailable"
    machine.fails = lambda command: len(machine.commands) <= 4
    assert bootstrap.bring(look(MISSING, THERE)) == []
    assert machine.pauses == [15, 30]
    assert len(machine.ran("apt-get", " install ")) == 3


def test_broken_list_of_another_vendor_stops_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "may_install", lambda: True)
    machine.words = "E: Failed to fetch http://vendor.example/InRelease  503  Service Unavailable"
    machine.fails = lambda command: command.endswith(" update")
    assert bootstrap.bring(look(MISSING, THERE)) == []
    assert machine.pauses == []


def test_nothing_missing_runs_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "may_install", lambda: True)
    assert bootstrap.bring(look(THERE)) == []
    assert machine.commands == []


def test_site_without_pango_says_why_there_are_no_handouts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pango = system.Check(system.PANGO.name, False, "PDF handouts", how="get pango")
    monkeypatch.setattr(bootstrap, "bring", lambda *looks: [pango])
    monkeypatch.setattr(bootstrap, "set_up", lambda lock: None)
    monkeypatch.setattr(bootstrap, "run", lambda command: int("--demo" in command))
    monkeypatch.setattr(bootstrap, "TOP", tmp_path)
    assert bootstrap.main(["site"]) == 0
    out = capsys.readouterr().out
    assert (tmp_path / "site" / "index.html").as_uri() in out
    assert "no handouts: they need Pango. To get it:  get pango" in out


def test_the_site_is_that_of_the_demonstration_with_the_manual(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The one that was there before goes only when the new one is whole."""
    top, demo, codes = tmp_path / "top", tmp_path / "demo", {"init": 0, "build": 1}

    def run(command: bootstrap.Command) -> int:
        word = "init" if "init" in command else "build"
        for name in ("docs/zh/about.md",) if word == "init" else ("site/index.html",):
            (demo / name).parent.mkdir(parents=True, exist_ok=True)
            (demo / name).write_text(" ".join(sorted(path.name for path in demo.rglob("*"))))
        return codes[word]

    for name in ("docs/manual.md", "mkdocs.yml", "site/old.html"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    monkeypatch.setattr(bootstrap, "run", run)
    monkeypatch.setattr(bootstrap, "TOP", top)
    assert bootstrap.build_demonstration(demo) == 1
    assert [path.name for path in (top / "site").iterdir()] == ["old.html"]
    codes["build"] = 0
    assert bootstrap.build_demonstration(demo) == 0
    assert [path.name for path in (top / "site").iterdir()] == ["index.html"]
    assert (top / "site" / "index.html").read_text() == "docs index.html manual.md mkdocs.yml site zh"


def test_tests_do_not_start_without_what_they_need(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "set_up", lambda lock: None)
    monkeypatch.setattr(bootstrap, "may_install", lambda: False)
    monkeypatch.setattr(system, "browser_path", lambda: None)
    assert bootstrap.main(["test"]) == bootstrap.BROKEN_MACHINE
    assert "the tests need Chromium" in capsys.readouterr().out


def test_every_check_of_the_project_runs_even_when_one_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def run(command: bootstrap.Command) -> int:
        ran.append(str(command[2]))
        return int(command[2] == "mypy")

    monkeypatch.setattr(bootstrap, "set_up", lambda lock: None)
    monkeypatch.setattr(bootstrap, "run", run)
    assert bootstrap.main(["test"]) == bootstrap.FAILED
    assert ran == ["ruff", "ruff", "mypy", "pytest"]
    assert "failed: mypy" in capsys.readouterr().out
