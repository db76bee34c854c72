"""Commands that make something to read: build, serve, pdf."""

from __future__ import annotations

import errno
import logging
import os
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from opsgen import last_good, system
from opsgen.build import BuildError, build, site_maker
from opsgen.build.handouts import print_handouts, report_names
from opsgen.build.screens import REPORT, SCREENS, show_one_pagers
from opsgen.build.showing import Showing
from opsgen.calendar import local_day
from opsgen.check import findings
from opsgen.cli import options
from opsgen.cli.moments import against_of, moment_of
from opsgen.cli.terminal import BROKEN, ERRORS, FINE, Session, fails, status_date, stop
from opsgen.history import SHORT
from opsgen.last_good import Restored
from opsgen.problem import Problem, errors, visible
from opsgen.views.handouts import PACK
from opsgen.words import LANGUAGES, Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from opsgen.check import Judged
    from opsgen.portfolio import Portfolio
    from opsgen.timeline.moment import Moment
    from opsgen.views import Audience


_keep_going = click.option(
    "--keep-going",
    is_flag=True,
    help="Publish the projects that can be read, even when others cannot; still exit code 1.",
)


_last_good = click.option(
    "--last-good",
    "with_last_good",
    is_flag=True,
    help="Show what has errors as of its last version without any; still exit code 1.",
)


@click.command("build")
@options.strict
@options.as_of
@options.at
@options.against
@options.audience
@click.option("--handouts/--no-handouts", default=True, help="Print the PDF handouts too.")
@_keep_going
@_last_good
@click.pass_obj
def build_command(
    session: Session,
    strict: bool,
    as_of: date | None,
    at: str | None,
    against: str | None,
    audience: Audience,
    handouts: bool,
    keep_going: bool,
    with_last_good: bool,
) -> None:
    """Check, then build the site in every language and the handouts, into `site/`.

    The old site stays until the new one is whole, and whenever anything is wrong.
    """
    moment = moment_of(session, at, as_of)
    beside = against_of(session, against, moment)
    found = _read(session, moment, as_of, with_last_good)
    portfolio = found.judged.portfolio
    day = status_date(portfolio.settings, as_of, moment)
    keep_going = keep_going or with_last_good
    failed = _checked(session, found, day, strict, keep_going)
    prints = handouts and can_print(session)
    languages = portfolio.settings.languages
    showing = Showing(languages, day, audience, moment, beside, with_last_good)
    with _bar(session) as step:
        _publish(session, found.judged, showing, prints, keep_going, step)
    stop(ERRORS if failed else FINE)


def _read(session: Session, moment: Moment | None, as_of: date | None, with_last_good: bool) -> Restored:
    """The workspace; what is broken in it as of its last good version where somebody asks for that."""
    if not with_last_good:
        return Restored(session.judged(moment))
    workspace = session.opened(moment)
    return last_good.read(workspace, status_date(workspace.house.settings, as_of, moment), moment)


def _checked(session: Session, found: Restored, day: date, strict: bool, keep_going: bool) -> bool:
    """Print what is wrong; end here when that forbids a build. Whether errors were passed over."""
    problems, portfolio = found.judged.findings(day), found.judged.portfolio
    session.print_problems(problems)
    for said in stands(found):
        session.complain(session.words.say(said), "yellow")
    failed = fails(problems, strict=strict)
    if failed and not (keep_going and portfolio.projects):
        text = message("{found}; nothing was written", found=session.counts(problems))
        session.complain(session.words.say(text), "bold red")
        stop(ERRORS)
    return failed


def stands(found: Restored) -> Iterator[Message]:
    """What is shown in place of what is broken."""
    portfolio = found.judged.portfolio
    for name, one in portfolio.last_good.items():
        yield message(
            "`{name}` is shown as of {day}: commit {commit} left it without errors",
            name=visible(name),
            day=local_day(one.date, portfolio.settings.timezone),
            commit=one.commit[:SHORT],
        )
    for name in found.unknown:
        out = name in portfolio.broken
        said = (
            message("no version of `{name}` without errors is known; it is left out", name=visible(name))
            if out
            else message("no version of `{name}` without errors is known", name=visible(name))
        )
        yield said if found.why is None else message("{said} ({why})", said=said, why=found.why)


