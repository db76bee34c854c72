"""The whole site in its place or not at all: every language and the handouts, made aside and swapped in."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsgen.build.lock import LockedError, only_build
from opsgen.build.swap import staging
from opsgen.history import GitError
from opsgen.problem import Problem, errors, visible
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from opsgen.build.showing import Showing
    from opsgen.check import Judged

    SiteMaker = Callable[[str, Path], None]
    """Writes the pages of one language into an empty folder."""
    HandoutMaker = Callable[[Path], Iterable[Problem]]
    """Writes the handouts into a folder and tells what is wrong with them."""
    Progress = Callable[[Message, int, int], None]
    """Told each step that begins, how many are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a build: whether `site` is the new one, and what was found on the way."""

    site: Path
    published: bool
    problems: tuple[Problem, ...] = ()


class BuildError(Exception):
    """The machine would not have it: disk full, no permission, another build. The old site stands."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason = reason


def build(
    root: Path,
    *,
    languages: Sequence[str],
    make_site: SiteMaker,
    make_handouts: HandoutMaker | None = None,
    keep_going: bool = False,
    progress: Progress = lambda _step, _done, _steps: None,
) -> Outcome:
    """Make `root/site`: the first language at its root, the others below `/<lang>/`, handouts in `handouts/`.

    Readers see the old site until the new one is whole; it stays when anything fails, and when a handout
    has an error (unless `keep_going`). A KeyboardInterrupt goes through, after cleaning up.

    Raises:
        BuildError: with the reason, when the machine would not have it.
    """
    site = root / "site"
    steps = _Steps(progress, len(languages) + (make_handouts is not None) + 1)
    try:
        with only_build(root / ".cache" / "opsgen"), staging(site) as folder:
            _make_pages(folder, languages, make_site, steps)
            problems = _make_handouts(folder, make_handouts, steps)
            if errors(problems) and not keep_going:
                raise _WithheldError(problems)
            steps.begin(message("Putting the site in its place"))
    except _WithheldError as stopped:
        return Outcome(site, False, stopped.problems)
    except LockedError as locked:
        raise BuildError(locked.reason) from locked
    except OSError as error:
        if error.errno is None:  # not the machine's, such as a missing template
            raise
        raise BuildError(_reason(error, root)) from error
    return Outcome(site, True, problems)


class _WithheldError(Exception):
    """Ends the staging without a swap."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class _Steps:
    """Counts the steps of a build for whoever shows them."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._begun = 0

    def begin(self, step: Message) -> None:
        self._progress(step, self._begun, self._total)
        self._begun += 1


def site_maker(
    root: Path, judged: Judged, showing: Showing, *, handouts: bool, keep_going: bool = False
) -> SiteMaker:
    """Pages by MkDocs, each language linked to the others, all of the workspace as it was read.

    The findings of the data are not told again. What MkDocs refuses is logged before the BuildError.
    """
    from opsgen.mkdocs_plugin import source  # half a second that other commands save
    from opsgen.mkdocs_plugin.run import SiteError, build_site

    options: dict[str, Any] = {
        "languages": list(showing.languages),
        "audience": showing.audience,
        "handouts": handouts,
        "keep_going": keep_going,
        "reported": True,
    }

    @cache
    def found() -> source.Source:
        return source.of(root, judged, showing.as_of, showing.moment, showing.against)

    def make(lang: str, folder: Path) -> None:
        try:
            build_site(root, folder, lang=lang, source=found(), **options)
        except GitError as error:
            raise BuildError(error.reason) from error
        except SiteError as error:
            if isinstance(error.__cause__, OSError):
                raise error.__cause__ from error
            raise BuildError(
                message("The pages were not built: {error}", error=visible(str(error)))
            ) from error

    return make


def _make_pages(folder: Path, languages: Sequence[str], make_site: SiteMaker, steps: _Steps) -> None:
    # The first one first: MkDocs empties the folder it writes to.
    for number, lang in enumerate(languages):
        steps.begin(message("Building the pages ({lang})", lang=lang))
        make_site(lang, folder / lang if number else folder)


def _make_handouts(folder: Path, make: HandoutMaker | None, steps: _Steps) -> tuple[Problem, ...]:
    if make is None:
        return ()
    steps.begin(message("Printing the handouts"))
    handouts = folder / "handouts"
    handouts.mkdir(exist_ok=True)  # written pages may have brought files of that folder
    return tuple(make(handouts))


def _reason(error: OSError, root: Path) -> Message:
    """The error in the words of somebody who has to do something about it."""
    where = _place(error.filename, root)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return message("The disk is full; the old site was left as it was.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return message("{place} cannot be written; the old site was left as it was.", place=where)
        case errno.EBUSY:
            return message(
                "{place} is a mount point and cannot be replaced: mount the folder above it.", place=where
            )
        case errno.ENOTDIR if where == "site":
            return message("site is not a folder of its own; remove the file or link of that name.")
        case _:
            said = error.strerror or str(error)
            return message("{place}: {error}; the old site was left as it was.", place=where, error=said)


def _place(filename: object, root: Path) -> str:
    if not isinstance(filename, str | os.PathLike):
        return root.resolve().name
    path = Path(filename)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
