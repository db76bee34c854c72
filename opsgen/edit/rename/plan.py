"""What a new id changes: the edits of each file, the files that move, and what is left to a person."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen import load
from opsgen.edit.insert import member, new_entry, new_field
from opsgen.edit.naming import sites, source_files
from opsgen.edit.refusal import RefusedError
from opsgen.edit.rename.exchange import exchange
from opsgen.edit.same import same
from opsgen.edit.scalars import node_at, put_scalar, scalar
from opsgen.edit.source import opened
from opsgen.edit.values import put_at, value_at
from opsgen.problem import Place, errors
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.edit.naming import Site
    from opsgen.edit.rename.exchange import Exchange
    from opsgen.edit.rename.things import File, Named, Thing
    from opsgen.edit.source import Edit, Source
    from opsgen.load import Document, Path
    from opsgen.problem import Problem


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is to be written."""

    thing: Thing
    new: str
    changed: Mapping[str, tuple[bytes, bytes]]
    """The files that change, before and after, by the names they have now."""
    moved: tuple[tuple[str, str], ...]
    """Files and folders of a project that get another name, relative to the workspace."""
    references: int
    """How many places that named it name it anew."""
    mentions: tuple[Place, ...]
    """Lines that hold the old id in a text: nobody but a person can tell what they mean."""

    def touches(self, name: str) -> bool:
        """Whether a file is written, or moves."""
        return name in self.changed or self.after(name) != name

    def after(self, name: str) -> str:
        """What a file is called when all is done."""
        for old, new in self.moved:
            if name == old or name.startswith(f"{old}/"):
                return new + name[len(old) :]
        return name


def renaming(thing: Thing, new: str, among: Named, moved: tuple[tuple[str, str], ...]) -> Renaming:
    """All that changes where a thing gets another id.

    Raises:
        RefusedError: where a file cannot be read, or would not say what it is meant to.
    """
    swap = exchange(thing, new, among)
    _need_readable(thing, among)
    changed: dict[str, tuple[bytes, bytes]] = {}
    mentions: dict[Place, None] = {}
    references = 0
    for file in among.files:
        drawn = _Drawn(file, swap, moved)
        references += drawn.references
        made = drawn.made()
        if made != file.content:
            changed[file.name] = (file.content, made)
        mentions |= dict.fromkeys(_mentions(file, made, swap))
    return Renaming(thing, new, changed, moved, references, tuple(mentions))


def _need_readable(thing: Thing, among: Named) -> None:
    """Nothing where every file that may name it can be read.

    Raises:
        RefusedError: which names those that cannot.
    """
    of_home = {thing.home, thing.id} if thing.kind == "project" else {thing.home}
    broken = [
        problem
        for file in among.files
        if thing.id.encode() in file.content or (file.home and file.home in of_home)
        for problem in file.document.problems
        if problem.severity == "error"
    ]
    _refuse_broken((*among.unread, *broken))


def _refuse_broken(problems: tuple[Problem, ...]) -> None:
    places = tuple(dict.fromkeys(f"`{p.file}:{p.line}`" for p in problems))
    if places:
        text = message("these files have errors, so nobody can tell what they name: {files}", files=places)
        raise RefusedError(text, message("mend them first: `opsgen check` says what is wrong"))


