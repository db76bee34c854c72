"""What somebody allowed, in the settings or on a line of a file, and what is wrong with allowing it.

On a line: `# opsgen: allow milestone-overdue until 2026-12-01 — waiting for the vendor`. A comment on a line
of its own speaks of the next line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from opsgen.problem import Place
from opsgen.rules.rule import DAY, Remark, across_rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from opsgen.load import Document, Kept, Sources
    from opsgen.model import RuleSettings
    from opsgen.portfolio import Whole
    from opsgen.rules.verdict import Verdict

_COMMENT = re.compile(r"#[ \t]{0,8}opsgen[:：][ \t]{0,8}allow\b([^#]{0,400})")
_CODES = re.compile(r"[a-z]+(?:-[a-z]+)*(?:[ ]?[,，、][ ]?[a-z]+(?:-[a-z]+)*)*")
_UNTIL = re.compile(r"until[ ]+([0-9]{4}-[0-9]{2}-[0-9]{2})\b")


@dataclass(frozen=True, slots=True)
class Allowance:
    """Findings that somebody passed over, where and until when."""

    place: Place
    rules: tuple[str, ...]
    reason: bool
    until: date | None = None
    project: str = ""
    """The project it is limited to; all, where it is empty."""
    line: int = 0
    """The line of the same file it is limited to; none, for the settings."""

    def holds(self, as_of: date) -> bool:
        """Whether it is in force on this day."""
        return self.until is None or as_of <= self.until


class Allowed:
    """What is allowed on a day, to be asked for each finding."""

    def __init__(self, allowances: Iterable[Allowance], as_of: date) -> None:
        self.lines: set[tuple[str, str, int]] = set()
        self.projects: set[tuple[str, str]] = set()
        for allowance in allowances:
            # A comment without a reason would else allow itself.
            rules = set(allowance.rules) - {"allow-without-reason"}
            for code in rules if allowance.holds(as_of) else ():
                if allowance.line:
                    self.lines.add((code, allowance.place.file, allowance.line))
                else:
                    self.projects.add((code, allowance.project))

    def covers(self, code: str, source: str, place: Place) -> bool:
        """Whether a finding of a project, or of the settings or the people, is passed over."""
        return (
            (code, place.file, place.line) in self.lines
            or (code, "") in self.projects
            or (code, source) in self.projects
        )


class Found:
    """Everything that was found, on whatever day, to be asked for each allowance."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, str, int]] = set()
        self.projects: set[tuple[str, str]] = set()

    def add(self, code: str, source: str, place: Place) -> None:
        """Take note of a finding."""
        self.lines.add((code, place.file, place.line))
        self.projects |= {(code, source), (code, "")}

    def any(self, code: str, allowance: Allowance) -> bool:
        """Whether there is a finding that is allowed."""
        if allowance.line:
            return (code, allowance.place.file, allowance.line) in self.lines
        return (code, allowance.project) in self.projects


def written(whole: Whole, sources: Sources) -> Iterator[Allowance]:
    """Everything that is allowed in the files of a whole."""
    if whole.kind == "portfolio":
        yield from _in_settings(whole.value.rules, sources)
    for document in sources.documents():
        yield from _in_lines(document)


def _in_settings(rules: RuleSettings, sources: Sources) -> Iterator[Allowance]:
    for i, allow in enumerate(rules.allow):
        place = sources.place(("rules", "allow", i)).head
        yield Allowance(place, (allow.rule,), bool(allow.reason), allow.until, allow.project)


def _in_lines(document: Document | Kept) -> Iterator[Allowance]:
    lines = document.text.split("\n") if "opsgen" in document.text else []
    comments = {
        (number, found.start() + 1): found
        for number, line in enumerate(lines, 1)
        if "opsgen" in line and (found := _COMMENT.search(line))
    }
    if not comments:
        return
    texts, below = document.inside_texts(comments), _next(lines)
    for (number, column), found in comments.items():
        if (number, column) not in texts:
            alone = not found.string[: column - 1].strip()
            yield _said(document.file, number, found, below[number - 1] if alone else number)


def _next(lines: list[str]) -> list[int]:
    """For each line the next one that is neither empty nor a comment; itself where none follows. From 1."""
    found = list(range(1, len(lines) + 1))
    for number in range(len(lines) - 1, 0, -1):
        below = lines[number].strip()
        found[number - 1] = number + 1 if below and below[0] != "#" else found[number]
    return found


