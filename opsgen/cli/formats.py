"""The forms in which `opsgen check` gives its findings to programs, to GitHub and to GitLab."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.cli.lines import lines_of
from opsgen.export.findings import findings_comment
from opsgen.problem import counts, data, github, gitlab
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from opsgen.cli.since import Since
    from opsgen.portfolio import Contents
    from opsgen.problem import Problem
    from opsgen.words import Words

_COMMAND = re.compile(r"(?<=:):|(?<=#)#")
"""The second sign of `::` and `##`, which begin commands to build services; JSON has them only in texts."""
SUMMARY_LIMIT = 1 << 20  # bytes; GitHub shows nothing of a larger one


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and how much it looked at."""

    root: Path
    problems: tuple[Problem, ...]
    words: Words
    as_of: date
    projects: int
    allowed: Mapping[str, int]
    """How many findings of each severity somebody allowed."""
    since: Since | None = None
    """What the findings were limited to."""
    contents: Contents | None = None
    """The files of the moment of the past that was checked; None for the files as they are."""

    @property
    def result(self) -> Message:
        """`3 projects checked: 2 errors, 1 warning (1 allowed)`."""
        found = counted(self.problems)
        if allowed := sum(self.allowed.values()):
            found = message("{found} ({n} allowed)", found=found, n=allowed)
        result = plural(
            "{n} project checked: {found}", "{n} projects checked: {found}", self.projects, found=found
        )
        return self.since.said(result) if self.since else result

    @property
    def advice(self) -> Message | None:
        """Where to read more about an error; None without errors."""
        code = next((problem.code for problem in self.problems if problem.severity == "error"), None)
        return message("More about an error: `opsgen explain {code}`", code=code) if code else None

    @property
    def fixable(self) -> Message | None:
        """How much of it a command mends; None where that is nothing."""
        n = sum(problem.repair is not None for problem in self.problems) if not self.contents else 0
        if not n:
            return None
        return plural(
            "`opsgen fix` mends {n} of these findings", "`opsgen fix` mends {n} of these findings", n
        )


def counted(problems: tuple[Problem, ...]) -> Message:
    """`2 errors, 1 warning`; and notes where there are some."""
    found = counts(problems)
    said = message(
        "{errors}, {warnings}",
        errors=plural("{n} error", "{n} errors", found["error"]),
        warnings=plural("{n} warning", "{n} warnings", found["warning"]),
    )
    notes = plural("{n} note", "{n} notes", found["info"])
    return message("{said}, {notes}", said=said, notes=notes) if found["info"] else said


def as_json(value: object) -> bytes:
    """JSON for machines: always UTF-8, whatever the terminal speaks and whatever files are called.

    What a terminal or a log would obey is written as an escape, which means the same to whoever reads JSON.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1)
    kept = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    return _COMMAND.sub(lambda found: f"\\u{ord(found[0]):04x}", kept).encode()


def findings_json(checked: Checked) -> bytes:
    """Everything about the check; `schemas/output/check.schema.json` describes it."""
    report = data.report(
        checked.problems,
        checked.words,
        as_of=checked.as_of,
        projects=checked.projects,
        allowed=checked.allowed,
    )
    return as_json(report | {"since": checked.since.data() if checked.since else None})


def code_quality(checked: Checked) -> bytes:
    """The report that GitLab shows in a merge request."""
    line_at = lines_of(checked.root, checked.contents)
    return as_json(
        gitlab.code_quality(checked.problems, checked.words, line_at, path_in_repository(checked.root))
    )


def comment(checked: Checked) -> bytes:
    """The errors as a comment for a pull request; nothing where there are none."""
    line_at = lines_of(checked.root, checked.contents)
    prefix = path_in_repository(checked.root)
    return findings_comment(checked.problems, checked.words, line_at, prefix).rstrip("\n").encode()


REPORTS = {"json": findings_json, "gitlab": code_quality, "comment": comment}


def commands(checked: Checked) -> bytes:
    """The commands with which GitHub shows findings beside the lines, one on each line."""
    lines = github.commands(checked.problems, checked.words, path_in_repository(checked.root))
    return "".join(f"{line}\n" for line in lines).encode()


def left_out(checked: Checked) -> Message | None:
    """How many findings GitHub will not show beside the lines; None when it shows all."""
    hidden = sum(max(0, n - github.SHOWN) for n in counts(checked.problems).values())
    if not hidden:
        return None
    return plural(
        "GitHub shows ten findings of a kind beside the lines; {n} more is listed above",
        "GitHub shows ten findings of a kind beside the lines; {n} more are listed above",
        hidden,
    )


def append_summary(checked: Checked) -> None:
    """Add a table of the findings to the summary of a GitHub step; nothing where there is no such step."""
    named = os.environ.get("GITHUB_STEP_SUMMARY")
    if not named:
        return
    with Path(named).open("ab") as file:
        room = SUMMARY_LIMIT - file.tell()
        prefix = path_in_repository(checked.root)
        table = github.summary(checked.problems, checked.words, checked.result, prefix, room)
        file.write(table.encode())


def path_in_repository(root: Path) -> str:
    """What leads from the top of the repository to the workspace, such as `plans/`; empty at the top."""
    for variable in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        top = os.environ.get(variable)
        if top and root.is_relative_to(Path(top).resolve()):
            return _between(Path(top).resolve(), root)
    tops = (folder for folder in (root, *root.parents) if (folder / ".git").exists())
    return _between(next(tops, root), root)


def _between(top: Path, root: Path) -> str:
    return "".join(f"{part}/" for part in root.relative_to(top).parts)
