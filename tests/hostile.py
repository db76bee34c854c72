"""A workspace of somebody who means harm: a payload in every text of every file, in names, in the history.

`tests/data/complete` carries it. What a schema takes as free text gets a payload; what names something by its
id stays, so that the files hold together and every page is made.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import yaml
from click.testing import CliRunner

from opsgen.cli.main import opsgen
from opsgen.load import parse
from opsgen.schema import NONE, Extra, merged, read_definitions
from opsgen.schema.fields import Schema, kinds, resolved
from tests.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data"
CARRIER = DATA / "complete"
PAYLOADS: tuple[str, ...] = tuple(
    entry["text"] for entry in yaml.safe_load((DATA / "payloads.yaml").read_text(encoding="utf-8"))
)
ADDRESSES: tuple[str, ...] = tuple(
    entry["text"] for entry in yaml.safe_load((DATA / "addresses.yaml").read_text(encoding="utf-8"))
)
FOLDER = "a' onmouseover='hit()' x='&lt;img src=x onerror=hit()&gt;{{config}}%(x)s"
"""A name that every file system takes, of a folder and of a meeting, whose page is called so."""
OWN = "extra.schema.json"
REFUSED = frozenset(
    {
        ("portfolio", "timezone"),
        ("portfolio", "calendar"),
        ("someone", "calendar"),
        ("team", "calendar"),
        ("project", "id"),
        ("project", "calendar"),
    }
)
"""Lines that name something that has to be there: a payload in them is an error, and shown by no page."""
AS_OF = "2026-11-22"
SETTINGS = """site_name: ""
theme:
  name: material
  features: [navigation.tabs, navigation.sections, navigation.top, navigation.path, navigation.footer,
    navigation.tracking, content.action.edit, content.action.view, content.code.copy, content.tooltips,
    search.highlight, search.suggest, toc.follow]
plugins: [search, opsgen]
"""
"""Everything of the theme that shows author text once more."""
MANY = "完整示例"
"""The project of the carrier that uses every field."""


@dataclass(frozen=True, slots=True)
class Place:
    """A text in a file: which field of which kind of item, `*` for any entry of a list; and its node."""

    field: tuple[str, ...]
    node: yaml.ScalarNode
    part: Schema


def places(node: yaml.Node, part: Schema, root: Schema, field: tuple[str, ...]) -> Iterator[Place]:
    """Every scalar of a file whose schema is known, with the part of the schema it stands under."""
    field = _named(part, field)
    part = resolved(part, root)
    if isinstance(node, yaml.ScalarNode):
        yield Place(field, node, part)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:  # or one entry where a list may stand
            yield from places(entry, part.get("items", part), root, (*field, "*"))
    elif isinstance(node, yaml.MappingNode):
        fields = part.get("properties", {})
        for key, value in node.value:
            if key.value in fields:
                inner = field if key.value in ("zh", "en") else (*field, key.value)
                yield from places(value, fields[key.value], root, inner)


def _named(part: Schema, field: tuple[str, ...]) -> tuple[str, ...]:
    """What is defined by itself is called so wherever it is used."""
    return (part["$ref"].rsplit("/", 1)[1],) if "$ref" in part else field


def is_text(place: Place) -> bool:
    """Whether the author may write there what he likes."""
    part = place.part
    if "string" not in _types(part) and part.get("x-short") not in ("text", "line"):
        return False
    if part.get("x-type") not in (None, "text") or place.field in REFUSED:
        return False
    return not {"enum", "pattern", "format", "x-ref", "x-counterpart"} & set(part)


def is_address(place: Place) -> bool:
    """Whether an address of the web has to stand there."""
    return str(place.part.get("pattern", "")).startswith("^(https") or place.part.get("format") == "uri"


def _types(part: Schema) -> tuple[str, ...]:
    types = part.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def kind_of(name: str) -> str:
    """The schema of a file, by its name below `projects/`; empty where it is no YAML."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        return ""
    if path.parent.name in ("updates", "meetings", "retrospectives"):
        return path.parent.name.removesuffix("s")
    return path.stem if path.stem in kinds() else "project"


def own_fields(root: Path) -> Extra:
    """What the carrier says of its own fields."""
    found, problems = read_definitions(parse(OWN, (root / OWN).read_bytes()))
    assert found is not None, problems
    return found