def can_print(session: Session) -> bool:
    pango = system.pango()
    if not pango.ok:
        text = message(
            "There will be no PDF handouts: {name} is missing. To get it: {how}",
            name=pango.name,
            how=pango.how,
        )
        session.complain(session.words.say(text), "yellow")
    return pango.ok


def _publish(
    session: Session,
    judged: Judged,
    showing: Showing,
    prints: bool,
    keep_going: bool,
    step: Callable[[Message, int, int], None],
) -> None:
    def make_handouts(folder: Path) -> Iterable[Problem]:
        return print_handouts(session.root, judged.portfolio, folder, showing)

    make_site = site_maker(session.root, judged, showing, handouts=prints, keep_going=keep_going)
    try:
        outcome = build(
            session.root,
            languages=showing.languages,
            make_site=make_site,
            make_handouts=make_handouts if prints else None,
            keep_going=keep_going,
            progress=step,
        )
    except BuildError as error:
        session.complain(session.words.say(error.reason), "bold red")
        stop(BROKEN)
    session.print_problems(outcome.problems)
    if not outcome.published:
        stop(ERRORS)
    session.say(message("The site is ready: {file}", file=str(outcome.site / "index.html")))


@contextmanager
def _bar(session: Session) -> Iterator[Callable[[Message, int, int], None]]:
    """A progress bar on a terminal; one line a step elsewhere, nothing when quiet."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=session.errors, transient=True, disable=session.quiet) as progress:
        task = progress.add_task("", total=None)

        def step(said: Message, done: int, total: int) -> None:
            text = session.words.say(said)
            if session.errors.is_terminal:
                progress.update(task, description=text, completed=done, total=total)
            elif not session.quiet:
                session.errors.print(f"[{done + 1}/{total}] {text}", markup=False)

        yield step


@click.command()
@options.as_of
@options.audience
@click.option(
    "--address",
    type=options.Address(),
    metavar="HOST:PORT",
    help="Where to serve; 127.0.0.1:8000 where it is missing.",
)
@click.pass_obj
def serve(session: Session, as_of: date | None, audience: Audience, address: str | None) -> None:
    """Show the site on this machine and rebuild it on every change, until Ctrl-C."""
    from opsgen.mkdocs_plugin.run import SiteError, serve_site  # half a second that other commands save

    workspace = session.opened()
    problems = findings(workspace, status_date(workspace.house.settings, as_of))
    if errors(problems):
        session.print_problems(problems)
        said = message(
            "{found}; there is nothing to show until the errors are repaired", found=session.counts(problems)
        )
        session.complain(session.words.say(said), "bold red")
        stop(ERRORS)
    try:
        with _told(session):
            serve_site(
                session.root,
                address,
                lang=session.lang if session.lang_given else None,
                as_of=as_of.isoformat() if as_of else None,
                audience=audience,
            )
    except SiteError as error:
        taken = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EADDRINUSE
        advice = message("This address is taken; for another one: `opsgen serve --address 127.0.0.1:8001`")
        session.complain(session.words.say(advice) if taken else str(error), "bold red")
        stop(BROKEN if taken else ERRORS)


@contextmanager
def _told(session: Session) -> Iterator[None]:
    """Prints what the site says while it is being served."""
    site = logging.getLogger("mkdocs")
    told = _Told(session)
    site.addHandler(told)
    ours = logging.getLogger("mkdocs.plugins.opsgen")
    ours.setLevel(logging.WARNING if session.quiet else logging.INFO)
    try:
        yield
    finally:
        site.removeHandler(told)
        ours.setLevel(logging.NOTSET)


class _Told(logging.Handler):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def emit(self, record: logging.LogRecord) -> None:
        problem = getattr(record, "problem", None)
        if problem is not None:
            self.session.print_problems([problem])
            return
        styles = {logging.WARNING: "yellow", logging.ERROR: "bold red"}
        self.session.complain(record.getMessage(), styles.get(record.levelno, ""))


@click.command()
@click.argument("projects", nargs=-1, metavar="[PROJECT]...")
@click.option("--report", metavar="NAME", help="Which handout; those of the site where it is missing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", *SCREENS]),
    default="pdf",
    show_default=True,
    help="One-pagers also as a page for phones, or as a picture for chat tools.",
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="In this language alone; in all of the portfolio otherwise."
)
@click.option("--meeting", metavar="ID", help="The pack of this meeting of the portfolio.")
@options.as_of
@options.at
@options.against
@options.audience
@click.option(
    "-o",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("handouts"),
    show_default=True,
    help="Where to write.",
)
@_keep_going
@_last_good
@click.pass_obj
def pdf(
    session: Session,
    projects: Sequence[str],
    report: str | None,
    form: Literal["pdf", "html", "png"],
    lang: str | None,
    meeting: str | None,
    as_of: date | None,
    at: str | None,
    against: str | None,
    audience: Audience,
    folder: Path,
    keep_going: bool,
    with_last_good: bool,
) -> None:
    """Print handouts: those that the portfolio publishes with its site, or a REPORT.

    Without PROJECT all of them. They are written to `handouts/`.
    """
    report = report or (PACK if meeting else None)
    moment = moment_of(session, at, as_of)
    beside = against_of(session, against, moment)
    found = _read(session, moment, as_of, with_last_good)
    portfolio = found.judged.portfolio
    day = status_date(portfolio.settings, as_of, moment)
    _known(session, portfolio, projects)
    _printable(session, report, form)
    _held(session, portfolio, meeting, alone=report == PACK and not projects)
    failed = _checked(session, found, day, strict=False, keep_going=keep_going or with_last_good)
    if form != "html" and not can_print(session):
        stop(BROKEN)
    target = Path(os.path.normpath(session.root / folder))
    os.makedirs(target, exist_ok=True)
    asked = lang or (session.lang if session.lang_given else None)
    languages = (asked,) if asked else portfolio.settings.languages
    showing = Showing(languages, day, audience, moment, beside, with_last_good)
    paper = partial(print_handouts, report=report, item=meeting or "")
    make = paper if form == "pdf" else partial(show_one_pagers, form=form)
    with _bar(session) as step:
        problems = make(session.root, portfolio, target, showing, projects=projects, progress=step)
    session.print_problems(problems)
    if errors(problems):
        stop(ERRORS)
    session.say(message("The handouts are in {folder}", folder=str(target)))
    stop(ERRORS if failed else FINE)


def _known(session: Session, portfolio: Portfolio, projects: Sequence[str]) -> None:
    ids = tuple(project.id for project in portfolio.projects)
    for name in projects:
        if portfolio.project(name) is None:
            text = message("there is no project `{id}`; there are: {ids}", id=name, ids=ids)
            raise click.UsageError(session.words.say(text))


def _held(session: Session, portfolio: Portfolio, meeting: str | None, *, alone: bool) -> None:
    if meeting is not None and not alone:
        text = message("`--meeting` goes with `--report {report}` and without projects", report=PACK)
        raise click.UsageError(session.words.say(text))
    ids = tuple(one.id for one in portfolio.meetings)
    if meeting is not None and meeting not in ids:
        text = message("the portfolio has no meeting `{id}`; there are: {ids}", id=meeting, ids=ids)
        raise click.UsageError(session.words.say(text))


def _printable(session: Session, report: str | None, form: str) -> None:
    names = report_names(session.root)
    if report is not None and report not in names:
        text = message("there is no report `{id}`; there are: {ids}", id=report, ids=names)
        raise click.UsageError(session.words.say(text))
    if form != "pdf" and report != REPORT:
        text = message("`--format {form}` goes with `--report {report}`", form=form, report=REPORT)
        raise click.UsageError(session.words.say(text))


COMMANDS = (build_command, serve, pdf)
