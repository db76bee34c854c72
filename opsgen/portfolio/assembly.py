"""Files to one `Portfolio`; the same for a folder and for the tree of a commit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from opsgen import load
from opsgen.load import Document, Path, Sources
from opsgen.model import People, Project, Settings, structure
from opsgen.portfolio.layout import FOLDER, ProjectFiles, sort_out
from opsgen.portfolio.measurements import Measured, from_table, put_with_metrics
from opsgen.portfolio.names import refusal
from opsgen.problem import Place, Problem, errors
from opsgen.schema import read as read_schema
from opsgen.schema.fields import kinds
from opsgen.schema.suggest import suggest
from opsgen.tables import read_csv
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path as FilePath

_ENTRIES = frozenset({"updates"})
_NOT_LISTS = frozenset({"project", "portfolio", "people", "update"})


@dataclass(frozen=True)
class Portfolio:
    """All projects that could be read, with the settings and people in force."""

    settings: Settings = Settings()
    people: People = People()
    projects: tuple[Project, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: tuple[str, ...] = ()
    """Ids of the projects that could not be read."""
    sources: Mapping[str, Sources] = field(default_factory=dict, repr=False)
    """Where everything stands: by project id, `portfolio` and `people`."""
    has_people: bool = False
    """Whether there is a readable `people.yaml`; without one any name is right."""
    unread: tuple[str, ...] = ()
    """`portfolio`, `people`: files that are there but broken, so that defaults stand in for them."""

    def project(self, name: str) -> Project | None:
        """The project of this id or former id."""
        return next((p for p in self.projects if p.id == name or name in p.aliases), None)

    def source_file(self, project: Project) -> str:
        """The file that holds the project's header, relative to the workspace."""
        return self.sources[project.id].place().file


def read(root: FilePath) -> Portfolio:
    """The portfolio in `root/projects`."""
    found = load.find(root, FOLDER)
    contents: dict[str, Callable[[], bytes | Problem]] = {
        name: partial(load.read, root, name) for name in found.files
    }
    return assemble(contents, found.problems)


def assemble(
    contents: Mapping[str, Callable[[], bytes | Problem]], problems: tuple[Problem, ...] = ()
) -> Portfolio:
    """The portfolio of the files, each given by name with a way to its bytes."""
    return _Assembly(contents, list(problems)).portfolio()