class Writer:
    """Puts payloads into files, a different one into every text; which ones, the round decides."""

    def __init__(self, extra: Extra, first: int = 0, *, strangers: bool = False) -> None:
        self.extra = extra
        self.at = self.round = first
        self.strangers = strangers
        self.fields: set[tuple[str, ...]] = set()

    def payload(self, longest: int = 1000) -> str:
        """The next one that is short enough."""
        while True:
            self.at += 1
            text = PAYLOADS[self.at % len(PAYLOADS)]
            if len(text) <= longest:
                return text

    def yaml(self, text: str, kind: str) -> str:
        """A file of this kind with a payload in front of each of its texts."""
        schema = merged(kind, self.extra)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        for place in places(node, schema, schema, (kind,)):
            self._write(place)
        return yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=10_000)

    def _write(self, place: Place) -> None:
        node, longest = place.node, int(place.part.get("maxLength", 1000))
        if place.field in SAME:
            said = PAYLOADS[(self.round + crc32(node.value.encode())) % len(PAYLOADS)]
        elif is_text(place):
            said = f"{self.payload(longest - len(node.value) - 2)}\n\n{node.value}"
        elif place.part.get("x-ref") == ["person"]:
            said = self.payload(longest) if self.strangers else IDS.get(node.value, node.value)
        elif is_address(place):
            said = OWN_ADDRESSES.get(place.field) or f"{node.value}#{ADDRESSES[self.at % len(ADDRESSES)]}"
        else:
            return
        self.fields.add(place.field)
        node.value, node.style = said, '"'

    def labels(self, text: str) -> str:
        """The file that types the team's own fields, with payloads in what it calls them."""

        def walk(part: Any) -> Any:
            if isinstance(part, list):
                return [walk(entry) for entry in part]
            if not isinstance(part, dict):
                return part
            return {
                key: f"{self.payload()}{value}" if isinstance(value, str) and key in _LABELS else walk(value)
                for key, value in part.items()
            }

        return json.dumps(walk(json.loads(text)), ensure_ascii=True)

    def table(self, text: str) -> str:
        """A table of measurements with payloads as notes."""
        rows = list(csv.reader(io.StringIO(text)))
        made = io.StringIO()
        column = rows[0].index("note") if "note" in rows[0] else None
        for row in rows[1:] if column is not None else ():
            row[column] = self.payload()
        csv.writer(made).writerows(rows)
        return made.getvalue()


MORE = {
    "- {id: PD1, ": "cause: c, consequences: c, notes: n, options: [a], recommendation: r, tags: [t], ",
    "- {id: PA1, ": "notes: n, source: s, tags: [t], ",
}
"""What the carrier does not say of a decision and an action of a meeting."""
OWN_ADDRESSES = {
    ("portfolio", "site_url"): "https://example.com/portfolio/&quot;onmouseover=hit()&quot;/{{7*7}}/",
    ("portfolio", "repo_url"): "https://github.com/o/&quot;onmouseover=hit()&quot;",
}
"""Addresses that the theme writes into its pages."""
IDS = {"Bo Larsen": "bo", "秦朗": "qin", "兰青": "lan"}
"""People by the names that payloads take from them."""
SAME = frozenset({("category",), ("category", "id"), ("risk", "category"), ("budget-line", "category")})
"""Where equal texts stay equal: the categories of a portfolio, and where they are named."""
_LABELS = ("title", "x-zh", "description", "x-zh-description", "en", "zh")


def workspace(
    root: Path, first: int = 0, copies: int = 2, *, strangers: bool = False
) -> set[tuple[str, ...]]:
    """Write such a workspace; gives back the fields of the schemas that hold a payload.

    The project that uses every field is there as many times, each time with other payloads. `strangers`:
    there is no list of people, and a payload stands wherever somebody is named.
    """
    source, into = CARRIER / "projects", root / "projects"
    extra = own_fields(source)
    fields: set[tuple[str, ...]] = set()
    for number in range(copies):
        writer = Writer(extra, first + number, strangers=strangers)
        writer.round = first
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            name = file.relative_to(source)
            if (number and name.parts[0] != MANY) or (strangers and name.name in ("people.yml", OWN)):
                continue
            text = file.read_text(encoding="utf-8")
            if number:
                text = text.replace(f"id: {MANY}\n", f"id: copy-{number}\n").replace(
                    "[旧示例]", f"[旧示例{number}]"
                )
            made = _written(writer, name.as_posix(), text)
            place = into / _renamed(name, number)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(made, encoding="utf-8", newline="\n")
        fields |= writer.fields
    _spending(into / "data" / "actuals.csv", Writer(extra, first))
    return fields


def _renamed(name: Path, number: int) -> Path:
    """Where a file of one of the copies stands; the second has a name that is a payload itself."""
    if name.parts[0] == "meetings":
        return name.with_stem("b" + FOLDER[1:])
    return Path(FOLDER if number == 1 else f"copy-{number}", *name.parts[1:]) if number else name


