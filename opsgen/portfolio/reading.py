"""The files of one whole (the settings, the people, a project) to its value, and what was wrong with them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from opsgen import load
from opsgen.load import Document, Rows, Sources
from opsgen.model import Meeting, Project, structure
from opsgen.portfolio.actuals import (
    NO_SPENDING,
    Called,
    Spending,
    Unmatched,
    called,
    not_counted,
    put_with_lines,
)
from opsgen.portfolio.exports import Measured
from opsgen.portfolio.house import Whole
from opsgen.portfolio.layout import FOLDER, NOT_LISTS, SPENDING, ProjectFiles
from opsgen.portfolio.measurements import from_tables, put_with_metrics
from opsgen.portfolio.names import page_refusal, refusal
from opsgen.problem import Place, Problem, errors
from opsgen.schema import FILE, NONE, Extra, read_definitions, without_pairs
from opsgen.schema import read as read_schema
from opsgen.schema.fields import kinds
from opsgen.schema.suggest import suggest
from opsgen.tables import Book, read_csv_sheet, read_workbook
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path as FilePath

    from opsgen.load import Path
    from opsgen.load.sources import Part
    from opsgen.portfolio.spending import Names, Spent

    Parts = dict[Path, tuple[Part, Path]]


Contents: TypeAlias = "Mapping[str, Callable[[], bytes | Problem]]"
"""A way to the bytes of each file, by its name."""
_KEEP_ONE = message("keep one of the two files")
_NOTHING = Called("")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of a whole gave."""

    whole: Whole
    """Its value is None where the files are broken."""
    sources: Sources
    problems: tuple[Problem, ...]
    place: Place
    """Where its id stands, or would stand."""
    called: Called = _NOTHING
    """What a project may be called in the finance sheet."""
    named: tuple[Names, ...] = ()
    """What it is called there."""
    unmatched: tuple[Unmatched, ...] = ()
    """Rows of it that are in no budget line."""

    def kept(self) -> Reading:
        """The same without the places, which are read again where somebody asks for one."""
        return replace(self, sources=self.sources.kept())


def own_fields(root: FilePath) -> Extra:
    """The team's own fields in a workspace; none where it has no such file, or a broken one."""
    name = f"{FOLDER}/{FILE}"
    if not (root / name).is_file():
        return NONE
    return read_extra(name, {name: partial(load.read, root, name)})[0]


def read_extra(name: str, contents: Contents) -> tuple[Extra, Reading]:
    """The team's own fields, none where their file is broken; and what was wrong with it."""
    reader = _Reader(contents)
    content = contents[name]()
    given = without_pairs(content) if isinstance(content, bytes) else content
    document = _Reader({name: lambda: given}).document(name)
    extra, problems = read_definitions(document)
    reader.problems.extend(problems)
    reading = _reading(Whole("", "extra", None), Sources({(): (document, ())}), reader)
    return extra or NONE, reading


def read_file(
    names: tuple[str, ...], kind: str, made: type[Any], contents: Contents, extra: Extra = NONE
) -> Reading:
    """The settings or the people, from a file that may be there once."""
    reader = _Reader(contents, extra)
    for again in names[1:]:
        reader.report(again, "file-twice", message("`{other}` says the same", other=names[0]))
    document, data = reader.checked(names[0], kind)
    value = None if data is None else structure(made, data)
    return _reading(Whole(kind, kind, value), Sources({(): (document, ())}), reader)


def read_meeting(name: str, contents: Contents, extra: Extra = NONE) -> Reading:
    """A meeting about several projects; its id is the name of the file where it gives none."""
    reader = _Reader(contents, extra)
    document, data = reader.checked(name, "meeting")
    sources = Sources({(): (document, ())})
    called = str((data or {}).get("id") or unicodedata.normalize("NFC", _stem(name)))
    reason = page_refusal(called)
    if reason:
        reader.problems.append(Problem(sources.place(("id",)).head, "malformed-value", "error", *reason))
    value = structure(Meeting, data | {"id": called}) if data is not None and not reason else None
    return _reading(Whole(f"meetings/{called}", "meeting", value), sources, reader)


def read_project(
    files: ProjectFiles,
    contents: Contents,
    extra: Extra = NONE,
    spending: Spending = NO_SPENDING,
    named: tuple[Names, ...] | None = None,
) -> Reading:
    """A project from its files, with the team's own fields in it, and its rows of the finance sheet.

    They are those where it is `named` so, else those it takes for its own.
    """
    reader = _Reader(contents, extra, spending, named)
    project, parts = reader.project(files)
    name = project.id if project else files.id
    reading = _reading(Whole(name, "project", project), Sources(parts), reader)
    return replace(reading, called=reader.called, named=reader.named or (), unmatched=reader.unmatched)


