"""`opsgen baseline`: a plan that was agreed on becomes a tag, and what is planned now is held against it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from opsgen import history
from opsgen.calendar import today, zone
from opsgen.cli.ends import ends
from opsgen.cli.formats import as_json
from opsgen.cli.since import complaints
from opsgen.derive.agreement import Dates, Money, agreement
from opsgen.derive.standing import currency_of
from opsgen.export.comment import safe
from opsgen.history.git import GitError
from opsgen.history.labels import ref_part, tag, tagged_on
from opsgen.history.revisions import head_of
from opsgen.problem import visible
from opsgen.schema.suggest import suggest
from opsgen.timeline.tagged import at_commit
from opsgen.timeline.walk import whole_of
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.cli.terminal import Session
    from opsgen.derive.agreement import Agreement
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio
    from opsgen.words import Message, Words

_TAGS = "baseline/"
_NOTHING = "–"


@click.command()
@click.argument("project")
@click.option("--note", metavar="TEXT", help="What was agreed on, as the text of the tag.")
@click.option(
    "--list", "listed", is_flag=True, help="Show the baselines there are, and how far the plan left them."
)
@click.option(
    "--against", metavar="REF|DATE", help="Hold the plan against that of a baseline, tag, commit or day."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, to be pasted into a page, or for programs.",
)
@click.pass_obj
def baseline(
    session: Session, project: str, note: str | None, listed: bool, against: str | None, form: str
) -> None:
    """Make a tag of the plan that was agreed on, at the last commit: baseline/PROJECT/1, then 2.

    It says which line to write into the project, and what publishes the tag. With --list or --against nothing
    is made.
    """
    session.need_workspace()
    if sum((note is not None, listed, against is not None)) > 1 or (form != "text" and against is None):
        said = message(
            "`--note`, `--list` and `--against` exclude each other; `--format` goes with `--against`"
        )
        raise click.UsageError(session.words.say(said))
    portfolio = session.portfolio()
    found = _project(session, portfolio, project)
    with complaints(session.words):
        if listed:
            _list(session, found, portfolio)
        elif against is not None:
            _compare(session, found, portfolio, against, form)
        else:
            _make(session, found, portfolio, note)


def _project(session: Session, portfolio: Portfolio, name: str) -> Project:
    found = portfolio.project(name)
    if found is not None:
        return found
    if name in portfolio.broken:
        said = message("`{id}` cannot be read (`opsgen check` says why)", id=visible(name))
        raise click.UsageError(session.words.say(said))
    text = session.words.say(message("there is no project `{id}`", id=visible(name)))
    meant = suggest(name, [project.id for project in portfolio.projects])
    if meant:
        text += "\n" + session.words.say(message("did you mean `{key}`?", key=visible(meant)))
    raise click.UsageError(text)


# --- a new one


def _make(session: Session, project: Project, portfolio: Portfolio, note: str | None) -> None:
    file = portfolio.source_file(project)
    head = _committed(session, project, file)
    folder = _folder(project)
    name = f"{folder}/{_next(history.tags(session.root, f'{folder}/'), folder)}"
    tag(session.root, name, head, note or name)
    day = today(portfolio.settings.timezone)
    who = session.words.gettext("who approved it")
    session.say(message("Made {tag} at {commit}", tag=name, commit=head[: history.SHORT]))
    session.say(message("Write into {file}:", file=visible(file)))
    session.console.print(f"  baseline: {{ref: {name}, approved: {day}, by: <{who}>}}", markup=False)
    session.say(message("Publish it: {command}", command=f"git push origin {shlex.quote(name)}"))


def _folder(project: Project) -> str:
    return _TAGS + ref_part(project.id)


def _next(known: dict[str, str], folder: str) -> int:
    """The number after the highest, which is never given again as long as the highest is there."""
    numbers = (name.removeprefix(f"{folder}/") for name in known)
    return max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 10), default=0) + 1


def _committed(session: Session, project: Project, file: str) -> str:
    """Full id of the commit checked out, where the project is as it has it.

    Raises:
        GitError: where it is not, or nobody can tell which baselines there are.
    """
    root = session.root
    if history.is_shallow(root):
        raise GitError(
            message("This clone is shallow and may lack baselines. First: git fetch --unshallow --tags")
        )
    head = head_of(root)
    if head is None:
        raise GitError(message("The repository has no commits yet."))
    called = {whole_of(file), *project.aliases}  # under a former name it may be gone, and not committed so
    own = sorted(name for name in history.changed(root, head) if whole_of(name) in called)
    if own:
        files = " ".join(shlex.quote(visible(file)) for file in own)
        raise GitError(
            message(
                "Not committed yet: {files}. First: git add {files} && git commit -m {said}",
                files=files,
                said=shlex.quote(_folder(project)),
            )
        )
    return head


# --- those there are


def _list(session: Session, project: Project, portfolio: Portfolio) -> None:
    root, folder, say = session.root, _folder(project), session.words.say
    commits = history.tags(root, f"{folder}/")
    if not commits:
        session.say(
            message("No baseline yet: `opsgen baseline {project}` makes one", project=visible(project.id))
        )
        return
    dates = tagged_on(root, folder)
    here = zone(portfolio.settings.timezone)
    for name in sorted(commits, key=lambda name: (len(name), name)):
        then = at_commit(root, commits[name], project)
        told = (
            _summary(agreement(then, project, agreed=True), project, portfolio, session.words)
            if then
            else None
        )
        said = told or message("the project is not in it, or cannot be read there")
        day = dates[name].astimezone(here).date()
        mark = " ←" if name == project.baseline.ref else ""
        session.console.print(f"{visible(name)}  {day}  {say(said)}{mark}", markup=False)


def _summary(found: Agreement, project: Project, portfolio: Portfolio, words: Words) -> Message:
    """How far a plan is from an old one, in a line."""
    moved = plural("{n} milestone moved", "{n} milestones moved", found.moved)
    if found.furthest:
        days = plural(
            "{signed} day", "{signed} days", abs(found.furthest), signed=words.signed(found.furthest)
        )
        moved = message("{moved}, {days} at most", moved=moved, days=days)
    finish = found.finish.days
    if finish:
        days = plural("{signed} day", "{signed} days", abs(finish), signed=words.signed(finish))
        moved = message("{said}; finish {days}", said=moved, days=days)
    if found.total is None or not found.total.more:
        return moved
    more = words.exact(found.total.more, currency_of(project, portfolio.settings))
    return message("{said}; planned {more}", said=moved, more=_plus(found.total.more, more))


def _plus(amount: object, shown: str) -> str:
    return shown if shown.startswith(("-", "−")) or not amount else f"+{shown}"


# --- the plan beside an old one


@dataclass(frozen=True)
class _Row:
    """A line of the comparison, in words."""

    kind: Message
    name: str
    then: str
    now: str
    more: str


_HEADINGS = (message("Kind"), message("Name"), message("Then"), message("Now"), message("Deviation"))


def _compare(session: Session, project: Project, portfolio: Portfolio, asked: str, form: str) -> None:
    settings = portfolio.settings
    end = ends(session, asked, "HEAD", settings.timezone, None).base
    then = at_commit(session.root, str(end.commit), project)
    if then is None:
        raise GitError(
            message("`{id}` is not in {version}, or cannot be read there", id=project.id, version=end.said)
        )
    found = agreement(then, project, agreed=asked.startswith(_TAGS))
    if form == "json":
        click.echo(as_json(_data(found, asked, str(end.commit), project, portfolio, session.words)))
        return
    rows = tuple(_rows(found, currency_of(project, settings), session.words))
    title = message("{project} against {version}", project=project.title, version=end.said)
    _TOLD[form](session, title, rows)
    if found.total is None and then.currency != project.currency:
        session.say(message("The money was in another currency then, so it is not compared."))


def _rows(found: Agreement, currency: str, words: Words) -> Iterator[_Row]:
    yield _of_dates(message("Project"), found.finish, words)
    yield from (_of_dates(message("Milestone"), row, words) for row in found.milestones)
    yield from (_of_dates(message("Phase"), row, words) for row in found.phases)
    yield from (_of_money(message("Budget"), row, currency, words) for row in found.budget)
    if found.total is not None:
        yield _of_money(message("Total"), found.total, currency, words)


def _of_dates(kind: Message, row: Dates, words: Words) -> _Row:
    days = row.days
    more = ""
    if days:
        more = words.say(plural("{signed} day", "{signed} days", abs(days), signed=words.signed(days)))
    return _Row(kind, _name(row, words), _day(row.then), _day(row.now), more)


def _day(day: date | None) -> str:
    return _NOTHING if day is None else str(day)


def _of_money(kind: Message, row: Money, currency: str, words: Words) -> _Row:
    then, now = (_NOTHING if x is None else words.exact(x, currency) for x in (row.then, row.now))
    more = _plus(row.more, words.exact(row.more, currency)) if row.more else ""
    return _Row(kind, _name(row, words), then, now, more)


def _name(row: Dates | Money, words: Words) -> str:
    return visible(" ".join(filter(None, (row.id, words.pick(row.title)))))


def _print(session: Session, title: Message, rows: tuple[_Row, ...]) -> None:
    say = session.words.say
    table = Table(title=Text(visible(say(title))), title_justify="left", box=None, pad_edge=False)
    for heading in _HEADINGS:
        # Chinese has no spaces to break at: without folding, the end of a line would be left out.
        table.add_column(say(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in (say(row.kind), row.name, row.then, row.now, row.more)))
    session.console.print(table)


def _markdown(session: Session, title: Message, rows: tuple[_Row, ...]) -> None:
    """As HTML, which a page in Markdown takes, and in which nothing is linked by itself."""
    say = session.words.say
    lines = [f"<p><b>{safe(visible(say(title)))}</b></p>", "<table>", _line("th", *map(say, _HEADINGS))]
    lines += [_line("td", say(row.kind), row.name, row.then, row.now, row.more) for row in rows]
    click.echo("\n".join((*lines, "</table>")).encode())


def _line(cell: str, *texts: str) -> str:
    return f"<tr>{''.join(f'<{cell}>{safe(text)}</{cell}>' for text in texts)}</tr>"


_TOLD = {"text": _print, "markdown": _markdown}


def _data(
    found: Agreement, asked: str, commit: str, project: Project, portfolio: Portfolio, say: Words
) -> dict[str, object]:
    def dates(row: Dates) -> dict[str, object]:
        then, now = (day.isoformat() if day else None for day in (row.then, row.now))
        return {
            "id": row.id or None,
            "title": say.pick(row.title),
            "then": then,
            "now": now,
            "days": row.days,
        }

    def money(row: Money) -> dict[str, object]:
        then, now = (None if x is None else str(x) for x in (row.then, row.now))
        title = say.pick(row.title)
        return {"id": row.id or None, "title": title, "then": then, "now": now, "more": str(row.more)}

    return {
        "version": 1,
        "language": say.lang,
        "project": project.id,
        "revision": asked,
        "commit": commit,
        "currency": currency_of(project, portfolio.settings),
        "finish": dates(found.finish),
        "milestones": [dates(row) for row in found.milestones],
        "phases": [dates(row) for row in found.phases],
        "budget": [money(row) for row in found.budget],
        "total": money(found.total) if found.total else None,
    }


COMMANDS = (baseline,)
