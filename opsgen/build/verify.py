"""Whether a handout is what the repository says: it is printed again, and compared."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from opsgen import check, last_good
from opsgen.build.handouts import print_handouts, report_names
from opsgen.build.showing import Showing
from opsgen.history import GitError
from opsgen.history.revisions import commit_of
from opsgen.pdf.reading import UnreadableError, imprint_of, text_of
from opsgen.timeline.against import Against
from opsgen.timeline.moment import exactly
from opsgen.views import AUDIENCES, handout_path
from opsgen.words import LANGUAGES, Message, message

if TYPE_CHECKING:
    from opsgen.pdf.imprint import Imprint
    from opsgen.views import Audience

Finding = Literal[
    "same", "same-text", "differs", "draft", "unknown-commit", "foreign", "unreadable", "failed"
]
_MOST = 5
"""So many differences are told."""
_LONG = 80


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it; `details` say what is not the same, or why it cannot be told."""

    finding: Finding
    imprint: Imprint | None = None
    details: tuple[Message, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the handout says what the repository says."""
        return self.finding in ("same", "same-text")


def verify(root: Path, data: bytes) -> Verdict:
    """Print the handout again from the commit that it names, and compare; never raises."""
    try:
        found = imprint_of(data)
    except UnreadableError:
        return Verdict("unreadable", None, (message("it is no PDF that can be read"),))
    if found is None:
        return Verdict("foreign", None, (message("it says nothing of where it comes from"),))
    doubt = _doubt(root, found)
    return doubt or _compared(root, found, data)


def _doubt(root: Path, found: Imprint) -> Verdict | None:
    """Why it cannot be printed again; None where it can."""
    if found.draft or not found.commit:
        said = message("it is a draft: its files had changes that were never committed")
        return Verdict("draft", found, (said,))
    if not _is_ours(root, found):
        said = message("no report of this name, language or audience is known here")
        return Verdict("foreign", found, (said,))
    for commit in filter(None, (found.commit, found.numbers, found.against)):
        if not _known(root, commit):
            said = message("commit {commit} is not in this repository, or not in this clone", commit=commit)
            return Verdict("unknown-commit", found, (said,))
    return None


def _is_ours(root: Path, found: Imprint) -> bool:
    return (
        found.report in report_names(root) and found.lang in LANGUAGES and found.audience in AUDIENCES
    ) and _day(found.as_of) is not None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _known(root: Path, commit: str) -> bool:
    try:
        return commit_of(root, commit) == commit
    except GitError:
        return False


def _compared(root: Path, found: Imprint, data: bytes) -> Verdict:
    try:
        with tempfile.TemporaryDirectory(prefix="opsgen-") as folder:
            again = _printed(root, found, Path(folder))
    except GitError as error:
        return Verdict("failed", found, (error.reason,))
    if isinstance(again, Message):
        return Verdict("failed", found, (again,))
    if again == data:
        return Verdict("same", found)
    made = imprint_of(again)
    programs = tuple(_programs(found, made)) if made else ()
    texts = tuple(_texts(text_of(data), text_of(again)))
    if texts:
        return Verdict("differs", found, (*texts[:_MOST], *programs))
    if programs or (made and made.content == found.content):
        return Verdict("same-text", found, programs)
    return Verdict(
        "differs", found, (message("the texts are the same, and the figures or the style are not"),)
    )


def _printed(root: Path, found: Imprint, folder: Path) -> bytes | Message:
    """The handout as it is printed now, or why it is not."""
    day = date.fromisoformat(found.as_of)
    moment = exactly(root, found.commit, day, found.numbers)
    workspace = check.then(root, moment)
    judged = last_good.read(workspace, day, moment).judged if found.last_good else check.read_whole(workspace)
    problems = print_handouts(
        root,
        judged.portfolio,
        folder,
        Showing(
            languages=(found.lang,),
            as_of=day,
            audience=cast("Audience", found.audience),
            moment=moment,
            against=Against(found.plans, found.against) if found.against else None,
        ),
        projects=(found.project,) if found.project else (),
        report=found.report,
        item=found.item,
        anew=True,
    )
    file = folder / handout_path(found.report, found.project, found.lang, found.item)
    if file.is_file():
        return file.read_bytes()
    failed = [problem.message for problem in problems if problem.severity == "error"]
    return failed[0] if failed else message("that commit has nothing of which to print it")


def _programs(old: Imprint, new: Imprint) -> list[Message]:
    """The programs and templates that are not those it was made with."""
    versions = [("opsgen", old.opsgen, new.opsgen)]
    versions += [
        (name, old.engines.get(name, ""), new.engines.get(name, ""))
        for name in sorted({*old.engines, *new.engines})
    ]
    found = [
        message("made with {name} {old}, here is {new}", name=name, old=one or "?", new=other or "?")
        for name, one, other in versions
        if one != other
    ]
    if old.templates != new.templates:
        found.append(message("the templates are not those that it was made with"))
    return found


def _texts(old: tuple[str, ...], new: tuple[str, ...]) -> list[Message]:
    """Where the texts differ, page by page."""
    found = []
    for page, (one, other) in enumerate(zip_longest(old, new, fillvalue=""), 1):
        lines = zip_longest(one.splitlines(), other.splitlines(), fillvalue="")
        found += [
            message(
                "page {page}: “{old}” in the file, “{new}” in the repository",
                page=page,
                old=before[:_LONG],
                new=after[:_LONG],
            )
            for before, after in lines
            if " ".join(before.split()) != " ".join(after.split())
        ][:2]
    return found
