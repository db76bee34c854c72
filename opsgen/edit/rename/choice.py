"""What somebody means who wants to rename something, and whether it can be called so."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from opsgen.edit.refusal import RefusedError
from opsgen.edit.rename.exchange import IS_ID
from opsgen.portfolio.layout import FOLDER, YAML
from opsgen.portfolio.names import refusal
from opsgen.schema.fields import kind_label
from opsgen.schema.suggest import suggest
from opsgen.words import Text, either, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from opsgen.edit.rename.things import Kind, Named, Thing

_ITEM = Text(zh="条目", en="item")


def chosen(old: str, kind: Kind | None, among: Named) -> Thing:
    """The thing that is named: `project:ID` for an item, the id alone for all that is the portfolio's.

    Raises:
        RefusedError: where there is none, or more than one.
    """
    found = [thing for thing in _called(old, among) if kind in (None, thing.kind)]
    if not found:
        raise _unknown(old, among)
    if len({thing.kind for thing in found}) > 1:
        kinds = either([label(thing.kind) for thing in found])
        text = message("`{id}` is the id of several things: {kinds}", id=old, kinds=kinds)
        names = tuple(f"`--kind {thing.kind}`" for thing in found)
        raise RefusedError(text, message("say which one is meant: {options}", options=names))
    if len(found) > 1:
        places = tuple(f"`{thing.file.name}`" for thing in found)
        text = message("the id `{id}` stands twice: {files}", id=old, files=places)
        raise RefusedError(text, message("give one of the two another id by hand"))
    return found[0]


def label(kind: Kind) -> Text:
    """What a kind of thing is called within a sentence."""
    if kind == "item":
        return _ITEM
    if kind == "person":
        return Text(zh="人员", en="person")
    return Text(zh=kind_label(kind, "zh"), en=kind_label(kind, "en"))


def _called(old: str, among: Named) -> Iterator[Thing]:
    home, colon, item = old.rpartition(":")
    for thing in among.things:
        within = thing.kind == "item" and bool(thing.home)
        if thing.id == item and within == bool(colon) and (not within or _is_of(thing, home, among)):
            yield thing


def _is_of(thing: Thing, home: str, among: Named) -> bool:
    """Whether it belongs to the project, or the meeting, of this name."""
    return thing.home.removeprefix("meetings/") in among.called(home)


def _unknown(old: str, among: Named) -> RefusedError:
    former = next((thing for thing in among.things if old in _former(thing)), None)
    if former is not None:
        text = message("`{id}` is a former id of `{now}`", id=old, now=former.full)
        return RefusedError(text, message("name it as it is called now: `{id}`", id=former.full))
    names = [thing.full for thing in among.things]
    same_item = [name for name in names if name.rpartition(":")[2] == old]
    text = message("nothing has the id `{id}`", id=old)
    if same_item:
        shown = tuple(f"`{name}`" for name in same_item[:5])
        return RefusedError(text, message("an item is named with its project: {names}", names=shown))
    meant = _meant(old, names)
    hint = message("did you mean `{key}`?", key=meant) if meant else None
    return RefusedError(text, hint or message("an item is `PROJECT:ID`, everything else its id alone"))


def _meant(old: str, names: list[str]) -> str | None:
    """What is nearly called so: of an item another of its project, where there is that project."""
    home, colon, item = old.rpartition(":")
    own = [name.rpartition(":")[2] for name in names if colon and name.startswith(f"{home}:")]
    if not own:
        return suggest(old, [name for name in names if (":" in name) == bool(colon)])
    same = (name for name in own if _folded(name) == _folded(item))
    found = next(same, None) or suggest(item, own)
    return f"{home}:{found}" if found else None


def _former(thing: Thing) -> tuple[str, ...]:
    return tuple(f"{thing.home}:{name}" if thing.kind == "item" else name for name in thing.aliases)


def need_free(thing: Thing, new: str, among: Named) -> None:
    """Nothing where the thing can be called so.

    Raises:
        RefusedError: where it is no id, or taken, also by a former one, or but for upper and lower case.
    """
    if new == thing.id:
        raise RefusedError(message("that is its id already"), None)
    _need_form(thing, new)
    other = next((one for one in among.things if _excludes(one, thing) and _same(new, _names(one))), None)
    if other is not None:
        text = message(
            "`{id}` is taken by `{other}` in {file}", id=new, other=other.full, file=other.file.name
        )
        hint = message("former ids count as well, and upper and lower case as the same")
        raise RefusedError(text, hint)
    if thing.kind == "project" and _folded(new) == _folded(thing.id):
        raise RefusedError(
            message("`{id}` differs in upper and lower case alone", id=new),
            message("some systems take the two for one file: choose another id"),
        )
    if thing.kind == "project" and any(file.home == f"meetings/{new}" for file in among.files):
        raise RefusedError(message("a meeting of the portfolio is called `{id}`", id=new), None)


def _need_form(thing: Thing, new: str) -> None:
    if thing.kind == "project":
        reason = refusal(new) if new else (message("`{id}` cannot be an id", id=new), None)
        if reason:
            raise RefusedError(*reason)
    elif not IS_ID.fullmatch(new):
        hint = message("write ASCII letters, digits, `.`, `-` and `_`, at most 64, a letter or digit first")
        raise RefusedError(message("`{id}` cannot be an id", id=new), hint)


def _excludes(one: Thing, thing: Thing) -> bool:
    """Whether the two may not have one id."""
    if one.kind != thing.kind or (one.file is thing.file and one.path == thing.path):
        return False
    return one.home == thing.home or one.kind != "item"


def _names(thing: Thing) -> tuple[str, ...]:
    """What it is called, was called, and for a person the name: all of it is looked for in one field."""
    return (thing.id, *thing.aliases, *thing.titles)


def _same(name: str, names: tuple[str, ...]) -> bool:
    return _folded(name) in map(_folded, names)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def moves(root: Path, thing: Thing, new: str) -> tuple[tuple[str, str], ...]:
    """The file and the folder that are called after a project, and what they are called then.

    Raises:
        RefusedError: where the new name is there already, or the old one is a link.
    """
    if thing.kind != "project":
        return ()
    there = sorted(os.listdir(root / FOLDER))
    found = []
    for name in there:
        stem, ending = _split(root / FOLDER / name)
        if unicodedata.normalize("NFC", stem) == thing.id:
            found.append((f"{FOLDER}/{name}", f"{FOLDER}/{new}{ending}"))
            if (root / FOLDER / name).is_symlink():
                raise RefusedError(message("`{file}` is a symbolic link", file=f"{FOLDER}/{name}"), None)
    for name in there:
        if found and _folded(_split(root / FOLDER / name)[0]) == _folded(new):
            raise _there(name)
    return tuple(found)


def _there(name: str) -> RefusedError:
    return RefusedError(message("`{file}` is there already", file=f"{FOLDER}/{name}"), None)


def _split(path: Path) -> tuple[str, str]:
    """The name of a project's file or folder without its ending, and that."""
    if path.suffix.lower() in YAML and not path.is_dir():
        return path.stem, path.suffix
    return path.name, ""
