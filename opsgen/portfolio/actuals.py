"""The finance sheet put with the projects and budget lines that its rows name.

A project can tell by itself which rows are its own, so that it can be judged alone; what several of them
claim, and what none does, is settled when all of them are known.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from opsgen.load import most_bytes
from opsgen.portfolio.headings import folded
from opsgen.portfolio.spending import Names, Spent, amounts
from opsgen.problem import Place, Problem
from opsgen.schema.suggest import suggest
from opsgen.tables import Book, read_csv_sheet, read_workbook
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from opsgen.load import Path
    from opsgen.portfolio.house import House
    from opsgen.portfolio.reading import Contents
    from opsgen.problem import Severity

_MOST_PROBLEMS = 100
_PLAIN_NAME = re.compile(r"[^\W\d_][\w（） -]{0,59}\Z")


@dataclass(frozen=True, slots=True)
class Called:
    """What a project, or a budget line, may be called; without the differences that nobody means."""

    id: str
    others: frozenset[str] = frozenset()
    """Its former ids, its code, its titles and what else others call it."""
    written: str = ""
    """Its id as it is written, to be named by."""

    @property
    def all(self) -> frozenset[str]:
        """The id and the others."""
        return self.others | {self.id}


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Rows of the sheet that are in no budget line: how many, and how much, of one currency."""

    project: str
    """The id of the project they name; empty where nobody can tell it."""
    currency: str
    amount: Decimal
    rows: int


