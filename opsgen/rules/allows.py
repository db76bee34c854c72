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
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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

    def covers(self, code: str, source: str, place: Place) -> bool:
        """Whether it speaks of this finding, on whatever day."""
        if code not in self.rules or self.project not in ("", source):
            return False
        return not self.line or (place.line == self.line and place.file == self.place.file)

    def holds(self, as_of: date) -> bool:
        """Whether it is in force on this day."""
        return self.until is None or as_of <= self.until


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
    if "opsgen" not in document.text:
        return
    lines = document.text.split("\n")
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line) if "opsgen" in line else None
        if found and not document.inside_text(number, found.start() + 1):
            alone = not line[: found.start()].strip()
            yield _said(document.file, number, found, _next(lines, number) if alone else number)


def _next(lines: list[str], number: int) -> int:
    """The next line with something on it that is no comment."""
    rest = ((n, line.strip()) for n, line in enumerate(lines[number:], number + 1))
    return next((n for n, line in rest if line and not line.startswith("#")), number)


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
def allow_without_reason(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, Remark]]:
    """A finding is passed over, and nobody says why.

    Who reads the file in half a year wants to know whether the reason still holds.

    Example:
        # opsgen: allow milestone-overdue — waiting for the vendor
        - {id: M1, title: Launched, forecast: 2026-09-20}
    """
    for verdict, allowance in _all(verdicts):
        if allowance.rules and not allowance.reason:
            text = message("nobody says why {rules} is allowed here", rules=_named(allowance.rules))
            hint = message("write the reason behind it: `— …`")
            yield verdict, Remark("allow-without-reason", allowance.place, text, hint)


@across_rule("allow-expired", "warning")
def allow_expired(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, Remark]]:
    """A finding was passed over until a day that is over.

    Example:
        rules:
          allow:
            - {rule: action-overdue, project: member-gift, reason: The owner is ill, until: 2026-10-31}
    """
    for verdict, allowance in _all(verdicts):
        if allowance.until is not None:
            text = message(
                "{rules} was allowed until {day}", rules=_named(allowance.rules), day=allowance.until
            )
            hint = message("repair what is found, or agree on a new day; else delete this")
            since = allowance.until + DAY
            yield verdict, Remark("allow-expired", allowance.place, text, hint, since)


@across_rule("allow-unused", "warning")
def allow_unused(_: Sequence[Verdict]) -> Iterator[tuple[Verdict, Remark]]:
    """Something is allowed that nobody finds, on no day: it was repaired, or the line or the name is wrong.

    Example:
        owner: 王芳      # opsgen: allow unknown-person — a supplier      (people.yaml knows 王芳)
    """
    return iter(())  # it takes what all other rules found: `unused` says it


def unused(
    allowances: Iterable[tuple[Verdict, Allowance]], found: Mapping[str, Collection[tuple[str, Place]]]
) -> Iterator[tuple[Verdict, Remark]]:
    """What `allow-unused` finds. `found` has source and place of every finding, by its code."""
    for verdict, allowance in allowances:
        for code in allowance.rules:
            if code in found and not any(allowance.covers(code, *one) for one in found[code]):
                text = message("nothing is found here that `{rule}` would allow", rule=code)
                yield verdict, Remark("allow-unused", allowance.place, text, message("delete it"))


def _all(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, Allowance]]:
    return ((verdict, allowance) for verdict in verdicts for allowance in verdict.allowances)


def _named(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"`{code}`" for code in codes)


RULES = (allow_without_reason, allow_expired, allow_unused)