class _Assembly:
    def __init__(
        self, contents: Mapping[str, Callable[[], bytes | Problem]], problems: list[Problem]
    ) -> None:
        self.contents = contents
        self.problems = problems
        self.sources: dict[str, Sources] = {}
        self.broken: list[str] = []
        self.unread: list[str] = []

    def portfolio(self) -> Portfolio:
        layout = sort_out(self.contents, frozenset(kinds()) - _NOT_LISTS, _ENTRIES)
        settings = self.whole(layout.settings, "portfolio", Settings)
        people = self.whole(layout.people, "people", People)
        projects = [found for files in layout.projects if (found := self.project(files))]
        for name in layout.unknown:
            self.unknown_file(name)
        if not layout.projects and not self.problems:
            text = message("there is no project in `{folder}/`", folder=FOLDER)
            hint = message("`opsgen new project ID` makes one")
            self.problems.append(Problem(Place(FOLDER), "no-projects", "error", text, hint))
        return Portfolio(
            settings=settings or Settings(),
            people=people or People(),
            projects=tuple(self.without_twins(projects)),
            problems=tuple(sorted(self.problems, key=Problem.sort_key)),
            broken=tuple(self.broken),
            sources=self.sources,
            has_people=people is not None,
            unread=tuple(self.unread),
        )

    def document(self, name: str) -> Document:
        content = self.contents[name]()
        if isinstance(content, Problem):
            return Document(name, None, (content,))
        return load.parse(name, content)

    def checked(self, name: str, kind: str) -> tuple[Document, Any]:
        """A document and its data; the data is None where it does not fit, and the findings are kept."""
        document = self.document(name)
        result = read_schema(document, kind)
        self.problems.extend(result.problems)
        return document, result.data

    def whole(self, names: tuple[str, ...], kind: str, made: type[Any]) -> Any:
        """The value of a file that may be there once."""
        for extra in names[1:]:
            self.report(extra, "file-twice", message("`{other}` says the same", other=names[0]))
        if not names:
            return None
        document, data = self.checked(names[0], kind)
        self.sources[kind] = Sources({(): (document, ())})
        if data is None:
            self.unread.append(kind)
            return None
        return structure(made, data)

    def project(self, files: ProjectFiles) -> tuple[Project, Sources] | None:
        before = errors(self.problems)
        data, parts = self.header(files)
        for name, part in self.lists(files):
            self.take(data, parts, name, part)
        for name, documents in self.entry_lists(files):
            self.take_entries(data, parts, name, documents)
        for name in files.unknown:
            self.unknown_file(name)
        if errors(self.problems) == before:
            self.measure(files, data, parts)
        if errors(self.problems) > before:
            self.broken.append(files.id)
            return None
        data["id"] = unicodedata.normalize("NFC", str(data.get("id", files.id)))
        if not self.can_be_called(data["id"], Sources(parts)):
            self.broken.append(files.id)
            return None
        values = {key: value for key, value in data.items() if key != "measurements"}
        return structure(Project, values), Sources(parts)

    def can_be_called(self, name: str, sources: Sources) -> bool:
        """Whether pages and handouts may be called so; no setting allows a name that leads elsewhere."""
        reason = refusal(name)
        if reason:
            place = sources.place(("id",)).head
            self.problems.append(Problem(place, "malformed-project-id", "error", *reason))
        return reason is None

    def header(self, files: ProjectFiles) -> tuple[dict[str, Any], dict[Path, tuple[Document, Path]]]:
        if not files.header:
            first = next((n for g in (*files.lists.values(), *files.entries.values()) for n in g), "")
            folder = f"{FOLDER}/{files.id}"
            text = message("the folder `{folder}` has no `project.yaml`", folder=folder)
            self.report(first or folder, "no-project-file", text)
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
        parts: dict[Path, tuple[Document, Path]],
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
            self.report(document.file, "list-in-two-places", text)
        if value is not None:
            data[name] = value
            parts[(name,)] = (document, ())

    def entry_lists(self, files: ProjectFiles) -> Iterator[tuple[str, list[tuple[str, Document, Any]]]]:
        for name, found in files.entries.items():
            yield name, [(file, *self.checked(file, name.removesuffix("s"))) for file in found]

    def take_entries(
        self,
        data: dict[str, Any],
        parts: dict[Path, tuple[Document, Path]],
        name: str,
        entries: list[tuple[str, Document, Any]],
    ) -> None:
        listed = data.setdefault(name, [])
        for file, document, value in entries:
            if value is not None:
                stem = file.rsplit("/", 1)[1].rpartition(".")[0]
                parts[(name, len(listed))] = (document, ())
                listed.append({"id": stem} | value)

    def measure(
        self, files: ProjectFiles, data: dict[str, Any], parts: dict[Path, tuple[Document, Path]]
    ) -> None:
        found = list(self.by_date(data.get("measurements", {}), Sources(parts)))
        for name in files.tables:
            content = self.contents[name]()
            if isinstance(content, Problem):
                self.problems.append(content)
                continue
            table = read_csv(name, content)
            self.problems.extend(table.problems)
            if not table.problems:
                numbers, wrong = from_table(table)
                found.extend(numbers)
                self.problems.extend(wrong)
        places, wrong = put_with_metrics(data.get("metrics", []), found)
        parts.update({path: (load.placed(place), ()) for path, place in places.items()})
        self.problems.extend(wrong)

    def by_date(self, block: dict[date, dict[str, float]], sources: Sources) -> Iterator[Measured]:
        for day, numbers in block.items():
            for metric, value in numbers.items():
                place = sources.place(("measurements", day.isoformat(), metric), key=True)
                yield Measured(metric, day, value, "", place)

    def without_twins(self, read: Iterable[tuple[Project, Sources]]) -> Iterator[Project]:
        """The projects whose ids nobody takes for one another; keeps where they stand."""
        seen: dict[str, Project] = {}
        for project, sources in read:
            other = seen.setdefault(project.id.casefold(), project)
            if other is project:
                self.sources[project.id] = sources
                yield project
                continue
            place = sources.place(("id",)).head
            text = message(
                "the project id `{id}` is taken by `{file}`; upper and lower case count as the same",
                id=project.id,
                file=self.sources[other.id].place().file,
            )
            self.problems.append(Problem(place, "duplicate-project-id", "error", text))

    def unknown_file(self, name: str) -> None:
        text = message("opsgen does not know what this file is")
        self.problems.append(Problem(Place(name), "unknown-file", "warning", text, _meant_file(name)))

    def report(self, file: str, code: str, text: Message) -> None:
        self.problems.append(Problem(Place(file), code, "error", text))


def _meant_file(name: str) -> Message | None:
    """What to do with a file nobody knows."""
    _, project, *inside = name.split("/")
    stem, _, ending = name.rsplit("/", 1)[1].rpartition(".")
    match ending.lower():
        case "txt":
            return message("rename it to `{name}`", name=stem)
        case "xlsx" | "xls":
            return message("save it as CSV: opsgen does not read workbooks")
        case "csv":
            folder = f"projects/{project if inside else 'ID'}/data/"
            return message("measured numbers stand in `{folder}`: move it there", folder=folder)
    meant = suggest(stem, sorted({"project", *kinds()} - {"portfolio", "people", "update"}))
    return message("did you mean `{key}`?", key=f"{meant}.yaml") if meant else None