@dataclass(frozen=True)
class Spending:
    """The finance sheet: its rows by the names they use. Without a sheet it is empty."""

    file: str = ""
    rows: tuple[Spent, ...] = ()
    problems: tuple[Problem, ...] = ()
    currency: str = ""
    """That of the portfolio; empty where its settings cannot be read."""
    files: frozenset[str] = frozenset()
    """The ids that projects have by their files."""

    @cached_property
    def by_names(self) -> dict[Names, list[int]]:
        """The numbers of the rows of each project, by how they name it."""
        found: dict[Names, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            found[row.project].append(number)
        return dict(found)

    @cached_property
    def by_name(self) -> dict[str, list[Names]]:
        """What is written in the sheet, by each name in it."""
        found: dict[str, list[Names]] = defaultdict(list)
        for names in self.by_names:
            for name in names:
                found[folded(name)].append(names)
        return dict(found)

    def claimed(self, project: Called) -> tuple[Names, ...]:
        """What a project is called in the sheet, as far as it can tell by itself."""
        names = [name for name in project.all if name == project.id or name not in self.files]
        found = {written for name in names for written in self.by_name.get(name, ())}
        return self.in_order(found)

    def in_order(self, names: Iterable[Names]) -> tuple[Names, ...]:
        """The same in the order of the sheet."""
        return tuple(sorted(names, key=lambda written: self.by_names[written][0]))

    def of(self, names: Iterable[Names]) -> tuple[Spent, ...]:
        """The rows of these names, in the order of the sheet."""
        numbers = sorted(number for written in names for number in self.by_names.get(written, ()))
        return tuple(self.rows[number] for number in numbers)


NO_SPENDING = Spending()


def read_spending(
    names: Sequence[str], contents: Contents, house: House, projects: Iterable[str]
) -> Spending:
    """The sheet of these files, of which there should be one; `projects` are the ids that files give."""
    if not names:
        return NO_SPENDING
    name, *others = names
    content = contents[name]()
    book = Book(name, problems=(content,)) if isinstance(content, Problem) else _book(name, content)
    rows, problems = amounts(book)
    hint = message("keep one of the two files")
    for again in others:
        text = message("`{other}` is the finance sheet too", other=name)
        problems.append(Problem(Place(again), "file-twice", "error", text, hint))
    currency = "" if "portfolio" in house.unread else house.settings.currency
    files = frozenset(map(folded, projects))
    return Spending(name, tuple(rows), tuple(problems), currency, files)


def _book(name: str, content: bytes) -> Book:
    read = read_workbook if name.lower().endswith(".xlsx") else read_csv_sheet
    return read(name, content, most_bytes(name))


def called(item: dict[str, Any], name: str = "") -> Called:
    """What the data of a project or a budget line says it is called; `name` where it has no id of its own."""
    written = str(item.get("id") or name)
    others = (
        *item.get("aliases", ()),
        *item.get("also_called", ()),
        item.get("code", ""),
        *_forms(item.get("title", "")),
    )
    return Called(folded(written), frozenset(folded(str(other)) for other in others if other), written)


def _forms(title: Any) -> tuple[Any, ...]:
    if isinstance(title, Text):
        return title.forms
    return tuple(title.values()) if isinstance(title, dict) else (title,)


class Register:
    """Things by what they are called; an id is stronger than any other name."""

    def __init__(self, things: Iterable[Called]) -> None:
        self.ids: dict[str, set[int]] = defaultdict(set)
        self.others: dict[str, set[int]] = defaultdict(set)
        for index, thing in enumerate(things):
            self.ids[thing.id].add(index)
            for name in thing.others:
                self.others[name].add(index)

    def meant(self, names: Names) -> frozenset[int]:
        """The things that names of a row mean: one where all is well, none, or several."""
        owners = [self.owners(folded(name)) for name in names]
        known = [found for found in owners if found]
        common = frozenset.intersection(*known) if known else frozenset()
        return common or frozenset().union(*known)

    def owners(self, name: str) -> frozenset[int]:
        return frozenset(self.ids.get(name) or self.others.get(name) or ())


@dataclass(frozen=True, slots=True)
class Settlement:
    """Which rows belong to which project, now that all projects are known."""

    names: tuple[tuple[Names, ...], ...]
    """For each project what it is called in the sheet."""
    problems: tuple[Problem, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    """What names no project, or several."""

    def other_than(self, guessed: Sequence[Collection[Names]]) -> tuple[int, ...]:
        """The numbers of the projects that took other rows than are theirs, or fewer."""
        both = enumerate(zip(guessed, self.names, strict=False))
        return tuple(index for index, (own, names) in both if set(own) != set(names))


NOTHING_SETTLED = Settlement(())


def settle(spending: Spending, projects: Sequence[Called], broken: int = 0) -> Settlement:
    """Which rows belong to which of the projects, of which so many could not be read."""
    register = Register(projects)
    names: list[list[Names]] = [[] for _ in projects]
    problems: list[Problem] = []
    lost: list[Spent] = []
    for written in spending.by_names:
        meant = register.meant(written)
        if len(meant) == 1:
            names[next(iter(meant))].append(written)
            continue
        rows = spending.of((written,))
        lost += rows
        if len(problems) < _MOST_PROBLEMS:
            found = [projects[index] for index in sorted(meant)]
            problems.append(_no_project(spending, written, rows, found, projects, broken))
    return Settlement(tuple(map(tuple, names)), tuple(problems), _summed("", lost, spending.currency))


def _no_project(
    spending: Spending,
    written: Names,
    rows: Sequence[Spent],
    meant: Sequence[Called],
    projects: Sequence[Called],
    broken: int,
) -> Problem:
    place, name = rows[0].place(spending.file, 0), written[-1][:80]
    counts = _count(rows, spending.currency)
    if meant:
        text = message("several projects may be called `{name}`; {rows}", name=name, rows=counts)
        hint = message("write the id: {ids}", ids=tuple(f"`{one.written}`" for one in meant))
        return Problem(place, "ambiguous-spending", "warning", text, hint)
    text = message("there is no project `{name}`; {rows}", name=name, rows=counts)
    return Problem(place, "spending-without-project", "warning", text, _meant(written, projects, broken))


def _meant(written: Names, projects: Sequence[Called], broken: int) -> Message | None:
    owner = {name: one.written for one in reversed(projects) for name in one.all if name}
    for name in written:
        found = suggest(folded(name), sorted(owner))
        if found:
            return _called_so(owner[found], written)
    if broken:
        return plural(
            "it may be the project that could not be read",
            "it may be one of the {n} projects that could not be read",
            broken,
        )
    return message(
        "write the id, the code or the title of a project; or in the project `also_called: [{name}]`",
        name=_in_list(written[-1]),
    )


def _called_so(known: str, names: Names) -> Message:
    """That something is probably meant, and how to say so for good: the sheet is not ours to change."""
    return message(
        "did you mean `{key}`? Then write `also_called: [{name}]` there", key=known, name=_in_list(names[-1])
    )


def _in_list(name: str) -> str:
    """A name as it stands in a list of YAML; in quotes where it needs them."""
    return name if _PLAIN_NAME.match(name) else json.dumps(name, ensure_ascii=False)


def _count(rows: Sequence[Spent], currency: str) -> Message:
    sums = tuple(_money(one.amount, one.currency) for one in _summed("", rows, currency))
    return plural(
        "{n} row with {sums} is not counted", "{n} rows with {sums} are not counted", len(rows), sums=sums
    )


def _money(amount: Decimal, currency: str) -> Message:
    return message("{amount} {currency}", amount=amount, currency=currency)


def not_counted(project: str, rows: Iterable[Spent], spending: Spending) -> tuple[Unmatched, ...]:
    """The rows of a project that could not be read."""
    return _summed(project, rows, spending.currency)


def _summed(project: str, rows: Iterable[Spent], currency: str) -> tuple[Unmatched, ...]:
    """What is not counted, by currency; that of the project or the portfolio where a row says none."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        found[row.currency or currency].append(row.amount)
    return tuple(
        Unmatched(project, code, sum(found[code], Decimal(0)), len(found[code])) for code in sorted(found)
    )


@dataclass
class Put:
    """What came of the rows of one project."""

    places: dict[Path, tuple[Spent, ...]] = field(default_factory=dict)
    """The rows of each budget line's `actuals`, by their path in the project."""
    problems: list[Problem] = field(default_factory=list)
    unmatched: tuple[Unmatched, ...] = ()


def put_with_lines(data: dict[str, Any], spending: Spending, rows: Sequence[Spent]) -> Put:
    """Add the rows to the budget lines they name, as `actuals`; `data` is a project that could be read."""
    budget: list[dict[str, Any]] = data.get("budget", [])
    put = _Putter(data, spending, [called(line) for line in budget])
    fitting = put.in_currency(rows)
    by_line: dict[int, list[Spent]] = defaultdict(list)
    for names, found in _grouped(fitting).items():
        index = put.line(names, found)
        if index is not None:
            by_line[index] += found
    for index in sorted(by_line):
        put.add(budget[index], index, by_line[index])
    put.made.unmatched = _summed(data["id"], put.lost, put.currency)
    return put.made


def _grouped(rows: Iterable[Spent]) -> dict[Names, list[Spent]]:
    found: dict[Names, list[Spent]] = defaultdict(list)
    for row in rows:
        found[row.line].append(row)
    return found


class _Putter:
    def __init__(self, data: dict[str, Any], spending: Spending, lines: list[Called]) -> None:
        self.id = data["id"]
        self.file = spending.file
        self.currency = data.get("currency") or spending.currency
        self.lines = lines
        self.register = Register(lines)
        self.made = Put()
        self.lost: list[Spent] = []

    def in_currency(self, rows: Iterable[Spent]) -> list[Spent]:
        """The rows in the project's currency; the others are said and lost."""
        others: dict[str, list[Spent]] = defaultdict(list)
        fitting: list[Spent] = []
        for row in rows:
            fits = not self.currency or not row.currencies or self.currency in row.currencies
            (fitting if fits else others[row.currency]).append(row)
        for code, found in others.items():
            text = message(
                "the money of project `{project}` is in {currency}, not in {other}; {rows}",
                project=self.id,
                currency=self.currency,
                other=code[:20],
                rows=_count(found, self.currency),
            )
            hint = message("write the amounts in {currency}: sums need one currency", currency=self.currency)
            self.say(found, 3, "spending-in-other-currency", text, hint)
        return fitting

    def line(self, names: Names, rows: list[Spent]) -> int | None:
        """The number of the budget line that the rows name."""
        meant = self.register.meant(names)
        if len(meant) == 1:
            return next(iter(meant))
        if len(self.made.problems) >= _MOST_PROBLEMS:
            self.lost += rows
            return None
        name, counts = names[-1][:80], _count(rows, self.currency)
        if meant:
            text = message(
                "several budget lines of project `{project}` may be called `{name}`; {rows}",
                project=self.id,
                name=name,
                rows=counts,
            )
            hint = message(
                "write the id: {ids}", ids=tuple(f"`{self.lines[i].written}`" for i in sorted(meant))
            )
            self.say(rows, 1, "ambiguous-spending", text, hint)
            return None
        text = message(
            "project `{project}` has no budget line `{name}`; {rows}", project=self.id, name=name, rows=counts
        )
        self.say(rows, 1, "spending-without-line", text, self.meant(names))
        return None

    def meant(self, names: Names) -> Message:
        owner = {name: one.written or name for one in reversed(self.lines) for name in one.all if name}
        for name in names:
            found = suggest(folded(name), sorted(owner))
            if found:
                return _called_so(owner[found], names)
        known = tuple(f"`{one.written}`" for one in self.lines if one.written)
        if known:
            return message(
                "budget lines there: {ids}; one of them may have `also_called: [{name}]`",
                ids=known,
                name=_in_list(names[-1]),
            )
        return message("write a budget line with this title in the project")

    def add(self, line: dict[str, Any], index: int, rows: list[Spent]) -> None:
        """Make rows the `actuals` of a line; of one that has its own nobody can tell which count."""
        if line.get("actuals"):
            name = self.lines[index].written or rows[0].line[-1]
            text = message(
                "budget line `{line}` of project `{project}` has `actuals` of its own; {rows}",
                line=name,
                project=self.id,
                rows=_count(rows, self.currency),
            )
            hint = message("keep one of the two: delete `actuals` there, or these rows")
            self.say(rows, 1, "spent-twice", text, hint, "error")
            return
        rows.sort(key=lambda row: row.day)
        line["actuals"] = [{"date": row.day, "amount": row.amount, "note": row.note} for row in rows]
        self.made.places["budget", index, "actuals"] = tuple(rows)

    def say(
        self,
        rows: list[Spent],
        part: int,
        code: str,
        text: Message,
        hint: Message,
        severity: Severity = "warning",
    ) -> None:
        self.lost += rows
        if len(self.made.problems) < _MOST_PROBLEMS:
            self.made.problems.append(Problem(rows[0].place(self.file, part), code, severity, text, hint))