def _said(file: str, number: int, found: re.Match[str], line: int) -> Allowance:
    place = Place(file, number, found.start() + 1, number, found.end() + 1)
    said = found[1].strip()
    codes = _CODES.match(said)
    rest = said[codes.end() :].strip() if codes else said
    until = _UNTIL.match(rest)
    reason = (rest[until.end() :] if until else rest).strip(" \t—–-:：,，")
    return Allowance(
        place,
        tuple(re.findall(r"[a-z-]+", codes[0])) if codes else (),
        bool(reason),
        _day(until[1]) if until else None,
        line=line,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min  # a day that does not exist is over


@across_rule("allow-without-reason", "error")
def allow_without_reason(verdicts: Sequence[Verdict], *_: object) -> Iterator[tuple[Verdict, Remark]]:
    """A finding is passed over, and nobody says why.

    Who reads the file in half a year wants to know whether the reason still holds.

    Example:
        # wrong
        milestones:
          # opsgen: allow milestone-overdue
          - {id: M1, title: Launched, forecast: 2026-11-20}
        # right
        milestones:
          # opsgen: allow milestone-overdue — waiting for the vendor
          - {id: M1, title: Launched, forecast: 2026-11-20}
    """
    for verdict, allowance in _all(verdicts):
        if allowance.rules and not allowance.reason:
            text = message("nobody says why {rules} is allowed here", rules=_named(allowance.rules))
            hint = message("write the reason behind it: `— …`")
            yield verdict, Remark("allow-without-reason", allowance.place, text, hint)


@across_rule("allow-expired", "warning")
def allow_expired(verdicts: Sequence[Verdict], *_: object) -> Iterator[tuple[Verdict, Remark]]:
    """A finding was passed over until a day that is over.

    Example:
        # wrong
        milestones:
          - {id: M1, title: Launched, forecast: 2026-11-20}
        # in portfolio.yaml
        rules:
          allow:
            - {rule: milestone-overdue, project: member-gift, reason: The owner is ill, until: 2026-11-21}
        # right
        milestones:
          - {id: M1, title: Launched, forecast: 2026-11-20}
        # in portfolio.yaml
        rules:
          allow:
            - {rule: milestone-overdue, project: member-gift, reason: The owner is ill, until: 2026-11-30}
    """
    for verdict, allowance in _all(verdicts):
        if allowance.until not in (None, date.max):  # that day is never over
            rules = _named(allowance.rules)
            text = message("{rules} was allowed until {day}", rules=rules, day=allowance.until)
            if allowance.until == date.min:
                text = message("{rules} was allowed until a day that does not exist", rules=rules)
            hint = message("repair what is found, or agree on a new day; else delete this")
            yield verdict, Remark("allow-expired", allowance.place, text, hint, allowance.until + DAY)


@across_rule("allow-unused", "warning")
def allow_unused(*_: object) -> Iterator[tuple[Verdict, Remark]]:
    """Something is allowed that nobody finds, on no day: it was repaired, or the line or the name is wrong.

    Example:
        # wrong
        owner: 王芳      # opsgen: allow unknown-person — a supplier
        # in people.yaml
        people: [{id: wangfang, name: 王芳}]
        # right
        owner: 王芳
        # in people.yaml
        people: [{id: wangfang, name: 王芳}]
    """
    return iter(())  # it takes what all other rules found: `unused` says it


def unused(
    allowances: Iterable[tuple[Verdict, Allowance]],
    found: Found,
    codes: Collection[str],
    told: Collection[str],
) -> Iterator[tuple[Verdict, Remark]]:
    """What `allow-unused` finds, once everything else is; names that are none are told elsewhere.

    What is allowed in a project that is none of `told` may be found there once it can be read.
    """
    for verdict, allowance in allowances:
        for code in allowance.rules if allowance.line or allowance.project in told else ():
            if code in codes and not found.any(code, allowance):
                text = message("nothing is found here that `{rule}` would allow", rule=code)
                yield verdict, Remark("allow-unused", allowance.place, text, message("delete it"))


def _all(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, Allowance]]:
    return ((verdict, allowance) for verdict in verdicts for allowance in verdict.allowances)


def _named(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"`{code}`" for code in codes)


RULES = (allow_without_reason, allow_expired, allow_unused)
