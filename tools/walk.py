"""Follow a page of the manual from top to bottom in one scratch folder, and write down what is printed.

A page is walked where it says `<!-- walked on 2026-11-23 -->`; with `, from init` it begins in a workspace
that `opsgen init` has laid down. The day can be said again further down: from there on it is that day. On
the way

- a block with a file name for its title writes that file; a `diff` block with such a title changes it,
- a `console` block runs what stands behind each `$`; what it prints takes the place of the lines below it,
- `<!-- fails -->` before such a block says that its last command is meant to fail,
- `<!-- 8 lines -->` before it says how much of an answer is shown.

Clock, git identity and dates are fixed. What is different on every machine is replaced: the scratch folder,
and the ids of commits, which change with every version of what `opsgen init` lays down.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from click.testing import CliRunner

from opsgen.cli.main import opsgen
from opsgen.history.found import Author

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = "/home/wangfang"
"""What stands for the scratch folder."""
_DAY = re.compile(r"<!-- walked on (?P<day>\d{4}-\d\d-\d\d)(?:, from (?P<origin>\w+))? -->")
_STEP = re.compile(
    r"<!-- walked on (?P<day>\d{4}-\d\d-\d\d)(?:, from \w+)? -->"
    r"|(?P<fails><!-- fails -->\n+)?(?:<!-- (?P<shown>\d+) lines -->\n+)?"
    r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$',
    re.M | re.S,
)
_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)*\.\w+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NAMES = {"en": "Wang Fang", "zh": "王芳"}
_EMAIL = "wang.fang@example.org"
_INIT = {
    "en": ("--title", "Our projects", "--owner", "Wang Fang"),
    "zh": ("--title", "我们的项目", "--owner", "王芳"),
}


class WalkError(Exception):
    """A step of a page does not work as the page says."""


@dataclass(slots=True)
class Walker:
    """Somebody who follows a page: where they are, which day it is, what they have committed."""

    root: Path
    lang: str
    day: date
    folder: Path = field(init=False)
    minutes: int = 0

    def __post_init__(self) -> None:
        self.folder = self.root

    def does(self, command: str) -> tuple[int, str]:
        """The exit code of a command and all that it prints."""
        program, *arguments = shlex.split(command)
        match program:
            case "opsgen":
                return self._opsgen(arguments)
            case "git":
                return self._git(arguments)
            case "cd":
                self.folder /= arguments[0]
                return (0 if self.folder.is_dir() else 1), ""
            case "cat":
                return 0, (self.folder / arguments[0]).read_text(encoding="utf-8")
        raise WalkError(f"nobody here knows how to run {program}")

    def _opsgen(self, arguments: list[str]) -> tuple[int, str]:
        clock = patch("opsgen.calendar.datetime", _clock(self.day))
        user = patch("opsgen.history.beginning.user", lambda _: _author(self.lang, self.day))
        with contextlib.chdir(self.folder), clock, user:
            home = {"HOME": str(self._home()), "XDG_CONFIG_HOME": str(self._home())}
            runner = CliRunner(env={"COLUMNS": "100", "TERM": "dumb", **self._identity(), **home})
            done = runner.invoke(opsgen, ["--lang", self.lang, *arguments], catch_exceptions=False)
        return done.exit_code, done.output

    def _home(self) -> Path:
        """Where git finds who the user is, when opsgen asks it to make a tag."""
        folder = self.root / ".home"
        folder.mkdir(exist_ok=True)
        told = f"[user]\nname = {_NAMES[self.lang]}\nemail = {_EMAIL}\n"
        (folder / ".gitconfig").write_text(told, encoding="utf-8")
        return folder

    def _git(self, arguments: list[str]) -> tuple[int, str]:
        git = shutil.which("git") or "git"
        done = subprocess.run(
            (git, *arguments),
            cwd=self.folder,
            env=os.environ | self._identity(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    def _identity(self) -> dict[str, str]:
        """What git is told: always the same person, and a later minute each time."""
        self.minutes += 1
        hours, minutes = divmod(self.minutes, 60)
        return _settings() | _person(self.lang, f"{self.day}T{10 + hours}:{minutes:02}:00+08:00")

    def writes(self, name: str, text: str) -> None:
        """Put a file there."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def changes(self, name: str, hunk: str) -> None:
        """Change a file as the lines with - and + say; they must stand in it exactly once."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        if text.count(old) != 1:
            raise WalkError(f"{name} has these lines {text.count(old)} times, not once:\n{old}\n--\n{text}")
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def tells(self, said: str, most: int | None) -> str:
        """What was printed, as the page shows it."""
        text = said.replace(str(self.root.resolve()), HOME).replace(str(self.root), HOME)
        for number, commit in enumerate(self._commits()):
            for shown in set(re.findall(rf"\b{commit[:7]}[0-9a-f]*\b", text)):
                text = text.replace(shown, _stand_in(number, shown))
        lines = [line.rstrip() for line in text.strip("\n").splitlines()]
        if most is not None and len(lines) > most:
            lines = [*lines[:most], "…"]
        return "".join(f"{line}\n" for line in lines)

    def _commits(self) -> list[str]:
        code, listed = self._git(["rev-list", "--reverse", "--all"])
        return listed.split() if code == 0 else []


def _author(lang: str, day: date) -> tuple[Author, datetime]:
    """Who git takes the user for, and when; opsgen passes over what the environment says."""
    return Author(_NAMES[lang], _EMAIL), datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def _person(lang: str, when: str) -> dict[str, str]:
    told = {"NAME": _NAMES[lang], "EMAIL": _EMAIL, "DATE": when}
    return {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in told.items()}


def _settings() -> dict[str, str]:
    """Nobody's own settings, and those that change what is kept or printed."""
    fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
    chosen = {"init.defaultBranch": "main", "core.autocrlf": "false", "core.fileMode": "false"}
    for i, (key, value) in enumerate(chosen.items()):
        fixed |= {f"GIT_CONFIG_KEY_{i}": key, f"GIT_CONFIG_VALUE_{i}": value}
    return fixed | {"GIT_CONFIG_COUNT": str(len(chosen))}