def _reading(whole: Whole, sources: Sources, reader: _Reader) -> Reading:
    return Reading(whole, sources, reader.found(), sources.place(("id",)).head)


class _Reader:
    """Reads the files of one whole and keeps what was wrong."""

    def __init__(
        self,
        contents: Contents,
        extra: Extra = NONE,
        spending: Spending = NO_SPENDING,
        named: tuple[Names, ...] | None = None,
    ) -> None:
        self.contents = contents
        self.extra = extra
        self.spending = spending
        self.called = _NOTHING
        self.named = named
        self.unmatched: tuple[Unmatched, ...] = ()
        self.problems: list[Problem] = []

    def found(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.problems, key=Problem.sort_key))

    def document(self, name: str) -> Document:
        content = self.contents[name]()
        if isinstance(content, Problem):
            return Document(name, None, (content,))
        return load.parse(name, content)

    def checked(self, name: str, kind: str) -> tuple[Document, Any]:
        """A document and its data; the data is None where it does not fit, and the findings are kept."""
        document = self.document(name)
        result = read_schema(document, kind, self.extra)
        self.problems.extend(result.problems)
        return document, result.data

    def project(self, files: ProjectFiles) -> tuple[Project | None, Parts]:
        data, parts = self.header(files)
        for name, part in self.lists(files):
            self.take(data, parts, name, part)
        for name, documents in self.entry_lists(files):
            self.take_entries(data, parts, name, documents)
        self.problems.extend(map(unknown_file, files.unknown))
        if not errors(self.problems):
            self.measure(files, data, parts)
        rows = self.rows(data, files)
        if errors(self.problems):
            self.unmatched = not_counted(files.id, rows, self.spending)
            return None, parts
        data["id"] = unicodedata.normalize("NFC", str(data.get("id", files.id)))
        if not self.can_be_called(data["id"], Sources(parts)):
            return None, parts
        self.spend(data, parts, rows)
        values = {key: value for key, value in data.items() if key != "measurements"}
        return structure(Project, values), parts

    def can_be_called(self, name: str, sources: Sources) -> bool:
        """Whether pages and handouts may be called so; no setting allows a name that leads elsewhere."""
        reason = refusal(name)
        if reason:
            place = sources.place(("id",)).head
            self.problems.append(Problem(place, "malformed-project-id", "error", *reason))
        return reason is None

    def header(self, files: ProjectFiles) -> tuple[dict[str, Any], Parts]:
        if not files.header:
            first = next((n for g in (*files.lists.values(), *files.entries.values()) for n in g), "")
            folder = f"{FOLDER}/{files.id}"
            text = message("the folder `{folder}` has no `project.yaml`", folder=folder)
            hint = message(
                "write the title, the owner and the dates into `{folder}/project.yaml`", folder=folder
            )
            self.report(first or folder, "no-project-file", text, hint)
            return {}, {}
        for extra in files.header[1:]:
            self.report(extra, "file-twice", message("`{other}` is the same project", other=files.header[0]))
        document, data = self.checked(files.header[0], "project")
        return dict(data or {}), {(): (document, ())}

    def lists(self, files: ProjectFiles) -> Iterator[tuple[str, tuple[Document, Any]]]:
        for name, found in files.lists.items():
            for extra in found[1:]:
                self.report(extra, "file-twice", message("`{other}` says the same", other=found[0]))
            yield name, self.checked(found[0], name)

    def take(
        self,
        data: dict[str, Any],
        parts: Parts,
        name: str,
        part: tuple[Document, Any],
    ) -> None:
        document, value = part
        if name in data:
            place = parts[()][0].place((name,), key=True)
            text = message(
                "`{list}` also stands in `{other}` at line {line}",
                list=name,
                other=place.file,
                line=place.line,
            )
            hint = message("keep one of the two, with all entries in it")
            self.report(document.file, "list-in-two-places", text, hint)
        if value is not None:
            data[name] = value
            parts[(name,)] = (document, ())

    def entry_lists(self, files: ProjectFiles) -> Iterator[tuple[str, list[tuple[str, Document, Any]]]]:
        for name, found in files.entries.items():
            yield name, [(file, *self.checked(file, name.removesuffix("s"))) for file in found]

    def take_entries(
        self,
        data: dict[str, Any],
        parts: Parts,
        name: str,
        entries: list[tuple[str, Document, Any]],
    ) -> None:
        listed = data.setdefault(name, [])
        for file, document, value in entries:
            if value is not None:
                parts[(name, len(listed))] = (document, ())
                listed.append({"id": _stem(file)} | value)

    def measure(self, files: ProjectFiles, data: dict[str, Any], parts: Parts) -> None:
        sources, metrics = Sources(parts), data.get("metrics", [])
        by_date = list(self.by_date(data.get("measurements", {}), sources))
        books = {name: self.book(name) for name in files.tables}
        found, wrong = from_tables(books, metrics, files.folder, sources)
        self.problems.extend(wrong)
        places, wrong = put_with_metrics(metrics, [*by_date, *found])
        parts.update({path: (load.placed(place), ()) for path, place in places.items()})
        self.problems.extend(wrong)

    def book(self, name: str) -> Book:
        content = self.contents[name]()
        if isinstance(content, Problem):
            return Book(name, problems=(content,))
        read = read_workbook if name.lower().endswith(".xlsx") else read_csv_sheet
        return read(name, content, load.MAX_BYTES)

    def rows(self, data: dict[str, Any], files: ProjectFiles) -> tuple[Spent, ...]:
        """The rows of the finance sheet that belong to the project."""
        if not self.spending.rows:
            return ()
        self.called = called(data, files.id)
        if self.named is None:
            self.named = self.spending.claimed(self.called)
        return self.spending.of(self.named)

    def spend(self, data: dict[str, Any], parts: Parts, rows: tuple[Spent, ...]) -> None:
        if rows:
            put = put_with_lines(data, self.spending, rows)
            self.problems.extend(put.problems)
            self.unmatched = put.unmatched
            file = self.spending.file
            parts.update({path: (Rows(file, _places(file, of)), ()) for path, of in put.places.items()})

    def by_date(self, block: dict[date, dict[str, float]], sources: Sources) -> Iterator[Measured]:
        for day, numbers in block.items():
            for metric, value in numbers.items():
                place = sources.place(("measurements", day.isoformat(), metric), key=True)
                yield Measured(metric, day, value, "", place, place)

    def report(self, file: str, code: str, text: Message, hint: Message = _KEEP_ONE) -> None:
        self.problems.append(Problem(Place(file), code, "error", text, hint))