def _written(writer: Writer, name: str, text: str) -> str:
    if name == OWN:
        return writer.labels(text)
    if name.endswith(".csv"):
        return writer.table(text)
    alone = text.replace("x-region: 华南", "x-region: south")  # its label is a payload
    for before, more in MORE.items():
        alone = alone.replace(before, before + more)
    if writer.strangers:
        alone = "\n".join(line for line in alone.splitlines() if not line.lstrip("- ").startswith("x-"))
    return writer.yaml(alone, kind_of(name))


def _spending(file: Path, writer: Writer) -> None:
    """The finance sheet, with payloads as notes."""
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow(("project", "line", "date", "amount", "note"))
    for day in range(1, 21):
        rows.writerow((MANY, "B4", f"2026-11-{day:02}", day, writer.payload()))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(made.getvalue(), encoding="utf-8", errors="replace")


def history(root: Path, first: int = 0) -> Repository:
    """Make it a repository: the carrier, the workspace, and a commit in the words of each payload."""
    repository = Repository(root)
    stream = io.BytesIO()
    before = [path for path in (CARRIER / "projects").rglob("*") if path.is_file()]
    small = "one-planning.yaml"
    commits = [(PAYLOADS[first % len(PAYLOADS)], {p.relative_to(CARRIER): p.read_bytes() for p in before})]
    now = [path for path in (root / "projects").rglob("*") if path.is_file()]
    commits.append(
        (PAYLOADS[(first + 1) % len(PAYLOADS)], {p.relative_to(root): p.read_bytes() for p in now})
    )
    for number, text in enumerate(PAYLOADS):
        head = (CARRIER / "projects" / small).read_text(encoding="utf-8").splitlines()[1:]
        said = json.dumps(f"{text} {number}", ensure_ascii=True)
        commits.append((text, {Path("projects", small): "\n".join((f"title: {said}", *head)).encode()}))
    for number, (text, files) in enumerate(commits):
        _commit(stream, number, text, files)
    repository.git("fast-import", "--quiet", given=stream.getvalue())
    repository.git("reset", "-q", "--hard", "main")
    return repository


def published(
    root: Path, first: int = 0, copies: int = 2, *, audience: str = "internal", strangers: bool = False
) -> None:
    """The workspace with its history, its site in both languages, and its one-pagers below `site/phones`."""
    workspace(root, first, copies, strangers=strangers)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    for lang in ("zh", "en"):
        (root / "docs" / lang).mkdir(parents=True)
        (root / "docs" / lang / "about.md").write_text("# About\n\nBy hand.\n", encoding="utf-8")
    history(root, first)
    common = ("--audience", audience, "--as-of", AS_OF)
    for command in (
        ("build", "--no-handouts", *common),
        ("pdf", "--report", "one-pager", "--format", "html", "-o", str(root / "site" / "phones"), *common),
    ):
        result = CliRunner().invoke(opsgen, ["-C", str(root), *command])
        assert result.exit_code == 0, result.output


def _commit(stream: io.BytesIO, number: int, text: str, files: dict[Path, bytes]) -> None:
    """A commit with a payload as its author, subject and text."""
    words = f"{text}\n\n{text}".encode(errors="replace")
    who = text.translate({ord(sign): None for sign in "<>\n\0"}).strip() or "x"
    at = 1_793_500_000 + 3600 * number
    stream.write(
        f"commit refs/heads/main\nauthor {who} <{number}@example.com> {at} +0800\n".encode(errors="replace")
    )
    stream.write(
        f"committer {who} <{number}@example.com> {at} +0800\ndata {len(words)}\n".encode(errors="replace")
    )
    stream.write(words + b"\n")
    if number == 1:
        stream.write(b"deleteall\n")
    for path, content in files.items():
        stream.write(f"M 100644 inline {json.dumps(path.as_posix(), ensure_ascii=False)}\n".encode())
        stream.write(f"data {len(content)}\n".encode() + content + b"\n")


def texts() -> set[tuple[str, ...]]:
    """Every field of every kind of item in which an author may write what he likes."""
    return {
        field
        for kind in kinds()
        for field, part in _parts(merged(kind, NONE), merged(kind, NONE), (kind,), ())
        if is_text(Place(field, yaml.ScalarNode("", ""), part))
    }


def _parts(
    part: Schema, root: Schema, field: tuple[str, ...], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """The parts of a schema that hold a value, each with the field it is."""
    name = part.get("$ref", "")
    if name in above:
        return
    above = (*above, name) if name else above
    field = _named(part, field)
    part = resolved(part, root)
    yield field, part
    if isinstance(part.get("items"), dict):
        yield from _parts(part["items"], root, (*field, "*"), above)
    for key, inner in part.get("properties", {}).items():
        yield from _parts(inner, root, field if key in ("zh", "en") else (*field, key), above)