def _stand_in(number: int, commit: str) -> str:
    """An id of the same length that everybody sees is none: a1a1a1a for the first commit, b2b2b2b."""
    pair = f"{_LETTERS[number % 6]}{number % 9 + 1}"
    return (pair * 20)[: len(commit)]


def _clock(day: date) -> type[datetime]:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls(day.year, day.month, day.day, 4, tzinfo=UTC).astimezone(tz)

    return Stopped


def is_walked(markdown: str) -> bool:
    """Whether a page is to be followed as a whole."""
    return _DAY.search(markdown) is not None


def walked(markdown: str, lang: str) -> str:
    """The page with what is printed today.

    Raises:
        WalkError: where a step does not work.
    """
    begun = _DAY.search(markdown)
    if begun is None:
        return markdown
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "home"
        walker = Walker(root, lang, date.fromisoformat(begun["day"]))
        walker.folder = _laid_down(root, begun["origin"] or "", lang, walker)
        parts, done = [], 0
        for step in _STEP.finditer(markdown):
            if step["day"]:
                walker.day = date.fromisoformat(step["day"])
            else:
                parts += [markdown[done : step.start("body")], _after(walker, step)]
                done = step.end("body")
        return "".join(parts) + markdown[done:]


def _laid_down(root: Path, origin: str, lang: str, walker: Walker) -> Path:
    """The folder in which a page begins."""
    root.mkdir()
    if origin == "init":
        _must(walker, shlex.join(("opsgen", "init", "our-projects", *_INIT[lang], "--languages", lang)))
        return root / "our-projects"
    return root


def _must(walker: Walker, command: str) -> None:
    code, said = walker.does(command)
    if code:
        raise WalkError(f"{command}: exit code {code}\n{said}")


def _after(walker: Walker, step: re.Match[str]) -> str:
    """The body of a block once its step is done."""
    kind, title, body = step["kind"], step["title"] or "", step["body"]
    if kind == "console":
        return "".join(_answers(walker, body, fails=bool(step["fails"]), most=step["shown"]))
    if title and _NAME.fullmatch(title):
        if kind == "diff":
            walker.changes(title, body)
        else:
            walker.writes(title, body)
    return body


def _answers(walker: Walker, body: str, *, fails: bool, most: str | None) -> Iterator[str]:
    """Each command with what it prints."""
    commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
    for number, command in enumerate(commands, 1):
        code, said = walker.does(command)
        if bool(code) != (fails and number == len(commands)):
            raise WalkError(f"{command}: exit code {code}\n{said}")
        yield f"$ {command}\n"
        yield walker.tells(said, int(most) if most else None)