class _Drawn:
    """The edits of one file, and the data that it holds when they are made."""

    def __init__(self, file: File, swap: Exchange, moved: tuple[tuple[str, str], ...]) -> None:
        self.file, self.swap, self.document = file, swap, file.document
        self.edits: dict[tuple[int, int], Edit] = {}
        self.references = 0
        self.expected = deepcopy(file.document.data)
        self.keys: list[tuple[Path, str]] = []
        if file.document.data is None:
            return
        self.source = opened(file.name, file.content)
        self.names()
        self.files(moved)
        if swap.thing.file is file:
            self.thing()
        for path, name in self.keys:
            _put_key(value_at(self.expected, path[:-1]), str(path[-1]), name)

    def names(self) -> None:
        own = _own_ids(self.file)
        for site in sites(self.document, self.file.kind):
            name = self.swap.of(site, self.file, own)
            if name is not None:
                self.put(site, name)
                self.references += 1

    def put(self, site: Site, name: str) -> None:
        place = self.document.place(site.path, key=site.of_key)
        self.edit(put_scalar(self.source, place, name))
        if site.of_key:
            self.keys.append((site.path, name))
        else:
            put_at(self.expected, site.path, name)

    def files(self, moved: tuple[tuple[str, str], ...]) -> None:
        """The files of numbers that are named with the folder of a project that moves."""
        if self.swap.thing.kind != "project" or self.file.home != self.swap.thing.id:
            return
        for path, name in source_files(self.document, self.file.kind):
            for old, new in moved:
                if name.startswith(f"{old}/"):
                    self.edit(put_scalar(self.source, self.document.place(path), new + name[len(old) :]))
                    put_at(self.expected, path, new + name[len(old) :])

    def thing(self) -> None:
        """The id itself, and the former one among the aliases."""
        thing, new = self.swap.thing, self.swap.new
        own = value_at(self.expected, thing.path)
        if "id" in own:
            place = self.document.place((*thing.path, "id"))
            self.edit(put_scalar(self.source, place, new))
            own["id"] = new
        self.alias(own)

    def alias(self, own: dict[str, Any]) -> None:
        thing, old = self.swap.thing, self.swap.thing.id
        if self.swap.new in thing.aliases:  # it comes back to an id that it had
            path = (*thing.path, "aliases", own["aliases"].index(self.swap.new))
            self.edit(put_scalar(self.source, self.document.place(path), old))
            put_at(self.expected, path, old)
            return
        node = node_at(self.source.root, thing.path)
        listed = member(node, "aliases")
        if listed is None:
            after = "id" if "id" in own else "title"
            self.edit(new_field(self.source, node, f"aliases: [{scalar(old)}]", after))
            _insert(own, "aliases", [old], after)
        elif isinstance(own["aliases"], list) and listed.id == "sequence":
            self.edit(new_entry(self.source, listed, scalar(old)))
            own["aliases"].append(old)
        else:
            place = self.document.place((*thing.path, "aliases"))
            where = f"{place.file}:{place.line}"
            raise RefusedError(message("`aliases` is no list at {place}", place=where), None)

    def edit(self, edit: Edit) -> None:
        """One more change; what several paths reach by `*name` changes once."""
        same_place = self.edits.setdefault((edit.start, edit.end), edit)
        if same_place != edit:
            raise _not_certain(self.file.name)

    def made(self) -> bytes:
        """The bytes of the file when all is done.

        Raises:
            RefusedError: where they would not say what is meant, and nothing else.
        """
        if not self.edits:
            return self.file.content
        try:
            content = self.source.edited(self.edits.values()).content
        except ValueError:
            raise _not_certain(self.file.name) from None
        after = load.parse(self.file.name, content)
        more = errors(after.problems) > errors(self.document.problems)
        if more or not same(after.data, self.expected):
            raise _not_certain(self.file.name)
        return content


def _not_certain(file: str) -> RefusedError:
    text = message("`{file}` is written so that the change is not certain", file=file)
    return RefusedError(text, message("write the ids in it without `&`, `*` and blocks, and try again"))


def _own_ids(file: File) -> frozenset[str]:
    """What a meeting of the portfolio decided and agreed on itself."""
    if not file.home.startswith("meetings/") or not isinstance(file.document.data, dict):
        return frozenset()
    lists = (file.document.data.get(name) for name in ("decisions", "actions"))
    entries = (entry for listed in lists if isinstance(listed, list) for entry in listed)
    return frozenset(str(e["id"]) for e in entries if isinstance(e, dict) and "id" in e and "ref" not in e)


def _put_key(mapping: dict[str, Any], old: str, new: str) -> None:
    if new in mapping:
        raise RefusedError(message("`{id}` stands among the measurements already", id=new), None)
    fields = [(new if key == old else key, value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(fields)


def _insert(mapping: dict[str, Any], key: str, value: Any, after: str) -> None:
    """Put a field behind another; to the end where that is not there."""
    fields = list(mapping.items())
    at = next((i + 1 for i, (name, _) in enumerate(fields) if name == after), len(fields))
    mapping.clear()
    mapping.update([*fields[:at], (key, value), *fields[at:]])


# --- what only a person can tell


def _mentions(file: File, made: bytes, swap: Exchange) -> Iterator[Place]:
    """The lines that still hold the old id, as a word; not where it stands among former ids."""
    thing = swap.thing
    if thing.id.encode() not in made:
        return
    after = load.parse(file.name, made)
    at_home = thing.kind != "item" or file.home == thing.home
    word = thing.id if at_home else f"{thing.home.removeprefix('meetings/')}:{thing.id}"
    source: Source = opened(file.name, made)
    known = tuple(_known(source, after, file.kind, thing))
    for found in _as_word(word).finditer(source.text):
        if not any(edit.start <= found.start() < edit.end for edit in known):
            yield Place(file.name, source.text.count("\n", 0, found.start()) + 1)


def _known(source: Source, after: Document, kind: str, thing: Thing) -> Iterator[Edit]:
    """What is no riddle: the former id where it is kept, and references to other things."""
    if source.file == thing.file.name:
        for path in _aliases_of(after.data, thing):
            yield source.at(after.place(path), "")
    for site in sites(after, kind):
        if site.name != thing.id or thing.kind not in site.kinds:
            yield source.at(after.place(site.path, key=site.of_key), "")


def _aliases_of(data: Any, thing: Thing) -> Iterator[Path]:
    path = (*thing.path, "aliases")
    for i, name in enumerate(value_at(data, thing.path).get("aliases", ())):
        if name == thing.id:
            yield (*path, i)


def _as_word(text: str) -> re.Pattern[str]:
    """The text where no letter or digit of its own kind goes on at either end."""
    before = r"(?<![A-Za-z0-9_-])" if text[0].isascii() else ""
    after = r"(?![A-Za-z0-9_-]|\.[A-Za-z0-9])" if text[-1].isascii() else ""
    return re.compile(before + re.escape(text) + after)