def _places(file: str, rows: tuple[Spent, ...]) -> Callable[[Path], Place]:
    """Where each of the rows has what the path leads to: its number, and a field."""

    def place(path: Path) -> Place:
        number = path[0] if path and isinstance(path[0], int) else 0
        part = _PARTS.get(str(path[1])) if len(path) > 1 else None
        return rows[number].place(file, _PARTS["amount"] if part is None else part)

    return place


_PARTS = {"date": 2, "amount": 3}


def unknown_file(name: str) -> Problem:
    """The finding that nobody knows what a file is."""
    text = message("opsgen does not know what this file is")
    return Problem(Place(name), "unknown-file", "warning", text, _meant_file(name))


def _meant_file(name: str) -> Message | None:
    """What to do with a file nobody knows."""
    _, project, *inside = name.split("/")
    if project.startswith("extra."):
        return message("did you mean `{key}`?", key=FILE)
    stem, ending = _stem(name), name.rpartition(".")[2]
    match ending.lower():
        case "txt":
            return message("rename it to `{name}`", name=stem)
        case _ if project == "data" or SPENDING in stem.casefold():
            sheet = f"{FOLDER}/data/{SPENDING}"
            return message(
                "the finance sheet is `{name}.csv` or `{name}.xlsx`; nothing else stands there", name=sheet
            )
        case "xls" | "xlsm" | "xlsb" | "ods" if inside:
            return message("save it as an Excel workbook (.xlsx), or as CSV")
        case "csv" | "tsv" | "xlsx" | "xls" | "xlsm" | "xlsb" | "ods":
            folder = f"projects/{project if inside else 'ID'}/data/"
            return message("measured numbers stand in `{folder}`: move it there", folder=folder)
    meant = suggest(stem, sorted({"project", *kinds()} - NOT_LISTS))
    return message("did you mean `{key}`?", key=f"{meant}.yaml") if meant else None


def _stem(file: str) -> str:
    """A file's name without its folder and its ending."""
    return file.rsplit("/", 1)[1].rpartition(".")[0]
